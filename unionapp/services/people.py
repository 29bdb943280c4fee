"""Adds people and households behind doors, finds who is on file already, and moves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from unionapp.errors import refuse
from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Household, Person
from unionapp.services import records
from unionapp.services.place_rules import standing_door
from unionapp.services.records import Saved
from unionapp.values import identity, phone

# Relations to the head (GB/T 4761) of somebody who may be the head: not said, 本人, 户主.
_MAY_HEAD = frozenset({None, "", "01", "02"})


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
    with desk.write() as work:
        standing_door(work, door_id)
        household = Household(id=work.new_id(), home_division=work.division, door_id=door_id)
        work.add(household)
        return AddedHousehold(household, frozenset(work.changed))


def add_person(desk: Desk, household_id: str, values: Mapping[str, object]) -> Saved:
    """Add a person to a household; the first one becomes its head, unless said to be a relative.

    Raises `people.household_missing`; values are taken as `records.new` takes them.
    """
    with desk.write() as work:
        household = _household(work, household_id)
        saved = records.write_new(work, "person", {**values, "household_id": household_id})
        if household.head_id is None and values.get("relation") in _MAY_HEAD:
            work.set_fields("household", household_id, {"head_id": saved.record.id})
        return replace(saved, changes=frozenset(work.changed))


def on_file(desk: Desk, identity_number: str, *, but: str | None = None) -> tuple[OnFile, ...]:
    """Return who has this identity number, in its 15 or 18 digits, except the person `but`."""
    known = spellings(identity_number)
    if not known:
        return ()
    marks = ",".join("?" * len(known))
    with desk.read() as reading:
        found = reading.select(
            Person, f"identity_number IN ({marks}) AND id IS NOT ?", (*known, but)
        )
        homes = reading.by_ids(Household, [one.household_id for one in found if one.household_id])
        places = Addresses(reading)
        return tuple(_on_file(one, homes.get(one.household_id or ""), places) for one in found)


def spellings(identity_number: str) -> tuple[str, ...]:
    """Return a number as it may stand on file: as it is, with 18 digits and with 15."""
    number = identity.normalise(identity_number)
    short = number[:6] + number[8:17]
    same_short = len(number) == 18 and identity.upgraded(short) == number
    found = [number, identity.upgraded(number), short if same_short else number]
    return tuple(dict.fromkeys(one for one in found if one))


def _on_file(person: Person, home: Household | None, places: Addresses) -> OnFile:
    door_id = home.door_id if home else None
    return OnFile(
        person_id=person.id,
        name=person.name,
        identity_masked=identity.mask(person.identity_number or ""),
        phone_masked=phone.mask(person.phone or ""),
        household_id=person.household_id,
        door_id=door_id,
        address=places.text(door_id) if door_id else person.address or "",
    )


def move(desk: Desk, person_id: str, household_id: str | None) -> Moved:
    """Move a person to another household, or out of the patch with None.

    A household that loses its head has none until somebody names one; one without a head takes
    the person who comes. Raises `people.missing`, `people.household_missing`.
    """
    with desk.write() as work:
        person = work.get(Person, person_id)
        if person is None or person.deleted_at is not None:
            raise refuse("people.missing", person_id)
        if person.household_id == household_id:
            return Moved(person, frozenset())
        old = work.get(Household, person.household_id) if person.household_id else None
        if old is not None and old.head_id == person_id:
            work.set_fields("household", old.id, {"head_id": None})
        if household_id is not None and _household(work, household_id).head_id is None:
            work.set_fields("household", household_id, {"head_id": person_id})
        work.set_fields("person", person_id, {"household_id": household_id})
        return Moved(replace(person, household_id=household_id), frozenset(work.changed))


def move_household(desk: Desk, household_id: str, door_id: str | None) -> AddedHousehold:
    """Move a whole household behind another door, or out of the patch with None.

    Raises `people.household_missing`, `places.missing`, `places.not_a_door`.
    """
    with desk.write() as work:
        household = _household(work, household_id)
        if door_id is not None:
            standing_door(work, door_id)
        if household.door_id != door_id:
            work.set_fields("household", household_id, {"door_id": door_id})
        return AddedHousehold(replace(household, door_id=door_id), frozenset(work.changed))


def _household(reading: Reading, household_id: str) -> Household:
    household = reading.get(Household, household_id)
    if household is None or household.deleted_at is not None:
        raise refuse("people.household_missing", household_id)
    return household
