"""What a question says about how it wants to be asked: appearance words, columns, parameters."""

from __future__ import annotations

import re

from unionapp.forms.definition import Control as Asked
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node

_COLUMNS = re.compile(r"columns-(\d{1,2})")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NOTHING = Asked("input")


def asked(node: Node) -> Asked:
    """Return how the question is asked."""
    return node.spec.control or _NOTHING


def words(node: Node) -> frozenset[str]:
    """Return the words of its appearance, in small letters, without what stands in brackets."""
    appearance, before = asked(node).appearance.lower(), ""
    while appearance != before:
        appearance, before = _BRACKETS.sub(" ", appearance), appearance
    return frozenset(appearance.split())


def label_of(filling: Filling, node: Node) -> str:
    """Return the label in the form's language, the question's name when it has none."""
    text = filling.form.text(asked(node).label, node)
    return (text or "").strip() or node.name


def columns_of(node: Node) -> int:
    """Return the columns that `columns-3` and its like ask for; 0 without."""
    found = (_COLUMNS.fullmatch(word) for word in words(node))
    return next((max(1, int(one[1])) for one in found if one), 0)


def parameter(node: Node, name: str) -> str:
    """Return a parameter of the question; "" when it is not set."""
    return asked(node).parameters.get(name, "")
