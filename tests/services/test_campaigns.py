"""Campaigns: the quota and the budget bind, everybody is on the roll once, signed lines stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Campaign
from unionapp.services import campaigns, case_flow, cases, vault
from unionapp.services.cases import Application


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    aid.standard(made)
    yield made
    vault.lock(made)


def begun(desk: Desk, **values: object) -> Campaign:
    given: dict[str, object] = {"quota": 3, "each_fen": 50_000, "goods": "米面油", **values}
    return campaigns.begin(
        desk,
        programme="warm_visit",
        name="2027年送温暖",
        from_on=aid.TODAY,
        **given,  # type: ignore[arg-type] # a test's own words
    ).campaign


def homes(desk: Desk, count: int) -> list[tuple[str, str]]:
    return [("household", aid.family(desk).household.id) for _ in range(count)]


def codes_of(listed: campaigns.Listed) -> list[str]:
    return [one.code for one in listed.refused]


def test_the_quota_binds_and_a_struck_line_frees_its_place(desk: Desk) -> None:
    campaign = begun(desk)
    four = homes(desk, 4)
    listed = campaigns.put_on_roll(desk, campaign.id, four)
    assert [one.line for one in listed.entries] == [1, 2, 3]
    assert codes_of(listed) == ["campaigns.full"]
    campaigns.strike(desk, listed.entries[0].id, reason="已搬走")
    again = campaigns.put_on_roll(desk, campaign.id, four[3:])
    assert [one.line for one in again.entries] == [4]
    assert campaigns.roll(desk, campaign.id).places_left == 0


def test_nobody_is_on_a_roll_twice(desk: Desk) -> None:
    campaign = begun(desk)
    (one,) = homes(desk, 1)
    assert codes_of(campaigns.put_on_roll(desk, campaign.id, [one, one])) == ["campaigns.on_roll"]
    assert codes_of(campaigns.put_on_roll(desk, campaign.id, [one])) == ["campaigns.on_roll"]


@pytest.mark.parametrize(("budget", "listed"), [(99_999, 1), (100_000, 2), (100_001, 2)])
def test_the_budget_binds_to_the_fen(desk: Desk, budget: int, listed: int) -> None:
    campaign = begun(desk, quota=None, budget_fen=budget)
    found = campaigns.put_on_roll(desk, campaign.id, homes(desk, 3))
    assert len(found.entries) == listed
    assert set(codes_of(found)) == {"campaigns.budget_spent"}


def test_the_list_says_who_signed_and_the_sums_agree(desk: Desk) -> None:
    campaign = begun(desk, budget_fen=200_000)
    listed = campaigns.put_on_roll(desk, campaign.id, homes(desk, 2))
    campaigns.sign(desk, listed.entries[0].id)
    roll = campaigns.roll(desk, campaign.id)
    assert (roll.signed, roll.signed_fen, roll.budget_left_fen) == (1, 50_000, 100_000)
    first = roll.lines[0]
    assert (first.name, first.entry.signer, first.entry.goods) == ("王秀兰", "王秀兰", "米面油")
    assert "*" in first.identity_masked


def test_a_signed_line_is_neither_struck_nor_signed_again(desk: Desk) -> None:
    campaign = begun(desk)
    (entry,) = campaigns.put_on_roll(desk, campaign.id, homes(desk, 1)).entries
    campaigns.sign(desk, entry.id, signer="王小雨")
    for act in (
        lambda: campaigns.sign(desk, entry.id),
        lambda: campaigns.strike(desk, entry.id, reason="x"),
    ):
        with pytest.raises(UserError) as error:
            act()
        assert error.value.problems[0].code == "campaigns.signed_already"


def test_a_campaign_closes_when_all_is_signed_and_then_stands(desk: Desk) -> None:
    campaign = begun(desk)
    (entry,) = campaigns.put_on_roll(desk, campaign.id, homes(desk, 1)).entries
    with pytest.raises(UserError) as error:
        campaigns.close(desk, campaign.id)
    assert error.value.problems[0].code == "campaigns.unsigned"
    campaigns.sign(desk, entry.id)
    campaigns.close(desk, campaign.id)
    with pytest.raises(UserError) as error:
        campaigns.put_on_roll(desk, campaign.id, homes(desk, 1))
    assert error.value.problems[0].code == "campaigns.closed"


def test_a_programme_without_a_roll_has_no_campaign(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        campaigns.begin(desk, programme="living_aid", name="x", from_on=aid.TODAY)
    assert error.value.problems[0].code == "campaigns.no_campaign"


def test_who_was_given_it_in_a_case_meanwhile_does_not_sign_as_well(desk: Desk) -> None:
    campaign = begun(desk)
    (one,) = homes(desk, 1)
    (entry,) = campaigns.put_on_roll(desk, campaign.id, [one]).entries
    told = {"grant.amount_fen": 50_000, "grant.kind": "festival"}
    asked = Application("warm_visit", *one, campaign_id=campaign.id, answers=told)
    case = cases.decide(desk, cases.open_for(desk, asked).case.id).case
    assert case.state == "granted"
    with pytest.raises(UserError) as error:
        campaigns.sign(desk, entry.id)
    assert [one.code for one in error.value.problems] == ["campaigns.given_meanwhile"]
    case_flow.withdraw(desk, case.id, reason="在名册上领取")
    assert campaigns.sign(desk, entry.id).entries[0].signed_on == aid.TODAY


def test_nobody_signs_before_the_campaign_began(desk: Desk) -> None:
    campaign = begun(desk)
    (entry,) = campaigns.put_on_roll(desk, campaign.id, homes(desk, 1)).entries
    with pytest.raises(UserError) as error:
        campaigns.sign(desk, entry.id, signed_on=aid.TODAY.replace(year=2025))
    assert [one.code for one in error.value.problems] == ["campaigns.day_early"]
    assert campaigns.sign(desk, entry.id, signed_on=aid.TODAY).entries
