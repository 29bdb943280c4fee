"""Chooses the control of a question by its type and appearance."""

from __future__ import annotations

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.asked import asked, is_note, words
from unionapp.ui.questionnaire.controls.choice import ChipsControl
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.lines import make_line
from unionapp.ui.questionnaire.controls.long_text import LongText
from unionapp.ui.questionnaire.controls.moment import make_moment
from unionapp.ui.questionnaire.controls.nothing import Nothing
from unionapp.ui.questionnaire.controls.tools import Tools

_MOMENTS = ("date", "time", "dateTime")


def make_control(filling: Filling, node: Node, tools: Tools) -> Control:
    """Return the control of a question, showing what the filling says of it."""
    kind = asked(node).kind
    if kind in ("select1", "select"):
        return ChipsControl(filling, node, tools)
    return _typed(filling, node, tools)


def _typed(filling: Filling, node: Node, tools: Tools) -> Control:
    if is_note(node):
        return Nothing(filling, node, tools)
    if node.spec.bind.kind in _MOMENTS:
        return make_moment(filling, node, tools)
    if "multiline" in words(node):
        return LongText(filling, node, tools)
    return make_line(filling, node, tools)
