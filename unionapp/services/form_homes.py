"""Finds where each question of a form stands in a newer version of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from unionapp.forms.definition import Definition, Spec

_NUMBER = re.compile(r"\[\d+\]")


def homes_of(old: Definition, new: Definition) -> Mapping[str, str]:
    """Return where each question and repeat of the old version stands in the new one, by path.

    One that is not where it was is found by its name, when that names one in both; a repeat also
    by its questions, when most of them are asked in one other; below a repeat a question stays
    only where the repeat is the same.
    """
    before, after = repeats_in(old), repeats_in(new)
    repeats = _homes(before, after, {})
    repeats |= _renamed(before, after, repeats)
    return repeats | _homes(questions(old), questions(new), repeats)


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


def moved_with_repeat(spec: Spec, homes: Mapping[str, str]) -> str | None:
    """Return where a question would stand had nothing but the repeat around it moved."""
    around = next((one for one in spec.lineage() if one.is_repeat and one is not spec), None)
    home = homes.get(around.path) if around is not None else None
    return None if around is None or home is None else home + spec.path.removeprefix(around.path)


def questions(definition: Definition) -> dict[str, Spec]:
    """Return what the worker answers, by path: neither groups nor what is calculated."""
    return {
        spec.path: spec
        for spec in definition.root.walk()
        if not spec.is_group and not spec.name.startswith("@") and spec.bind.calculate is None
    }


def repeats_in(definition: Definition) -> dict[str, Spec]:
    """Return the repeats by path, the outer ones first."""
    return {spec.path: spec for spec in definition.root.walk() if spec.is_repeat}


def kind_of(spec: Spec) -> str:
    """Return what kind of question it is: of a choice how it is chosen, else its data type."""
    return spec.control.kind if spec.control and spec.control.is_choice else spec.bind.kind


def without_rows(path: str) -> str:
    """Return a path without its row numbers."""
    return _NUMBER.sub("", path)


def row_order(path: str) -> list[str | int]:
    """Return what sorts paths with row 2 before row 10."""
    parts = re.split(r"\[(\d+)\]", path)
    return [int(part) if at % 2 else part for at, part in enumerate(parts)]


def _homes(
    before: Mapping[str, Spec], after: Mapping[str, Spec], repeats: Mapping[str, str]
) -> dict[str, str]:
    homes: dict[str, str] = {}

    def stay_together(spec: Spec, there: Spec) -> bool:
        known = repeats or homes  # outer repeats come before those within
        return [known.get(one) for one in _around(spec)] == _around(there)

    names = Counter(spec.name for spec in before.values())
    by_name: dict[str, list[str]] = {}
    for path, spec in after.items():
        by_name.setdefault(spec.name, []).append(path)
    for path, spec in before.items():
        for home in (path, moved_with_repeat(spec, repeats or homes) or path):
            if path not in homes and home in after and stay_together(spec, after[home]):
                homes[path] = home
    taken = set(homes.values())
    for path, spec in before.items():
        there = by_name.get(spec.name, [])
        if path in homes or names[spec.name] != 1 or len(there) != 1 or there[0] in taken:
            continue
        if stay_together(spec, after[there[0]]):
            homes[path] = there[0]
    return homes


def _renamed(
    before: Mapping[str, Spec], after: Mapping[str, Spec], homes: Mapping[str, str]
) -> dict[str, str]:
    """Return where a repeat went that bears another name now: the one that asks the same."""
    found: dict[str, str] = {}
    for path, spec in before.items():
        known = {**homes, **found}
        if path in known:
            continue
        around = [known.get(one) for one in _around(spec)]
        likeness = {
            there: _alike(spec, one)
            for there, one in after.items()
            if there not in known.values() and _around(one) == around
        }
        best = max(likeness.values(), default=0.0)
        fitting = [there for there, like in likeness.items() if like == best]
        if best > 0.5 and len(fitting) == 1:
            found[path] = fitting[0]
    return found


def _alike(one: Spec, other: Spec) -> float:
    """Return how much two repeats ask the same: 1 the same, 0 nothing (Dice's coefficient)."""
    asked, there = _asked(one), _asked(other)
    return 2 * len(asked & there) / max(1, len(asked) + len(there))


def _asked(repeat: Spec) -> set[tuple[str, str]]:
    return {(one.name, kind_of(one)) for one in repeat.walk() if not one.is_group}


def _around(spec: Spec) -> list[str]:
    """The repeats around a question or a repeat."""
    return [one.path for one in spec.lineage() if one.is_repeat and one is not spec]


def _numbered(path: str) -> Iterator[tuple[str, str]]:
    bare = ""
    for part in path.strip("/").split("/"):
        name, bracket, number = part.partition("[")
        bare = f"{bare}/{name}"
        if bracket:
            yield bare, f"[{number}"
