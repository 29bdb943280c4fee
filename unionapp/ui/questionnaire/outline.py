"""Which lines a form has on the screen now: sections, questions, rows of repeats. No Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from unionapp.forms.context import Context
from unionapp.forms.definition import Definition, Spec
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node

_WIDTH = re.compile(r"(?:^|\s)w(\d{1,2})(?:\s|$)")
_COLUMNS = 4  # of a group that does not say how many it has (XLSForm, grid theme)


class Kind(Enum):
    """What a line is."""

    TITLE = "title"  # a group
    QUESTION = "question"
    REPEAT = "repeat"  # the title over the rows
    ROW = "row"  # the one-line summary of a row, its questions beneath while it is open
    ADD = "add"
    TABLE = "table"  # all rows of a repeat at once

    # Kinds stand in the keys of lines, which are looked up a thousand times a key press; the hash
    # of an Enum is computed in Python.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the sheet. `node` is the question, group or row; of `REPEAT`, `ADD` and `TABLE`
    it is the parent of the rows, and `spec` the repeat."""

    kind: Kind
    node: Node
    spec: Spec = field(repr=False)  # its repr is that of the whole form
    level: int
    section: Spec = field(repr=False)
    open: bool = True
    key: tuple[Kind, Node, Spec] = field(init=False, repr=False, compare=False)
    """What tells it from all others for as long as it is there."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.kind, self.node, self.spec))


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and where in its line it stands: from `left` to `right`, as parts of 1."""

    item: Item
    left: float = 0.0
    right: float = 1.0


Line = tuple[Placed, ...]
Rows = tuple[Node, Spec]


@dataclass(slots=True)
class Folds:
    """What is folded up, which row of each repeat is open, which repeats are shown as tables."""

    groups: set[Node] = field(default_factory=set)
    rows: dict[Rows, Node | None] = field(default_factory=dict)
    tables: set[Rows] = field(default_factory=set)

    def open_row(self, parent: Node, spec: Spec) -> Node | None:
        """The row whose questions are shown: the first one until another is gone to."""
        rows = parent.kids[spec.name]
        chosen = self.rows.get((parent, spec), rows[0] if rows else None)
        if chosen is not None and not chosen.alive:
            chosen = rows[min(chosen.index, len(rows) - 1)] if rows else None
            self.rows[parent, spec] = chosen
        return chosen

    def unfold(self, node: Node) -> bool:
        """Open all that hides a node; returns whether anything had to be."""
        done = False
        at: Node | None = node
        while at is not None:
            if at in self.groups:
                self.groups.discard(at)
                done = True
            if at.spec.is_repeat and at.parent is not None:
                rows = (at.parent, at.spec)
                if self.open_row(*rows) is not at and rows not in self.tables:
                    self.rows[rows] = at
                    done = True
            at = at.parent
        return done


# --- sections


def trunk(definition: Definition) -> Spec:
    """The group whose parts are the sections: the root, or the only group in it."""
    spec = definition.root
    while True:
        shown = [child for child in spec.children.values() if _is_shown(child)]
        if len(shown) != 1 or shown[0].is_repeat or not shown[0].is_group:
            return spec
        spec = shown[0]


def sections(definition: Definition) -> dict[Spec, Spec]:
    """The section of each part of the form's trunk, in order.

    A section is named by its group or repeat; questions beside groups are one section together,
    named by the first of them.
    """
    found: dict[Spec, Spec] = {}
    loose: Spec | None = None
    for child in trunk(definition).children.values():
        if not _is_shown(child):
            continue
        if child.is_group:
            loose = None
            found[child] = child
        else:
            loose = loose or child
            found[child] = loose
    return found


def _is_shown(spec: Spec) -> bool:
    return any(one.control is not None for one in spec.walk())


# --- lines


