"""The page 企业建会: employers with their four answers, and the call list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from unionapp.services import employers
from unionapp.services.employers import EmployerFilter, EmployerLine, Show
from unionapp.ui.employers.answers import AnswersPanel
from unionapp.ui.forms.choosing import FormChooser, abouts_of
from unionapp.ui.fresh_page import FreshPage
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer, monthly_offers
from unionapp.ui.paper.panel import PaperPanel
from unionapp.ui.records.editor import RecordEditor
from unionapp.ui.records.list_pane import ListPane
from unionapp.ui.records.side import Side, halves
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import button, wrapping
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes

_KINDS = frozenset({"employer", "place"})
_LEDGER = "four_answers_ledger"
_COLUMNS = (
    Column("name", "单位名称", "Employer"),
    Column("answers", "四清", "Answers", 60, "center"),
    Column("state", "建会状态", "Union", 104),
    Column("workers", "职工数", "Workers", 72, "right"),
    Column("progress", "推进情况", "Progress", 120),
)


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return EmployersPage(bench)


class EmployersPage(FreshPage):
    """Employers by name; Enter edits, F3 goes on where an answer is missing."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, tr("企业建会"), _KINDS)
        self._known: dict[str, EmployerLine] = {}
        self.list = self._make_list()
        self.editor = RecordEditor(bench, "employer", first="four_answers")
        self.editor.closed.connect(self._back)
        self.editor.ended.connect(self.editor.close_record)
        self.panel = AnswersPanel(bench)
        self.panel.edit_asked.connect(self._edit_shown)
        self.panel.fill_asked.connect(self.fill)
        self._none = wrapping(tr("在左边选一家单位，这里显示四清。"), 14, "ink3")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.paper = PaperPanel(bench)
        self.paper.closed.connect(self._leave_paper)
        self.papers = PaperChooser(bench, self)
        self.side = Side((self._none, self.panel, self.editor, self.paper))
        self.side.brought.connect(lambda: self._bench.hints(self.key_hints()))
        self.setLayout(halves(self.list, self.side, (11, 9)))
        self.setFocusProxy(self.list)
        self._forms = FormChooser(bench, self)
        for keys, act in (
            ("F3", self.fill),
            ("F11", self.fill_form),
            ("F12", self.show_aid),
            ("Ctrl+P", self.ask_paper),
        ):
            bind(self, keys, act)

    def _make_list(self) -> ListPane:
        filters = (
            ("all", tr("全部")),
            ("incomplete", tr("未清")),
            ("complete", tr("已清")),
            ("call_list", tr("约谈名单")),
        )
        made = ListPane(
            self._bench,
            tr("企业建会"),
            _COLUMNS,
            filters,
            self._ids,
            self._fetch,
            spare=("progress",),
            more=(button(tr("打印"), key="Ctrl+P", act=self.ask_paper),),
        )
        made.set_empty(
            tr("还没有登记单位。走访时按 F9 登记，或从 Excel 批量导入；也可以直接新增。"),
            tr("没有这样的单位。可以换个条件，或者新增一家。"),
            tr("新增  Ctrl+N"),
            self.start,
        )
        made.moved.connect(self._show_employer)
        made.opened.connect(self.edit)
        made.new_asked.connect(self.start)
        return made

    # ---- what the window asks --------------------------------------------------------------

    def show_record(self, kind: str, id_: str) -> bool:
        """Show an employer, or the employer that a union belongs to."""
        if kind == "union":
            with self._bench.desk.read() as reading:
                union = reading.by_kind("union", id_)
            kind, id_ = "employer", str(getattr(union, "employer_id", None) or "")
        if kind != "employer" or not id_:
            return False
        self.list.show_id(id_)
        self._show_employer(id_)
        return True

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what is open on the page."""
        shown = self.side.shown()
        if isinstance(shown, RecordEditor | PaperPanel):
            return shown.key_hints()
        return (
            KeyHint("↑↓", tr("选单位")),
            KeyHint("Enter", tr("编辑")),
            KeyHint("F3", tr("继续排查")),
            KeyHint("F11", tr("填问卷")),
            KeyHint("F12", tr("帮扶项目")),
            KeyHint("Ctrl+P", tr("打印")),
            KeyHint("F5", tr("换条件")),
            KeyHint("Ctrl+F", tr("查找")),
            KeyHint("Ctrl+N", tr("新增")),
        )

    def read(self) -> None:
        """Read the list anew, and what stands beside it."""
        self.list.read()
        if self.panel.employer is not None:
            self.panel.show_employer(self.panel.employer.id)

    # ---- the list --------------------------------------------------------------------------

    def _ids(self, chosen: str, text: str) -> Sequence[str]:
        """Read the whole list off the screen's thread; its lines are then at hand."""
        shows: Mapping[str, Show] = {
            "incomplete": "incomplete",
            "complete": "complete",
            "call_list": "call_list",
        }
        wanted = EmployerFilter(shows.get(chosen, "all"), text=text)
        found = employers.listing(self._bench.desk, wanted)
        if chosen == "call_list":
            found = tuple(sorted(found, key=lambda line: -(line.employer.workers or 0)))
        self._known = {line.employer.id: line for line in found}
        return tuple(self._known)

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        known = self._known
        return {id_: _words(known[id_]) for id_ in ids if id_ in known}

    # ---- the right side --------------------------------------------------------------------

    def _show_employer(self, id_: str) -> None:
        if self.side.shown() not in (self.editor, self.paper):
            self.panel.show_employer(id_)
            self.side.bring(self.panel if id_ else self._none)

    def _edit_shown(self) -> None:
        if self.panel.employer is not None:
            self.edit(self.panel.employer.id)

    def edit(self, id_: str, field: str = "") -> None:
        """Edit an employer, the four answers first."""
        self.editor.edit(id_)
        self.side.bring(self.editor, tr("编辑单位"))
        self.editor.focus_first(field)

    def fill(self) -> None:
        """Go on with the survey where an answer is missing."""
        missing = self.panel.missing()
        if self.panel.employer is not None and missing:
            self.edit(self.panel.employer.id, missing)

    def fill_form(self) -> None:
        """Offer the forms for the employer that is shown, and for its door."""
        if self.panel.employer is not None:
            self._forms.ask(abouts_of(self._bench, "employer", self.panel.employer.id))

    def show_aid(self) -> None:
        """Show which programmes are for the employer that is shown."""
        if self.panel.employer is not None:
            self._bench.aid("employer", self.panel.employer.id)

    def ask_paper(self) -> None:
        """Offer the ledger of those who are listed, of everybody, and the month's report."""
        if self.side.shown() is self.editor:
            return
        listed = {
            "incomplete": tr("四清台账：未清单位"),
            "complete": tr("四清台账：已清单位"),
            "call_list": tr("四清台账：约谈名单"),
        }
        chosen = self.list.filter
        ledgers = [PaperOffer(listed[chosen], _LEDGER, (chosen,))] if chosen in listed else []
        whole = PaperOffer(tr("四清台账：全部单位"), _LEDGER, ("all",))
        offers = (*ledgers, whole, *monthly_offers(self._bench.today()))
        self.papers.ask(offers, self._show_paper)

    def _show_paper(self, offer: PaperOffer) -> None:
        self.side.bring(self.paper, offer.name)
        self.paper.show_paper(offer.document, offer.ids)

    def _leave_paper(self) -> None:
        self.side.bring(self.panel if self.panel.employer else self._none)
        self.list.focus_list()

    def start(self) -> None:
        """Begin a new employer."""
        self.editor.start()
        self.side.bring(self.editor, tr("新增单位"))
        self.editor.focus_first("name")

    def _back(self) -> None:
        shown = self.editor.id
        self.side.bring(self.panel if shown or self.panel.employer else self._none)
        self.list.read()
        if shown:
            self.panel.show_employer(shown)
            self.list.show_id(shown)
        self.list.focus_list()


def _words(line: EmployerLine) -> dict[str, str]:
    spoken, employer = language(), line.employer
    return {
        "name": employer.name,
        "answers": tr("齐") if line.answers.complete else f"{line.answers.answered}/4",
        "state": codes.load("union_state").label(employer.union_state, spoken) or tr("未问"),
        "workers": "" if employer.workers is None else f"{employer.workers:,}",
        "progress": codes.load("organising_progress").label(employer.organising_progress, spoken),
    }
