"""Shows who changed what in a record, and when."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from unionapp.services import history
from unionapp.services.history import HistoryLine
from unionapp.services.moments import office_time
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import chip, clear, label, row, wrapping
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench


class HistoryView(QScrollArea):
    """Every change of one record, the newest first; one block a change.

    Signals:
        closed: Esc.
    """

    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.setWidgetResizable(True)
        self.setAccessibleName(tr("历史"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = QWidget()
        body.setObjectName("body")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, theme().px(12), 0)
        self._column.setSpacing(theme().px(14))
        self.setWidget(body)
        self.lines: tuple[HistoryLine, ...] = ()

    def show_record(self, kind: str, id_: str) -> None:
        """Show the history of a record."""
        self.lines = history.of_record(self._bench.desk, kind, id_, language=language())
        clear(self._column)
        self._column.addWidget(label(tr("历史"), 15, bold=True))
        if not self.lines:
            self._column.addWidget(wrapping(tr("这份记录还没有改动。"), 14, "ink3"))
        for _, lines in groupby(self.lines, key=lambda one: (one.at, one.worker, one.device)):
            self._column.addWidget(_block(tuple(lines)))
        self._column.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _block(lines: tuple[HistoryLine, ...]) -> QWidget:
    first = lines[0]
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().px(4))
    when = label(office_time(first.at).strftime("%Y-%m-%d %H:%M"), 13, "ink2")
    mark = (
        chip(tr("新建"), "ok", "ok_tint")
        if first.created
        else chip(tr("修改"), "primary", "primary_tint")
    )
    column.addLayout(row(when, label(first.worker, 13, bold=True), mark, None, gap=8))
    grid = QGridLayout()
    grid.setContentsMargins(theme().px(12), 0, 0, 0)
    grid.setHorizontalSpacing(theme().px(12))
    grid.setVerticalSpacing(theme().px(2))
    grid.setColumnMinimumWidth(0, theme().px(110))
    grid.setColumnStretch(1, 1)
    for number, line in enumerate(lines):
        grid.addWidget(label(line.en if language() == "en" else line.zh, 13, "ink3"), number, 0)
        grid.addWidget(wrapping(_change(line), 13), number, 1)
    column.addLayout(grid)
    return made


def _change(line: HistoryLine) -> str:
    after = line.after or tr("（空）")
    if line.created:
        return after
    return tr("{before} → {after}", before=line.before or tr("（空）"), after=after)
