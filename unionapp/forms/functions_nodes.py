"""Functions on nodes, lists and places (ODK XForms specification, "XPath functions")."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from unionapp.forms.coercion import NAN, Value, number, number_text, string
from unionapp.forms.context import Context, Run
from unionapp.forms.nodes import Table, Tree
from unionapp.forms.syntax import Call

_EARTH = 6_378_100.0  # metres, as ODK computes distances and areas
_PRIME = 2_147_483_647


def nodes_of(value: Value) -> Sequence[Tree]:
    """Return the nodes of a node-set; none for anything else."""
    return () if isinstance(value, (str, float, bool)) else value


def count(context: Context, given: Sequence[Value]) -> Value:
    """`count(nodes)`."""
    return float(len(nodes_of(given[0])))


def count_non_empty(context: Context, given: Sequence[Value]) -> Value:
    """`count-non-empty(nodes)`."""
    return float(sum(1 for node in nodes_of(given[0]) if node.text))


def position(context: Context, given: Sequence[Value]) -> Value:
    """`position()` in a predicate, or `position(node)` among the rows of its repeat."""
    if not given:
        return float(context.position)
    nodes = nodes_of(given[0])
    return float(nodes[0].place()) if nodes else NAN


def name(context: Context, given: Sequence[Value]) -> Value:
    """`name(nodes?)`: of the first node."""
    if not given:
        return context.node.name
    nodes = nodes_of(given[0])
    return nodes[0].name if nodes else ""


def instance(context: Context, given: Sequence[Value]) -> Value:
    """`instance('id')`: a list or file beside the form."""
    found = context.form.lists.get(string(given[0]))
    return () if found is None else (found,)


def pulldata(context: Context, given: Sequence[Value]) -> Value:
    """`pulldata(file, column, key column, key)`: the first row whose key is that text."""
    file, column, key_column, key = (string(value) for value in given)
    holder = context.form.lists.get(file) or context.form.lists.get(file.removesuffix(".csv"))
    for table in holder.children() if holder is not None else ():
        if isinstance(table, Table):
            for row in table.having(key_column, key):
                return row.cell(column) or ""
    return ""


def itext(context: Context, given: Sequence[Value]) -> Value:
    """`jr:itext('id')`: the text in the present language."""
    return context.form.translation(string(given[0]))


def make_choice_name(tree: Call, arguments: Sequence[Run]) -> Run:
    """`jr:choice-name(value, '/path/of/question')`: the label; the path is an expression."""
    from unionapp.forms.expressions import compile_tree
    from unionapp.forms.syntax import Literal, parse

    path = tree.arguments[1]
    question = compile_tree(parse(path.value)) if isinstance(path, Literal) else arguments[1]

    def run(context: Context) -> Value:
        found = nodes_of(question(context))
        return context.form.choice_label(found[0] if found else None, string(arguments[0](context)))

    return run


def make_indexed_repeat(tree: Call, arguments: Sequence[Run]) -> Run:
    """`indexed-repeat(question, repeat, n, …)`: the question in the n-th row of the repeat."""
    pairs = list(zip(arguments[1::2], arguments[2::2], strict=False))

    def run(context: Context) -> Value:
        found = list(nodes_of(arguments[0](context)))
        for rows, at in pairs:
            wanted = number(at(context), context.zone)
            chosen = {id(row) for row in nodes_of(rows(context)) if row.place() == wanted}
            found = [node for node in found if _stands_in(node, chosen)]
        return _near(found, context.current)

    return run


def _stands_in(node: Tree | None, rows: set[int]) -> bool:
    while node is not None:
        if id(node) in rows:
            return True
        node = node.parent
    return False


def _near(found: list[Tree], current: Tree) -> list[Tree]:
    """Prefer the nodes that share the most rows with the question that asks."""
    if len(found) < 2:
        return found
    above: set[int] = set()
    node: Tree | None = current
    while node is not None:
        above.add(id(node))
        node = node.parent

    def shared(one: Tree) -> int:
        total, at = 0, one.parent
        while at is not None:
            total += id(at) in above
            at = at.parent
        return total

    most = max(shared(one) for one in found)
    return [one for one in found if shared(one) == most]


# --- randomize


def randomize(context: Context, given: Sequence[Value]) -> Value:
    """`randomize(nodes, seed?)`: shuffled; the same seed gives the same order everywhere.

    Fisher-Yates, inside out, with the Park-Miller generator (ODK XForms specification,
    "randomize").
    """
    nodes = list(nodes_of(given[0]))
    draw = _park_miller(_seed(given[1], context)) if len(given) > 1 else context.form.random
    shuffled: list[Tree] = []
    for at, node in enumerate(nodes):
        other = math.floor(draw() * (at + 1))
        shuffled.append(node)
        shuffled[at], shuffled[other] = shuffled[other], node
    return shuffled


def _seed(value: Value, context: Context) -> int:
    wanted = number(value, context.zone)
    if math.isfinite(wanted):
        return math.trunc(wanted)
    text = string(value)
    if not text:
        return 0
    made = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(made[:8], "big", signed=True)


def _park_miller(seed: int) -> Callable[[], float]:
    state = int(math.fmod(seed, _PRIME)) if abs(seed) < 2**53 else seed % _PRIME
    if state <= 0:
        state += _PRIME - 1

    def draw() -> float:
        nonlocal state
        state = state * 16_807 % _PRIME
        return (state - 1) / (_PRIME - 1)

    return draw


# --- places on the map


def _points(given: Sequence[Value]) -> list[tuple[float, float]]:
    texts: list[str] = []
    for value in given:
        if isinstance(value, (str, float, bool)):
            texts += string(value).split(";")
        else:
            texts += [part for node in value for part in node.text.split(";")]
    found = []
    for text in texts:
        parts = text.split()
        try:
            found.append((math.radians(float(parts[0])), math.radians(float(parts[1]))))
        except (ValueError, IndexError):
            continue
    return found


def distance(context: Context, given: Sequence[Value]) -> Value:
    """`distance(points)`: the length of the way along the points, in metres."""
    points = _points(given)
    total = 0.0
    for (north, east), (other_north, other_east) in pairwise(points):
        cosine = math.sin(north) * math.sin(other_north)
        cosine += math.cos(north) * math.cos(other_north) * math.cos(other_east - east)
        total += math.acos(max(-1.0, min(1.0, cosine))) * _EARTH
    return float(_at_centimetres(total))


def area(context: Context, given: Sequence[Value]) -> Value:
    """`area(points)`: the surface inside the points, in square metres."""
    points = _points(given)
    if len(points) < 3:
        return 0.0
    total = 0.0
    for (north, east), (other_north, other_east) in zip(
        points, [*points[1:], points[0]], strict=True
    ):
        total += (other_east - east) * (2 + math.sin(north) + math.sin(other_north))
    return float(_at_centimetres(abs(total * _EARTH * _EARTH / 2)))


def _at_centimetres(value: float) -> str:
    return number_text(math.floor(value * 100 + 0.5) / 100)
