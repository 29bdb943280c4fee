"""Parts of one page beside each other: Ctrl with a digit brings one to the front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from unionapp.ui.widgets.basics import column, row
from unionapp.ui.widgets.segments import Segments
from unionapp.ui.widgets.shortcuts import bind


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a page; it is made when it is first shown.

    `crumb` is what the line of the place says of it, its title where nothing is given.
    """

    key: str
    title: str
    make: Callable[[], QWidget]
    crumb: str = ""


class PartBar(QWidget):
    """The names of the parts over the part that is shown.

    Signals:
        made_new: a part was made; carries it.
        brought: another part came to the front; carries its key.
    """

    made_new = Signal(QWidget)
    brought = Signal(str)

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self._parts = {one.key: one for one in parts}
        self._made: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        options = [
            (one.key, one.title, f"Ctrl+{number}") for number, one in enumerate(parts, start=1)
        ]
        self._bar = Segments(options, self.bring)
        for key, _title, keys in options:
            bind(self, keys, partial(self.bring, key))
        whole = column(row(self._bar, None, margins=(16, 12, 16, 0)), self._stack, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def key(self) -> str:
        """Return the key of the part that is shown, "" before the first."""
        shown = self._stack.currentWidget()
        return next((key for key, part in self._made.items() if part is shown), "")

    def made(self) -> tuple[QWidget, ...]:
        """Return the parts that were made so far."""
        return tuple(self._made.values())

    def part(self, key: str) -> QWidget:
        """Return a part, made when it is new."""
        if key not in self._made:
            self._made[key] = self._parts[key].make()
            self._stack.addWidget(self._made[key])
            self.made_new.emit(self._made[key])
        return self._made[key]

    def bring(self, key: str) -> QWidget:
        """Show a part and give it the keyboard."""
        part = self.part(key)
        self._stack.setCurrentWidget(part)
        self._bar.choose(key)
        self.setFocusProxy(part)
        part.setFocus(Qt.FocusReason.OtherFocusReason)
        self.brought.emit(key)
        return part
