"""Reads an answer as people type it: dates, times, figures in any common spelling."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from unionapp.errors import UserError
from unionapp.forms import moments
from unionapp.forms.definition import Spec
from unionapp.values import dates
from unionapp.values.text import half_width, without_invisible

MOST_CHARACTERS = 100_000  # of an answer: several still make a response that a bundle can carry
_WHOLE = ("int", "integer", "long")
_CLOCK = re.compile(
    r"(?:(上午|早上|中午|下午|晚上|傍晚))?\s*(\d{1,2})\s*[:点时.]\s*(\d{1,2}|半)?\s*分?"
)
_FOUR = re.compile(r"(\d{2})(\d{2})", re.ASCII)
_AFTERNOON = ("下午", "晚上", "傍晚")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", re.ASCII)
_YEAR = re.compile(r"(\d{4})\s*年?", re.ASCII)
_POINT = re.compile(
    r"(-?\d{1,3}(?:\.\d+)?)[,\s]+(-?\d{1,3}(?:\.\d+)?)((?:[,\s]+-?\d+(?:\.\d+)?){0,2})"
)


def read(text: str, spec: Spec, now: datetime) -> str | None:
    """Return the text as the form stores it, "" for a blank, None when it is no such value.

    `now` is the moment at the desk, in the desk's time zone: 明天 and times of day count from it.
    """
    kind = spec.bind.kind
    if len(text) > MOST_CHARACTERS:
        return None
    if kind in ("string", "select", "select1", "odk:rank", "rank", "binary", "intent", "barcode"):
        return text
    plain = half_width(without_invisible(text)).strip()
    if not plain:
        return ""
    if kind in _WHOLE:
        return _on_scale(_whole(plain), spec)
    if kind == "decimal":
        return _on_scale(_decimal(plain), spec)
    if kind == "date":
        return _date(plain, spec, now)
    if kind == "time":
        return _time(plain, now)
    if kind == "dateTime":
        return _moment(plain, now)
    if kind == "geopoint":
        return _point(plain)
    return text


def _whole(text: str) -> str | None:
    figures = text.replace(",", "").replace(" ", "")
    return str(int(figures)) if re.fullmatch(r"[+-]?\d{1,300}", figures, re.ASCII) else None


def _decimal(text: str) -> str | None:
    figures = text.replace(",", "").replace(" ", "").rstrip("元")
    if not re.fullmatch(r"[+-]?(?:\d{1,300}\.?\d{0,300}|\.\d{1,300})", figures, re.ASCII):
        return None
    try:
        number = Decimal(figures)
    except InvalidOperation:
        return None
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _on_scale(figure: str | None, spec: Spec) -> str | None:
    """Return a figure that is on the scale of a range; any figure where there is no scale."""
    control = spec.control
    if figure is None or control is None or control.kind != "range":
        return figure
    try:
        start, end, step = (
            Decimal(control.parameters.get(name) or "NaN") for name in ("start", "end", "step")
        )
    except InvalidOperation:
        return figure
    number = Decimal(figure)
    if start.is_nan() or end.is_nan():
        return figure
    inside = min(start, end) <= number <= max(start, end)
    off = not step.is_nan() and step != 0 and (number - start) % step != 0
    return figure if inside and not off else None


def _date(text: str, spec: Spec, now: datetime) -> str | None:
    """A day; for `month-year` and `year` the first day of what was said."""
    appearance = (spec.control.appearance if spec.control else "").split()
    if "year" in appearance and (found := _YEAR.fullmatch(text)):
        return f"{found[1]}-01-01"
    if {"month-year", "year"} & set(appearance) and (found := _MONTH.fullmatch(text)):
        return f"{found[1]}-{int(found[2]):02}-01" if 1 <= int(found[2]) <= 12 else None
    try:
        return dates.parse(text, today=now.date()).isoformat()
    except UserError:
        return None


def _clock(text: str) -> tuple[int, int] | None:
    found = _FOUR.fullmatch(text)
    if found:
        hour, minute = int(found[1]), int(found[2])
    else:
        said = _CLOCK.fullmatch(text)
        if said is None:
            return None
        hour = int(said[2])
        minute = 30 if said[3] == "半" else int(said[3] or 0)
        if said[1] in _AFTERNOON and hour < 12:
            hour += 12
    return (hour, minute) if hour < 24 and minute < 60 else None


def _time(text: str, now: datetime) -> str | None:
    clock = _clock(text)
    if clock is None:
        day = now.date()
        return text if moments.read_time(text, now.tzinfo or now.astimezone().tzinfo, day) else None  # type: ignore[arg-type] # an aware moment has a zone
    at = now.replace(hour=clock[0], minute=clock[1], second=0, microsecond=0)
    return moments.written(at).partition("T")[2]


def _moment(text: str, now: datetime) -> str | None:
    zone = now.tzinfo
    if zone is not None and moments.read(text, zone) is not None and "T" in text:
        return text
    day, _, clock = text.rpartition(" ")
    at = _clock(clock)
    if not day or at is None:
        return None
    try:
        on = dates.parse(day, today=now.date())
    except UserError:
        return None
    moment = now.replace(hour=at[0], minute=at[1], second=0, microsecond=0)
    return moments.written(moment + timedelta(days=(on - now.date()).days))


def _point(text: str) -> str | None:
    """Latitude, longitude, and where they are said altitude and accuracy in metres."""
    found = _POINT.fullmatch(text)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        return None
    rest = found[3].replace(",", " ").split()
    return " ".join([found[1], found[2], *rest, *("0",) * (2 - len(rest))])
