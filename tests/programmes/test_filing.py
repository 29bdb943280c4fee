"""Putting a household on file, its exclusions, and leaving again."""

from __future__ import annotations

import pytest

from tests.programmes.cases import FILING, facts, standard
from unionapp.errors import UserError
from unionapp.programmes.evaluate import try_exit, try_programme

CODES = [exclusion.code for exclusion in FILING.exclusions]
NONE_APPLIES = [{"code": code, "applies": False, "evidence": "入户核查"} for code in CODES]
LIMIT = 65500 * 12 * 3


def test_a_filing_has_a_category_and_no_amount() -> None:
    verdict = try_programme(FILING, facts(exclusions=NONE_APPLIES), [standard()])
    assert (verdict.eligible, verdict.amount_fen, verdict.warnings) == (True, None, ())
    assert sum("入户核查" in line for line in verdict.proof) == len(CODES)


def test_exclusions_that_nobody_looked_into_are_named() -> None:
    verdict = try_programme(FILING, facts(exclusions=NONE_APPLIES[1:]), [standard()])
    assert [warning.code for warning in verdict.warnings] == ["programme.exclusion_open"]
    assert FILING.exclusions[0].label.zh in verdict.warnings[0].text


@pytest.mark.parametrize("code", CODES)
def test_each_exclusion_bars_a_household(code: str) -> None:
    verdict = try_programme(
        FILING, facts(exclusions=[{"code": code, "applies": True, "evidence": "查询单"}])
    )
    assert not verdict.eligible
    assert [reason.code for reason in verdict.reasons] == [
        "hardship_filing.excluded",
        "programme.excluded",
    ]


@pytest.mark.parametrize(
    ("income", "months", "comparison", "is_out"),
    [
        (LIMIT, 6, ">", False),
        (LIMIT + 1, 6, ">", True),
        (LIMIT + 1, 5, ">", False),
        (LIMIT, 6, ">=", True),
        (LIMIT - 1, 6, ">=", False),
    ],
)
def test_leaving_needs_income_above_the_standard_for_the_months_asked(
    income: int, months: int, comparison: str, is_out: bool
) -> None:
    household = {"annual_income_fen": income, "months_above_standard": months}
    switches = {"exit_months": 6, "exit_comparison": comparison}
    verdict = try_exit(FILING, facts(household, switches=switches), [standard()])
    assert verdict.eligible is is_out


def test_leaving_is_refused_until_the_office_has_set_the_months() -> None:
    with pytest.raises(UserError) as refused:
        try_exit(FILING, facts(), [standard()])
    assert [problem.code for problem in refused.value.problems] == ["programme.switch_unset"]
