"""Reads, writes and checks any declared record; editor, import and services share its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from unionapp.errors import Problem
from unionapp.models.declare import Declaration, Record
from unionapp.models.desk import Desk


@dataclass(frozen=True, slots=True)
class Saved:
    """A record as it now stands.

    `problems` are all that the record has, with `where` = field; they are shown and stood in the
    way of nothing. `filled` holds the fields that the program set by itself.
    """

    record: Record
    problems: tuple[Problem, ...]
    filled: Mapping[str, object]
    changes: frozenset[str]


def new(desk: Desk, kind: str, values: Mapping[str, object]) -> Saved:
    """Write a new record; values are the fields' own types, or text as typed."""
    raise NotImplementedError


def save_field(desk: Desk, kind: str, id_: str, name: str, value: object) -> Saved:
    """Store what was entered in one field, whatever it is; None or "" clears it.

    Text that is no value of its field is kept as a draft, and the field keeps what it held.
    """
    raise NotImplementedError


def problems_in(
    declaration: Declaration, values: Mapping[str, object], *, today: date
) -> tuple[Problem, ...]:
    """Return what is wrong with a record's values; warnings stand in the way of nothing."""
    raise NotImplementedError


def drafts(desk: Desk, kind: str, id_: str) -> Mapping[str, str]:
    """Return what was typed into fields of a record and is no value of theirs, by field name."""
    raise NotImplementedError


def remove(desk: Desk, kind: str, id_: str) -> Saved:
    """Put a tombstone on a record; its history stays."""
    raise NotImplementedError


def restore(desk: Desk, kind: str, id_: str) -> Saved:
    """Take the tombstone off again."""
    raise NotImplementedError
