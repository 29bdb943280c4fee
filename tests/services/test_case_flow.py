"""Steps of a case: each state by each role, two hands, notice, papers, and a refusal undone."""

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
from unionapp.models.records import Case, CaseEvent, FollowUp, Worker
from unionapp.paths import DataDir
from unionapp.services import (
    case_flow,
    cases,
    papers,
    receipts,
    single_handed,
    vault,
)
from unionapp.services.cases import Application

PROGRAMME = """
code = "try_aid"
edition = "2026"
zh = "试办救助"
en = "Aid on trial"
subject = "household"
exclusions = "exclusion"

[[basis]]
document = "《试办办法》"

[standard]
place = "residence"
kind = "urban"
day = "decision"

[eligibility]
predicate = "household_category"
categories = ["deep"]
code = "try_aid.not_deep"
zh = "不属于深度困难"
en = "Not in deep hardship"

[amount]
rule = "n_times_standard"
n = 12
unit = "flat_per_household"
partial_year = "full"
payout = "once"

[frequency]
per = "household"
period = "calendar_year"

[[steps]]
code = "apply"
zh = "受理"
en = "Apply"

[[steps]]
code = "check"
zh = "核查"
en = "Check"
from = ["apply"]
within_working_days = 5

[[steps]]
code = "notice"
zh = "公示"
en = "Notice"
from = ["check"]
notice_days = 5

[[steps]]
code = "objection"
zh = "登记异议"
en = "Objection"
from = ["notice", "objection"]
during_notice = true
needs_reason = true

[[steps]]
code = "grant"
zh = "批准"
en = "Grant"
from = ["notice", "objection"]
role = "approver"
other_than = ["apply", "check"]
decides = true
grants = true

[[steps]]
code = "refuse"
zh = "不予救助"
en = "Refuse"
from = ["check", "notice", "objection"]
during_notice = true
role = "approver"
other_than = ["check"]
decides = true
refuses = true
closes = true
needs_reason = true

[[steps]]
code = "pay"
zh = "发放"
en = "Pay"
from = ["grant"]
pays = true
papers = ["aid_receipt"]

[[steps]]
code = "close"
zh = "办结"
en = "Close"
from = ["pay", "visit"]
closes = true

[[steps]]
code = "visit"
zh = "回访"
en = "Visit"
from = ["pay", "visit"]
"""
FOLLOWED = PROGRAMME.replace(
    'papers = ["aid_receipt"]',
    'papers = ["aid_receipt"]\nfollow_up = { step = "visit", months = 3 }',
)
STEPS = ("apply", "check", "notice", "objection", "grant", "refuse", "pay", "close", "visit")
ROLES = ("worker", "approver", "keeper")
# State (the last step) -> steps that may follow, for whom.
FOLLOWING = {
    "apply": {"check": "worker"},
    "check": {"notice": "worker", "refuse": "approver"},
    "notice": {"objection": "worker", "grant": "approver", "refuse": "approver"},
    "objection": {"objection": "worker", "grant": "approver", "refuse": "approver"},
    "grant": {},  # the paying step is the receipt's
    "refuse": {},
    "pay": {"visit": "worker", "close": "worker"},
    "visit": {"visit": "worker", "close": "worker"},
    "close": {},
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    own = DataDir(tmp_path).own_programmes
    own.mkdir()
    (own / "try_aid.toml").write_text(FOLLOWED, "utf-8")
    aid.standard(made)
    yield made
    vault.lock(made)


def colleague(desk: Desk, *roles: str) -> Desk:
    """Return the desk with a further worker at it."""
    made = factories.add(
        desk,
        Worker(
            id=desk.new_id(), home_division=factories.DIVISION, name=f"同事{roles}", roles=roles
        ),
    )
    return replace(desk, worker_id=made.id)


def later(desk: Desk, day: date) -> Desk:
    return aid.on(desk, datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC))


def opened(desk: Desk, **changes: object) -> Case:
    household = aid.family(desk, **changes).household
    return cases.open_for(desk, Application("try_aid", "household", household.id)).case


