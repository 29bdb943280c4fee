"""What is kept of a form by path, and how a form is brought back to what was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from unionapp.forms.definition import Spec
from unionapp.forms.form import Form
from unionapp.forms.kept import Kept
from unionapp.forms.marks import Marks
from unionapp.forms.nodes import Node

_NOBODY: frozenset[Node] = frozenset()


def entries_of(nodes: Iterable[Node], marks: Marks) -> Iterator[tuple[str, Kept | None]]:
    """Give the entry of each node; a repeat without rows is kept as its row 0."""
    for node in nodes:
        if not node.alive:
            continue
        spec = node.spec
        for child in spec.children.values():
            if child.is_repeat:
                none = f"{node.path}/{child.name}[0]"
                yield none, None if node.kids.get(child.name) else Kept()
        if spec.is_repeat:
            if node.index == 0:
                yield f"{node.path[: node.path.rindex('[')]}[0]", None
            yield node.path, Kept()
        elif not node.kids and _is_answer(spec):
            yield node.path, marks.kept(node)


def put(form: Form, marks: Marks, wanted: Mapping[str, Kept | None]) -> frozenset[Node]:
    """Bring the form to hold what is wanted: rows first, then values."""
    changed: set[Node] = set()
    for path, one in sorted(wanted.items(), key=lambda pair: _depth_and_row(pair[0])):
        if one is not None and path.endswith("]") and form.node(path) is None:
            changed |= _grow_to(form, path)
    for path, one in sorted(wanted.items(), key=lambda pair: _depth_and_row(pair[0]))[::-1]:
        row = form.node(path) if one is None and path.endswith("]") else None
        if row is not None:
            changed |= form.remove_row(row)
    values = {}
    for path, one in wanted.items():
        node = form.node(path)
        if one is not None and node is not None and not node.kids:
            values[node] = one.value
            marks.remember(node, one)
    return frozenset(changed) | form.set_all(values)


def _grow_to(form: Form, path: str) -> frozenset[Node]:
    repeat = path[: path.rindex("[")]
    above, _, name = repeat.rpartition("/")
    parent = form.node(above)
    number = int(path[path.rindex("[") + 1 : -1])
    if parent is None or number == 0:
        return _NOBODY
    changed = _NOBODY
    while len(parent.kids[name]) < number:
        changed |= form.add_row(parent.spec.children[name], parent)
    return changed


def _depth_and_row(path: str) -> tuple[int, str, int]:
    head, _, number = path.rpartition("[")
    return path.count("/"), head, int(number[:-1]) if path.endswith("]") else 0


def _is_answer(spec: Spec) -> bool:
    """Whether a question's value has to be kept: it does not follow from the others."""
    calculate = spec.bind.calculate
    return not spec.is_group and (calculate is None or "once(" in calculate.source)
