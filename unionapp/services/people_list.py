"""Lists people for the screen: which ids in which order, and the words of one page of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading
from unionapp.models.finding import find
from unionapp.models.records import Household, Person
from unionapp.services.member_roll import statuses
from unionapp.services.membership_rules import is_on_roll
from unionapp.values import identity, names, phone

Show = Literal["all", "member", "not_member", "eight_groups"]
# Whoever looks for a name wants the few that fit, not a list to scroll.
_MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the list; numbers are masked, `status` is a code of `membership_status`."""

    id: str
    name: str
    identity_masked: str
    phone_masked: str
    address: str
    group: str | None
    status: str
    on_roll: bool


def ids(desk: Desk, show: Show = "all", text: str = "") -> tuple[str, ...]:
    """Return the people to list, by name as it is spoken; with a text, the best found first."""
    with desk.read() as reading:
        found = _found(reading, text) if text.strip() else _all(reading, show)
        if show in ("member", "not_member"):
            known = statuses(reading)
            wanted = show == "member"
            found = [one for one in found if is_on_roll(known.get(one, "")) is wanted]
        return tuple(found)


def lines(desk: Desk, person_ids: Sequence[str]) -> Mapping[str, PersonLine]:
    """Return what the list says of some people, by id."""
    with desk.read() as reading:
        found = reading.by_ids(Person, person_ids)
        homes = reading.by_ids(
            Household, [one.household_id for one in found.values() if one.household_id]
        )
        places = Addresses(reading)
        places.load([one.door_id for one in homes.values() if one.door_id])
        known = statuses(reading, person_ids)
        return {
            id_: _line(one, homes.get(one.household_id or ""), places, known.get(id_, ""))
            for id_, one in found.items()
        }


def _found(reading: Reading, text: str) -> list[str]:
    hits = find(reading, text, kinds=("person",), limit=_MOST_HITS).hits
    return [hit.id for hit in hits]


def _all(reading: Reading, show: Show) -> list[str]:
    narrowed = "AND occupation_group IS NOT NULL" if show == "eight_groups" else ""
    rows = reading.rows(
        f"SELECT name, rid, id FROM person WHERE deleted_at IS NULL {narrowed}"  # noqa: S608 - our own words
    )
    return [
        id_ for _, _, id_ in sorted((names.sort_key(name), rid, id_) for name, rid, id_ in rows)
    ]


def _line(person: Person, home: Household | None, places: Addresses, status: str) -> PersonLine:
    door_id = home.door_id if home else None
    return PersonLine(
        id=person.id,
        name=person.name,
        identity_masked=identity.mask(person.identity_number or ""),
        phone_masked=phone.mask(person.phone or ""),
        address=places.text(door_id) if door_id else person.address or "",
        group=person.occupation_group,
        status=status,
        on_roll=is_on_roll(status),
    )
