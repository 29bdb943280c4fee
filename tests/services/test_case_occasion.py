"""What a gift is for tells it from the one before: rounds of a campaign, events, stays, kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Union
from unionapp.programmes.evaluate import Verdict
from unionapp.services import campaigns, case_occasion, cases
from unionapp.services.cases import Application

pytestmark = pytest.mark.usefixtures("dibao")


def round_of(desk: Desk, name: str) -> str:
    begun = campaigns.begin(desk, programme="warm_visit", name=name, from_on=aid.TODAY)
    return begun.campaign.id


def visit(household_id: str, campaign_id: str | None) -> Application:
    given = {"grant.amount_fen": 50_000}
    return Application(
        "warm_visit", "household", household_id, campaign_id=campaign_id, answers=given
    )


def test_a_household_is_visited_once_a_round(desk: Desk) -> None:
    home = aid.family(desk).household.id
    spring, autumn = round_of(desk, "元旦春节送温暖"), round_of(desk, "国庆送温暖")
    case = cases.open_for(desk, visit(home, spring)).case
    assert cases.decide(desk, case.id).case.state == cases.GRANTED
    again = cases.assess(desk, visit(home, spring))
    assert not again.eligible
    assert again.reasons[0].code == "programme.had_already"
    assert cases.assess(desk, visit(home, autumn)).eligible


def test_a_further_visit_that_names_no_round_asks_for_it(desk: Desk) -> None:
    home = aid.family(desk).household.id
    assert cases.assess(desk, visit(home, None)).eligible
    cases.decide(desk, cases.open_for(desk, visit(home, round_of(desk, "送温暖"))).case.id)
    with pytest.raises(UserError) as error:
        cases.assess(desk, visit(home, None))
    assert [one.where for one in error.value.problems] == ["occasion.round"]


WEDDING = {"kind": "marriage", "form": "goods", "amount_fen": 50_000}
BIRTH = {"kind": "birth", "form": "goods", "amount_fen": 50_000, "policy_birth": True}
HOSPITAL = {"kind": "illness", "form": "money", "amount_fen": 50_000, "hospital": True}


class Welfare:
    """Gifts of one union."""

    def __init__(self, desk: Desk, union_id: str) -> None:
        self._desk, self._union_id = desk, union_id

    def _asked(self, given: Mapping[str, Any], concern: str, **occasion: str) -> Application:
        answers = {"welfare": given, **({"occasion": occasion} if occasion else {})}
        return Application(
            "collective_welfare", "union", self._union_id, concern=concern, answers=answers
        )

    def give(self, given: Mapping[str, Any], concern: str, **occasion: str) -> None:
        case = cases.open_for(self._desk, self._asked(given, concern, **occasion)).case
        assert cases.decide(self._desk, case.id).case.state == cases.GRANTED

    def may(self, given: Mapping[str, Any], concern: str, **occasion: str) -> Verdict:
        return cases.assess(self._desk, self._asked(given, concern, **occasion))


@pytest.fixture
def welfare(desk: Desk) -> Welfare:
    union = Union(id=desk.new_id(), home_division=factories.DIVISION, name="兴华街道总工会")
    return Welfare(desk, factories.add(desk, union).id)


@pytest.mark.parametrize(
    ("given", "concern", "reason"),
    [
        (WEDDING, "王强结婚", "collective_welfare.married_before"),
        (WEDDING, "李丽结婚", None),
        (BIRTH, "王强结婚", None),  # of another kind, whatever it is called
    ],
)
def test_an_event_is_given_for_once(
    welfare: Welfare, given: Mapping[str, Any], concern: str, reason: str | None
) -> None:
    welfare.give(WEDDING, "王强结婚")
    verdict = welfare.may(given, concern)
    assert verdict.eligible is (reason is None)
    assert reason is None or reason in [one.code for one in verdict.reasons]


@pytest.mark.parametrize(("stay", "eligible"), [("三月", False), ("九月", True)])
def test_what_was_told_of_a_stay_goes_before_the_concern(
    welfare: Welfare, stay: str, eligible: bool
) -> None:
    welfare.give(HOSPITAL, "王强住院", stay="三月")
    assert welfare.may(HOSPITAL, "王强住院", stay=stay).eligible is eligible


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (None, {"round": "r", "illness": "c", "stay": "c", "event": "c"}),
        ('{"occasion.stay": "s"}', {"round": "r", "illness": "c", "stay": "s", "event": "c"}),
        (
            '{"occasion": {"event": null, "unheard": 1}}',
            {"round": "r", "illness": "c", "stay": "c"},
        ),
        (
            '{"welfare.kind": "birth"}',
            {"round": "r", "illness": "c", "stay": "c", "event": "c", "kind": "birth"},
        ),
    ],
)
def test_a_grant_says_what_it_was_for(answers: str | None, found: dict[str, str]) -> None:
    assert case_occasion.of_grant("r", "c", None, answers) == found
