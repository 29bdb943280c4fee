"""Which field of one line a question gets: text, figures, codes, days, times, places."""

from __future__ import annotations

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls import faces, keyed
from unionapp.ui.questionnaire.controls.asked import words
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.keyed import KeyedEdit
from unionapp.ui.questionnaire.controls.line import LineControl
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.code_edit import CREDIT_CODE, IDENTITY, PHONE
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr

# Widths in pixels at 100 %: what the longest usual answer needs.
_SHORT, _MIDDLE, _LONG = 160, 240, 480
_WHOLE_KINDS = ("int", "integer", "long")


def make_line(filling: Filling, node: Node, tools: Tools) -> Control:
    """Return the field of a question that is answered by typing."""
    kind = node.spec.bind.kind
    if kind in _WHOLE_KINDS or kind == "decimal":
        return _number(filling, node, tools)
    if kind == "geopoint":
        return _place(filling, node, tools)
    return _text(filling, node, tools)


def _number(filling: Filling, node: Node, tools: Tools) -> Control:
    whole = node.spec.bind.kind in _WHOLE_KINDS
    edit = KeyedEdit(keyed.WHOLE if whole else keyed.DECIMAL)
    grouped = "thousands-sep" in words(node)
    made = LineControl(
        filling, node, tools, edit, face=faces.thousands if grouped else str, width=_SHORT
    )
    edit.setPlaceholderText(tr("整数") if whole else tr("数字"))
    return made


def _place(filling: Filling, node: Node, tools: Tools) -> Control:
    edit = KeyedEdit(keyed.PLACE)
    edit.setPlaceholderText(tr("纬度, 经度，如 41.79, 123.43"))
    return LineControl(
        filling, node, tools, edit, face=faces.place, plain=faces.place, width=_MIDDLE
    )


def _text(filling: Filling, node: Node, tools: Tools) -> Control:
    said = words(node)
    checks = _checks(node)
    if "identity-number(" in checks or said & {"identity", "id-number"}:
        return LineControl(
            filling, node, tools, KeyedEdit(IDENTITY), face=faces.identity, width=_MIDDLE
        )
    if "credit-code(" in checks or "credit-code" in said:
        return LineControl(filling, node, tools, KeyedEdit(CREDIT_CODE), width=_MIDDLE)
    if "mobile-number(" in checks or said & {"phone", "tel", "phonenumber"}:
        return LineControl(filling, node, tools, KeyedEdit(PHONE), face=faces.phone, width=_MIDDLE)
    if "numbers" in said:
        return LineControl(filling, node, tools, KeyedEdit(keyed.NUMBERS), width=_MIDDLE)
    return LineControl(filling, node, tools, TextEdit(), width=_LONG)


def _checks(node: Node) -> str:
    """Return the constraint of a question: ours tell identity numbers from other text."""
    constraint = node.spec.bind.constraint
    return constraint.source if constraint is not None else ""