def brought_to(desk: Desk, step: str) -> Case:
    """Return a case at a step, with every notice ended and every paper made."""
    maker, approver = colleague(desk, "worker"), colleague(desk, "approver")
    case = opened(maker)
    after = later(desk, date(2026, 12, 7))
    for code in _way(step):
        who = approver if FOLLOWING_ROLE.get(code) == "approver" else maker
        at = replace(who, clock=after.clock) if code not in ("check", "notice") else who
        if code == "pay":
            receipt = receipts.issue(at, case.id).receipt
            papers.note_issued(at, "aid_receipt", "receipt", receipt.id, "a" * 64)
        else:
            case_flow.take_step(at, case.id, code, reason="有理由")
    return aid.case_now(desk, case.id)


FOLLOWING_ROLE = {"grant": "approver", "refuse": "approver"}


def _way(step: str) -> tuple[str, ...]:
    ways = {
        "apply": (),
        "check": ("check",),
        "notice": ("check", "notice"),
        "objection": ("check", "notice", "objection"),
        "grant": ("check", "notice", "grant"),
        "refuse": ("check", "notice", "refuse"),
        "pay": ("check", "notice", "grant", "pay"),
        "visit": ("check", "notice", "grant", "pay", "visit"),
        "close": ("check", "notice", "grant", "pay", "close"),
    }
    return ways[step]


