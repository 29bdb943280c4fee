"""Options as buttons with their digits; the one that the keyboard is on is seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.flow import FlowLayout

_AROUND = 24  # pixels: padding and border of an option, as in style.qss
_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def option_button(digit: str, text: str, name: str = "") -> QPushButton:
    """Return an option with the digit that chooses it; `name` is what is being chosen.

    A chosen option is bold. It has room for that from the start, so that its text is never cut
    and its neighbours stay where they are.
    """
    shown = f" {digit}   {text} " if digit else f" {text} "
    made = QPushButton(shown.replace("&", "&&"))
    made.setObjectName("option")
    made.setCheckable(True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAccessibleName(f"{name} {text}".strip())
    bold = QFontMetrics(theme().font(bold=True))
    made.setMinimumWidth(bold.horizontalAdvance(shown) + _AROUND)
    return made


class Options(QWidget):
    """What a choice of one and a choice of several share: the buttons, their digits, the focus.

    Signals:
        pressed: an option was clicked; carries its place from 0.
        next_asked: Enter.
    """

    pressed = Signal(int)
    next_asked = Signal()

    def __init__(self, name: str, options: Sequence[tuple[str, str]], digits: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.codes = tuple(code for code, _ in options)
        self._digits, self._at = digits, 0
        self._buttons: list[QPushButton] = []
        layout = FlowLayout(self, theme().px(8))
        for at, (_code, text) in enumerate(options):
            made = option_button(digits[at : at + 1], text, name)
            made.clicked.connect(lambda _checked, at=at: self.pressed.emit(at))
            layout.addWidget(made)
            self._buttons.append(made)

    def at(self) -> int:
        """Return the place that the keyboard is on."""
        return self._at

    def go_to(self, at: int) -> None:
        """Put the keyboard on an option."""
        self._at = at
        self._draw_focus()

    def show_chosen(self, chosen: Sequence[str]) -> None:
        """Show these codes as chosen, and no others."""
        for code, made in zip(self.codes, self._buttons, strict=True):
            made.setChecked(code in chosen)

    def digit_place(self, event: QKeyEvent) -> int | None:
        """Return the place that a digit stands for; None for any other key."""
        text = event.text()
        if not text or text not in self._digits or event.modifiers() & _CONTROL:
            return None
        return self._digits.index(text)

    def _draw_focus(self) -> None:
        for place, made in enumerate(self._buttons):
            at = self.hasFocus() and place == self._at
            if bool(made.property("at")) != at:
                made.setProperty("at", at)
                made.style().unpolish(made)
                made.style().polish(made)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._draw_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._draw_focus()
