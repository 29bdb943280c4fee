"""The paper panel: shows the very PDF, saves it, prints it, and asks whether it came out right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from unionapp.errors import Problem, UserError
from unionapp.services.protocols import Paper
from unionapp.ui.messages import text_of
from unionapp.ui.paper.output import Printing, cups, file_for, printer_of
from unionapp.ui.paper.page_view import PageView
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import button, clear, column, label, row, wrapping
from unionapp.ui.widgets.choice_row import option_button
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench


class PaperPanel(QWidget):
    """One document about some records, before and after it becomes paper.

    S saves it as PDF, P prints it, digits choose the stock, PgUp and PgDn turn pages, Esc closes.
    What leaves the program is made and noted first, in one commit, and only then saved or spooled.

    Signals:
        closed: Esc.
        made: a paper has left the program.
    """

    closed = Signal()
    made = Signal()

    def __init__(self, bench: Workbench, printing: Printing | None = None) -> None:
        super().__init__()
        self._bench, self._printing = bench, printing
        self._document, self._ids, self._stock = "", tuple[str, ...](), ""
        self._stocks: tuple[str, ...] = ()
        self._asked = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("打印预览"))
        self.view = PageView()
        self._stock_row = row(gap=8)
        self._about = label("", 13, "ink3")
        self.problem = _Tip("tip_error", "error")
        self.question = _Question(self._answered)
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
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.closed)
        self.setLayout(
            column(
                row(self._stock_row, None, self._about),
                self.problem,
                self.view,
                self._path_row,
                self.question,
                row(self._print, self._save_button, None, back),
                gap=10,
            )
        )
        self._path_row.hide()

    # ---- which paper -----------------------------------------------------------------------

    def show_paper(self, document: str, ids: Sequence[str], stock: str | None = None) -> None:
        """Show what would be printed now."""
        from unionapp.printing import documents

        known = documents.available(self._bench.folder.own_documents)
        info = next(one for one in known if one.code == document)
        self._document, self._ids, self._stocks = document, tuple(ids), info.stocks
        self._stock = stock or info.stocks[0]
        self.question.hide()
        self._path_row.hide()
        self.view.show_pdf(b"")
        self._draw_stocks()
        self.refresh()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Make the preview anew, off the screen's thread; an answer to an older one is dropped."""
        self._asked += 1
        asked, desk, papers = self._asked, self._bench.desk, self._bench.ports.papers
        document, ids, stock = self._document, self._ids, self._stock
        self.problem.hide()
        self._allow(possible=True)
        self._about.setText(tr("正在生成预览…"))
        self._bench.tasks.run(
            lambda _progress: papers.preview(desk, document, ids, stock),
            Handlers(
                lambda paper: self._show(asked, paper),
                failed=lambda problems: self._show_none(asked, problems),
            ),
        )

    def _show(self, asked: int, paper: Paper) -> None:
        if asked == self._asked:
            self.view.show_pdf(paper.pdf)
            self._tell_page()

    def _show_none(self, asked: int, problems: tuple[Problem, ...]) -> None:
        if asked == self._asked:
            self._refuse(problems)
            self.view.show_pdf(b"")
            self._about.setText("")
            self._allow(possible=False)

    def _draw_stocks(self) -> None:
        from unionapp.printing import stocks

        clear(self._stock_row)
        own = (self._bench.folder.own_documents / "stocks",)
        for number, code in enumerate(self._stocks, start=1):
            text = stocks.load(code, own).label(language())
            made = option_button(str(number), text)
            made.setChecked(code == self._stock)
            made.clicked.connect(lambda _checked, code=code: self._choose(code))
            self._stock_row.addWidget(made)

    def _choose(self, stock: str) -> None:
        self._stock = stock
        self._draw_stocks()
        self.refresh()

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
        day = self._bench.today()
        self.path.set_value(str(file_for(self._document, day, self.view.pages)))
        self._path_row.show()
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)
        self.path.selectAll()

    def _save(self) -> None:
        target = Path(self.path.text().strip()).expanduser()
        self._out(
            lambda paper: _write_pdf(paper, target),
            lambda _done: self._saved(target),
        )

    def _saved(self, target: Path) -> None:
        self._path_row.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bench.messages.info(tr("已保存：{file}", file=target.name))

    def print_paper(self) -> None:
        """Print: the printer and its paper are asked first, then the paper is made and sent."""
        if not self._print.isEnabled():
            return
        printing = self._printing or cups(self._bench.folder)
        try:
            printer = printer_of(printing, self._bench.settings.text("printer"))
            printing.accepts(self._stock, printer)
        except UserError as error:
            self._refuse(error.problems)
            return
        stock = self._stock
        self._out(
            lambda paper: printing.send(paper.pdf, stock, printer),
            lambda _job: self._ask_whether_right(printer),
        )

    def _out(self, act: Callable[[Paper], object], then: Callable[[object], None]) -> None:
        """Make and note the paper, then let it out, off the screen's thread."""
        self.problem.hide()
        self._allow(possible=False)
        desk, papers = self._bench.desk, self._bench.ports.papers
        document, ids, stock = self._document, self._ids, self._stock

        def done(result: object) -> None:
            self.refresh()
            then(result)
            self._bench.changed(frozenset({"issued_document"}))
            self.made.emit()

        def failed(problems: tuple[Problem, ...]) -> None:
            self._allow(possible=True)
            self._refuse(problems)

        self._bench.tasks.run(
            lambda _progress: act(papers.make(desk, document, ids, stock)),
            Handlers(done, failed=failed),
        )

    def _ask_whether_right(self, printer: str) -> None:
        self._bench.change_setting("printer", printer)
        self.question.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self, right: bool) -> None:
        self.question.hide()
        if right:
            self.closed.emit()
        else:
            self._refuse((Problem("printing.came_out_wrong", warning=True),))

    def _refuse(self, problems: Sequence[Problem]) -> None:
        self.problem.say(text_of(problems))

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the panel."""
        return (
            KeyHint("P", tr("打印")),
            KeyHint("S", tr("另存为 PDF")),
            KeyHint("1-9", tr("换纸张")),
            KeyHint("PgUp PgDn", tr("翻页")),
            KeyHint("Esc", tr("返回")),
        )

    # ---- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text().lower()
        if self.question.isVisible() and text in ("y", "n"):
            self._answered(text == "y")
        elif key == Qt.Key.Key_Escape and self._path_row.isVisible():
            self._path_row.hide()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif text == "s":
            self.ask_path()
        elif text == "p":
            self.print_paper()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.view.turn(1 if key == Qt.Key.Key_PageDown else -1)
            self._tell_page()
        elif text.isdecimal() and 0 < int(text) <= len(self._stocks):
            self._choose(self._stocks[int(text) - 1])
        else:
            super().keyPressEvent(event)


def _write_pdf(paper: Paper, target: Path) -> None:
    from unionapp.printing import spool

    spool.save(paper.pdf, target)


class _Tip(QFrame):
    """A sentence on a tinted ground."""

    def __init__(self, look: str, colour: str) -> None:
        super().__init__()
        self.setObjectName(look)
        self.words = wrapping("", 13, colour)
        self.setLayout(column(self.words, margins=(12, 8, 12, 8)))
        self.hide()

    def say(self, text: str) -> None:
        self.words.setText(text)
        self.show()


class _Question(QFrame):
    """Asked once after printing."""

    def __init__(self, answer: Callable[[bool], None]) -> None:
        super().__init__()
        self.setObjectName("tip")
        yes = button(tr("正常"), key="Y")
        yes.clicked.connect(lambda: answer(True))
        no = button(tr("没出来或有误"), key="N")
        no.clicked.connect(lambda: answer(False))
        for one in (yes, no):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(
            row(label(tr("打印出来了吗？"), 14, bold=True), None, yes, no, margins=(12, 8, 8, 8))
        )
        self.hide()
