"""Lets a list out of the window: as a workbook (F8) or as paper (F7), from any part of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from unionapp.errors import Problem
from unionapp.models.desk import Desk
from unionapp.services.protocols import AS_USUAL, ListSheet, Paper, PaperWishes
from unionapp.ui.file_places import proposed_file, typed_path
from unionapp.ui.messages import text_of
from unionapp.ui.paper.output import Printing
from unionapp.ui.paper.panel import PaperPanel
from unionapp.ui.paper.place import PaperPlace
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import button, clear, column, label, row, wrapping
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

_PAPER = "a4"
_DOCUMENT = "work_list"


class SheetPaper(PaperPanel):
    """A list as it is printed; everything else as with any paper."""

    def __init__(self, bench: Workbench, printing: Printing | None = None) -> None:
        papers = replace(bench.ports.papers, preview=self._preview, make=self._make)
        super().__init__(replace(bench, ports=replace(bench.ports, papers=papers)), printing)
        self._lists = bench.ports.lists
        self._sheet: ListSheet | None = None

    def show_sheet(self, sheet: ListSheet) -> None:
        """Show a list as it would be printed now."""
        self._sheet = sheet
        self.show_paper(_DOCUMENT, (sheet.name,), _PAPER)

    def _preview(
        self,
        desk: Desk,
        document: str,
        ids: Sequence[str],
        stock: str | None = None,
        wishes: PaperWishes = AS_USUAL,
    ) -> Paper:
        return self._rendered(desk, wishes, noted=False)

    def _make(
        self,
        desk: Desk,
        document: str,
        ids: Sequence[str],
        stock: str | None = None,
        wishes: PaperWishes = AS_USUAL,
    ) -> Paper:
        return self._rendered(desk, wishes, noted=True)

    def _rendered(self, desk: Desk, wishes: PaperWishes, *, noted: bool) -> Paper:
        if self._sheet is None:
            raise RuntimeError("no list is shown")
        return self._lists.paper(desk, self._sheet, noted=noted, wishes=wishes)

    def _draw_stocks(self) -> None:
        clear(self._stock_row)
        if self._sheet is not None:
            self._stock_row.addWidget(label(self._sheet.title, 15, bold=True))


class ExportBar(QFrame):
    """Asks where the workbook goes: Enter writes it, Esc does not."""

    left = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.setObjectName("tip")
        self._bench = bench
        self._sheet: ListSheet | None = None
        self.path = TextEdit(tr("保存到"))
        self.path.next_asked.connect(self.write)
        self._said = wrapping("", 13, "ink2")
        done = button(tr("导出"), "primary", key="Enter")
        done.clicked.connect(self.write)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        self.setLayout(
            column(self._said, row(self.path, done, back, gap=8), gap=6, margins=(14, 8, 10, 8))
        )
        self.hide()

    def ask(self, sheet: ListSheet) -> None:
        """Ask where a list goes; a file that stands there is not proposed."""
        self._sheet = sheet
        found = proposed_file(sheet.name, self._bench.today(), ".xlsx")
        self.path.set_value(str(found))
        said = tr("导出「{title}」{rows} 行到 Excel：", title=sheet.title, rows=len(sheet.rows))
        self._said.setText(said)
        self.show()
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)
        self.path.selectAll()

    def write(self) -> None:
        """Write the file, whole or not at all, off the screen's thread."""
        sheet, typed = self._sheet, self.path.text().strip()
        if sheet is None or not typed:
            return
        file, desk, lists = typed_path(typed, ".xlsx"), self._bench.desk, self._bench.ports.lists
        self._bench.tasks.run(
            lambda _progress: lists.export(desk, sheet, file),
            Handlers(lambda rows: self._written(file, rows), failed=self._refused),
        )

    def _written(self, file: Path, rows: int) -> None:
        self._bench.messages.info(tr("已导出 {rows} 行：{file}", rows=rows, file=file.name))
        self.left.emit()

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._said.setText(text_of(problems))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Outlet(QWidget):
    """A page with its way out: the page, its paper in its place, the export bar beneath.

    Signals:
        turned: the paper came or went; other keys do something now.
    """

    turned = Signal()

    def __init__(self, bench: Workbench, inside: QWidget) -> None:
        super().__init__()
        self._bench, self._inside = bench, inside
        self._before: QWidget | None = None
        self._sheets: SheetPaper | None = None
        self._place = PaperPlace(bench, inside)
        self._place.turned.connect(self.turned)
        self.bar = ExportBar(bench)
        self.bar.left.connect(self._bar_left)
        whole = column(self._place, self.bar, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.setFocusProxy(inside)

    @property
    def paper(self) -> PaperPanel | None:
        """The paper that was shown last."""
        return self._place.paper

    def export(self, sheet: ListSheet | None, before: QWidget) -> None:
        """Ask where a list goes; the focus then comes back to `before`."""
        if self._has_rows(sheet) and sheet is not None:
            self._before = before
            self.bar.ask(sheet)

    def to_paper(self, sheet: ListSheet | None, before: QWidget) -> None:
        """Show a list as paper."""
        if not self._has_rows(sheet) or sheet is None:
            return
        if self._sheets is None:
            self._sheets = SheetPaper(self._bench)
        self._place.bring(self._sheets, before)
        self._sheets.show_sheet(sheet)

    def show_document(self, document: str, ids: Sequence[str], before: QWidget) -> None:
        """Show a document about some records."""
        self._place.show_paper(document, ids, before)

    def shows_paper(self) -> bool:
        """Say whether the paper stands in the page's place."""
        return self._place.shows_paper()

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the paper."""
        return self._place.key_hints()

    def _has_rows(self, sheet: ListSheet | None) -> bool:
        if sheet is None or not sheet.rows:
            self._bench.messages.info(tr("清单是空的，没有可以打印或导出的。"))
            return False
        return True

    def _bar_left(self) -> None:
        self.bar.hide()
        (self._before or self._inside).setFocus(Qt.FocusReason.OtherFocusReason)
