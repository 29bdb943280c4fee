"""The steps make the declared schema; a step happens whole, after a copy, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateIndex, CreateTable

from unionapp.errors import UserError
from unionapp.models import database, migrations
from unionapp.models.capture import trigger_statements
from unionapp.models.database import Database
from unionapp.models.migrations import STEPS, Step
from unionapp.models.records import SCHEMA
from unionapp.models.tables import metadata

KEY = bytes(range(32))
GOOD = Step("0002_good", ("CREATE TABLE added (id TEXT)", "INSERT INTO added VALUES ('one')"))
BAD = Step("0002_bad", ("CREATE TABLE added (id TEXT)", "INSERT INTO nowhere VALUES ('one')"))


def declared_statements() -> dict[str, str]:
    """Return the statements that the declarations ask for, by name of table or index."""
    dialect = sqlite.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
    found = {}
    for table in metadata(SCHEMA).sorted_tables:
        found[table.name] = str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            found[str(index.name)] = str(CreateIndex(index).compile(dialect=dialect))
    return {name: " ".join(text.split()) for name, text in found.items()}


def standing_statements(opened: Database) -> dict[str, str]:
    with opened.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') "
            "AND sql IS NOT NULL AND name NOT LIKE 'search_index%' AND name NOT LIKE 'sqlite_%'"
        )
        return {str(row[0]): " ".join(str(row[1]).split()) for row in rows}


def schema_of(opened: Database) -> list[tuple[object, ...]]:
    with opened.reading() as connection:
        rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY 2")
        return [tuple(row) for row in rows]


def test_the_steps_make_exactly_the_declared_schema(tmp_path: Path) -> None:
    opened = database.create(tmp_path / "case.db", KEY)
    standing, declared = standing_statements(opened), declared_statements()
    opened.close()
    assert standing.keys() == declared.keys()
    different = {name: standing[name] for name in standing if standing[name] != declared[name]}
    assert different == {}


def test_the_triggers_are_those_of_the_declarations(tmp_path: Path) -> None:
    opened = database.create(tmp_path / "case.db", KEY)
    with opened.reading() as connection:
        standing = migrations.standing_triggers(connection)
    opened.close()
    assert standing == trigger_statements(SCHEMA)


def test_a_trigger_that_is_gone_comes_back_and_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    opened = database.create(path, KEY)
    with opened.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER receipt_refuse_update")
    opened.close()
    again = database.open_existing(path, KEY)
    with again.reading() as connection:
        assert migrations.standing_triggers(connection) == trigger_statements(SCHEMA)
        noted = connection.exec_driver_sql(
            "SELECT value FROM meta WHERE key = 'guards_restored'"
        ).scalar()
    again.close()
    assert noted == "1"


def test_opening_an_up_to_date_file_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    database.create(path, KEY).close()
    before = path.read_bytes()
    database.open_existing(path, KEY).close()
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["case.db"]


def test_before_a_step_a_copy_is_made_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    database.create(path, KEY).close()
    opened = database.open_existing(path, KEY, steps=(*STEPS, GOOD))
    with opened.reading() as connection:
        assert connection.exec_driver_sql("SELECT id FROM added").scalar() == "one"
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == len(STEPS) + 1
    opened.close()
    copy = tmp_path / f"case.before-v{len(STEPS) + 1}.db"
    before = database.open_existing(copy, KEY)
    with before.reading() as connection:
        named = "SELECT name FROM sqlite_master WHERE name = 'added'"
        assert connection.exec_driver_sql(named).first() is None
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == len(STEPS)
    before.close()


def test_a_new_file_needs_no_copy(tmp_path: Path) -> None:
    database.create(tmp_path / "case.db", KEY, steps=(*STEPS, GOOD)).close()
    assert [file.name for file in tmp_path.iterdir()] == ["case.db"]


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    made = database.create(path, KEY)
    before = schema_of(made)
    made.close()
    with pytest.raises(DatabaseError):
        database.open_existing(path, KEY, steps=(*STEPS, BAD))
    again = database.open_existing(path, KEY)
    assert schema_of(again) == before
    again.close()


def test_a_file_that_a_newer_program_made_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    database.create(path, KEY, steps=(*STEPS, GOOD)).close()
    before = path.read_bytes()
    with pytest.raises(UserError) as error:
        database.open_existing(path, KEY)
    assert error.value.problems[0].code == "database.newer"
    assert error.value.problems[0].detail == {"have": len(STEPS) + 1, "know": len(STEPS)}
    assert path.read_bytes() == before
