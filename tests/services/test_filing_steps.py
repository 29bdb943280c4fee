"""The steps of the filing programme act on the household's hardship file, or leave both alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Case, FollowUp, HardshipFile, Worker
from unionapp.services import (
    case_flow,
    cases,
    hardship_review,
    papers,
    single_handed,
    vault,
)
from unionapp.services.cases import Application

MONTHS = {"household.months_above_standard": 6}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    aid.standard(made)
    single_handed.choose(made, "yes")
    with made.write() as work:
        aid.decided(work, "hardship_filing", exit_months=6)
    yield made
    vault.lock(made)


def take(desk: Desk, case: Case, *steps: str, told: dict[str, int] | None = None) -> Case:
    for step in steps:
        case = case_flow.take_step(desk, case.id, step, reason="入户看过", told=told).case
        for document in ("public_notice", "hardship_file_form"):
            papers.note_issued(desk, document, "case", case.id, sha256="a" * 64)
    return case


def filed(desk: Desk, income: int) -> tuple[Desk, Case, str]:
    """Return a case that put a household on file and was reviewed, at a later desk."""
    family = aid.family(desk)
    case = cases.open_for(
        desk, Application("hardship_filing", "household", family.household.id)
    ).case
    take(desk, case, "visit", "notice")
    later = aid.on(desk, datetime(2026, 12, 7, 2, 0, tzinfo=UTC))
    case = take(later, case, "file", "review")
    with desk.write() as work:
        work.set_fields("hardship_file", family.file.id, {"annual_income_fen": income})
    return later, case, family.file.id


def file_now(desk: Desk, id_: str) -> HardshipFile:
    with desk.read() as reading:
        found = reading.get(HardshipFile, id_)
    assert found is not None
    return found


def happened(desk: Desk, file_id: str) -> list[str]:
    return [one.event for one in hardship_review.events(desk, file_id)]


def test_out_back_and_struck_off_go_through_the_file_with_their_proof(desk: Desk) -> None:
    later, case, file_id = filed(desk, 9_000_000)
    assert happened(later, file_id) == ["reviewed"]
    take(later, case, "leave", told=MONTHS)
    assert file_now(later, file_id).state == "resolved"
    left = hardship_review.events(later, file_id)[-1]
    assert (left.event, left.note) == ("resolved", "入户看过")
    assert any("90,000.00" in line for line in left.proof)
    take(later, case, "relapse")
    assert file_now(later, file_id).state == "open"
    with later.read() as reading:
        waiting = reading.select(FollowUp, "done_on IS NULL")
    assert [(one.kind, one.case_id) for one in waiting] == [("review", case.id)]
    take(later, case, "cancel")
    assert file_now(later, file_id).state == "cancelled"
    assert happened(later, file_id) == ["reviewed", "resolved", "relapsed", "cancelled"]


@pytest.mark.parametrize(
    ("income", "told", "code"),
    [
        (9_000_000, None, "programme.fact_missing"),
        (9_000_000, {"household.months_above_standard": 5}, "flow.exit_not_reached"),
        (500_000, MONTHS, "flow.exit_not_reached"),
    ],
)
def test_who_may_not_leave_stays_with_case_and_file(
    desk: Desk, income: int, told: dict[str, int] | None, code: str
) -> None:
    later, case, file_id = filed(desk, income)
    before, file = aid.case_now(later, case.id), file_now(later, file_id)
    with pytest.raises(UserError) as error:
        case_flow.take_step(later, case.id, "leave", reason="脱困", told=told)
    assert error.value.problems[0].code == code
    assert (aid.case_now(later, case.id), file_now(later, file_id)) == (before, file)
    assert happened(later, file_id) == ["reviewed"]


def test_a_file_in_another_state_refuses_the_step(desk: Desk) -> None:
    later, case, file_id = filed(desk, 9_000_000)
    hardship_review.cancel(later, file_id, note="迁出")
    before = aid.case_now(later, case.id)
    with pytest.raises(UserError) as error:
        case_flow.take_step(later, case.id, "leave", reason="脱困", told=MONTHS)
    assert error.value.problems[0].code == "hardship.wrong_state"
    assert aid.case_now(later, case.id) == before
    assert happened(later, file_id) == ["reviewed", "cancelled"]


def test_the_worker_who_reviewed_lets_nobody_leave(desk: Desk) -> None:
    later, case, file_id = filed(desk, 9_000_000)
    single_handed.choose(desk, "no")
    with pytest.raises(UserError) as error:
        case_flow.take_step(later, case.id, "leave", reason="脱困", told=MONTHS)
    assert error.value.problems[0].code == "flow.same_person"
    other = factories.add(
        desk,
        Worker(
            id=desk.new_id(), home_division=factories.DIVISION, name="赵志强", roles=("approver",)
        ),
    )
    take(replace(later, worker_id=other.id), case, "leave", told=MONTHS)
    assert file_now(later, file_id).state == "resolved"
