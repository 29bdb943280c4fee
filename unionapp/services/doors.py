"""Gathers everything that is known behind one door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unionapp.models.desk import Desk
from unionapp.models.records import Employer, Household, Person, Place, Visit
from unionapp.services.visits import VisitLine


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
    """Return everything behind a door; raises `places.missing`."""
    raise NotImplementedError
