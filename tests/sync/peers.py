"""Laptops that hand each other operations directly, for the tests of merging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests import factories
from unionapp.models import database
from unionapp.models.desk import Desk
from unionapp.models.ids import seeded_ids
from unionapp.models.records import Person
from unionapp.sync import merge, operations
from unionapp.sync.merge import Merged
from unionapp.sync.operations import Operation

KEY = bytes(32)


@dataclass(frozen=True)
class State:
    """What must be equal everywhere once everybody has heard everything."""

    rows: tuple[tuple[Any, ...], ...]
    conflicts: tuple[tuple[Any, ...], ...]
    history: frozenset[str]
    parked: int


def peer(folder: Path, number: int, *, ticking: bool = False) -> Desk:
    """Return the desk of a laptop; all clocks stand still at one moment unless `ticking`."""
    opened = database.create(folder / f"{number}.db", KEY, wipe_memory=False)
    with opened.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO clock VALUES (1, ?, 1, 0, 0, 0, '', 0)", (f"{number:016x}",)
        )
    clock = factories.stepping_clock(step=timedelta(seconds=1 if ticking else 0))
    return Desk(opened, f"worker-{number}", clock, seeded_ids(number, number))


def make(desk: Desk, id_: str, **values: object) -> None:
    """Add a person of that id."""
    with desk.write() as work:
        work.add(Person(id=id_, home_division="210106", **values))  # type: ignore[arg-type] # a test's own words


def edit(desk: Desk, id_: str, **values: object) -> None:
    """Change fields of a person."""
    with desk.write() as work:
        work.set_fields("person", id_, values)


def log(desk: Desk, id_: str) -> list[Operation]:
    """Return what a laptop has of a record's history."""
    with desk.read() as reading:
        return operations.from_log(reading, "record = ?", (id_,), 10_000)


def deliver(desk: Desk, given: Sequence[Operation], bundle: str = "b") -> Merged:
    """Let a laptop merge operations, as they would come in one bundle."""
    with desk.write() as work:
        sound = [operations.from_wire(one.wire(), desk.schema) for one in given]
        return merge.apply(work, sound, bundle)


def state(desk: Desk, id_: str) -> State:
    """Return what a laptop makes of a record."""
    names = ", ".join(f'"{one.name}"' for one in desk.schema["person"].fields)
    with desk.read() as reading:
        rows = reading.rows(
            f"SELECT id, home_division, {names}, base_op, json(heads) FROM person WHERE id = ?",
            (id_,),
        )
        conflicts = reading.rows(
            "SELECT field, heads FROM conflict WHERE record = ? AND settled_by IS NULL "
            "ORDER BY field",
            (id_,),
        )
        parked = reading.scalar("SELECT count(*) FROM parked")
    history = frozenset(one.id for one in log(desk, id_))
    return State(tuple(_sorted_heads(row) for row in rows), tuple(conflicts), history, parked)


def _sorted_heads(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row whose heads do not depend on the order in which fields were first changed."""
    import json

    return (*row[:-1], json.dumps(json.loads(row[-1] or "{}"), sort_keys=True))


def value(desk: Desk, id_: str, field: str) -> object:
    """Return what a laptop shows in a field."""
    with desk.read() as reading:
        return reading.scalar(f'SELECT "{field}" FROM person WHERE id = ?', (id_,))
