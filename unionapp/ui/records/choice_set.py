"""Several choices of few, all of them open: digits tick and untick, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.choice_row import FlowLayout, option_button

_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
# The tenth option is chosen by 0, as on a telephone.
_DIGITS = "1234567890"


class ChoiceSet(QWidget):
    """Options as buttons that stay pressed; the order of choosing is kept.

    Signals:
        picked: the choice was changed by hand; carries the codes as a tuple.
        next_asked: Enter.
    """

    picked = Signal(object)
    next_asked = Signal()

    def __init__(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        layout = FlowLayout(self, theme().px(8))
        self._buttons: dict[str, QPushButton] = {}
        for number, (code, text) in enumerate(options):
            made = option_button(_DIGITS[number : number + 1], text, name)
            made.clicked.connect(lambda _checked, code=code: self._turn(code))
            layout.addWidget(made)
            self._buttons[code] = made
        self._value: tuple[str, ...] = ()

    def value(self) -> tuple[str, ...]:
        """Return the chosen codes in the order of choosing."""
        return self._value

    def set_value(self, chosen: object) -> None:
        """Show stored codes; those that no button stands for are kept all the same."""
        self._value = tuple(chosen) if isinstance(chosen, list | tuple) else ()
        for code, made in self._buttons.items():
            made.setChecked(code in self._value)

    def _turn(self, code: str) -> None:
        if code in self._value:
            self.set_value(tuple(one for one in self._value if one != code))
        else:
            self.set_value((*self._value, code))
        self.picked.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if digit and digit in _DIGITS and not event.modifiers() & _CONTROL:
            listed = list(self._buttons)
            at = _DIGITS.index(digit)
            if at < len(listed):
                self._turn(listed[at])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_asked.emit()
        else:
            super().keyPressEvent(event)
