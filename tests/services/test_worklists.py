"""Work lists: what is due, one day before, on the day and after; and who was never aided."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.services import aid
from unionapp.models.desk import Desk
from unionapp.models.records import Case
from unionapp.services import (
    campaigns,
    cases,
    follow_ups,
    receipts,
    worklists,
)

pytestmark = pytest.mark.usefixtures("dibao")


def at(desk: Desk, day: date) -> Desk:
    return aid.on(desk, datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("call_back_due", "call_back"), ("screening_due", "screening"), ("contact_due", "contact")],
)
def test_a_follow_up_shows_from_so_many_days_before_until_it_is_done(
    desk: Desk, name: worklists.Name, kind: str
) -> None:
    person = factories.person(desk)
    due = date(2026, 12, 21)
    planned = follow_ups.plan(
        desk, kind=kind, subject_kind="person", subject_id=person.id, due_on=due
    ).follow_up
    for days, seen in ((-15, False), (-14, True), (0, True), (40, True)):
        rows = worklists.of(at(desk, due + timedelta(days=days)), name).rows
        assert [one.id for one in rows] == ([planned.id] if seen else []), days
        if seen:
            assert (rows[0].title, rows[0].days) == ("王建国", -days)
    follow_ups.done(at(desk, due), planned.id, result="已联系")
    assert worklists.of(at(desk, due), name).rows == ()


def test_who_was_paid_is_no_longer_never_aided_until_the_receipt_is_void(desk: Desk) -> None:
    family = aid.family(desk)
    assert [one.id for one in worklists.of(desk, "never_aided").rows] == [family.file.id]
    case = cases.decide(desk, cases.open_case(desk, family.file.id).case.id).case
    assert worklists.of(desk, "never_aided").rows != ()
    aid.print_approval(desk, case.id)
    receipt = receipts.issue(desk, case.id).receipt
    assert worklists.of(desk, "never_aided").rows == ()
    receipts.void(desk, receipt.id, reason="错")
    assert [one.title for one in worklists.of(desk, "never_aided").rows] == ["王秀兰"]


@pytest.mark.parametrize(("days", "seen"), [(364, False), (365, True), (366, True)])
def test_a_file_not_edited_for_a_year_is_listed(desk: Desk, days: int, seen: bool) -> None:
    aid.family(desk)
    rows = worklists.of(at(desk, aid.TODAY + timedelta(days=days)), "unedited").rows
    assert [one.day for one in rows] == ([aid.TODAY] if seen else [])


def test_an_address_stands_with_the_name(desk: Desk) -> None:
    family = aid.family(desk)
    door = factories.door(desk)
    with desk.write() as work:
        work.set_fields("household", family.household.id, {"door_id": door.id})
    (row,) = worklists.of(desk, "never_aided").rows
    assert row.address.startswith("双兴街 3号楼")


def test_notices_and_deadlines_are_listed_while_the_case_goes_on(desk: Desk) -> None:
    case = cases.open_case(desk, aid.family(desk).file.id).case
    days = {"notice_until": date(2026, 11, 27), "due_on": date(2026, 11, 30)}
    with desk.write() as work:
        work.set_fields("case", case.id, days)
    (notice,) = worklists.of(desk, "notice_ending").rows
    (due,) = worklists.of(desk, "deadline").rows
    assert (notice.id, notice.days, notice.title, notice.note) == (
        case.id,
        6,
        "王秀兰",
        case.number,
    )
    assert due.day == date(2026, 11, 30)
    with desk.write() as work:
        work.set_fields("case", case.id, {"state": "refused"})
    assert worklists.of(desk, "deadline").rows == ()


def test_places_left_are_listed_and_counted(desk: Desk) -> None:
    begun = campaigns.begin(
        desk, programme="warm_visit", name="2027年送温暖", from_on=aid.TODAY, quota=2
    ).campaign
    family = aid.family(desk)
    campaigns.put_on_roll(desk, begun.id, [("household", family.household.id)])
    (row,) = worklists.of(desk, "quota_left").rows
    assert (row.title, row.note) == ("2027年送温暖", "1")
    counted = worklists.counts(desk)
    assert set(counted) == set(worklists.NAMES)
    assert (counted["quota_left"], counted["never_aided"]) == (1, 1)


@pytest.mark.parametrize(
    ("today", "seen"),
    [(date(2029, 11, 6), False), (date(2029, 11, 7), True), (date(2029, 11, 21), True)],
)
def test_a_screening_falls_due_36_months_after_the_last(
    desk: Desk, today: date, seen: bool
) -> None:
    person = factories.person(desk, name="李素芬")
    factories.add(
        desk,
        Case(
            id=desk.new_id(),
            home_division=factories.DIVISION,
            programme="screening",
            subject_kind="person",
            subject_id=person.id,
            number="X-1",
            state="paid",
            opened_on=aid.TODAY,
            decided_on=aid.TODAY,
        ),
    )
    rows = worklists.of(at(desk, today), "screening_due").rows
    assert [(one.id, one.day) for one in rows] == (
        [(person.id, date(2029, 11, 21))] if seen else []
    )


@pytest.mark.parametrize(
    ("step", "kind"), [("visit", "contact"), ("inspect", "inspection"), ("mend", "other")]
)
def test_a_step_that_is_planned_has_the_kind_that_it_means(step: str, kind: str) -> None:
    assert follow_ups.kind_of(step) == kind
