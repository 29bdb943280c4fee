"""The history of a record, from the operation log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from tests import factories
from unionapp.models.declare import Declaration, FieldType, declare
from unionapp.models.desk import Desk
from unionapp.models.records import SCHEMA, Employer, Person
from unionapp.services import history, people, records, vault


def told(desk: Desk, kind: str, id_: str, language: str = "zh") -> list[tuple[str, str, str]]:
    lines = history.of_record(desk, kind, id_, language=language)
    return [(one.en if language == "en" else one.zh, one.before, one.after) for one in lines]


def test_a_change_tells_before_and_after_newest_first(desk: Desk) -> None:
    person = factories.person(desk, name="王建国", post="组长")
    records.save_field(desk, "person", person.id, "post", "班长")
    records.save_field(desk, "person", person.id, "post", "")
    assert told(desk, "person", person.id) == [
        ("职务", "班长", ""),
        ("职务", "组长", "班长"),
        ("姓名", "", "王建国"),
        ("职务", "", "组长"),
    ]
    first, *_, last = history.of_record(desk, "person", person.id)
    assert (first.worker, first.device, first.created) == ("陈晓梅", f"{1:016x}", False)
    assert first.at > last.at
    assert last.created


def test_personal_numbers_are_masked(desk: Desk) -> None:
    person = factories.person(desk, phone="13812345678", identity_number="210106199003071234")
    records.save_field(desk, "person", person.id, "phone", "13912345678")
    assert told(desk, "person", person.id)[0] == ("手机号", "138****5678", "139****5678")
    shown = " ".join(
        f"{one.before}{one.after}" for one in history.of_record(desk, "person", person.id)
    )
    assert "19900307" not in shown


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", [("月工资", "", "4,500.50"), ("是否会员", "", "是"), ("性别", "男", "女")]),
        ("en", [("Monthly wage", "", "4,500.50"), ("Says is a member", "", "Yes"),
                ("Sex", "Male", "Female")]),
    ],
)  # fmt: skip
def test_values_are_told_in_words(
    desk: Desk, language: str, expected: list[tuple[str, str, str]]
) -> None:
    person = factories.person(desk, sex="1")
    records.save_field(desk, "person", person.id, "sex", "2")
    records.save_field(desk, "person", person.id, "claims_membership", "是")
    records.save_field(desk, "person", person.id, "monthly_wage_fen", "4500.5")
    assert told(desk, "person", person.id, language)[:3] == expected


def test_another_record_is_told_by_its_name(desk: Desk) -> None:
    employer = factories.add(desk, Employer(id="", home_division="210106", name="铸造厂"))
    home = people.add_household(desk, factories.door(desk).id).household
    person = factories.person(desk)
    records.save_field(desk, "person", person.id, "employer_id", employer.id)
    people.move(desk, person.id, home.id)
    assert told(desk, "person", person.id)[:2] == [
        ("家庭", "", "双兴街 3号楼 2单元 201室"),
        ("所属单位", "", "铸造厂"),
    ]
    assert told(desk, "household", home.id)[0] == ("户主", "", "王建国")


def test_a_code_that_no_list_knows_is_told_as_it_is(desk: Desk) -> None:
    person = factories.person(desk, education="私塾")
    records.save_field(desk, "person", person.id, "education", "")
    assert told(desk, "person", person.id)[0] == ("学历", "?私塾", "")


def test_a_settled_conflict_tells_every_value_that_it_replaced(desk: Desk) -> None:
    """Two laptops changed one field; both stand as heads until a person chooses."""
    person = factories.person(desk, post="甲")
    with desk.write() as work:
        first = work.scalar("SELECT id FROM operation WHERE record = ?", (person.id,))
        work.execute("UPDATE clock SET applying = 1")
        work.execute(
            "INSERT INTO operation (id, device, incarnation, counter, hlc, author, kind, record, "
            "home_division, fields, replaces) SELECT 'other:1:1', 'other', 1, 1, hlc + 1, 'w2', "
            "'person', ?, '210106', '{\"post\":\"乙\"}', json_object('post', json_array(?)) "
            "FROM clock",
            (person.id, first),
        )
        work.execute(
            "UPDATE person SET heads = json_object('post', json_array(?, 'other:1:1')) "
            "WHERE id = ?",
            (first, person.id),
        )
        work.execute("UPDATE clock SET applying = 0")
    records.save_field(desk, "person", person.id, "post", "丙")
    newest, other, *_ = history.of_record(desk, "person", person.id)
    assert (newest.before, newest.after) == ("甲｜乙", "丙")
    assert (other.before, other.after, other.worker, other.device) == ("甲", "乙", "w2", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class _LongerPerson(Person):
    """A person with one field more: what somebody adds who carries on."""

    met_on: date | None = declare(FieldType.DATE, "结识日期", "Met on", "work", past=True)


def test_a_field_added_to_a_declaration_is_saved_checked_and_told(tmp_path: Path) -> None:
    longer = replace(SCHEMA["person"], record=_LongerPerson)
    assert isinstance(longer, Declaration)
    schema = SCHEMA.with_declaration(longer)
    desk = factories.office(tmp_path, schema=schema)
    with desk.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE person ADD COLUMN met_on TEXT")
    saved = records.new(desk, "person", {"name": "赵敏", "met_on": "2027年1月1日"})
    assert [(one.where, one.code) for one in saved.problems] == [("met_on", "records.ahead")]
    records.save_field(desk, "person", saved.record.id, "met_on", "2026年1月1日")
    assert told(desk, "person", saved.record.id)[0] == ("结识日期", "2027-01-01", "2026-01-01")
    vault.lock(desk)
