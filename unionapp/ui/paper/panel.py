"""The paper panel: shows the very PDF, saves it, prints it, and asks whether it came out right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem, UserError
from unionapp.services.protocols import Paper, PaperWishes
from unionapp.ui.file_places import proposed_file, typed_path
from unionapp.ui.messages import text_of
from unionapp.ui.paper.output import (
    Printing,
    printer_of,
    require_printer,
    this_computer,
)
from unionapp.ui.paper.page_view import PageView
from unionapp.ui.paper.parts import Question, StartSlot, Tip, refusal
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import button, clear, column, label, row
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.folding import Folding
from unionapp.ui.widgets.options import option_button
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a preview found out: the paper or why there is none, and the ways to print it."""

    stocks: tuple[str, ...]
    printers: tuple[str, ...]
    paper: Paper | None = None
    problems: tuple[Problem, ...] = ()


class PaperPanel(QWidget):
    """One document about some records, before and after it becomes paper.

    S saves it as PDF, P prints it, digits choose the stock, + and − where on the sheet it begins,
    R another printer, B leaves blanks for what has no glyph, D changes the design, PgUp and PgDn
    turn pages, Esc closes.
    What leaves the program is made and noted first, in one commit, and only then saved or spooled.

    Signals:
        closed: Esc.
        made: a paper has left the program.
    """

    closed = Signal()
    made = Signal()
    # A form or a list as such: no blanks to be written in, no design to be changed.
    has_design = True

    def __init__(self, bench: Workbench, printing: Printing | None = None) -> None:
        super().__init__()
        self._bench, self._printing = bench, printing
        self._document, self._ids, self._stock = "", tuple[str, ...](), ""
        self._stocks: tuple[str, ...] = ()
        self._printers: tuple[str, ...] = ()
        self._usual = bench.settings.text("printer")
        self._start, self._slots, self._blanks = 0, 1, False
        self._job = ""
        self._asked = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("打印预览"))
        self.view = PageView()
        self._papers = Group()
        self._stock_row = self._papers.flow
        self.start_slot = StartSlot(self._move_start)
        self._about = label("", 13, "ink3")
        self.problem = Tip("tip_error", "error")
        self.caution = Tip("tip_warning", "warning")
        self.question = Question(self._answered)
        self.path = TextEdit(tr("保存到"))
        self.path.next_asked.connect(self._save)
        self._path_row = QWidget()
        self._path_row.setLayout(
            column(label(tr("保存到（Enter 保存，Esc 返回）"), 13, "ink2"), self.path, gap=4)
        )
        self._print = button(tr("打印"), "primary", key="P")
        self._print.clicked.connect(self.print_paper)
        self._save_button = button(tr("另存为 PDF"), key="S")
        self._save_button.clicked.connect(self.ask_path)
        self._blank_button = button(tr("缺的字留空，手写补上"), key="B")
        self._blank_button.clicked.connect(self.leave_blanks)
        self._printer_button = button("", "quiet")
        self._printer_button.clicked.connect(self.next_printer)
        self._printer_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._design_button = button(tr("改版式"), "quiet", key="D")
        self._design_button.clicked.connect(self.change_design)
        self._design_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

    def _lay_out(self) -> None:
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.closed)
        whole = column(
            Folding(self._papers, self._about),
            row(self.start_slot, None, self._printer_button),
            self.problem,
            self.caution,
            self.view,
            self._path_row,
            self.question,
            Folding(
                Group(self._print, self._save_button, self._blank_button),
                Group(self._design_button, back),
            ),
            gap=10,
        )
        whole.setStretch(whole.indexOf(self.view), 1)
        self.setLayout(whole)
        for one in (self._path_row, self._blank_button, self._printer_button):
            one.hide()
        self._design_button.setVisible(self.has_design)

    # ---- which paper -----------------------------------------------------------------------

    def show_paper(self, document: str, ids: Sequence[str], stock: str | None = None) -> None:
        """Show what would be printed now."""
        self._document, self._ids = document, tuple(ids)
        self._stocks, self._stock = (), stock or ""
        self._start, self._slots, self._blanks = 0, 1, False
        self.question.hide()
        self._path_row.hide()
        self.view.show_pdf(b"")
        clear(self._stock_row)
        self.start_slot.hide()
        self.refresh()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Make the preview anew, off the screen's thread; an answer to an older one is dropped."""
        self._asked += 1
        asked = self._asked
        self.problem.hide()
        self.caution.hide()
        self._blank_button.hide()
        self._allow(possible=True)
        self._about.setText(tr("正在生成预览…"))
        self._bench.tasks.run(
            self._preview_work(), Handlers(lambda shown: self._show(asked, shown))
        )

    def _preview_work(self) -> Callable[[object], _Shown]:
        """Return what makes the preview: stocks and printers are asked once for each paper."""
        desk, papers, ways = self._bench.desk, self._bench.ports.papers, self._printing_ways
        document, ids, chosen, known = self._document, self._ids, self._stock, self._stocks
        printers, usual = self._printers, self._usual
        start, blanks = self._start, self._blanks

        def work(_progress: object) -> _Shown:
            names = printers or ways().printers()
            wishes = PaperWishes(start, printer_of(names, usual), blanks)
            stocks = known
            try:
                stocks = known or tuple(papers.stocks(document))
                paper = papers.preview(desk, document, ids, chosen or stocks[0], wishes)
            except UserError as error:
                return _Shown(stocks, names, problems=error.problems)
            return _Shown(stocks, names, paper)

        return work

    def _show(self, asked: int, shown: _Shown) -> None:
        if asked != self._asked:
            return
        if not self._stocks and shown.stocks:
            self._stocks = shown.stocks
            self._stock = self._stock or shown.stocks[0]
            self._draw_stocks()
        self._printers = shown.printers
        self._show_printer()
        self.view.show_pdf(shown.paper.pdf if shown.paper else b"")
        if shown.paper is not None:
            self._tell_page()
            if shown.paper.warnings:
                self.caution.say(text_of(shown.paper.warnings))
            return
        self._refuse(shown.problems)
        self._about.setText("")
        self._allow(possible=False)
        only_glyphs = all(one.code == "printing.no_glyph" for one in shown.problems)
        self._blank_button.setVisible(only_glyphs and self.has_design and not self._blanks)

    def _printing_ways(self) -> Printing:
        return self._printing or this_computer(self._bench.folder)

    def _draw_stocks(self) -> None:
        from unionapp.printing import stocks

        clear(self._stock_row)
        own = (self._bench.folder.own_documents / "stocks",)
        for number, code in enumerate(self._stocks, start=1):
            stock = stocks.load(code, own)
            made = option_button(str(number), stock.label(language()))
            made.setChecked(code == self._stock)
            made.clicked.connect(lambda _checked, code=code: self._choose(code))
            self._stock_row.addWidget(made)
            if code == self._stock:
                self._slots = stock.slots
        self.start_slot.show_slot(self._start, self._slots)

    def _choose(self, stock: str) -> None:
        self._stock, self._start = stock, 0
        self._draw_stocks()
        self.refresh()

    def _move_start(self, by: int) -> None:
        start = self._start + by
        if 0 <= start < self._slots:
            self._start = start
            self.start_slot.show_slot(start, self._slots)
            self.refresh()

    def leave_blanks(self) -> None:
        """Print a blank, to be filled in by hand, for each character that has no glyph."""
        if self._blank_button.isVisible():
            self._blanks = True
            self.refresh()

    @property
    def printer(self) -> str | None:
        """The printer that P prints with."""
        return printer_of(self._printers, self._usual)

    def next_printer(self) -> None:
        """Take the next printer of this computer; its profile corrects the pages."""
        if len(self._printers) > 1 and self.printer is not None:
            at = (self._printers.index(self.printer) + 1) % len(self._printers)
            self._take_printer(self._printers[at])
            self.refresh()

    def _take_printer(self, printer: str) -> None:
        self._usual = printer
        self._bench.change_setting("printer", printer)

    def change_design(self) -> None:
        """Go to the design of this paper; what is shown there is saved there."""
        if self.has_design:
            self._bench.open("design", self._document)

    def _show_printer(self) -> None:
        printer = self.printer
        key = "  R" if len(self._printers) > 1 else ""
        self._printer_button.setText(tr("打印机：{printer}", printer=printer or "—") + key)
        self._printer_button.setEnabled(len(self._printers) > 1)
        self._printer_button.setVisible(printer is not None)

    def _tell_page(self) -> None:
        self._about.setText(
            tr("第 {page} 页，共 {pages} 页", page=self.view.page + 1, pages=self.view.pages)
        )

    def _allow(self, *, possible: bool) -> None:
        self._print.setEnabled(possible)
        self._save_button.setEnabled(possible)

    # ---- out of the program ----------------------------------------------------------------

    def ask_path(self) -> None:
        """Ask where the PDF is to be saved."""
        if not self._save_button.isEnabled():
            return
        self.question.hide()
        self.path.set_value(str(self._proposed()))
        self._path_row.show()
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)
        self.path.selectAll()

    def _proposed(self) -> Path:
        """Return a file of the paper's name that does not stand yet."""
        from unionapp.services import paper_titles

        title = paper_titles.title(self._document, self._bench.folder.own_documents)
        name = title.en if language() == "en" else title.zh
        return proposed_file(name, self._bench.today(), ".pdf")

    def _save(self) -> None:
        """Save the file as designed: what corrects this printer would spoil another's print."""
        from unionapp.printing import spool

        if not self.path.text().strip():
            return
        typed, make = typed_path(self.path.text()), self._maker(None)
        inside = typed / self._proposed().name
        target = inside if typed.is_dir() else typed_path(self.path.text(), ".pdf")

        def work() -> None:
            spool.require_folder(target)
            spool.save(make().pdf, target)

        self._out(work, lambda _done: self._saved(target))

    def _saved(self, target: Path) -> None:
        self._path_row.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bench.messages.info(tr("已保存：{file}", file=target.name))

    def print_paper(self) -> None:
        """Print: the printer is asked for its paper, then ours is made, sent and logged."""
        if not self._print.isEnabled():
            return
        from unionapp.services import print_log

        desk, document, stock = self._bench.desk, self._document, self._stock
        ways, printer, make = self._printing_ways, self.printer, self._maker(self.printer)

        def work() -> tuple[str, str]:
            name, way = require_printer(printer), ways()
            media = way.accepts(stock, name)
            paper = make()

            def log(take: Callable[..., print_log.Logged]) -> str:
                told = {"document": document, "printer": name, "media": media}
                return take(desk, paper.sha256, **told, pages=paper.pages).job.id

            try:
                way.send(paper.pdf, stock, name, paper.sides)
            except UserError:
                log(print_log.failed)
                raise
            return name, log(print_log.printed)

        self._out(work, lambda done: self._ask_whether_right(*done))

    def _maker(self, printer: str | None) -> Callable[[], Paper]:
        """Return what makes and notes the paper as it is shown."""
        desk, papers = self._bench.desk, self._bench.ports.papers
        document, ids, stock = self._document, self._ids, self._stock or None
        wishes = PaperWishes(self._start, printer, self._blanks)
        return lambda: papers.make(desk, document, ids, stock, wishes)

    def _out(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Let a paper out, off the screen's thread."""
        self.problem.hide()
        self._allow(possible=False)

        def done(result: T) -> None:
            self.refresh()
            then(result)
            self._bench.changed(frozenset({"issued_document", "print_job"}))
            self.made.emit()

        def failed(problems: tuple[Problem, ...]) -> None:
            self._allow(possible=True)
            self._refuse(problems)

        self._bench.tasks.run(lambda _progress: work(), Handlers(done, failed=failed))

    def _ask_whether_right(self, printer: str, job: str) -> None:
        self._take_printer(printer)
        self._job = job
        self.question.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self, right: bool) -> None:
        from unionapp.services import print_log

        self.question.hide()
        answered = print_log.answer(self._bench.desk, self._job, right=right)
        self._bench.changed(answered.changes)
        if right:
            self.closed.emit()
            return
        self.refresh()
        self._refuse((Problem("printing.came_out_wrong", warning=True),))

    def _refuse(self, problems: Sequence[Problem]) -> None:
        self.problem.say(refusal(problems))

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the panel."""
        design = (KeyHint("D", tr("改版式")),) if self.has_design else ()
        return (
            KeyHint("P", tr("打印")),
            KeyHint("S", tr("另存为 PDF")),
            KeyHint("1-9", tr("换纸张")),
            KeyHint("+ −", tr("从哪一格起")),
            KeyHint("R", tr("换打印机")),
            KeyHint("PgUp PgDn", tr("翻页")),
            *design,
            KeyHint("Esc", tr("返回")),
        )

    # ---- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text().lower()
        if self.question.isVisible() and (
            text in ("y", "n") or key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._answered(text != "n")
        elif key == Qt.Key.Key_Escape and self._path_row.isVisible():
            self._path_row.hide()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.view.turn(1 if key == Qt.Key.Key_PageDown else -1)
            self._tell_page()
        elif text.isdecimal() and 0 < int(text) <= len(self._stocks):
            self._choose(self._stocks[int(text) - 1])
        elif text in (acts := self._acts()):
            acts[text]()
        else:
            super().keyPressEvent(event)

    def _acts(self) -> dict[str, Callable[[], None]]:
        return {
            "s": self.ask_path,
            "p": self.print_paper,
            "b": self.leave_blanks,
            "r": self.next_printer,
            "d": self.change_design,
            "+": lambda: self._move_start(1),
            "=": lambda: self._move_start(1),
            "-": lambda: self._move_start(-1),
        }
