"""Chooses the control of a question by its type and appearance."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unionapp.forms.asking import is_note
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.acknowledge import Acknowledge
from unionapp.ui.questionnaire.controls.asked import asked, words
from unionapp.ui.questionnaire.controls.attachment import Attachment
from unionapp.ui.questionnaire.controls.choice_header import ChoiceHeader
from unionapp.ui.questionnaire.controls.choosing import Choosing
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.drawing import Drawing
from unionapp.ui.questionnaire.controls.lines import make_line
from unionapp.ui.questionnaire.controls.link import Link, PrintButton
from unionapp.ui.questionnaire.controls.long_text import LongText
from unionapp.ui.questionnaire.controls.moment import make_moment
from unionapp.ui.questionnaire.controls.nothing import Nothing
from unionapp.ui.questionnaire.controls.rank import Rank
from unionapp.ui.questionnaire.controls.rating import MOST_STARS, Rating
from unionapp.ui.questionnaire.controls.scale import Scale
from unionapp.ui.questionnaire.controls.scale_steps import steps_of
from unionapp.ui.questionnaire.controls.tools import Tools

_MOMENTS = ("date", "time", "dateTime")


def make_control(filling: Filling, node: Node, tools: Tools) -> Control:
    """Return the control of a question, showing what the filling says of it."""
    make = _MAKERS.get(asked(node).kind, _typed)
    return make(filling, node, tools)


def _chosen(filling: Filling, node: Node, tools: Tools) -> Control:
    make = ChoiceHeader if "label" in words(node) else Choosing
    return make(filling, node, tools)


def _scaled(filling: Filling, node: Node, tools: Tools) -> Control:
    stars = "rating" in words(node) and steps_of(node).last <= MOST_STARS
    return (Rating if stars else Scale)(filling, node, tools)


def _brought(filling: Filling, node: Node, tools: Tools) -> Control:
    make = Drawing if words(node) & {"signature", "draw", "annotate"} else Attachment
    return make(filling, node, tools)


def _typed(filling: Filling, node: Node, tools: Tools) -> Control:
    said = words(node)
    if any(word.startswith("printer") for word in said):
        return PrintButton(filling, node, tools)
    if is_note(node.spec) and not node.value:
        return Nothing(filling, node, tools)
    if node.spec.bind.kind in _MOMENTS:
        return make_moment(filling, node, tools)
    if "url" in said:
        return Link(filling, node, tools)
    if said & {"multiline", "textarea"}:
        return LongText(filling, node, tools)
    return make_line(filling, node, tools)


_MAKERS: Mapping[str, Callable[[Filling, Node, Tools], Control]] = {
    "select1": _chosen,
    "select": _chosen,
    "trigger": Acknowledge,
    "rank": Rank,
    "range": _scaled,
    "upload": _brought,
}
