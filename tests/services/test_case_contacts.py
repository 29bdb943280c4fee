"""A household keeps its contact until it has left hardship."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.services import case_contacts, case_flow, cases, hardship_review, vault


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    aid.standard(made)
    with made.write() as work:
        work.set_meta("switches.hardship_filing", json.dumps({"exit_months": 0}))
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


def test_a_contact_is_a_worker_of_the_office_and_a_case_that_goes_on(desk: Desk) -> None:
    case = cases.open_case(desk, aid.family(desk).file.id).case
    with pytest.raises(UserError) as error:
        case_contacts.name(desk, case.id, "nobody")
    assert error.value.problems[0].code == "contacts.worker_missing"
    case_flow.withdraw(desk, case.id, reason="撤回")
    with pytest.raises(UserError) as error:
        case_contacts.name(desk, case.id, desk.worker_id)
    assert error.value.problems[0].code == "contacts.case_over"
