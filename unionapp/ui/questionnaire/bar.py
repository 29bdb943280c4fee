"""The bar at the left of the question that has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from unionapp.ui.theme import theme


class Bar(QWidget):
    """One for the whole sheet: it goes along, and no question is painted anew for it."""

    def __init__(self, sheet: QWidget) -> None:
        super().__init__(sheet)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def stand_at(self, line: QRect, indent: int) -> None:
        """Stand at the left of a line."""
        inset = theme().px(9)
        height = max(0, line.height() - 2 * inset)
        self.setGeometry(line.left() + indent, line.top() + inset, theme().px(3), height)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("primary"))
        painter.end()
