"""Records calls at doors, takes the last one back, and says what is to do today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from unionapp.models.desk import Desk
from unionapp.models.records import Visit
from unionapp.services.today import Progress, Reason, TodayLine, TodayList, today_list

__all__ = [
    "Progress",
    "Reason",
    "Recorded",
    "Started",
    "TakenBack",
    "TodayLine",
    "TodayList",
    "VisitLine",
    "of_door",
    "record_outcome",
    "start",
    "take_back_last",
    "today_list",
]


@dataclass(frozen=True, slots=True)
class Started:
    """A visit under way; `resumed` when it had been started before on the same day."""

    visit: Visit
    resumed: bool
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit with its outcome."""

    visit: Visit
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back, for the message: `outcome` was recorded, `now` is shown instead.

    Both are codes of `visit_outcome` or None.
    """

    visit: Visit
    address: str
    outcome: str | None
    now: str | None
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit of a door, with its worker's name."""

    visit: Visit
    worker: str


def start(desk: Desk, door_id: str) -> Started:
    """Begin a visit, or go on with today's own that has no outcome yet."""
    raise NotImplementedError


def record_outcome(
    desk: Desk,
    door_id: str,
    outcome: str,
    *,
    at: datetime | None = None,
    note: str | None = None,
    next_on: date | None = None,
    next_time: str | None = None,
) -> Recorded:
    """Complete today's own visit under way at a door, or write a whole one."""
    raise NotImplementedError


def take_back_last(desk: Desk) -> TakenBack | None:
    """Withdraw what this worker recorded last today; None when there is nothing."""
    raise NotImplementedError


def of_door(desk: Desk, door_id: str, *, limit: int = 50) -> tuple[VisitLine, ...]:
    """Return the visits of a door, newest first, without those taken back."""
    raise NotImplementedError
