"""Works out, once for a form, what follows from which change, and in what order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from unionapp.errors import Problem, UserError
from unionapp.forms.definition import Definition, Spec
from unionapp.forms.expressions import Expression
from unionapp.forms.references import Reference, references

RELEVANT, CALCULATE, COUNT, CHOICES = "relevant", "calculate", "count", "choices"


@dataclass(slots=True, eq=False)
class Cell:
    """One computed thing of one question: its relevance, value, number of rows, or choices."""

    spec: Spec
    aspect: str
    expression: Expression
    rank: int = 0

    @property
    def owner(self) -> Spec:
        """The question or group whose nodes it is computed for: a count's is around the rows."""
        above = self.spec.parent
        return above if self.aspect == COUNT and above is not None else self.spec


@dataclass(frozen=True, slots=True)
class Edge:
    """When a question changes: `levels` up from it, then down `names`, the cell is due."""

    cell: Cell
    levels: int
    names: tuple[str, ...]
    on_add: bool = True
    """Whether a new row at the end matters too, not only one that goes."""


@dataclass(slots=True)
class Dependents:
    """What depends on one question."""

    edges: list[Edge] = field(default_factory=list)
    views: list[Edge] = field(default_factory=list)
    """Questions whose label, message, constraint … is to be shown anew."""
    rows: list[Edge] = field(default_factory=list)
    """Due when a row of this repeat comes or goes; levels are counted from above the row."""
    row_views: list[Edge] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Graph:
    """The computed cells of a form in their order, and what follows from what."""

    cells: tuple[Cell, ...]
    of_owner: dict[Spec, list[Cell]]
    dependents: dict[Spec, Dependents]


def build(definition: Definition) -> Graph:
    """Return the graph of a form; `UserError` names the questions of a circle."""
    specs = list(definition.root.walk())
    cells = [cell for spec in specs for cell in _cells(spec)]
    of_spec: dict[Spec, list[Cell]] = {}
    for cell in cells:
        of_spec.setdefault(cell.spec, []).append(cell)
    dependents = {spec: Dependents() for spec in specs}
    reads = {id(cell): references(cell.expression.tree, cell.spec) for cell in cells}
    labels = _choice_labels(definition)
    for cell in cells:
        if labels and "jr:choice-name" in cell.expression.source:
            for one in labels:
                reads[id(cell)] |= references(one.tree, cell.spec)
        for reference in reads[id(cell)] | _itemset_columns(cell):
            _link(dependents, cell, reference, view=False)
    for spec in specs:
        for expression in (*_shown(spec), *(labels if _shows_choice_labels(spec) else ())):
            view = Cell(spec, "view", expression)
            for reference in references(expression.tree, spec):
                _link(dependents, view, reference, view=True)
    _rank(cells, reads, of_spec)
    of_owner: dict[Spec, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: cell.rank):
        of_owner.setdefault(cell.owner, []).append(cell)
    return Graph(tuple(sorted(cells, key=lambda cell: cell.rank)), of_owner, dependents)


def _cells(spec: Spec) -> Iterator[Cell]:
    bind = spec.bind
    if bind.relevant is not None:
        yield Cell(spec, RELEVANT, bind.relevant)
    if bind.calculate is not None and not spec.is_group:
        yield Cell(spec, CALCULATE, bind.calculate)
    if spec.row_count is not None:
        yield Cell(spec, COUNT, spec.row_count)
    if spec.control is not None and spec.control.itemset is not None:
        yield Cell(spec, CHOICES, spec.control.itemset.nodes)


def _itemset_columns(cell: Cell) -> set[Reference]:
    """Return the answers that choices made from the rows of a repeat show."""
    control = cell.spec.control
    if cell.aspect != CHOICES or control is None or control.itemset is None:
        return set()
    rows = [one for one in references(cell.expression.tree, cell.spec) if one.target.is_group]
    return {
        Reference(row.target.children[column], row.anchor)
        for row in rows
        for column in (control.itemset.value, control.itemset.label)
        if column in row.target.children
    }


def _choice_labels(definition: Definition) -> tuple[Expression, ...]:
    """Return what the labels of choices put in; their texts have no path in their ids."""
    found = (text for text_id, text in definition.texts.items() if "/" not in text_id)
    return tuple(dict.fromkeys(one for text in found for one in text.expressions()))


def _shows_choice_labels(spec: Spec) -> bool:
    itemset = spec.control.itemset if spec.control else None
    return itemset is not None and itemset.label_is_id


def _shown(spec: Spec) -> Iterator[Expression]:
    bind, control = spec.bind, spec.control
    yield from (one for one in (bind.constraint, bind.required, bind.readonly, bind.warning) if one)
    texts = [bind.constraint_message, bind.required_message, spec.label]
    if control is not None:
        texts += [control.label, control.hint]
    for text in texts:
        if text is not None:
            yield from text.expressions()


