"""Reads dates as people write them; a date that is half said is never completed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from unionapp.errors import refuse
from unionapp.values.text import half_width, without_invisible

_SPOKEN = {"前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2}
_SHAPES = (
    re.compile(r"(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})()\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]", re.ASCII),
    re.compile(r"(\d{4})()(\d{2})(\d{2})", re.ASCII),
)
# What a workbook or a copied line puts behind the day: midnight.
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00)?(?:\.0+)?$")


def parse(text: str, *, today: date) -> date:
    """Return the day of a text.

    Takes `2026-11-21`, `2026/11/21`, `2026.11.21`, `2026年11月21日` and `20261121`, and 今天, 明天,
    后天, 昨天 and 前天, which count from `today`.

    Raises `UserError` with `dates.not_a_date` (another form, or a part is missing) or
    `dates.no_such_day` (31 February); `text` is what was read.
    """
    shown = half_width(without_invisible(text)).replace("。", ".").strip()
    if shown in _SPOKEN:
        return today + timedelta(days=_SPOKEN[shown])
    bare = _MIDNIGHT.sub("", shown)
    for shape in _SHAPES:
        found = shape.fullmatch(bare)
        if found:
            return _day(int(found[1]), int(found[3]), int(found[4]), shown)
    raise refuse("dates.not_a_date", text=shown)


def _day(year: int, month: int, day: int, shown: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise refuse("dates.no_such_day", text=shown) from None
