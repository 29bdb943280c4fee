"""Functions on dates and times (ODK XForms specification, "XPath functions")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from unionapp.forms import moments
from unionapp.forms.coercion import NAN, Value, number, string
from unionapp.forms.context import Context


def today(context: Context, given: Sequence[Value]) -> Value:
    """`today()`: the date in the form's time zone."""
    return context.form.now.date().isoformat()


def now(context: Context, given: Sequence[Value]) -> Value:
    """`now()`: the moment with the offset of the form's time zone."""
    return moments.written(context.form.now)


def date(context: Context, given: Sequence[Value]) -> Value:
    """`date(x)`: a text or a number of days as a date or date-time in the form's time zone."""
    text = string(given[0])
    if moments.is_date(text):
        return text
    moment = moments.read(text, context.zone)
    if moment is not None:
        return moments.written(moment)
    days = number(given[0], context.zone)
    return "" if days != days else moments.from_days(days, context.zone)


def format_date(context: Context, given: Sequence[Value]) -> Value:
    """`format-date(x, pattern)` and `format-date-time(x, pattern)`: "" for what is no date."""
    text, pattern = string(given[0]), string(given[1])
    moment = moments.read(text, context.zone)
    if moment is None and isinstance(given[0], float):
        moment = moments.read(moments.from_days(given[0], context.zone), context.zone)
    if moment is None:
        moment = _today_at(context, text)
    return "" if moment is None else moments.formatted(moment, pattern)


def _today_at(context: Context, text: str) -> datetime | None:
    day = context.form.now.date()
    at = moments.read_time(text, context.zone, day)
    return None if at is None else datetime.combine(day, at, context.zone)


def decimal_date_time(context: Context, given: Sequence[Value]) -> Value:
    """`decimal-date-time(x)`: the days since 1970-01-01 UTC, with the part of the day."""
    return number(given[0], context.zone)


def decimal_time(context: Context, given: Sequence[Value]) -> Value:
    """`decimal-time(x)`: the part of the day that has passed, 0 to 1."""
    text = string(given[0])
    at = moments.read_time(text, context.zone, context.form.now.date())
    if at is None:
        moment = moments.read(text, context.zone)
        at = moment.time() if moment else None
    return NAN if at is None else moments.day_fraction(at)
