"""The part of the scripted day that fills a questionnaire at a door, with key events only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from unionapp.ui.typist import Typist

FORM_ID = "household_visit"
NEW_MEMBER = "赵小满"
REMARK = "孩子上小学，傍晚家里有人"
_SOUND, _WRONG = "210106201506011326", "210106201506011325"  # the last sign does not check
_ADD, _FINISH = "add", "finish"
_MOST_STEPS = 120

# What is typed at a question; where nothing stands here, Enter goes past it.
_AT_THE_DOOR = {"outcome": "1", "consent": "1", "tenure": "商品房"}
_NEEDS = {"need": "2", "remark": REMARK}
_CHILD = {"member_name": NEW_MEMBER, "relation": "独生女", "identity_number": _WRONG}


class Driven(Protocol):
    """The day that this is part of: its window, what it has told, where its files go."""

    typist: Typist
    out: Path

    def ack(self, what: str, **facts: object) -> None: ...
    def picture(self, name: str) -> None: ...
    def page(self, key: str) -> Any: ...  # noqa: ANN401 - each page has parts of its own
    def idle(self) -> None: ...
    def scalar(self, statement: str, *parameters: str) -> Any: ...  # noqa: ANN401 - one value
    def save_paper(self, name: str) -> Path: ...


class HouseholdForm:
    """One household form: begun, left, gone on with, finished; corrected, printed, exported."""

    def __init__(self, day: Driven, page: Any) -> None:  # noqa: ANN401 - the page 问卷
        self.day, self.page, self.typist = day, page, day.typist

    def fill(self, who: str) -> None:
        """Choose the form and for whom, answer the first questions, leave, and do the rest."""
        self._choose(who)
        response = self.page.fill.session.response.id
        self._answer(_AT_THE_DOOR, until="member_name")
        kept = self._kept(response)
        self.typist.press("Esc")
        drafts = self.page.overview.drafts.view
        self.typist.wait(drafts.hasFocus, "the draft")
        self.day.ack("form draft", response=response, answers=kept)
        self.day.picture("09a-draft")
        self.typist.press("Enter")
        self._wait_for_form()
        self._answer({}, until=_ADD)
        self.typist.press("Ctrl+Return")
        self._answer(_CHILD, until=_ADD)
        self._answer(_NEEDS, until=_FINISH)
        self.typist.press("F4")
        self.typist.wait(lambda: self._at() == "identity_number", "the wrong number")
        self.day.picture("09b-form")
        self.typist.press("Ctrl+A")
        self.typist.line(_SOUND)
        self.day.ack("form answers", response=response, answers=self._kept(response))
        self._answer({}, until=_FINISH)
        self.typist.press("Enter")
        self.typist.wait(lambda: self._shows(self.page.overview), "the end of the form")
        self.day.ack("form finished", response=response, name=NEW_MEMBER)

    def correct(self) -> None:
        """Open what was finished and put one answer right, with a reason."""
        self.day.idle()
        responses = self.page.overview.responses
        self.typist.wait(lambda: responses.table.rowCount() == 1, "the response")
        for _ in range(_MOST_STEPS):
            if responses.view.hasFocus():
                break
            self.typist.press("Tab")
        self.typist.press("Enter")
        self.typist.wait(lambda: self._reads("商品房"), "the answers")
        self.typist.press("F9")
        self._wait_for_form()
        self._answer({}, until="tenure")
        self.typist.press("Ctrl+A")
        self.typist.line("承租公房")
        self.typist.press("Ctrl+Return")
        self.typist.wait(self.page.fill.bar.reason.hasFocus, "the question for the reason")
        self.typist.line("房本上写的是承租公房")
        self.typist.wait(lambda: self._reads("承租公房"), "the correction")
        self.day.ack("form corrected")
        self.day.picture("09c-response")

    def put_on_paper(self) -> Path:
        """Print the response that is shown."""
        self.typist.press("F7")
        self.typist.wait(
            lambda: self._shows(self.page.paper) and self.page.paper.view.pages > 0, "the paper"
        )
        self.day.idle()
        made = self.day.save_paper(FORM_ID)
        self.day.picture("09d-paper")
        self.typist.press("Esc", "Esc")
        self.typist.wait(lambda: self._shows(self.page.overview), "the forms")
        return made

    def export(self) -> Path:
        """Write the responses to the form into a workbook."""
        file = self.day.out / "household_visit.xlsx"
        self.day.idle()
        self.typist.press("F8")
        self.typist.wait(lambda: self._shows(self.page.export), "the export")
        self.typist.press("1", "Enter", "Enter", "Enter", "Ctrl+A")
        self.typist.line(str(file))
        self.typist.wait(lambda: self._shows(self.page.overview), "the workbook")
        self.day.ack("form export", file=file.name)
        return file

    # --- helpers

    def _choose(self, who: str) -> None:
        forms, chooser = self.page.overview.forms, self.page.chooser
        forms.search.setFocus()
        self.typist.line("rhzfdj")
        self.typist.wait(
            lambda: self._is_alone(forms) and forms.view.hasFocus(), "the household form"
        )
        self.typist.press("Enter")
        self.typist.wait(
            lambda: chooser.palette is not None and chooser.palette.isVisible(), "whom it is about"
        )
        self.typist.type(who)
        self.typist.wait(
            lambda: [getattr(one, "title", "") for one in chooser.palette.items()][:1] == [who], who
        )
        self.typist.press("Enter")
        self._wait_for_form()

    def _is_alone(self, forms: Any) -> bool:  # noqa: ANN401 - a list pane
        return bool(forms.table.rowCount() == 1 and forms.view.selected() == FORM_ID)

    def _wait_for_form(self) -> None:
        self.typist.wait(lambda: self._shows(self.page.fill) and self._at(), "the form")

    def _shows(self, part: object) -> bool:
        return self.page.shown() is part

    def _reads(self, answer: str) -> bool:
        read = dict(self.page.response.table.texts())
        return self._shows(self.page.response) and read.get("住房类型") == answer

    def _kept(self, response: str) -> int:
        statement = "SELECT count(*) FROM draft_answer WHERE response = ?"
        return int(self.day.scalar(statement, response))

    def _at(self) -> str:
        """Where the keyboard is: the name of a question, a row to add, the end; "" elsewhere."""
        panel, focused = self.page.fill.panel, QApplication.focusWidget()
        if panel is None or focused is None:
            return ""
        if focused is panel.foot.finish:
            return _FINISH
        item = panel.sheet.current
        if item is None or not panel.sheet.isAncestorOf(focused):
            return ""
        node = panel.walker.node_here
        return str(node.name) if node is not None else str(item.kind.value)

    def _answer(self, answers: Mapping[str, str], *, until: str) -> None:
        """Go on by Enter up to a place, typing what is to be answered on the way."""
        left = dict(answers)
        for _ in range(_MOST_STEPS):
            self.typist.wait(self._at, "a question")
            at = self._at()
            if at == until and at not in left:
                return
            if at in left:
                self.typist.type(left.pop(at))
            in_long_text = isinstance(QApplication.focusWidget(), QPlainTextEdit)
            self.typist.press("Ctrl+Return" if in_long_text else "Enter")
        raise RuntimeError(until)


def household_form(day: Driven, who: str) -> list[Path]:
    """Do all of it; returns the paper and the workbook."""
    form = HouseholdForm(day, day.page("forms"))
    form.fill(who)
    form.correct()
    return [form.put_on_paper(), form.export()]