def codes_of(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def everything(desk: Desk) -> tuple[object, ...]:
    """Return all that a step could have changed."""
    with desk.read() as reading:
        return (
            tuple(reading.select(Case)),
            tuple(reading.select(CaseEvent)),
            tuple(reading.select(FollowUp)),
            reading.scalar("SELECT count(*) FROM operation"),
            reading.scalar("SELECT count(*) FROM audit"),
            reading.scalar("SELECT count(*) FROM receipt"),
        )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", FOLLOWING)
def test_every_state_by_every_role_allows_its_steps_and_no_other(
    desk: Desk, state: str, role: str
) -> None:
    case = brought_to(desk, state)
    somebody = later(colleague(desk, role), date(2026, 12, 8))
    offers = {one.step.code: one for one in case_flow.steps_open_to(somebody, case.id)}
    for step in STEPS:
        if FOLLOWING[state].get(step) == role:
            assert offers[step].allowed, (state, role, step)
            continue
        before = everything(desk)
        with pytest.raises(UserError) as error:
            case_flow.take_step(somebody, case.id, step, reason="有理由")
        assert codes_of(error)[0].startswith("flow.")
        assert everything(desk) == before
        shown = offers.get(step)
        assert shown is None or not shown.allowed or step == "pay"


def test_a_case_goes_all_the_way(desk: Desk) -> None:
    case = brought_to(desk, "close")
    assert (case.state, case.step, case.amount_fen) == ("paid", "close", aid.AMOUNT)
    events = cases.view(desk, case.id).events
    assert [(one.step, one.after) for one in events] == [
        ("apply", "open"),
        ("check", "open"),
        ("notice", "open"),
        ("grant", "granted"),
        ("pay", "paid"),
        ("close", "paid"),
    ]
    assert not cases.is_altered(case)


def test_nobody_grants_what_they_made(desk: Desk) -> None:
    both = colleague(desk, "worker", "approver")
    case = opened(both)
    for step in ("check", "notice"):
        case_flow.take_step(both, case.id, step)
    with pytest.raises(UserError) as error:
        case_flow.take_step(later(both, date(2026, 12, 7)), case.id, "grant")
    assert codes_of(error) == ["flow.same_person", "flow.same_person"]


def test_a_notice_binds_to_its_last_day_but_for_objections(desk: Desk) -> None:
    maker, approver = colleague(desk, "worker"), colleague(desk, "approver")
    case = opened(maker)
    case_flow.take_step(maker, case.id, "check")
    taken = case_flow.take_step(maker, case.id, "notice")
    assert taken.case.notice_until == date(2026, 11, 27)
    with pytest.raises(UserError) as error:
        case_flow.take_step(later(approver, date(2026, 11, 27)), case.id, "grant")
    assert codes_of(error) == ["flow.notice_running"]
    objected = case_flow.take_step(
        later(maker, date(2026, 11, 27)), case.id, "objection", reason="邻居反映有车"
    )
    assert objected.case.notice_until == date(2026, 11, 27)
    granted = case_flow.take_step(later(approver, date(2026, 11, 28)), case.id, "grant")
    assert granted.case.state == "granted"


def test_the_deadline_counts_working_days(desk: Desk) -> None:
    colleague(desk, "approver")
    case = opened(desk)
    assert case.due_on == date(2026, 11, 27)
    assert case_flow.take_step(desk, case.id, "check").case.due_on is None


def test_a_paper_of_the_last_step_is_made_before_the_next(desk: Desk) -> None:
    approver = colleague(desk, "approver")
    case = opened(desk)
    for step in ("check", "notice"):
        case_flow.take_step(desk, case.id, step)
    after = date(2026, 12, 7)
    case_flow.take_step(later(approver, after), case.id, "grant")
    receipt = receipts.issue(later(desk, after), case.id).receipt
    with pytest.raises(UserError) as error:
        case_flow.take_step(later(desk, after), case.id, "close")
    assert codes_of(error) == ["flow.paper_missing"]
    papers.note_issued(desk, "aid_receipt", "receipt", receipt.id, "a" * 64)
    assert case_flow.take_step(later(desk, after), case.id, "close").case.step == "close"


def test_a_step_that_wants_a_reason_gets_one(desk: Desk) -> None:
    case = brought_to(desk, "notice")
    before = everything(desk)
    with pytest.raises(UserError) as error:
        case_flow.take_step(desk, case.id, "objection", reason="  ")
    assert codes_of(error) == ["flow.reason_missing"]
    assert everything(desk) == before


def test_what_does_not_qualify_is_not_granted_but_refused_with_reasons(desk: Desk) -> None:
    approver = colleague(desk, "approver")
    case = opened(desk, annual_income_fen=9_000_000)
    for step in ("check", "notice"):
        case_flow.take_step(desk, case.id, step)
    approver = later(approver, date(2026, 12, 7))
    before = everything(desk)
    with pytest.raises(UserError) as error:
        case_flow.take_step(approver, case.id, "grant")
    assert codes_of(error)[:2] == ["flow.not_eligible", "flow.because"]
    assert everything(desk) == before
    refused = case_flow.take_step(approver, case.id, "refuse", reason="收入过高").case
    assert (refused.state, refused.amount_fen) == ("refused", None)
    assert "不属于深度困难" in refused.proof


def test_what_was_never_brought_is_a_reason_to_refuse(desk: Desk) -> None:
    approver = colleague(desk, "approver")
    case = opened(desk, annual_income_fen=None)
    case_flow.take_step(desk, case.id, "check")
    refused = case_flow.take_step(approver, case.id, "refuse", reason="材料不全").case
    assert refused.state == "refused"
    assert any("家庭年可支配收入" in line for line in refused.proof)


def test_money_is_paid_by_a_receipt_only(desk: Desk) -> None:
    case = brought_to(desk, "grant")
    with pytest.raises(UserError) as error:
        case_flow.take_step(later(desk, date(2026, 12, 8)), case.id, "pay")
    assert codes_of(error) == ["flow.pay_by_receipt"]


def test_a_decision_that_was_changed_goes_no_further(desk: Desk) -> None:
    case = brought_to(desk, "grant")
    with desk.write() as work:
        work.set_fields("case", case.id, {"amount_fen": 1})
    with pytest.raises(UserError) as error:
        receipts.issue(desk, case.id)
    assert codes_of(error) == ["receipts.decision_altered"]


def test_a_programme_step_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        case_flow.take_step(desk, opened(desk).id, "fly")
    assert codes_of(error) == ["flow.no_such_step"]


# ---- single-handed offices -----------------------------------------------------------------------


def test_one_worker_alone_may_decide_and_pay_with_a_note_in_the_case_and_the_audit(
    desk: Desk,
) -> None:
    case = opened(desk)
    decided = cases.decide(desk, case.id).case
    assert (decided.state, decided.step) == ("granted", "grant")
    receipts.issue(desk, case.id)
    events = cases.view(desk, case.id).events
    assert [one.step for one in events] == ["apply", "check", "notice", "grant", "pay"]
    assert all("一人办理" in (one.note or "") for one in events[1:4])
    with desk.read() as reading:
        actions = [row[0] for row in reading.rows("SELECT action FROM audit ORDER BY seq")]
    assert actions.count("step_passed_over") == 2
    assert actions.count("single_handed_step") == 1


def test_with_a_colleague_nothing_is_passed_over(desk: Desk) -> None:
    colleague(desk, "approver")
    case = opened(desk)
    before = everything(desk)
    with pytest.raises(UserError) as error:
        cases.decide(desk, case.id)
    assert codes_of(error) == ["flow.steps_before"]
    assert everything(desk) == before


def test_one_worker_waits_for_a_notice_that_was_begun(desk: Desk) -> None:
    case = opened(desk)
    for step in ("check", "notice"):
        case_flow.take_step(desk, case.id, step)
    with pytest.raises(UserError) as error:
        cases.decide(desk, case.id)
    assert codes_of(error) == ["flow.notice_running"]
    granted = cases.decide(later(desk, date(2026, 11, 28)), case.id).case
    assert granted.state == "granted"


def test_an_office_may_forbid_itself_to_be_single_handed(desk: Desk) -> None:
    single_handed.choose(desk, "no")
    with pytest.raises(UserError) as error:
        cases.decide(desk, opened(desk).id)
    assert codes_of(error) == ["flow.steps_before"]


def test_only_a_keeper_sets_the_switch(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        single_handed.choose(colleague(desk, "worker"), "yes")
    assert codes_of(error) == ["single_handed.not_keeper"]
    with desk.read() as reading:
        assert single_handed.mode(reading) == "auto"


# ---- withdrawal ----------------------------------------------------------------------------------


def test_a_voided_case_can_be_withdrawn_and_no_longer_blocks_the_right_household(
    desk: Desk,
) -> None:
    receipt = aid.paid(desk)
    assert receipt.case_id is not None
    case = aid.case_now(desk, receipt.case_id)
    with pytest.raises(UserError) as error:
        case_flow.withdraw(desk, case.id, reason="发错了户")
    assert codes_of(error) == ["flow.withdraw_paid"]
    receipts.void(desk, receipt.id, reason="发错了户")
    withdrawn = case_flow.withdraw(desk, case.id, reason="发错了户").case
    assert (withdrawn.state, withdrawn.amount_fen) == ("withdrawn", aid.AMOUNT)
    assert not cases.is_altered(aid.case_now(desk, case.id))
    again = cases.open_for(desk, Application("living_aid", "household", case.subject_id)).case
    assert cases.decide(desk, again.id).case.state == "granted"
    with pytest.raises(UserError) as error:
        receipts.issue(desk, case.id)
    assert codes_of(error) == ["receipts.not_granted"]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_withdrawal_takes_a_reason(desk: Desk, reason: str) -> None:
    case = opened(desk)
    with pytest.raises(UserError) as error:
        case_flow.withdraw(desk, case.id, reason=reason)
    assert codes_of(error) == ["flow.reason_missing"]
    assert aid.case_now(desk, case.id) == case


@pytest.mark.parametrize("state", ["refuse", "pay", "close"])
def test_what_is_over_is_not_withdrawn(desk: Desk, state: str) -> None:
    case = brought_to(desk, state)
    before = everything(desk)
    with pytest.raises(UserError):
        case_flow.withdraw(desk, case.id, reason="x")
    assert everything(desk) == before


def test_only_an_approver_withdraws_what_was_granted(desk: Desk) -> None:
    case = brought_to(desk, "grant")
    with pytest.raises(UserError) as error:
        case_flow.withdraw(colleague(desk, "worker"), case.id, reason="x")
    assert codes_of(error) == ["flow.wrong_role"]


def test_voiding_puts_the_case_back_to_the_grant_and_it_is_paid_again(desk: Desk) -> None:
    case = brought_to(desk, "pay")
    (receipt,) = receipts.of_case(desk, case.id)
    receipts.void(desk, receipt.id, reason="错")
    back = aid.case_now(desk, case.id)
    assert (back.state, back.step) == ("granted", "grant")
    receipts.issue(later(desk, date(2026, 12, 8)), case.id)
    assert aid.case_now(desk, case.id).step == "pay"


# ---- follow-ups ----------------------------------------------------------------------------------


def test_a_follow_up_is_planned_by_the_file_and_done_by_its_step(desk: Desk) -> None:
    case = brought_to(desk, "pay")
    with desk.read() as reading:
        (planned,) = reading.select(FollowUp)
    assert (planned.step, planned.due_on, planned.done_on) == ("visit", date(2027, 3, 7), None)
    case_flow.take_step(later(desk, date(2027, 3, 7)), case.id, "visit")
    with desk.read() as reading:
        assert [one.done_on for one in reading.select(FollowUp)] == [date(2027, 3, 7)]
