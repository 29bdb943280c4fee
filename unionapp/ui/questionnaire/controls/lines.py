"""Which field of one line a question gets: text, figures, codes, places."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls import faces, keyed
from unionapp.ui.questionnaire.controls.asked import words
from unionapp.ui.questionnaire.controls.keyed import KeyedEdit
from unionapp.ui.questionnaire.controls.line import LineControl
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.code_edit import CREDIT_CODE, IDENTITY, PHONE
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr
from unionapp.values import credit_code, identity, phone

# Widths in pixels at 100 %: what the longest usual answer needs.
_SHORT, _MIDDLE, _LONG = 160, 240, 480
_WHOLE_KINDS = ("int", "integer", "long")


def make_line(filling: Filling, node: Node, tools: Tools) -> LineControl:
    """Return the field of a question that is answered by typing."""
    kind = node.spec.bind.kind
    if kind in _WHOLE_KINDS or kind == "decimal":
        return _number(filling, node, tools)
    if kind == "geopoint":
        return _place(filling, node, tools)
    return _text(filling, node, tools)


class NumberEdit(KeyedEdit):
    """A figure; as a `counter` ↑ and ↓ count up and down."""

    def __init__(self, characters: str, *, counts: bool) -> None:
        super().__init__(characters)
        self._counts = counts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if not self._counts or step is None or self.isReadOnly():
            super().keyPressEvent(event)
            return
        text = self.text().strip() or "0"
        if text.lstrip("-").isdecimal():
            self.selectAll()
            self.insert(str(max(0, int(text) + step)))


def _number(filling: Filling, node: Node, tools: Tools) -> LineControl:
    whole, said = node.spec.bind.kind in _WHOLE_KINDS, words(node)
    counts = whole and "counter" in said
    edit = NumberEdit(keyed.WHOLE if whole else keyed.DECIMAL, counts=counts)
    edit.setPlaceholderText(tr("整数，↑↓ 加减") if counts else tr("整数") if whole else tr("数字"))
    face = faces.thousands if "thousands-sep" in said else faces.as_it_is
    return LineControl(filling, node, tools, edit, face=face, width=_SHORT)


def _place(filling: Filling, node: Node, tools: Tools) -> LineControl:
    edit = KeyedEdit(keyed.PLACE)
    edit.setPlaceholderText(tr("纬度, 经度，如 41.79, 123.43"))
    return LineControl(
        filling, node, tools, edit, face=faces.place, plain=faces.place, width=_MIDDLE
    )


def _text(filling: Filling, node: Node, tools: Tools) -> LineControl:
    """A text field; what the constraint checks tells numbers of people and units from others."""
    constraint = node.spec.bind.constraint
    checks = constraint.source if constraint is not None else ""
    if "identity-number(" in checks:
        edit, face, tidy = KeyedEdit(IDENTITY), faces.identity, identity.normalise
    elif "credit-code(" in checks:
        edit, face, tidy = KeyedEdit(CREDIT_CODE), faces.as_it_is, credit_code.normalise
    elif "mobile-number(" in checks:
        edit, face, tidy = KeyedEdit(PHONE), faces.phone, phone.normalise
    elif "numbers" in words(node):
        edit, face, tidy = KeyedEdit(keyed.NUMBERS), faces.number, faces.as_it_is
    else:
        return LineControl(filling, node, tools, TextEdit(), width=_LONG)
    return LineControl(filling, node, tools, edit, face=face, tidy=tidy, width=_MIDDLE)
