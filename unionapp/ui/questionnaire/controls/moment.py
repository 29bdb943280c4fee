"""Days and times: typed in any common spelling, moved by the arrows, today on a key."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from unionapp.errors import UserError
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls import faces, keyed
from unionapp.ui.questionnaire.controls.asked import words
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.keyed import KeyedEdit
from unionapp.ui.questionnaire.controls.line import LineControl
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.basics import button
from unionapp.ui.wording import tr
from unionapp.values import dates

_WIDTH = 180
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_NAMED = {"t": 0, "j": 0, "z": -1, "m": 1}


class DayEdit(KeyedEdit):
    """A day; ↑ and ↓ move it, T is today, Z yesterday, M tomorrow (今 昨 明 by their initials)."""

    def __init__(self, today: date) -> None:
        super().__init__(keyed.DAY)
        self._today = today

    def put(self, day: date) -> None:
        """Write a day as if it had been typed."""
        self.selectAll()
        self.insert(day.isoformat())
        self.setModified(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        named = _NAMED.get(event.text().lower()) if plain else None
        step = _STEPS.get(Qt.Key(event.key())) if plain else None
        if self.isReadOnly() or (named is None and step is None):
            super().keyPressEvent(event)
        elif named is not None:
            self.put(self._today + timedelta(days=named))
        elif step is not None:
            self._move(step)

    def _move(self, days: int) -> None:
        text = self.text().strip()
        try:
            at = dates.parse(text, today=self._today) if text else None
        except UserError:
            return
        self.put(self._today if at is None else at + timedelta(days=days))


def make_moment(filling: Filling, node: Node, tools: Tools) -> Control:
    """Return the field of a date, a time or both."""
    kind = node.spec.bind.kind
    if kind == "date":
        return _day(filling, node, tools)
    if kind == "time":
        edit = KeyedEdit(keyed.CLOCK)
        edit.setPlaceholderText(tr("时:分"))
        return LineControl(
            filling, node, tools, edit, face=faces.clock, plain=faces.clock, width=_WIDTH
        )
    edit = KeyedEdit(keyed.MOMENT)
    edit.setPlaceholderText(tr("年-月-日 时:分"))
    return LineControl(
        filling, node, tools, edit, face=faces.moment, plain=faces.moment, width=_WIDTH
    )


def _day(filling: Filling, node: Node, tools: Tools) -> Control:
    said = words(node)
    if said & {"month-year", "year"}:
        face = faces.year if "year" in said else faces.month
        edit = KeyedEdit(keyed.DAY)
        edit.setPlaceholderText(tr("年") if "year" in said else tr("年-月"))
        return LineControl(filling, node, tools, edit, face=face, plain=face, width=_WIDTH)
    today = filling.form.now.date()
    day = DayEdit(today)
    day.setPlaceholderText(tr("年-月-日"))
    nearby = (
        _word(tr("今天"), day, today),
        _word(tr("昨天"), day, today - timedelta(days=1)),
    )
    return LineControl(filling, node, tools, day, width=_WIDTH, beside=nearby)


def _word(text: str, edit: DayEdit, day: date) -> QPushButton:
    made = button(text, "quiet")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def put() -> None:
        if not edit.isReadOnly():
            edit.put(day)
            edit.commit()

    made.clicked.connect(put)
    return made
