"""Adds up what was paid: by programme, period, street office, cause; to the fen as receipts say.

Every figure is a sum of receipts, voids counted against what they void, so that the parts add up
to the receipts whatever they are grouped by. Street and cause are those that were frozen with the
receipt; a later move of the household changes no total. 户次 counts cases that were paid, 户 the
households among them. What was signed for on the rolls of campaigns stands beside it, never in it:
no receipt was issued for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from unionapp.errors import Problem
from unionapp.models.desk import OFFICE_ZONE, Desk, Reading
from unionapp.models.store import instant_from
from unionapp.services import programme_files
from unionapp.services.signed_lines import GRANTED
from unionapp.values import codes

By = Literal["programme", "year", "month", "street", "cause"]

_GROUPS: dict[By, str] = {
    "programme": "coalesce(c.programme, '')",
    "year": "substr(r.content ->> '$.paid_on', 1, 4)",
    "month": "substr(r.content ->> '$.paid_on', 1, 7)",
    "street": "coalesce(r.content ->> '$.street_id', '')",
    "cause": "coalesce(r.content ->> '$.main_cause', '')",
}
_ROLL_GROUPS: dict[By, str] = {
    "programme": "g.programme",
    "year": "substr(g.day, 1, 4)",
    "month": "substr(g.day, 1, 7)",
    "street": "coalesce(e.street_id, '')",
    "cause": "coalesce(e.main_cause, '')",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One group: its code and what it is called, the fen paid, and how many were paid.

    `cases` are paid cases (户次), `households` the different ones among their subjects (户).
    `signed` lines of rolls come to `signed_fen`.
    """

    key: str
    label: str
    amount_fen: int
    cases: int
    households: int
    receipts: int
    signed: int = 0
    signed_fen: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """The groups of a period, and their sum as receipts say.

    Beside it stand `in_kind_fen`, the value of goods, and `signed_fen`, the money of the rolls.
    """

    by: By
    first: date
    last: date
    lines: tuple[Line, ...]
    total_fen: int
    in_kind_fen: int
    signed_fen: int = 0


def of_period(desk: Desk, by: By, first: date, last: date, *, language: str = "zh") -> Totals:
    """Return what was paid from one day to another, both counted in, by what is asked."""
    folder = programme_files.own_folder(desk)
    with desk.read() as reading:
        return in_period(reading, folder, by, first, last, language=language)


def in_period(
    reading: Reading, folder: Path, by: By, first: date, last: date, *, language: str = "zh"
) -> Totals:
    """Return the same within a transaction; `folder` holds the office's own programmes."""
    names = _names(folder, reading, by, language)
    days = (first.isoformat(), last.isoformat())
    paid = {key: figures for key, *figures in _paid(reading, by, days)}
    signed = {key: figures for key, *figures in _signed(reading, by, days)}
    lines = tuple(
        Line(
            key,
            names.get(key) or key or "—",
            *paid.get(key, (0, 0, 0, 0)),
            *signed.get(key, (0, 0)),
        )
        for key in sorted(paid.keys() | signed.keys())
    )
    return Totals(
        by,
        first,
        last,
        lines,
        sum(one.amount_fen for one in lines),
        int(reading.scalar(_GOODS, days) or 0),
        sum(one.signed_fen for one in lines),
    )


