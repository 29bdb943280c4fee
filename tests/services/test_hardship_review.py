"""A hardship file through its life: review, 脱困, 返困, 注销; one file a household for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import FollowUp, Worker
from unionapp.services import cases, doors, finder, hardship, hardship_review, vault, worklists

ALLOWED = {
    "open": {"reviewed", "resolved", "cancelled"},
    "resolved": {"relapsed", "cancelled"},
    "cancelled": {"relapsed"},
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    aid.standard(made)
    with made.write() as work:
        aid.decided(work, "hardship_filing", exit_months=6)
    yield made
    vault.lock(made)


def risen(desk: Desk) -> str:
    """Return the file of a household whose income is above the standard now."""
    return aid.family(desk, annual_income_fen=9_000_000).file.id


def in_state(desk: Desk, state: str) -> str:
    file_id = risen(desk)
    if state == "resolved":
        hardship_review.resolve(desk, file_id, months_above=6)
    if state == "cancelled":
        hardship_review.cancel(desk, file_id, note="迁出")
    return file_id


def take(desk: Desk, file_id: str, event: str) -> hardship_review.Reviewed:
    if event == "resolved":
        return hardship_review.resolve(desk, file_id, months_above=6)
    acts = {
        "reviewed": hardship_review.review,
        "relapsed": hardship_review.relapse,
        "cancelled": hardship_review.cancel,
    }
    return acts[event](desk, file_id, note="入户看过")


@pytest.mark.parametrize("event", ["reviewed", "resolved", "relapsed", "cancelled"])
@pytest.mark.parametrize("state", ALLOWED)
def test_each_state_takes_its_events_and_no_other(desk: Desk, state: str, event: str) -> None:
    file_id = in_state(desk, state)
    if event in ALLOWED[state]:
        assert take(desk, file_id, event).event.event == event
        return
    before = hardship_review.events(desk, file_id)
    with pytest.raises(UserError) as error:
        take(desk, file_id, event)
    assert error.value.problems[0].code == "hardship.wrong_state"
    assert hardship_review.events(desk, file_id) == before


@pytest.mark.parametrize(("income", "months"), [(500_000, 6), (9_000_000, 5)])
def test_who_is_not_above_the_standard_long_enough_stays(
    desk: Desk, income: int, months: int
) -> None:
    file_id = aid.family(desk, annual_income_fen=income).file.id
    with pytest.raises(UserError) as error:
        hardship_review.resolve(desk, file_id, months_above=months)
    assert [one.code for one in error.value.problems][:1] == ["hardship.still_in_need"]
    assert hardship_review.events(desk, file_id) == ()


def test_leaving_keeps_its_proof_and_coming_back_is_the_same_file(desk: Desk) -> None:
    file_id = risen(desk)
    left = hardship_review.resolve(desk, file_id, months_above=6)
    assert left.event.proof
    back = hardship_review.relapse(desk, file_id, note="又病倒了")
    assert (back.file.id, back.file.state) == (file_id, "open")
    with pytest.raises(UserError) as error:
        hardship.open_file(desk, back.file.household_id, back.file.applicant_id or "")
    assert error.value.problems[0].code == "hardship.filed_already"


def test_only_an_approver_ends_a_file(desk: Desk) -> None:
    worker = factories.add(
        desk, Worker(id=desk.new_id(), home_division="210106", name="小李", roles=("worker",))
    )
    file_id = risen(desk)
    for act in ("resolved", "cancelled"):
        with pytest.raises(UserError) as error:
            take(replace(desk, worker_id=worker.id), file_id, act)
        assert error.value.problems[0].code == "hardship.wrong_role"


def test_a_review_plans_the_next_in_a_year(desk: Desk) -> None:
    file_id = risen(desk)
    hardship_review.review(desk, file_id, note="看过")
    later = aid.on(desk, datetime(2027, 11, 20, 1, 0, tzinfo=UTC))
    (row,) = worklists.of(later, "review_due").rows
    assert (row.id, row.day, row.days) == (file_id, date(2027, 11, 21), 1)
    hardship_review.review(later, file_id, note="看过")
    assert worklists.of(later, "review_due").rows == ()
    with desk.read() as reading:
        found = [(one.due_on, one.done_on) for one in reading.select(FollowUp)]
    assert found == [(date(2027, 11, 21), date(2027, 11, 20)), (date(2028, 11, 20), None)]


def test_the_office_says_after_how_many_months_a_file_is_reviewed(desk: Desk) -> None:
    with desk.write() as work:
        aid.decided(work, "hardship_filing", review_months=6)
    file_id = risen(desk)
    hardship_review.review(desk, file_id, note="看过")
    later = aid.on(desk, datetime(2027, 5, 20, 1, 0, tzinfo=UTC))
    (row,) = worklists.of(later, "review_due").rows
    assert (row.id, row.day) == (file_id, date(2027, 5, 21))
    with desk.read() as reading:
        assert [one.due_on for one in reading.select(FollowUp)] == [date(2027, 5, 21)]


@pytest.mark.parametrize("event", ["resolved", "cancelled"])
def test_a_file_that_was_ended_gives_no_category(desk: Desk, event: str) -> None:
    family = aid.family(desk, annual_income_fen=9_000_000)
    door = factories.door(desk)
    with desk.write() as work:
        work.set_fields("household", family.household.id, {"door_id": door.id})
    assert doors.view(desk, door.id).hardship
    take(desk, family.file.id, event)
    with desk.write() as work:  # however poor its old figures look
        work.set_fields("hardship_file", family.file.id, {"annual_income_fen": 500_000})
    verdict = hardship.assess(desk, family.file.id, day=aid.TODAY)
    assert not verdict.eligible
    assert f"programme.category_{event}" in {one.code for one in verdict.reasons}
    case = cases.open_case(desk, family.file.id).case
    assert cases.decide(desk, case.id).case.state == "refused"
    found = {one.programme: one for one in finder.everybody(desk).findings}
    assert family.household.id in found["living_aid"].ids(False)
    assert not doors.view(desk, door.id).hardship
    hardship_review.relapse(desk, family.file.id, note="又病倒了")
    assert hardship.assess(desk, family.file.id, day=aid.TODAY).eligible


def test_a_case_decided_before_keeps_its_category(desk: Desk) -> None:
    case = aid.granted(desk)
    file = hardship.file_of(desk, case.subject_id)
    assert file is not None
    hardship_review.cancel(desk, file.id, note="迁出")
    assert aid.case_now(desk, case.id) == case
