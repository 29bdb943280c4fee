"""Carries a draft over to the newest version of its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from unionapp.forms import entry
from unionapp.forms.definition import Definition
from unionapp.forms.kept import Kept
from unionapp.models.desk import Desk
from unionapp.models.records import FormVersion, Response
from unionapp.services import form_changes, form_homes, questionnaires, response_drafts
from unionapp.services.form_changes import Change, FormChange
from unionapp.services.response_session import note, response_of

Homeless = tuple[str, str, str]
"""An answer without a place: its path, its question's label and its text."""


def move(
    desk: Desk, response: Response, newest: FormVersion
) -> tuple[Response, tuple[FormChange, ...]]:
    """Carry a draft over to the newest version of its form; what has no place is set aside."""
    old = questionnaires.loaded(desk, response.form_version_id).definition
    new = questionnaires.loaded(desk, newest.id).definition
    with desk.write() as work:
        kept = response_drafts.of(work, response.id)
        placed, homeless = carried(kept, old, new, work.now)
        changes = tuple(_counted(one, placed, homeless) for one in form_changes.between(old, new))
        response_drafts.drop(work, response.id)
        response_drafts.put(work, response.id, placed)
        aside = [*(list(one) for one in response.aside or ()), *(list(one) for one in homeless)]
        values = {"form_version_id": newest.id, "aside": aside or None}
        work.set_fields("response", response.id, values)
        told = [
            {"path": one.path, "label": one.label, "before": one.was, "after": one.change.value}
            for one in changes
        ]
        note(work, response.id, "moved", None, told)
        return response_of(work, response.id), changes


def carried(
    kept: Mapping[str, Kept], old: Definition, new: Definition, now: datetime
) -> tuple[dict[str, Kept], tuple[Homeless, ...]]:
    """Return the answers in their new places, and those without one.

    Text that the question's new type cannot hold stays in it as typed.
    """
    homes = form_homes.homes_of(old, new)
    placed: dict[str, Kept] = {}
    homeless: list[Homeless] = []
    for path, one in kept.items():
        spec = old.spec(form_homes.without_rows(path))
        is_placed = spec is not None and (spec.is_repeat or not spec.is_group)
        target = form_homes.new_path(path, homes) if is_placed else path
        if spec is not None and spec.bind.calculate is not None and target is None:
            target = path
        there = None if target is None else new.spec(form_homes.without_rows(target))
        text = one.typed or one.value or one.aside
        if target is None or there is None:
            if text and spec is not None and spec.control is not None:
                homeless.append((path, form_changes.label_of(old, spec), text))
            continue
        changed = spec is not None and form_homes.kind_of(spec) != form_homes.kind_of(there)
        if spec is not None and not spec.is_group and changed and text:
            value = entry.read(text, there, now)
            one = Kept(value) if value is not None else Kept(typed=text)
        placed[target] = one
    return placed, tuple(homeless)


def _counted(
    one: FormChange, placed: Mapping[str, Kept], homeless: Iterable[Homeless]
) -> FormChange:
    """Return a change with the number of answers that it leaves without a place."""
    if one.change is Change.REMOVED:
        found = sum(form_homes.without_rows(path) == one.path for path, _, _ in homeless)
    elif one.change is Change.CHOICES:
        found = sum(
            not one.gone.isdisjoint((kept.value or kept.aside).split())
            for path, kept in placed.items()
            if form_homes.without_rows(path) == one.path
        )
    else:
        return one
    return replace(one, answers=found)
