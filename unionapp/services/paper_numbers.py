"""Numbers of papers about records that have none: the last part of the id, the same everywhere."""

from __future__ import annotations

from typing import TypeVar

from unionapp.models.declare import Record
from unionapp.models.desk import Reading

R = TypeVar("R", bound=Record)
_DIGITS = 12
_GROUP = 4


def of_id(id_: str) -> str:
    """Return the number of a record: the 48 random bits at the end of its UUIDv7, in groups."""
    tail = id_.replace("-", "")[-_DIGITS:].upper()
    return "-".join(tail[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))


def find(reading: Reading, record: type[R], number: str) -> R | None:
    """Return the record of a number, None for none or (one in 100,000 patches) for two."""
    tail = number.replace("-", "").lower()
    if len(tail) != _DIGITS or not tail.isalnum():
        return None
    found = reading.select(record, "id LIKE ?", (f"%{tail}",), limit=2)
    return found[0] if len(found) == 1 else None
