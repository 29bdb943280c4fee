"""Categories of hardship: strict at the threshold, to the fen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes.cases import FILING, facts, standard
from unionapp.programmes.categories import MONTHS, category, category_code
from unionapp.programmes.evaluate import try_programme
from unionapp.programmes.facts import Household

LIMIT = 65500 * MONTHS * 3


def of(income: int, **changes: object) -> str:
    household = Household(people=3, annual_income_fen=income, **changes)  # type: ignore[arg-type]
    return category(household, standard()).category


@pytest.mark.parametrize(
    ("income", "costs", "expected"),
    [
        (LIMIT - 1, 0, "deep"),
        (LIMIT, 0, "relative"),
        (LIMIT, 1, "deep"),
        (LIMIT + 1, 0, "relative"),
        (LIMIT + 1, 1, "relative"),
        (2 * LIMIT - 1, 0, "relative"),
        (2 * LIMIT, 0, "none"),
        (2 * LIMIT, 1, "relative"),
        (2 * LIMIT + 1, 0, "none"),
        (0, 0, "deep"),
        (0, 500_000, "deep"),
    ],
)
def test_the_threshold_itself_is_not_below_it(income: int, costs: int, expected: str) -> None:
    assert of(income, rigid_costs_fen=costs) == expected


@pytest.mark.parametrize(
    ("losses", "expected"), [(7_999_999, "none"), (8_000_000, "none"), (8_000_001, "accident")]
)
def test_losses_must_exceed_eighty_per_cent_of_the_income(losses: int, expected: str) -> None:
    income = 10_000_000
    assert income > 2 * LIMIT
    assert of(income, accident_losses_fen=losses, still_in_difficulty=True) == expected


@pytest.mark.parametrize(
    ("losses", "relief", "expected"),
    [(0, True, "accident"), (0, None, "accident"), (0, False, "none"), (1, True, "accident")],
)
def test_a_victim_still_in_difficulty_needs_no_losses_of_a_size(
    losses: int, relief: bool | None, expected: str
) -> None:
    """意外致困: victims of disaster, accident or epidemic, or losses above 80 % of the income."""
    struck = {"struck": True, "accident_losses_fen": losses, "still_in_difficulty": relief}
    assert of(10_000_000, **struck) == expected
    household = Household(people=3, annual_income_fen=10_000_000, **struck)  # type: ignore[arg-type]  # the test names real fields
    assert category_code(household, 65500, "income_less_rigid_costs") == expected


def test_who_was_not_struck_and_lost_little_is_in_no_category() -> None:
    assert of(10_000_000, struck=False, accident_losses_fen=1, still_in_difficulty=True) == "none"


def test_a_household_that_was_helped_out_is_in_no_category() -> None:
    assert of(10_000_000, accident_losses_fen=9_000_000, still_in_difficulty=False) == "none"


def test_nobody_having_asked_about_relief_is_a_warning() -> None:
    household = Household(people=3, annual_income_fen=10_000_000, accident_losses_fen=9_000_000)
    finding = category(household, standard())
    assert finding.category == "accident"
    assert [warning.code for warning in finding.warnings] == ["programme.accident_relief_open"]


def test_costs_do_not_count_when_the_office_tests_per_head_income() -> None:
    household = Household(people=3, annual_income_fen=LIMIT, rigid_costs_fen=1)
    assert category(household, standard(), "per_head_income").category == "relative"


@given(
    income=st.integers(0, 10**9),
    costs=st.integers(0, 10**9),
    people=st.integers(1, 20),
    fen=st.integers(1, 10**6),
)
def test_more_costs_never_lift_a_household_out(
    income: int, costs: int, people: int, fen: int
) -> None:
    order = ["deep", "relative", "none"]
    at = Household(people=people, annual_income_fen=income)
    less = Household(people=people, annual_income_fen=income, rigid_costs_fen=costs)
    row = standard(fen)
    assert order.index(category(less, row).category) <= order.index(category(at, row).category)


def test_the_proof_shows_the_arithmetic_as_a_person_writes_it() -> None:
    verdict = try_programme(
        FILING, facts({"annual_income_fen": LIMIT, "rigid_costs_fen": "0.01"}), [standard()]
    )
    assert "人均月收入：(23,580.00 − 0.01) ÷ 12 ÷ 3 ≈ 654.9997，低保标准 655.00" in verdict.proof
    assert "23,579.99 < 655.00 × 12 × 3 = 23,580.00：低于低保标准" in verdict.proof
    assert [reason.code for reason in verdict.reasons] == ["programme.category_deep"]
