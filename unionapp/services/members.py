"""Registers members: an append-only ledger of events from which the status is computed.

工会会员会籍管理办法 (2016): membership is the result of a completed joining procedure and counts
from the day of approval; who left may join again. The events and which may follow which stand in
`resources/codes/membership_event.toml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType

from unionapp.errors import UserError, refuse
from unionapp.models import audit, series
from unionapp.models.declare import Field, Record, Schema
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Membership, MembershipEvent, Person
from unionapp.values import codes, identity

# From here on a further joining opens a new membership with a number of its own.
_CLOSED = frozenset({"left", "lapsed", "expelled", "transferred_out", "deceased"})
_JOINING = frozenset({"approved", "transferred_in"})

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


@dataclass(frozen=True, slots=True)
class Transition:
    """What an event does: the statuses that it may follow ("" = nothing on file), and its own."""

    leads_to: str
    after: frozenset[str]


@cache
def transitions() -> Mapping[str, Transition]:
    """Return the table of `membership_event`: event -> transition."""
    found = {}
    for item in codes.load("membership_event"):
        after = item.more["after"]
        if not isinstance(after, Sequence):
            raise TypeError(f"membership_event: {item.code} follows nothing")
        found[item.code] = Transition(str(item.more["leads_to"]), frozenset(map(str, after)))
    return MappingProxyType(found)


def status_of(events: Iterable[MembershipEvent]) -> str:
    """Return the code of `membership_status` that the events leave; "" for none.

    Events count by their date, those of one day in the order given. One that may not follow what
    stands (two laptops acted at once) changes nothing.
    """
    status = ""
    for event in sorted(events, key=_day):
        known = transitions().get(event.event)
        if known is not None and status in known.after:
            status = known.leads_to
    return status


def may_follow(status: str) -> tuple[str, ...]:
    """Return the codes of `membership_event` that a status allows, in the order of the list."""
    return tuple(code for code, known in transitions().items() if status in known.after)


def is_on_roll(status: str) -> bool:
    """Say whether a status counts as a member."""
    item = codes.load("membership_status").item(status)
    return item is not None and item.more.get("on_roll") is True


def intend(desk: Desk, person_id: str, *, on: date, union_id: str | None = None) -> Registered:
    """Note that somebody wants to join."""
    with desk.write() as work:
        return _join(work, person_id, "intent", on=on, union_id=union_id, paper=None, number=None)


def apply(
    desk: Desk, person_id: str, *, union_id: str | None, on: date, paper: str | None = None
) -> Registered:
    """Take an application; a person who left before gets a new membership.

    Raises `members.not_now` (names the present status: one membership a person), and as
    `record_event` does.
    """
    with desk.write() as work:
        return _join(work, person_id, "applied", on=on, union_id=union_id, paper=paper, number=None)


def transfer_in(
    desk: Desk,
    person_id: str,
    *,
    union_id: str | None,
    on: date,
    paper: str | None = None,
    number: str | None = None,
) -> Registered:
    """Take over a member from another union; `number` keeps the number of the old card."""
    with desk.write() as work:
        return _join(
            work, person_id, "transferred_in", on=on, union_id=union_id, paper=paper, number=number
        )


def record_event(
    desk: Desk,
    membership_id: str,
    event: str,
    *,
    on: date,
    union_id: str | None = None,
    paper: str | None = None,
    note: str | None = None,
) -> Registered:
    """Append an event; approval takes the member number. The union is the membership's, if unset.

    Raises `members.not_now` (names the present status), `members.before_last`,
    `members.date_ahead`, `members.missing`, `members.no_such_event`.
    """
    with desk.write() as work:
        membership = work.get(Membership, membership_id)
        if membership is None:
            raise refuse("members.missing", membership_id)
        return _append(
            work, membership, event, on=on, union_id=union_id, paper=paper, note=note, number=None
        )


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
            since=_since(events),
            events=events,
            may=may_follow(status),
            missing=_missing(desk.schema, person, latest),
            former=tuple(known[:-1]),
        )


def statuses(reading: Reading, person_ids: Sequence[str] | None = None) -> Mapping[str, str]:
    """Return the status by person id, for those who have a membership (the latest counts)."""
    where, given = "1", tuple(person_ids or ())
    if person_ids is not None:
        where = f"person_id IN ({','.join('?' * len(given))})"
    return {person_id: line.status for person_id, line in _latest(reading, where, given).items()}


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
            membership.id, membership.number, membership.union_id, status_of(own), _since(own)
        )
    return found


def _join(
    work: Work,
    person_id: str,
    event: str,
    *,
    on: date,
    union_id: str | None,
    paper: str | None,
    number: str | None,
) -> Registered:
    """Append the event to the person's membership; one that is closed makes room for a new one."""
    _person(work, person_id)
    known = _memberships(work, person_id)
    latest = known[-1] if known else None
    status = status_of(_events(work, latest.id)) if latest else ""
    _refuse_wrong_turn(event, status)
    if latest is None or status in _CLOSED:
        if latest is not None:
            _refuse_wrong_day(work, _events(work, latest.id), on)
        latest = Membership(
            id=work.new_id(),
            home_division=work.division,
            person_id=person_id,
            union_id=union_id or work.meta("union"),
        )
        work.add(latest)
    return _append(
        work, latest, event, on=on, union_id=union_id, paper=paper, note=None, number=number
    )