def verify(reading: Reading) -> Iterator[Problem]:
    """Tell where totals, receipts and cases do not agree to the fen.

    A receipt pays exactly what its case was granted, a paid case has receipts of that sum, any
    other one of nought; every receipt has its day and leads to a case; the groups add up.
    """
    for number, paid, granted in reading.rows(_PAID_OTHERWISE):
        yield Problem("totals.paid_otherwise", number, {"paid": paid, "granted": granted})
    for (number,) in reading.rows(_WITHOUT_CASE):
        yield Problem("totals.without_case", number)
    for number, on, at in reading.rows(_DAYS):
        if on is None or date.fromisoformat(on) != _office_day(at):
            yield Problem("totals.day_differs", number)
    always = (date.min.isoformat(), date.max.isoformat())
    paid = reading.scalar("SELECT coalesce(sum(amount_fen), 0) FROM receipt")
    signed = reading.scalar(f"SELECT coalesce(sum(fen), 0) FROM ({GRANTED}) WHERE source = 1")  # noqa: S608 - our own text
    for by in _GROUPS:
        on_receipts = sum(fen for _, fen, *_ in _paid(reading, by, always))
        on_rolls = sum(fen for _, _, fen in _signed(reading, by, always))
        for parts, whole in ((on_receipts, paid), (on_rolls, signed)):
            if parts != whole:
                yield Problem("totals.parts_differ", by, {"parts": parts, "whole": whole})


def _paid(reading: Reading, by: By, days: tuple[str, str]) -> list[tuple[Any, ...]]:
    """Return by key the fen of the receipts, cases, households, and receipts."""
    return reading.rows(_SUMS.format(group=_GROUPS[by]), days)


def _signed(reading: Reading, by: By, days: tuple[str, str]) -> list[tuple[Any, ...]]:
    """Return by key how many lines of rolls were signed for, and their fen."""
    return reading.rows(_ROLLS.format(group=_ROLL_GROUPS[by]), days)


def _office_day(at: str) -> date:
    return instant_from(at).astimezone(OFFICE_ZONE).date()


def _names(folder: Path, reading: Reading, by: By, language: str) -> dict[str, str]:
    if by == "programme":
        found = programme_files.read_all(folder).programmes
        return {one.code: one.label.text(language) for one in found}
    if by == "street":
        return dict(reading.rows("SELECT id, name FROM place WHERE kind = 'street_office'"))
    if by == "cause":
        return {item.code: item.label(language) for item in codes.load("hardship_cause")}
    return {}


# A void counts against the group of the receipt that it voids, on its own day; the case and the
# household are counted while something of theirs is left.
_SUMS = """
SELECT key, sum(fen), sum(fen > 0), count(DISTINCT CASE WHEN fen > 0 THEN home END), sum(slips)
FROM (
    SELECT {group} AS key, r.case_id, sum(r.amount_fen) AS fen, count(*) AS slips,
        coalesce(p.household_id, c.subject_id) AS home
    FROM receipt r LEFT JOIN "case" c ON c.id = r.case_id
    LEFT JOIN person p ON p.id = c.subject_id
    WHERE coalesce(r.content ->> '$.paid_on', '0001-01-01') BETWEEN ? AND ?
    GROUP BY 1, r.case_id)
GROUP BY key ORDER BY key
"""
_ROLLS = f"""
SELECT {{group}}, count(*), sum(g.fen)
FROM ({GRANTED}) g JOIN campaign_entry e ON e.id = g.id
WHERE g.source = 1 AND g.day BETWEEN ? AND ?
GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - our own text
_GOODS = """
SELECT sum(value_fen * quantity) FROM aid_item
WHERE deleted_at IS NULL AND given_on BETWEEN ? AND ?
"""
_PAID_OTHERWISE = """
SELECT c.number, coalesce(sum(r.amount_fen), 0) AS paid,
    CASE WHEN c.state = 'paid' THEN coalesce(c.amount_fen, 0) ELSE 0 END AS granted
FROM "case" c LEFT JOIN receipt r ON r.case_id = c.id
GROUP BY c.id
HAVING paid != granted AND NOT (paid = 0 AND EXISTS (
    SELECT 1 FROM aid_item i WHERE i.case_id = c.id AND i.deleted_at IS NULL))
"""
_WITHOUT_CASE = """
SELECT r.number FROM receipt r LEFT JOIN "case" c ON c.id = r.case_id WHERE c.id IS NULL
"""
_DAYS = "SELECT number, content ->> '$.paid_on', issued_at FROM receipt"
