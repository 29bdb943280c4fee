"""Keeps what the office decided, one record a point, so that it travels and merges like the rest.

The reasons stand in the records and, decision by decision, in their operations; the audit trail,
which holds no free text, holds the hash.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from unionapp.models.desk import Reading, Work
from unionapp.models.records import OfficeSetting

# The name under which it is said whether the office works with a programme.
ACTIVE = "active"
_NAMESPACE = uuid.UUID("6f1f2a54-6d0b-5d0f-9a3e-2f6f6c1c7b11")
_COUNTER_BITS = 16  # of the change log's clock; the bits above are milliseconds


@dataclass(frozen=True, slots=True)
class Told:
    """One decision as the change log has it, of this laptop or of another."""

    at: datetime
    worker_id: str
    name: str
    value: Any
    reason: str


def values(reading: Reading, programme: str = "") -> dict[str, Any]:
    """Return what was decided about a programme, by name; without one, about the office itself."""
    found = reading.select(
        OfficeSetting,
        "programme IS ? AND home_division = ? AND value IS NOT NULL",
        (programme or None, reading.division),
    )
    return {one.name: one.value for one in found}


def put(work: Work, programme: str, name: str, value: object, reason: str) -> str:
    """Write a decision, None for the default again; returns the SHA-256 of what was decided."""
    id_ = _id(work.division, programme, name)
    fields: Mapping[str, Any] = {"value": value, "reason": reason}
    if work.get(OfficeSetting, id_) is None:
        work.add(
            OfficeSetting(
                id=id_, home_division=work.division, programme=programme, name=name, **fields
            )
        )
    else:
        work.settle("office_setting", id_, fields)
    said = json.dumps({"name": name, **fields}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def decisions(reading: Reading, programme: str) -> tuple[Told, ...]:
    """Return every decision about a programme in the order of the clocks, whoever made it."""
    rows = reading.rows(_LOG, (programme or None, reading.division))
    standing: dict[str, dict[str, Any]] = {}
    found = []
    for name, hlc, author, fields in rows:
        known = standing.setdefault(name, {})
        known |= json.loads(fields)
        if not known.get("reason"):
            continue  # laid aside for the decision that follows
        value = known.get("value")
        found.append(
            Told(
                datetime.fromtimestamp((hlc >> _COUNTER_BITS) / 1000, UTC),
                author,
                name,
                None if value is None else json.loads(value),
                known["reason"],
            )
        )
    return tuple(found)


_LOG = """
SELECT s.name, o.hlc, o.author, o.fields FROM office_setting s
JOIN operation o ON o.record = s.id AND o.kind = 'office_setting'
WHERE s.programme IS ? AND s.home_division = ?
ORDER BY o.hlc, o.device, o.incarnation, o.counter
"""


def _id(division: str, programme: str, name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{division}/{programme}/{name}"))
