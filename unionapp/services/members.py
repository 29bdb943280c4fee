"""Registers members: an append-only ledger of events from which the status is computed.

What may follow what stands in `membership_rules`, lists of many members in `member_roll`; both are
reached from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from unionapp.errors import refuse
from unionapp.models import audit, series
from unionapp.models.declare import Field, Record, Schema
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Membership, MembershipEvent, Person
from unionapp.services.member_roll import RollLine as RollLine
from unionapp.services.member_roll import Standing as Standing
from unionapp.services.member_roll import roll as roll
from unionapp.services.member_roll import standing_of as standing_of
from unionapp.services.member_roll import statuses as statuses
from unionapp.services.membership_rules import CLOSED, JOINING, day_of, refuse_wrong_turn, since
from unionapp.services.membership_rules import is_on_roll as is_on_roll
from unionapp.services.membership_rules import may_follow as may_follow
from unionapp.services.membership_rules import status_of as status_of
from unionapp.services.membership_rules import transitions as transitions

# The fields of the 工会会员登记表, in its order; the wage stands there as 工资.
_FORM: tuple[tuple[str, str], ...] = (
    ("membership", "number"),
    ("person", "name"),
    ("person", "sex"),
    ("person", "birth_date"),
    ("person", "ethnicity"),
    ("person", "education"),
    ("person", "native_place"),
    ("person", "political_status"),
    ("person", "monthly_wage_fen"),
    ("person", "workplace"),
    ("person", "post"),
    ("person", "title"),
    ("membership", "household_members"),
    ("person", "resume"),
)


@dataclass(frozen=True, slots=True)
class Registered:
    """What was written: the membership as it now stands, its new event and its status."""

    membership: Membership
    event: MembershipEvent
    status: str
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Missing:
    """A field of the 工会会员登记表 that is still empty, and the kind of record it stands in."""

    kind: str
    field: Field


@dataclass(frozen=True, slots=True)
class MemberView:
    """One person's membership: `status` is "" when nothing is on file.

    `membership` is the latest one; `former` those before it. `since` is the day of approval, from
    which membership counts. `may` are the codes of `membership_event` that may come next.
    """

    person: Person
    membership: Membership | None
    status: str
    number: str | None
    since: date | None
    events: tuple[MembershipEvent, ...]
    may: tuple[str, ...]
    missing: tuple[Missing, ...]
    former: tuple[Membership, ...]


def intend(desk: Desk, person_id: str, *, on: date, union_id: str | None = None) -> Registered:
    """Note that somebody wants to join."""
    with desk.write() as work:
        return _join(work, person_id, _Told("intent", on, union_id))


def apply(
    desk: Desk, person_id: str, *, union_id: str | None, on: date, paper: str | None = None
) -> Registered:
    """Take an application; a person who left before gets a new membership.

    Raises `members.not_now` (names the present status: one membership a person), and as
    `record_event` does.
    """
    with desk.write() as work:
        return _join(work, person_id, _Told("applied", on, union_id, paper))


def transfer_in(
    desk: Desk,
    person_id: str,
    *,
    union_id: str | None,
    on: date,
    paper: str | None = None,
    other_union: str | None = None,
    number: str | None = None,
) -> Registered:
    """Take over a member from another union; `number` keeps the number of the old card."""
    with desk.write() as work:
        told = _Told("transferred_in", on, union_id, paper, other_union)
        return _join(work, person_id, told, number=number)


def record_event(
    desk: Desk,
    membership_id: str,
    event: str,
    *,
    on: date,
    union_id: str | None = None,
    paper: str | None = None,
    other_union: str | None = None,
    note: str | None = None,
) -> Registered:
    """Append an event; approval takes the member number. The union is the membership's, if unset.

    `other_union` is the one that somebody goes to or comes from.

    Raises `members.not_now` (names the present status), `members.before_last`,
    `members.date_ahead`, `members.missing`, `members.no_such_event`.
    """
    with desk.write() as work:
        membership = work.get(Membership, membership_id)
        if membership is None:
            raise refuse("members.missing", membership_id)
        told = _Told(event, on, union_id, paper, other_union, note)
        return _append(work, membership, told, number=None)


def view(desk: Desk, person_id: str) -> MemberView:
    """Return what is known of one person's membership; raises `members.person_missing`."""
    with desk.read() as reading:
        person = _person(reading, person_id)
        known = _memberships(reading, person_id)
        latest = known[-1] if known else None
        events = _events(reading, latest.id) if latest else ()
        status = status_of(events)
        return MemberView(
            person=person,
            membership=latest,
            status=status,
            number=latest.number if latest else None,
            since=since(events),
            events=events,
            may=may_follow(status),
            missing=_missing(desk.schema, person, latest),
            former=tuple(known[:-1]),
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """An event as it is told, before it is written."""

    event: str
    on: date
    union_id: str | None
    paper: str | None = None
    other_union: str | None = None
    note: str | None = None


def _join(work: Work, person_id: str, told: _Told, *, number: str | None = None) -> Registered:
    """Append the event to the person's membership; one that is closed makes room for a new one."""
    _person(work, person_id)
    known = _memberships(work, person_id)
    latest = known[-1] if known else None
    status = status_of(_events(work, latest.id)) if latest else ""
    refuse_wrong_turn(told.event, status)
    if latest is None or status in CLOSED:
        if latest is not None:
            _refuse_wrong_day(work, _events(work, latest.id), told.on)
        latest = Membership(
            id=work.new_id(),
            home_division=work.division,
            person_id=person_id,
            union_id=told.union_id or work.meta("union"),
        )
        work.add(latest)
    return _append(work, latest, told, number=number)


def _append(work: Work, membership: Membership, told: _Told, *, number: str | None) -> Registered:
    events = _events(work, membership.id)
    status = status_of(events)
    refuse_wrong_turn(told.event, status)
    _refuse_wrong_day(work, events, told.on)
    added = MembershipEvent(
        id=work.new_id(),
        home_division=work.division,
        membership_id=membership.id,
        event=told.event,
        on=told.on,
        union_id=told.union_id or membership.union_id,
        paper=told.paper,
        other_union=told.other_union,
        previous=status or None,
        worker_id=work.worker_id,
        note=told.note,
    )
    work.add(added)
    changed = _follow_up(work, membership, added, number)
    audit.append(work, "membership_event", "membership", membership.id, {"event": told.event})
    return Registered(changed, added, status_of((*events, added)), frozenset(work.changed))


def _follow_up(
    work: Work, membership: Membership, event: MembershipEvent, number: str | None
) -> Membership:
    """Change what the register entry itself says: day of application, acting union, number."""
    values: dict[str, object] = {}
    if event.event == "applied":
        values["applied_on"] = event.on
    if event.event in JOINING:
        if event.union_id != membership.union_id:
            values["union_id"] = event.union_id
        if membership.number is None:
            values["number"] = number or series.take(work, "member").text
    work.set_fields("membership", membership.id, values)
    return replace(membership, **values)  # type: ignore[arg-type] # names and types of its own


def _refuse_wrong_day(work: Work, events: Sequence[MembershipEvent], on: date) -> None:
    if on > work.today:
        raise refuse("members.date_ahead", "on", day=on.isoformat(), today=work.today.isoformat())
    last = max((day_of(event) for event in events), default=date.min)
    if on < last:
        raise refuse("members.before_last", "on", day=on.isoformat(), last=last.isoformat())


def _person(reading: Reading, person_id: str) -> Person:
    person = reading.get(Person, person_id)
    if person is None or person.deleted_at is not None:
        raise refuse("members.person_missing", person_id)
    return person


def _memberships(reading: Reading, person_id: str) -> list[Membership]:
    return reading.select(Membership, "person_id = ?", (person_id,))


def _events(reading: Reading, membership_id: str) -> tuple[MembershipEvent, ...]:
    found = reading.select(MembershipEvent, "membership_id = ?", (membership_id,))
    return tuple(sorted(found, key=day_of))


def _missing(schema: Schema, person: Person, membership: Membership | None) -> tuple[Missing, ...]:
    records: Mapping[str, Record | None] = {"person": person, "membership": membership}
    found = []
    for kind, name in _FORM:
        record = records[kind]
        if record is None or getattr(record, name) in (None, "", ()):
            found.append(Missing(kind, schema[kind].field(name)))
    return tuple(found)
