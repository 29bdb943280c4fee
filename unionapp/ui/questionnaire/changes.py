"""Tells in words what an undo or a redo has changed."""

from __future__ import annotations

from collections.abc import Mapping

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.sayings import answer_of, label_of
from unionapp.ui.questionnaire.tally import is_question
from unionapp.ui.wording import tr

State = Mapping[Node, str]


def state(filling: Filling) -> State:
    """Return what stands in every question, and the rows that there are."""
    return {
        node: "" if node.kids else filling.typed(node) + "\0" + filling.accepted(node)
        for node in filling.form.root.walk()
        if node.spec.is_repeat or not node.kids
    }


def between(before: State, filling: Filling) -> tuple[Node | None, str]:
    """Return where the first change is and what it is, in words."""
    now = state(filling)
    for node in filling.form.root.walk():
        if node.spec.is_repeat and node not in before:
            return _first_in(node), tr("恢复了第 {number} 行", number=node.index + 1)
    gone = [node for node in before if node.spec.is_repeat and node not in now]
    if gone:
        return None, tr("去掉了第 {number} 行", number=gone[0].index + 1)
    for node in filling.form.root.walk():
        if node in now and now[node] != before.get(node) and is_question(node.spec):
            name = label_of(filling.form, node)
            text = filling.typed(node)
            shown = answer_of(filling.form, node) or text
            if shown:
                return node, tr("「{name}」现为「{text}」", name=name, text=shown)
            return node, tr("「{name}」现为空", name=name)
    return None, ""


def _first_in(row: Node) -> Node | None:
    return next((one for one in row.walk() if is_question(one.spec) and one.relevant), None)
