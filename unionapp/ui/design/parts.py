"""The small parts of the design screen: its lists, and the rows that ask for something."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import column, label

_SCREENS = (Qt.Key.Key_Escape, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Insert)


class KeyList(QListWidget):
    """A list whose letters are keys of the screen, not a search."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("keys")
        self.setAccessibleName(name)
        self.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            at = self.visualRect(self.currentIndex())
            painter = QPainter(self.viewport())
            painter.fillRect(0, at.top(), theme().px(3), at.height(), theme().colour("primary"))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_letter = bool(event.text()) and event.text().isprintable()
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if is_letter or held or event.key() in _SCREENS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Asking(QWidget):
    """A field with what it is for above it; hidden until it is asked."""

    def __init__(self, caption: str, control: QWidget) -> None:
        super().__init__()
        self._control = control
        self.setLayout(column(label(caption, 12, "ink3"), control, gap=4))
        self.hide()

    def ask(self) -> None:
        """Show the field and give it the keyboard."""
        self.show()
        self._control.setFocus(Qt.FocusReason.OtherFocusReason)
