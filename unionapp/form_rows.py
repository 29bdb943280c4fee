"""Which questions of a form stand in one table or grid on paper, and where in a row each lies."""

from __future__ import annotations

from unionapp import form_answers
from unionapp.forms.asking import is_asked
from unionapp.forms.definition import Spec
from unionapp.forms.nodes import Node

_MOST_COLUMNS = 6


def below(header: Spec, parent: Node) -> list[Node]:
    """Return the questions whose choices a header shows: those that follow without labels."""
    siblings = list(parent.spec.children.values())
    found: list[Node] = []
    for spec in siblings[siblings.index(header) + 1 :]:
        control = spec.control
        if control is None or "list-nolabel" not in control.appearance.split():
            break
        found.append(parent.kids[spec.name][0])
    return found


def columns(spec: Spec) -> list[Spec] | None:
    """Return the questions of a row that fits into a table: few, short and nothing else."""
    found: list[Spec] = []
    for inner in spec.walk():
        if inner is spec or not inner.in_body or (inner.is_group and not inner.is_repeat):
            continue
        if inner.is_repeat or not is_asked(inner) or not form_answers.is_short(inner):
            return None
        found.append(inner)
    return found if 0 < len(found) <= _MOST_COLUMNS else None


def inside(row: Node, spec: Spec) -> Node:
    """Return the node of a question in a row."""
    names: list[str] = []
    for one in spec.lineage():
        if one is row.spec:
            break
        names.append(one.name)
    for name in reversed(names):
        row = row.kids[name][0]
    return row


def ghost(spec: Spec, parent: Node) -> Node:
    """Return a row that nobody added, so that a blank form shows what a row asks."""
    node = Node(spec, parent)
    for child in spec.children.values():
        if not child.is_repeat:
            node.kids[child.name] = [ghost(child, node)]
    return node
