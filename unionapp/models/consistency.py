"""Compares the rows of the case database with the change log, the guards and each other.

Everything is asked in sets, so that a patch of 100,000 persons is checked in seconds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from unionapp.errors import Problem
from unionapp.models import capture, migrations, search
from unionapp.models.declare import Declaration, FieldType
from unionapp.models.store import Reader
from unionapp.models.tables import BASE, HEADS


def guards(reader: Reader) -> Iterator[Problem]:
    """Tell which triggers of the file are not those that the declarations ask for."""
    wanted = capture.trigger_statements(reader.schema)
    standing = migrations.standing_triggers(reader.connection)
    for name in sorted(wanted.keys() | standing.keys()):
        if name not in standing:
            yield Problem("verify.guard_missing", name)
        elif name not in wanted:
            yield Problem("verify.guard_foreign", name)
        elif standing[name] != wanted[name]:
            yield Problem("verify.guard_changed", name)
    restored = reader.meta("guards_restored")
    if restored is not None:
        yield Problem("verify.guards_restored", restored, warning=True)


def operations(reader: Reader) -> Iterator[Problem]:
    """Tell which device's operations have holes; the own ones must reach the clock's counter."""
    counted = {
        (device, incarnation): (have, first, last)
        for device, incarnation, have, first, last in reader.rows(
            "SELECT device, incarnation, count(*), min(counter), max(counter) "
            "FROM operation GROUP BY device, incarnation"
        )
    }
    ((device, incarnation, counter),) = reader.rows(
        "SELECT device, incarnation, counter FROM clock"
    )
    own = (device, incarnation)
    have, first, last = counted.pop(own, (0, 1, 0))
    if (have, first, last) != (counter, 1, counter):
        yield Problem("verify.operations_gap", device, {"have": have, "last": counter})
    for (other, _), (have, first, last) in counted.items():
        if have != last - first + 1:
            yield Problem("verify.operations_gap", other, {"have": have, "last": last})


def rows(reader: Reader) -> Iterator[Problem]:
    """Tell which rows are not what their operations make of them."""
    logged = dict(reader.rows("SELECT kind, count(*) FROM operation GROUP BY kind"))
    for declaration in reader.schema.declarations:
        yield from _unfounded(reader, declaration)
        if logged.get(declaration.kind, 0) == 0:
            continue
        yield from _lost(reader, declaration)
        yield from _counted(
            "verify.row_differs",
            declaration,
            [
                *_unchanged_that_differ(reader, declaration),
                *_changed_that_differ(reader, declaration, logged[declaration.kind]),
            ],
        )


def references(reader: Reader) -> Iterator[Problem]:
    """Tell which references lead nowhere: a warning, since a bundle may bring the record yet."""
    for declaration in reader.schema.declarations:
        for field in declaration.fields:
            if field.type is not FieldType.REFERENCE or field.refers not in reader.schema:
                continue
            found = reader.rows(
                f'SELECT r.id FROM "{declaration.kind}" r LEFT JOIN "{field.refers}" t '
                f'ON t.id = r."{field.name}" '
                f'WHERE r."{field.name}" IS NOT NULL AND r."{field.name}" != \'\' AND t.id IS NULL'
            )
            if found:
                labels = {"field_zh": field.zh, "field_en": field.en}
                detail = {**_kind_labels(declaration), **labels, "have": len(found)}
                code = "verify.reference_nowhere"
                yield Problem(code, str(found[0][0]), detail, warning=True)


def search_index(reader: Reader) -> Iterator[Problem]:
    """Tell whether the search index stands for all records and for nothing else."""
    wrong = search.missing(reader) + int(reader.scalar("SELECT count(*) FROM search_dirty"))
    wrong += abs(
        int(reader.scalar("SELECT count(*) FROM search_entry"))
        - int(reader.scalar("SELECT count(*) FROM search_index"))
    )
    if wrong:
        yield Problem("verify.search_differs", str(wrong))


def _counted(code: str, declaration: Declaration, ids: Sequence[str]) -> Iterator[Problem]:
    if ids:
        yield Problem(code, ids[0], {**_kind_labels(declaration), "have": len(ids)})


def _kind_labels(declaration: Declaration) -> Mapping[str, object]:
    return {"kind_zh": f"「{declaration.zh}」", "kind_en": declaration.en}


def _unfounded(reader: Reader, declaration: Declaration) -> Iterator[Problem]:
    found = reader.rows(
        f'SELECT r.id FROM "{declaration.kind}" r LEFT JOIN operation o ON o.id = r.{BASE} '
        "WHERE o.id IS NULL OR o.record != r.id OR o.kind != ?",
        (declaration.kind,),
    )
    yield from _counted("verify.row_without_operation", declaration, [row[0] for row in found])


def _lost(reader: Reader, declaration: Declaration) -> Iterator[Problem]:
    found = reader.rows(
        f'SELECT DISTINCT o.record FROM operation o LEFT JOIN "{declaration.kind}" r '
        "ON r.id = o.record WHERE o.kind = ? AND r.id IS NULL",
        (declaration.kind,),
    )
    yield from _counted("verify.operation_without_row", declaration, [row[0] for row in found])


def _unchanged_that_differ(reader: Reader, declaration: Declaration) -> list[str]:
    """Compare rows that were never changed with the one operation that made them.

    The row is written as JSON just as the capture trigger wrote it, so equal texts are equal
    rows; an operation that came in a bundle may spell the same otherwise and is looked at again.
    """
    pairs = ", ".join(f"'{field.name}', r.\"{field.name}\"" for field in declaration.fields)
    found = reader.rows(
        f'SELECT r.id FROM "{declaration.kind}" r JOIN operation o ON o.id = r.{BASE} '
        f"WHERE r.{HEADS} IS NULL AND (o.home_division != r.home_division "
        f"OR o.fields != json_patch('{{}}', json_object({pairs})))"
    )
    suspects = [row[0] for row in found]
    return [id_ for id_ in suspects if _differs(reader, declaration, id_)]


def _changed_that_differ(reader: Reader, declaration: Declaration, logged: int) -> list[str]:
    """Replay the operations of every row that was changed since it was made."""
    have, changed = reader.rows(f'SELECT count(*), count({HEADS}) FROM "{declaration.kind}"')[0]
    if not changed and logged == have:
        return []
    log: defaultdict[str, list[_Entry]] = defaultdict(list)
    for record, *entry in reader.rows(
        "SELECT o.record, o.id, o.home_division, o.fields, o.replaces FROM operation o "
        f'JOIN "{declaration.kind}" r ON r.id = o.record '
        f"WHERE o.kind = ? AND (r.{HEADS} IS NOT NULL OR o.id != r.{BASE})",
        (declaration.kind,),
    ):
        log[record].append(tuple(entry))
    if not log:
        return []
    names = [field.name for field in declaration.fields]
    columns = ", ".join(f'r."{name}"' for name in names)
    wrong = []
    for id_, division, *values in reader.rows(
        f'SELECT r.id, r.home_division, {columns} FROM "{declaration.kind}" r '
        f"WHERE r.{HEADS} IS NOT NULL"
    ):
        row = dict(zip(names, values, strict=True))
        if not _fits(row, division, log.pop(id_, [])):
            wrong.append(id_)
    # Changed by an operation, yet the row still says that it never was.
    return wrong + list(log)


# Of one operation: its id, home division, fields and replaces (both JSON).
_Entry = tuple[Any, ...]


def _differs(reader: Reader, declaration: Declaration, id_: str) -> bool:
    names = [field.name for field in declaration.fields]
    columns = ", ".join(f'"{name}"' for name in names)
    ((division, *values),) = reader.rows(
        f'SELECT home_division, {columns} FROM "{declaration.kind}" WHERE id = ?', (id_,)
    )
    log: list[_Entry] = reader.rows(
        "SELECT id, home_division, fields, replaces FROM operation WHERE kind = ? AND record = ?",
        (declaration.kind, id_),
    )
    return not _fits(dict(zip(names, values, strict=True)), division, log)


def _fits(row: Mapping[str, Any], division: str, log: Sequence[_Entry]) -> bool:
    """Say whether every field shows the value of an operation that no other one replaces.

    While a conflict is open several values stand, and the row shows one of them.
    """
    replaced: defaultdict[str, set[str]] = defaultdict(set)
    said: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for id_, home, fields, replaces in log:
        if home != division:
            return False
        for name, value in json.loads(fields).items():
            said[name][id_] = value
        for name, ids in json.loads(replaces).items():
            replaced[name].update(ids)
    return all(
        value in _standing(said.get(name, {}), replaced.get(name, set()))
        for name, value in row.items()
    )


def _standing(said: Mapping[str, Any], replaced: set[str]) -> list[Any]:
    """Return the values that stand; a field that nobody ever set is empty."""
    return [value for id_, value in said.items() if id_ not in replaced] or [None]
