"""Reads, writes and checks any declared record; editor, import and services share its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from unionapp.errors import Problem, UserError, refuse
from unionapp.models.declare import Declaration, Record
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.store import instant_text
from unionapp.services import typed
from unionapp.services.rules import problems_in
from unionapp.values import identity

__all__ = [
    "Saved",
    "drafts",
    "new",
    "problems_in",
    "problems_of",
    "remove",
    "restore",
    "save_field",
    "write_new",
]


@dataclass(frozen=True, slots=True)
class Saved:
    """A record as it now stands.

    `problems` are all that the record has, with `where` = field; they are shown and stood in the
    way of nothing. `filled` holds the fields that the program set by itself.
    """

    record: Record
    problems: tuple[Problem, ...]
    filled: Mapping[str, object]
    changes: frozenset[str]


def new(desk: Desk, kind: str, values: Mapping[str, object]) -> Saved:
    """Write a new record; values are the fields' own types, or text as typed."""
    with desk.write() as work:
        return write_new(work, kind, values)


def write_new(work: Work, kind: str, values: Mapping[str, object]) -> Saved:
    """Write a new record within the transaction of another use case."""
    declaration = work.schema[kind]
    id_ = work.new_id()
    taken: dict[str, object] = {}
    for name, entered in values.items():
        try:
            value = typed.value_of(declaration.field(name), entered, today=work.today)
        except UserError:
            _keep_draft(work, kind, id_, name, str(entered))
            continue
        if value is not None:
            taken[name] = value
    blank = declaration.record(id=id_, home_division=work.division)
    filled = _filled(blank, taken, work.today)
    taken |= filled
    work.add(declaration.record(id=id_, home_division=work.division, **_typed(taken)))
    return _saved(work, declaration, id_, filled)


def save_field(desk: Desk, kind: str, id_: str, name: str, value: object) -> Saved:
    """Store what was entered in one field, whatever it is; None or "" clears it.

    Text that is no value of its field is kept as a draft, and the field keeps what it held. Raises
    `records.missing`, and `records.append_only` for a kind that is never changed.
    """
    with desk.write() as work:
        declaration = work.schema[kind]
        standing = _standing(work, declaration, id_)
        try:
            taken = {name: typed.value_of(declaration.field(name), value, today=work.today)}
        except UserError:
            _keep_draft(work, kind, id_, name, str(value))
            return _saved(work, declaration, id_, {})
        _drop_draft(work, kind, id_, name)
        filled = _filled(standing, taken, work.today)
        disputed = taken if name in work.in_conflict(kind, id_) else {}
        work.settle(kind, id_, {**_changed(standing, {**taken, **filled}), **disputed})
        return _saved(work, declaration, id_, filled)


def drafts(desk: Desk, kind: str, id_: str) -> Mapping[str, str]:
    """Return what was typed into fields of a record and is no value of theirs, by field name."""
    with desk.read() as reading:
        return MappingProxyType(_drafts(reading, kind, id_))


def problems_of(desk: Desk, kind: str, id_: str) -> tuple[Problem, ...]:
    """Return what is wrong with a record as it stands, drafts included."""
    with desk.read() as reading:
        declaration = reading.schema[kind]
        return _problems(reading, declaration, _standing(reading, declaration, id_))


def remove(desk: Desk, kind: str, id_: str) -> Saved:
    """Put a tombstone on a record; its history stays."""
    return _set_tombstone(desk, kind, id_, lambda work: work.now)


def restore(desk: Desk, kind: str, id_: str) -> Saved:
    """Take the tombstone off again."""
    return _set_tombstone(desk, kind, id_, lambda work: None)


def _set_tombstone(
    desk: Desk, kind: str, id_: str, when: Callable[[Work], datetime | None]
) -> Saved:
    with desk.write() as work:
        declaration = work.schema[kind]
        _standing(work, declaration, id_)
        work.set_fields(kind, id_, {"deleted_at": when(work)})
        return _saved(work, declaration, id_, {})


def _standing(reading: Reading, declaration: Declaration, id_: str) -> Record:
    if declaration.append_only:
        raise refuse("records.append_only", id_, zh=declaration.zh, en=declaration.en)
    record = reading.by_kind(declaration.kind, id_)
    if record is None:
        raise refuse("records.missing", id_)
    return record


def _saved(work: Work, declaration: Declaration, id_: str, filled: Mapping[str, object]) -> Saved:
    record = work.by_kind(declaration.kind, id_)
    if record is None:
        raise LookupError(f"{declaration.kind} {id_} was just written")
    problems = _problems(work, declaration, record)
    return Saved(record, problems, MappingProxyType(dict(filled)), frozenset(work.changed))


def _problems(reading: Reading, declaration: Declaration, record: Record) -> tuple[Problem, ...]:
    """Check the values with the drafts laid over them: a draft is what the worker sees."""
    values = {field.name: getattr(record, field.name) for field in declaration.fields}
    typed_in = _drafts(reading, declaration.kind, record.id)
    return problems_in(declaration, {**values, **typed_in}, today=reading.today)


def _changed(standing: Record, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if getattr(standing, name) != value}


def _typed(values: Mapping[str, object]) -> dict[str, Any]:
    return dict(values)


# ---- what the program fills in by itself -------------------------------------------------------


def _filled(standing: Record, taken: Mapping[str, object], today: date) -> dict[str, object]:
    """Return the fields that follow from what was entered, by the name of the entered field."""
    found: dict[str, object] = {}
    for name, fill in _FILLS.items():
        if taken.get(name):
            found |= fill(standing, taken, today)
    return _changed(standing, found)


def _from_number(standing: Record, taken: Mapping[str, object], today: date) -> dict[str, object]:
    """Sex and birth date of an identity number, where they are blank or came from the former one.

    A number that cannot be right tells nothing, and what a person typed is never overwritten.
    """
    said = identity.check(str(taken["identity_number"]), today=today)
    if said.verdict == "error":
        return {}
    former = identity.check(getattr(standing, "identity_number", None) or "", today=today)
    found: dict[str, object] = {}
    for name in ("sex", "birth_date"):
        stands = taken.get(name, getattr(standing, name, None))
        ours = stands is None or stands == getattr(former, name)
        if ours and getattr(said, name) is not None:
            found[name] = getattr(said, name)
    return found


Fill = Callable[[Record, Mapping[str, object], date], dict[str, object]]
_FILLS: Mapping[str, Fill] = {"identity_number": _from_number}


# ---- what was typed and is no value ------------------------------------------------------------


def _drafts(reading: Reading, kind: str, id_: str) -> dict[str, str]:
    rows = reading.rows("SELECT field, text FROM draft WHERE kind = ? AND record = ?", (kind, id_))
    return {str(field): str(text) for field, text in rows}


def _keep_draft(work: Work, kind: str, id_: str, name: str, text: str) -> None:
    work.execute(
        "INSERT INTO draft (kind, record, field, text, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (kind, record, field) DO UPDATE SET text = excluded.text, at = excluded.at",
        (kind, id_, name, text, instant_text(work.now)),
    )


def _drop_draft(work: Work, kind: str, id_: str, name: str) -> None:
    work.execute("DELETE FROM draft WHERE kind = ? AND record = ? AND field = ?", (kind, id_, name))
