"""One change of one record: as it stands in the log, as it travels, and what makes it sound."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unionapp.errors import refuse
from unionapp.models.chain import canonical
from unionapp.models.declare import Field, FieldType, Schema
from unionapp.models.desk import Reading
from unionapp.models.store import Stored, from_stored

COLUMNS = (
    "id, device, incarnation, counter, hlc, author, kind, record, home_division, fields, replaces"
)

_TEXTS = ("id", "device", "author", "kind", "record", "home_division")
_NUMBERS = ("incarnation", "counter", "hlc")
_NAMES = frozenset((*_TEXTS, *_NUMBERS, "fields", "replaces"))
_PLAIN = re.compile(r"[\x21-\x7e]{1,64}")
_WHOLE = frozenset({FieldType.INTEGER, FieldType.MONEY, FieldType.BOOLEAN})


@dataclass(frozen=True, slots=True)
class Operation:
    """One change: new values as stored, and for each field the operations that it replaces.

    A record's first operation replaces nothing and gives every field that is not empty.
    """

    id: str
    device: str
    incarnation: int
    counter: int
    hlc: int
    author: str
    kind: str
    record: str
    home_division: str
    fields: Mapping[str, Stored]
    replaces: Mapping[str, tuple[str, ...]]

    @property
    def is_first(self) -> bool:
        """Whether it makes the record."""
        return not self.replaces

    @property
    def rank(self) -> tuple[int, str, str]:
        """What decides which of several concurrent values is shown: the same on every device."""
        return self.hlc, self.device, self.id

    @property
    def predecessors(self) -> tuple[str, ...]:
        """The operations that must stand before this one can."""
        return tuple(id_ for ids in self.replaces.values() for id_ in ids)

    def wire(self) -> dict[str, object]:
        """Return the operation as a bundle carries it (docs/bundle-format.md, section 5)."""
        simple = {name: getattr(self, name) for name in (*_TEXTS, *_NUMBERS)}
        replaces = {field: list(ids) for field, ids in self.replaces.items()}
        return {**simple, "fields": dict(self.fields), "replaces": replaces}

    def row(self) -> tuple[Stored, ...]:
        """Return the operation as the log holds it, in the order of `COLUMNS`."""
        wire = self.wire()
        simple = (wire[name] for name in COLUMNS.split(", ")[:-2])
        return (*simple, canonical(wire["fields"]), canonical(wire["replaces"]))  # type: ignore[arg-type] # text and whole numbers, by the fields' own types


def from_row(row: Sequence[Any]) -> Operation:
    """Return the operation of a row of the log, in the order of `COLUMNS`."""
    named = dict(zip(COLUMNS.split(", "), row, strict=True))
    replaces = json.loads(named.pop("replaces"))
    fields = json.loads(named.pop("fields"))
    return Operation(
        **named, fields=fields, replaces={name: tuple(ids) for name, ids in replaces.items()}
    )


def from_wire(body: Mapping[str, object], schema: Schema) -> Operation:
    """Return the operation that a bundle carries.

    Raises `UserError` `exchange.bad_operation` for anything that no laptop with this schema can
    have written: an unknown kind or field, a value that is none of its field's, a wrong id.
    """
    try:
        return _checked(body, schema)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refuse("exchange.bad_operation", id=str(body.get("id"))[:64]) from error


def from_log(
    reading: Reading, where: str, parameters: Sequence[Stored], limit: int
) -> list[Operation]:
    """Return operations of the log in the order in which they were written."""
    rows = reading.rows(
        f"SELECT {COLUMNS} FROM operation WHERE {where} ORDER BY seq LIMIT ?",  # noqa: S608 - the condition is the program's own text
        (*parameters, limit),
    )
    return [from_row(row) for row in rows]


def wire_all(operations: Sequence[Operation]) -> Iterator[dict[str, object]]:
    """Give the operations as a bundle carries them, one by one."""
    return (operation.wire() for operation in operations)


def _checked(body: Mapping[str, object], schema: Schema) -> Operation:
    _demand(set(body) == _NAMES)
    texts = {name: _plain(body[name]) for name in _TEXTS}
    numbers = {name: _whole(body[name]) for name in _NUMBERS}
    fields, replaces = body["fields"], body["replaces"]
    if not isinstance(fields, Mapping) or not isinstance(replaces, Mapping):
        raise TypeError("fields and replaces are objects")
    operation = Operation(
        **texts,  # type: ignore[arg-type] # mypy cannot name the keys of a mapping
        **numbers,  # type: ignore[arg-type] # the same
        fields=dict(fields),
        replaces={name: _listed(ids) for name, ids in replaces.items()},
    )
    named = f"{operation.device}:{operation.incarnation}:{operation.counter}"
    _demand(operation.id == named)
    _check_fields(operation, schema)
    return operation


def _check_fields(operation: Operation, schema: Schema) -> None:
    declaration = schema[operation.kind]
    _demand(bool(operation.fields) or operation.is_first)
    if not operation.is_first:
        _demand(set(operation.replaces) == set(operation.fields))
        _demand(all(operation.replaces.values()))
        _demand(operation.id not in operation.predecessors)
    for name, value in operation.fields.items():
        _check_value(declaration.field(name), value)


def _check_value(field: Field, value: object) -> None:
    if value is None:
        return
    wanted = int if field.type in _WHOLE else str
    _demand(isinstance(value, wanted) and not isinstance(value, bool))
    from_stored(field, value)


def _listed(ids: object) -> tuple[str, ...]:
    if not isinstance(ids, list):
        raise TypeError("the replaced operations are a list")
    return tuple(map(_plain, ids))


def _plain(value: object) -> str:
    """Return ids, codes and kinds: visible ASCII, not long."""
    _demand(isinstance(value, str) and _PLAIN.fullmatch(value) is not None)
    return str(value)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("no whole number")
    return value


def _demand(sound: bool) -> None:
    if not sound:
        raise ValueError("not as a laptop writes it")


def is_from(operation: Operation, device: str, incarnation: int) -> bool:
    """Say whether a device may have made an operation: it is its own, of this life or before."""
    return operation.device == device and operation.incarnation <= incarnation
