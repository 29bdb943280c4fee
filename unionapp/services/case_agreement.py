"""Tells whether the case knows an answer already, or something newer than it."""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.errors import UserError
from unionapp.forms.nodes import Node
from unionapp.models.declare import FieldType
from unionapp.models.desk import Reading
from unionapp.models.records import SCHEMA
from unionapp.services import typed
from unionapp.services.response_subject import as_answer


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and the field of the record to which it belongs."""

    kind: str
    id: str
    name: str
    node: Node


def is_filled_from(reading: Reading, told: Told) -> bool:
    """Whether the case holds this answer, or it was just filled beforehand with what it holds."""
    stands = standing(reading, told)
    prefilled = told.node.spec.bind.prefill == f"{told.kind}#{told.name}"
    return stands == told.node.value or (prefilled and stands != "")


def is_told(reading: Reading, told: Told, kept_at: int | None) -> bool:
    """Whether the case holds an answer, or something that was entered after it was kept.

    `kept_at` is on the change log's clock. An answer that is newer than the case was kept just
    before a kill and did not get there; what is not kept follows from other answers.
    """
    if kept_at is None or standing(reading, told) == told.node.value:
        return True
    changed = _last_change(reading, told)
    return changed is not None and changed > kept_at


def is_overtaken(reading: Reading, told: Told, kept_at: int | None) -> bool:
    """Whether the case holds another value than an answer, entered after the answer was kept."""
    if kept_at is None or standing(reading, told) == told.node.value:
        return False
    changed = _last_change(reading, told)
    return changed is not None and changed > kept_at and not _means_the_same(reading, told)


def standing(reading: Reading, told: Told) -> str:
    """What the case holds, as an answer is written."""
    record = reading.by_kind(told.kind, told.id)
    kind = SCHEMA[told.kind].field(told.name).type
    return as_answer(kind, getattr(record, told.name)) if record is not None else ""


def _means_the_same(reading: Reading, told: Told) -> bool:
    """Whether the answer became what the case holds: 024-2345 6789 is stored as 02423456789."""
    field = SCHEMA[told.kind].field(told.name)
    text = told.node.value
    entered = tuple(text.split()) if field.type is FieldType.CODES else text
    try:
        value = typed.value_of(field, entered, today=reading.today)
    except UserError:
        return False
    record = reading.by_kind(told.kind, told.id)
    stands = getattr(record, told.name, None)
    if isinstance(value, tuple) and isinstance(stands, tuple):
        return sorted(map(str, value)) == sorted(map(str, stands))
    return value == stands


def _last_change(reading: Reading, told: Told) -> int | None:
    hlc = reading.scalar(
        "SELECT max(hlc) FROM operation WHERE record = ? AND kind = ? "
        "AND json_type(fields, ?) IS NOT NULL",
        (told.id, told.kind, f"$.{told.name}"),
    )
    return None if hlc is None else int(hlc)
