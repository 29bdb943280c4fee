"""Keeps the dibao standards that the office enters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from unionapp.errors import Problem, refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Standard
from unionapp.programmes import standards as rules
from unionapp.programmes.standards import StandardKind
from unionapp.values import divisions


@dataclass(frozen=True, slots=True)
class Added:
    """A standard that was written; warnings (an old one) go with it."""

    standard: Standard
    warnings: tuple[Problem, ...]
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One row of the list: whether it counts today, and whether it is older than 12 months."""

    standard: Standard
    place: str
    in_force: bool
    old: bool


def listing(desk: Desk) -> tuple[StandardLine, ...]:
    """Return every standard, by division and kind, the newest first."""
    with desk.read() as reading:
        today = reading.today
        found = reading.select(Standard, order="division, kind DESC, valid_from DESC")
    rows = [_rule_row(one) for one in found]
    return tuple(
        StandardLine(
            standard=one,
            place=_place_name(one.division),
            in_force=rules.in_force(rows, row.division, row.kind, today) == row,
            old=rules.age_warning(row, today) is not None,
        )
        for one, row in zip(found, rows, strict=True)
    )


def add(
    desk: Desk,
    *,
    division: str,
    kind: str,
    valid_from: date,
    amount_fen: int,
    document: str,
    valid_to: date | None = None,
) -> Added:
    """Enter a standard, in fen per person and month, for a city (2101 or 210100) or a county.

    Raises `standards.unknown_division`, `standards.unknown_kind`, `standards.amount_wrong`,
    `standards.days_wrong`, `standards.document_missing`, `standards.known_already`.
    """
    code = division.strip().ljust(6, "0")
    _check(code, kind, valid_from, valid_to, amount_fen, document)
    with desk.write() as work:
        twin = "division = ? AND kind = ? AND valid_from = ?"
        if work.select(Standard, twin, (code, kind, valid_from.isoformat()), limit=1):
            raise refuse("standards.known_already", code, day=valid_from.isoformat())
        added = _write(
            work,
            rules.Standard(
                code, cast(StandardKind, kind), valid_from, valid_to, amount_fen, document, ""
            ),
        )
        warning = rules.age_warning(_rule_row(added), work.today)
        return Added(added, (warning,) if warning else (), frozenset(work.changed))


def withdraw(desk: Desk, standard_id: str) -> frozenset[str]:
    """Take a wrong row back (a tombstone); decided cases keep what they were decided with."""
    with desk.write() as work:
        found = work.get(Standard, standard_id)
        if found is None or found.deleted_at is not None:
            raise refuse("standards.missing", standard_id)
        work.set_fields("standard", standard_id, {"deleted_at": work.now})
        audit.append(work, "standard_withdrawn", "standard", standard_id)
        return frozenset(work.changed)


def in_force(desk: Desk, *, division: str, kind: str, day: date) -> Standard | Problem:
    """Return the standard that counts for a division, a kind and a day, or why there is none."""
    with desk.read() as reading:
        found = {_rule_row(one): one for one in reading.select(Standard)}
    counts = rules.in_force(found, division, cast(StandardKind, kind), day)
    return counts if isinstance(counts, Problem) else found[counts]


def install_shipped(desk: Desk) -> frozenset[str]:
    """Enter the sourced rows that the program ships, when they are not there; at creation."""
    with desk.write() as work:
        known = {
            (one.division, one.kind, one.valid_from) for one in work.select(Standard, deleted=True)
        }
        for row in rules.shipped():
            if (row.division, row.kind, row.valid_from) not in known:
                _write(work, row)
        return frozenset(work.changed)


def rows(reading: Reading) -> tuple[rules.Standard, ...]:
    """Return the office's standards as the programme engine takes them."""
    return tuple(_rule_row(one) for one in reading.select(Standard))


def _write(work: Work, row: rules.Standard) -> Standard:
    added = Standard(
        id=work.new_id(),
        home_division=work.division,
        division=row.division,
        kind=row.kind,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        amount_fen=row.amount_fen,
        document=row.document.strip() or row.source,
    )
    work.add(added)
    detail: audit.Detail = {"amount_fen": row.amount_fen, "valid_from": str(row.valid_from)}
    audit.append(work, "standard_added", "standard", added.id, detail)
    return added


def _rule_row(one: Standard) -> rules.Standard:
    return rules.Standard(
        division=one.division,
        kind=cast(StandardKind, one.kind),
        valid_from=one.valid_from or date.max,  # a row without a first day never counts
        valid_to=one.valid_to,
        amount_fen=one.amount_fen,
        document=one.document or "",
        source="",
    )


def _check(
    division: str,
    kind: str,
    valid_from: date,
    valid_to: date | None,
    amount_fen: int,
    document: str,
) -> None:
    if divisions.find(division) is None:
        raise refuse("standards.unknown_division", division)
    if kind not in rules.KINDS:
        raise refuse("standards.unknown_kind", kind, wanted=" / ".join(rules.KINDS))
    if amount_fen <= 0:
        raise refuse("standards.amount_wrong", "amount_fen")
    if valid_to is not None and valid_to < valid_from:
        raise refuse("standards.days_wrong", "valid_to", valid_from=valid_from.isoformat())
    if not document.strip():
        raise refuse("standards.document_missing", "document")


def _place_name(division: str) -> str:
    known = divisions.find(division)
    return known.zh if known else division
