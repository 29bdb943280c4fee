"""Values become columns and come back the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests import factories
from unionapp.models import store
from unionapp.models.declare import Declaration, FieldType
from unionapp.models.desk import Desk
from unionapp.models.records import SCHEMA, Case, HardshipFile, Person, Visit
from unionapp.services import vault

MOMENT = datetime(2026, 3, 18, 23, 59, 59, 987_000, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    yield made
    vault.lock(made)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("person", "name", "阿卜杜热合曼·艾力"),
        ("person", "name", "李𬱖"),
        ("person", "birth_date", date(1949, 10, 1)),
        ("person", "monthly_wage_fen", 10**12),
        ("person", "monthly_wage_fen", 0),
        ("person", "claims_membership", True),
        ("person", "claims_membership", False),
        ("visit", "at", MOMENT),
        ("hardship_file", "further_causes", ("6", "9", "1")),
        ("hardship_file", "further_causes", ()),
        ("case", "facts", {"b": [1, {"x": None}], "a": "䶮"}),
    ],
)
def test_a_value_comes_back_as_it_went(desk: Desk, kind: str, name: str, value: object) -> None:
    record = SCHEMA[kind].record(id=desk.new_id(), home_division="210106")
    with desk.write() as work:
        work.add(replace(record, **{name: value}))
    with desk.read() as reading:
        found = reading.by_kind(kind, record.id)
    assert getattr(found, name) == value


@pytest.mark.parametrize("declaration", SCHEMA.declarations, ids=lambda one: one.kind)
def test_an_empty_record_comes_back_whole(desk: Desk, declaration: Declaration) -> None:
    record = declaration.record(id=desk.new_id(), home_division="210106")
    with desk.write() as work:
        work.add(record)
    with desk.read() as reading:
        assert reading.by_kind(declaration.kind, record.id) == record


@pytest.mark.parametrize("value", [12.5, "12", None])
def test_money_is_never_anything_but_a_whole_number_of_fen(value: object) -> None:
    field = SCHEMA["case"].field("amount_fen")
    assert field.type is FieldType.MONEY
    if value is None:
        assert store.to_stored(field, value) is None
    else:
        with pytest.raises(TypeError):
            store.to_stored(field, value)


def test_instants_of_any_zone_are_stored_in_utc_and_sort_as_text() -> None:
    beijing = timezone(timedelta(hours=8))
    early = datetime(2026, 3, 18, 7, 0, tzinfo=beijing)
    late = datetime(2026, 3, 17, 23, 30, tzinfo=UTC)
    assert store.instant_text(early) == "2026-03-17T23:00:00.000Z"
    assert store.instant_text(early) < store.instant_text(late)
    assert store.instant_from(store.instant_text(late)) == late


def test_an_empty_text_is_stored_as_nothing(desk: Desk) -> None:
    person = factories.person(desk, phone="")
    with desk.read() as reading:
        assert reading.scalar("SELECT phone FROM person WHERE id = ?", (person.id,)) is None


def test_deleted_records_are_found_by_id_alone(desk: Desk) -> None:
    person = factories.person(desk)
    with desk.write() as work:
        work.set_fields("person", person.id, {"deleted_at": MOMENT})
    with desk.read() as reading:
        assert reading.select(Person) == []
        found = reading.get(Person, person.id)
        assert reading.by_ids(Person, [person.id]) == {person.id: found}
    assert found is not None
    assert found.deleted_at == MOMENT


def test_select_binds_values_and_keeps_order_and_limit(desk: Desk) -> None:
    for name in ("丙' OR 1", "甲", "乙"):
        factories.person(desk, name=name)
    with desk.read() as reading:
        assert [one.name for one in reading.select(Person, "name = ?", ("丙' OR 1",))] == [
            "丙' OR 1"
        ]
        assert len(reading.select(Person, order="name DESC", limit=2)) == 2


def test_a_reader_sees_one_moment(desk: Desk) -> None:
    with desk.read() as reading:
        before = reading.select(Person)
        factories.person(desk)
        assert reading.select(Person) == before
    with desk.read() as reading:
        assert len(reading.select(Person)) == 1


def test_a_writer_tells_which_kinds_it_changed(desk: Desk) -> None:
    with desk.write() as work:
        work.add(Visit(id=desk.new_id(), home_division="210106", door_id="d"))
        work.add(Case(id="c", home_division="210106"))
        work.set_fields("case", "c", {"state": "open"})
        work.set_fields("hardship_file", "f", {})
    assert work.changed == {"visit", "case"}


def test_the_files_own_settings_are_kept(desk: Desk) -> None:
    with desk.write() as work:
        work.set_meta("hotline", "12351")
        work.set_meta("hotline", "024-12345678")
    with desk.read() as reading:
        assert reading.meta("hotline") == "024-12345678"
        assert reading.meta("no such") is None


def test_today_is_the_day_in_the_office(desk: Desk) -> None:
    late = replace(desk, clock=lambda: datetime(2026, 3, 18, 16, 30, tzinfo=UTC))
    with late.read() as reading:
        assert reading.today == date(2026, 3, 19)


def test_the_schema_finds_a_kind_by_its_record_class() -> None:
    assert SCHEMA.of(HardshipFile).kind == "hardship_file"
    assert SCHEMA.of(Person) is SCHEMA["person"]
