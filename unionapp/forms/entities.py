"""Finds the entities that a form makes or changes, and which answers become their properties."""

from __future__ import annotations

from collections.abc import Iterator

from unionapp.forms.definition import EntityScope, Spec


def entities_in(root: Spec) -> Iterator[EntityScope]:
    """Yield the entities of a form in the order of their scopes.

    An entity stands at `meta/entity` of the root, a group or a repeat; an answer belongs to the
    nearest one around it (ODK XForms specification, "Entities").
    """
    for scope in root.walk():
        entity = _entity_of(scope)
        if entity is not None:
            yield EntityScope(
                list_name=entity.attributes.get("dataset", ""),
                scope=scope,
                id=entity.children.get("@id"),
                label=entity.children.get("label"),
                create=entity.children.get("@create"),
                update=entity.children.get("@update"),
                properties=dict(_properties(scope)),
            )


def _entity_of(scope: Spec) -> Spec | None:
    meta = scope.children.get("meta")
    return None if meta is None else meta.children.get("entity")


def _properties(spec: Spec) -> Iterator[tuple[str, Spec]]:
    for child in spec.children.values():
        if child.bind.save_to:
            yield child.bind.save_to, child
        if _entity_of(child) is None:
            yield from _properties(child)
