"""Several choices of few, all of them open: digits tick and untick, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from unionapp.ui.widgets.options import Options

# The tenth option is chosen by 0, as on a telephone; every one by the arrows and the space bar.
_DIGITS = "1234567890"
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ChoiceSet(Options):
    """Options as buttons that stay pressed; the order of choosing is kept.

    Signals:
        picked: the choice was changed by hand; carries the codes as a tuple.
        next_asked: Enter.
    """

    picked = Signal(object)

    def __init__(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(name, options, _DIGITS)
        self._value: tuple[str, ...] = ()
        self.pressed.connect(self._turn)

    def value(self) -> tuple[str, ...]:
        """Return the chosen codes in the order of choosing."""
        return self._value

    def set_value(self, chosen: object) -> None:
        """Show stored codes; those that no button stands for are kept all the same."""
        self._value = tuple(chosen) if isinstance(chosen, list | tuple) else ()
        self.show_chosen(self._value)

    def _turn(self, at: int) -> None:
        if not 0 <= at < len(self.codes):
            return
        code = self.codes[at]
        rest = tuple(one for one in self._value if one != code)
        self.set_value(rest if code in self._value else (*self._value, code))
        self.go_to(at)
        self.picked.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, digit = Qt.Key(event.key()), self.digit_place(event)
        if digit is not None:
            self._turn(digit)
        elif key == Qt.Key.Key_Space:
            self._turn(self.at())
        elif key in _STEPS and self.codes:
            self.go_to((self.at() + _STEPS[key]) % len(self.codes))
        else:
            super().keyPressEvent(event)