def _append(
    work: Work,
    membership: Membership,
    event: str,
    *,
    on: date,
    union_id: str | None,
    paper: str | None,
    note: str | None,
    number: str | None,
) -> Registered:
    events = _events(work, membership.id)
    status = status_of(events)
    _refuse_wrong_turn(event, status)
    _refuse_wrong_day(work, events, on)
    added = MembershipEvent(
        id=work.new_id(),
        home_division=work.division,
        membership_id=membership.id,
        event=event,
        on=on,
        union_id=union_id or membership.union_id,
        paper=paper,
        previous=status or None,
        worker_id=work.worker_id,
        note=note,
    )
    work.add(added)
    changed = _follow_up(work, membership, added, number)
    audit.append(work, "membership_event", "membership", membership.id, {"event": event})
    return Registered(changed, added, status_of((*events, added)), frozenset(work.changed))


def _follow_up(
    work: Work, membership: Membership, event: MembershipEvent, number: str | None
) -> Membership:
    """Change what the register entry itself says: day of application, acting union, number."""
    values: dict[str, object] = {}
    if event.event == "applied":
        values["applied_on"] = event.on
    if event.event in _JOINING:
        if event.union_id != membership.union_id:
            values["union_id"] = event.union_id
        if membership.number is None:
            values["number"] = number or series.take(work, "member").text
    work.set_fields("membership", membership.id, values)
    return replace(membership, **values)  # type: ignore[arg-type] # names and types of its own


def _refuse_wrong_turn(event: str, status: str) -> None:
    known = transitions().get(event)
    if known is None:
        raise refuse("members.no_such_event", event)
    if status not in known.after:
        raise _not_now(event, status)


def _not_now(event: str, status: str) -> UserError:
    of_event, of_status = codes.load("membership_event"), codes.load("membership_status")
    return refuse(
        "members.not_now",
        event,
        event_zh=of_event.label(event),
        event_en=of_event.label(event, "en"),
        status=status,
        status_zh=of_status.label(status) or "尚无会籍",
        status_en=of_status.label(status, "en") or "no membership",
    )


def _refuse_wrong_day(work: Work, events: Sequence[MembershipEvent], on: date) -> None:
    if on > work.today:
        raise refuse("members.date_ahead", "on", day=on.isoformat(), today=work.today.isoformat())
    last = max((_day(event) for event in events), default=date.min)
    if on < last:
        raise refuse("members.before_last", "on", day=on.isoformat(), last=last.isoformat())


def _day(event: MembershipEvent) -> date:
    return event.on or date.min


def _since(events: Iterable[MembershipEvent]) -> date | None:
    return next((event.on for event in events if event.event in _JOINING), None)


def _person(reading: Reading, person_id: str) -> Person:
    person = reading.get(Person, person_id)
    if person is None or person.deleted_at is not None:
        raise refuse("members.person_missing", person_id)
    return person


def _memberships(reading: Reading, person_id: str) -> list[Membership]:
    return reading.select(Membership, "person_id = ?", (person_id,))


def _events(reading: Reading, membership_id: str) -> tuple[MembershipEvent, ...]:
    found = reading.select(MembershipEvent, "membership_id = ?", (membership_id,))
    return tuple(sorted(found, key=_day))


def _missing(schema: Schema, person: Person, membership: Membership | None) -> tuple[Missing, ...]:
    records: Mapping[str, Record | None] = {"person": person, "membership": membership}
    found = []
    for kind, name in _FORM:
        record = records[kind]
        if record is None or getattr(record, name) in (None, "", ()):
            found.append(Missing(kind, schema[kind].field(name)))
    return tuple(found)
