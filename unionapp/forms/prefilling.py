"""Fills a form beforehand with what the case knows."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from unionapp.forms.definition import Spec
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What the case knows when a form is opened: `values` by `kind#field`, `people` one a row.

    `told` are answers by path, each in the ways in which it may be written: the first that the
    question takes stands. They go before `values`.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[Mapping[str, str]] = ()
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)


def prefill(form: Form, known: Known, but: Container[str] = _NONE) -> frozenset[Node]:
    """Answer what the case knows; returns what may look different.

    What stands at the paths in `but` is left as it is. A repeat of people gets a row for each
    person of the household; rows that are there already are told apart by the person's id.
    """
    values: dict[Node, str] = {}
    for spec in form.definition.root.walk():
        if spec.bind.prefill and _repeat_of(spec) is None:
            text = known.values.get(spec.bind.prefill, "")
            node = form.node(spec.path)
            if node is not None and text and node.path not in but:
                values[node] = text
    changed = form.set_all(values)
    for repeat in form.definition.root.walk():
        if repeat.is_repeat and not repeat.fixed_rows and known.people and _asks_person(repeat):
            changed |= _prefill_rows(form, repeat, known.people, but)
    for path, ways in known.told.items():
        # One by one: what a question offers may depend on the answer before it.
        node = form.node(path) if path not in but else None
        text = _taken(form, node, ways) if node is not None else ""
        if node is not None and text:
            changed |= form.set_all({node: text})
    return changed


def _taken(form: Form, node: Node, ways: Sequence[str]) -> str:
    """Return the first way of writing an answer that the question takes; "" for none."""
    control = node.spec.control
    if control is None or not control.is_choice:
        return ways[0] if ways else ""
    offered = {one.value for one in form.choices(node)}
    return next((text for text in ways if text and offered.issuperset(text.split())), "")


def _prefill_rows(
    form: Form, repeat: Spec, people: Sequence[Mapping[str, str]], but: Container[str]
) -> frozenset[Node]:
    parent = form.node(repeat.path.rpartition("/")[0])
    if parent is None:
        return frozenset()
    changed: frozenset[Node] = frozenset()
    here = f"{parent.path}/{repeat.name}"
    if f"{here}[0]" in but or f"{here}[1]" in but:
        by_id = {one.get("person#id", ""): one for one in people}
        pairs = [(row, by_id.get(_person_in(row), {})) for row in parent.kids[repeat.name]]
    else:
        while len(parent.kids[repeat.name]) < len(people):
            changed |= form.add_row(repeat, parent)
        pairs = list(zip(parent.kids[repeat.name], people, strict=False))
    values = {
        node: person[node.spec.bind.prefill]
        for row, person in pairs
        for node in row.walk()
        if person.get(node.spec.bind.prefill) and node.path not in but
    }
    return changed | form.set_all(values)


def _person_in(row: Node) -> str:
    found = (node.value for node in row.walk() if node.spec.bind.prefill == "person#id")
    return next(found, "")


def _repeat_of(spec: Spec) -> Spec | None:
    return next((one for one in spec.lineage() if one.is_repeat), None)


def _asks_person(repeat: Spec) -> bool:
    return any(
        spec.bind.prefill.startswith("person#") and _repeat_of(spec) is repeat
        for spec in repeat.walk()
    )
