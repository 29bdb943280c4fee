"""Writes answers into the case at once, as the form's `save_to` says: a form is a view on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from unionapp.errors import UserError
from unionapp.forms.definition import EntityScope
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.models.declare import Declaration, FieldType
from unionapp.models.desk import Desk
from unionapp.models.records import SCHEMA
from unionapp.services import employers, people, records
from unionapp.services.response_subject import Subject

_KINDS = ("person", "household", "employer")


@dataclass(slots=True)
class CaseAnswers:
    """Carries the answers of one filling into the records that the form names.

    `made` is told of each record that was made or found on file (kind, id); `changes` gathers the
    kinds that were written.
    """

    desk: Desk
    subject: Subject
    made: Callable[[str, str], None] = lambda _kind, _id: None
    changes: set[str] = field(default_factory=set)

    def carry(self, filling: Filling, nodes: frozenset[Node]) -> Mapping[Node, str]:
        """Write what changed; returns the ids of records that were made, by their questions."""
        back: dict[Node, str] = {}
        for scope in filling.form.definition.entities:
            if scope.list_name in _KINDS:
                for instance in _instances(scope, nodes):
                    back |= self._carry_one(filling, scope, instance, nodes)
        return back

    def carry_waiting(self, filling: Filling) -> Mapping[Node, str]:
        """Make the records that still wait, at the end: of somebody without an ID number, say."""
        back: dict[Node, str] = {}
        for scope in filling.form.definition.entities:
            if scope.list_name in _KINDS:
                for instance in filling.form.root.walk():
                    if instance.spec is scope.scope and instance.relevant:
                        nodes = frozenset(instance.walk())
                        back |= self._carry_one(filling, scope, instance, nodes, at_end=True)
        return back

    def _carry_one(
        self,
        filling: Filling,
        scope: EntityScope,
        instance: Node,
        nodes: frozenset[Node],
        *,
        at_end: bool = False,
    ) -> Mapping[Node, str]:
        declaration = SCHEMA[scope.list_name]
        answers = dict(_answers(filling, scope, instance, declaration))
        id_node = _id_node(scope, instance)
        id_ = id_node.value if id_node is not None else ""
        if id_ and _holds(scope, instance, update=True):
            for name, node in answers.items():
                if node in nodes:
                    self._save(declaration, id_, name, node.value)
            return {}
        if id_ or id_node is None or not _holds(scope, instance, update=False):
            return {}
        values = {name: node.value for name, node in answers.items() if node.value}
        title = declaration.title[0] if declaration.title else ""
        if not values or (title and title not in values):
            return {}
        if not at_end and self._waits(scope, instance, values):
            return {}
        made = self._on_file(values) if declaration.kind == "person" else ""
        if made:
            for name, text in values.items():
                self._save(declaration, made, name, text)
        else:
            made = self._add(declaration, values)
        self.made(declaration.kind, made)
        return {id_node: made}

    def _waits(self, scope: EntityScope, instance: Node, values: Mapping[str, str]) -> bool:
        """Whether a new person waits for the ID number, which tells who is on file already."""
        asked = scope.properties.get("identity_number")
        if asked is None or "identity_number" in values:
            return False
        node = next((one for one in instance.walk() if one.spec is asked), None)
        return node is not None and node.relevant and not node.value

    def _on_file(self, values: Mapping[str, str]) -> str:
        number = values.get("identity_number", "")
        found = people.on_file(self.desk, number) if number else ()
        return found[0].person_id if len(found) == 1 else ""

    def _add(self, declaration: Declaration, values: Mapping[str, str]) -> str:
        entered = {name: _entered(declaration, name, text) for name, text in values.items()}
        home = self.subject.household
        if declaration.kind == "person" and home is not None:
            saved = people.add_person(self.desk, home.id, entered)
        elif declaration.kind == "employer":
            door = self.subject.door
            saved = employers.add(self.desk, entered, door_id=door.id if door else None)
        else:
            saved = records.new(self.desk, declaration.kind, entered)
        self.changes |= saved.changes
        return saved.record.id

    def _save(self, declaration: Declaration, id_: str, name: str, text: str) -> None:
        value = _entered(declaration, name, text)
        try:
            saved = records.save_field(self.desk, declaration.kind, id_, name, value)
        except UserError:  # the record went meanwhile; the answer itself is kept
            return
        self.changes |= saved.changes


def _instances(scope: EntityScope, nodes: frozenset[Node]) -> list[Node]:
    wanted = {*scope.properties.values(), scope.label, scope.id, scope.create, scope.update}
    found: dict[Node, None] = {}
    for node in nodes:
        if node.spec in wanted and node.alive:
            at: Node | None = node
            while at is not None and at.spec is not scope.scope:
                at = at.parent
            if at is not None:
                found[at] = None
    return list(found)


def _answers(
    filling: Filling, scope: EntityScope, instance: Node, declaration: Declaration
) -> Iterator[tuple[str, Node]]:
    """Give the answers that the record can take: asked, right, and a field of the kind.

    An answer that breaks its rule stays in the form until it is right; `name` is no property of
    ODK's entities, so that the entity's label is the record's title.
    """
    fields = {one.name for one in declaration.fields if one.section}
    properties = {spec: name for name, spec in scope.properties.items() if name in fields}
    if scope.label is not None and declaration.title:
        properties[scope.label] = declaration.title[0]
    for node in instance.walk():
        name = properties.get(node.spec)
        if name is None or not node.relevant or filling.is_mistyped(node):
            continue
        if filling.form.error(node) is None:
            yield name, node


def _id_node(scope: EntityScope, instance: Node) -> Node | None:
    """The hidden question that holds the record's id: prefilled with `kind#id`."""
    wanted = f"{scope.list_name}#id"
    return next((one for one in instance.walk() if one.spec.bind.prefill == wanted), None)


def _holds(scope: EntityScope, instance: Node, *, update: bool) -> bool:
    flag = scope.update if update else scope.create
    if flag is None:
        return False
    node = next((one for one in instance.walk() if one.spec is flag), None)
    return node is not None and node.relevant and node.value in ("1", "true", "true()")


def _entered(declaration: Declaration, name: str, text: str) -> object:
    if declaration.field(name).type is FieldType.CODES:
        return tuple(text.split())
    return text
