"""Fields for text: Enter goes on, leaving hands the text over, length counts characters."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


def show_state(control: QWidget, state: str) -> None:
    """Draw a control's border as its state says: "", ok, warning or error."""
    control.setProperty("state", state)
    control.style().unpolish(control)
    control.style().polish(control)


class TextEdit(QLineEdit):
    """One line of text.

    Signals:
        left: the text was changed and the focus has gone (or Enter was pressed); carries it.
        next_asked: Enter; the form moves to the next field. `returnPressed` is used because an
            input method that is composing keeps the first Enter to itself.
    """

    left = Signal(str)
    next_asked = Signal()

    def __init__(self, name: str = "", *, longest: int | None = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._handed: str | None = ""
        self._longest = longest
        self.returnPressed.connect(self._enter)
        if longest is not None:
            self.textEdited.connect(self._cut)

    def set_value(self, text: str) -> None:
        """Show a text that is stored already: leaving the field does not hand it over again."""
        self._handed = text
        if self.text() != text:
            self.setText(text)

    def hand_again(self) -> None:
        """Hand the text over once more when the field is left: it could not be stored."""
        self._handed = None

    def commit(self) -> None:
        """Hand the text over if it was changed."""
        text = self.text()
        if text != self._handed:
            self._handed = text
            self.left.emit(text)

    def _enter(self) -> None:
        self.commit()
        self.next_asked.emit()

    def _cut(self, text: str) -> None:
        # QLineEdit.maxLength counts UTF-16 units: a rare character would count twice. What is too
        # much goes where it was typed, before the cursor.
        over = len(text) - (self._longest or len(text))
        if over <= 0:
            return
        units = text.encode("utf-16-le")
        at = 2 * self.cursorPosition()
        before = units[:at].decode("utf-16-le")[:-over]
        self.setText(before + units[at:].decode("utf-16-le"))
        self.setCursorPosition(len(before.encode("utf-16-le")) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            # QLineEdit leaves Enter to its parents after `returnPressed`; a form that also acts
            # on Enter would act twice.
            event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.commit()


class LongTextEdit(QPlainTextEdit):
    """Several lines of text; Tab and Ctrl+Enter go on, Enter makes a new line."""

    left = Signal(str)
    next_asked = Signal()

    def __init__(self, name: str = "", *, lines: int = 3) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._handed: str | None = ""
        height = self.fontMetrics().lineSpacing() * lines + 18
        self.setMinimumHeight(height)
        self.setMaximumHeight(height + 8)

    def set_value(self, text: str) -> None:
        """Show a text that is stored already."""
        self._handed = text
        if self.toPlainText() != text:
            self.setPlainText(text)

    def text(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def hand_again(self) -> None:
        """Hand the text over once more when the field is left: it could not be stored."""
        self._handed = None

    def commit(self) -> None:
        """Hand the text over if it was changed."""
        text = self.toPlainText()
        if text != self._handed:
            self._handed = text
            self.left.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
            self.next_asked.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()
