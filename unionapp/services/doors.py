"""Gathers everything that is known behind one door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from unionapp.errors import refuse
from unionapp.models.addresses import SPOKEN
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Employer, Household, Person, Place, Visit
from unionapp.models.store import column_list, instant_text, row_reader
from unionapp.services import places, standings, visits
from unionapp.services.last_visit import day_began
from unionapp.services.visits import VisitLine

MOST_VISITS = 200  # shown behind one door; `history` has all that ever happened


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person behind the door; `status` is a code of `membership_status` or ""."""

    person: Person
    is_head: bool
    status: str
    on_roll: bool


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """One household with its people, the head first."""

    household: Household
    people: tuple[PersonLine, ...]
    hardship_file_id: str | None
    in_hardship: bool


@dataclass(frozen=True, slots=True)
class Appointment:
    """What was agreed on at the last visit; `due` when the day has come."""

    on: date
    time: str | None
    visit_id: str
    due: bool


@dataclass(frozen=True, slots=True)
class DoorView:
    """One door with all behind it; `visits` are newest first.

    `in_progress` is this worker's own visit of today without an outcome.
    """

    door: Place
    path: tuple[Place, ...]
    address: str
    households: tuple[HouseholdView, ...]
    employers: tuple[Employer, ...]
    visits: tuple[VisitLine, ...]
    in_progress: Visit | None
    appointment: Appointment | None
    outcome: str | None
    members: int
    hardship: bool


def view(desk: Desk, door_id: str) -> DoorView:
    """Return everything behind a door; raises `places.missing`, `places.not_a_door`."""
    with desk.read() as reading:
        path = places.path_in(reading, door_id)
        door = path[-1] if path else None
        if door is None or door.deleted_at is not None:
            raise refuse("places.missing", door_id)
        if door.kind != "door":
            raise refuse("places.not_a_door", door.name)
        households = _households(reading, door_id)
        employers = reading.select(Employer, "door_id = ?", (door_id,), order="name, rid")
        lines = visits.of_door_in(reading, door_id, limit=MOST_VISITS)
        under_way = _own_under_way(reading, lines, desk.worker_id)
        last = next((one.visit for one in lines if one.visit.outcome is not None), None)
        return DoorView(
            door=door,
            path=path,
            address=_spoken(path),
            households=households,
            employers=tuple(employers),
            visits=lines,
            in_progress=under_way,
            appointment=_appointment(last, reading.today),
            outcome=last.outcome if last else None,
            members=sum(one.on_roll for home in households for one in home.people),
            hardship=any(home.in_hardship for home in households),
        )


def _spoken(path: tuple[Place, ...]) -> str:
    return " ".join(place.name for place in path if place.kind in SPOKEN)


def _households(reading: Reading, door_id: str) -> tuple[HouseholdView, ...]:
    homes = _homes(reading, door_id)
    people = reading.select(
        Person,
        "household_id IN (SELECT id FROM household WHERE door_id = ? AND deleted_at IS NULL)",
        (door_id,),
    )
    known = standings.behind_doors(reading, [door_id])
    found = []
    for home, file_id, in_hardship in homes:
        own = [_person(one, home, known) for one in people if one.household_id == home.id]
        own.sort(key=lambda line: not line.is_head)
        found.append(HouseholdView(home, tuple(own), file_id, in_hardship))
    return tuple(found)


def _homes(reading: Reading, door_id: str) -> list[tuple[Household, str | None, bool]]:
    """Return the households behind a door, each with its hardship file and whether it stands.

    A file that was resolved or cancelled marks its door no longer.
    """
    declaration = reading.schema["household"]
    read = row_reader(declaration)
    rows = reading.rows(
        f"SELECT {column_list(declaration)}, "  # noqa: S608 - columns of the declaration
        "(SELECT max(f.id) FROM hardship_file f "
        "WHERE f.household_id = household.id AND f.deleted_at IS NULL), "
        "EXISTS (SELECT 1 FROM hardship_file f WHERE f.household_id = household.id "
        "AND f.deleted_at IS NULL AND coalesce(f.state, 'open') = 'open') "
        "FROM household WHERE door_id = ? AND deleted_at IS NULL ORDER BY rid",
        (door_id,),
    )
    return [(read(row[:-2]), row[-2], bool(row[-1])) for row in rows]


def _person(person: Person, home: Household, known: Mapping[str, standings.Standing]) -> PersonLine:
    standing = known.get(person.id)
    status, on_roll = (standing.status, standing.on_roll) if standing else ("", False)
    return PersonLine(person, person.id == home.head_id, status, on_roll)


def _own_under_way(reading: Reading, lines: tuple[VisitLine, ...], worker_id: str) -> Visit | None:
    began = day_began(reading)
    for line in lines:
        one = line.visit
        today = one.at is not None and instant_text(one.at) >= began
        if one.outcome is None and one.worker_id == worker_id and today:
            return one
    return None


def _appointment(last: Visit | None, today: date) -> Appointment | None:
    if last is None or last.next_on is None:
        return None
    return Appointment(last.next_on, last.next_time, last.id, due=last.next_on <= today)
