"""Writes answers into the case at once, as the form's `save_to` says: a form is a view on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from unionapp.errors import UserError
from unionapp.forms.definition import EntityScope
from unionapp.forms.filling import Filling
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node
from unionapp.models.declare import Declaration, FieldType
from unionapp.models.desk import Desk
from unionapp.models.records import SCHEMA, Household
from unionapp.services import case_known, employers, people, records
from unionapp.services.case_agreement import Told, is_filled_from, is_overtaken, is_told, standing
from unionapp.services.response_subject import Subject

_KINDS = ("person", "household", "employer")


@dataclass(slots=True)
class CaseAnswers:
    """Carries the answers of one filling into the records that the form names.

    `made` is told of each record that was made or found on file (kind, id), except for the rows of
    a repeat: a response is about none of them. With `at_once` false, for a correction, all waits
    for the end; `response_id` tells what this form made since it was begun. `changes` gathers the
    kinds that were written.

    `agreed` holds, by record and field, the answer on which form and case agree: only an answer
    that became another one since is written, so that nothing old goes over what was corrected
    elsewhere meanwhile.
    """

    desk: Desk
    subject: Subject
    made: Callable[[str, str], None] = lambda _kind, _id: None
    at_once: bool = True
    response_id: str = ""
    changes: set[str] = field(default_factory=set)
    agreed: dict[tuple[str, str], str] = field(default_factory=dict)
    _new: set[str] = field(default_factory=set)
    _before: dict[tuple[str, str], tuple[str, object]] = field(default_factory=dict)

    def agree_on_prefilled(self, form: Form, nodes: frozenset[Node]) -> None:
        """Note the answers that were just filled beforehand, and what follows from them."""
        with self.desk.read() as reading:
            self._agree(form, lambda one: one.node in nodes and is_filled_from(reading, one))

    def agree_on_all(self, form: Form) -> None:
        """Note that the case was told of every answer: those of a finished response."""
        self._agree(form, lambda _one: True)

    def agree_on_told(self, form: Form, kept_at: Mapping[str, int]) -> None:
        """Note where the case holds a draft's answer or something newer; `kept_at` is by path."""
        with self.desk.read() as reading:
            self._agree(form, lambda one: is_told(reading, one, kept_at.get(one.node.path)))

    def overtaken(self, filling: Filling, kept_at: Mapping[str, int]) -> Mapping[Node, str]:
        """Return what the case holds instead of answers of a draft that are older than it.

        What is typed and is no value is left alone: it is on the list of open problems.
        """
        with self.desk.read() as reading:
            return {
                one.node: standing(reading, one)
                for one in _told(filling.form)
                if not filling.is_mistyped(one.node)
                and is_overtaken(reading, one, kept_at.get(one.node.path))
            }

    def _agree(self, form: Form, is_agreed: Callable[[Told], bool]) -> None:
        for one in _told(form):
            if is_agreed(one):
                self.agreed[one.id, one.name] = one.node.value

    def carry(self, filling: Filling, nodes: frozenset[Node]) -> Mapping[Node, str]:
        """Write what changed; returns the ids of records that were made, by their questions."""
        back: dict[Node, str] = {}
        if not self.at_once:
            return back
        for scope in filling.form.definition.entities:
            if scope.list_name in _KINDS:
                for instance in _instances(scope, nodes):
                    back |= self._carry_one(filling, scope, instance, nodes)
        return back

    def carry_waiting(self, filling: Filling) -> Mapping[Node, str]:
        """Write what still waits, at the end: the record of somebody without an ID number, say."""
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
        home = self._home_first(filling) if declaration.kind == "person" else {}
        named = {node.value for node in filling.form.root.walk() if node.value} | self._new
        made = case_known.made_before(
            self.desk, self.subject, self.response_id, declaration, values, named
        )
        for name, text in values.items() if made else ():
            self._save(declaration, made, name, text)
        made = made or self._known_or_new(declaration, values, at_end=at_end)
        if made and not any(one.is_repeat for one in scope.scope.lineage()):
            self.made(declaration.kind, made)
        return {**home, id_node: made} if made else home

    def _home_first(self, filling: Filling) -> Mapping[Node, str]:
        """Make the household that the form is to make before the people who belong to it."""
        for scope in filling.form.definition.entities:
            if scope.list_name != "household" or self.subject.household is not None:
                continue
            for instance in filling.form.root.walk():
                id_node = _id_node(scope, instance) if instance.spec is scope.scope else None
                if id_node is not None and _holds(scope, instance, update=False):
                    made = self._add_home({})
                    self.made("household", made)
                    return {id_node: made}
        return {}

    def _waits(self, scope: EntityScope, instance: Node, values: Mapping[str, str]) -> bool:
        """Whether a new person waits for the ID number, which tells who is on file already."""
        asked = scope.properties.get("identity_number")
        if asked is None or "identity_number" in values:
            return False
        node = next((one for one in instance.walk() if one.spec is asked), None)
        return node is not None and node.relevant and not node.value

    def _known_or_new(
        self, declaration: Declaration, values: Mapping[str, str], *, at_end: bool
    ) -> str:
        """Return the id of the record that is on file or was made; "" while it has to wait.

        Where the number is on file under another name, one of name and number is wrong: nobody is
        renamed by it. Who is so still at the end becomes a person of their own, to be looked into.
        """
        known = case_known.on_file(self.desk, values) if declaration.kind == "person" else None
        if known is not None and case_known.is_named(known, values):
            for name, text in values.items():
                self._save(declaration, known.person_id, name, text)
            return known.person_id
        if known is not None and not at_end:
            return ""
        if declaration.kind == "household":
            return self._add_home(values)
        return self._add(declaration, values)

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
        self._new.add(saved.record.id)
        self.agreed |= {(saved.record.id, name): text for name, text in values.items()}
        return saved.record.id

    def _add_home(self, values: Mapping[str, str]) -> str:
        """Return the household of the response, made behind its door when there is none yet."""
        declaration, door = SCHEMA["household"], self.subject.door
        home = self.subject.household
        if home is None and door is not None:
            added = people.add_household(self.desk, door.id)
            home = added.household
            self.changes |= added.changes
        if home is None:
            home = Household(id=self._add(declaration, values), home_division="")
        self.subject = replace(self.subject, household=home)
        for name, text in values.items():
            self._save(declaration, home.id, name, text)
        return home.id

    def _save(self, declaration: Declaration, id_: str, name: str, text: str) -> None:
        """Write an answer that is not agreed on.

        Nobody is left without a name. An answer that is again what it was at first, blank perhaps,
        gives back what the case held then.
        """
        at = (id_, name)
        if self.agreed.get(at, "") == text or (not text and name in declaration.title):
            return
        if at not in self._before:
            self._before[at] = (self.agreed.get(at, ""), self._standing(declaration, id_, name))
        first, standing = self._before[at]
        value = standing if text == first else _entered(declaration, name, text)
        try:
            saved = records.save_field(self.desk, declaration.kind, id_, name, value)
        except UserError:  # the record went meanwhile; the answer itself is kept
            return
        self.changes |= saved.changes
        self.agreed[at] = text
        if text == first:
            del self._before[at]

    def _standing(self, declaration: Declaration, id_: str, name: str) -> object:
        with self.desk.read() as reading:
            return getattr(reading.by_kind(declaration.kind, id_), name, None)


def _told(form: Form) -> Iterator[Told]:
    """Give the answers that belong to records on file."""
    for scope in form.definition.entities:
        if scope.list_name not in _KINDS:
            continue
        for instance in form.root.walk():
            id_node = _id_node(scope, instance) if instance.spec is scope.scope else None
            if id_node is not None and id_node.value:
                for name, node in _fields(scope, instance, SCHEMA[scope.list_name]):
                    yield Told(scope.list_name, id_node.value, name, node)


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
    for name, node in _fields(scope, instance, declaration):
        if node.relevant and not filling.is_mistyped(node) and filling.form.error(node) is None:
            yield name, node


def _fields(
    scope: EntityScope, instance: Node, declaration: Declaration
) -> Iterator[tuple[str, Node]]:
    fields = {one.name for one in declaration.fields if one.section}
    properties = {spec: name for name, spec in scope.properties.items() if name in fields}
    if scope.label is not None and declaration.title:
        properties[scope.label] = declaration.title[0]
    for node in instance.walk():
        name = properties.get(node.spec)
        if name is not None:
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
