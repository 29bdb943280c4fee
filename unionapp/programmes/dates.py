"""Months, years of age and academic years, exact to the day.

A period of months ends on the day of the same number; where the month has none, on its last day
(民法典 art. 202).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

# 学年: general usage, no document of the programmes says otherwise.
ACADEMIC_YEAR_MONTH = 9


def add_months(day: date, months: int) -> date:
    """Return the day so many months later, or the last of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(born: date, day: date) -> int:
    """Return completed years; who is born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def academic_year(day: date) -> int:
    """Return the calendar year in which the academic year of a day began."""
    return day.year if day.month >= ACADEMIC_YEAR_MONTH else day.year - 1
