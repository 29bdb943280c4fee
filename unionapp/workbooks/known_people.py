"""Tells which person on file a line of a workbook is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from unionapp.models.records import Person
from unionapp.models.store import Reader
from unionapp.values import identity

_BATCH = 500


class KnownPeople:
    """The persons on file that a workbook may mean, and those it has added so far.

    The identity number decides; without one on either side, name with phone, then name with
    household. Name with birth date, name with address, or a line that says just what is on file
    make it likely: whoever imports is told. A name alone is never enough.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._by_key: defaultdict[str, list[Person]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Person]] = defaultdict(list)
        self._ids: set[str] = set()

    def load(self, column: str, values: Iterable[str | None]) -> None:
        """Read the persons with one of those values in an indexed column."""
        listed = list(dict.fromkeys(value for value in values if value))
        for start in range(0, len(listed), _BATCH):
            batch = listed[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            for person in self._reader.select(Person, f"{column} IN ({marks})", batch):
                self.add(person)

    def add(self, person: Person) -> None:
        """Let a person be found from now on."""
        if person.id not in self._ids:
            self._ids.add(person.id)
            self._by_name[person.name].append(person)
            for key in _keys(person):
                self._by_key[key].append(person)

    def find(self, person: Person) -> Person | None:
        """Return the same person on file, or None."""
        for key in _keys(person):
            for known in self._by_key.get(key, ()):
                if not _contradict(known, person):
                    return known
        return None

    def knows_number(self, number: str) -> bool:
        """Say whether somebody of those who were read has this identity number."""
        return f"id:{identity.upgraded(number)}" in self._by_key

    def find_likely(self, person: Person, but: Container[str]) -> tuple[Person, str] | None:
        """Return who may be the same and why: `born`, `address` or `copy`; `but` are other lines'.

        Two of one name of whom anything differs that people seldom change are not the same.
        """
        for known in self._by_name.get(person.name, ()):
            if known.id not in but and not _differ(known, person):
                for why, same in _LIKELY.items():
                    if same(known, person):
                        return known, why
        return None


def spellings(number: str) -> Sequence[str]:
    """Return how an identity number may stand on file: as it is, or as its 15 digits of old."""
    if len(number) == 18 and number[6:8] == "19":
        return (number, number[:6] + number[8:17])
    return (number, identity.upgraded(number))


def _keys(person: Person) -> Iterator[str]:
    if person.identity_number:
        yield f"id:{identity.upgraded(person.identity_number)}"
    if person.phone:
        yield f"phone:{person.name}:{person.phone}"
    if person.household_id:
        yield f"home:{person.name}:{person.household_id}"


def _contradict(one: Person, other: Person) -> bool:
    """Tell whether two of one name are surely not the same: by number, else by birth date."""
    if one.identity_number and other.identity_number:
        numbers = {identity.upgraded(one.identity_number), identity.upgraded(other.identity_number)}
        return len(numbers) > 1
    return bool(one.birth_date and other.birth_date and one.birth_date != other.birth_date)


def _differ(one: Person, other: Person) -> bool:
    return _contradict(one, other) or any(
        getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
        for name in ("phone", "sex", "household_id")
    )


def _says(person: Person) -> dict[str, object]:
    said = asdict(person)
    return {name: value for name, value in said.items() if name not in _OWN and value}


_OWN = ("id", "home_division")
_LIKELY: Mapping[str, Callable[[Person, Person], bool]] = {
    "born": lambda one, other: bool(one.birth_date) and one.birth_date == other.birth_date,
    "address": lambda one, other: bool(one.address) and one.address == other.address,
    "copy": lambda one, other: _says(one) == _says(other),
}
