"""Checks that a form reads and writes fields which the case has: `prefill`, `save_to`, entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from unionapp.errors import Problem
from unionapp.forms.definition import Definition, EntityScope, Spec

CaseFields = Mapping[str, frozenset[str]]
"""The fields that a form may name, by kind of record."""

_ID = "id"


def check(definition: Definition, known: CaseFields) -> Iterator[Problem]:
    """Yield what a form links to that is not there; entity lists of other systems are let be.

    A `prefill` that names nothing is an error; an answer that is saved nowhere is a warning, for
    it is still in the response.
    """
    for spec in definition.root.walk():
        kind, _, field = spec.bind.prefill.partition("#")
        if field and field != _ID and field not in known.get(kind, ()):
            yield Problem("form.prefill_unknown", spec.name, {"field": spec.bind.prefill})
    for scope in definition.entities:
        if scope.list_name in known:
            yield from _scope(scope, known[scope.list_name])


def _scope(scope: EntityScope, fields: frozenset[str]) -> Iterator[Problem]:
    for name, spec in scope.properties.items():
        if name not in fields:
            detail = {"field": f"{scope.list_name}#{name}"}
            yield Problem("form.save_to_unknown", spec.name, detail, warning=True)
    if not any(_is_id(spec, scope.list_name) for spec in scope.scope.walk()):
        first = next(iter(scope.properties.values()), scope.scope)
        detail = {"list": scope.list_name, "scope": scope.scope.name}
        yield Problem("form.entity_without_id", first.name, detail, warning=True)


def _is_id(spec: Spec, kind: str) -> bool:
    return spec.bind.prefill == f"{kind}#{_ID}"
