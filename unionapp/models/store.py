"""Reads and writes declared records; the one place where a value becomes a column and back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from unionapp.models.declare import Declaration, Field, FieldType, Record, Schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

R = TypeVar("R", bound=Record)
Stored = str | int | None

_COMMON = ("id", "home_division")


def instant_text(moment: datetime) -> str:
    """Return an instant as stored: UTC, milliseconds, sortable as text."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
    )


def instant_from(stored: str) -> datetime:
    """Return the instant of a stored text."""
    return datetime.strptime(stored, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def to_stored(field: Field, value: object) -> Stored:
    """Return a field's value as it stands in its column and in an operation."""
    if value is None:
        return None
    return _WRITERS.get(field.type, _text)(value)


def _text(value: Any) -> str | None:
    return str(value) or None


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return int(value)


_WRITERS: Mapping[FieldType, Callable[[Any], Stored]] = {
    FieldType.DATE: date.isoformat,
    FieldType.INSTANT: instant_text,
    FieldType.BOOLEAN: lambda value: 1 if value else 0,
    FieldType.INTEGER: _whole,
    FieldType.MONEY: _whole,
    FieldType.CODES: lambda value: _canonical(list(value)) if value else None,
    FieldType.JSON: _canonical,
}


def from_stored(field: Field, stored: object) -> Any:
    """Return the value of a column; the inverse of `to_stored`."""
    if stored is None:
        return () if field.type is FieldType.CODES else None
    return _READERS.get(field.type, _same)(stored)


def _same(stored: Any) -> Any:
    return stored


_READERS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.DATE: date.fromisoformat,
    FieldType.INSTANT: instant_from,
    FieldType.BOOLEAN: bool,
    FieldType.CODES: lambda stored: tuple(json.loads(stored)),
    FieldType.JSON: json.loads,
}


