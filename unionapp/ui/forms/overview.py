"""The front of the page 问卷: what is under way, the forms, and the responses to the chosen one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from unionapp.services import response_list
from unionapp.services.response_list import DraftLine, ResponseLine
from unionapp.ui.forms import words
from unionapp.ui.forms.drafts import DraftsCard
from unionapp.ui.records.list_pane import ListPane
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, row
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes

if TYPE_CHECKING:
    from unionapp.services.questionnaires import Questionnaire

_FORMS = (
    Column("title", "问卷", "Form"),
    Column("subject", "对象", "About", 84),
    Column("version", "版本", "Version", 100),
    Column("drafts", "草稿", "Drafts", 56, "right"),
    Column("responses", "答卷", "Responses", 64, "right"),
)
_RESPONSES = (
    Column("finished", "完成时间", "Finished", 138),
    Column("place", "门户和对象", "Door and subject", tail=True),
    Column("worker", "填写人", "Worker", 84),
    Column("state", "状态", "State", 92),
)
_MOST = 500
_LEAST = 260  # pixels at 100 %: a list with its head and three rows


class Overview(QWidget):
    """Forms on the left, Enter fills one; the responses to it on the right, Enter opens one.

    Signals:
        fill_asked: fill a form; carries its id.
        response_asked: open a response; carries its id.
        author_asked: the form author's screen.
        export_asked: write the responses of the chosen form into a file.
        blank_asked: print the chosen form blank.
    """

    fill_asked = Signal(str)
    response_asked = Signal(str)
    author_asked = Signal()
    export_asked = Signal()
    blank_asked = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._forms: dict[str, Questionnaire] = {}
        self._lines: dict[str, ResponseLine] = {}
        self._form_id = ""
        self.drafts = DraftsCard()
        self.forms = self._make_forms()
        self.responses = self._make_responses()
        both = row(self.forms, self.responses, gap=16)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        for pane in (self.forms, self.responses):
            pane.setMinimumHeight(theme().px(_LEAST))
        body = QWidget()
        whole = column(self.drafts, both, gap=16, margins=(16, 16, 16, 16))
        whole.setStretch(1, 1)
        body.setLayout(whole)
        self.setLayout(column(Scrolling(body, tr("问卷"), grows=True), gap=0))

    def _make_forms(self) -> ListPane:
        filters = (("all", tr("全部")), ("used", tr("用过的")), ("own", tr("自己的")))
        author = button(tr("制作"), key="F3")
        author.clicked.connect(self.author_asked)
        blank = button(tr("印空白"), key="F7")
        blank.clicked.connect(self.blank_asked)
        made = ListPane(
            self._bench,
            tr("问卷"),
            _FORMS,
            filters,
            self._form_ids,
            self._fetch_forms,
            spare=("version", "drafts"),
            new=None,
            more=(blank, author),
        )
        made.view.set_empty(tr("没有这样的问卷。可以换个条件，或装入自己的。"))
        made.moved.connect(self._show_form)
        made.opened.connect(self.fill_asked)
        made.new_asked.connect(self._fill_shown)
        return made

    def _make_responses(self) -> ListPane:
        filters = (("finished", tr("有效")), ("discarded", tr("作废")))
        export = button(tr("导出"), key="F8")
        export.clicked.connect(self.export_asked)
        made = ListPane(
            self._bench,
            tr("答卷"),
            _RESPONSES,
            filters,
            self._response_ids,
            self._fetch_responses,
            spare=("worker",),
            new=tr("填写"),
            more=(export,),
        )
        made.view.set_empty(tr("还没有答卷。"), tr("填写  Ctrl+N"), self._fill_shown)
        made.opened.connect(self.response_asked)
        made.new_asked.connect(self._fill_shown)
        return made

    # ---- reading ---------------------------------------------------------------------------

    def read(self) -> None:
        """Read drafts and lists anew, off the screen's thread."""
        desk = self._bench.desk
        self._bench.tasks.run(
            lambda _progress: response_list.drafts(desk),
            Handlers(self._show_drafts, failed=self._bench.messages.problems),
        )
        self.forms.read()
        if self._form_id:
            self.responses.read()

    def _show_drafts(self, drafts: Sequence[DraftLine]) -> None:
        was_shown = self.drafts.isVisible()
        self.drafts.show_drafts(drafts)
        if drafts and not was_shown and self.isVisible() and not self.responses.view.hasFocus():
            self.drafts.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form_ids(self, chosen: str, text: str) -> Sequence[str]:
        from unionapp.services import questionnaires  # loads the form engine, off the screen

        found = questionnaires.listing(self._bench.desk, self._bench.folder)
        wanted = text.strip().casefold()
        self._forms = {one.form_id: one for one in found}
        return tuple(
            one.form_id
            for one in found
            if (chosen != "own" or not one.shipped)
            and (chosen != "used" or one.drafts or one.responses)
            and (not wanted or _is_meant(one, wanted))
        )

    def _fetch_forms(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        known = self._forms
        return {id_: _form_words(known[id_]) for id_ in ids if id_ in known}

    def _response_ids(self, chosen: str, text: str) -> Sequence[str]:
        if not self._form_id:
            return ()
        found = response_list.of_form(self._bench.desk, self._form_id, text, limit=_MOST)
        self._lines = {
            one.response.id: one
            for one in found
            if (one.response.state == "discarded") == (chosen == "discarded")
        }
        return tuple(self._lines)

    def _fetch_responses(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        known = self._lines
        return {id_: _response_words(known[id_]) for id_ in ids if id_ in known}

    # ---- what is chosen --------------------------------------------------------------------

    @property
    def form(self) -> Questionnaire | None:
        """The form that is chosen."""
        return self._forms.get(self._form_id)

    def form_of(self, form_id: str) -> Questionnaire | None:
        """Return what is known of a form."""
        return self._forms.get(form_id)

    def _show_form(self, form_id: str) -> None:
        self._form_id = form_id
        form = self.form
        self.responses.set_title(tr("答卷 · {title}", title=form.title) if form else tr("答卷"))
        self.responses.read()

    def _fill_shown(self) -> None:
        if self._form_id:
            self.fill_asked.emit(self._form_id)

    def focus_first(self) -> None:
        """Put the focus on what waits: drafts before forms."""
        if self.drafts.isVisible():
            self.drafts.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.forms.focus_list()


def _is_meant(form: Questionnaire, wanted: str) -> bool:
    from unionapp.values.names import pinyin_keys

    inside = wanted in form.title.casefold() or wanted in form.form_id.casefold()
    return inside or any(key.startswith(wanted) for key in pinyin_keys(form.title))


def _form_words(form: Questionnaire) -> dict[str, str]:
    return {
        "title": form.title,
        "subject": words.about(form.subject),
        "version": form.version,
        "drafts": str(form.drafts or ""),
        "responses": f"{form.responses:,}" if form.responses else "",
    }


def _response_words(line: ResponseLine) -> dict[str, str]:
    state = codes.load("response_state").label(line.response.state, language())
    return {
        "finished": words.when(line.response.finished_at or line.response.started_at),
        "place": words.place_of(line.door, line.subject),
        "worker": line.worker,
        "state": tr("改正过") if line.corrected and line.response.state == "finished" else state,
    }
