"""Every threshold of every shipped file: one below, at it, and one above; dates one day off.

The thresholds are read off the files, so that a further one is tried as soon as it is written. A
category, a share and a standard have more to them and are tried programme by programme.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from unionapp.programmes import catalogue
from unionapp.programmes.evaluate import Verdict, try_programme
from unionapp.programmes.fact_names import known_names
from unionapp.programmes.programme import Argument, Programme, Rule, SwitchRef
from unionapp.values import codes

SHIPPED = catalogue.available()
# A usual day, and those around a leap day.
DAYS = (date(2026, 11, 21), date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1))
STANDARD = 65_500
DIVISION = "210106"
_MONTHS_SET = 24  # where the office has to say a number of months, and nothing else


@dataclass(frozen=True, slots=True)
class Threshold:
    """One bound of one rule: the rule stands alone in its programme."""

    programme: Programme
    rule: Rule
    bound: str

    @property
    def value(self) -> Any:
        return setting(self.programme, self.rule.arguments[self.bound])

    def __str__(self) -> str:
        return f"{self.programme.code}-{self.rule.code}-{self.bound}"


def setting(programme: Programme, argument: Argument) -> Any:
    if not isinstance(argument, SwitchRef):
        return argument
    switch = programme.switch(argument.name)
    assert switch is not None
    return _MONTHS_SET if switch.default is None else switch.default


def thresholds(*words: str, bounds: tuple[str, ...]) -> list[Threshold]:
    """Return the bounds of these words in every file; a rule written twice is tried once."""
    found = {
        (one.code, rule.word, rule.code, bound): Threshold(one, rule, bound)
        for one in SHIPPED
        for rule in one.rules()
        if rule.word in words
        for bound in bounds
        if rule.arguments.get(bound) is not None
    }
    return list(found.values())


def holds(tried: Threshold, facts: Mapping[str, object], day: date = DAYS[0]) -> bool:
    """Try the rule as the only one of its programme; a warning is a failing too."""
    alone = replace(
        tried.programme,
        eligibility=tried.rule,
        amount=None,
        exit=None,
        exclusions=(),
        frequency=None,
        clashes=(),
        valid_from=None,
        valid_to=None,
    )
    given = {"day": day.isoformat(), **facts, "switches": unset(tried.programme)}
    verdict = try_programme(alone, given)
    return tried.rule.code not in {one.code for one in (*verdict.reasons, *verdict.warnings)}


def unset(programme: Programme) -> dict[str, object]:
    used = {one.name for one in programme.switches}
    return {
        one.name: _MONTHS_SET
        for one in programme.switches
        if one.default is None and one.kind == "whole" and one.name in used
    }


def fact_of(tried: Threshold, name: str = "fact") -> str:
    found = tried.rule.arguments[name]
    assert isinstance(found, str)
    return found


def inside(tried: Threshold, value: int) -> bool:
    """Say by the bounds alone whether a number is within them."""
    least, most = (tried.rule.arguments.get(name) for name in ("at_least", "at_most"))
    low = 0 if least is None else setting(tried.programme, least)
    high = 10**12 if most is None else setting(tried.programme, most)
    return bool(low <= value <= high)


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize(
    "tried",
    thresholds("number_between", "amount_between", bounds=("at_least", "at_most")),
    ids=str,
)
def test_a_number_or_an_amount_is_held_to_its_bound(tried: Threshold, off: int) -> None:
    value = tried.value + off
    assert holds(tried, {fact_of(tried): value}) is inside(tried, value)


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize(
    "tried", thresholds("listed_between", bounds=("at_least", "at_most")), ids=str
)
def test_so_many_are_listed(tried: Threshold, off: int) -> None:
    known = listed(tried.programme, fact_of(tried))
    count = tried.value + off
    if count <= len(known):
        assert holds(tried, {fact_of(tried): known[:count]}) is inside(tried, count)


def listed(programme: Programme, fact: str) -> list[str]:
    own = next((one for one in programme.facts if one.name == fact), None)
    if own is not None and own.options:
        return [str(one.value) for one in own.options]
    name = own.codes if own is not None else "hardship_cause"
    assert known_names(programme.facts)[fact].kind == "codes"
    return [one.code for one in codes.load(name)]


def months_passed(since: date, day: date) -> int:
    """Count the months that have passed, by the calendar and nothing of the program's own."""
    months = (day.year - since.year) * 12 + day.month - since.month
    last = monthrange(day.year, day.month)[1]
    return months if day.day >= min(since.day, last) else months - 1


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize(
    "tried", thresholds("months_since", bounds=("at_least", "at_most")), ids=str
)
def test_months_have_passed_to_the_day(tried: Threshold, day: date) -> None:
    count = tried.value
    middle = day.replace(day=1) - timedelta(days=count * 30)
    seen = set()
    for off in range(-count - 35, count + 35):
        since = middle + timedelta(days=off)
        passed = months_passed(since, day)
        at_the_end = passed == count and months_passed(since, day - timedelta(days=1)) < count
        within = passed >= count if tried.bound == "at_least" else passed < count or at_the_end
        if passed in (count - 1, count):
            assert holds(tried, {fact_of(tried): since.isoformat()}, day) is within, since
            seen.add(within)
    assert seen == {True, False}


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("tried", thresholds("day_between", bounds=("first", "last")), ids=str)
def test_a_day_is_within_to_the_day(tried: Threshold, off: int) -> None:
    day = tried.value + timedelta(days=off)
    first, last = (tried.rule.arguments.get(one) for one in ("first", "last"))
    within = (first is None or first <= day) and (last is None or day <= last)
    assert holds(tried, {fact_of(tried): day.isoformat()}) is within


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("tried", thresholds("compared", bounds=("percent",)), ids=str)
def test_one_number_is_compared_with_another(tried: Threshold, off: int) -> None:
    facts = {fact_of(tried): tried.value + off, fact_of(tried, "other"): 100}
    expected = {"<=": off <= 0, ">=": off >= 0, "<": off < 0, ">": off > 0}
    assert holds(tried, facts) is expected[str(tried.rule.arguments["comparison"])]


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("tried", thresholds("rate_at_least", bounds=("percent",)), ids=str)
def test_a_rate_is_reached(tried: Threshold, off: int) -> None:
    facts = {fact_of(tried): tried.value + off, fact_of(tried, "whole"): 100}
    by = tried.rule.arguments["by"]
    assert isinstance(by, date)
    assert holds(tried, facts, by) is (off >= 0)


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("tried", thresholds("adds_up", bounds=("parts",)), ids=str)
def test_parts_make_exactly_the_total(tried: Threshold, off: int) -> None:
    facts = dict.fromkeys(tried.value, 7) | {fact_of(tried): 7 * len(tried.value) + off}
    assert holds(tried, facts) is (off == 0)


