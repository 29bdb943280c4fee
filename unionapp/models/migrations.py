"""Brings a case database up to the program's schema: ordered steps, one transaction each.

A step is frozen text and depends on nothing live. Before the first step on a file that holds data
a copy is made beside it. Triggers are not part of the steps: they are written anew from the
declarations whenever their text differs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from unionapp.errors import refuse
from unionapp.models.capture import trigger_statements
from unionapp.models.declare import Schema

if TYPE_CHECKING:
    from unionapp.models.database import Database


@dataclass(frozen=True, slots=True)
class Step:
    """One schema step: its name and the statements that it runs, in order."""

    name: str
    statements: tuple[str, ...]


def _from_file(name: str) -> Step:
    """Read a frozen step; its statements stand apart by a line that ends with a semicolon."""
    body = files("unionapp.models").joinpath("steps", f"{name}.sql").read_text("utf-8")
    found, current = [], list[str]()
    for line in body.splitlines():
        if line.startswith("--") or not line.strip():
            continue
        current.append(line)
        if line.endswith(";"):
            found.append("\n".join(current).removesuffix(";"))
            current = []
    return Step(name, tuple(found))


STEPS: tuple[Step, ...] = (_from_file("0001_first"),)


def bring_up_to_date(database: Database, schema: Schema, steps: tuple[Step, ...]) -> None:
    """Run the steps that are missing; `UserError` when the file is newer than the program."""
    with database.reading() as connection:
        version = _version(connection)
    if version > len(steps):
        raise refuse("database.newer", database.path.name, have=version, know=len(steps))
    if 0 < version < len(steps):
        _copy_aside(database, version)
    for number in range(version, len(steps)):
        with database.writing() as connection:
            for statement in steps[number].statements:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
    _renew_triggers(database, schema)


def _version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _copy_aside(database: Database, version: int) -> None:
    copy = database.path.with_name(f"{database.path.stem}.before-v{version + 1}.db")
    if not copy.exists():
        database.copy_into(copy)


def standing_triggers(connection: Connection) -> Mapping[str, str]:
    """Return the triggers that the file has: name -> text."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {str(row[0]): str(row[1]) for row in rows}


def _renew_triggers(database: Database, schema: Schema) -> None:
    """Write the triggers anew where they differ; note it when they were not ours to change."""
    wanted = trigger_statements(schema)
    mark = hashlib.sha256("\n".join(sorted(wanted.values())).encode()).hexdigest()
    with database.reading() as connection:
        if standing_triggers(connection) == wanted:
            return
    with database.writing() as connection:
        standing = standing_triggers(connection)
        for name in standing:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        for statement in wanted.values():
            connection.exec_driver_sql(statement)
        _note_tampering(connection, mark, bool(standing))


def _note_tampering(connection: Connection, mark: str, had_triggers: bool) -> None:
    """Remember whose triggers stand; a file that lost ours keeps the fact for `verify`."""
    known = connection.execute(text("SELECT value FROM meta WHERE key = 'guards'")).scalar()
    if known == mark or (known is not None and not had_triggers):
        connection.execute(
            text(
                "INSERT INTO meta (key, value) VALUES ('guards_restored', '1') "
                "ON CONFLICT (key) DO UPDATE SET value = value + 1"
            )
        )
    connection.execute(
        text(
            "INSERT INTO meta (key, value) VALUES ('guards', :mark) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        ),
        {"mark": mark},
    )
