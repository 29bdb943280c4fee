"""The quick verdict says what the full one says, whatever the facts and whichever the programme."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionapp.errors import UserError
from unionapp.programmes import catalogue, quick, read_facts
from unionapp.programmes.categories import CATEGORIES, category, category_code
from unionapp.programmes.describe import facts_asked, facts_read
from unionapp.programmes.evaluate import Verdict, try_programme
from unionapp.programmes.evaluate import quick as quickly
from unionapp.programmes.fact_names import known_names
from unionapp.programmes.facts import Facts, Household
from unionapp.programmes.programme import Programme
from unionapp.programmes.standards import Standard
from unionapp.values import codes

SHIPPED = catalogue.available()
DAY = date(2018, 9, 1)
ROW = Standard("2101", "urban", date(2018, 7, 1), None, 65500, "", "")
LISTS = {
    "person.sex": "sex",
    "person.work_status": "work_status",
    "person.occupation_group": "eight_groups",
    "person.health": "health",
    "person.education": "education",
    "person.model_worker": "model_worker",
    "membership.status": "membership_status",
    "employer.union_state": "union_state",
    "household.dibao_kind": "dibao_kind",
    "household.main_causes": "hardship_cause",
    "household.further_causes": "hardship_cause",
}
PLACES = ("household.hukou", "household.filing_union", "household.school")


def values(programme: Programme, name: str) -> st.SearchStrategy[Any]:
    own = next((fact for fact in programme.facts if fact.name == name), None)
    kind = known_names(programme.facts)[name].kind
    listed = LISTS.get(name) or (own.codes if own else "")
    known = [item.code for item in codes.load(listed)] if listed else []
    known = known or [option.value for option in (own.options if own else ())]
    one = st.sampled_from(known) if known else st.just("")
    if name in ("household.division", *PLACES):
        return st.sampled_from(["210106", "210202"])
    if name == "household.category":
        return st.sampled_from(CATEGORIES)
    if name == "household.people":
        return st.integers(1, 6)
    plain: dict[str, st.SearchStrategy[Any]] = {
        "yes_no": st.booleans(),
        "whole": st.integers(0, 200),
        "money": st.integers(0, 4_000_000),
        "day": st.dates(date(2014, 1, 1), date(2019, 1, 1)).map(date.isoformat),
        "text": st.sampled_from(["", "甲"]),
        "code": one,
        "codes": st.lists(one, max_size=7, unique=True),
    }
    return plain[kind]


@st.composite
def tries(draw: st.DrawFn) -> tuple[Programme, dict[str, Any]]:
    programme = draw(st.sampled_from(SHIPPED))
    found: dict[str, Any] = {"day": DAY.isoformat()}
    for fact in facts_asked(programme):
        value = draw(st.one_of(st.none(), *[values(programme, fact.name)] * 4))
        if value is not None:
            found[fact.name] = value
    if draw(st.booleans()):
        days = st.dates(date(2014, 1, 1), DAY).map(date.isoformat)
        found["earlier"] = [{"day": draw(days)}]
        found["occasion"] = {"event": "a", "illness": "a", "round": "a", "stay": "a"}
    return programme, found


def fully(programme: Programme, facts: dict[str, Any]) -> Verdict | None:
    """The full verdict, or None when a fact or a switch is missing."""
    try:
        english = try_programme(programme, facts, [ROW], language="en")
        found = try_programme(programme, facts, [ROW])
        assert [one.code for one in english.reasons] == [one.code for one in found.reasons]
        return found
    except UserError:
        return None


@settings(max_examples=600, deadline=None)
@given(tries())
def test_the_quick_verdict_is_that_of_the_full_one(tried: tuple[Programme, dict[str, Any]]) -> None:
    programme, given_facts = tried
    facts, problems = read_facts.read_what_can_be(given_facts, programme)
    assert problems == ()
    prepared = quick.prepare(programme, DAY, [ROW])
    found = prepared.verdict(facts)
    full = fully(programme, given_facts)
    if full is None:
        assert found.eligible is not True
        return
    assert found.eligible is full.eligible
    assert found.amount_fen == full.amount_fen
    own = {one.code for one in full.reasons if not one.code.startswith("programme.")}
    assert own == {code for code in found.codes if not code.startswith("programme.")}


@st.composite
def tellings(draw: st.DrawFn) -> tuple[Programme, Facts]:
    """A programme with facts of every kind, those that it does not read among them."""
    programme = draw(st.sampled_from(SHIPPED))
    names = {*LISTS, *PLACES, *(fact.name for fact in facts_asked(programme))}
    found: dict[str, Any] = {"day": DAY.isoformat()}
    for name in sorted(names):
        value = draw(st.one_of(st.none(), values(programme, name)))
        if value not in (None, ""):
            found[name] = value
    barred = {one.code: {"applies": True, "evidence": "甲"} for one in programme.exclusions[:1]}
    if draw(st.booleans()):
        found["exclusions"] = barred
    facts, problems = read_facts.read_what_can_be(found, programme)
    assert problems == ()
    return programme, facts


@settings(max_examples=300, deadline=None)
@given(tellings())
def test_a_verdict_rests_on_the_facts_that_its_programme_reads(
    told: tuple[Programme, Facts],
) -> None:
    programme, facts = told
    reads = set(facts_read(programme))
    kept = asdict(facts.household)
    bare = replace(
        facts,
        household=Household(**{n: v for n, v in kept.items() if f"household.{n}" in reads}),
        values={name: value for name, value in facts.values.items() if name in reads},
        exclusions=facts.exclusions if "exclusions" in reads else (),
    )
    prepared = quick.prepare(programme, DAY, [ROW])
    assert prepared.verdict(bare) == prepared.verdict(facts)


@given(
    st.integers(1, 9),
    st.integers(0, 5_000_000),
    st.integers(0, 1_000_000),
    st.integers(0, 5_000_000),
    st.sampled_from([None, True, False]),
    st.integers(1, 100_000),
)
def test_the_bare_category_is_that_with_the_proof(
    people: int, income: int, costs: int, losses: int, still: bool | None, fen: int
) -> None:
    household = Household(
        people=people,
        annual_income_fen=income,
        rigid_costs_fen=costs,
        accident_losses_fen=losses,
        still_in_difficulty=still,
    )
    row = Standard("2101", "urban", DAY, None, fen, "", "")
    for measure in ("income_less_rigid_costs", "per_head_income"):
        found = category_code(household, fen, measure)
        assert found == category(household, row, measure).category


def test_a_missing_fact_leaves_the_verdict_open() -> None:
    screening = catalogue.find("screening")
    found = quickly(screening, Facts(day=DAY, year=2018), [ROW])
    assert (found.eligible, found.amount_fen) == (None, None)
    assert quick.MISSING in found.codes


def test_what_bars_is_told_though_another_fact_is_missing() -> None:
    living_aid = catalogue.find("living_aid")
    facts = Facts(day=DAY, year=2018, household=Household(category="none", division="210106"))
    found = quickly(living_aid, facts, [ROW])
    assert found.eligible is False
    assert "living_aid.category_not_covered" in found.codes


@pytest.mark.parametrize(
    ("day", "eligible"), [(date(2018, 6, 30), False), (date(2018, 7, 1), True)]
)
def test_the_day_for_which_it_was_prepared_counts(day: date, eligible: bool) -> None:
    living_aid = catalogue.find("living_aid")
    household = Household(category="deep", division="210106")
    facts = Facts(day=day, year=2018, household=household)
    found = quick.prepare(living_aid, day, [ROW]).verdict(facts)
    assert found.eligible is eligible
    assert found.amount_fen == (786000 if eligible else None)
