"""Says what is to do today at which door, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from unionapp.models.addresses import Addresses
from unionapp.models.desk import OFFICE_ZONE, Desk, Reading
from unionapp.models.records import Place
from unionapp.services.last_visit import LAST_VISIT, day_began
from unionapp.values import codes

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
    """What to do, most urgent first; `building` is where this worker was last.

    `counts` is how many doors there are for each reason, also those beyond the last line.
    """

    day: date
    lines: tuple[TodayLine, ...]
    counts: Mapping[Reason, int]
    building: Place | None
    progress: Progress


def today_list(
    desk: Desk, *, building_id: str | None = None, next_doors: int = 12, most: int = 200
) -> TodayList:
    """Return this worker's list, at most `most` lines and the next doors.

    Visits under way come first, then overdue and due appointments, doors to come back to, and
    the next doors in the walking order of the building that were never reached: on from the
    last visit, then round to those left behind it. When all were reached, the first building
    with doors left follows. A door is listed once, for its first reason.
    """
    with desk.read() as reading:
        return list_in(
            reading, desk.worker_id, building_id=building_id, next_doors=next_doors, most=most
        )


def list_in(
    reading: Reading,
    worker_id: str,
    *,
    building_id: str | None = None,
    next_doors: int = 12,
    most: int = 200,
) -> TodayList:
    """Return a worker's list within a transaction, as `today_list` does."""
    last_door = reading.scalar(_LAST_DOOR, (worker_id,))
    here = building_id or building_of(reading, last_door or reading.scalar(_FIRST_LEFT))
    doors = _doors(reading, here) if here else []
    opened = list(_open_lines(reading, worker_id))
    ahead = _next_lines(doors, last_door)
    if not ahead and building_id is None:
        elsewhere = building_of(reading, reading.scalar(_FIRST_LEFT))
        ahead = _next_lines(_doors(reading, elsewhere), None) if elsewhere else []
    return TodayList(
        day=reading.today,
        lines=_addressed(reading, [*opened[:most], *ahead[:next_doors]]),
        counts=MappingProxyType(Counter(line.reason for line in (*opened, *ahead))),
        building=reading.get(Place, here) if here else None,
        progress=_progress(reading, worker_id, doors),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line whose address is not read yet."""

    reason: Reason
    door_id: str
    day: date | None = None
    days: int = 0
    next_time: str | None = None
    note: str | None = None
    visited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Door:
    """One door of the current building in walking order."""

    id: str
    outcome: str | None
    reached: bool


def _open_lines(reading: Reading, worker_id: str) -> Iterator[_Line]:
    """Yield what was begun or agreed on and is not done: this worker's last word at each door."""
    found: list[tuple[int, str, _Line]] = []
    for door_id, outcome, at, next_on, next_time, note in reading.rows(
        _OPEN, (worker_id, reading.today.isoformat())
    ):
        visited_at = datetime.fromisoformat(at)
        reason, day = _reason(outcome, next_on, visited_at, reading.today)
        days = (reading.today - day).days
        line = _Line(reason, door_id, day, days, next_time, note, visited_at)
        found.append((_ORDER[reason], f"{day}{next_time or ''}", line))
    found.sort(key=lambda one: one[:2])
    yield from (line for _, _, line in found)


def open_counts(reading: Reading, worker_id: str) -> Counter[Reason]:
    """Return how many doors this worker has open, by reason."""
    return Counter(line.reason for line in _open_lines(reading, worker_id))


_ORDER: dict[Reason, int] = {"in_progress": 0, "overdue": 1, "due": 2, "come_back": 3, "next": 4}


def _reason(
    outcome: str | None, next_on: str | None, visited_at: datetime, today: date
) -> tuple[Reason, date]:
    if outcome is None:
        return "in_progress", visited_at.astimezone(OFFICE_ZONE).date()
    if next_on is None:
        return "come_back", visited_at.astimezone(OFFICE_ZONE).date()
    day = date.fromisoformat(next_on)
    return ("due" if day == today else "overdue"), day


def _next_lines(doors: list[_Door], last_door: str | None) -> list[_Line]:
    at = next((n for n, door in enumerate(doors) if door.id == last_door), -1) + 1
    return [_Line("next", door.id) for door in doors[at:] + doors[:at] if not door.reached]


def building_of(reading: Reading, door_id: str | None) -> str | None:
    """Return the building of a door, or what it stands in when it has none."""
    if door_id is None:
        return None
    found = reading.rows(
        "SELECT p.id, p.kind, p.parent_id FROM place d JOIN place p ON p.id = d.parent_id "
        "WHERE d.id = ?",
        (door_id,),
    )
    if not found:
        return None
    id_, kind, parent_id = found[0]
    return str(parent_id if kind == "entrance" else id_)


def _doors(reading: Reading, building_id: str) -> list[_Door]:
    rows: list[tuple[Any, ...]] = reading.rows(_WALK, (building_id, building_id))
    return [_Door(id_, outcome, bool(reached)) for id_, outcome, reached in rows]


def _addressed(reading: Reading, lines: list[_Line]) -> tuple[TodayLine, ...]:
    addresses = Addresses(reading)
    once = {line.door_id: line for line in reversed(lines)}
    kept = [line for line in lines if once[line.door_id] is line]
    addresses.load([line.door_id for line in kept])
    found = []
    for line in kept:
        above = [node.id for node in addresses.path(line.door_id) if node.kind == "building"]
        found.append(
            TodayLine(
                reason=line.reason,
                door_id=line.door_id,
                building_id=above[-1] if above else None,
                address=addresses.text(line.door_id),
                day=line.day,
                days=line.days,
                next_time=line.next_time,
                note=line.note,
                visited_at=line.visited_at,
            )
        )
    return tuple(found)


def _progress(reading: Reading, worker_id: str, doors: list[_Door]) -> Progress:
    visits, met = visits_today(reading, worker_id)
    settled = {item.code for item in codes.load("visit_outcome") if item.more.get("settled")}
    return Progress(visits, met, len(doors), sum(door.outcome in settled for door in doors))


def visits_today(reading: Reading, worker_id: str) -> tuple[int, int]:
    """Return how many visits a worker completed today, and how many met somebody."""
    rows = reading.rows(
        "SELECT count(*), coalesce(sum(outcome = 'met'), 0) FROM visit WHERE worker_id = ? "
        "AND at >= ? AND outcome IS NOT NULL AND withdrawn_at IS NULL AND deleted_at IS NULL",
        (worker_id, day_began(reading)),
    )
    return int(rows[0][0]), int(rows[0][1])


# A later word at the same door, by whoever, settles what was open there.
_OPEN = """
SELECT v.door_id, v.outcome, v.at, v.next_on, v.next_time, v.note
FROM visit v JOIN place d ON d.id = v.door_id AND d.deleted_at IS NULL
WHERE v.worker_id = ? AND v.withdrawn_at IS NULL AND v.deleted_at IS NULL
    AND (v.outcome IS NULL OR v.next_on <= ? OR (v.outcome = 'come_back' AND v.next_on IS NULL))
    AND NOT EXISTS (
        SELECT 1 FROM visit later
        WHERE later.door_id = v.door_id AND (later.at, later.rid) > (v.at, v.rid)
            AND later.withdrawn_at IS NULL AND later.deleted_at IS NULL
            AND (later.outcome IS NOT NULL OR later.worker_id = v.worker_id))
"""

_LAST_DOOR = """
SELECT door_id FROM visit
WHERE worker_id = ? AND withdrawn_at IS NULL AND deleted_at IS NULL
ORDER BY at DESC, rid DESC LIMIT 1
"""

# In the order in which doors were made: stops at the first, so that it needs no index.
_FIRST_LEFT = """
SELECT id FROM place d
WHERE kind = 'door' AND deleted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM visit v WHERE v.door_id = d.id AND v.withdrawn_at IS NULL
        AND v.deleted_at IS NULL)
ORDER BY rid LIMIT 1
"""

_WALK = f"""
SELECT d.id, v.outcome, EXISTS (
    SELECT 1 FROM visit a WHERE a.door_id = d.id AND a.withdrawn_at IS NULL
        AND a.deleted_at IS NULL)
FROM place d
LEFT JOIN place e ON e.id = d.parent_id AND e.kind = 'entrance' AND e.deleted_at IS NULL
LEFT JOIN visit v ON v.rid = {LAST_VISIT}
WHERE d.kind = 'door' AND d.deleted_at IS NULL AND d.parent_id IN (
    SELECT ? UNION ALL SELECT id FROM place WHERE parent_id = ? AND kind = 'entrance')
ORDER BY e."order", e.name, d."order", d.rid
"""  # noqa: S608 - a part of ours