class Outline:
    """Makes the lines of a form as it stands."""

    def __init__(self, form: Form, folds: Folds) -> None:
        self.form, self.folds = form, folds
        self.sections: Mapping[Spec, Spec] = sections(form.definition)
        self.trunk = trunk(form.definition)
        self._shown: dict[Spec, bool] = {}
        self._made: dict[Spec, list[Item]] = {}
        asked = (spec.control for spec in form.definition.root.walk())
        self._has_widths = any(one and _WIDTH.search(one.appearance) for one in asked)
        self.watches = False
        """Whether a repeat without rows may come or go by its condition."""

    def lines(self, only: Spec | None = None) -> list[Line]:
        """All lines, or those of one section; parts that were not forgotten are not made anew."""
        trunk_node = self.form.node(self.trunk.path) or self.form.root
        items: list[Item] = []
        for part, section in self.sections.items():
            if only is not None and section is not only:
                continue
            made = self._made.get(part)
            if made is None:
                made = self._made[part] = list(self._part(trunk_node, part, section, 0))
            items += made
        if not self._has_widths:
            return [(Placed(item),) for item in items]
        return list(self._packed(items, _COLUMNS))

    def forget(self, nodes: Iterable[Node] | None = None) -> None:
        """Make the parts with these nodes anew when they are asked for; all of them without."""
        if nodes is None:
            self._made.clear()
            self.watches = False
            return
        for node in nodes:
            for spec in node.spec.lineage():
                if self._made.pop(spec, None) is not None:
                    break

    def _packed(self, items: Iterable[Item], columns: int) -> Iterator[Line]:
        """Put questions with widths (`w1` … `w4`) beside each other."""
        line: list[Placed] = []
        used, parent = 0, None
        for item in items:
            width = _width_of(item)
            if width == 0:
                if line:
                    yield tuple(line)
                line, used = [], 0
                yield (Placed(item),)
                continue
            of = _columns_of(item.node.parent, columns)
            width = min(width, of)
            if line and (used + width > of or item.node.parent is not parent):
                yield tuple(line)
                line, used = [], 0
            line.append(Placed(item, used / of, (used + width) / of))
            used, parent = used + width, item.node.parent
        if line:
            yield tuple(line)

    def _part(self, parent: Node, spec: Spec, section: Spec, level: int) -> Iterator[Item]:
        if spec.is_repeat:
            yield from self._repeat(parent, spec, section, level)
            return
        for node in parent.kids.get(spec.name, ()):
            if node.relevant:
                yield from self._one(node, section, level)

    def _one(self, node: Node, section: Spec, level: int) -> Iterator[Item]:
        spec = node.spec
        if not spec.is_group:
            if spec.control is not None:
                yield Item(Kind.QUESTION, node, spec, level, section)
            return
        if not self._has_anything(spec):
            return
        titled = spec.label is not None
        open_ = node not in self.folds.groups
        inner = list(self._inside(node, section, level + titled)) if open_ else []
        if titled and (inner or not open_):
            yield Item(Kind.TITLE, node, spec, level, section, open_)
        yield from inner

    def _inside(self, node: Node, section: Spec, level: int) -> Iterator[Item]:
        for child in node.spec.children.values():
            yield from self._part(node, child, section, level)

    def _repeat(self, parent: Node, spec: Spec, section: Spec, level: int) -> Iterator[Item]:
        rows = parent.kids[spec.name]
        shown = [row for row in rows if row.relevant]
        if not shown and (rows or not self._may_have_rows(parent, spec)):
            return
        if not shown and spec.fixed_rows:
            return
        yield Item(Kind.REPEAT, parent, spec, level, section)
        if (parent, spec) in self.folds.tables:
            yield Item(Kind.TABLE, parent, spec, level + 1, section)
        else:
            current = self.folds.open_row(parent, spec)
            for row in shown:
                yield Item(Kind.ROW, row, spec, level + 1, section, row is current)
                if row is current:
                    yield from self._inside(row, section, level + 2)
        if not spec.fixed_rows:
            yield Item(Kind.ADD, parent, spec, level + 1, section)

    def _may_have_rows(self, parent: Node, spec: Spec) -> bool:
        relevant = spec.bind.relevant
        if not parent.relevant:
            return False
        self.watches = self.watches or relevant is not None
        return relevant is None or relevant.holds(Context(Node(spec, parent), self.form))

    def _has_anything(self, spec: Spec) -> bool:
        known = self._shown.get(spec)
        if known is None:
            known = self._shown[spec] = _is_shown(spec)
        return known


def _width_of(item: Item) -> int:
    control = item.spec.control
    if item.kind is not Kind.QUESTION or control is None:
        return 0
    found = _WIDTH.search(control.appearance)
    return max(1, int(found[1])) if found else 0


def _columns_of(parent: Node | None, otherwise: int) -> int:
    found = _WIDTH.search(parent.spec.appearance) if parent is not None else None
    return max(1, int(found[1])) if found else otherwise
