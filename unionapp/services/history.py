"""Tells what happened to a record, field by field, from the operation log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from unionapp.models.desk import Desk


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field of one change, newest first.

    `zh` and `en` are the field's label; `before` and `after` are texts to show, personal numbers
    masked; `created` marks the lines with which the record began.
    """

    at: datetime
    worker: str
    field: str
    zh: str
    en: str
    before: str
    after: str
    device: str
    created: bool


def of_record(desk: Desk, kind: str, id_: str, *, language: str = "zh") -> tuple[HistoryLine, ...]:
    """Return every change of a record, newest first."""
    raise NotImplementedError
