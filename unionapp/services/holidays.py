"""Counts working days by the table of holidays that ships and that the office may edit.

A notice or a time limit begins on the day after it was set off (民法典 201: the day on which a
period begins is not counted in).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from unionapp.errors import Problem, refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Holiday
from unionapp.values import codes

OFF, WORK = "off", "work"
_SATURDAY = 5
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is off though a weekday, or worked though on a weekend; `id` when the office
    entered it."""

    on: date
    kind: str
    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The special days, and the years for which anybody has entered them."""

    days: Mapping[date, str]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Say whether offices work on a day."""
        special = self.days.get(day)
        return special == WORK if special else day.weekday() < _SATURDAY

    def after(self, start: date, working_days: int) -> date:
        """Return the last of so many working days that follow `start`."""
        day, left = start, working_days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start`, up to and with `end`."""
        span = range(1, (end - start).days + 1)
        return sum(self.is_working(start + timedelta(days=one)) for one in span)

    def warnings(self, start: date, end: date) -> tuple[Problem, ...]:
        """Return a warning for each year in between that has no table: weekends only count."""
        wanted = range(start.year, end.year + 1)
        return tuple(
            Problem("holidays.no_table", str(year), warning=True)
            for year in wanted
            if year not in self.years
        )


@dataclass(frozen=True, slots=True)
class Period:
    """A run of working days: the last one, and warnings about years without a table."""

    until: date
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """A day that was entered or withdrawn."""

    day: SpecialDay
    changes: frozenset[str]


def period(calendar: Calendar, start: date, working_days: int) -> Period:
    """Return the period of so many working days after `start`."""
    if not 0 <= working_days <= _LONGEST:
        raise refuse("holidays.days_wrong", str(working_days), most=_LONGEST)
    until = calendar.after(start, working_days)
    return Period(until, calendar.warnings(start, until))


def calendar(reading: Reading) -> Calendar:
    """Return the table that counts: a year that the office entered replaces the shipped one."""
    return _calendar_of((one.on, one.kind) for one in days(reading))


def shipped_calendar() -> Calendar:
    """Return the table that ships, for those who have no database."""
    return _calendar_of((one.on, one.kind) for one in _shipped())


def days(reading: Reading, year: int | None = None) -> tuple[SpecialDay, ...]:
    """Return the special days that count, of one year or of all, in order."""
    own = [
        SpecialDay(one.on, one.kind, one.name, one.id)
        for one in reading.select(Holiday, order='"on", rid')
        if one.on is not None
    ]
    entered = {one.on.year for one in own}
    both = [*own, *(one for one in _shipped() if one.on.year not in entered)]
    kept = [one for one in both if year in (None, one.on.year)]
    return tuple(sorted(kept, key=lambda one: one.on))


def listing(desk: Desk, year: int) -> tuple[SpecialDay, ...]:
    """Return the special days of a year."""
    with desk.read() as reading:
        return days(reading, year)


def enter(desk: Desk, *, on: date, kind: str, name: str, document: str = "") -> Entered:
    """Enter a special day; the first one of a year takes the shipped days of that year over.

    Raises `holidays.unknown_kind`, `holidays.no_change` (a weekend is off anyway, a weekday
    worked anyway), `holidays.entered_already`.
    """
    if kind not in (OFF, WORK):
        raise refuse("holidays.unknown_kind", kind)
    if (kind == OFF) == (on.weekday() >= _SATURDAY):
        raise refuse("holidays.no_change", on.isoformat())
    with desk.write() as work:
        _take_over(work, on.year)
        if work.select(Holiday, '"on" = ?', (on.isoformat(),), limit=1):
            raise refuse("holidays.entered_already", on.isoformat())
        made = _write(work, on, kind, name.strip(), document.strip())
        audit.append(work, "holiday_entered", "holiday", made.id, {"on": str(on), "kind": kind})
        return Entered(SpecialDay(on, kind, made.name, made.id), frozenset(work.changed))


def withdraw(desk: Desk, on: date) -> Entered:
    """Take a special day out; raises `holidays.missing`."""
    with desk.write() as work:
        _take_over(work, on.year)
        found = work.select(Holiday, '"on" = ?', (on.isoformat(),), limit=1)
        if not found:
            raise refuse("holidays.missing", on.isoformat())
        one = found[0]
        work.set_fields("holiday", one.id, {"deleted_at": work.now})
        audit.append(work, "holiday_withdrawn", "holiday", one.id, {"on": str(on)})
        return Entered(SpecialDay(on, one.kind, one.name, one.id), frozenset(work.changed))


def _take_over(work: Work, year: int) -> None:
    """Copy the shipped days of a year once, so that the office's table is whole."""
    first, last = date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
    if work.select(Holiday, '"on" BETWEEN ? AND ?', (first, last), limit=1, deleted=True):
        return
    source = codes.load("holidays").source
    for one in _shipped():
        if one.on.year == year:
            _write(work, one.on, one.kind, one.name, source)


def _write(work: Work, on: date, kind: str, name: str, document: str) -> Holiday:
    made = Holiday(
        id=work.new_id(),
        home_division=work.division,
        on=on,
        kind=kind,
        name=name,
        document=document or None,
    )
    work.add(made)
    return made


@cache
def _shipped() -> tuple[SpecialDay, ...]:
    return tuple(
        SpecialDay(date.fromisoformat(item.code), str(item.more["kind"]), str(item.more["name"]))
        for item in codes.load("holidays")
    )


def _calendar_of(rows: Iterable[tuple[date, str]]) -> Calendar:
    found = dict(rows)
    return Calendar(found, frozenset(day.year for day in found))
