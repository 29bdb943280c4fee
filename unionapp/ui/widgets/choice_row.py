"""One choice of few, all of them open: digits choose, arrows move, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from unionapp.ui.widgets.options import Options

_DIGITS = "123456789"
MOST_OPEN = len(_DIGITS)


class ChoiceRow(Options):
    """Options as buttons, each with its digit; the keyboard is on the chosen one.

    Signals:
        picked: a choice was made or taken back by hand; carries the code, "" for none.
        next_asked: Enter.
    """

    picked = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(name, options, _DIGITS)
        self._value = ""
        self.pressed.connect(lambda at: self._pick(self.codes[at]))

    def value(self) -> str:
        """Return the chosen code, "" for none."""
        return self._value

    def set_value(self, code: str | None) -> None:
        """Show a stored choice."""
        self._value = code or ""
        self.show_chosen((self._value,))
        self.go_to(self._place() or 0)

    def _place(self) -> int | None:
        return self.codes.index(self._value) if self._value in self.codes else None

    def _pick(self, code: str) -> None:
        chosen = "" if code == self._value else code
        self.set_value(chosen)
        self.picked.emit(chosen)

    def _step(self, by: int) -> None:
        at = self._place()
        if at is None:
            at = -1 if by > 0 else 0
        self._pick_at((at + by) % max(1, len(self.codes)))

    def _pick_at(self, at: int) -> None:
        if at < len(self.codes) and self.codes[at] != self._value:
            self._pick(self.codes[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, digit = event.key(), self.digit_place(event)
        if digit is not None:
            self._pick_at(digit)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._step(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._step(-1)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if self._value:
                self._pick(self._value)
        else:
            super().keyPressEvent(event)
