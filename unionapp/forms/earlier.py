"""Puts the answers of an earlier filling back into the tree of a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from unionapp.forms.definition import Spec
from unionapp.forms.nodes import Node

_ROW = re.compile(r"\[(\d{1,6})\]")


def put_back(
    answers: Mapping[str, str],
    find: Callable[[str], Node | None],
    grow: Callable[[Spec, Node], Node],
    most_rows: int,
    too_many: dict[tuple[Node, Spec], int],
) -> frozenset[Node]:
    """Make the rows that the answers name and write the answers; returns the nodes they name.

    `find` gives the node of a path with row numbers, `grow` makes a row; row 0 stands for a repeat
    without rows. Rows above `most_rows` are not made but counted in `too_many`; paths that the form
    does not know are left out.
    """
    for repeat, count in row_counts(answers).items():
        parent, _, name = repeat.rpartition("/")
        above = find(parent)
        spec = None if above is None else above.spec.children.get(name)
        if above is None or spec is None or not spec.is_repeat:
            continue
        rows = above.kids[name]
        if count > most_rows:
            too_many[above, spec] = count
        while len(rows) < min(count, most_rows):
            rows.append(grow(spec, above))
            rows[-1].index = len(rows) - 1
        del rows[count:]
    named = set()
    for path, text in answers.items():
        node = find(path)
        if node is not None and not node.kids:
            node.value = text
            named.add(node)
    return frozenset(named)


def row_counts(answers: Iterable[str]) -> dict[str, int]:
    """Return how many rows each repeat has, by its path without the last number; outer first."""
    found: dict[str, int] = {}
    for path in answers:
        for at in _ROW.finditer(path):
            repeat = path[: at.start()]
            found[repeat] = max(found.get(repeat, 0), int(at[1]))
    return dict(sorted(found.items(), key=lambda pair: pair[0].count("/")))
