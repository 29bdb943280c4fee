"""Reads how many memberships stand, in sets: the roll of a union, and statuses by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unionapp.errors import refuse
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Membership, MembershipEvent
from unionapp.services.membership_rules import is_on_roll, since, status_of
from unionapp.values import identity


@dataclass(frozen=True, slots=True)
class RollLine:
    """One line of the roll; the identity number is masked."""

    membership_id: str
    person_id: str
    name: str
    identity_masked: str
    number: str | None
    union_id: str | None
    union_name: str
    since: date | None
    status: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one membership stands."""

    membership_id: str
    number: str | None
    union_id: str | None
    status: str
    since: date | None


def statuses(reading: Reading, person_ids: Sequence[str] | None = None) -> Mapping[str, str]:
    """Return the status by person id, for those who have a membership (the latest counts)."""
    where, given = "1", tuple(person_ids or ())
    if person_ids is not None:
        where = f"person_id IN ({','.join('?' * len(given))})"
    return {person_id: line.status for person_id, line in _latest(reading, where, given).items()}


def standings(reading: Reading) -> Mapping[str, Standing]:
    """Return the latest membership of everybody who has one, by person id."""
    return _latest(reading, "1", ())


def standing_of(reading: Reading, membership_id: str) -> Standing:
    """Return how one membership stands; raises `members.missing`."""
    found = _latest(reading, "id = ?", (membership_id,))
    if not found:
        raise refuse("members.missing", membership_id)
    return next(iter(found.values()))


def roll(desk: Desk, *, union_id: str | None = None) -> tuple[RollLine, ...]:
    """Return those on the roll (在籍, 转出中, 保留), by name."""
    from unionapp.values import names

    with desk.read() as reading:
        where, given = ("union_id = ?", (union_id,)) if union_id else ("1", ())
        found = {
            person_id: line
            for person_id, line in _latest(reading, where, given).items()
            if is_on_roll(line.status)
        }
        people = {
            row[0]: row[1:]
            for row in reading.rows(
                "SELECT id, name, identity_number FROM person WHERE deleted_at IS NULL "
                "AND id IN (SELECT person_id FROM membership)"
            )
        }
        unions = dict(reading.rows('SELECT id, name FROM "union"'))
    lines = [
        RollLine(
            membership_id=line.membership_id,
            person_id=person_id,
            name=people[person_id][0],
            identity_masked=identity.mask(people[person_id][1] or ""),
            number=line.number,
            union_id=line.union_id,
            union_name=unions.get(line.union_id or "", ""),
            since=line.since,
            status=line.status,
        )
        for person_id, line in found.items()
        if person_id in people
    ]
    return tuple(sorted(lines, key=lambda line: (names.sort_key(line.name), line.membership_id)))


def _latest(reading: Reading, where: str, given: Sequence[str | None]) -> dict[str, Standing]:
    """Return the latest membership of every person, read in two statements."""
    events: defaultdict[str, list[MembershipEvent]] = defaultdict(list)
    chosen = f"membership_id IN (SELECT id FROM membership WHERE {where})"  # noqa: S608 - our own
    for event in reading.select(MembershipEvent, chosen, given):
        events[event.membership_id].append(event)
    found = {}
    for membership in reading.select(Membership, where, given):
        own = events[membership.id]
        found[membership.person_id] = Standing(
            membership.id, membership.number, membership.union_id, status_of(own), since(own)
        )
    return found
