"""Compiles paths to closures, with an index where a list is filtered by equality."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from unionapp.forms.coercion import Value, string, truth
from unionapp.forms.context import Context, Run
from unionapp.forms.nodes import Row, Table, Tree
from unionapp.forms.syntax import Call, Chain, Literal, Negative, Number, Path, Step
from unionapp.forms.syntax import Tree as Syntax

Compile = Callable[[Syntax], Run]
Walk = Callable[[Context, Sequence[Tree]], Sequence[Tree]]
Filter = Callable[[Context, Sequence[Tree]], Sequence[Tree]]

_TRUTHS = frozenset(
    (
        *("true", "false", "boolean", "boolean-from-string", "not", "contains", "starts-with"),
        *("ends-with", "regex", "selected", "is-selected", "checklist", "weighted-checklist"),
    )
)
_OF_CONTEXT = frozenset(
    ("position", "last", "string", "number", "name", "local-name", "normalize-space", "once")
)


def compile_path(tree: Path, compile_tree: Compile) -> Run:
    """Return the closure that gives the node-set of a path."""
    walks = [_step(step, compile_tree) for step in tree.steps]
    if tree.absolute:
        return lambda context: _walk(context, (context.form.top,), walks)
    if tree.start is None:
        return lambda context: _walk(context, (context.node,), walks)
    start = compile_tree(tree.start)

    def run(context: Context) -> Value:
        value = start(context)
        return () if isinstance(value, (str, float, bool)) else _walk(context, value, walks)

    return run


def _walk(context: Context, nodes: Sequence[Tree], walks: Sequence[Walk]) -> Sequence[Tree]:
    for walk in walks:
        if not nodes:
            return ()
        nodes = walk(context, nodes)
    return nodes


def _step(step: Step, compile_tree: Compile) -> Walk:
    move = _move(step.axis, step.test)
    if not step.predicates:
        return lambda context, nodes: move(nodes)
    filters = [compile_predicate(one, compile_tree) for one in step.predicates]
    indexed = _indexed(step, compile_tree)

    def walk(context: Context, nodes: Sequence[Tree]) -> Sequence[Tree]:
        if indexed is not None and len(nodes) == 1 and isinstance(nodes[0], Table):
            rows = indexed(context, nodes[0])
            if rows is not None:
                return rows
        groups = [move((node,)) for node in nodes] if len(nodes) > 1 else [move(nodes)]
        found: list[Tree] = []
        for group in groups:
            for keep in filters:
                group = keep(context, group)
            found.extend(group)
        return found

    return walk


def compile_predicate(tree: Syntax, compile_tree: Compile) -> Filter:
    """Return the closure that keeps the nodes for which a predicate holds (XPath 1.0, 2.4)."""
    condition = compile_tree(tree)

    def keep(context: Context, nodes: Sequence[Tree]) -> Sequence[Tree]:
        inner = Context(context.node, context.form, current=context.current, size=len(nodes))
        found = []
        for at, node in enumerate(nodes, 1):
            inner.node = node
            inner.position = at
            value = condition(inner)
            if isinstance(value, float) and not isinstance(value, bool):
                if value == at:
                    found.append(node)
            elif truth(value):
                found.append(node)
        return found

    return keep


def _move(axis: str, test: str) -> Callable[[Sequence[Tree]], Sequence[Tree]]:
    if axis == "child" and test not in ("*", "node()", "text()"):

        def named(nodes: Sequence[Tree]) -> Sequence[Tree]:
            if len(nodes) == 1:
                return nodes[0].named(test)
            return [kid for node in nodes for kid in node.named(test)]

        return named
    if axis == "self" and test == "node()":
        return lambda nodes: nodes
    if axis == "parent" and test == "node()":
        return _parents
    relation = _AXES[axis]

    def move(nodes: Sequence[Tree]) -> Sequence[Tree]:
        found: dict[int, Tree] = {}
        for node in nodes:
            for other in relation(node, test):
                found.setdefault(id(other), other)
        return list(found.values())

    return move


def _parents(nodes: Sequence[Tree]) -> Sequence[Tree]:
    if len(nodes) == 1:
        parent = nodes[0].parent
        return () if parent is None else (parent,)
    found = {id(node.parent): node.parent for node in nodes if node.parent is not None}
    return list(found.values())


def _fits(node: Tree, test: str) -> bool:
    return test in ("*", "node()") or node.name == test


def _children(node: Tree, test: str) -> Sequence[Tree]:
    if test == "text()":
        return ()
    return [kid for kid in node.children() if _fits(kid, test)]


def _descendants(node: Tree, test: str) -> list[Tree]:
    found: list[Tree] = []
    for kid in node.children():
        if _fits(kid, test):
            found.append(kid)
        found.extend(_descendants(kid, test))
    return found


def _ancestors(node: Tree, test: str) -> list[Tree]:
    found: list[Tree] = []
    parent = node.parent
    while parent is not None and parent.name != "#document":
        if _fits(parent, test):
            found.append(parent)
        parent = parent.parent
    return found


def _siblings(node: Tree, test: str, *, after: bool) -> Sequence[Tree]:
    if node.parent is None:
        return ()
    family = list(node.parent.children())
    at = next((at for at, kid in enumerate(family) if kid is node), len(family))
    rest = family[at + 1 :] if after else family[:at]
    return [kid for kid in rest if _fits(kid, test)]


def _itself(node: Tree, test: str) -> list[Tree]:
    return [node] if _fits(node, test) else []


_AXES: dict[str, Callable[[Tree, str], Sequence[Tree]]] = {
    "child": _children,
    "self": _itself,
    "parent": lambda node, test: [one for one in _parents((node,)) if _fits(one, test)],
    "descendant": _descendants,
    "descendant-or-self": lambda node, test: [*_itself(node, test), *_descendants(node, test)],
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node, test: [*_itself(node, test), *_ancestors(node, test)],
    "following-sibling": lambda node, test: _siblings(node, test, after=True),
    "preceding-sibling": lambda node, test: _siblings(node, test, after=False),
    "attribute": lambda node, test: node.named(f"@{test}"),
}


# --- equality on a list: looked up, not searched


def _indexed(
    step: Step, compile_tree: Compile
) -> Callable[[Context, Table], Sequence[Tree] | None] | None:
    """Return a look-up for `item[column = …]`, None when the first predicate has no such term.

    The look-up itself gives None when the other side is no text: then every row is compared.
    """
    if step.axis != "child" or step.test != "item":
        return None
    terms = _terms(step.predicates[0])
    chosen = next((term for term in terms if _column_and_key(term) is not None), None)
    if chosen is None or any(_asks_position(term) for term in terms):
        return None
    column, key_tree = _column_and_key(chosen) or ("", chosen)
    key = compile_tree(key_tree)
    rest = [compile_predicate(term, compile_tree) for term in terms if term is not chosen]
    rest += [compile_predicate(one, compile_tree) for one in step.predicates[1:]]

    def look_up(context: Context, table: Table) -> Sequence[Tree] | None:
        value = key(context)
        if isinstance(value, (float, bool)):
            return None
        if not isinstance(value, str):
            if len(value) > 1:
                return None
            if not value:
                return ()
        rows: Sequence[Tree] = table.having(column, string(value))
        for keep in rest:
            rows = keep(context, rows)
        return rows

    return look_up


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A path to the rows of one list, taken apart: `instance('id')/root/item[…][…]`."""

    list_id: str
    keeps: tuple[Filter, ...]
    looked_up: bool
    """An equality is looked up in an index: no need to be careful with a long list."""
    by_place: bool
    """A predicate asks for the place of a row: rows cannot be tried a few at a time."""

    def table(self, lists: Mapping[str, Tree]) -> Table | None:
        """The list, when it is made of rows."""
        holder = lists.get(self.list_id)
        inside = holder.children() if holder is not None else ()
        return inside[0] if len(inside) == 1 and isinstance(inside[0], Table) else None


