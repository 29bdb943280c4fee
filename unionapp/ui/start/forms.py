"""A column of labelled fields on the start window, with one line for what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from unionapp.errors import Problem
from unionapp.ui.messages import text_of
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, label, restyle, row, wrapping
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr


def secret_edit(name: str) -> TextEdit:
    """Return a field for a passphrase: shown as dots, typed without the input method.

    Qt tells input methods that the text is secret, and they keep out: nothing of it is learnt as a
    phrase. Chinese comes into it only by pasting.
    """
    made = TextEdit(name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


class StartForm(QWidget):
    """Heading, explanation, fields, one primary button; Enter goes on, Esc goes back.

    Signals:
        accepted: the primary button, or Enter in the last field.
        back: Esc, or the back button.
    """

    accepted = Signal()
    back = Signal()

    def __init__(self, title: str, explanation: str, action: str, *, has_back: bool = True) -> None:
        super().__init__()
        self._fields: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(theme().px(10))
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(label(title, 20, bold=True))
        self._layout.addWidget(wrapping(explanation, 14, "ink2"))
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setSpacing(theme().px(10))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scrolling(body, title)
        self._layout.addWidget(self._scroll)
        self.said = wrapping("", 13, "error")
        self.said.setMinimumHeight(theme().px(36))
        self.primary = button(action, "primary", key="Enter")
        self.primary.clicked.connect(self.accepted.emit)
        self._back_button = button(tr("返回"), key="Esc")
        self._back_button.clicked.connect(self.back.emit)
        if not has_back:  # shown by its layout; shown before, it would be a window of its own
            self._back_button.hide()
        self._has_back = has_back
        self._foot = row(self._back_button, None, self.primary, gap=8)
        self._finished = False

    def add(self, caption: str, control: QWidget, *, help_text: str = "") -> FormField:
        """Add a field; Enter in it goes on to the next, or does what the button does."""
        field = FormField(caption, control, help_text=help_text)
        self._column.addWidget(field)
        self._fields.append(control)
        asked = getattr(control, "next_asked", None)
        if asked is not None:
            asked.connect(lambda: self._next(control))
        return field

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is no field."""
        self._column.addWidget(widget)

    def finish(self) -> None:
        """Put the foot under the fields; called once, after the last `add`."""
        self._layout.addWidget(self.said)
        self._layout.addStretch(1)
        self._layout.addLayout(self._foot)

    def _next(self, control: QWidget) -> None:
        at = self._fields.index(control)
        if at + 1 < len(self._fields):
            self._fields[at + 1].setFocus()
        else:
            self.accepted.emit()

    def focus_first(self) -> None:
        """Put the cursor where the worker begins to type."""
        if self._fields:
            self._fields[0].setFocus()
        else:
            self.primary.setFocus()

    def say(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong."""
        self.tell(text_of(problems), "error")

    def tell(self, text: str, colour: str = "ink2") -> None:
        """Show a line of words in a colour of the theme."""
        self.said.setText(text)
        restyle(self.said, 13, colour)

    def set_busy(self, *, busy: bool, text: str = "") -> None:
        """Refuse input while something runs."""
        for control in (*self._fields, self.primary, self._back_button):
            control.setEnabled(not busy)
        if busy:
            self.tell(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._has_back:
            self.back.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
            return
        super().keyPressEvent(event)
