"""Lays out every record before the first sheet and names everything that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unionapp.errors import Problem, UserError
from unionapp.printing import fields, seals
from unionapp.printing.compose import Composer, Mark
from unionapp.printing.designs import Design
from unionapp.printing.fields import FIELDS, Record
from unionapp.printing.fonts import Fonts
from unionapp.printing.stocks import Stock

_SAME = 0.01


Paper = Mapping[str, tuple[Mark, ...]]


@dataclass(frozen=True, slots=True)
class Job:
    """A print run that is known to work: the fixed marks by side, then each paper's by side."""

    fixed: Paper
    papers: tuple[Paper, ...]


def check(
    design: Design, stock: Stock, records: Sequence[Record], fonts: Fonts, *, issued: date
) -> Job:
    """Return the job, or raise every problem of every record at once.

    Problems are `printing.no_glyph`, `.too_long`, `.unset`, `.bad_image` (each names record and
    field), `.nothing_to_print` and `.wrong_stock`. A record is printed once for each copy.
    """
    problems = [*_of_stock(design, stock)]
    if not records:
        problems.append(Problem("printing.nothing_to_print", design.zh))
    composer = Composer(fonts, {"document.seal": design.sealed_by} if design.sealed_by else {})
    fixed = {side.name: composer.side(side.fixed, {}, design.code) for side in design.sides}
    papers = []
    for number, record in enumerate(records, start=1):
        fields.check_names(record)
        name = _name(design, record, number)
        for copy in design.copies:
            known = _completed(design, record, copy, issued)
            papers.append(
                {side.name: composer.side(side.varying, known, name) for side in design.sides}
            )
    problems += composer.problems
    if problems:
        raise UserError(*problems)
    return Job(fixed, tuple(papers))


def _of_stock(design: Design, stock: Stock) -> list[Problem]:
    fits = (
        abs(stock.slot_width - design.width) < _SAME
        and abs(stock.slot_height - design.height) < _SAME
    )
    if fits:
        return []
    detail = {"document": design.zh, "known": ", ".join(design.stocks)}
    return [Problem("printing.wrong_stock", stock.code, detail)]


def _name(design: Design, record: Record, number: int) -> str:
    value = FIELDS[design.named_by].value(record)
    return f"{number} {value}" if value is not None else str(number)


def _completed(design: Design, record: Record, copy: str, issued: date) -> Record:
    """Add what the engine knows: the day, the copy's name, the text of the QR code."""
    seal = {"document.seal": seal_of(design, record)}
    return {**seal, **record, "document.issued": issued, "document.copy": copy}


def seal_of(design: Design, record: Record) -> str | None:
    """Return the text of the QR code of a record's paper, or None when it has none."""
    if design.seal is None or design.sealed_by is None:
        return None
    number = FIELDS[design.sealed_by].value(record)
    if number is None:
        return None
    return seals.text(design.seal, str(number), design.fields(), record)
