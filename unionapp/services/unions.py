"""Keeps the unions that can act on memberships."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from unionapp.errors import UserError, refuse
from unionapp.models.desk import Desk
from unionapp.models.records import Union
from unionapp.services import members
from unionapp.values import credit_code as credit_codes
from unionapp.values import names


@dataclass(frozen=True, slots=True)
class Added:
    """A union that was written."""

    union: Union
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnionLine:
    """One union and how many are on its roll."""

    union: Union
    members: int


def add(
    desk: Desk,
    name: str,
    *,
    credit_code: str | None = None,
    employer_id: str | None = None,
    place_id: str | None = None,
    established_on: date | None = None,
) -> Added:
    """Add a union; raises `unions.name_missing`, `unions.known_already`, `credit_code.*`."""
    title = name.strip()
    if not title:
        raise refuse("unions.name_missing", "name")
    with desk.write() as work:
        if work.select(Union, "name = ?", (title,), limit=1):
            raise refuse("unions.known_already", title)
        union = Union(
            id=work.new_id(),
            home_division=work.division,
            name=title,
            credit_code=_checked(credit_code),
            employer_id=employer_id,
            place_id=place_id,
            established_on=established_on,
        )
        work.add(union)
        return Added(union, frozenset(work.changed))


def own(desk: Desk) -> Union | None:
    """Return the union that the office itself is."""
    with desk.read() as reading:
        id_ = reading.meta("union")
        return reading.get(Union, id_) if id_ else None


def listing(desk: Desk) -> tuple[UnionLine, ...]:
    """Return the unions by name, each with its count of members."""
    counts = Counter(line.union_id for line in members.roll(desk))
    with desk.read() as reading:
        found = sorted(reading.select(Union), key=lambda one: names.sort_key(one.name))
    return tuple(UnionLine(union, counts[union.id]) for union in found)


def _checked(credit_code: str | None) -> str | None:
    """Return the code as stored; one that cannot be right on any certificate is refused."""
    if not credit_code or not credit_code.strip():
        return None
    result = credit_codes.check(credit_code)
    if result.verdict == "error":
        raise UserError(*result.problems)
    return result.number
