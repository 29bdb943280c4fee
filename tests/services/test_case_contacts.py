"""A household keeps its contact until it has left hardship."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.services import case_contacts, case_flow, cases, hardship_review, papers, vault
from unionapp.services.cases import Application


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    aid.standard(made)
    with made.write() as work:
        aid.decided(work, "hardship_filing", exit_months=0)
    yield made
    vault.lock(made)


def test_no_release_before_the_household_has_left_hardship(desk: Desk) -> None:
    family = aid.family(desk, annual_income_fen=9_000_000)
    case = cases.open_case(desk, family.file.id).case
    case_contacts.name(desk, case.id, desk.worker_id)
    with pytest.raises(UserError) as error:
        case_contacts.release(desk, case.id)
    assert error.value.problems[0].code == "contacts.target_open"
    assert aid.case_now(desk, case.id).contact_id == desk.worker_id
    hardship_review.resolve(desk, family.file.id)
    assert case_contacts.release(desk, case.id).case.contact_id is None


def contacted(desk: Desk) -> str:
    """Return a case of the programme of contacts that was visited once."""
    with desk.write() as work:
        aid.decided(work, "contact_person", visit_months=3)
    home = aid.family(desk).household.id
    asked = Application("contact_person", "household", home, answers={"contact.name": "李敏"})
    case = cases.open_for(desk, asked).case
    papers.note_issued(desk, "contact_card", "case", case.id, sha256="a" * 64)
    case_flow.take_step(desk, case.id, "visit")
    return case.id


@pytest.mark.parametrize(
    ("told", "code"),
    [({}, "programme.fact_missing"), ({"contact.target_met": False}, "flow.exit_not_reached")],
)
def test_the_contact_is_not_released_before_the_target_is_met(
    desk: Desk, told: dict[str, bool], code: str
) -> None:
    case_id = contacted(desk)
    before = cases.tell(desk, case_id, told).case
    with pytest.raises(UserError) as error:
        case_flow.take_step(desk, case_id, "release", reason="目标实现")
    assert error.value.problems[0].code == code
    assert aid.case_now(desk, case_id) == before


def test_the_contact_is_released_once_the_target_is_met(desk: Desk) -> None:
    case_id = contacted(desk)
    cases.tell(desk, case_id, {"contact.target_met": True})
    taken = case_flow.take_step(desk, case_id, "release", reason="目标实现")
    assert (taken.case.step, taken.case.state) == ("release", "closed")


def test_a_contact_is_a_worker_of_the_office_and_a_case_that_goes_on(desk: Desk) -> None:
    case = cases.open_case(desk, aid.family(desk).file.id).case
    with pytest.raises(UserError) as error:
        case_contacts.name(desk, case.id, "nobody")
    assert error.value.problems[0].code == "contacts.worker_missing"
    case_flow.withdraw(desk, case.id, reason="撤回")
    with pytest.raises(UserError) as error:
        case_contacts.name(desk, case.id, desk.worker_id)
    assert error.value.problems[0].code == "contacts.case_over"
