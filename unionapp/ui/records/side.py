"""The right half of a page of records: one part at a time under its title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from unionapp.ui.widgets.basics import column, label, row


class Side(QFrame):
    """A card that shows one of its parts; the first is shown until another is brought.

    Signals:
        brought: another part is seen there, with keys of its own.
    """

    brought = Signal()

    def __init__(self, parts: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._title = label("", 18, bold=True)
        self._title.hide()
        self._stack = QStackedWidget()
        for part in parts:
            self._stack.addWidget(part)
        self.setLayout(column(self._title, self._stack, gap=10, margins=(20, 16, 16, 14)))

    def shown(self) -> QWidget:
        """Return the part that is shown."""
        return self._stack.currentWidget()

    def bring(self, part: QWidget, title: str = "") -> None:
        """Show a part, under a title where it has none of its own."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._stack.setCurrentWidget(part)
        if self.isVisible():
            self.brought.emit()


def halves(left: QWidget, right: QWidget, shares: tuple[int, int]) -> QHBoxLayout:
    """Return the two halves of a page, side by side in these shares."""
    made = row(left, right, gap=16, margins=(16, 16, 16, 16))
    for at, share in enumerate(shares):
        made.setStretch(at, share)
    return made
