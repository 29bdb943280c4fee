"""Tells whether the case knows an answer already, or something newer than it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from unionapp.forms.nodes import Node
from unionapp.models.desk import Reading
from unionapp.models.records import SCHEMA
from unionapp.services.response_subject import as_answer

_COUNTER_BITS = 16  # of the change log's clock; the bits above are milliseconds


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and the field of the record to which it belongs."""

    kind: str
    id: str
    name: str
    node: Node


def is_filled_from(reading: Reading, told: Told) -> bool:
    """Whether the case holds this answer, or it was just filled beforehand with what it holds."""
    stands = _standing(reading, told)
    prefilled = told.node.spec.bind.prefill == f"{told.kind}#{told.name}"
    return stands == told.node.value or (prefilled and stands != "")


def is_older(reading: Reading, told: Told, kept_at: datetime | None) -> bool:
    """Whether the case holds an answer, or something that was entered after it was kept.

    An answer that is newer than the case was kept just before a kill and did not get there; what
    is not kept follows from other answers.
    """
    if kept_at is None or _standing(reading, told) == told.node.value:
        return True
    changed = _last_change(reading, told)
    return changed is not None and changed >= kept_at


def _standing(reading: Reading, told: Told) -> str:
    """What the case holds, as an answer is written."""
    record = reading.by_kind(told.kind, told.id)
    kind = SCHEMA[told.kind].field(told.name).type
    return as_answer(kind, getattr(record, told.name)) if record is not None else ""


def _last_change(reading: Reading, told: Told) -> datetime | None:
    hlc = reading.scalar(
        "SELECT max(hlc) FROM operation WHERE record = ? AND kind = ? "
        "AND json_type(fields, ?) IS NOT NULL",
        (told.id, told.kind, f"$.{told.name}"),
    )
    return None if hlc is None else datetime.fromtimestamp((hlc >> _COUNTER_BITS) / 1000, UTC)
