"""Membership: a ledger of events, its status, the number at approval, and the roll."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from tests import factories
from unionapp.errors import UserError
from unionapp.models import series
from unionapp.models.desk import Desk
from unionapp.models.records import MembershipEvent
from unionapp.services import members, unions
from unionapp.values import codes

DAY = date(2026, 11, 1)
STATUSES = [item.code for item in codes.load("membership_status")]


def event(code: str, on: date = DAY) -> MembershipEvent:
    return MembershipEvent(id=code, home_division="210106", event=code, on=on)


def member(desk: Desk, **changes: object) -> members.Registered:
    person = factories.person(desk, **changes)
    applied = members.apply(desk, person.id, union_id=None, on=DAY)
    return members.record_event(desk, applied.membership.id, "approved", on=DAY)


def code_of(error: pytest.ExceptionInfo[UserError]) -> str:
    return error.value.problems[0].code


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], ""),
        (["intent"], "prospect"),
        (["intent", "applied"], "applicant"),
        (["applied", "declined"], "prospect"),
        (["applied", "approved"], "member"),
        (["applied", "approved", "transfer_started"], "transferring"),
        (["applied", "approved", "transfer_started", "transfer_cancelled"], "member"),
        (["applied", "approved", "transfer_started", "transferred_out"], "transferred_out"),
        (["transferred_in"], "member"),
        (["applied", "approved", "retained_retired"], "retained"),
        (["applied", "approved", "retained_unemployed", "resumed"], "member"),
        (["applied", "approved", "resigned"], "left"),
        (["applied", "approved", "lapsed"], "lapsed"),
        (["applied", "approved", "expelled"], "expelled"),
        (["applied", "approved", "died"], "deceased"),
        (["applied", "approved", "resigned", "applied", "approved"], "member"),
    ],
)
def test_the_status_follows_from_the_events(events: list[str], status: str) -> None:
    assert members.status_of([event(code) for code in events]) == status


def test_events_count_by_their_day_whatever_order_they_came_in() -> None:
    approved = event("approved", DAY + timedelta(days=1))
    assert members.status_of([approved, event("applied", DAY)]) == "member"


def test_an_event_that_may_not_follow_changes_nothing() -> None:
    """Two laptops may both have let the same person go."""
    assert (
        members.status_of([event(code) for code in ("applied", "approved", "died", "resigned")])
        == "deceased"
    )


def test_the_table_of_events_is_whole() -> None:
    known = {"", *STATUSES}
    for code, transition in members.transitions().items():
        assert transition.leads_to in known, code
        assert transition.after, code
        assert transition.after <= known, code
    reached = {transition.leads_to for transition in members.transitions().values()}
    assert reached == set(STATUSES)


@pytest.mark.parametrize("status", ["", *STATUSES])
@pytest.mark.parametrize("code", list(members.transitions()))
def test_every_pair_of_status_and_event_is_allowed_or_not(status: str, code: str) -> None:
    allowed = status in members.transitions()[code].after
    assert (code in members.may_follow(status)) is allowed


def test_nothing_follows_death() -> None:
    assert members.may_follow("deceased") == ()


def test_approval_takes_the_number_and_application_does_not(desk: Desk) -> None:
    person = factories.person(desk)
    applied = members.apply(desk, person.id, union_id=None, on=DAY, paper="申请书3号")
    assert (applied.status, applied.membership.number) == ("applicant", None)
    approved = members.record_event(desk, applied.membership.id, "approved", on=DAY)
    number = approved.membership.number
    assert number is not None
    assert series.is_well_formed(number)
    assert approved.changes >= {"membership", "membership_event"}


def test_numbers_of_members_run_without_a_gap(desk: Desk) -> None:
    factories.person(desk)
    declined = members.apply(desk, factories.person(desk).id, union_id=None, on=DAY)
    members.record_event(desk, declined.membership.id, "declined", on=DAY)
    numbers = [member(desk).membership.number or "" for _ in range(3)]
    assert [number.split("-")[2] for number in numbers] == ["000001", "000002", "000003"]


def test_membership_counts_from_the_day_of_approval(desk: Desk) -> None:
    person = factories.person(desk)
    applied = members.apply(desk, person.id, union_id=None, on=DAY)
    assert members.view(desk, person.id).since is None
    day = DAY + timedelta(days=9)
    members.record_event(desk, applied.membership.id, "approved", on=day)
    assert members.view(desk, person.id).since == day


def test_every_event_keeps_day_union_paper_and_status_before(desk: Desk) -> None:
    union = unions.add(desk, "工人村社区联合工会").union
    person = factories.person(desk)
    applied = members.apply(desk, person.id, union_id=union.id, on=DAY, paper="申请书3号")
    approved = members.record_event(
        desk, applied.membership.id, "approved", on=DAY, paper="批复7号", note="到会12人"
    )
    seen = members.view(desk, person.id).events
    assert seen == (applied.event, approved.event)
    assert (applied.event.previous, approved.event.previous) == (None, "applicant")
    assert (approved.event.union_id, approved.event.paper) == (union.id, "批复7号")
    assert approved.event.worker_id == desk.worker_id


def test_an_event_that_may_not_follow_is_refused_naming_the_status(desk: Desk) -> None:
    left = member(desk)
    members.record_event(desk, left.membership.id, "resigned", on=DAY)
    with pytest.raises(UserError) as error:
        members.record_event(desk, left.membership.id, "retained_retired", on=DAY)
    (problem,) = error.value.problems
    assert problem.code == "members.not_now"
    assert problem.detail["status"] == "left"
    assert problem.detail["status_zh"] == "退会"


def test_one_person_has_one_open_membership(desk: Desk) -> None:
    person = factories.person(desk)
    members.apply(desk, person.id, union_id=None, on=DAY)
    with pytest.raises(UserError) as error:
        members.apply(desk, person.id, union_id=None, on=DAY)
    assert code_of(error) == "members.not_now"
    assert members.view(desk, person.id).former == ()


def test_who_left_may_join_again_with_a_new_number(desk: Desk) -> None:
    first = member(desk)
    person_id = first.membership.person_id
    members.record_event(desk, first.membership.id, "resigned", on=DAY)
    again = members.apply(desk, person_id, union_id=None, on=DAY)
    members.record_event(desk, again.membership.id, "approved", on=DAY)
    seen = members.view(desk, person_id)
    assert seen.status == "member"
    assert [one.id for one in seen.former] == [first.membership.id]
    assert seen.number not in (None, first.membership.number)


def test_who_wanted_to_join_applies_on_the_same_record(desk: Desk) -> None:
    person = factories.person(desk)
    wanted = members.intend(desk, person.id, on=DAY)
    applied = members.apply(desk, person.id, union_id=None, on=DAY)
    assert applied.membership.id == wanted.membership.id
    assert applied.membership.applied_on == DAY


def test_a_transfer_keeps_the_number_of_the_old_card(desk: Desk) -> None:
    person = factories.person(desk)
    came = members.transfer_in(desk, person.id, union_id=None, on=DAY, number="GH2101060001234")
    assert (came.status, came.membership.number) == ("member", "GH2101060001234")


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "members.before_last"), (365, "members.date_ahead")]
)
def test_a_day_before_the_last_event_or_ahead_is_refused(desk: Desk, days: int, code: str) -> None:
    applied = members.apply(desk, factories.person(desk).id, union_id=None, on=DAY)
    with pytest.raises(UserError) as error:
        members.record_event(desk, applied.membership.id, "approved", on=DAY + timedelta(days=days))
    assert code_of(error) == code


def test_a_refused_approval_takes_no_number(desk: Desk) -> None:
    applied = members.apply(desk, factories.person(desk).id, union_id=None, on=DAY)
    with pytest.raises(UserError):
        members.record_event(desk, applied.membership.id, "approved", on=date(2030, 1, 1))
    assert (member(desk).membership.number or "").split("-")[2] == "000001"


@pytest.mark.parametrize("unknown", ["nobody", ""])
def test_nobody_and_no_membership_are_refused(desk: Desk, unknown: str) -> None:
    with pytest.raises(UserError) as error:
        members.apply(desk, unknown, union_id=None, on=DAY)
    assert code_of(error) == "members.person_missing"
    with pytest.raises(UserError) as error:
        members.record_event(desk, unknown, "approved", on=DAY)
    assert code_of(error) == "members.missing"


def test_an_unknown_event_is_refused(desk: Desk) -> None:
    applied = members.apply(desk, factories.person(desk).id, union_id=None, on=DAY)
    with pytest.raises(UserError) as error:
        members.record_event(desk, applied.membership.id, "promoted", on=DAY)
    assert code_of(error) == "members.no_such_event"


def test_what_the_register_form_still_lacks_is_named(desk: Desk) -> None:
    person = factories.person(desk, sex="1", workplace="鸿运达物流")
    missing = members.view(desk, person.id).missing
    labels = [one.field.zh for one in missing]
    assert "民族" in labels
    assert "会员证号码" in labels
    assert "性别" not in labels
    assert "工作单位" not in labels
    assert {one.kind for one in missing} == {"person", "membership"}


def test_the_ledger_cannot_be_rewritten(desk: Desk) -> None:
    done = member(desk)
    with pytest.raises(DatabaseError), desk.write() as work:
        work.set_fields("membership_event", done.event.id, {"on": date(2020, 1, 1)})


def test_the_roll_has_members_and_those_kept_by_name_and_masked(desk: Desk) -> None:
    number = "210106197603150021"
    first = member(desk, name="张卫国", identity_number=number)
    second = member(desk, name="安静")
    members.record_event(desk, second.membership.id, "retained_retired", on=DAY)
    gone = member(desk, name="白雪")
    members.record_event(desk, gone.membership.id, "resigned", on=DAY)
    members.apply(desk, factories.person(desk, name="曹操").id, union_id=None, on=DAY)
    lines = members.roll(desk)
    assert [line.name for line in lines] == ["安静", "张卫国"]
    assert [line.status for line in lines] == ["retained", "member"]
    assert lines[1].identity_masked == "210***********0021"
    assert (lines[1].number, lines[1].since) == (first.membership.number, DAY)


def test_the_roll_of_one_union_and_the_list_of_unions_agree(desk: Desk) -> None:
    union = unions.add(desk, "工人村社区联合工会").union
    own = unions.own(desk)
    assert own is not None
    member(desk)
    for _ in range(2):
        person = factories.person(desk)
        applied = members.apply(desk, person.id, union_id=union.id, on=DAY)
        members.record_event(desk, applied.membership.id, "approved", on=DAY)
    assert len(members.roll(desk, union_id=union.id)) == 2
    assert {line.union.id: line.members for line in unions.listing(desk)} == {
        union.id: 2,
        own.id: 1,
    }


def test_statuses_of_some_people_are_read_at_once(desk: Desk) -> None:
    first, second, nobody = member(desk), member(desk), factories.person(desk)
    members.record_event(desk, second.membership.id, "lapsed", on=DAY)
    asked = [first.membership.person_id, second.membership.person_id, nobody.id]
    with desk.read() as reading:
        some = members.statuses(reading, asked)
        assert some == {asked[0]: "member", asked[1]: "lapsed"}
        assert members.statuses(reading) == some
        assert members.statuses(reading, []) == {}


@pytest.mark.parametrize(
    ("name", "code"),
    [("  ", "unions.name_missing"), ("铁西区兴华街道总工会", "unions.known_already")],
)
def test_a_union_needs_a_name_of_its_own(desk: Desk, name: str, code: str) -> None:
    with pytest.raises(UserError) as error:
        unions.add(desk, name)
    assert code_of(error) == code
