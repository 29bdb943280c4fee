"""Finds questions of a repeat that are used from outside it as if they were one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from unionapp.errors import Problem
from unionapp.forms import survey
from unionapp.forms.problems import ExpressionError
from unionapp.forms.survey import Question
from unionapp.forms.syntax import Call, Chain, Negative, Path, Tree, parse

_REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_SHOWN = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_PLACE = re.compile(r"_\d+_")
# What takes all rows together, or chooses one.
_OF_MANY = frozenset(
    (
        *("sum", "count", "count-non-empty", "max", "min", "join", "concat", "indexed-repeat"),
        *("randomize", "position", "checklist", "weighted-checklist", "area", "distance"),
    )
)


def check(rows: Sequence[Question]) -> Iterator[Problem]:
    """Yield a warning for each such place: one ODK client takes the first row, the other stops.

    A plain `${name}` outside the repeat stands for all its rows (ODK documentation, "Repeats");
    `sum`, `indexed-repeat` and their like say which of them is meant.
    """
    around = dict(_repeats_around(rows))
    counts = Counter(row.name for row in rows if row.name and not row.ends)
    inside = {row.name: around[id(row)] for row in rows if counts[row.name] == 1 and not row.ends}
    for row in rows:
        own = around.get(id(row), ())
        for column, cell in row.row.cells.items():
            for name in dict.fromkeys(_alone(column, cell)):
                missing = [one for one in inside.get(name, ()) if one not in own and one != name]
                if missing:
                    yield Problem(
                        "form.repeat_as_one",
                        name,
                        {"repeat": missing[0]},
                        "survey",
                        row.row.number,
                        column,
                        warning=True,
                    )


def _repeats_around(rows: Sequence[Question]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the repeats around each row; the row that opens one counts itself, for its label."""
    open_rows: list[Question] = []
    for row in rows:
        if row.ends:
            open_rows = open_rows[:-1]
        if row.begins:
            open_rows.append(row)
        yield id(row), tuple(one.name for one in open_rows if one.begins == "repeat")


def _alone(column: str, cell: str) -> Iterator[str]:
    """Yield the names that a cell uses as one value."""
    if column.partition(":")[0] in _SHOWN:
        yield from _REFERENCE.findall(cell)
    elif any(column in columns for columns in survey.EXPRESSION_COLUMNS):
        names = list(dict.fromkeys(_REFERENCE.findall(cell)))
        at: Mapping[str, str] = {name: f"_{place}_" for place, name in enumerate(names)}
        try:
            tree = parse(_REFERENCE.sub(lambda found: f" /{at[found[1]]} ", cell))
        except (ExpressionError, RecursionError):
            return  # said elsewhere
        yield from (names[int(one.strip("_"))] for one in _paths(tree))


def _paths(tree: Tree) -> Iterator[str]:
    if isinstance(tree, Path):
        whole = tree.absolute and len(tree.steps) == 1 and not tree.steps[0].predicates
        if whole and _PLACE.fullmatch(tree.steps[0].test):
            yield tree.steps[0].test
    elif isinstance(tree, Negative):
        yield from _paths(tree.operand)
    elif isinstance(tree, Chain) and tree.rest[0][0] != "|":
        yield from _paths(tree.first)
        for _, operand in tree.rest:
            yield from _paths(operand)
    elif isinstance(tree, Call) and tree.name not in _OF_MANY:
        for argument in tree.arguments:
            yield from _paths(argument)
