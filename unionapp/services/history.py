"""Tells what happened to a record, field by field, from the operation log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from unionapp.models.addresses import Addresses
from unionapp.models.declare import Declaration, Field, FieldType
from unionapp.models.desk import Desk, Reading
from unionapp.models.store import from_stored
from unionapp.services import shown


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
    """Return every change of a record, newest first.

    What a field held before is read off the operations that the change replaced; it is "" when
    those have not reached this laptop, and all of them, divided by ｜, when a conflict was settled.
    """
    with desk.read() as reading:
        teller = _Teller(reading, reading.schema[kind], language)
        operations = _operations(reading, kind, id_)
        known = {one.id: one for one in operations}
        lines = [line for one in operations for line in teller.lines(one, known)]
    return tuple(reversed(lines))


@dataclass(frozen=True, slots=True)
class _Operation:
    """One change as it stands in the log; values are as stored."""

    id: str
    at: datetime
    author: str
    device: str
    fields: Mapping[str, Any]
    replaces: Mapping[str, list[str]]


def _operations(reading: Reading, kind: str, id_: str) -> list[_Operation]:
    """Return the operations of a record in the order of their clocks, whatever laptop made them."""
    rows = reading.rows(
        "SELECT id, hlc, author, device, fields, replaces FROM operation "
        "WHERE record = ? AND kind = ? ORDER BY hlc, device, incarnation, counter",
        (id_, kind),
    )
    return [
        # The upper bits of the clock are milliseconds, the lower sixteen count within one.
        _Operation(
            op,
            datetime.fromtimestamp((hlc >> 16) / 1000, UTC),
            author,
            device,
            json.loads(fields),
            json.loads(replaces),
        )
        for op, hlc, author, device, fields, replaces in rows
    ]


class _Teller:
    """Turns operations into lines; remembers names and addresses on the way."""

    def __init__(self, reading: Reading, declaration: Declaration, language: str) -> None:
        self._reading = reading
        self._declaration = declaration
        self._language = language
        self._addresses = Addresses(reading)
        self._titles: dict[tuple[str, str], str] = {}

    def lines(
        self, operation: _Operation, known: Mapping[str, _Operation]
    ) -> Iterator[HistoryLine]:
        created = not operation.replaces
        # Upwards, since the whole list is turned round at the end.
        for field in reversed(self._declaration.fields):
            if field.name not in operation.fields or (created and not _is_told(field)):
                continue
            replaced = operation.replaces.get(field.name, [])
            before = [self._text(field, known[op].fields) for op in replaced if op in known]
            yield HistoryLine(
                at=operation.at,
                worker=self._title("worker", operation.author),
                field=field.name,
                zh=field.zh,
                en=field.en,
                before="｜".join(dict.fromkeys(before)),
                after=self._text(field, operation.fields),
                device=operation.device,
                created=created,
            )

    def _text(self, field: Field, fields: Mapping[str, Any]) -> str:
        value = from_stored(field, fields.get(field.name))
        if field.type is FieldType.REFERENCE and value and field.refers:
            return self._title(field.refers, value)
        return shown.text_of(field, value, language=self._language)

    def _title(self, kind: str, id_: str) -> str:
        if (kind, id_) not in self._titles:
            self._titles[kind, id_] = self._read_title(kind, id_)
        return self._titles[kind, id_]

    def _read_title(self, kind: str, id_: str) -> str:
        """Return the name of another record: a place by its address, a household by its door."""
        record = self._reading.by_kind(kind, id_)
        if record is None:
            return id_
        if kind == "place":
            return self._addresses.text(id_) or str(getattr(record, "name", id_))
        if kind == "household":
            door_id = getattr(record, "door_id", None)
            return self._addresses.text(door_id) if door_id else id_
        titles = (getattr(record, name) for name in self._reading.schema[kind].title)
        return " ".join(str(one) for one in titles if one) or id_


def _is_told(field: Field) -> bool:
    """Of what a record began with, only what a person sees and where it belongs is told."""
    return bool(field.section) or field.type is FieldType.REFERENCE
