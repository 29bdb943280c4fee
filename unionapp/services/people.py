"""Adds people and households behind doors, finds who is on file already, and moves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unionapp.models.desk import Desk
from unionapp.models.records import Household, Person
from unionapp.services.records import Saved


@dataclass(frozen=True, slots=True)
class AddedHousehold:
    """A household that was put behind a door."""

    household: Household
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class OnFile:
    """A person who has the same identity number; numbers are masked."""

    person_id: str
    name: str
    identity_masked: str
    phone_masked: str
    household_id: str | None
    door_id: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A person who lives elsewhere now."""

    person: Person
    changes: frozenset[str]


def add_household(desk: Desk, door_id: str) -> AddedHousehold:
    """Put a new, empty household behind a door; raises `places.missing`, `places.not_a_door`."""
    raise NotImplementedError


def add_person(desk: Desk, household_id: str, values: Mapping[str, object]) -> Saved:
    """Add a person to a household; the first one becomes its head."""
    raise NotImplementedError


def on_file(desk: Desk, identity_number: str, *, but: str | None = None) -> tuple[OnFile, ...]:
    """Return who has this identity number, in its 15 or 18 digits, except the person `but`."""
    raise NotImplementedError


def move(desk: Desk, person_id: str, household_id: str | None) -> Moved:
    """Move a person to another household, or out of the patch with None."""
    raise NotImplementedError


def move_household(desk: Desk, household_id: str, door_id: str | None) -> AddedHousehold:
    """Move a whole household behind another door, or out of the patch with None."""
    raise NotImplementedError
