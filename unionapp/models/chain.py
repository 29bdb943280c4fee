"""Hashes stored values over one canonical encoding, for chains and frozen decisions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from unionapp.models.declare import Declaration, Record
from unionapp.models.store import stored_row

# What the first link of a chain is tied to.
START = "0" * 64


def canonical(value: object) -> str:
    """Return a value as JSON in its one form: sorted keys, no blanks, no escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(encoding: str, *values: object) -> str:
    """Return the SHA-256 of values; `encoding` names what they are, and in which version."""
    return hashlib.sha256(canonical([encoding, *values]).encode()).hexdigest()


def record_digest(
    encoding: str, declaration: Declaration, record: Record, *, but: Iterable[str]
) -> str:
    """Return the SHA-256 of a record as stored, with every declared field but those named.

    A field that is declared later is covered by itself: nobody has to think of it here.
    """
    left_out = frozenset(but)
    names = ("id", "home_division", *(field.name for field in declaration.fields))
    row = zip(names, stored_row(declaration, record), strict=True)
    return digest(encoding, {name: value for name, value in row if name not in left_out})
