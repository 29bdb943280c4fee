"""Says which visit counts at a door: the last one with an outcome that was not taken back."""

from __future__ import annotations

from datetime import UTC, datetime, time

from unionapp.models.desk import OFFICE_ZONE, Reading
from unionapp.models.store import instant_text

# The `rid` of that visit at a door `d`, as part of a statement. The index of door and time is
# walked backwards, so that it costs one step; a visit that was entered late does not hide a newer.
LAST_VISIT = """(
    SELECT rid FROM visit
    WHERE door_id = d.id AND outcome IS NOT NULL AND withdrawn_at IS NULL AND deleted_at IS NULL
    ORDER BY at DESC, rid DESC LIMIT 1)"""

_OUTCOME = f"""
SELECT v.outcome FROM place d JOIN visit v ON v.rid = {LAST_VISIT} WHERE d.id = ?
"""  # noqa: S608 - a part of ours


def outcome_of(reading: Reading, door_id: str) -> str | None:
    """Return the outcome that a door shows now, or None."""
    found = reading.scalar(_OUTCOME, (door_id,))
    return None if found is None else str(found)


def day_began(reading: Reading) -> str:
    """Return when the office's day began, as stored."""
    return instant_text(datetime.combine(reading.today, time(), OFFICE_ZONE).astimezone(UTC))
