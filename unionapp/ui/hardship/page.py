"""The page 困难帮扶: files by household, the assessment and the next step on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from unionapp.services import hardship, hardship_list
from unionapp.services.hardship_list import FileLine
from unionapp.ui.casework import words
from unionapp.ui.fresh_page import FreshPage
from unionapp.ui.hardship.file_panel import FilePanel
from unionapp.ui.hardship.new_file import NewFile
from unionapp.ui.hardship.standards_panel import StandardsPanel
from unionapp.ui.paper.panel import PaperPanel
from unionapp.ui.records.editor import RecordEditor
from unionapp.ui.records.known_lines import KnownLines
from unionapp.ui.records.list_pane import ListPane
from unionapp.ui.records.side import Side, halves
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import wrapping
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes, money

_KINDS = frozenset({"hardship_file", "household", "person", "case", "receipt", "standard"})
_COLUMNS = (
    Column("applicant", "申请人", "Applicant", 84),
    Column("address", "住址", "Address", tail=True),
    Column("people", "人口", "People", 56, "right"),
    Column("income", "年收入", "Income", 100, "right"),
    Column("state", "状态", "State", 84),
)


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return HardshipPage(bench)


class HardshipPage(FreshPage):
    """Files with their newest first; F9 does the next thing, Enter edits the file."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, tr("困难帮扶"), _KINDS)
        self.list = self._make_list()
        self.panel = FilePanel(bench, self)
        self.panel.edit_asked.connect(self.edit)
        self.panel.paper_asked.connect(self._show_paper)
        self.panel.standards_asked.connect(self.show_standards)
        self.panel.changed.connect(self._to_list)
        self.editor = RecordEditor(bench, "hardship_file")
        self.editor.closed.connect(self._back)
        self.editor.ended.connect(self.editor.close_record)
        self.new = NewFile(bench)
        self.new.opened.connect(self._opened)
        self.new.closed.connect(self._back)
        self.standards = StandardsPanel(bench)
        self.standards.closed.connect(self._back)
        self.paper = PaperPanel(bench)
        self.paper.closed.connect(self._back)
        self._none = wrapping(tr("在左边选一户，这里显示测算和下一步。"), 14, "ink3")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()

    def _make_list(self) -> ListPane:
        states = codes.load("case_state")
        spoken = language()
        filters = (
            ("all", tr("全部")),
            ("no_case", tr("未申请")),
            *((one, states.label(one, spoken)) for one in ("open", "granted", "paid")),
        )
        desk = self._bench.desk
        lines = KnownLines(
            lambda chosen, text: hardship_list.listing(desk, hardship_list.show_of(chosen), text),
            lambda line: line.file.id,
            _words,
        )
        made = ListPane(
            self._bench,
            tr("困难帮扶"),
            _COLUMNS,
            filters,
            lines.ids,
            lines.fetch,
            spare=("income",),
        )
        made.set_empty(
            tr("还没有困难档案。先登记申请人（走访或「人员与会员」），再在这里建档。"),
            tr("这里没有困难档案。可以换个条件，或者新建一份。"),
            tr("新建  Ctrl+N"),
            self.start,
        )
        made.moved.connect(self._show_file)
        made.opened.connect(lambda id_: self.edit(id_))
        made.new_asked.connect(self.start)
        return made

    def _lay_out(self) -> None:
        self.side = Side(
            (self._none, self.panel, self.editor, self.new, self.standards, self.paper)
        )
        self.side.brought.connect(lambda: self._bench.hints(self.key_hints()))
        self.setLayout(halves(self.list, self.side, (1, 1)))
        self.setFocusProxy(self.list)
        for keys, holder, act in (
            ("F6", self.list, self.show_standards),
            ("F12", self, self.show_aid),
        ):
            bind(holder, keys, act)

    # ---- what the window asks --------------------------------------------------------------

    def show_record(self, kind: str, id_: str) -> bool:
        """Show a file, the file that a case or a receipt belongs to, or the standards."""
        if kind == "standard":
            self.show_standards()
            return True
        file_id = self._file_of(kind, id_)
        if not file_id:
            return False
        self.list.show_id(file_id)
        self._show_file(file_id)
        return True

    def _file_of(self, kind: str, id_: str) -> str:
        if kind == "hardship_file":
            return id_
        with self._bench.desk.read() as reading:
            if kind == "receipt":
                receipt = reading.by_kind("receipt", id_)
                kind, id_ = "case", str(getattr(receipt, "case_id", "") or "")
            case = reading.by_kind("case", id_) if kind == "case" else None
        household = getattr(case, "subject_id", "") if case else ""
        file = hardship.file_of(self._bench.desk, household) if household else None
        return file.id if file else ""

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what is open on the page."""
        shown = self.side.shown()
        if isinstance(shown, RecordEditor | PaperPanel):
            return shown.key_hints()
        return (
            KeyHint("↑↓", tr("选户")),
            KeyHint("F9", tr("下一步")),
            KeyHint("Enter", tr("编辑档案")),
            KeyHint("F6", tr("低保标准")),
            KeyHint("F7", tr("签收单")),
            KeyHint("Ctrl+P", tr("打印")),
            KeyHint("F12", tr("帮扶项目")),
            KeyHint("F5", tr("换条件")),
            KeyHint("Ctrl+N", tr("建档")),
        )

    def read(self) -> None:
        """Read the list anew, and what stands beside it."""
        self.list.read()
        self.panel.reload()

    # ---- the right side --------------------------------------------------------------------

    def _show_file(self, id_: str) -> None:
        line = self.panel.line
        busy = self.panel.form is not None or self.side.shown() is self.paper
        if line is not None and line.file.id == id_ and busy:
            return  # a list that was read again takes nobody away from a form or a paper
        if self.side.shown() in (self._none, self.panel, self.paper):
            self.panel.show_file(id_)
            self.side.bring(self.panel if id_ else self._none)

    def edit(self, id_: str, field: str = "") -> None:
        """Edit a file; every figure is assessed anew when the editor is left."""
        self.editor.edit(id_)
        self.side.bring(self.editor, tr("困难档案"))
        self.editor.focus_first(field)

    def start(self) -> None:
        """Choose the applicant of a new file."""
        self.new.start()
        self.side.bring(self.new, tr("建立困难档案"))
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_aid(self) -> None:
        """Show which programmes the household may have, and what it has."""
        if self.panel.line is not None:
            self._bench.aid("household", self.panel.line.file.household_id)

    def show_standards(self) -> None:
        """Show the standards and the row for a new one."""
        self.standards.open()
        self.side.bring(self.standards, tr("低保标准"))
        self.standards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_paper(self, document: str, id_: str) -> None:
        self.side.bring(self.paper, words.paper(document))
        self.paper.show_paper(document, [id_])

    def _opened(self, file_id: str) -> None:
        self.list.show_id(file_id)
        self.panel.show_file(file_id)
        self.edit(file_id)

    def _back(self) -> None:
        edited = self.editor.id if self.side.shown() is self.editor else None
        if edited:
            self.panel.show_file(edited)
        else:
            self.panel.reload()
        self.side.bring(self.panel if self.panel.line else self._none)
        self._to_list()

    def _to_list(self) -> None:
        self.list.read()
        if self.panel.form is None and self.side.shown() in (self.panel, self._none):
            self.list.focus_list()


def _words(line: FileLine) -> dict[str, str]:
    file, case = line.file, line.case
    income = file.annual_income_fen
    states = codes.load("case_state")
    return {
        "applicant": line.applicant,
        "address": line.address,
        "people": "" if file.people is None else str(file.people),
        "income": "" if income is None else money.format_fen(income),
        "state": states.label(case.state, language()) if case else tr("未申请"),
    }
