"""Dibao standards: which row is in force for a division and a kind on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast, get_args

from unionapp.errors import Problem
from unionapp.values import codes, money

StandardKind = Literal["urban", "rural"]
KINDS: tuple[StandardKind, ...] = get_args(StandardKind)


@dataclass(frozen=True, slots=True)
class Standard:
    """A minimum living standard, in fen per person and month.

    `division` is a county or a city of GB/T 2260; a city may be written 210100 or 2101.
    `valid_to` is the last day on which it counts; without one it counts until a later row takes
    its place.
    """

    division: str
    kind: StandardKind
    valid_from: date
    valid_to: date | None
    amount_fen: int
    document: str
    source: str


@cache
def shipped() -> tuple[Standard, ...]:
    """Return the sourced rows of `resources/codes/dibao_standards.toml`."""
    return tuple(_from_item(item) for item in codes.load("dibao_standards"))


def in_force(
    standards: Iterable[Standard], division: str, kind: StandardKind, day: date
) -> Standard | Problem:
    """Return the row that counts, or `programme.no_standard` / `programme.standard_twice`.

    A county's own row goes before its city's. Within one division the row that began last
    counts; once it has ended, an older row does not come back.
    """
    rows = [row for row in standards if row.kind == kind and row.valid_from <= day]
    for place in _places(division):
        own = [row for row in rows if _short(row.division) == place]
        if not own:
            continue
        last = max(row.valid_from for row in own)
        newest = [row for row in own if row.valid_from == last]
        if len({(row.amount_fen, row.valid_to) for row in newest}) > 1:
            return Problem(
                "programme.standard_twice", division, {"kind": kind, "day": last.isoformat()}
            )
        if newest[0].valid_to is None or day <= newest[0].valid_to:
            return newest[0]
    return Problem("programme.no_standard", division, {"kind": kind, "day": day.isoformat()})


def age_warning(standard: Standard, day: date) -> Problem | None:
    """Return `programme.standard_old` when the row is older than twelve months on that day.

    Standards are reviewed yearly, so an older row has probably been replaced; a row that is
    twelve months old to the day is not yet older.
    """
    if day <= _a_year_after(standard.valid_from):
        return None
    return Problem(
        "programme.standard_old",
        standard.division,
        {
            "amount": money.format_fen(standard.amount_fen),
            "since": standard.valid_from.isoformat(),
            "day": day.isoformat(),
        },
        warning=True,
    )


def _from_item(item: codes.CodeItem) -> Standard:
    if item.valid_from is None:
        raise ValueError(f"dibao_standards: {item.code} has no first day")
    return Standard(
        division=str(item.more["division"]),
        kind=cast(StandardKind, item.more["kind"]),
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        amount_fen=int(str(item.more["amount_fen"])),
        document=str(item.more["document"]),
        source=str(item.more["source"]),
    )


def _places(division: str) -> tuple[str, ...]:
    """The county (when one is named) and its city, most specific first."""
    short = _short(division)
    return (short, short[:4]) if len(short) == 6 else (short,)


def _short(division: str) -> str:
    """Cut a longer place code to its county, and write a whole city (210100) as 2101."""
    county = division[:6]
    return county[:4] if county.endswith("00") and len(county) == 6 else county


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 2, 28)
