"""Imports persons and puts them behind their doors, household by household."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from unionapp.errors import Problem
from unionapp.models.declare import Declaration, Field
from unionapp.models.desk import Reading
from unionapp.models.records import Household, Person
from unionapp.services import records
from unionapp.values import identity
from unionapp.workbooks.headers import Header, find_header, unknown_columns
from unionapp.workbooks.import_places import root_of
from unionapp.workbooks.place_columns import PARTS, PlaceIndex
from unionapp.workbooks.plan import Change, ParsedRow, Tally, at_row, difference, parse_rows
from unionapp.workbooks.reading import Sheet


class _Planner:
    """What is known while the lines of one workbook are gone through."""

    def __init__(self, now: Reading, new_id: Callable[[], str], header: Header) -> None:
        self.now = now
        self.new_id = new_id
        self.header = header
        self.declaration: Declaration = now.schema["person"]
        self.fields: list[Field] = [one for one in self.declaration.fields if one.section]
        self.tally = Tally(problems=list(unknown_columns(header)))
        self.places = PlaceIndex(now, root_of(now))
        self.households: dict[str, str] = {
            str(door): str(id_)
            for id_, door in now.rows(
                "SELECT id, door_id FROM household "
                "WHERE door_id IS NOT NULL AND deleted_at IS NULL ORDER BY rid DESC"
            )
        }
        self.standing: dict[str, Person] = {
            key: one for one in now.select(Person) for key in _keys(one)
        }

    def take(self, row: ParsedRow) -> None:
        values = {name: value for name, value in row.values.items() if name not in _PART_NAMES}
        values = {**_from_number(values, self.now), **values}
        problems = [*row.problems, *self._problems(row, values)]
        self.tally.problems += problems
        if any(not problem.warning for problem in problems):
            self.tally.refused += 1
            return
        household = self._household(row, values)
        if household is not None:
            values["household_id"] = household
        self._enter(values)

    def _problems(self, row: ParsedRow, values: Mapping[str, object]) -> Iterator[Problem]:
        for problem in records.problems_in(self.declaration, values, today=self.now.today):
            yield at_row(problem, self.header, row.number)

    def _household(self, row: ParsedRow, values: Mapping[str, object]) -> str | None:
        """Return the household of the line's door; the first person of a door founds one."""
        parts = {name: str(row.values[name]) for name in _PART_NAMES if name in row.values}
        address = values.get("address")
        if not parts.get("number") and isinstance(address, str):
            parts = {**parts, **self.places.parts_of(address)}
        if not parts:
            return None
        door = self.places.find_door(parts) if parts.get("number") else None
        if door is None:
            where = str(address or " ".join(parts.values()))
            problem = Problem("import.no_such_door", "address", {"address": where}, warning=True)
            self.tally.problems.append(at_row(problem, self.header, row.number))
            return None
        if door not in self.households:
            made = Household(id=self.new_id(), home_division=self.now.division, door_id=door)
            self.tally.new.append(made)
            self.households[door] = made.id
        return self.households[door]

    def _enter(self, values: Mapping[str, object]) -> None:
        person = Person(id=self.new_id(), home_division=self.now.division)
        person = replace(person, **values)  # type: ignore[arg-type] # typed by the declaration
        found = next((self.standing[key] for key in _keys(person) if key in self.standing), None)
        if found is None:
            self.tally.new.append(person)
            self.tally.created += 1
            self.standing |= dict.fromkeys(_keys(person), person)
            return
        placed = self.declaration.field("household_id")
        changed = difference(found, values, [*self.fields, placed])
        if changed:
            self.tally.changes.append(Change("person", found.id, changed))
            self.tally.updated += 1
        else:
            self.tally.unchanged += 1


_PART_NAMES = frozenset(part.name for part in PARTS)


def plan(now: Reading, new_id: Callable[[], str], sheets: tuple[Sheet, ...]) -> tuple[Tally, int]:
    """Work out which persons a workbook adds and which it changes."""
    declared = [one for one in now.schema["person"].fields if one.section]
    header = find_header(sheets, (*declared, *PARTS), required=("name",))
    planner = _Planner(now, new_id, header)
    parsed = parse_rows(header, today=now.today)
    for row in parsed:
        planner.take(row)
    return planner.tally, len(parsed)


def _from_number(values: Mapping[str, object], now: Reading) -> dict[str, object]:
    """Return what the identity number says by itself: sex and birth date."""
    number = values.get("identity_number")
    if not isinstance(number, str):
        return {}
    read = identity.check(number, today=now.today)
    said = {"sex": read.sex, "birth_date": read.birth_date}
    return {name: value for name, value in said.items() if value is not None}


def _keys(person: Person) -> list[str]:
    """Return by what a person is known to be the same, the surest first.

    The identity number decides; without one, name with phone, then name with birth date and
    household. A name alone is never enough.
    """
    if person.identity_number:
        return [f"id:{person.identity_number}"]
    keys = []
    if person.phone:
        keys.append(f"phone:{person.name}:{person.phone}")
    if person.household_id and person.birth_date:
        keys.append(f"home:{person.name}:{person.household_id}:{person.birth_date}")
    elif person.household_id:
        keys.append(f"home:{person.name}:{person.household_id}")
    return keys
