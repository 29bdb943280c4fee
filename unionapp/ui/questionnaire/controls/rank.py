"""A question that puts choices in order: digits pick them one after the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.chip_lines import Arrangement
from unionapp.ui.questionnaire.controls.chips import DIGITS, Chips, Option
from unionapp.ui.questionnaire.controls.choice import (
    chosen_of,
    lost_line,
    show_lost,
)
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import column, label
from unionapp.ui.wording import tr

_WIDTH = 480
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class RankChips(Chips):
    """Chips below each other, those in order first.

    Signals:
        moved: Ctrl or Alt with ↑ or ↓; carries the name and the step.
    """

    moved = Signal(str, int)

    def __init__(self) -> None:
        super().__init__(Arrangement(columns=1), several=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & _MODIFIERS:
            if self.at():
                self.moved.emit(self.at(), step)
        elif event.text() and event.text() in DIGITS and not event.modifiers() & _MODIFIERS:
            self.turn_digit(event.text())
        else:
            super().keyPressEvent(event)


class Rank(Control):
    """The choices in their order, and beneath them those that have no place yet.

    A digit or Space gives the next place, again takes it back; Enter gives the last place to the
    one that is left. Ctrl or Alt with ↑ and ↓ moves the marked one.
    """

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self.chips = RankChips()
        self.chips.setMaximumWidth(theme().px(_WIDTH))
        self.left = label("", 12, "ink3")
        self.lost = lost_line()
        self.setLayout(column(self.chips, self.left, self.lost, gap=4))
        self.setFocusProxy(self.chips)
        self.chips.picked.connect(self.answered)
        self.chips.moved.connect(self._moved)
        self.chips.next_asked.connect(self._end)
        self.read()

    def read(self) -> None:
        offered = self.filling.form.choices(self.node)
        digits = {one.value: DIGITS[at : at + 1] for at, one in enumerate(offered)}
        known = {one.value: one for one in offered}
        order = [name for name in chosen_of(self.filling, self.node) if name in known]
        rest = [one.value for one in offered if one.value not in order]
        options = []
        for at, name in enumerate((*order, *rest)):
            text = known[name].label or name
            shown = tr("第 {place} 位　{choice}", place=at + 1, choice=text)
            options.append(Option(name, shown if name in order else text, None, digits[name]))
        standing = self.chips.at()
        self.chips.show_options(self.label, options)
        self.chips.show_chosen(order)
        self.chips.lock(self.readonly)
        if standing:
            self.chips.stand_on(standing)
        said = tr("按数字依次排序，Ctrl+↑↓ 移动；还有 {count} 项未排", count=len(rest))
        self.left.setText(said if rest else tr("Ctrl+↑↓ 移动"))
        show_lost(self.lost, self.filling, self.node)

    def _end(self) -> None:
        order = chosen_of(self.filling, self.node)
        rest = [one.value for one in self.filling.form.choices(self.node) if one.value not in order]
        if order and len(rest) == 1 and not self.readonly:
            self.answered.emit(" ".join((*order, *rest)))
        self.ended.emit()

    def _moved(self, name: str, by: int) -> None:
        order = list(chosen_of(self.filling, self.node))
        if self.readonly or name not in order:
            return
        place = order.index(name)
        if 0 <= place + by < len(order):
            order[place], order[place + by] = order[place + by], order[place]
            self.answered.emit(" ".join(order))
