"""Finds the receipt of a case that is not voided."""

from __future__ import annotations

from unionapp.models.desk import Reading
from unionapp.models.records import Receipt


def of_case(reading: Reading, case_id: str) -> Receipt | None:
    """Return the receipt of a case that is not voided, or None."""
    found = reading.select(
        Receipt,
        "case_id = ? AND voids_id IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM receipt other WHERE other.voids_id = receipt.id)",
        (case_id,),
        limit=1,
    )
    return found[0] if found else None