# ---- categories ----------------------------------------------------------------------------------

BY_CATEGORY = [
    Threshold(one, rule, "categories")
    for one in SHIPPED
    for rule in one.rules()
    if rule.word == "household_category"
]


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize(
    ("times", "off", "category"),
    [
        *((1, off, "deep") for off in (-1,)),
        *((1, off, "relative") for off in (0, 1)),
        *((2, off, "relative") for off in (-1,)),
        *((2, off, "none") for off in (0, 1)),
    ],
)
@pytest.mark.parametrize("tried", BY_CATEGORY, ids=str)
def test_a_household_is_in_its_category_to_the_fen(
    tried: Threshold, times: int, off: int, category: str, people: int
) -> None:
    """Below the standard × 12 × people is deep, below twice that relative; equal is never below."""
    income = times * STANDARD * 12 * people + off
    household = {"division": DIVISION, "people": people, "annual_income_fen": income}
    row = standard(STANDARD, "2026-07-01")
    found = holds(tried, {"household": household, "standards": [row]})
    assert found is (category in tried.value)


def standard(fen: int, since: str, until: str | None = None) -> dict[str, object]:
    return {
        "division": DIVISION,
        "kind": "urban",
        "valid_from": since,
        "valid_to": until,
        "amount_fen": fen,
    }


# ---- amounts by a standard -----------------------------------------------------------------------

BY_STANDARD = {
    "living_aid": ({}, 12, 100),
    "study_aid_higher": ({"stage": "higher", "enrolled": True}, 10, 100),
    "study_aid_school": ({"stage": "high_school", "enrolled": True}, 10, 70),
}


def granted(code: str, day: str, standards: list[dict[str, object]]) -> Verdict:
    study, _, _ = BY_STANDARD[code]
    facts = {
        "day": day,
        "household": {"division": DIVISION, "category": "deep"},
        "study": study,
        "standards": standards,
    }
    return try_programme(catalogue.find(code), facts)


def test_every_amount_by_a_standard_is_tried_here() -> None:
    by_standard = {
        one.code
        for one in SHIPPED
        if one.amount and "n_times_standard" in {rule.word for rule in one.amount.walk()}
    }
    assert by_standard - {"central_fund_example"} == BY_STANDARD.keys()


@pytest.mark.parametrize(
    ("day", "fen"),
    [("2027-06-30", 65_500), ("2027-07-01", 70_100), ("2027-07-02", 70_100)],
)
@pytest.mark.parametrize("code", BY_STANDARD)
def test_a_standard_that_changes_counts_from_its_first_day(code: str, day: str, fen: int) -> None:
    rows = [standard(65_500, "2026-07-01", "2027-06-30"), standard(70_100, "2027-07-01")]
    _, months, percent = BY_STANDARD[code]
    for order in (rows, rows[::-1]):
        assert granted(code, day, order).amount_fen == months * fen * percent // 100


@pytest.mark.parametrize(
    ("day", "eligible"), [("2024-02-28", False), ("2024-02-29", True), ("2024-03-01", True)]
)
@pytest.mark.parametrize("code", BY_STANDARD)
def test_a_standard_may_begin_on_a_leap_day(code: str, day: str, eligible: bool) -> None:
    verdict = granted(code, day, [standard(65_500, "2024-02-29")])
    assert verdict.eligible is eligible


def test_a_rule_with_a_bound_of_its_own_is_tried_somewhere() -> None:
    """A word that compares and that no test of this folder knows would go untried."""
    bounded = {
        rule.word
        for one in SHIPPED
        for rule in one.rules()
        if {"at_least", "at_most", "first", "last", "percent", "categories"} & rule.arguments.keys()
    }
    assert bounded <= {
        *("number_between", "amount_between", "listed_between", "months_since", "day_between"),
        *("compared", "rate_at_least", "household_category"),
        *("judged", "share"),  # test_oracles.py, test_amount_properties.py
    }
