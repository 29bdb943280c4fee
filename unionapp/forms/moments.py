"""Dates, times and date-times as forms write them, in one time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

_DATE = r"(\d{4})-(\d{2})-(\d{2})"
_TIME = r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?"
_MOMENT = re.compile(rf"{_DATE}(?:T{_TIME})?")
_CLOCK = re.compile(_TIME)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def read(text: str, zone: tzinfo) -> datetime | None:
    """Return the moment that a date or date-time names, in `zone`; None when it is neither.

    A date is its first moment in `zone`; a date-time without an offset stands in `zone`.
    """
    if len(text) < 10 or text[4] != "-":
        return None
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    year, month, day, *clock = found.groups()
    try:
        moment = datetime(int(year), int(month), int(day), tzinfo=zone)
        if clock[0] is None:
            return moment
        at = _clock(clock)
        return datetime.combine(moment.date(), at, at.tzinfo or zone).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def is_date(text: str) -> bool:
    """Return whether the text is a date that exists, without a time."""
    if len(text) != 10:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return text[4] == "-"


def read_time(text: str, zone: tzinfo, day: date) -> time | None:
    """Return the time of day in `zone`; `day` tells which offset holds there."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    try:
        at = _clock(list(found.groups()))
        if at.tzinfo is None:
            return at
        return datetime.combine(day, at).astimezone(zone).time()
    except (ValueError, OverflowError):
        return None


def day_fraction(at: time) -> float:
    """Return the part of the day that has passed, 0 to 1."""
    return (at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6) / 86400


def _clock(parts: list[str | None]) -> time:
    hour, minute, second, fraction, offset = parts
    micro = int(((fraction or "0") + "000000")[:6])
    return time(int(hour or 0), int(minute or 0), int(second or 0), micro, _offset(offset))


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def days(moment: datetime) -> float:
    """Return the days since 1970-01-01 00:00 UTC, with the part of the day."""
    return (moment - _EPOCH) / _DAY


def from_days(number: float, zone: tzinfo) -> str:
    """Return the date, or the date-time when it is no first moment of a day in `zone`."""
    try:
        moment = (_EPOCH + timedelta(milliseconds=round(number * 86_400_000))).astimezone(zone)
    except (OverflowError, ValueError):
        return ""
    if moment.time() == time(0):
        return moment.date().isoformat()
    return written(moment)


def written(moment: datetime) -> str:
    """Return a date-time as it is stored: milliseconds and offset."""
    text = moment.isoformat(timespec="milliseconds")
    return text.replace("Z", "+00:00")


def formatted(moment: datetime, pattern: str) -> str:
    """Fill a pattern of `format-date` (ODK XForms specification, "format-date").

    Letters that the specification does not name stand for nothing.
    """
    parts = {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": MONTHS[moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "a": DAYS[moment.weekday()],
        "%": "%",
    }
    return re.sub(r"%(.)", lambda found: parts.get(found[1], ""), pattern, flags=re.DOTALL)
