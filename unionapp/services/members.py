"""Registers members: an append-only ledger of events from which the status is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unionapp.models.declare import Field
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Membership, MembershipEvent, Person


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


def status_of(events: Iterable[MembershipEvent]) -> str:
    """Return the code of `membership_status` that the events leave; "" for none."""
    raise NotImplementedError


def may_follow(status: str) -> tuple[str, ...]:
    """Return the codes of `membership_event` that a status allows, in the order of the list."""
    raise NotImplementedError


def intend(desk: Desk, person_id: str, *, on: date, union_id: str | None = None) -> Registered:
    """Note that somebody wants to join."""
    raise NotImplementedError


def apply(
    desk: Desk, person_id: str, *, union_id: str | None, on: date, paper: str | None = None
) -> Registered:
    """Take an application; a person who left before gets a new membership.

    Raises `members.open_already`, `members.not_now`, `members.date_ahead`.
    """
    raise NotImplementedError


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
    raise NotImplementedError


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
    """Append an event; approval takes the member number.

    Raises `members.not_now` (names the present status), `members.before_last`,
    `members.date_ahead`, `members.paper_missing`.
    """
    raise NotImplementedError


def view(desk: Desk, person_id: str) -> MemberView:
    """Return what is known of one person's membership."""
    raise NotImplementedError


def statuses(reading: Reading, person_ids: Sequence[str] | None = None) -> Mapping[str, str]:
    """Return the status by person id, for those who have a membership."""
    raise NotImplementedError


def roll(desk: Desk, *, union_id: str | None = None) -> tuple[RollLine, ...]:
    """Return those on the roll (在籍, 转出中, 保留), by name."""
    raise NotImplementedError
