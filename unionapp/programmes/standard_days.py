"""Turns a programme's choice of standard into the rows that a case is computed with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import cast

from unionapp.errors import Problem
from unionapp.programmes.facts import Facts
from unionapp.programmes.programme import StandardChoice
from unionapp.programmes.standards import Standard, StandardKind, age_warning, in_force
from unionapp.programmes.vocabulary import Case
from unionapp.values import divisions
from unionapp.values.money import format_fen

PLACES = ("residence", "hukou", "filing_union", "school")
DAYS = ("decision", "month_wise", "1_january", "payment")
_PLACE_FACTS = {
    "residence": "division",
    "hukou": "hukou",
    "filing_union": "filing_union",
    "school": "school",
}


def missing(case: Case) -> tuple[str, ...]:
    """Return the facts without which no standard can be looked up."""
    choice = case.programme.standard
    if choice is None:
        return ()
    place = _PLACE_FACTS[str(case.value(choice.place))]
    names = [] if getattr(case.facts.household, place) else [f"household.{place}"]
    if case.value(choice.day) == "payment" and case.facts.payment_day is None:
        names.append("payment_day")
    return tuple(names)


def on_day(case: Case) -> Standard | Problem:
    """Return the row for the programme's day; month by month means the day of decision here."""
    return _row(case, day_of(case))


def day_of(case: Case) -> date:
    day = case.value(_choice(case).day)
    if day == "1_january":
        return date(case.facts.year, 1, 1)
    if day == "payment" and case.facts.payment_day is not None:
        return case.facts.payment_day
    return case.facts.day


def is_month_wise(case: Case) -> bool:
    return case.value(_choice(case).day) == "month_wise"


def by_month(case: Case, months: Iterable[date]) -> tuple[tuple[date, Standard], ...] | Problem:
    """Return for each month, by its first day, that day and the row in force on it."""
    found = []
    for first in months:
        row = _row(case, first)
        if isinstance(row, Problem):
            return row
        found.append((first, row))
    return tuple(found)


def lines(rows: Iterable[tuple[date, Standard]]) -> tuple[Problem, ...]:
    """Return a proof line for each row: amount, place, first day, document, and for which day."""
    named: dict[Standard, date] = {}
    for day, row in rows:
        named.setdefault(row, day)
    return tuple(_line(row, day) for row, day in named.items())


def warnings(rows: Iterable[tuple[date, Standard]]) -> tuple[Problem, ...]:
    """Return one warning for each row that is too old on the last day it is used for."""
    last = {row: day for day, row in rows}
    found = (age_warning(row, day) for row, day in last.items())
    return tuple(warning for warning in found if warning is not None)


def quickly(case: Case) -> Callable[[Facts], Standard | Problem | None]:
    """Prepare the look-up of the row on the programme's day; it gives None when a fact is missing.

    It says what `missing` and `on_day` say, for very many facts of one programme.
    """
    choice = _choice(case)
    place, kind = (
        _PLACE_FACTS[str(case.value(choice.place))],
        cast(StandardKind, case.value(choice.kind)),
    )
    wanted = case.value(choice.day)

    def row(facts: Facts) -> Standard | Problem | None:
        division = getattr(facts.household, place)
        day = facts.day
        if wanted == "1_january":
            day = date(facts.year, 1, 1)
        elif wanted == "payment":
            if facts.payment_day is None:
                return None
            day = facts.payment_day
        if not division:
            return None
        key = (division, facts.household.dibao_kind or kind, day)
        found = case.rows.get(key)
        if found is None:
            found = case.rows[key] = in_force(case.standards, division, key[1], day)
        return found

    return row


def _row(case: Case, day: date) -> Standard | Problem:
    choice = _choice(case)
    household = case.facts.household
    division = getattr(household, _PLACE_FACTS[str(case.value(choice.place))])
    kind = household.dibao_kind or cast(StandardKind, case.value(choice.kind))
    key = (division or "", kind, day)
    if key not in case.rows:
        case.rows[key] = in_force(case.standards, *key)
    return case.rows[key]


def _choice(case: Case) -> StandardChoice:
    choice = case.programme.standard
    if choice is None:
        raise ValueError(f"{case.programme.code} names no standard")
    return choice


def _line(row: Standard, day: date) -> Problem:
    codes = {"urban": "programme.proof_standard_urban", "rural": "programme.proof_standard_rural"}
    detail = {
        "amount": format_fen(row.amount_fen),
        "zh": _place_name(row.division, "zh"),
        "en": _place_name(row.division, "en"),
        "since": row.valid_from.isoformat(),
        "day": day.isoformat(),
        "document": row.document or row.source or "未登记文件",
        "document_en": row.document or row.source or "no document entered",
    }
    return Problem(codes[row.kind], row.division, detail)


def _place_name(division: str, language: str) -> str:
    known = divisions.find(division.ljust(6, "0")[:6])
    return known.label(language) if known else division
