"""What stands in the database when operations are merged: read and written in sets.

The SQL that an engine may spell otherwise is in `stage`, `merge_inserts` and `merge_changes`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from unionapp.errors import refuse
from unionapp.models.chain import canonical
from unionapp.models.declare import Declaration
from unionapp.models.desk import Work
from unionapp.models.store import Stored
from unionapp.models.tables import BASE, HEADS
from unionapp.sync.operations import COLUMNS, Operation, from_row

_BATCH = 500

Arrival = tuple[Operation, str]  # an operation and the bundle that brought it


@dataclass(slots=True)
class Row:
    """One record while operations are merged into it.

    `heads` holds, for each field changed since the record's first operation `base`, the
    operations whose values stand; `touched` the fields whose heads changed just now.
    """

    record: str
    home_division: str
    base: str
    heads: dict[str, tuple[str, ...]]
    first: Operation | None = None
    touched: set[str] = field(default_factory=set)

    def standing(self, name: str) -> tuple[str, ...]:
        """Return the operations whose values stand in a field."""
        return self.heads.get(name, (self.base,))

    def heads_text(self) -> str | None:
        """Return the heads as their column holds them."""
        return canonical(self.heads) if self.heads else None


def batches(values: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Give different values in groups that fit into one statement."""
    source = iter(dict.fromkeys(values))
    while batch := tuple(islice(source, _BATCH)):
        yield batch


def marks(batch: Sequence[object]) -> str:
    """Return the placeholders for a batch."""
    return ",".join("?" * len(batch))


def logged(work: Work, ids: Iterable[str]) -> dict[str, Operation]:
    """Return those operations that are in the log, by id."""
    found = {}
    for batch in batches(ids):
        statement = f"SELECT {COLUMNS} FROM operation WHERE id IN ({marks(batch)})"  # noqa: S608 - our columns
        for row in work.rows(statement, batch):
            operation = from_row(row)
            found[operation.id] = operation
    return found


def rows_of(work: Work, kind: str, ids: Iterable[str]) -> dict[str, Row]:
    """Return the records of a kind that stand, by id."""
    found = {}
    for batch in batches(ids):
        statement = (
            f'SELECT id, home_division, {BASE}, {HEADS} FROM "{kind}" '  # noqa: S608 - a declared kind
            f"WHERE id IN ({marks(batch)})"
        )
        for record, division, base, heads in work.rows(statement, batch):
            listed = json.loads(heads) if heads else {}
            named = {name: tuple(ids) for name, ids in listed.items()}
            found[record] = Row(record, division, base, named)
    return found


def stage(work: Work, arrivals: Sequence[Arrival]) -> None:
    """Put operations into the log, in the order in which they were merged."""
    if arrivals:
        work.connection.exec_driver_sql(
            f"INSERT INTO operation ({COLUMNS}, bundle) VALUES ({marks(range(12))})",  # noqa: S608 - our columns
            [(*operation.row(), bundle) for operation, bundle in arrivals],
        )


Values = Mapping[str, Stored]


def merge_inserts(work: Work, declaration: Declaration, made: Sequence[tuple[Row, Values]]) -> None:
    """Write records that did not stand before.

    Raises `UserError` `exchange.number_taken` when a number that may come only once stands in
    another record: money is never merged.
    """
    from sqlalchemy.exc import IntegrityError

    if not made:
        return
    names = [one.name for one in declaration.fields]
    listed = ", ".join(f'"{name}"' for name in ("id", "home_division", *names, BASE, HEADS))
    rows = [
        (row.record, row.home_division, *map(values.get, names), row.base, row.heads_text())
        for row, values in made
    ]
    statement = f'INSERT INTO "{declaration.kind}" ({listed}) VALUES ({marks(rows[0])})'  # noqa: S608 - declared names
    try:
        work.connection.exec_driver_sql(statement, rows)
    except IntegrityError as error:
        raise refuse("exchange.number_taken", zh=declaration.zh, en=declaration.en) from error


def merge_changes(
    work: Work, declaration: Declaration, changed: Sequence[tuple[Row, Values]]
) -> None:
    """Write the fields of standing records whose shown values or heads changed."""
    alike: dict[tuple[str, ...], list[tuple[Stored, ...]]] = defaultdict(list)
    for row, values in changed:
        names = tuple(sorted(values))
        new = (*(values[name] for name in names), row.base, row.heads_text(), row.record)
        alike[names].append(new)
    for names, rows in alike.items():
        sets = ", ".join(f'"{name}" = ?' for name in (*names, BASE, HEADS))
        statement = f'UPDATE "{declaration.kind}" SET {sets} WHERE id = ?'  # noqa: S608 - declared names
        work.connection.exec_driver_sql(statement, rows)


def take_parked(work: Work, arriving: Iterable[str]) -> list[Arrival]:
    """Return, and no longer keep, the operations that may go on now that others arrive."""
    found: dict[str, Arrival] = {}
    frontier = list(arriving)
    while frontier:
        woken = []
        for batch in batches(frontier):
            woken += work.rows(
                f"SELECT id, bundle, body FROM parked WHERE waits_for IN ({marks(batch)})",  # noqa: S608 - bound values
                batch,
            )
        frontier = [id_ for id_, _, _ in woken if id_ not in found]
        found |= {id_: (from_row(json.loads(body)), bundle) for id_, bundle, body in woken}
    for batch in batches(found):
        work.execute(f"DELETE FROM parked WHERE id IN ({marks(batch)})", batch)  # noqa: S608 - bound values
    return list(found.values())


def parked(work: Work, ids: Iterable[str]) -> dict[str, Operation]:
    """Return those operations that are parked, by id."""
    found = {}
    for batch in batches(ids):
        statement = f"SELECT body FROM parked WHERE id IN ({marks(batch)})"  # noqa: S608 - bound values
        for (body,) in work.rows(statement, batch):
            operation = from_row(json.loads(body))
            found[operation.id] = operation
    return found


def park(work: Work, waiting: Mapping[str, Sequence[Arrival]]) -> int:
    """Keep operations by the one that they wait for; return how many."""
    rows = [
        (operation.id, waits_for, bundle, json.dumps(operation.row()))
        for waits_for, arrivals in waiting.items()
        for operation, bundle in arrivals
    ]
    if rows:
        work.connection.exec_driver_sql(
            "INSERT INTO parked (id, waits_for, bundle, body) VALUES (?, ?, ?, ?)", rows
        )
    return len(rows)
