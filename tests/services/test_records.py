"""Saving, filling and checking any record: nothing typed is ever lost."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests import factories
from tests.sync import peers
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import SCHEMA, Person
from unionapp.services import records
from unionapp.values import identity
from unionapp.wording import sentence

TODAY = date(2026, 11, 21)


def number(body: str) -> str:
    """Return 17 digits with their check character."""
    return body + identity.check_character(body)


def problems(of: str, /, **values: object) -> dict[str, tuple[str, bool]]:
    found = records.problems_in(SCHEMA[of], values, today=TODAY)
    return {one.where: (one.code, one.warning) for one in found}


def person_of(saved: records.Saved) -> Person:
    assert isinstance(saved.record, Person)
    return saved.record


def operations(desk: Desk, id_: str) -> list[dict[str, object]]:
    with desk.read() as reading:
        rows = reading.rows("SELECT fields FROM operation WHERE record = ? ORDER BY seq", (id_,))
    return [json.loads(row[0]) for row in rows]


# ---- rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "values", "where", "code", "warning"),
    [
        ("person", {}, "name", "records.required", False),
        ("person", {"name": "  "}, "name", "records.required", False),
        ("person", {"name": "李" * 51}, "name", "names.too_long", False),
        ("person", {"name": "李", "sex": "x"}, "sex", "records.unknown_code", True),
        ("person", {"name": "李", "phone": "138"}, "phone", "phone.unusual", True),
        ("person", {"name": "李", "birth_date": date(2026, 11, 22)}, "birth_date", "records.ahead",
         False),
        ("person", {"name": "李", "birth_date": "3月7日"}, "birth_date", "dates.not_a_date",
         False),
        ("person", {"name": "李", "birth_date": "2001-2-29"}, "birth_date", "dates.no_such_day",
         False),
        ("person", {"name": "李", "monthly_wage_fen": -1}, "monthly_wage_fen", "records.negative",
         False),
        ("person", {"name": "李", "monthly_wage_fen": "1.234"}, "monthly_wage_fen",
         "money.third_decimal", False),
        ("person", {"name": "李", "identity_number": "123"}, "identity_number",
         "identity.too_short", False),
        ("person", {"name": "李", "identity_number": number("21010619900307122"), "sex": "1"},
         "sex", "identity.sex_differs", True),
        ("employer", {"name": "店", "credit_code": "9"}, "credit_code", "credit_code.too_short",
         False),
        ("employer", {"name": "店", "workers": 5, "women": 6}, "women", "records.more_than", False),
        ("employer", {"name": "店", "workers": "5", "eight_group_workers": "6"},
         "eight_group_workers", "records.more_than", False),
        ("employer", {"name": "店", "workers": 5, "members": 6}, "members", "records.more_than",
         True),
        ("employer", {"name": "店", "workers": "许多"}, "workers", "records.not_a_number", False),
        ("standard", {"division": "210100", "kind": "urban", "amount_fen": 1, "document": "d",
                      "valid_from": date(2018, 7, 1), "valid_to": date(2018, 6, 30)},
         "valid_to", "records.before", False),
        ("hardship_file", {"people": 3, "annual_income_fen": 0, "rigid_costs_fen": 0,
                           "main_cause": "illness", "further_causes": ("illness",)},
         "further_causes", "hardship.cause_twice", False),
    ],
)  # fmt: skip
def test_a_rule_names_its_field(
    kind: str, values: dict[str, object], where: str, code: str, warning: bool
) -> None:
    found = problems(kind, **values)
    assert found[where] == (code, warning)


def test_a_full_record_has_no_problem() -> None:
    assert problems("person", name="迪丽热巴·迪力木拉提", sex="2", phone="13812345678") == {}
    assert problems("employer", name="店", workers=5, women=5, eight_group_workers=0) == {}


def test_floors_below_the_ground_are_no_problem() -> None:
    assert problems("place", kind="door", name="-1", floor=-1) == {}


def test_a_problem_reads_well_in_both_languages() -> None:
    (found,) = records.problems_in(
        SCHEMA["employer"], {"name": "店", "workers": 5, "women": 6}, today=TODAY
    )
    assert sentence(found) == "「女职工数」为 6，超过了「职工数」的 5，请核对。"
    assert sentence(found, "en") == "“Women” is 6, more than “Workers” with 5; check both."


# ---- saving ------------------------------------------------------------------------------------


def test_a_field_is_stored_as_its_type_and_captured(desk: Desk) -> None:
    person = factories.person(desk)
    saved = records.save_field(desk, "person", person.id, "monthly_wage_fen", "4,500.5")
    assert person_of(saved).monthly_wage_fen == 450050
    assert saved.changes == {"person"}
    assert operations(desk, person.id)[1:] == [{"monthly_wage_fen": 450050}]


def test_a_value_that_stands_already_makes_no_operation(desk: Desk) -> None:
    person = factories.person(desk, name="王建国")
    saved = records.save_field(desk, "person", person.id, "name", " 王 建国 ")
    assert saved.changes == frozenset()
    assert len(operations(desk, person.id)) == 1


def test_text_that_is_no_value_is_kept_until_it_is_mended(desk: Desk) -> None:
    person = factories.person(desk, birth_date=date(1990, 3, 7))
    kept = records.save_field(desk, "person", person.id, "birth_date", "1990年2月31日")
    assert person_of(kept).birth_date == date(1990, 3, 7)
    assert [one.code for one in kept.problems] == ["dates.no_such_day"]
    assert records.drafts(desk, "person", person.id) == {"birth_date": "1990年2月31日"}
    assert records.problems_of(desk, "person", person.id) == kept.problems

    mended = records.save_field(desk, "person", person.id, "birth_date", "1990年2月28日")
    assert person_of(mended).birth_date == date(1990, 2, 28)
    assert mended.problems == ()
    assert records.drafts(desk, "person", person.id) == {}


def test_an_unknown_code_is_stored_with_a_warning(desk: Desk) -> None:
    person = factories.person(desk)
    saved = records.save_field(desk, "person", person.id, "education", "私塾")
    assert person_of(saved).education == "私塾"
    assert [(one.code, one.warning) for one in saved.problems] == [("records.unknown_code", True)]


def test_a_label_is_stored_as_its_code(desk: Desk) -> None:
    person = factories.person(desk)
    assert person_of(records.save_field(desk, "person", person.id, "sex", "女")).sex == "2"


def test_none_clears_a_field(desk: Desk) -> None:
    person = factories.person(desk, phone="13812345678")
    assert person_of(records.save_field(desk, "person", person.id, "phone", "")).phone is None
    assert operations(desk, person.id)[-1] == {"phone": None}


def test_a_new_record_keeps_what_cannot_be_read(desk: Desk) -> None:
    saved = records.new(desk, "person", {"name": "赵敏", "birth_date": "某日", "sex": "女"})
    assert (person_of(saved).name, person_of(saved).sex) == ("赵敏", "2")
    assert records.drafts(desk, "person", saved.record.id) == {"birth_date": "某日"}
    assert len(operations(desk, saved.record.id)) == 1


@pytest.mark.parametrize(
    ("kind", "id_", "code"),
    [("person", "nobody", "records.missing"), ("receipt", "any", "records.append_only")],
)
def test_what_cannot_be_changed_is_refused(desk: Desk, kind: str, id_: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        records.save_field(desk, kind, id_, "number", "1")
    assert [one.code for one in caught.value.problems] == [code]


def test_a_removed_record_can_be_restored(desk: Desk) -> None:
    person = factories.person(desk)
    assert person_of(records.remove(desk, "person", person.id)).deleted_at is not None
    with desk.read() as reading:
        assert reading.select(Person) == []
    assert person_of(records.restore(desk, "person", person.id)).deleted_at is None


# ---- two laptops -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "field", "mine", "theirs"),
    [
        ("person", "phone", "13800000001", "13800000002"),
        ("household", "note", "常不在家", "晚上在家"),
        ("hardship_file", "rigid_costs_fen", 100, 200),
        ("hardship_file", "further_causes", ("1",), ("2",)),
        ("place", "name", "甲巷", "乙巷"),
        ("visit", "next_on", date(2026, 12, 1), date(2026, 12, 2)),
    ],
)
@pytest.mark.parametrize("chosen", ["shown", "other"])
def test_a_conflict_is_settled_by_either_value(
    tmp_path: Path, kind: str, field: str, mine: object, theirs: object, chosen: str
) -> None:
    here, there = peers.peer(tmp_path, 1), peers.peer(tmp_path, 2)
    with here.write() as work:
        work.add(SCHEMA[kind].record(id="r", home_division="210106"))
    peers.deliver(there, peers.log(here, "r"))
    records.save_field(here, kind, "r", field, mine)
    records.save_field(there, kind, "r", field, theirs)
    assert peers.deliver(here, peers.log(there, "r")).conflicts == 1
    peers.deliver(there, peers.log(here, "r"))
    with here.read() as reading:
        standing = getattr(reading.by_kind(kind, "r"), field)
    other = ({mine, theirs} - {standing}).pop()
    settled = standing if chosen == "shown" else other
    records.save_field(here, kind, "r", field, settled)
    records.save_field(here, kind, "r", field, settled)  # once is enough
    assert len(peers.log(here, "r")) == 4
    peers.deliver(there, peers.log(here, "r"))
    for desk in (here, there):
        with desk.read() as reading:
            assert reading.in_conflict(kind, "r") == frozenset()
            assert getattr(reading.by_kind(kind, "r"), field) == settled
