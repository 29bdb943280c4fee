"""A rating in stars: a digit gives so many."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.scale_steps import steps_of
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import label, row
from unionapp.ui.wording import tr

MOST_STARS = 10
_SIDE = 36


class Stars(QWidget):
    """Stars in a row; digits give so many, arrows one more or less, Backspace none.

    Signals:
        picked: another number was given; 0 for none.
        next_asked: Enter.
    """

    picked = Signal(int)
    next_asked = Signal()

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._given, self._locked = most, 0, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())

    def show_given(self, given: int, *, locked: bool) -> None:
        """Show so many stars."""
        self._given, self._locked = given, locked
        self.setAccessibleDescription(tr("{given} 星，共 {most} 星", given=given, most=self._most))
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().px(_SIDE)
        return QSize(side * self._most + theme().px(4), side)

    def _give(self, given: int) -> None:
        if not self._locked and given != self._given and 0 <= given <= self._most:
            self.show_given(given, locked=False)
            self.picked.emit(given)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, digit = event.key(), event.text()
        if digit and digit in "1234567890" and not event.modifiers() & _CONTROL:
            self._give(int(digit) or MOST_STARS)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self._give(self._given + 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self._give(self._given - 1)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._give(0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_asked.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = int(event.position().x() // theme().px(_SIDE)) + 1
        self._give(0 if at == self._given else at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, side = theme(), theme().px(_SIDE)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(self._most):
            on = at < self._given
            painter.setPen(QPen(look.colour("primary" if on else "border"), 1.6))
            painter.setBrush(look.colour("primary" if on else "card"))
            painter.drawPolygon(_star(QPointF(side * (at + 0.5), side * 0.52), side * 0.38))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("primary"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), look.px(8), look.px(8))
        painter.end()


class Rating(Control):
    """The stars with their number beside them."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        steps = steps_of(node)
        values = (steps.text(at) for at in range(min(MOST_STARS, steps.last) + 1))
        self._values = [one for one in values if one != "0"][:MOST_STARS]
        self.stars = Stars(len(self._values))
        self.says = label("", 13, "ink2")
        self.setLayout(row(self.stars, self.says, None))
        self.setFocusProxy(self.stars)
        self.stars.picked.connect(self._picked)
        self.stars.next_asked.connect(self.ended)
        self.read()

    def read(self) -> None:
        text = self.filling.typed(self.node)
        given = self._values.index(text) + 1 if text in self._values else 0
        self.stars.setAccessibleName(self.label)
        self.stars.show_given(given, locked=self.readonly)
        self.says.setText(text)

    def _picked(self, given: int) -> None:
        self.answered.emit(self._values[given - 1] if given else "")


def _star(centre: QPointF, radius: float) -> QPolygonF:
    points = []
    for at in range(10):
        far = radius if at % 2 == 0 else radius * 0.42
        angle = math.pi * (at / 5 - 0.5)
        points.append(
            QPointF(centre.x() + far * math.cos(angle), centre.y() + far * math.sin(angle))
        )
    return QPolygonF(points)


_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
