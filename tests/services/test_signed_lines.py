"""What was signed for on a roll counts as given: frequency, clashes, guard, glance, totals."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Campaign, Case
from unionapp.services import (
    campaigns,
    case_bundle,
    case_facts,
    case_flow,
    cases,
    duplicate_aid,
    finder,
    people,
    programme_files,
    totals,
)
from unionapp.services.case_facts import About
from unionapp.services.cases import Application
from unionapp.wording import sentence

EACH = 50_000
ALWAYS = (date(2000, 1, 1), date(2099, 12, 31))


pytestmark = pytest.mark.usefixtures("dibao")


def begun(desk: Desk, programme: str = "warm_visit") -> Campaign:
    name = f"送温暖 {programme}"
    return campaigns.begin(
        desk, programme=programme, name=name, from_on=aid.TODAY, each_fen=EACH, goods="米面油"
    ).campaign


def signed(desk: Desk, campaign: Campaign, kind: str, id_: str) -> str:
    (entry,) = campaigns.put_on_roll(desk, campaign.id, [(kind, id_)]).entries
    campaigns.sign(desk, entry.id)
    return entry.id


def facts_of(desk: Desk, programme: str, about: About) -> dict[str, Any]:
    with desk.read() as reading:
        found = programme_files.find(programme_files.own_folder(desk), programme, reading.today)
        return case_facts.gather(reading, found, about, reading.today)


def test_a_signed_line_is_an_earlier_grant_of_its_round(desk: Desk) -> None:
    home = aid.family(desk).household.id
    campaign = begun(desk)
    signed(desk, campaign, "household", home)
    (grant,) = facts_of(desk, "warm_visit", About("household", home))["earlier"]
    assert grant == {
        "programme": "warm_visit",
        "day": aid.TODAY.isoformat(),
        "amount_fen": EACH,
        "among": "own",
        "household": home,
        "round": campaign.id,
    }


@pytest.mark.parametrize("act", ["listed only", "struck"])
def test_a_line_that_nobody_signed_for_is_none(desk: Desk, act: str) -> None:
    home = aid.family(desk).household.id
    (entry,) = campaigns.put_on_roll(desk, begun(desk).id, [("household", home)]).entries
    if act == "struck":
        campaigns.strike(desk, entry.id, reason="已搬走")
    assert "earlier" not in facts_of(desk, "warm_visit", About("household", home))


def test_the_same_round_is_not_given_twice_and_another_one_is(desk: Desk) -> None:
    home = aid.family(desk).household.id
    first, second = begun(desk), begun(desk)
    signed(desk, first, "household", home)

    def asked(campaign: Campaign) -> Application:
        told = {"grant.amount_fen": EACH}
        return Application("warm_visit", "household", home, campaign_id=campaign.id, answers=told)

    verdict = cases.assess(desk, asked(first))
    assert "programme.had_already" in [one.code for one in verdict.reasons]
    assert cases.assess(desk, asked(second)).eligible


def test_a_clash_counts_what_was_signed_for(desk: Desk) -> None:
    family = aid.family(desk)
    signed(desk, begun(desk, "golden_autumn"), "person", family.head.id)
    found = facts_of(desk, "study_aid_higher", About("person", family.head.id))["earlier"]
    assert [one["programme"] for one in found] == ["golden_autumn"]
    told = {"study.enrolled": True, "grant.amount_fen": EACH}
    again = cases.assess(desk, Application("golden_autumn", "person", family.head.id, answers=told))
    assert "programme.had_already" in [one.code for one in again.reasons]


def test_the_guard_names_the_campaign_and_bars_the_same_aid(desk: Desk) -> None:
    family = aid.family(desk)
    entry = signed(desk, begun(desk, "golden_autumn"), "person", family.head.id)
    asked = Application("golden_autumn", "person", family.head.id)
    (found,) = duplicate_aid.look(desk, asked)
    assert (found.case.id, found.blocks, found.whose) == (entry, True, "own")
    assert found.case.number == "送温暖 golden_autumn 1"
    with pytest.raises(UserError) as error:
        duplicate_aid.open_for(desk, asked)
    assert [one.code for one in error.value.problems] == ["aid.duplicate"]
    with desk.read() as reading:
        assert reading.select(Case) == []
    opened = duplicate_aid.open_for(desk, asked, override="两次入学，已核对")
    assert opened.case.state == "open"


def test_the_guard_lets_a_further_round_pass(desk: Desk) -> None:
    home = aid.family(desk).household.id
    first, second = begun(desk), begun(desk)
    signed(desk, first, "household", home)
    for campaign, bars in ((first, True), (second, False)):
        asked = Application("warm_visit", "household", home, campaign_id=campaign.id)
        (found,) = duplicate_aid.look(desk, asked)
        assert found.blocks is bars, campaign.name


def test_whoever_was_given_it_comes_on_no_roll_of_the_same_round(desk: Desk) -> None:
    home = aid.family(desk).household.id
    first, second = begun(desk), begun(desk)
    told = {"grant.amount_fen": EACH}
    asked = Application("warm_visit", "household", home, campaign_id=first.id, answers=told)
    case = cases.open_for(desk, asked).case
    case_flow.take_step(desk, case.id, "grant")
    refused = campaigns.put_on_roll(desk, first.id, [("household", home)]).refused
    assert [one.code for one in refused] == ["campaigns.given_already"]
    assert "2026-11-21" in sentence(refused[0], "zh")
    assert campaigns.put_on_roll(desk, second.id, [("household", home)]).refused == ()


def test_a_yearly_gift_is_on_one_roll_of_the_year(desk: Desk) -> None:
    family = aid.family(desk)
    signed(desk, begun(desk, "golden_autumn"), "person", family.head.id)
    again = begun(desk, "golden_autumn")
    refused = campaigns.put_on_roll(desk, again.id, [("person", family.head.id)]).refused
    assert [one.code for one in refused] == ["campaigns.given_already"]


def test_a_household_has_what_it_signed_for(desk: Desk) -> None:
    family = aid.family(desk)
    signed(desk, begun(desk), "household", family.household.id)
    signed(desk, begun(desk, "golden_autumn"), "person", family.head.id)
    found = {one.programme: one for one in finder.of_household(desk, family.household.id)}
    for programme in ("warm_visit", "golden_autumn"):
        standing = found[programme]
        assert (standing.answer, standing.amount_fen) == ("has", EACH)
        assert standing.signed is not None
        assert standing.case is None
    bundle = case_bundle.of_household(desk, family.household.id)
    assert [(one.programme.zh, one.person) for one in bundle.signed] == [
        ("金秋助学", "王秀兰"),
        ("送温暖", ""),
    ]
    assert bundle.paid_fen == 2 * EACH


def test_last_years_round_is_not_this_years(desk: Desk) -> None:
    family = aid.family(desk)
    signed(desk, begun(desk), "household", family.household.id)
    later: datetime = factories.START + timedelta(days=400)
    found = finder.of_household(aid.on(desk, later), family.household.id)
    assert "has" not in [one.answer for one in found if one.programme == "warm_visit"]


@pytest.mark.parametrize("by", ["programme", "year", "month", "street", "cause"])
def test_totals_tell_what_was_signed_for_beside_the_receipts(desk: Desk, by: totals.By) -> None:
    receipt = aid.paid(desk)
    office = factories.place(desk, "street_office", "兴华街道")
    door = factories.place(desk, "door", "101室", office)
    campaign = begun(desk)
    homes = [aid.family(desk).household.id for _ in range(3)]
    people.move_household(desk, homes[0], door.id)
    for home in homes:
        signed(desk, campaign, "household", home)
    found = totals.of_period(desk, by, *ALWAYS)
    assert (found.total_fen, found.signed_fen) == (receipt.amount_fen, 3 * EACH)
    assert sum(one.signed_fen for one in found.lines) == 3 * EACH
    assert sum(one.signed for one in found.lines) == 3
    people.move_household(desk, homes[1], door.id)
    assert totals.of_period(desk, by, *ALWAYS) == found
    with desk.read() as reading:
        assert list(totals.verify(reading)) == []
