"""Records calls at doors, takes the last one back, and says what is to do today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from unionapp.errors import refuse
from unionapp.models.addresses import Addresses
from unionapp.models.desk import OFFICE_ZONE, Desk, Reading, Work
from unionapp.models.records import Visit
from unionapp.models.store import column_list, row_reader
from unionapp.services.last_visit import day_began, outcome_of
from unionapp.services.place_rules import standing_door
from unionapp.services.today import Progress, Reason, TodayLine, TodayList, today_list
from unionapp.values import codes

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
    """Begin a visit, or go on with today's own that has no outcome yet.

    Raises `places.missing`, `places.not_a_door`.
    """
    with desk.write() as work:
        standing_door(work, door_id)
        under_way = own_under_way(work, door_id, work.worker_id)
        if under_way is not None:
            return Started(under_way, True, frozenset())
        visit = _new_visit(work, door_id, work.now)
        work.add(visit)
        return Started(visit, False, frozenset(work.changed))


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
    """Complete today's own visit under way at a door, or write a whole one.

    `at` is for a visit that is entered later. What a visit under way holds already (a note, an
    appointment) stays where nothing is given. Raises `visits.no_such_outcome`, `visits.ahead`,
    `visits.appointment_past`, and as `start` does.
    """
    if outcome not in codes.load("visit_outcome"):
        raise refuse("visits.no_such_outcome", outcome)
    given = {"at": at, "note": note, "next_on": next_on, "next_time": next_time}
    values = {name: value for name, value in given.items() if value is not None}
    with desk.write() as work:
        standing_door(work, door_id)
        _check_days(work, at, next_on)
        under_way = None if at else own_under_way(work, door_id, work.worker_id)
        visit = under_way or _new_visit(work, door_id, work.now)
        visit = replace(visit, outcome=outcome, **values)  # type: ignore[arg-type] # typed above
        if under_way is None:
            work.add(visit)
        else:
            work.set_fields("visit", visit.id, {"outcome": outcome, **values})
        return Recorded(visit, frozenset(work.changed))


def _new_visit(work: Work, door_id: str, at: datetime) -> Visit:
    return Visit(
        id=work.new_id(),
        home_division=work.division,
        door_id=door_id,
        worker_id=work.worker_id,
        at=at,
    )


def _check_days(work: Work, at: datetime | None, next_on: date | None) -> None:
    if at is not None and at > work.now:
        shown = at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
        raise refuse("visits.ahead", "at", at=shown)
    day = (at or work.now).astimezone(OFFICE_ZONE).date()
    if next_on is not None and next_on < day:
        raise refuse("visits.appointment_past", "next_on", day=next_on.isoformat())


def own_under_way(reading: Reading, door_id: str, worker_id: str) -> Visit | None:
    """Return the worker's own visit of today at a door that has no outcome yet."""
    found = reading.select(
        Visit,
        "door_id = ? AND at >= ? AND worker_id = ? AND outcome IS NULL AND withdrawn_at IS NULL",
        (door_id, day_began(reading), worker_id),
        order="at DESC, rid DESC",
        limit=1,
    )
    return found[0] if found else None


def take_back_last(desk: Desk) -> TakenBack | None:
    """Withdraw what this worker recorded last today; None when there is nothing.

    The visit stays in the history with the moment of its withdrawal, and the door shows again
    what it showed before. Last is what was recorded last, not what was started last.
    """
    with desk.write() as work:
        rows = work.rows(_LAST_RECORDED, (work.worker_id, day_began(work)))
        visit = work.get(Visit, str(rows[0][0])) if rows else None
        return _withdraw(work, visit) if visit is not None else None


def take_back_blank(desk: Desk, visit_id: str) -> TakenBack | None:
    """Withdraw a visit in which nothing was recorded; None when something was, or it is gone."""
    with desk.write() as work:
        visit = work.get(Visit, visit_id)
        if visit is None or visit.withdrawn_at is not None or not is_blank(visit):
            return None
        return _withdraw(work, visit)


def is_blank(visit: Visit) -> bool:
    """Say whether a visit holds nothing but its beginning."""
    return not (visit.outcome or visit.note or visit.next_on or visit.next_time)


def _withdraw(work: Work, visit: Visit) -> TakenBack:
    work.set_fields("visit", visit.id, {"withdrawn_at": work.now})
    return TakenBack(
        visit=replace(visit, withdrawn_at=work.now),
        address=Addresses(work).text(visit.door_id),
        outcome=visit.outcome,
        now=outcome_of(work, visit.door_id),
        changes=frozenset(work.changed),
    )


def of_door(desk: Desk, door_id: str, *, limit: int = 50) -> tuple[VisitLine, ...]:
    """Return the visits of a door, newest first, without those taken back."""
    with desk.read() as reading:
        return of_door_in(reading, door_id, limit=limit)


def of_door_in(reading: Reading, door_id: str, *, limit: int) -> tuple[VisitLine, ...]:
    """Return the visits of a door within a transaction, in one statement."""
    declaration = reading.schema["visit"]
    read = row_reader(declaration)
    rows = reading.rows(
        f"SELECT {column_list(declaration)}, "  # noqa: S608 - columns of the declaration
        "(SELECT name FROM worker w WHERE w.id = visit.worker_id) FROM visit "
        "WHERE door_id = ? AND withdrawn_at IS NULL AND deleted_at IS NULL "
        "ORDER BY at DESC, rid DESC LIMIT ?",
        (door_id, limit),
    )
    return tuple(VisitLine(read(row[:-1]), row[-1] or "") for row in rows)


# The operation that brought the outcome tells the order of recording: a visit that was started
# first may have been completed last. A visit without an outcome counts from its start.
_LAST_RECORDED = """
SELECT v.id FROM visit v JOIN operation o ON o.record = v.id
WHERE v.worker_id = ? AND v.at >= ? AND v.withdrawn_at IS NULL AND v.deleted_at IS NULL
    AND (json_type(o.fields, '$.outcome') IS NOT NULL OR v.outcome IS NULL)
ORDER BY o.seq DESC LIMIT 1
"""
