"""How stored values are read on the screen: grouped figures, days, times of day."""

from __future__ import annotations

import re

_FIGURES = re.compile(r"([+-]?)(\d+)(\.\d+)?")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(.+)")


def as_it_is(text: str) -> str:
    """Return the text."""
    return text


def thousands(text: str) -> str:
    """Return 1234567.5 as 1,234,567.5; any other text as it is."""
    found = _FIGURES.fullmatch(text)
    return f"{found[1]}{int(found[2]):,}{found[3] or ''}" if found else text


def identity(text: str) -> str:
    """Return an identity number in its parts: 210106 19900307 9991."""
    if len(text) == 18 and text[:17].isdigit():
        return f"{text[:6]} {text[6:14]} {text[14:]}"
    return text


def phone(text: str) -> str:
    """Return a mobile number in its parts: 138 0000 1234."""
    if len(text) == 11 and text.isdigit() and text[0] == "1":
        return f"{text[:3]} {text[3:7]} {text[7:]}"
    return text


def number(text: str) -> str:
    """Return an identity or mobile number in its parts, any other as it is."""
    return phone(identity(text))


def month(text: str) -> str:
    """Return the month of a stored day: 2026-11."""
    return text[:7] if _DAY.fullmatch(text) else text


def year(text: str) -> str:
    """Return the year of a stored day."""
    return text[:4] if _DAY.fullmatch(text) else text


def clock(text: str) -> str:
    """Return a stored time of day as 21:30, with seconds where it has any."""
    found = _TIME.fullmatch(text)
    if found is None:
        return text
    return found[1] if found[2] in (None, ":00") else f"{found[1]}{found[2]}"


def moment(text: str) -> str:
    """Return a stored date-time as 2026-11-21 21:30."""
    found = _MOMENT.fullmatch(text)
    return f"{found[1]} {clock(found[2])}" if found else text


def place(text: str) -> str:
    """Return a stored point as latitude and longitude, with altitude and accuracy if there are."""
    parts = text.split()
    while len(parts) > 2 and _is_nought(parts[-1]):
        parts.pop()
    return ", ".join(parts)


def _is_nought(text: str) -> bool:
    """Whether a figure is nought in any spelling."""
    return not text.strip("0.-")
