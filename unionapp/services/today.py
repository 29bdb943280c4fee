"""Says what is to do today at which door, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from unionapp.models.desk import Desk
from unionapp.models.records import Place

Reason = Literal["in_progress", "overdue", "due", "come_back", "next"]


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One door to go to.

    `day` is the day agreed on (`due`, `overdue`) or of the last visit (`come_back`, `in_progress`),
    None for `next`; `days` is how many days ago that was.
    """

    reason: Reason
    door_id: str
    building_id: str | None
    address: str
    day: date | None
    days: int
    next_time: str | None
    note: str | None
    visited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """This worker's day so far, and the current building as a whole."""

    visits: int
    met: int
    building_doors: int
    building_settled: int


@dataclass(frozen=True, slots=True)
class TodayList:
    """What to do, most urgent first; `building` is where this worker was last."""

    day: date
    lines: tuple[TodayLine, ...]
    building: Place | None
    progress: Progress


def today_list(desk: Desk, *, building_id: str | None = None, next_doors: int = 12) -> TodayList:
    """Return this worker's list: visits under way, appointments, doors to come back to, and the
    next doors in walking order of the building."""
    raise NotImplementedError
