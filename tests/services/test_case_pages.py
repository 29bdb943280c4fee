"""What a case's page is told, how somebody stands, and the list of every programme's cases."""

from __future__ import annotations

import pytest

from tests import factories
from tests.services import aid
from unionapp.models.desk import Desk
from unionapp.models.records import Employer
from unionapp.services import case_flow, case_list, case_pages, cases
from unionapp.services.cases import Application


def test_an_open_case_has_its_proof_and_the_steps_ahead(desk: Desk) -> None:
    aid.standard(desk)
    case = cases.open_case(desk, aid.family(desk).file.id).case
    page = case_pages.page(desk, case.id)
    assert page.verdict is not None
    assert page.verdict.amount_fen == aid.AMOUNT
    assert "12 × 700.00 = 8,400.00" in page.verdict.proof
    done = [one.label.zh for one in page.trail if one.event is not None]
    ahead = [one.label.zh for one in page.trail if one.event is None]
    assert (done, ahead) == (["受理申请"], ["核查材料", "公示", "批准", "发放签收", "办结"])


def test_a_case_without_its_facts_says_which(desk: Desk) -> None:
    aid.standard(desk)
    head = aid.family(desk).head
    case = cases.open_for(desk, Application("study_aid_school", "person", head.id)).case
    page = case_pages.page(desk, case.id)
    assert page.verdict is None
    assert "study.stage" in [one.where for one in page.missing]


def test_a_decided_case_shows_what_was_frozen_alone(desk: Desk) -> None:
    aid.standard(desk)
    case = aid.granted(desk)
    page = case_pages.page(desk, case.id)
    assert page.verdict is None
    assert "12 × 700.00 = 8,400.00" in page.case.proof


def test_a_voided_receipt_no_longer_stands(desk: Desk) -> None:
    from unionapp.services import receipts

    aid.standard(desk)
    receipt = aid.paid(desk)
    case_id = receipt.case_id or ""
    assert case_pages.page(desk, case_id).standing_receipt == receipt
    receipts.void(desk, receipt.id, reason="金额写错")
    page = case_pages.page(desk, case_id)
    assert page.standing_receipt is None
    assert len(page.receipts) == 2


def test_the_reasons_are_read_in_the_language_of_the_window(desk: Desk) -> None:
    aid.standard(desk)
    family = aid.family(desk, annual_income_fen=9_000_000)
    found = case_pages.of_subject(desk, "household", family.household.id, language="en")
    living = next(one for one in found.standings if one.programme == "living_aid")
    assert all(reason.text.isascii() for reason in living.reasons)


@pytest.mark.parametrize(("text", "count"), [("", 2), ("wxl", 2), ("000001", 1), ("nobody", 0)])
def test_cases_are_found_by_number_and_by_name(desk: Desk, text: str, count: int) -> None:
    aid.standard(desk)
    family = aid.family(desk)
    cases.open_case(desk, family.file.id)
    cases.open_for(desk, Application("study_aid_school", "person", family.head.id))
    assert len(case_list.listing(desk, text=text)) == count


def test_a_notice_that_hangs_is_a_list_of_its_own(desk: Desk) -> None:
    aid.standard(desk)
    case = cases.open_case(desk, aid.family(desk).file.id).case
    assert case_list.listing(desk, "notice") == ()
    for step in ("check", "notice"):
        case_flow.take_step(desk, case.id, step)
    assert [one.case.id for one in case_list.listing(desk, "notice")] == [case.id]


def test_an_employer_stands_to_its_own_programmes(desk: Desk) -> None:
    made = factories.add(
        desk, Employer(id="", home_division=factories.DIVISION, name="沈阳顺达即时配送有限公司")
    )
    found = case_pages.of_subject(desk, "employer", made.id)
    assert {one.subject_kind for one in found.standings} == {"employer"}
    assert (found.title, found.bundle) == ("沈阳顺达即时配送有限公司", None)
