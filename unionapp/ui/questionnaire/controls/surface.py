"""A framed place that holds a file: takes the keyboard, what is pasted, and what is dragged."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from unionapp.ui.theme import theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ERASE = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class Surface(QWidget):
    """A frame with the focus ring of a field.

    Signals:
        brought: something was pasted or dropped.
        wanted: Space; the worker wants to choose a file.
        erased: Delete.
        next_asked: Enter.
        left: the focus has gone.
    """

    brought = Signal(QMimeData)
    wanted = Signal()
    erased = Signal()
    next_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state = ""
        self.locked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)

    def show_state(self, state: str) -> None:
        """Draw the border as the state says."""
        self.state = state
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _ENTER:
            self.next_asked.emit()
        elif self.locked:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.brought.emit(QGuiApplication.clipboard().mimeData())
        elif key == Qt.Key.Key_Space:
            self.wanted.emit()
        elif key in _ERASE:
            self.erased.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.locked and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.brought.emit(event.mimeData())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_frame(painter, "page")
        painter.end()

    def paint_frame(self, painter: QPainter, fill: str | None) -> None:
        """Draw ground and border; `fill` is a colour token, hexadecimal, or None for no ground."""
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.hasFocus() or bool(self.state)
        ink = "primary" if self.hasFocus() else self.state or "border"
        painter.setPen(QPen(look.colour(ink), 2 if marked else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if fill is not None:
            painter.setBrush(QColor(look.colours.get(fill, fill)))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), look.px(8), look.px(8))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self.left.emit()
