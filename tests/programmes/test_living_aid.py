"""Living aid: twelve months of the standard in force, its switches, and its proof."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes.cases import JULY_2018, LIVING_AID, facts, standard
from unionapp.errors import UserError
from unionapp.programmes.evaluate import Verdict, as_json, try_programme
from unionapp.programmes.standards import Standard

BEFORE = standard(63500, valid_from=date(2017, 7, 1))
BOTH = (standard(), BEFORE)


def tried(
    given: dict[str, object], rows: tuple[Standard, ...] = BOTH, **switches: object
) -> Verdict:
    return try_programme(LIVING_AID, {**given, "switches": switches}, rows)


def test_a_household_gets_twelve_months_of_the_standard_with_its_proof() -> None:
    verdict = tried(facts())
    assert (verdict.eligible, verdict.amount_fen) == (True, 786000)
    assert verdict.amount_in_words == "人民币柒仟捌佰陆拾元整"
    assert "12 × 655.00 = 7,860.00" in verdict.proof
    line = next(line for line in verdict.proof if line.startswith("城市低保标准"))
    assert "655.00" in line
    assert "沈阳市" in line
    assert "2018-07-01" in line
    assert "沈民发〔2018〕1号" in line
    assert verdict.warnings == ()


def test_the_shipped_row_counts_when_no_other_is_given() -> None:
    assert try_programme(LIVING_AID, facts()).amount_fen == 786000


def test_standards_in_the_facts_go_before_all_others() -> None:
    own = {"division": "2101", "kind": "urban", "valid_from": "2018-07-01", "amount_fen": "700.00"}
    assert try_programme(LIVING_AID, facts(standards=[own]), BOTH).amount_fen == 840000


@pytest.mark.parametrize(
    ("day", "switch", "amount"),
    [
        ("2018-08-01", "decision", 786000),
        ("2018-08-01", "month_wise", 774000),
        ("2018-07-01", "decision", 786000),
        ("2018-06-30", "decision", 762000),
        ("2018-08-01", "1_january", 762000),
    ],
)
def test_the_office_says_which_day_counts_when_the_standard_changes(
    day: str, switch: str, amount: int
) -> None:
    verdict = tried(facts(day=day), standard_day=switch)
    assert verdict.amount_fen == amount


def test_month_by_month_is_written_out_with_both_standards() -> None:
    verdict = tried(facts(day="2018-08-01"), standard_day="month_wise")
    assert "6 × 635.00 + 6 × 655.00 = 7,740.00" in verdict.proof
    for amount, used in (("635.00", "2018-01-01"), ("655.00", "2018-07-01")):
        assert any(f"标准 {amount}" in line and f"适用日 {used}" in line for line in verdict.proof)
    assert "按哪一天的标准：逐月，各按当月1日（本单位决定）" in verdict.proof


@pytest.mark.parametrize(("paid", "amount"), [("2018-06-30", 762000), ("2018-07-01", 786000)])
def test_the_day_of_payment_may_count(paid: str, amount: int) -> None:
    verdict = tried(facts(day="2018-06-01", payment_day=paid), standard_day="payment")
    assert verdict.amount_fen == amount


def test_every_switch_is_printed_with_where_it_comes_from() -> None:
    proof = tried(facts(), living_unit="per_person").proof
    assert "计发单位：按家庭人口（本单位决定）" in proof
    assert "享受生活救助的困难类别：深度困难（文件规定）" in proof
    assert "12 × 655.00 × 3 = 23,580.00" in proof


def test_only_the_months_on_file_count_when_the_office_says_so() -> None:
    verdict = tried(
        facts({"on_file_since": "2018-08-20"}), partial_year="months_on_file", payout="monthly"
    )
    assert verdict.amount_fen == 5 * 65500
    assert "5 × 655.00 = 3,275.00" in verdict.proof
    assert "分 5 个月发放：3,275.00 ÷ 5 = 655.00，末月 655.00" in verdict.proof


@pytest.mark.parametrize(("income", "fen"), [(189400, 200), (189599, 1), (189600, None)])
def test_a_top_up_fills_the_difference_once_and_never_below_nothing(
    income: int, fen: int | None
) -> None:
    household = {
        "annual_income_fen": income * 12,
        "rigid_costs_fen": 0,
        "on_file_since": "2018-12-01",
        "category": "deep",
    }
    verdict = tried(
        facts(household, day="2018-12-05"),
        (standard(63200),),
        living_unit="top_up",
        partial_year="months_on_file",
    )
    assert verdict.amount_fen == fen
    assert verdict.eligible is (fen is not None)


def test_relative_hardship_gets_living_aid_only_where_the_office_decides_so() -> None:
    relative = facts({"annual_income_fen": 65500 * 12 * 3})
    refused = tried(relative)
    assert (refused.eligible, refused.amount_fen, refused.amount_in_words) == (False, None, None)
    assert [reason.code for reason in refused.reasons] == [
        "living_aid.category_not_covered",
        "programme.category_relative",
    ]
    assert tried(relative, eligible_categories=["deep", "relative"]).amount_fen == 786000


def test_nothing_is_granted_without_a_standard_in_force() -> None:
    verdict = tried(facts({"division": "210202"}))
    assert (verdict.eligible, verdict.amount_fen) == (False, None)
    assert "programme.no_standard" in [reason.code for reason in verdict.reasons]


def test_a_filed_category_does_not_lift_the_need_for_a_standard() -> None:
    verdict = tried({"day": "2017-06-30", "household": {"division": "210106", "category": "deep"}})
    assert (verdict.eligible, verdict.amount_fen) == (False, None)
    assert verdict.reasons[0].code == "programme.no_standard"


def test_a_filed_category_that_the_income_contradicts_is_a_warning() -> None:
    verdict = tried(facts({"category": "深度困难", "annual_income_fen": 9_000_000}))
    assert verdict.eligible
    assert [warning.code for warning in verdict.warnings] == ["programme.category_differs"]


@pytest.mark.parametrize(
    ("day", "codes"), [("2019-07-01", []), ("2019-07-02", ["programme.standard_old"])]
)
def test_an_old_standard_computes_with_a_warning(day: str, codes: list[str]) -> None:
    verdict = tried(facts(day=day))
    assert verdict.amount_fen == 786000
    assert [warning.code for warning in verdict.warnings] == codes


def test_an_exclusion_that_applies_bars_the_aid() -> None:
    verdict = tried(
        facts(exclusions={"two_homes": {"applies": True, "evidence": "不动产登记查询"}})
    )
    assert not verdict.eligible
    assert "不动产登记查询" in "".join(reason.text for reason in verdict.reasons)


def test_a_rural_household_needs_a_rural_standard() -> None:
    rural = {"dibao_kind": "rural"}
    assert not tried(facts(rural)).eligible
    assert tried(facts(rural), (standard(45000, kind="rural"),)).amount_fen == 540000


@pytest.mark.parametrize(("place", "amount"), [("residence", 786000), ("hukou", 120000)])
def test_the_office_says_whose_place_is_local(place: str, amount: int) -> None:
    rows = (standard(), standard(10000, division="2102"))
    household = {"hukou": "210202", "annual_income_fen": 0}
    assert tried(facts(household), rows, standard_place=place).amount_fen == amount


@given(
    fen=st.integers(1, 10**6),
    people=st.integers(1, 12),
    income=st.integers(0, 10**8),
    unit=st.sampled_from(["flat_per_household", "per_person", "top_up"]),
)
def test_an_amount_never_exceeds_the_standard_for_everybody(
    fen: int, people: int, income: int, unit: str
) -> None:
    household = {"people": people, "annual_income_fen": income, "category": "deep"}
    verdict = tried(facts(household), (standard(fen, valid_from=JULY_2018),), living_unit=unit)
    amount = verdict.amount_fen or 0
    assert 0 <= amount <= 12 * fen * (1 if unit == "flat_per_household" else people)
    if unit == "top_up" and amount:
        assert amount + income == 12 * fen * people


@given(order=st.permutations(["甲", "乙", "丙", "丁"]))
def test_the_order_of_the_members_does_not_matter(order: list[str]) -> None:
    members = [{"id": name} for name in order]
    household = {"people": None, "head": {"id": "甲"}, "members": members}
    verdict = tried(facts(household), living_unit="per_person")
    assert verdict.amount_fen == 12 * 65500 * 4


def test_the_verdict_prints_exactly_the_keys_of_the_command() -> None:
    shown = as_json(tried(facts(day="2020-01-01")))
    assert list(shown) == [
        "eligible", "amount_fen", "amount_in_words", "proof", "reasons", "warnings",
    ]  # fmt: skip
    assert shown["warnings"]


def test_the_verdict_is_worded_in_english_too() -> None:
    verdict = try_programme(LIVING_AID, facts(), BOTH, language="en")
    assert [reason.text for reason in verdict.reasons] == ["Deep hardship"]
    assert "Day of the standard: Day of decision (office's decision)" in verdict.proof


def test_a_wrong_switch_is_refused_with_what_it_may_be() -> None:
    with pytest.raises(UserError) as refused:
        tried(facts(), living_unit="per_dog", colour="red")
    assert [problem.where for problem in refused.value.problems] == [
        "switches.living_unit",
        "switches.colour",
    ]
