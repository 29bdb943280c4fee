"""Every way to write is captured as an operation or refused; nothing goes round the triggers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from tests import factories
from unionapp.models.desk import Desk, Work
from unionapp.models.records import SCHEMA, Person
from unionapp.models.tables import metadata
from unionapp.services import vault

Fields = dict[str, object]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    yield made
    vault.lock(made)


def last_seq(desk: Desk) -> int:
    with desk.read() as reading:
        return int(reading.scalar("SELECT max(seq) FROM operation"))


def operations_after(desk: Desk, seq: int) -> list[tuple[str, Fields, dict[str, list[str]]]]:
    """Return id, fields and replaces of the operations since."""
    with desk.read() as reading:
        rows = reading.rows(
            "SELECT id, fields, replaces FROM operation WHERE seq > ? ORDER BY seq", (seq,)
        )
    return [(id_, json.loads(fields), json.loads(replaces)) for id_, fields, replaces in rows]


def base_of(desk: Desk, kind: str, id_: str) -> str:
    with desk.read() as reading:
        return str(reading.scalar(f'SELECT base_op FROM "{kind}" WHERE id = ?', (id_,)))


def by_service(work: Work, id_: str) -> None:
    work.set_fields("person", id_, {"phone": "13900000000"})


def by_id(work: Work, id_: str) -> None:
    work.execute("UPDATE person SET phone = '13900000000' WHERE id = ?", (id_,))


def in_bulk(work: Work, _: str) -> None:
    work.execute("UPDATE person SET phone = '13900000000'")


def from_a_query(work: Work, _: str) -> None:
    work.execute("UPDATE person SET phone = given.phone FROM (SELECT '13900000000' phone) given")


def with_many(work: Work, id_: str) -> None:
    work.connection.exec_driver_sql(
        "UPDATE person SET phone = ? WHERE id = ?", [("13900000000", id_), ("13900000000", "-")]
    )


def or_replacing(work: Work, id_: str) -> None:
    work.execute("UPDATE OR REPLACE person SET phone = '13900000000' WHERE id = ?", (id_,))


@pytest.mark.parametrize(
    "write", [by_service, by_id, in_bulk, from_a_query, with_many, or_replacing]
)
def test_every_way_to_change_a_field_makes_one_operation(
    desk: Desk, write: Callable[[Work, str], None]
) -> None:
    person = factories.person(desk, phone="13800000000")
    seq = last_seq(desk)
    with desk.write() as work:
        write(work, person.id)
    ((id_, fields, replaces),) = operations_after(desk, seq)
    assert fields == {"phone": "13900000000"}
    assert replaces == {"phone": [base_of(desk, "person", person.id)]}
    with desk.read() as reading:
        heads = reading.scalar("SELECT heads FROM person WHERE id = ?", (person.id,))
    assert json.loads(heads) == {"phone": [id_]}


def made_by_service(work: Work, person: Person) -> None:
    work.add(person)


def made_raw(work: Work, person: Person) -> None:
    work.execute(
        "INSERT INTO person (id, home_division, name) VALUES (?, ?, ?)",
        (person.id, person.home_division, person.name),
    )


def made_by_query(work: Work, person: Person) -> None:
    work.execute(
        "INSERT INTO person (id, home_division, name) SELECT ?, home_division, ? FROM worker",
        (person.id, person.name),
    )


def made_or_replacing(work: Work, person: Person) -> None:
    work.execute(
        "INSERT OR REPLACE INTO person (id, home_division, name) VALUES (?, ?, ?)",
        (person.id, person.home_division, person.name),
    )


@pytest.mark.parametrize("write", [made_by_service, made_raw, made_by_query, made_or_replacing])
def test_every_way_to_make_a_record_makes_one_operation(
    desk: Desk, write: Callable[[Work, Person], None]
) -> None:
    seq = last_seq(desk)
    person = Person(id=desk.new_id(), home_division="210106", name="赵䶮")
    with desk.write() as work:
        write(work, person)
    ((id_, fields, replaces),) = operations_after(desk, seq)
    assert (fields, replaces) == ({"name": "赵䶮"}, {})
    assert base_of(desk, "person", person.id) == id_


def test_many_new_records_make_as_many_operations_without_a_hole(desk: Desk) -> None:
    seq = last_seq(desk)
    people = [Person(id=desk.new_id(), home_division="210106", name=f"王{n}") for n in range(50)]
    with desk.write() as work:
        assert work.add_all(people) == len(people)
    with desk.read() as reading:
        rows = reading.rows(
            "SELECT record, counter FROM operation WHERE seq > ? ORDER BY seq", (seq,)
        )
    assert [row[0] for row in rows] == [one.id for one in people]
    counters = [row[1] for row in rows]
    assert counters == list(range(counters[0], counters[0] + len(people)))


def test_a_cleared_field_is_an_explicit_null(desk: Desk) -> None:
    person = factories.person(desk, phone="13800000000")
    seq = last_seq(desk)
    with desk.write() as work:
        work.set_fields("person", person.id, {"phone": None})
    ((_, fields, _),) = operations_after(desk, seq)
    assert fields == {"phone": None}


def test_an_equal_value_makes_no_operation(desk: Desk) -> None:
    person = factories.person(desk, phone="13800000000")
    seq = last_seq(desk)
    with desk.write() as work:
        work.set_fields("person", person.id, {"phone": "13800000000", "name": person.name})
    assert operations_after(desk, seq) == []


def test_a_second_change_replaces_the_first_and_leaves_other_fields_alone(desk: Desk) -> None:
    person = factories.person(desk)
    seq = last_seq(desk)
    for values in ({"phone": "13800000001"}, {"phone": "13800000002", "post": "钳工"}):
        with desk.write() as work:
            work.set_fields("person", person.id, values)
    (first, *_), (_, fields, replaces) = operations_after(desk, seq)
    assert fields == {"phone": "13800000002", "post": "钳工"}
    assert replaces == {"phone": [first], "post": [base_of(desk, "person", person.id)]}


def test_a_tombstone_is_an_operation_like_any_other(desk: Desk) -> None:
    person = factories.person(desk)
    seq = last_seq(desk)
    with desk.write() as work:
        work.set_fields("person", person.id, {"deleted_at": work.now})
    ((_, fields, _),) = operations_after(desk, seq)
    assert set(fields) == {"deleted_at"}


def test_what_is_applied_from_a_bundle_makes_no_echo(desk: Desk) -> None:
    person = factories.person(desk)
    seq = last_seq(desk)
    with desk.write() as work:
        work.execute("UPDATE clock SET applying = 1")
        work.set_fields("person", person.id, {"phone": "13800000003"})
        work.add(replace(person, id=desk.new_id()))
    with desk.write() as work:
        work.set_fields("person", person.id, {"phone": "13800000004"})
    assert [fields for _, fields, _ in operations_after(desk, seq)] == [{"phone": "13800000004"}]


def add_then_fail(work: Work, person: Person) -> None:
    work.add(person)
    work.set_fields("person", person.id, {"no_such_field": "1"})


def test_a_transaction_that_fails_leaves_neither_row_nor_operation(desk: Desk) -> None:
    seq = last_seq(desk)
    person = Person(id=desk.new_id(), home_division="210106", name="李㛃")
    with pytest.raises(KeyError), desk.write() as work:
        add_then_fail(work, person)
    assert operations_after(desk, seq) == []
    with desk.read() as reading:
        assert reading.get(Person, person.id) is None


def test_operations_say_who_and_when(desk: Desk) -> None:
    factories.person(desk)
    with desk.read() as reading:
        ((author, hlc, division),) = reading.rows(
            "SELECT author, hlc, home_division FROM operation ORDER BY seq DESC LIMIT 1"
        )
    assert author == desk.worker_id
    assert division == factories.DIVISION
    assert abs((hlc >> 16) / 1000 - factories.START.timestamp()) < 3600


def test_the_clock_never_goes_back(desk: Desk) -> None:
    factories.person(desk)
    early = replace(desk, clock=lambda: factories.START.replace(year=2020))
    factories.person(early)
    with desk.read() as reading:
        clocks = [row[0] for row in reading.rows("SELECT hlc FROM operation ORDER BY seq")]
    assert clocks == sorted(set(clocks))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM person WHERE id = :id",
        "INSERT OR REPLACE INTO person (id, home_division, name) VALUES (:id, '210106', '张三')",
        "REPLACE INTO person (rid, id, home_division, name) "
        "SELECT rid, 'another', '210106', '张三' FROM person WHERE id = :id",
        "INSERT INTO person (id, home_division, name) VALUES (:id, '210106', '张三') "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        "UPDATE person SET id = 'another' WHERE id = :id",
        "UPDATE person SET home_division = '210102' WHERE id = :id",
        "UPDATE OR REPLACE person SET rid = rid + 1 WHERE id = :id",
    ],
)
def test_what_would_lose_a_record_is_refused(desk: Desk, statement: str) -> None:
    person = factories.person(desk)
    factories.person(desk)
    refused(desk, statement.replace(":id", f"'{person.id}'"))
    with desk.read() as reading:
        assert reading.get(Person, person.id) == person


def refused(desk: Desk, statement: str) -> None:
    with pytest.raises(DatabaseError), desk.write() as work:
        work.execute(statement)


APPEND_ONLY = [one.kind for one in SCHEMA.declarations if one.append_only]


@pytest.mark.parametrize("kind", APPEND_ONLY)
def test_no_field_of_an_append_only_record_can_be_changed(desk: Desk, kind: str) -> None:
    record = SCHEMA[kind].record(id="x1", home_division="210106")
    with desk.write() as work:
        work.add(record)
    for name in ("rid", "id", "home_division", *(field.name for field in SCHEMA[kind].fields)):
        refused(desk, f"UPDATE \"{kind}\" SET \"{name}\" = 'changed' WHERE id = 'x1'")
        refused(desk, f'UPDATE OR REPLACE "{kind}" SET "{name}" = \'changed\'')
    refused(desk, f'DELETE FROM "{kind}"')


@pytest.mark.parametrize("table", ["operation", "audit"])
def test_no_column_of_the_log_and_the_trail_can_be_changed(desk: Desk, table: str) -> None:
    with desk.write() as work:
        work.execute(
            "INSERT INTO audit (at, worker, action, detail, previous_hash, hash) "
            "VALUES ('t', 'w', 'a', '{}', 'p', 'h')"
        )
    columns = [column.name for column in metadata(SCHEMA).tables[table].columns]
    for name in columns:
        if (table, name) != ("operation", "bundle"):
            refused(desk, f'UPDATE "{table}" SET "{name}" = 4711')
    refused(desk, f'DELETE FROM "{table}"')
    listed = ", ".join(f'"{name}"' for name in columns)
    refused(desk, f'INSERT OR REPLACE INTO "{table}" SELECT {listed} FROM "{table}"')


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO receipt (id, home_division, series, running) "
        "VALUES ('r1', '210106', 'T-2026', 9)",
        "INSERT OR REPLACE INTO receipt (id, home_division, series, running) "
        "VALUES ('r2', '210106', 'T-2026', 1)",
        "INSERT OR REPLACE INTO operation (id, device, incarnation, counter, hlc, author, kind, "
        "record, home_division, fields, replaces) SELECT id, device, incarnation, counter, hlc, "
        "'nobody', kind, record, home_division, fields, replaces FROM operation",
    ],
)
def test_replacing_is_refused_even_without_recursive_triggers(desk: Desk, statement: str) -> None:
    """Another tool leaves the setting off, and then REPLACE fires no DELETE trigger."""
    with desk.write() as work:
        work.execute(
            "INSERT INTO receipt (id, home_division, series, running) "
            "VALUES ('r1', '210106', 'T-2026', 1)"
        )
    with desk.database.reading() as connection:
        connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")
        with pytest.raises(DatabaseError):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("PRAGMA recursive_triggers = ON")