class Reader:
    """Reads records of a schema through one connection."""

    def __init__(self, connection: Connection, schema: Schema) -> None:
        self.connection = connection
        self.schema = schema

    def get(self, record: type[R], id_: str) -> R | None:
        """Return the record of that id, tombstones included, or None."""
        found = self.select(record, "id = ?", (id_,), deleted=True)
        return found[0] if found else None

    def by_kind(self, kind: str, id_: str) -> Record | None:
        """Return the record of that kind and id, or None."""
        return self.get(self.schema[kind].record, id_)

    def select(
        self,
        record: type[R],
        where: str = "1",
        parameters: Sequence[Stored] = (),
        *,
        order: str = "rid",
        limit: int | None = None,
        deleted: bool = False,
    ) -> list[R]:
        """Return records by a condition on their columns; `where` and `order` are ours, never a
        user's text: values go through `parameters`."""
        declaration = self.schema.of(record)
        alive = "" if deleted else " AND deleted_at IS NULL"
        tail = f" LIMIT {limit}" if limit is not None else ""
        rows = self.connection.exec_driver_sql(
            f'SELECT {column_list(declaration)} FROM "{declaration.kind}" '
            f"WHERE ({where}){alive} ORDER BY {order}{tail}",
            tuple(parameters),
        )
        make = row_reader(declaration)
        return [make(row) for row in rows.fetchall()]

    def by_ids(self, record: type[R], ids: Sequence[str]) -> dict[str, R]:
        """Return the records of those ids, by id, tombstones included."""
        if not ids:
            return {}
        marks = ",".join("?" * len(ids))
        found = self.select(record, f"id IN ({marks})", tuple(ids), deleted=True)
        return {one.id: one for one in found}

    def scalar(self, statement: str, parameters: Sequence[Stored] = ()) -> Any:
        """Return the first column of the first row, or None."""
        return self.connection.exec_driver_sql(statement, tuple(parameters)).scalar()

    def rows(self, statement: str, parameters: Sequence[Stored] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query of ours."""
        found = self.connection.exec_driver_sql(statement, tuple(parameters))
        return [tuple(row) for row in found.fetchall()]

    def in_conflict(self, kind: str, id_: str) -> frozenset[str]:
        """Return the fields of a record in which different values stand that nobody settled."""
        rows = self.rows(
            "SELECT field FROM conflict WHERE kind = ? AND record = ? AND settled_by IS NULL",
            (kind, id_),
        )
        return frozenset(row[0] for row in rows)

    def meta(self, key: str) -> str | None:
        """Return a value of the file's own settings."""
        value = self.scalar("SELECT value FROM meta WHERE key = ?", (key,))
        return None if value is None else str(value)


class Writer(Reader):
    """Reads and writes; what it changed is told by `changed`."""

    def __init__(self, connection: Connection, schema: Schema) -> None:
        super().__init__(connection, schema)
        self.changed: set[str] = set()

    def add(self, record: Record) -> None:
        """Write a new record."""
        self.add_all([record])

    def add_all(self, records: Iterable[Record]) -> int:
        """Write new records of one kind, fast; return how many."""
        listed = list(records)
        if not listed:
            return 0
        declaration = self.schema.of(type(listed[0]))
        marks = ",".join("?" * (len(declaration.fields) + len(_COMMON)))
        self.connection.exec_driver_sql(
            f'INSERT INTO "{declaration.kind}" ({column_list(declaration)}) VALUES ({marks})',
            [stored_row(declaration, record) for record in listed],
        )
        self.changed.add(declaration.kind)
        return len(listed)

    def set_fields(self, kind: str, id_: str, values: Mapping[str, object]) -> None:
        """Change fields of one record; values are the record's own types, None clears."""
        if not values:
            return
        declaration = self.schema[kind]
        sets = ", ".join(f'"{name}" = ?' for name in values)
        stored = [to_stored(declaration.field(name), value) for name, value in values.items()]
        self.execute(f'UPDATE "{kind}" SET {sets} WHERE id = ?', (*stored, id_))
        self.changed.add(kind)

    def settle(self, kind: str, id_: str, values: Mapping[str, object]) -> None:
        """Change fields of one record as somebody decided them, over every value that stands.

        A field that shows the value already is written again where another one stands beside it,
        so that its conflict is settled here and at everybody who hears of it.
        """
        self.set_fields(kind, id_, values)
        names = sorted(values.keys() & self.in_conflict(kind, id_))
        if names:
            from unionapp.models.capture import confirm_statements

            stamp, insert, heads = confirm_statements(self.schema[kind], names)
            self.execute(stamp)
            self.execute(insert, (id_,))
            self.execute(heads, (id_,))

    def execute(self, statement: str, parameters: Sequence[Stored | bytes] = ()) -> int:
        """Run a statement of ours; return the number of rows that it touched."""
        return self.connection.exec_driver_sql(statement, tuple(parameters)).rowcount

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value of the file's own settings."""
        self.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


@cache
def column_list(declaration: Declaration) -> str:
    """Return a kind's columns in declared order, quoted."""
    return ", ".join(f'"{name}"' for name in (*_COMMON, *(f.name for f in declaration.fields)))


@cache
def row_reader(declaration: Declaration) -> Callable[[Sequence[Any]], Any]:
    """Return a function from a row in declared order to its record."""
    record = declaration.record
    names = [*_COMMON, *(field.name for field in declaration.fields)]
    readers = [_same, _same, *(_reader_of(field) for field in declaration.fields)]
    defaults = {
        one.name: one.default
        for one in dataclasses.fields(record)
        if one.default is not dataclasses.MISSING
    }

    make: Callable[..., Any] = record

    def read(row: Sequence[Any]) -> Any:
        values = {
            name: defaults.get(name) if stored is None else reader(stored)
            for name, reader, stored in zip(names, readers, row, strict=True)
        }
        return make(**values)

    return read


def _reader_of(field: Field) -> Callable[[Any], Any]:
    return _READERS.get(field.type, _same)


def stored_row(declaration: Declaration, record: Record) -> tuple[Stored, ...]:
    """Return a record as the row that `column_list` names."""
    return (
        record.id,
        record.home_division,
        *(to_stored(field, getattr(record, field.name)) for field in declaration.fields),
    )
