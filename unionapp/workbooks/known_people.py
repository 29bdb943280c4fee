"""Tells which person on file a line of a workbook is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from unionapp.models.records import Person
from unionapp.models.store import Reader
from unionapp.values import identity

_BATCH = 500


class KnownPeople:
    """The persons on file that a workbook may mean, and those it has added so far.

    The identity number decides; without one on either side, name with phone, then name with
    household. A name alone is never enough.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._by_key: defaultdict[str, list[Person]] = defaultdict(list)
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
            for key in _keys(person):
                self._by_key[key].append(person)

    def find(self, person: Person) -> Person | None:
        """Return the same person on file, or None."""
        for key in _keys(person):
            for known in self._by_key.get(key, ()):
                if not _contradict(known, person):
                    return known
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
