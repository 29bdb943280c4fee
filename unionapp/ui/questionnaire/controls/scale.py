"""A number on a scale: typed, stepped by the arrows, or pointed at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls import keyed
from unionapp.ui.questionnaire.controls.keyed import KeyedEdit
from unionapp.ui.questionnaire.controls.line import LineControl
from unionapp.ui.questionnaire.controls.scale_steps import Steps, steps_of
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import label
from unionapp.ui.wording import tr

_MOST_TICKS = 20
_FIELD = 88
_ARROWS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class Track(QWidget):
    """The scale as a line with its ends; without an answer it has no handle.

    Signals:
        pointed: the mouse let go of a place; carries the number of its step.
    """

    pointed = Signal(int)

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self._steps = steps
        self._place: float | None = None
        self._locked = False
        self.setFixedHeight(theme().px(44))
        self.setMinimumWidth(theme().px(160))
        self.setMaximumWidth(theme().px(420))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHorizontalStretch(1000)
        self.setSizePolicy(policy)

    def show_value(self, text: str, *, locked: bool) -> None:
        """Put the handle where the answer stands."""
        self._place, self._locked = self._steps.place(text), locked
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(44))

    def _line(self) -> QRectF:
        side = theme().px(12)
        return QRectF(side, theme().px(15), self.width() - 2 * side, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, line = theme(), self._line()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._stroke(painter, look.colour("border"), line.left(), line.right())
        if self._place is not None:
            handle = line.left() + self._place * line.width()
            ink = look.colour("ink3" if self._locked else "primary")
            self._stroke(painter, ink, line.left(), handle)
            painter.setPen(QPen(ink, look.px(2)))
            painter.setBrush(look.colour("card"))
            painter.drawEllipse(QPointF(handle, line.top()), look.px(9), look.px(9))
        painter.setPen(look.colour("ink3"))
        painter.setFont(look.font(12))
        ends = QRectF(0, look.px(26), self.width(), look.px(18))
        painter.drawText(ends, int(Qt.AlignmentFlag.AlignLeft), self._steps.text(0))
        last = self._steps.text(self._steps.last)
        painter.drawText(ends, int(Qt.AlignmentFlag.AlignRight), last)
        painter.end()

    def _stroke(self, painter: QPainter, ink: QColor, left: float, right: float) -> None:
        look, y = theme(), self._line().top()
        painter.setPen(QPen(ink, look.px(4), c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        steps = self._steps.last
        if 0 < steps <= _MOST_TICKS:
            wide = self._line().width()
            painter.setPen(QPen(ink, look.px(2), c=Qt.PenCapStyle.RoundCap))
            for at in range(steps + 1):
                x = self._line().left() + wide * at / steps
                if left <= x <= right + 0.5:
                    painter.drawLine(QPointF(x, y - look.px(5)), QPointF(x, y + look.px(5)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._locked:
            self.pointed.emit(self._follow(event))

    def _follow(self, event: QMouseEvent) -> int:
        """Draw the handle under the mouse; returns the number of the nearest step."""
        line = self._line()
        place = (event.position().x() - line.left()) / max(1.0, line.width())
        at = round(max(0.0, min(1.0, place)) * self._steps.last)
        if not self._locked:
            self._place = at / self._steps.last if self._steps.last else 0.0
            self.update()
        return at


class StepEdit(KeyedEdit):
    """The number of a scale; the arrows go one step."""

    def __init__(self, steps: Steps) -> None:
        super().__init__(keyed.DECIMAL)
        self._steps = steps

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _ARROWS.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif not self.isReadOnly():
            self.step(by)

    def step(self, by: int) -> None:
        """Write the next value, the first where there is none."""
        place = self._steps.place(self.text().strip())
        at = 0 if place is None else round(place * self._steps.last) + by
        self.selectAll()
        self.insert(self._steps.text(at))


class Scale(LineControl):
    """A field for the number and beside it the scale."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        self._steps = steps_of(node)
        self.track = Track(self._steps)
        self.off = label("", 12, "error")
        super().__init__(
            filling,
            node,
            tools,
            StepEdit(self._steps),
            width=_FIELD,
            beside=(self.track, self.off),
        )
        self.track.pointed.connect(lambda at: self.answered.emit(self._steps.text(at)))
        self.edit.textChanged.connect(self._follow)

    def read(self) -> None:
        super().read()
        self._follow(self.edit.text())

    def _follow(self, text: str) -> None:
        """Show the number on the scale while it is typed, and say when it is not on it."""
        typed = text.strip()
        self.track.show_value(typed, locked=self.readonly)
        steps = self._steps
        off = bool(typed) and not steps.holds(typed) and not self.edit.hasFocus()
        ends = {"first": steps.text(0), "last": steps.text(steps.last), "step": steps.step}
        self.off.setText(tr("应为 {first}–{last}，每档 {step}", **ends) if off else "")
