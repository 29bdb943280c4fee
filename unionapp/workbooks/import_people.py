"""Imports persons and puts them behind their doors, household by household."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from unionapp.models.declare import Field
from unionapp.models.desk import Reading
from unionapp.models.records import Household, Person
from unionapp.services import records
from unionapp.values import identity
from unionapp.workbooks.headers import find_headers, left_out
from unionapp.workbooks.known_people import KnownPeople, spellings
from unionapp.workbooks.place_columns import PART_NAMES, PARTS
from unionapp.workbooks.place_index import PlaceIndex
from unionapp.workbooks.plan import ParsedRow, Tally, difference, parse_rows
from unionapp.workbooks.reading import Sheet

Values = Mapping[str, object]


def plan(now: Reading, new_id: Callable[[], str], sheets: tuple[Sheet, ...]) -> Tally:
    """Work out which persons a workbook adds and which it changes."""
    declared = [one for one in now.schema["person"].fields if one.section]
    headers = find_headers(sheets, (*declared, *PARTS), required=("name",))
    tally = Tally(problems=list(left_out(sheets, headers)))
    rows = list(parse_rows(headers, today=now.today))
    planner = _Planner(now, new_id, declared, tally)
    planner.look_up(rows)
    for row in rows:
        tally.rows += 1
        planner.take(row)
    return tally


class _Planner:
    """What is known while the lines of one workbook are gone through."""

    def __init__(
        self, now: Reading, new_id: Callable[[], str], declared: list[Field], tally: Tally
    ) -> None:
        self._now = now
        self._today = now.today
        self._division = now.division
        self._new_id = new_id
        self._declaration = now.schema["person"]
        self._compared = [*declared, self._declaration.field("household_id")]
        self._tally = tally
        self._places = PlaceIndex(now)
        self._people = KnownPeople(now)
        homes = now.rows(
            "SELECT id, door_id FROM household "
            "WHERE door_id IS NOT NULL AND deleted_at IS NULL ORDER BY rid"
        )
        self._door_of: dict[str, str] = dict(homes)
        # The first household behind a door takes in whoever a list puts there.
        self._home_at: dict[str, str] = {door: home for home, door in reversed(homes)}
        # The persons that a line was about: that line, and how they stand after it.
        self._lines: dict[str, int] = {}
        self._after: dict[str, Person] = {}
        self._doors: dict[tuple[str, int], str | None] = {}  # by the line's place

    def look_up(self, rows: Sequence[ParsedRow]) -> None:
        """Read at once whom on file the lines may be about."""
        numbers = [str(row.values.get("identity_number") or "") for row in rows]
        self._people.load("identity_number", (form for one in numbers for form in spellings(one)))
        self._people.load("phone", (str(row.values.get("phone") or "") for row in rows))
        self._doors = {row.place: self._door_of_row(row) for row in rows}
        doors = (door for door in self._doors.values() if door)
        self._people.load("household_id", (self._home_at.get(door) for door in doors))
        known = self._people.knows_number
        unknown = (row for row, number in zip(rows, numbers, strict=True) if not known(number))
        self._people.load("name", (str(row.values.get("name") or "") for row in unknown))

    def take(self, row: ParsedRow) -> None:
        """Plan what one line does."""
        values = {name: value for name, value in row.values.items() if name not in PART_NAMES}
        problems = records.problems_in(self._declaration, values, today=self._today)
        if not self._tally.accepts((*row.problems, *map(row.located, problems))):
            return
        door = self._doors[row.place]
        make = cast("Callable[..., Person]", self._declaration.record)
        home = {"household_id": self._home_at[door]} if door in self._home_at else {}
        filled = {**self._said_by_number(values), **values, **home}
        person = make(id=self._new_id(), home_division=self._division, **filled)
        known = self._people.find(person) or self._likely(row, person)
        if known is not None and known.id in self._lines:
            self._note_twice(row, values, known)
        elif known is not None:
            self._lines[known.id] = row.number
            self._update(row, known, filled, door)
        else:
            self._lines[person.id] = row.number
            self._create(row, filled, person.id, door)

    def _likely(self, row: ParsedRow, person: Person) -> Person | None:
        """Return who is likely the same; the worker is told before anything is written."""
        likely = self._people.find_likely(person, self._lines)
        if likely is None:
            return None
        known, why = likely
        code = {
            "born": "import.likely_born",
            "address": "import.likely_address",
            "copy": "import.likely_copy",
        }[why]
        self._tally.accepts([row.problem(code, "name", warning=True, on_file=known.name)])
        return known

    def _create(self, row: ParsedRow, filled: Values, id_: str, door: str | None) -> None:
        make = cast("Callable[..., Person]", self._declaration.record)
        home = {"household_id": self._home(door)} if door else {}
        person = make(id=id_, home_division=self._division, **{**filled, **home})
        self._after[id_] = person
        self._tally.create(person)
        self._people.add(person)
        self._note_no_door(row, door)

    def _update(self, row: ParsedRow, known: Person, filled: Values, door: str | None) -> None:
        if not set(known.name) & set(str(filled["name"])):
            # A slip in the number that happens to be somebody else's would rename that person.
            code = "import.somebody_elses_number"
            self._tally.accepts([row.problem(code, "name", on_file=known.name)])
            return
        values = dict(filled)
        for name in ("sex", "birth_date"):
            if name not in row.values and getattr(known, name) is not None:
                values.pop(name, None)  # what the number says only fills what is empty
        if known.identity_number == identity.upgraded(str(values.get("identity_number"))):
            values.pop("identity_number")  # 15 digits of old say nothing against the 18 on file
        values.pop("household_id", None)
        if door and self._door_of.get(known.household_id or "") != door:
            values["household_id"] = self._home(door)
        if known.name != values["name"]:
            detail = {"on_file": known.name}
            self._tally.accepts([row.problem("import.other_name", "name", warning=True, **detail)])
        changed = difference(known, values, self._compared)
        self._after[known.id] = replace(known, **changed)  # type: ignore[arg-type] # typed by the declaration
        self._tally.change("person", known.id, changed)
        self._note_no_door(row, door)

    def _note_twice(self, row: ParsedRow, values: Values, known: Person) -> None:
        """A repeated line is passed over; one that says something else is not ours to settle."""
        same = not difference(self._after[known.id], values, self._compared)
        first = self._lines[known.id]
        if self._tally.accepts([row.problem("import.twice", "name", warning=same, first=first)]):
            self._tally.unchanged += 1

    def _said_by_number(self, values: Values) -> dict[str, object]:
        """Return what the identity number says by itself: sex and birth date."""
        number = values.get("identity_number")
        if not isinstance(number, str):
            return {}
        read = identity.check(number, today=self._today)
        said = {"sex": read.sex, "birth_date": read.birth_date}
        return {name: value for name, value in said.items() if value is not None}

    # ---- doors and households ---------------------------------------------------------------

    def _parts(self, row: ParsedRow) -> dict[str, str]:
        parts = {name: str(row.values[name]) for name in PART_NAMES if name in row.values}
        address = row.values.get("address")
        if "number" not in parts and isinstance(address, str):
            return {**parts, **self._places.parts_of(address)}
        return parts

    def _door_of_row(self, row: ParsedRow) -> str | None:
        parts = self._parts(row)
        return self._places.find_door(parts) if parts.get("number") else None

    def _home(self, door: str) -> str:
        """Return the household behind a door; its first person founds one."""
        if door not in self._home_at:
            home = Household(id=self._new_id(), home_division=self._division, door_id=door)
            self._tally.new.append(home)
            self._home_at[door] = home.id
            self._door_of[home.id] = door
        return self._home_at[door]

    def _note_no_door(self, row: ParsedRow, door: str | None) -> None:
        where = str(row.values.get("address") or " ".join(self._parts(row).values()))
        if where and door is None:
            self._tally.accepts(
                [row.problem("import.no_such_door", "address", warning=True, address=where)]
            )
