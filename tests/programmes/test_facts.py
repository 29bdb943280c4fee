"""Reading facts: every name, both spellings, and all that is wrong in one list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programmes.cases import LIVING_AID, facts, standard
from unionapp.errors import UserError
from unionapp.programmes import catalogue, fact_names, reference
from unionapp.programmes import read_facts as reading
from unionapp.programmes.evaluate import try_programme
from unionapp.programmes.programme import Programme


def refused(given: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(UserError) as error:
        try_programme(LIVING_AID, given, [standard()])
    return [(problem.code, problem.where) for problem in error.value.problems]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    given = {
        "household": {
            "people": 0,
            "rigid_costs_fen": "65500",
            "category": "poor",
            "division": "Tiexi",
            "dibao_kind": "suburban",
            "on_file_since": "1 July",
            "still_in_difficulty": "yes",
        },
        "standards": [{"division": "2101", "kind": "urban"}],
        "exclusions": [{"code": "two_homes", "applies": True}, {"code": "yacht", "applies": False}],
    }
    assert refused(given) == [
        ("programme.fact_missing", "day"),
        ("programme.fact_wrong", "household.people"),
        ("programme.fact_wrong", "household.rigid_costs_fen"),
        ("programme.fact_wrong", "household.category"),
        ("programme.fact_wrong", "household.division"),
        ("programme.fact_wrong", "household.dibao_kind"),
        ("programme.fact_wrong", "household.on_file_since"),
        ("programme.fact_wrong", "household.still_in_difficulty"),
        ("programme.exclusion_without_evidence", "two_homes"),
        ("programme.fact_wrong", "exclusions.1.code"),
        ("programme.fact_missing", "standards.0.valid_from"),
        ("programme.fact_missing", "standards.0.amount_fen"),
        ("programme.fact_missing", "household.annual_income_fen"),
    ]


def test_the_facts_that_the_rules_need_are_named_together() -> None:
    assert refused({"day": "2018-09-01"}) == [
        ("programme.fact_missing", "household.people"),
        ("programme.fact_missing", "household.annual_income_fen"),
        ("programme.fact_missing", "household.division"),
    ]


def test_a_switch_brings_the_facts_that_it_needs() -> None:
    switches = {
        "standard_day": "payment",
        "standard_place": "filing_union",
        "partial_year": "months_on_file",
    }
    assert refused(facts(switches=switches)) == [
        ("programme.fact_missing", "household.filing_union"),
        ("programme.fact_missing", "payment_day"),
        ("programme.fact_missing", "household.on_file_since"),
    ]


@pytest.mark.parametrize("amount", [65500, "655.00", "655.0"])
def test_money_is_fen_as_a_number_or_yuan_as_a_text_with_a_point(amount: object) -> None:
    read = reading.read(facts({"annual_income_fen": amount}), LIVING_AID)
    assert read.household.annual_income_fen == 65500


@pytest.mark.parametrize("amount", ["655", "655.005", -1, 655.0, True, "六百"])
def test_an_amount_that_could_be_misread_is_refused(amount: object) -> None:
    assert refused(facts({"annual_income_fen": amount})) == [
        ("programme.fact_wrong", "household.annual_income_fen")
    ]


def test_dotted_names_mean_the_same_as_nested_ones() -> None:
    dotted = {"day": "2018-09-01", "household.people": 3, "household.division": "210106"}
    nested = {"day": "2018-09-01", "household": {"people": 3, "division": "210106"}}
    assert reading.read(dotted, LIVING_AID) == reading.read(nested, LIVING_AID)


def test_an_unknown_name_is_used_for_nothing_and_warned_about() -> None:
    verdict = try_programme(LIVING_AID, facts({"rigid_cost": 5}), [standard()])
    assert [warning.code for warning in verdict.warnings] == ["programme.fact_unknown"]
    assert "household.rigid_cost" in verdict.warnings[0].text


@pytest.mark.parametrize(
    ("members", "count"),
    [
        ([{"id": "b"}, {"id": "c"}], 3),
        ([{"id": "a"}, {"id": "b"}, {"id": "c"}], 3),
        ([{"identity_number": "21010619700101001x"}, {"id": "b"}], 2),
        ([{"id": "z", "identity_number": "21010619700101001X"}, {"id": "z"}], 1),
        ([{}, {}], 3),
    ],
)
def test_a_head_who_is_also_listed_as_a_member_counts_once(
    members: list[dict[str, object]], count: int
) -> None:
    head = {"id": "a", "identity_number": "21010619700101001X"}
    read = reading.read(facts({"people": None, "head": head, "members": members}), LIVING_AID)
    assert read.household.people == count


def test_a_head_count_that_does_not_agree_with_the_members_is_refused() -> None:
    given = facts({"people": 3, "head": {"id": "a"}, "members": [{"id": "a"}]})
    assert refused(given) == [("programme.people_differ", "household.people")]


DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "programme-file.md").read_text("utf-8")


def test_the_documentation_names_every_fact() -> None:
    names = [fact.name for fact in (*fact_names.CASE_FACTS, *fact_names.SHARED_FACTS)]
    names += [f"household.{fact.name}" for fact in fact_names.HOUSEHOLD_FACTS]
    names += [fact.name for fact in (*fact_names.STANDARD_FACTS, *fact_names.EXCLUSION_FACTS)]
    names += [fact.name for fact in fact_names.EARLIER_FACTS]
    names += fact_names.OTHER_FACTS
    assert [name for name in names if f"`{name}`" not in DOCUMENTATION] == []


@pytest.mark.parametrize("programme", catalogue.available(), ids=lambda one: one.code)
def test_the_documentation_prints_the_reference_of_each_programme(programme: Programme) -> None:
    """`unionapp programme facts CODE` prints the section that is to stand there."""
    assert f"\n{reference.as_markdown(programme)}\n" in DOCUMENTATION
