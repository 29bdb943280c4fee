"""Options that all lie open: digits choose, arrows walk, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from unionapp.ui.questionnaire.controls.chip import Chip
from unionapp.ui.questionnaire.controls.chip_lines import GAP, NARROWEST, Arrangement, lines
from unionapp.ui.theme import theme

DIGITS = "1234567890"  # the tenth option is chosen by 0, as on a telephone
_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as it is drawn; `digit` is that of its place in the list."""

    value: str
    text: str
    picture: QPixmap | None = None
    digit: str | None = None


class Chips(QWidget):
    """Options as chips; one can be chosen or, with `several`, any number.

    Signals:
        picked: the choice was changed by hand; carries the names joined by a blank.
        next_asked: Enter.
    """

    picked = Signal(str)
    next_asked = Signal()

    def __init__(self, arrangement: Arrangement, *, several: bool) -> None:
        super().__init__()
        self._arrangement, self._several = arrangement, several
        self._chips: list[Chip] = []
        self._options: tuple[Option, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._at = -1
        self._walked = False
        self._locked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # --- what it shows

    def show_options(self, name: str, options: Sequence[Option]) -> None:
        """Offer these; `name` is what is being chosen."""
        self.setAccessibleName(name)
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        for old in self._chips:
            old.hide()
            old.deleteLater()
        self._chips = [self._made(at, name, one) for at, one in enumerate(options)]
        self._at = -1
        self._place(self.width(), move=True)
        self.updateGeometry()
        self._mark()

    def _made(self, at: int, name: str, option: Option) -> Chip:
        arrangement = self._arrangement
        digit = option.digit if option.digit is not None else DIGITS[at : at + 1]
        digit = digit if arrangement.digits else ""
        text = option.text if arrangement.texts else ""
        made = Chip(self, digit, text, name=name, picture=option.picture)
        made.setAccessibleName(f"{name} {option.text}".strip())
        made.setToolTip("" if arrangement.texts else option.text)
        made.centred = arrangement.centred
        made.clicked.connect(lambda _checked, at=at: self._clicked(at))
        made.setEnabled(not self._locked)
        made.show()
        return made

    def show_chosen(self, names: Sequence[str]) -> None:
        """Show what is chosen."""
        self._chosen = tuple(names)
        for option, chip in zip(self._options, self._chips, strict=True):
            chip.setChecked(option.value in self._chosen)
        said = [one.text for one in self._options if one.value in self._chosen]
        self.setAccessibleDescription("、".join(said))
        self._mark()

    def lock(self, locked: bool) -> None:
        """Let nothing be changed, or let it."""
        self._locked = locked
        for chip in self._chips:
            chip.setEnabled(not locked)

    def at(self) -> str:
        """Return the name of the option that the keyboard stands on; "" for none."""
        return self._options[self._at].value if 0 <= self._at < len(self._options) else ""

    def stand_on(self, name: str) -> None:
        """Put the mark of the keyboard on an option."""
        values = [one.value for one in self._options]
        self._at = values.index(name) if name in values else -1
        self._mark()

    # --- choosing

    def _clicked(self, at: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._turn(at)

    def _turn(self, at: int) -> None:
        """Choose an option, or take it back when it is chosen."""
        if self._locked or not 0 <= at < len(self._options):
            return
        self._at, self._walked = at, False
        value = self._options[at].value
        if value in self._chosen:
            chosen = tuple(one for one in self._chosen if one != value)
        else:
            chosen = (*self._chosen, value) if self._several else (value,)
        self.show_chosen(chosen)
        self.picked.emit(" ".join(chosen))

    def turn_digit(self, digit: str) -> None:
        """Choose the option that bears a digit, or take it back."""
        for at, chip in enumerate(self._chips):
            if chip.digit == digit:
                self._turn(at)
                return

    def _choose(self, at: int) -> None:
        """Choose by digit: one that is chosen stays so, a set of several turns it over."""
        known = at < len(self._options) and self._options[at].value in self._chosen
        if self._several or not known:
            self._turn(at)
        else:
            self._at, self._walked = at, False
            self._mark()

    def _clear(self) -> None:
        if self._chosen and not self._locked:
            self.show_chosen(())
            self.picked.emit("")

    def _walk(self, by: int) -> None:
        if self._chips:
            at = self._at if self._at >= 0 else self._first_chosen()
            start = at if at >= 0 else (-1 if by > 0 else 0)
            self._at, self._walked = (start + by) % len(self._chips), True
            self._mark()

    def _first_chosen(self) -> int:
        values = [one.value for one in self._options]
        return next((values.index(one) for one in self._chosen if one in values), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, digit = event.key(), event.text()
        if digit and digit in DIGITS and not event.modifiers() & _CONTROL:
            self._choose(DIGITS.index(digit))
        elif event.modifiers() & _CONTROL:
            super().keyPressEvent(event)
        elif key in _FORWARD or key in _BACK:
            self._walk(1 if key in _FORWARD else -1)
        elif key == Qt.Key.Key_Space:
            self._turn(self._at if self._at >= 0 else max(0, self._first_chosen()))
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._clear()
        elif key in _ENTER:
            self._enter()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Go on; one option that the arrows came to is chosen by that."""
        if not self._several and self._walked:
            self._choose(self._at)
        self.next_asked.emit()

    # --- the mark of the keyboard

    def _mark(self) -> None:
        at = self._at if self._at >= 0 else max(0, self._first_chosen())
        for index, chip in enumerate(self._chips):
            marked = self.hasFocus() and index == at
            if chip.marked != marked:
                chip.marked = marked
                chip.update()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Mark a chip. All that Qt's own would do is to paint every chip anew."""
        self._at, self._walked = -1, False
        self._mark()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """Take the mark away, and paint nothing else, as above."""
        self._mark()

    # --- places

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), self._place(max(self.width(), theme().px(320)), move=False))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(NARROWEST), theme().px(36))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def _place(self, width: int, *, move: bool) -> int:
        """Lay the chips out in that width; returns the height."""
        y = 0
        gap = theme().px(GAP)
        for line in lines(self._chips, self._arrangement, width):
            height = max(chip.height_for(wide) for chip, _, wide in line)
            for chip, x, wide in line if move else ():
                chip.setGeometry(QRect(x, y, wide, height))
            y += height + gap
        needed = max(theme().px(36), y - gap)
        if move:  # no layout asks a widget in a scroll area how high it is in its width
            self.setMinimumHeight(needed)
        return needed
