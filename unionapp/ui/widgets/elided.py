"""A line of words that ends in dots where there is no room for the rest."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import restyle

_LEAST = 48  # pixels at 100 %


class ElidedLabel(QLabel):
    """A label that gives way; its whole text is the tool tip."""

    def __init__(
        self, text: str = "", size: float = 14, colour: str = "ink", *, bold: bool = False
    ) -> None:
        super().__init__()
        restyle(self, size, colour, bold=bold)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), theme().px(_LEAST)), whole.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()
