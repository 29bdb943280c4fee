"""The page 个案办理: cases of every programme, or one household and what it may have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from unionapp.errors import UserError
from unionapp.models.records import Case
from unionapp.services import case_list, case_pages
from unionapp.services.case_list import CaseLine
from unionapp.services.case_pages import Aid
from unionapp.services.cases import Opened
from unionapp.ui.casework import open_form, words
from unionapp.ui.casework.aid_pane import AidPane
from unionapp.ui.casework.aid_rows import AidRow
from unionapp.ui.casework.case_panel import CasePanel
from unionapp.ui.casework.open_form import OpenForm
from unionapp.ui.casework.standing_panel import StandingPanel
from unionapp.ui.forms.choosing import abouts_of
from unionapp.ui.fresh_page import FreshPage
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer
from unionapp.ui.paper.panel import PaperPanel
from unionapp.ui.records.known_lines import KnownLines
from unionapp.ui.records.list_pane import ListPane
from unionapp.ui.records.side import Side, halves
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import wrapping
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import money

_KINDS = frozenset(
    {
        *("case", "case_event", "receipt", "hardship_file", "household", "person", "employer"),
        *("union", "membership", "aid_item", "standard", "issued_document", "response"),
        *("campaign", "campaign_entry", "office_setting", "programme"),
    }
)
_COLUMNS = (
    Column("subject", "对象", "For", 120),
    Column("programme", "项目", "Programme"),
    Column("step", "最后一步", "Last step", 92),
    Column("amount", "金额", "Amount", 96, "right"),
    Column("state", "状态", "State", 76),
)
_ABOUT = ("household", "person", "employer", "union")


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return CaseworkPage(bench)


class CaseworkPage(FreshPage):
    """On the left cases, or programmes of one subject; on the right the one in hand."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, tr("个案办理"), _KINDS)
        self._asked = 0
        self._subject: tuple[str, str] | None = None
        self._come_back: Callable[[], object] | None = None
        self.list = self._make_list()
        self.pane = AidPane()
        self.pane.list.moved.connect(self._show_line)
        self.pane.list.opened.connect(self.open_line)
        self.pane.closed.connect(self.leave_subject)
        self.left = QStackedWidget()
        for part in (self.list, self.pane):
            self.left.addWidget(part)
        self.case = CasePanel(bench)
        self.case.left.connect(self._to_left)
        self.case.paper_asked.connect(self._show_paper)
        self.case.form_asked.connect(self._fill)
        self.case.changed.connect(self._hint)
        self.standing = StandingPanel(bench)
        self.standing.open_asked.connect(self._open_selected)
        self.paper = PaperPanel(bench)
        self.paper.closed.connect(self._leave_paper)
        self._none = wrapping(tr("在左边选一个个案，这里显示依据和下一步。"), 14, "ink3")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._opening = QStackedWidget()
        self.form: OpenForm | None = None
        self.side = Side((self._none, self.case, self.standing, self._opening, self.paper))
        self.side.brought.connect(self._hint)
        self.setLayout(halves(self.left, self.side, (1, 1)))
        self.setFocusProxy(self.left)
        self.left.setFocusProxy(self.list)
        self._bind("F9", self._next)
        self._bind("F7", self._show_receipt)
        self.papers = PaperChooser(bench, self)
        self._bind("Ctrl+P", self.ask_paper)

    def _make_list(self) -> ListPane:
        filters = (
            ("all", tr("全部")),
            ("open", tr("受理中")),
            ("notice", tr("公示中")),
            ("granted", tr("已批准")),
            ("paid", tr("已发放")),
        )
        desk = self._bench.desk
        lines = KnownLines(
            lambda chosen, text: case_list.listing(desk, case_list.show_of(chosen), text),
            lambda line: line.case.id,
            _words,
        )
        made = ListPane(
            self._bench,
            tr("个案办理"),
            _COLUMNS,
            filters,
            lines.ids,
            lines.fetch,
            spare=("step", "amount"),
            new=None,
        )
        made.view.set_empty(tr("这里没有个案。在人员、门户或企业上按 F12，看能办理哪些项目。"))
        made.moved.connect(self._show_listed)
        made.opened.connect(lambda _id: self._focus_case())
        return made

    def _bind(self, keys: str, act: Callable[[], None]) -> None:
        bind(self, keys, act, repeats=False)  # a key held too long takes no second step

    # ---- what the window asks --------------------------------------------------------------

    def show_record(self, kind: str, id_: str) -> bool:
        """Show a case, the case of a receipt, or how somebody stands to every programme."""
        if kind in _ABOUT:
            self.show_subject(kind, id_)
            return True
        case_id = self._case_of(kind, id_)
        if not case_id:
            return False
        self._to_cases()
        self.list.show_id(case_id)
        self._show_listed(case_id)
        self._focus_case()
        return True

    def show_subject(
        self, kind: str, id_: str, come_back: Callable[[], object] | None = None
    ) -> None:
        """Show how somebody stands to every programme; Esc calls `come_back`."""
        self._subject, self._come_back = (kind, id_), come_back
        self.left.setCurrentWidget(self.pane)
        self.left.setFocusProxy(self.pane)
        self.side.bring(self._none)
        self.pane.show_waiting("")
        self._read_subject()
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _case_of(self, kind: str, id_: str) -> str:
        if kind == "receipt":
            with self._bench.desk.read() as reading:
                receipt = reading.by_kind("receipt", id_)
            return str(getattr(receipt, "case_id", "") or "")
        return id_ if kind == "case" else ""

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what is open on the page."""
        shown = self.side.shown()
        if shown is self.paper:
            return self.paper.key_hints()
        if shown is self._opening:
            return (KeyHint("Enter", tr("下一项 / 确定")), KeyHint("Esc", tr("返回")))
        if self.case.form is not None or self.case.hasFocus():
            return self.case.key_hints()
        if self.left.currentWidget() is self.pane:
            return (
                KeyHint("↑↓", tr("选项目")),
                KeyHint("Enter", tr("受理 / 打开个案")),
                KeyHint("1–9", tr("直接办理")),
                KeyHint("F9", tr("下一步")),
                KeyHint("Esc", tr("返回")),
            )
        return (
            KeyHint("↑↓", tr("选个案")),
            KeyHint("Enter", tr("办理")),
            KeyHint("F9", tr("下一步")),
            KeyHint("F7", tr("签收单")),
            KeyHint("Ctrl+P", tr("打印")),
            KeyHint("F5", tr("换条件")),
            KeyHint("Ctrl+F", tr("查找")),
        )

    def _hint(self) -> None:
        if self.isVisible():
            self._bench.hints(self.key_hints())

    def read(self) -> None:
        """Read the list anew, and what stands beside it."""
        self.list.read()
        if self._subject is not None:
            self._read_subject()
        self.case.reload()

    # ---- cases -----------------------------------------------------------------------------

    def _show_listed(self, id_: str) -> None:
        if self.left.currentWidget() is not self.list:
            return
        page = self.case.page
        busy = self.case.form is not None or self.side.shown() is self.paper
        if page is not None and page.case.id == id_ and busy:
            return  # a list that was read again takes nobody away from a form or a paper
        self._show_case(id_)

    def _show_case(self, id_: str) -> None:
        self.case.show_case(id_)
        self.side.bring(self.case if id_ else self._none)

    def _focus_case(self) -> None:
        if self.side.shown() is self.case:
            self.case.setFocus(Qt.FocusReason.OtherFocusReason)
            self._hint()

    def _next(self) -> None:
        if self.side.shown() is self.case:
            self.case.setFocus(Qt.FocusReason.OtherFocusReason)
            self.case.take_next()
        elif self.side.shown() is self.standing:
            self._open_selected()

    def _show_receipt(self) -> None:
        page = self.case.page
        receipt = page.standing_receipt if page is not None else None
        if receipt is not None and self.side.shown() is self.case and self.case.form is None:
            self._show_paper("aid_receipt", receipt.id)

    def ask_paper(self) -> None:
        """Offer every paper that can be made of the case."""
        page = self.case.page
        if page is None or self.side.shown() is not self.case or self.case.form is not None:
            return
        offers = [
            PaperOffer(words.paper(one.document, one.title), one.document, (one.subject_id,))
            for one in page.papers
            if one.makeable
        ]
        self.papers.ask(offers, lambda offer: self._show_paper(offer.document, offer.ids[0]))

    def _show_paper(self, document: str, id_: str) -> None:
        self.side.bring(self.paper, words.paper(document))
        self.paper.show_paper(document, [id_])

    def _leave_paper(self) -> None:
        self.case.reload()
        self.side.bring(self.case)
        self._focus_case()

    def _to_left(self) -> None:
        """Go back to the list that the case was chosen from."""
        if self.left.currentWidget() is self.list:
            self.list.focus_list()
        else:
            self.pane.setFocus(Qt.FocusReason.OtherFocusReason)
        self._hint()

    # ---- one subject -----------------------------------------------------------------------

    def _read_subject(self) -> None:
        """Try every programme off the screen's thread; an answer to an older question is lost."""
        if self._subject is None:
            return
        self._asked += 1
        asked, (kind, id_), desk, spoken = self._asked, self._subject, self._bench.desk, language()
        self._bench.tasks.run(
            lambda _progress: case_pages.of_subject(desk, kind, id_, language=spoken),
            Handlers(lambda aid: self._show_aid(asked, aid), failed=self._bench.messages.problems),
        )

    def _show_aid(self, asked: int, aid: Aid) -> None:
        if asked == self._asked and self._subject is not None:
            self.pane.show_aid(aid)
            if self.side.shown() is self.case and self.case.page is not None:
                self.pane.list.select(self.case.page.case.id)

    def _show_line(self, line: AidRow | None) -> None:
        if self.left.currentWidget() is not self.pane or self.pane.aid is None:
            return
        if self.side.shown() in (self._opening, self.paper) or self.case.form is not None:
            return  # nobody is taken away from a form by what is read behind it
        if line is None:
            self.side.bring(self._none)
        elif line.case is not None:
            self._show_case(line.case.id)
        elif line.signed is not None:
            self.standing.show_signed(line)
            self.side.bring(self.standing)
        elif not self.case.hasFocus():
            self.standing.show_row(self.pane.aid, line)
            self.side.bring(self.standing)

    def _open_selected(self) -> None:
        line = self.pane.list.selected()
        if line is not None:
            self.open_line(line)

    def open_line(self, line: AidRow) -> None:
        """Go to the case of a line, or open one for it: asking only for what must be told."""
        if line.case is not None:
            self._show_case(line.case.id)
            self._focus_case()
            return
        if line.signed is not None:
            self._bench.open("campaign", line.signed.campaign.id)
            return
        aid = self.pane.aid
        programme = aid.programmes.get(line.standings[0].programme) if aid else None
        if aid is None or programme is None:
            return
        if not open_form.needs_asking(programme, line.standings):
            try:
                self._opened(open_form.open_directly(self._bench, line.standings[0]))
                return
            except UserError as error:
                problems = error.problems
        else:
            problems = ()
        self._drop_form()
        self.form = OpenForm(self._bench, programme, line.standings, aid.people)
        self.form.opened.connect(self._opened)
        self.form.left.connect(self._leave_form)
        self._opening.addWidget(self.form)
        self.side.bring(self._opening)
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)
        if problems:
            self.form.show_problems(problems)

    def _opened(self, opened: Opened) -> None:
        """Show the case that was opened; its form, where there is one, is begun at once."""
        self._drop_form()
        self._bench.messages.saved()
        self._show_case(opened.case.id)
        self._focus_case()
        self._bench.changed(opened.changes)
        page = self.case.page
        if page is not None and page.programme is not None and page.programme.form:
            self._fill(opened.case)

    def _fill(self, case: Case) -> None:
        """Open the programme's form for the case: its answers become facts of the case."""
        page = self.case.page
        form_id = page.programme.form if page is not None and page.programme is not None else ""
        abouts = abouts_of(self._bench, case.subject_kind, case.subject_id)
        about = abouts.get(case.subject_kind) or next(iter(abouts.values()), None)
        if form_id and about is not None:
            self._bench.fill(form_id, replace(about, case_id=case.id))

    def _leave_form(self) -> None:
        self._drop_form()
        line = self.pane.list.selected()
        self.side.bring(self.standing if line is not None and line.case is None else self._none)
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_form(self) -> None:
        if self.form is not None:
            self._opening.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def leave_subject(self) -> None:
        """Go back to where the worker came from, else to the list of cases."""
        come_back, self._come_back = self._come_back, None
        self._to_cases()
        if come_back is not None:
            come_back()
        else:
            self.list.focus_list()

    def _to_cases(self) -> None:
        self._drop_form()
        self._subject = None
        self.left.setCurrentWidget(self.list)
        self.left.setFocusProxy(self.list)
        self._show_case(self.list.view.selected() or "")


def _words(line: CaseLine) -> dict[str, str]:
    spoken, case = language(), line.case
    return {
        "subject": line.subject,
        "programme": line.programme.text(spoken),
        "step": line.step.text(spoken),
        "amount": money.format_fen(case.amount_fen) if case.amount_fen else "",
        "state": words.state(case),
    }
