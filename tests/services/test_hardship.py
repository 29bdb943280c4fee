"""Hardship files: one a household, its causes, its exclusions, and what it is entitled to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests import factories
from tests.services.aid import AMOUNT, TODAY, decided, family, standard
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.services import hardship

pytestmark = pytest.mark.usefixtures("dibao")


def codes_of(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_a_new_file_counts_the_people_of_the_household(desk: Desk) -> None:
    household = factories.household(desk)
    people = [factories.person(desk, household_id=household.id) for _ in range(3)]
    opened = hardship.open_file(desk, household.id, people[0].id)
    assert (opened.file.people, opened.file.filed_on) == (3, TODAY)
    assert opened.changes >= {"hardship_file"}
    assert hardship.file_of(desk, household.id) == opened.file


def test_a_household_without_a_file_has_none(desk: Desk) -> None:
    assert hardship.file_of(desk, factories.household(desk).id) is None


def test_a_second_worker_of_the_family_gets_no_second_file(desk: Desk) -> None:
    made = family(desk)
    second = factories.person(desk, household_id=made.household.id)
    with pytest.raises(UserError) as error:
        hardship.open_file(desk, made.household.id, second.id)
    (problem,) = error.value.problems
    assert (problem.code, problem.where) == ("hardship.filed_already", made.file.id)
    assert problem.detail["applicant"] == "王秀兰"


def test_the_applicant_belongs_to_the_household(desk: Desk) -> None:
    stranger = factories.person(desk)
    with pytest.raises(UserError) as error:
        hardship.open_file(desk, factories.household(desk).id, stranger.id)
    assert codes_of(error) == ["hardship.applicant_elsewhere"]


def test_no_file_without_a_household(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        hardship.open_file(desk, "nowhere", "nobody")
    assert codes_of(error) == ["hardship.household_missing"]


@pytest.mark.parametrize(
    ("main", "further", "codes"),
    [
        (["6"], [], []),
        (["6"], ["1", "9", "10"], []),
        ([], [], ["hardship.main_cause"]),
        (["6", "9"], [], ["hardship.main_cause"]),
        (["6"], ["1", "2", "3", "9"], ["hardship.further_causes"]),
        (["6", "9"], ["1", "2", "3", "4"], ["hardship.main_cause", "hardship.further_causes"]),
        (["6"], ["6"], ["hardship.cause_twice"]),
        (["6"], ["1", "1"], ["hardship.cause_twice"]),
    ],
)
def test_one_main_cause_and_at_most_three_others(
    main: list[str], further: list[str], codes: list[str]
) -> None:
    assert [problem.code for problem in hardship.cause_problems(main, further)] == codes


def test_a_file_says_what_keeps_it_from_being_decided_on(desk: Desk) -> None:
    file = family(desk).file
    assert hardship.problems_of(file) == ()
    bare = replace(file, main_cause=None, exclusion_evidence=None)
    assert [problem.code for problem in hardship.problems_of(bare)] == [
        "hardship.main_cause",
        "hardship.evidence_missing",
    ]


def test_living_aid_is_twelve_months_of_the_standard(desk: Desk) -> None:
    verdict = hardship.assess(desk, family(desk).file.id, day=TODAY)
    assert (verdict.eligible, verdict.amount_fen) == (True, AMOUNT)
    assert "12 × 700.00 = 8,400.00" in verdict.proof
    assert [reason.code for reason in verdict.reasons] == ["programme.category_deep"]
    assert verdict.warnings == ()


def test_the_limit_itself_is_not_below_the_limit(desk: Desk) -> None:
    at_the_limit = family(desk, annual_income_fen=12 * 70_000)
    assert not hardship.assess(desk, at_the_limit.file.id, day=TODAY).eligible
    just_below = family(desk, annual_income_fen=12 * 70_000, rigid_costs_fen=1)
    assert hardship.assess(desk, just_below.file.id, day=TODAY).eligible


def test_an_exclusion_bars_the_household_and_is_named(desk: Desk) -> None:
    made = family(desk, exclusions=("two_homes",), exclusion_evidence="房产查询：两套")
    verdict = hardship.assess(desk, made.file.id, day=TODAY)
    assert (verdict.eligible, verdict.amount_fen) == (False, None)
    assert "living_aid.excluded" in [reason.code for reason in verdict.reasons]


def test_exclusions_looked_into_stand_in_the_proof_with_their_evidence(desk: Desk) -> None:
    verdict = hardship.assess(desk, family(desk).file.id, day=TODAY)
    assert sum("看了房产查询结果" in line for line in verdict.proof) == 4


def test_an_exclusion_without_evidence_is_refused(desk: Desk) -> None:
    made = family(desk, exclusions=("two_homes",), exclusion_evidence=None)
    with pytest.raises(UserError) as error:
        hardship.assess(desk, made.file.id, day=TODAY)
    assert codes_of(error) == ["programme.exclusion_without_evidence"]


def test_every_missing_fact_is_told_at_once(desk: Desk) -> None:
    made = family(desk, annual_income_fen=None, people=None)
    with pytest.raises(UserError) as error:
        hardship.assess(desk, made.file.id, day=TODAY)
    assert codes_of(error) == ["programme.fact_missing"] * 2


def test_without_a_standard_nothing_is_granted(desk: Desk) -> None:
    verdict = hardship.assess(desk, family(desk).file.id, day=date(2010, 1, 1))
    assert not verdict.eligible
    assert "programme.no_standard" in [reason.code for reason in verdict.reasons]


def test_the_rural_standard_counts_for_a_rural_file(desk: Desk) -> None:
    standard(desk, kind="rural", amount_fen=50_000)
    made = family(desk, dibao_kind="rural")
    assert hardship.assess(desk, made.file.id, day=TODAY).amount_fen == 12 * 50_000


def test_the_standard_is_that_of_the_place_where_the_household_lives(desk: Desk) -> None:
    standard(desk, division="2102", amount_fen=80_000)
    made = family(desk)
    city = factories.place(desk, "city", "大连市", division="2102")
    door = factories.place(desk, "door", "101室", factories.place(desk, "building", "1号楼", city))
    with desk.write() as work:
        work.set_fields("household", made.household.id, {"door_id": door.id})
    assert hardship.assess(desk, made.file.id, day=TODAY).amount_fen == 12 * 80_000


def test_the_offices_own_switches_count(desk: Desk) -> None:
    made = family(desk, people=2)
    with desk.write() as work:
        decided(work, "living_aid", living_unit="per_person")
    assert hardship.assess(desk, made.file.id, day=TODAY).amount_fen == 2 * AMOUNT


def test_a_file_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        hardship.assess(desk, "nothing", day=TODAY)
    assert codes_of(error) == ["hardship.file_missing"]
