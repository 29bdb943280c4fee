"""A form that is being filled: answers in, everything that follows from them computed at once."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from unionapp.errors import Problem
from unionapp.forms import choices as choosing
from unionapp.forms import coercion, earlier, metadata
from unionapp.forms.context import Context
from unionapp.forms.definition import Choice, Definition, SetValue, Spec, Text
from unionapp.forms.expressions import Expression
from unionapp.forms.graph import CALCULATE, CHOICES, COUNT, RELEVANT, Cell, Edge, Graph, build
from unionapp.forms.nodes import Node, Tree

MOST_ROWS = 5_000
_PATIENCE = 200  # computations a node in one go, before a form that never settles is left alone
_ACTIONS_DEEP = 50


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What a form is told about the world: no clock, dice or settings are read inside."""

    now: datetime
    zone: tzinfo
    new_id: Callable[[], str]
    preload: Mapping[str, str] = field(default_factory=dict)
    random: Callable[[], float] = random.random


class Form:
    """One filling of a form. All changes go through `set`, `add_row` and `remove_row`."""

    def __init__(
        self,
        definition: Definition,
        around: Surrounding,
        *,
        graph: Graph | None = None,
        fall_back: bool = True,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        """Open the form: first values, calculations, then the actions of the first load.

        `graph` is `build(definition)` kept from an earlier time; `fall_back` shows the default
        language where a translation is missing (ODK shows a dash). With `answers` (text by path,
        rows numbered) a filling goes on: what they name is not set anew by any default; paths
        that the form does not know are left out.
        """
        self.definition = definition
        self.around = around
        self.graph = graph or build(definition)
        self.zone = around.zone
        self.now = around.now.astimezone(around.zone)
        self.lists: Mapping[str, Tree] = definition.lists
        self.language = definition.default_language
        self.fall_back = fall_back
        self.changed: set[Node] = set()
        self.shuffled: dict[Node, Sequence[Tree]] = {}
        self._due: list[tuple[int, int, Cell]] = []
        self._nodes_due: dict[int, dict[Node, None]] = {}
        self._fired: list[SetValue | tuple[SetValue, Node]] = []
        self._too_many: dict[tuple[Node, Spec], int] = {}
        self._loading = True
        document = Spec("#document", None, "", -1)
        self.top = Node(document, None)
        self.root = self._grow(definition.root, None)
        self.top.kids[self.root.name] = [self.root]
        self._begin(
            earlier.put_back(answers or {}, self.node, self._grow, MOST_ROWS, self._too_many)
        )

    # --- what expressions ask of the form

    def random(self) -> float:
        """A number from 0 up to 1."""
        return self.around.random()

    def new_id(self) -> str:
        """A new UUID as text."""
        return self.around.new_id()

    def choice_label(self, question: Tree | None, value: str) -> str:
        """The label of a choice of a question; "" without one."""
        if not isinstance(question, Node):
            return ""
        found = choosing.labelled(self, question, value)
        return (found.label or "") if found else ""

    def translation(self, text_id: str) -> str:
        """The text of that id in the present language."""
        text = self.definition.texts.get(text_id)
        return "" if text is None else self.text(text, self.root) or ""

    def text(self, text: Text | None, node: Node) -> str | None:
        """A label, hint or message with the answers put in; None when there is none."""
        if text is None:
            return None
        parts = self._wording(text)
        if parts is None:
            return None
        context = Context(node, self)
        return "".join(part if isinstance(part, str) else part.text(context) for part in parts)

    def _wording(self, text: Text) -> Sequence[str | Expression] | None:
        if text.plain is not None:
            return text.plain
        parts = text.by_language.get(self.language or "")
        default = text.by_language.get(self.definition.default_language or "")
        if self.fall_back and parts in (None, (), ("-",)):
            return default if default is not None else parts
        return parts

    # --- what the worker does

    def node(self, path: str) -> Node | None:
        """The question, group or row of a path with row numbers; row 1 where none stands."""
        parts = path.strip("/").split("/")
        if parts[0] != self.root.name:
            return None
        node: Node = self.root
        for part in parts[1:]:
            name, _, number = part.partition("[")
            family = node.kids.get(name, [])
            digits = number.rstrip("]") or "1"
            at = int(digits) - 1 if digits.isdecimal() and len(digits) < 10 else -1
            if not 0 <= at < len(family):
                return None
            node = family[at]
        return node

    def set(self, node: Node, text: str) -> frozenset[Node]:
        """Answer a question; returns the nodes that may look different now."""
        value = coercion.stored(text, node.spec.bind.kind, self.zone)
        control = node.spec.control
        if control is not None and control.is_choice:
            value = choosing.kept(self, node, value, sort=control.kind == "select")
        self.changed = {node}
        self._assign(node, value)
        return self._settle()

    def set_all(self, texts: Mapping[Node, str]) -> frozenset[Node]:
        """Answer several questions at once, as stored texts; returns what may look different."""
        self.changed = set(texts)
        for node, text in texts.items():
            self._assign(node, text)
        return self._settle()

    def add_row(self, spec: Spec, parent: Node) -> frozenset[Node]:
        """Add a row at the end of a repeat below `parent`."""
        self.changed = set()
        if len(parent.kids[spec.name]) < MOST_ROWS:
            self._add(spec, parent)
        else:
            self._too_many[parent, spec] = MOST_ROWS + 1
        return self._settle()

    @property
    def row_limit_hit(self) -> tuple[Problem, ...]:
        """The repeats that should have more rows than a form can have; none is cut silently."""
        return tuple(
            Problem(
                "form.too_many_rows",
                self.text(spec.label, parent) or spec.name,
                {"wanted": wanted, "most": MOST_ROWS, "path": f"{parent.path}/{spec.name}"},
            )
            for (parent, spec), wanted in self._too_many.items()
            if parent.alive and parent.relevant
        )

    def remove_row(self, node: Node) -> frozenset[Node]:
        """Take a row out."""
        self.changed = set()
        if node.parent is not None:
            self._too_many.pop((node.parent, node.spec), None)
        self._remove(node)
        return self._settle()

    def speak(self, language: str | None) -> frozenset[Node]:
        """Change the language; calculations that hold labels follow."""
        self.language = language
        self.changed = set(self.root.walk())
        for cell in self.graph.cells:
            if cell.aspect == CALCULATE and "jr:" in cell.expression.source:
                self._plan(cell, self._below(self.root, cell.owner))
        return self._settle()

    # --- what the screen shows of one node

    def choices(self, node: Node, *, offset: int = 0, limit: int | None = None) -> list[Choice]:
        """The choices offered now, a page of them."""
        return choosing.offered(self, node, offset=offset, limit=limit)

    def is_readonly(self, node: Node) -> bool:
        """Whether the question, or a group around it, cannot be changed by the worker."""
        at: Node | None = node
        while at is not None:
            expression = at.spec.bind.readonly
            if expression is not None and self._holds(expression, at):
                return True
            at = at.parent
        return False

    def is_required(self, node: Node) -> bool:
        """Whether an answer has to be given."""
        expression = node.spec.bind.required
        return expression is not None and self._holds(expression, node)

    def error(self, node: Node) -> str | None:
        """`required`, `constraint` or None; a blank breaks no constraint."""
        if not node.relevant:
            return None
        if not node.value:
            return "required" if self.is_required(node) else None
        constraint = node.spec.bind.constraint
        return None if constraint is None or self._holds(constraint, node) else "constraint"

    def message(self, node: Node, error: str | None) -> str | None:
        """The form's own words for an error."""
        bind = node.spec.bind
        if error is None:
            return None
        return self.text(
            bind.required_message if error == "required" else bind.constraint_message, node
        )

    def warning(self, node: Node) -> str | None:
        """The words of the soft check that the answer does not pass, "" without words, or None."""
        bind = node.spec.bind
        if bind.warning is None or not node.relevant or not node.value:
            return None
        if self._holds(bind.warning, node):
            return None
        return self.text(bind.warning_message, node) or ""

    def finish(self) -> None:
        """Set what is known only at the end (`end`)."""
        self.changed = set()
        for node in self.root.walk():
            value = metadata.at_end(node.spec.bind, self.now)
            if value is not None:
                self._assign(node, value)
        self._settle()

    # --- opening

    def _grow(self, spec: Spec, parent: Node | None) -> Node:
        node = Node(spec, parent, spec.default)
        if parent is not None:
            node.relevant = parent.relevant
        for child in spec.children.values():
            rows = child.first_rows if child.is_repeat else 1
            node.kids[child.name] = [self._grow(child, node) for _ in range(rows)]
            for at, row in enumerate(node.kids[child.name]):
                row.index = at
        return node

    def _begin(self, named: frozenset[Node]) -> None:
        for node in self.root.walk():
            bind = node.spec.bind
            if bind.preload and not node.value and node not in named:
                node.value = metadata.at_start(bind, self.now, self.around.preload, self.new_id)
            elif node.value:
                node.value = coercion.stored(node.value, bind.kind, self.zone)
        for cell in self.graph.cells:
            self._plan(cell, self._below(self.root, cell.owner))
        self._settle()
        for action in self.definition.first_load:
            for node in self._below(self.root, action.target):
                if node not in named:
                    self._act(action, node)
            self._settle()
        self._loading = False
        self.changed = set()

    # --- changes

    def _assign(self, node: Node, value: str) -> None:
        if node.value == value:
            return
        node.value = value
        self._touch(node)
        if node.spec.change_actions and not self._loading:
            self._fired.extend((action, node) for action in node.spec.change_actions)
        for cell in self.graph.of_owner.get(node.spec, ()):
            if cell.aspect == CHOICES:
                self._plan(cell, (node,), anew=False)

    def _touch(self, node: Node) -> None:
        """Plan all that reads a node."""
        self.changed.add(node)
        kept = self.graph.dependents[node.spec]
        self._follow(kept.edges, node, kept.views)

    def _follow(
        self, edges: Iterable[Edge], node: Node, views: Iterable[Edge], *, adding: bool = False
    ) -> None:
        for edge in edges:
            if edge.on_add or not adding:
                self._plan(edge.cell, _down(node.above(edge.levels), edge.names))
        for edge in views:
            if edge.on_add or not adding:
                self.changed.update(_down(node.above(edge.levels), edge.names))

    def _plan(self, cell: Cell, nodes: Iterable[Node], *, anew: bool = True) -> None:
        """Note that a cell is due; `anew` drops the order in which choices were shuffled."""
        key = id(cell)
        waiting = self._nodes_due.get(key)
        if waiting is None:
            waiting = self._nodes_due[key] = {}
            heapq.heappush(self._due, (cell.rank, key, cell))
        for node in nodes:
            waiting[node] = None
            if anew and cell.aspect == CHOICES:
                self.shuffled.pop(node, None)

    def _settle(self) -> frozenset[Node]:
        """Compute all that is due, in order, until nothing is."""
        patience = _PATIENCE * (sum(map(len, self._nodes_due.values())) + 1_000)
        depth = 0
        while self._due or self._fired:
            while self._due and patience > 0:
                _, key, cell = heapq.heappop(self._due)
                for node in self._nodes_due.pop(key):
                    patience -= 1
                    if node.alive:
                        self._compute(cell, node)
            fired, self._fired = self._fired, []
            depth += 1
            if patience <= 0 or depth > _ACTIONS_DEEP:
                break
            for one in fired:
                if isinstance(one, tuple):
                    self._fire(*one)
        self._due.clear()
        self._nodes_due.clear()
        self._fired.clear()
        return frozenset(node for node in self.changed if node.alive)

    def _compute(self, cell: Cell, node: Node) -> None:
        if cell.aspect == RELEVANT:
            self._set_relevant(node, cell.expression.holds(Context(node, self)))
        elif cell.aspect == CALCULATE:
            if node.relevant:
                value = cell.expression.run(Context(node, self))
                self._assign(node, coercion.stored(value, node.spec.bind.kind, self.zone))
        elif cell.aspect == COUNT:
            self._resize(cell, node)
        elif cell.aspect == CHOICES:
            self.changed.add(node)
            if node.value:
                ordered = cell.spec.control is not None and cell.spec.control.kind == "select"
                self._assign(node, choosing.kept(self, node, node.value, sort=ordered))

    def _set_relevant(self, node: Node, relevant: bool) -> None:
        if node.own_relevant == relevant:
            return
        node.own_relevant = relevant
        self._inherit(node)

    def _inherit(self, node: Node) -> None:
        relevant = node.own_relevant and (node.parent is None or node.parent.relevant)
        if relevant == node.relevant:
            return
        node.relevant = relevant
        self._touch(node)
        if relevant:
            for cell in self.graph.of_owner.get(node.spec, ()):
                if cell.aspect == CALCULATE:
                    self._plan(cell, (node,))
        for kids in node.kids.values():
            for kid in kids:
                self._inherit(kid)

    # --- rows

    def _resize(self, cell: Cell, parent: Node) -> None:
        ghost = Node(cell.spec, parent)  # the expression is written as seen from a row
        wanted = coercion.number(cell.expression.run(Context(ghost, self)), self.zone)
        count = int(min(max(wanted, 0), MOST_ROWS)) if wanted == wanted else 0
        self._too_many.pop((parent, cell.spec), None)
        if wanted > MOST_ROWS:
            self._too_many[parent, cell.spec] = int(min(wanted, 1e15))
            self.changed.add(parent)
        rows = parent.kids[cell.spec.name]
        while len(rows) > count:
            self._remove(rows[-1])
        while len(rows) < count:
            self._add(cell.spec, parent)

    def _add(self, spec: Spec, parent: Node) -> Node:
        rows = parent.kids[spec.name]
        row = self._grow(spec, parent)
        row.index = len(rows)
        rows.append(row)
        for node in row.walk():
            for cell in self.graph.of_owner.get(node.spec, ()):
                self._plan(cell, (node,))
        self._rows_changed(spec, parent, adding=True)
        self.changed.update(row.walk())
        for node in row.walk():
            if node.spec.is_repeat:
                for action in node.spec.new_row_actions:
                    self._fired.extend(
                        (action, target) for target in self._below(node, action.target)
                    )
        return row

    def _remove(self, row: Node) -> None:
        parent = row.parent
        if parent is None:
            return
        rows = parent.kids[row.name]
        del rows[row.index]
        for at in range(row.index, len(rows)):
            rows[at].index = at
            self.changed.add(rows[at])
        for node in row.walk():
            node.alive = False
        self._rows_changed(row.spec, parent, adding=False)

    def _rows_changed(self, spec: Spec, parent: Node, *, adding: bool) -> None:
        self.changed.add(parent)
        for inner in spec.walk():
            if not inner.is_repeat:
                continue
            kept = self.graph.dependents[inner]
            up = inner.depth - spec.depth
            edges = [edge for edge in kept.rows if edge.levels >= up]
            views = [edge for edge in kept.row_views if edge.levels >= up]
            for edge in (*edges, *views):
                if not edge.on_add and adding:
                    continue
                nodes = _down(parent.above(edge.levels - up), edge.names)
                if edge.cell.aspect == "view":
                    self.changed.update(nodes)
                else:
                    self._plan(edge.cell, nodes)

    # --- actions

    def _fire(self, action: SetValue, source: Node) -> None:
        if action.event == "odk-new-repeat":
            self._act(action, source)
        elif action.event == "xforms-value-changed":
            anchor = next(one for one in source.spec.lineage() if action.target.is_within(one))
            base = source.above(source.spec.depth - anchor.depth)
            for node in self._below(base, action.target):
                self._act(action, node)

    def _act(self, action: SetValue, node: Node) -> None:
        if not node.alive:
            return
        value: coercion.Value = action.text
        if action.value is not None:
            value = action.value.run(Context(node, self))
        self._assign(node, coercion.stored(value, node.spec.bind.kind, self.zone))

    # --- helpers

    def _holds(self, expression: Expression, node: Node) -> bool:
        return expression.holds(Context(node, self))

    def _below(self, base: Node, spec: Spec) -> Sequence[Node]:
        names: list[str] = []
        for one in spec.lineage():
            if one is base.spec:
                break
            names.append(one.name)
        return _down(base, tuple(reversed(names)))


def _down(node: Node, names: Sequence[str]) -> Sequence[Node]:
    nodes: Sequence[Node] = (node,)
    for name in names:
        if len(nodes) == 1:
            nodes = nodes[0].kids.get(name, ())
        else:
            nodes = [kid for one in nodes for kid in one.kids.get(name, ())]
    return nodes
