"""Tells how two versions of a form differ, and finds an answer's place in the newer one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from unionapp.forms import entry
from unionapp.forms.definition import Definition, Spec, Text
from unionapp.forms.kept import Kept

_NUMBER = re.compile(r"\[\d+\]")


class Change(StrEnum):
    """What became of a question."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    TYPE = "type"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class FormChange:
    """One difference between two versions; `label` is the question's, `was` its former one."""

    change: Change
    path: str
    label: str
    was: str = ""


def between(old: Definition, new: Definition) -> tuple[FormChange, ...]:
    """Return what changed for somebody who fills the form: new, gone, moved, of another kind."""
    homes = homes_of(old, new)
    before, after = _questions(old), _questions(new)
    reached = set(homes.values())
    found = [
        FormChange(Change.ADDED, path, label_of(new, spec))
        for path, spec in after.items()
        if path not in reached
    ]
    for path, spec in before.items():
        home = homes.get(path)
        if home is None:
            found.append(FormChange(Change.REMOVED, path, label_of(old, spec)))
            continue
        now = after[home]
        words, said = label_of(new, now), label_of(old, spec)
        if home != path:
            found.append(FormChange(Change.MOVED, home, words, path))
        if _kind(now) != _kind(spec):
            found.append(FormChange(Change.TYPE, home, words, _kind(spec)))
        if words != said:
            found.append(FormChange(Change.LABEL, home, words, said))
    return tuple(found)


def homes_of(old: Definition, new: Definition) -> Mapping[str, str]:
    """Return where each question and repeat of the old version stands in the new one, by path.

    One that is not where it was is found by its name, when that names one in both; below a repeat
    only when the repeat is the same.
    """
    repeats = _homes(_repeats_in(old), _repeats_in(new), {})
    return repeats | _homes(_questions(old), _questions(new), repeats)


def _homes(
    before: Mapping[str, Spec], after: Mapping[str, Spec], repeats: Mapping[str, str]
) -> dict[str, str]:
    homes: dict[str, str] = {}

    def stay_together(spec: Spec, there: Spec) -> bool:
        known = repeats or homes  # outer repeats come before those within
        return [known.get(one) for one in _repeats(spec)] == _repeats(there)

    names = Counter(spec.name for spec in before.values())
    by_name: dict[str, list[str]] = {}
    for path, spec in after.items():
        by_name.setdefault(spec.name, []).append(path)
    for path, spec in before.items():
        if path in after and stay_together(spec, after[path]):
            homes[path] = path
    taken = set(homes.values())
    for path, spec in before.items():
        there = by_name.get(spec.name, [])
        if path in homes or names[spec.name] != 1 or len(there) != 1 or there[0] in taken:
            continue
        if stay_together(spec, after[there[0]]):
            homes[path] = there[0]
    return homes


def new_path(path: str, homes: Mapping[str, str]) -> str | None:
    """Return the path of an answer in the newer version, its row numbers kept; None without one."""
    bare = without_rows(path)
    home = homes.get(bare)
    if home is None or home == bare:
        return path if home is not None else None
    numbered = {homes.get(repeat, repeat): number for repeat, number in _numbered(path)}
    parts, at = [], ""
    for name in home.strip("/").split("/"):
        at = f"{at}/{name}"
        parts.append(name + numbered.get(at, ""))
    return "/" + "/".join(parts)


def carried(
    kept: Mapping[str, Kept],
    homes: Mapping[str, str],
    old: Definition,
    new: Definition,
    now: datetime,
) -> tuple[dict[str, Kept], tuple[tuple[str, str, str], ...]]:
    """Return the answers in their new places, and those without one as (path, label, text).

    Text that the question's new type cannot hold stays in it as typed.
    """
    placed: dict[str, Kept] = {}
    homeless: list[tuple[str, str, str]] = []
    for path, one in kept.items():
        spec = old.spec(without_rows(path))
        is_placed = spec is not None and (spec.is_repeat or not spec.is_group)
        target = new_path(path, homes) if is_placed else path
        if spec is not None and spec.bind.calculate is not None and target is None:
            target = path
        there = None if target is None else new.spec(without_rows(target))
        text = one.typed or one.value or one.aside
        if target is None or there is None:
            if text and spec is not None and spec.control is not None:
                homeless.append((path, label_of(old, spec), text))
            continue
        if spec is not None and not spec.is_group and _kind(spec) != _kind(there) and text:
            value = entry.read(text, there, now)
            one = Kept(value) if value is not None else Kept(typed=text)
        placed[target] = one
    return placed, tuple(homeless)


def without_rows(path: str) -> str:
    """Return a path without its row numbers."""
    return _NUMBER.sub("", path)


def row_order(path: str) -> list[str | int]:
    """Return what sorts paths with row 2 before row 10."""
    parts = re.split(r"\[(\d+)\]", path)
    return [int(part) if at % 2 else part for at, part in enumerate(parts)]


def label_of(definition: Definition, spec: Spec) -> str:
    """Return what a question is called in the form's default language, else its name."""
    text = spec.control.label if spec.control else None
    return plain_label(definition, text) or spec.name


def _numbered(path: str) -> Iterator[tuple[str, str]]:
    bare = ""
    for part in path.strip("/").split("/"):
        name, bracket, number = part.partition("[")
        bare = f"{bare}/{name}"
        if bracket:
            yield bare, f"[{number}"


def _questions(definition: Definition) -> dict[str, Spec]:
    return {
        spec.path: spec
        for spec in definition.root.walk()
        if not spec.is_group and not spec.name.startswith("@") and spec.bind.calculate is None
    }


def _repeats_in(definition: Definition) -> dict[str, Spec]:
    return {spec.path: spec for spec in definition.root.walk() if spec.is_repeat}


def _repeats(spec: Spec) -> list[str]:
    """The repeats around a question or a repeat."""
    return [one.path for one in spec.lineage() if one.is_repeat and one is not spec]


def _kind(spec: Spec) -> str:
    return spec.control.kind if spec.control and spec.control.is_choice else spec.bind.kind


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
