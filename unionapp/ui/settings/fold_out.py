"""A button of the settings that opens into a small form, and closes again with Esc."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from unionapp.errors import Problem
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, restyle, row, wrapping


class FoldOut(QWidget):
    """Only one of the two is seen: the button with its key, or the form with what was said."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__()
        self.open_button = button(text, key=key)
        self.open_button.clicked.connect(self.open_form)
        self.said = wrapping("", 13, "error")
        self._form = QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(self.open_button, None))
        layout.addWidget(self._form)
        self._form.hide()

    def lay_out(self, parts: QLayout, first: QWidget) -> None:
        """Put the form together; the keyboard begins in its first field."""
        self._form.setLayout(parts)
        self._form.setFocusProxy(first)

    def open_form(self) -> None:
        """Show the form and begin with its first field."""
        self.open_button.hide()
        self._form.show()
        self._form.setFocus()

    def close_form(self) -> None:
        """Show the button again; what must not stay in the form is forgotten."""
        self.forget()
        self.said.clear()
        self._form.hide()
        self.open_button.show()
        self.open_button.setFocus()

    def forget(self) -> None:
        """Forget passphrases and codes when the form closes."""

    def is_open(self) -> bool:
        """Say whether the form is seen."""
        return not self._form.isHidden()

    def say(self, text: str, colour: str) -> None:
        """Say how it goes, in a colour of the theme."""
        self.said.setText(text)
        restyle(self.said, 13, colour)

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Say why it was not done."""
        self.say(text_of(problems), "error")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_open():
            self.close_form()
        else:
            super().keyPressEvent(event)