def _link(
    dependents: dict[Spec, Dependents], cell: Cell, reference: Reference, *, view: bool
) -> None:
    target, anchor, owner = reference.target, reference.anchor, cell.owner
    if not owner.is_within(anchor):
        anchor = next(one for one in owner.lineage() if anchor.is_within(one))
    names = tuple(one.name for one in reversed(list(_between(owner, anchor))))
    kept = dependents[target]
    if not reference.structure:
        edge = Edge(cell, target.depth - anchor.depth, names)
        (kept.views if view else kept.edges).append(edge)
    for row in target.lineage():
        crosses = anchor.depth < row.depth
        if not row.is_repeat:
            continue
        if not crosses and not (reference.place and row is target):
            continue
        above = anchor if crosses else row.parent
        if above is None:
            continue
        down = tuple(one.name for one in reversed(list(_between(owner, above))))
        edge = Edge(cell, row.depth - 1 - above.depth, down, on_add=crosses)
        rows = dependents[row]
        (rows.row_views if view else rows.rows).append(edge)


def _between(spec: Spec, anchor: Spec) -> Iterator[Spec]:
    """Yield the questions from `spec` upwards to below `anchor`."""
    for one in spec.lineage():
        if one is anchor:
            return
        yield one


# --- order, and circles


@dataclass(slots=True, eq=False)
class _Vertex:
    cell: Cell
    after: list[tuple[_Vertex, bool]] = field(default_factory=list)
    """The cells that must be computed before, and whether in another row."""
    number: int = -1
    low: int = -1
    on_stack: bool = False


def _rank(
    cells: list[Cell], reads: dict[int, set[Reference]], of_spec: dict[Spec, list[Cell]]
) -> None:
    vertices = {id(cell): _Vertex(cell) for cell in cells if cell.aspect != CHOICES}
    for vertex in vertices.values():
        cell = vertex.cell
        for reference in reads[id(cell)]:
            for other, crosses in _before(cell, reference, of_spec):
                vertex.after.append((vertices[id(other)], crosses))
        if cell.aspect != RELEVANT:
            for spec in cell.spec.lineage():
                for other in of_spec.get(spec, ()):
                    if other.aspect == RELEVANT:
                        vertex.after.append((vertices[id(other)], False))
    for rank, group in enumerate(_groups(list(vertices.values()))):
        _refuse_circle(group)
        for vertex in group:
            vertex.cell.rank = rank
    for cell in cells:
        if cell.aspect == CHOICES:
            cell.rank = len(cells) + 1


def _before(
    cell: Cell, reference: Reference, of_spec: dict[Spec, list[Cell]]
) -> Iterator[tuple[Cell, bool]]:
    """Yield the cells that decide what a reference gives."""
    target, anchor = reference.target, reference.anchor
    shared = [
        spec
        for spec in target.lineage()
        if spec.is_repeat and anchor.depth < spec.depth and cell.spec.is_within(spec)
    ]
    crosses = bool(shared)
    for spec in target.lineage():
        for other in of_spec.get(spec, ()):
            if other.aspect == COUNT and anchor.depth < spec.depth and spec not in shared:
                yield other, crosses
            elif reference.structure:
                continue
            elif other.aspect == RELEVANT or (other.aspect == CALCULATE and spec is target):
                shared_group = other is not cell and cell.spec.is_within(spec)
                if other.aspect == RELEVANT and shared_group and not crosses:
                    continue
                yield other, crosses


def _groups(vertices: list[_Vertex]) -> list[list[_Vertex]]:
    """Return groups of cells that wait for one another, those that come first first (Tarjan)."""
    groups: list[list[_Vertex]] = []
    stack: list[_Vertex] = []
    counter = 0
    for start in vertices:
        if start.number >= 0:
            continue
        work = [(start, iter(start.after))]
        start.number = start.low = counter
        counter += 1
        stack.append(start)
        start.on_stack = True
        while work:
            vertex, rest = work[-1]
            for other, _ in rest:
                if other.number < 0:
                    other.number = other.low = counter
                    counter += 1
                    stack.append(other)
                    other.on_stack = True
                    work.append((other, iter(other.after)))
                    break
                if other.on_stack:
                    vertex.low = min(vertex.low, other.number)
            else:
                work.pop()
                if work:
                    work[-1][0].low = min(work[-1][0].low, vertex.low)
                if vertex.low == vertex.number:
                    groups.append(_popped(stack, vertex))
    return groups


def _popped(stack: list[_Vertex], last: _Vertex) -> list[_Vertex]:
    group: list[_Vertex] = []
    while True:
        vertex = stack.pop()
        vertex.on_stack = False
        group.append(vertex)
        if vertex is last:
            return group


def _refuse_circle(group: list[_Vertex]) -> None:
    """Refuse a circle inside one row; a row may build on the row before it."""
    members = {id(vertex) for vertex in group}
    inside = {
        id(vertex): [
            other for other, crosses in vertex.after if not crosses and id(other) in members
        ]
        for vertex in group
    }
    waiting = {key: len(others) for key, others in inside.items()}
    users: dict[int, list[int]] = {}
    for key, others in inside.items():
        for other in others:
            users.setdefault(id(other), []).append(key)
    ready = [key for key, count in waiting.items() if not count]
    while ready:
        for user in users.get(ready.pop(), ()):
            waiting[user] -= 1
            if not waiting[user]:
                ready.append(user)
    stuck = [vertex.cell.spec for vertex in group if waiting[id(vertex)]]
    if stuck:
        names = " → ".join(dict.fromkeys(spec.name for spec in reversed(stuck)))
        raise UserError(Problem("form.circle", stuck[0].path, {"names": names}))
