"""Says how a membership stands after its events, and which event may come next.

工会会员会籍管理办法 (2016): membership is the result of a completed joining procedure and counts
from the day of approval; who left may join again. The events and which may follow which stand in
`resources/codes/membership_event.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from unionapp.errors import UserError, refuse
from unionapp.models.records import MembershipEvent
from unionapp.values import codes

# Events that make somebody a member: the number is taken and membership begins to count.
JOINING = frozenset({"approved", "transferred_in"})
# Events that hand somebody over to another union.
TRANSFERS = frozenset({"transfer_started", "transferred_out"})
# From here on a further joining opens a new membership with a number of its own.
CLOSED = frozenset({"left", "lapsed", "expelled", "transferred_out", "deceased"})


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
    for event in sorted(events, key=day_of):
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


def since(events: Iterable[MembershipEvent]) -> date | None:
    """Return the day from which membership counts, or None before approval."""
    return next((event.on for event in events if event.event in JOINING), None)


def day_of(event: MembershipEvent) -> date:
    """Return the day of an event; one without a day goes before all others."""
    return event.on or date.min


def refuse_wrong_turn(event: str, status: str) -> None:
    """Raise `members.no_such_event`, or `members.not_now` naming the present status."""
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
