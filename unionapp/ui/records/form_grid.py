"""Lays fields out in as many columns as there is room for; a wide field takes several."""

from __future__ import annotations

from math import ceil

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from unionapp.ui.theme import theme

_COLUMN = 216
_MOST_COLUMNS = 3
_GAP = 16


class FormGrid(QWidget):
    """A grid that is laid out anew when another number of columns fits."""

    def __init__(self) -> None:
        super().__init__()
        self._fields: list[tuple[QWidget, int]] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().px(_GAP))
        self._grid.setVerticalSpacing(theme().px(4))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget, breadth: int) -> None:
        """Add a field that would like to be `breadth` pixels wide."""
        widget.setParent(self)
        self._fields.append((widget, breadth))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(event.size().width())

    def fit(self, width: int) -> None:
        """Lay out for a width."""
        gap = theme().px(_GAP)
        columns = max(1, min(_MOST_COLUMNS, (width + gap) // (theme().px(_COLUMN) + gap)))
        if columns != self._columns:
            self._lay_out(columns, width)

    def _lay_out(self, columns: int, width: int) -> None:
        for one in range(self._columns):
            self._grid.setColumnStretch(one, 0)
        self._columns = columns
        for one in range(columns):
            self._grid.setColumnStretch(one, 1)
        for widget, _ in self._fields:
            self._grid.removeWidget(widget)
        line, at, gap = 0, 0, theme().px(_GAP)
        single = (width + gap) / columns
        for widget, breadth in self._fields:
            span = min(columns, max(1, ceil((breadth + gap) / single)))
            if at + span > columns:
                line, at = line + 1, 0
            self._grid.addWidget(widget, line, at, 1, span)
            at += span
