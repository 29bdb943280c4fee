"""Keeps the dibao standards that the office enters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unionapp.errors import Problem
from unionapp.models.desk import Desk
from unionapp.models.records import Standard


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
    raise NotImplementedError


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
    """Enter a standard, in fen per person and month; raises `standards.*`."""
    raise NotImplementedError


def in_force(desk: Desk, *, division: str, kind: str, day: date) -> Standard | Problem:
    """Return the standard that counts for a division, a kind and a day, or why there is none."""
    raise NotImplementedError


def install_shipped(desk: Desk) -> frozenset[str]:
    """Enter the sourced rows that the program ships, when they are not there; at creation."""
    raise NotImplementedError