def list_filter(tree: Syntax, compile_tree: Compile) -> ListFilter | None:
    """Return the parts of a path to the rows of a list, None for any other expression."""
    if not isinstance(tree, Path) or not isinstance(tree.start, Call) or len(tree.steps) != 2:
        return None
    start, (root, item) = tree.start, tree.steps
    named = start.name == "instance" and len(start.arguments) == 1
    name = start.arguments[0] if named else None
    if not isinstance(name, Literal) or root != Step("child", "root"):
        return None
    if (item.axis, item.test) != ("child", "item"):
        return None
    return ListFilter(
        name.value,
        tuple(compile_predicate(one, compile_tree) for one in item.predicates),
        bool(item.predicates) and _indexed(item, compile_tree) is not None,
        any(_asks_position(one) or _is_number(one) for one in item.predicates),
    )


def _is_number(tree: Syntax) -> bool:
    """Return whether a predicate may be a number, which stands for a place."""
    if isinstance(tree, Chain):
        return tree.rest[0][0] in ("+", "-", "*", "div", "mod")
    return isinstance(tree, (Number, Negative)) or (
        isinstance(tree, Call) and tree.name not in _TRUTHS
    )


def index_lists(tree: Syntax, lists: Mapping[str, Tree]) -> None:
    """Make the indexes that a filter of choices will ask for, before anybody waits for them."""
    if isinstance(tree, Call) and tree.name == "randomize" and tree.arguments:
        tree = tree.arguments[0]
    if not isinstance(tree, Path) or not isinstance(tree.start, Call):
        return
    name = tree.start.arguments[0] if tree.start.arguments else None
    holder = lists.get(name.value) if isinstance(name, Literal) else None
    tables = [one for one in holder.children() if isinstance(one, Table)] if holder else []
    for step in tree.steps:
        for term in _terms(step.predicates[0]) if step.predicates else ():
            found = _column_and_key(term)
            for table in tables if found else ():
                table.having(found[0] if found else "", "")


