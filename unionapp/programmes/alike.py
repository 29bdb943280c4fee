"""Sorts the facts of very many subjects into classes that a programme cannot tell apart.

A verdict depends on the facts that the rules read and on nothing else, so that one verdict is
enough for everybody of whom these facts say the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from unionapp.programmes.facts import Facts


@dataclass(frozen=True, slots=True)
class Classes:
    """The class of every subject, and of every class the place of the first that is in it."""

    numbers: Sequence[int]
    first: Sequence[int]


class Alike:
    """The facts of all subjects of one kind, by column; all are of one day."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._facts = facts
        self._told = frozenset(name for one in facts for name in one.values)
        self._columns: dict[str, Classes] = {}
        self._classes: dict[tuple[str, ...], Classes] = {}
        # Who was given something before differs from everybody else: grants name their holder.
        self._given = _numbered(place + 1 if one.earlier else 0 for place, one in enumerate(facts))

    def classes(self, names: Iterable[str]) -> Classes:
        """Return the classes of those of whom the named facts say the same.

        Somebody to whom something was given before is in a class of his own.
        """
        telling = tuple(name for name in sorted(names) if len(self._column(name).first) > 1)
        found = self._classes.get(telling)
        if found is None:
            columns = [self._given, *(self._columns[name] for name in telling)]
            found = self._classes[telling] = _joined(columns)
        return found

    def _column(self, name: str) -> Classes:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = _numbered(self._values(name))
        return found

    def _values(self, name: str) -> Iterable[Hashable]:
        """Say what `Facts.get` says of everybody, with the name taken apart once."""
        group, dot, _ = name.partition(".")
        if not dot or group == "household":
            return map(attrgetter(name), self._facts)
        if name not in self._told:
            return (None,)
        return (one.values.get(name) for one in self._facts)


def _joined(columns: Sequence[Classes]) -> Classes:
    telling = [one for one in columns if len(one.first) > 1]
    if len(telling) > 1:
        return _numbered(zip(*(one.numbers for one in telling), strict=True))
    return telling[0] if telling else columns[0]


def _numbered(values: Iterable[Hashable]) -> Classes:
    """Number values in the order in which they first appear."""
    every = list(values)
    known = {value: number for number, value in enumerate(dict.fromkeys(every))}
    numbers = list(map(known.__getitem__, every))
    # Backwards, the first of a number is the one that stays.
    places = dict(zip(reversed(numbers), range(len(numbers) - 1, -1, -1), strict=True))
    return Classes(numbers, [places[number] for number in range(len(known))])
