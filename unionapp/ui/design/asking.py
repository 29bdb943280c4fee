"""The two rows of the design screen that ask: for an object as it is written, and for a scan."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.ui.design.geometry import Thing
from unionapp.ui.design.parts import Asking
from unionapp.ui.file_places import typed_path
from unionapp.ui.widgets.basics import column
from unionapp.ui.widgets.text_edit import LongTextEdit, TextEdit
from unionapp.ui.wording import tr


class AskingRows(QWidget):
    """Hidden until something is asked; Ctrl+Enter takes the object, Enter the scan.

    Signals:
        taken: carries the object as it is now written.
        scanned: carries the path of the scan.
        refused: carries the problems of what was typed.
        left: neither row is open any more.
    """

    taken = Signal(dict)
    scanned = Signal(Path)
    refused = Signal(tuple)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.source = LongTextEdit(tr("对象的写法"), lines=3)
        self.source.next_asked.connect(self._take_source)
        self._source_row = Asking(tr("Ctrl+Enter 采用，Esc 放弃"), self.source)
        self.scan = TextEdit(tr("扫描件"))
        self.scan.next_asked.connect(self._take_scan)
        self._scan_row = Asking(tr("空白表的扫描件（PDF、JPEG 或 PNG），Enter 铺在底下"), self.scan)
        self.setLayout(column(self._source_row, self._scan_row, gap=8))

    @property
    def is_asking(self) -> bool:
        """Whether one of the rows stands open."""
        return self._source_row.isVisible() or self._scan_row.isVisible()

    def ask_source(self, thing: Thing) -> None:
        """Show an object as it is written, every key of it."""
        self.ask_again(json.dumps(thing, ensure_ascii=False))

    def ask_again(self, text: str) -> None:
        """Show an object as it was being written."""
        self.source.set_value(text)
        self._source_row.ask()

    def ask_scan(self) -> None:
        """Ask for the scan of the blank form."""
        self._scan_row.ask()

    def commit(self) -> str:
        """Take the object that is being written; return the text where it cannot be read."""
        if self._source_row.isHidden():
            return ""
        self._take_source()
        return "" if self._source_row.isHidden() else self.source.text()

    def close_rows(self) -> None:
        """Hide both rows."""
        self._source_row.hide()
        self._scan_row.hide()
        self.left.emit()

    def _take_source(self) -> None:
        try:
            thing = json.loads(self.source.text())
            if not isinstance(thing, dict):
                raise ValueError("{ … }")
        except ValueError as error:
            where, reason = tr("对象的写法"), {"reason": _place(error)}
            self.refused.emit((Problem("printing.not_json", where, reason),))
            return
        self.taken.emit(thing)

    def _take_scan(self) -> None:
        if self.scan.text().strip():
            self.scanned.emit(typed_path(self.scan.text()))


def _place(error: ValueError) -> str:
    """Return where the writing cannot be read; the words of the reader are English."""
    if isinstance(error, json.JSONDecodeError):
        return tr("第 {line} 行第 {column} 个字", line=error.lineno, column=error.colno)
    return str(error)