def _terms(tree: Syntax) -> list[Syntax]:
    """Return the terms that `and` joins."""
    if isinstance(tree, Chain) and tree.rest[0][0] == "and":
        return [tree.first, *(operand for _, operand in tree.rest)]
    return [tree]


def _column_and_key(tree: Syntax) -> tuple[str, Syntax] | None:
    """Return the column and the other side of `column = …`, if that side is the same for all."""
    if not isinstance(tree, Chain) or len(tree.rest) != 1 or tree.rest[0][0] != "=":
        return None
    left, right = tree.first, tree.rest[0][1]
    for one, other in ((left, right), (right, left)):
        column = _column(one)
        if column is not None and not _asks_item(other):
            return column, other
    return None


def _column(tree: Syntax) -> str | None:
    if not isinstance(tree, Path) or tree.absolute or tree.start is not None:
        return None
    steps = [step for step in tree.steps if step != Step("self", "node()")]
    if len(steps) != 1 or steps[0].axis != "child" or steps[0].predicates:
        return None
    return None if steps[0].test in ("*", "node()", "text()") else steps[0].test


def _asks_item(tree: Syntax) -> bool:
    """Return whether a tree looks at the row it is tried on."""
    if isinstance(tree, (Number, Literal)):
        return False
    if isinstance(tree, Negative):
        return _asks_item(tree.operand)
    if isinstance(tree, Chain):
        return _asks_item(tree.first) or any(_asks_item(operand) for _, operand in tree.rest)
    if isinstance(tree, Call):
        if tree.name in _OF_CONTEXT and (not tree.arguments or tree.name == "once"):
            return True
        return any(_asks_item(argument) for argument in tree.arguments)
    return not tree.absolute and (tree.start is None or _asks_item(tree.start))


def _asks_position(tree: Syntax) -> bool:
    if isinstance(tree, (Number, Literal)):
        return False
    if isinstance(tree, Negative):
        return _asks_position(tree.operand)
    if isinstance(tree, Chain):
        return any(_asks_position(one) for one in (tree.first, *(two for _, two in tree.rest)))
    if isinstance(tree, Call):
        if tree.name in ("position", "last") and not tree.arguments:
            return True
        return any(_asks_position(argument) for argument in tree.arguments)
    return tree.start is not None and _asks_position(tree.start)


def row_cells(nodes: Sequence[Tree], column: str) -> list[str | None]:
    """Return one column of many nodes, without making a node of each cell."""
    return [
        node.cell(column)
        if isinstance(node, Row)
        else next((kid.text for kid in node.named(column)), None)
        for node in nodes
    ]
