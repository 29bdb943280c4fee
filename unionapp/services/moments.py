"""Reads and shows the times of a visit as a worker says them, in the office's time."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from unionapp.errors import UserError, refuse
from unionapp.models.desk import OFFICE_ZONE
from unionapp.values import dates
from unionapp.values.text import half_width, without_invisible

_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"(下*)(?:周|星期|礼拜)([一二三四五六日天])")
_AHEAD = re.compile(r"\+\s*(\d{1,3})|(\d{1,3})\s*天[之以]?后", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*[日号]?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})\s*[日号]", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})\s*[:点时]\s*(?:(\d{1,2})\s*分?|(半))?|(\d{2})(\d{2})", re.ASCII)
_HALF_DAY = {"上午": 0, "早上": 0, "中午": 12, "下午": 12, "晚上": 12, "晚": 12}


def office_time(moment: datetime) -> datetime:
    """Return an instant in the office's time."""
    return moment.astimezone(OFFICE_ZONE)


def day_ahead(text: str, *, today: date) -> date:
    """Return the day of an appointment: a whole date, or the next day that is meant.

    Beside what `dates.parse` takes: 11-25, 11月25日, 25号, 周五, 下周三, +3, 3天后, 大后天. An
    appointment lies ahead, so that a day without its year or month means the next one.
    Raises as `dates.parse` does.
    """
    said = half_width(without_invisible(text)).replace("。", ".").strip()
    if said == "大后天":
        return today + timedelta(days=3)
    if found := _AHEAD.fullmatch(said):
        return today + timedelta(days=int(found[1] or found[2]))
    if found := _WEEKDAY.fullmatch(said):
        return _next_weekday(found, today)
    if found := _MONTH_DAY.fullmatch(said):
        return _next_with(int(found[1]), int(found[2]), today, said)
    if found := _DAY.fullmatch(said):
        return _next_with(None, int(found[1]), today, said)
    return dates.parse(text, today=today)


def _next_weekday(found: re.Match[str], today: date) -> date:
    wanted = _WEEKDAYS.index(found[2].replace("天", "日"))
    weeks = len(found[1])
    if weeks:  # 下周三 counts from this week's Monday
        return today + timedelta(days=wanted - today.weekday() + 7 * weeks)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _next_with(month: int | None, day: int, today: date, said: str) -> date:
    """Return the first day from today on with that month and day; a leap day may be years off."""
    first = today.replace(day=1)
    for _ in range(12 * 8 + 1):
        if month in (None, first.month):
            try:
                found = first.replace(day=day)
            except ValueError:
                found = None
            if found is not None and found >= today:
                return found
        first = (first + timedelta(days=31)).replace(day=1)
    raise refuse("dates.no_such_day", text=said)


def moment_of(text: str, *, now: datetime) -> datetime:
    """Return the instant of "14:30", "1430", "下午3点半" or "昨天 15:20"; today if no day is said.

    Raises `visits.not_a_time` with what was typed.
    """
    said = half_width(without_invisible(text)).strip()
    day, clock = office_time(now).date(), said
    parts = said.rsplit(maxsplit=1)
    if len(parts) == 2:
        try:
            day = dates.parse(parts[0], today=day)
        except UserError:
            raise refuse("visits.not_a_time", "at", text=said) from None
        clock = parts[1]
    return datetime.combine(day, _clock(clock, said), OFFICE_ZONE)


def _clock(text: str, said: str) -> time:
    later = 0
    for word, hours in _HALF_DAY.items():
        if text.startswith(word):
            text, later = text.removeprefix(word).strip(), hours
            break
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise refuse("visits.not_a_time", "at", text=said)
    hour = int(found[1] or found[4])
    minute = 30 if found[3] else int(found[2] or found[5] or 0)
    if later and hour < 12:
        hour += later
    try:
        return time(hour, minute)
    except ValueError:
        raise refuse("visits.not_a_time", "at", text=said) from None
