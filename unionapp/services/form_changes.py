"""Tells how two versions of a form differ, in the words of somebody who fills it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from unionapp.forms.definition import Definition, Spec, Text
from unionapp.services import form_homes

_LIST = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")


class Change(StrEnum):
    """What became of a question."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    TYPE = "type"
    LABEL = "label"
    CHOICES = "choices"  # some are offered no more


@dataclass(frozen=True, slots=True)
class FormChange:
    """One difference between two versions; `label` is the question's, `was` its former one.

    Of choices that are offered no more `was` holds the labels and `gone` the names. `answers` says
    how many answers of a draft have no place because of the change.
    """

    change: Change
    path: str
    label: str
    was: str = ""
    gone: frozenset[str] = frozenset()
    answers: int = 0


def between(old: Definition, new: Definition) -> tuple[FormChange, ...]:
    """Return what changed for somebody who fills the form: new, gone, moved, of another kind."""
    homes = form_homes.homes_of(old, new)
    before, after = form_homes.questions(old), form_homes.questions(new)
    reached = set(homes.values())
    found = [
        FormChange(Change.ADDED, path, label_of(new, spec))
        for path, spec in after.items()
        if path not in reached
    ]
    for path, spec in form_homes.repeats_in(old).items():
        home = homes.get(path, path)
        if home not in (path, form_homes.moved_with_repeat(spec, homes)):
            label = label_of(new, form_homes.repeats_in(new)[home])
            found.append(FormChange(Change.MOVED, home, label, path))
    for path, spec in before.items():
        if path in homes:
            found += _of_question(old, new, spec, after[homes[path]], homes)
        else:
            found.append(FormChange(Change.REMOVED, path, label_of(old, spec)))
    return tuple(found)


def _of_question(
    old: Definition, new: Definition, spec: Spec, now: Spec, homes: Mapping[str, str]
) -> Iterator[FormChange]:
    words, said = label_of(new, now), label_of(old, spec)
    if now.path not in (spec.path, form_homes.moved_with_repeat(spec, homes)):
        yield FormChange(Change.MOVED, now.path, words, spec.path)
    if form_homes.kind_of(now) != form_homes.kind_of(spec):
        yield FormChange(Change.TYPE, now.path, words, form_homes.kind_of(spec))
    if words != said:
        yield FormChange(Change.LABEL, now.path, words, said)
    offered = choices_of(new, now)
    gone = {name: label for name, label in choices_of(old, spec).items() if name not in offered}
    if gone and offered:
        was = "、".join(gone.values())
        yield FormChange(Change.CHOICES, now.path, words, was, frozenset(gone))


def choices_of(definition: Definition, spec: Spec) -> Mapping[str, str]:
    """Return the choices of a question before any filter, by name, in the default language."""
    control = spec.control
    if control is None or not control.is_choice:
        return {}
    if control.itemset is None:
        return {name: plain_label(definition, text) or name for name, text in control.inline}
    named = _LIST.search(control.itemset.nodes.source)
    holder = definition.lists.get(named[1]) if named is not None else None
    found: dict[str, str] = {}
    for root in holder.children() if holder is not None else ():
        for row in root.named("item"):
            name = "".join(cell.text for cell in row.named(control.itemset.value)[:1])
            label = "".join(cell.text for cell in row.named(control.itemset.label)[:1])
            if control.itemset.label_is_id:
                label = plain_label(definition, definition.texts.get(label))
            found[name] = label or name
    return found


def label_of(definition: Definition, spec: Spec) -> str:
    """Return what a question is called in the form's default language, else its name."""
    text = spec.control.label if spec.control else spec.label
    return plain_label(definition, text) or spec.name


def plain_label(definition: Definition, text: Text | None) -> str:
    """Return a label's fixed words in the form's default language."""
    if text is None:
        return ""
    parts = text.plain
    if parts is None:
        parts = text.by_language.get(definition.default_language or "")
        if parts is None:
            parts = next(iter(text.by_language.values()), ())
    return "".join(part if isinstance(part, str) else "…" for part in parts).strip()
