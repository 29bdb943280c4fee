"""Keeps the unions that can act on memberships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unionapp.models.desk import Desk
from unionapp.models.records import Union


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
    """Add a union; raises `unions.name_missing`, `unions.known_already`."""
    raise NotImplementedError


def listing(desk: Desk) -> tuple[UnionLine, ...]:
    """Return the unions by name, each with its count of members."""
    raise NotImplementedError
