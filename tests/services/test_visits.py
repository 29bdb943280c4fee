"""Visits: started, completed, taken back, and the list of the day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Place, Visit
from unionapp.services import overview, places, visits

TODAY = date(2026, 11, 21)


@pytest.fixture
def building(desk: Desk) -> Place:
    return factories.building(desk, entrances=2, floors=2)


@pytest.fixture
def walk(desk: Desk, building: Place) -> list[Place]:
    """The doors of the building in walking order."""
    entrances = places.children(desk, building.id)
    return [door.place for one in entrances for door in places.children(desk, one.place.id)]


def on_day(desk: Desk, days: int) -> Desk:
    """The same desk, so many days from now."""
    return replace(desk, clock=lambda: desk.clock() + timedelta(days=days))


def as_worker(desk: Desk, worker_id: str) -> Desk:
    return replace(desk, worker_id=worker_id)


def told(listed: visits.TodayList) -> list[tuple[str, str]]:
    return [(one.reason, one.address.removeprefix("双兴街 3号楼 ")) for one in listed.lines]


def refusal(caught: pytest.ExceptionInfo[UserError]) -> str:
    return caught.value.problems[0].code


# ---- recording ---------------------------------------------------------------------------------


def test_a_visit_under_way_is_gone_on_with_on_the_same_day(desk: Desk, walk: list[Place]) -> None:
    first = visits.start(desk, walk[0].id)
    assert (first.resumed, first.changes) == (False, frozenset({"visit"}))
    again = visits.start(desk, walk[0].id)
    assert (again.resumed, again.visit, again.changes) == (True, first.visit, frozenset())
    assert visits.start(on_day(desk, 1), walk[0].id).visit.id != first.visit.id
    assert visits.start(as_worker(desk, "another"), walk[0].id).visit.id != first.visit.id


def test_an_outcome_completes_the_visit_under_way(desk: Desk, walk: list[Place]) -> None:
    begun = visits.start(desk, walk[0].id).visit
    done = visits.record_outcome(
        desk, walk[0].id, "come_back", note="在单位", next_on=TODAY, next_time="晚7点后"
    )
    assert done.visit.id == begun.id
    assert done.visit.at == begun.at
    with desk.read() as reading:
        assert reading.get(Visit, begun.id) == done.visit
        rows = reading.rows(
            "SELECT fields FROM operation WHERE record = ? ORDER BY seq DESC", (begun.id,)
        )
    assert json.loads(rows[0][0]) == {
        "outcome": "come_back",
        "note": "在单位",
        "next_on": "2026-11-21",
        "next_time": "晚7点后",
    }


def test_an_outcome_without_a_start_is_a_whole_visit(desk: Desk, walk: list[Place]) -> None:
    first = visits.record_outcome(desk, walk[0].id, "nobody_home").visit
    second = visits.record_outcome(desk, walk[0].id, "met").visit
    assert [one.visit.id for one in visits.of_door(desk, walk[0].id)] == [second.id, first.id]
    assert visits.of_door(desk, walk[0].id)[0].worker == "陈晓梅"


def test_a_note_of_the_visit_under_way_stays(desk: Desk, walk: list[Place]) -> None:
    begun = visits.start(desk, walk[0].id).visit
    with desk.write() as work:
        work.set_fields("visit", begun.id, {"note": "有狗"})
    assert visits.record_outcome(desk, walk[0].id, "met").visit.note == "有狗"


def test_a_visit_entered_late_leaves_the_one_under_way_alone(desk: Desk, walk: list[Place]) -> None:
    begun = visits.start(desk, walk[0].id).visit
    late = visits.record_outcome(desk, walk[0].id, "met", at=factories.START)
    assert late.visit.id != begun.id
    assert visits.start(desk, walk[0].id).visit.id == begun.id


def test_what_cannot_be_is_refused_and_leaves_nothing(desk: Desk, walk: list[Place]) -> None:
    door, ahead = walk[0].id, factories.START + timedelta(days=1)
    with pytest.raises(UserError) as outcome:
        visits.record_outcome(desk, door, "eaten_by_dog")
    with pytest.raises(UserError) as at:
        visits.record_outcome(desk, door, "met", at=ahead)
    with pytest.raises(UserError) as appointment:
        visits.record_outcome(desk, door, "met", next_on=TODAY - timedelta(days=1))
    with pytest.raises(UserError) as nowhere:
        visits.start(desk, "nowhere")
    with pytest.raises(UserError) as street:
        visits.start(desk, walk[0].parent_id or "")
    assert [refusal(one) for one in (outcome, at, appointment, nowhere, street)] == [
        "visits.no_such_outcome",
        "visits.ahead",
        "visits.appointment_past",
        "places.missing",
        "places.not_a_door",
    ]
    assert visits.of_door(desk, door) == ()


# ---- taking back -------------------------------------------------------------------------------


def test_the_last_outcome_is_taken_back_and_told(desk: Desk, walk: list[Place]) -> None:
    visits.record_outcome(desk, walk[0].id, "nobody_home")
    visits.record_outcome(desk, walk[0].id, "met")
    taken = visits.take_back_last(desk)
    assert taken is not None
    assert (taken.outcome, taken.now) == ("met", "nobody_home")
    assert (taken.address, taken.changes) == ("双兴街 3号楼 1单元 101室", frozenset({"visit"}))
    with desk.read() as reading:
        kept = reading.get(Visit, taken.visit.id)
    assert kept is not None
    assert kept.outcome == "met"
    assert kept.withdrawn_at is not None


def test_everything_of_today_can_be_taken_back_one_by_one(desk: Desk, walk: list[Place]) -> None:
    visits.record_outcome(desk, walk[0].id, "met")
    visits.record_outcome(desk, walk[1].id, "vacant")
    visits.start(desk, walk[2].id)
    doors = []
    while (taken := visits.take_back_last(desk)) is not None:
        doors.append(taken.visit.door_id)
    assert doors == [walk[2].id, walk[1].id, walk[0].id]


def test_last_is_what_was_recorded_last_not_what_was_started_last(
    desk: Desk, walk: list[Place]
) -> None:
    visits.start(desk, walk[0].id)
    visits.record_outcome(desk, walk[1].id, "vacant")
    visits.record_outcome(desk, walk[0].id, "met")
    with desk.write() as work:
        work.execute("UPDATE visit SET note = '后补' WHERE door_id = ?", (walk[1].id,))
    taken = visits.take_back_last(desk)
    assert taken is not None
    assert taken.visit.door_id == walk[0].id


def test_neither_yesterdays_nor_anothers_visits_are_taken_back(
    desk: Desk, walk: list[Place]
) -> None:
    visits.record_outcome(desk, walk[0].id, "met")
    assert visits.take_back_last(on_day(desk, 1)) is None
    assert visits.take_back_last(as_worker(desk, "another")) is None


def test_the_office_day_begins_at_midnight_in_beijing(desk: Desk, walk: list[Place]) -> None:
    """07:59 in the office is 23:59 of the day before in UTC."""
    early = datetime.fromisoformat("2026-11-20T23:59:00+00:00")
    visits.record_outcome(replace(desk, clock=lambda: early), walk[0].id, "met")
    assert visits.take_back_last(desk) is not None


# ---- the list of the day -----------------------------------------------------------------------


def test_a_new_office_is_led_to_its_first_doors(desk: Desk, building: Place) -> None:
    listed = visits.today_list(desk, next_doors=2)
    assert listed.building == building
    assert told(listed) == [("next", "1单元 101室"), ("next", "1单元 102室")]


def test_an_office_without_doors_has_an_empty_list(desk: Desk) -> None:
    listed = visits.today_list(desk)
    assert (listed.lines, listed.building, listed.day) == ((), None, TODAY)


def test_every_line_says_why(desk: Desk, walk: list[Place]) -> None:
    earlier = on_day(desk, -3)
    visits.record_outcome(earlier, walk[5].id, "come_back", next_on=TODAY - timedelta(days=1))
    visits.record_outcome(earlier, walk[4].id, "met", next_on=TODAY, next_time="晚7点后")
    visits.record_outcome(earlier, walk[3].id, "come_back")
    visits.record_outcome(earlier, walk[7].id, "come_back", next_on=TODAY + timedelta(days=1))
    visits.start(desk, walk[1].id)
    listed = visits.today_list(desk, next_doors=2)
    assert told(listed) == [
        ("in_progress", "1单元 102室"),
        ("overdue", "2单元 102室"),
        ("due", "2单元 101室"),
        ("come_back", "1单元 202室"),
        ("next", "1单元 201室"),
        ("next", "2单元 201室"),
    ]
    assert [one.days for one in listed.lines[:4]] == [0, 1, 0, 3]
    assert listed.lines[2].next_time == "晚7点后"


def test_a_later_word_at_the_door_settles_what_was_open(desk: Desk, walk: list[Place]) -> None:
    visits.record_outcome(desk, walk[0].id, "come_back", next_on=TODAY)
    visits.start(desk, walk[1].id)
    assert [one.reason for one in visits.today_list(desk, next_doors=0).lines] == [
        "in_progress",
        "due",
    ]
    other = as_worker(desk, "another")
    visits.record_outcome(other, walk[0].id, "met")
    visits.record_outcome(other, walk[1].id, "met")
    assert visits.today_list(desk, next_doors=0).lines == ()


def test_what_is_taken_back_is_to_do_again(desk: Desk, walk: list[Place]) -> None:
    visits.record_outcome(desk, walk[0].id, "come_back", next_on=TODAY)
    visits.record_outcome(desk, walk[0].id, "met")
    assert visits.today_list(desk, next_doors=0).lines == ()
    visits.take_back_last(desk)
    assert [one.reason for one in visits.today_list(desk, next_doors=0).lines] == ["due"]


def test_the_next_doors_go_on_from_the_last_and_come_round(desk: Desk, walk: list[Place]) -> None:
    visits.record_outcome(desk, walk[0].id, "met")
    visits.record_outcome(desk, walk[6].id, "met")
    lines = visits.today_list(desk, next_doors=3).lines
    assert [one.door_id for one in lines] == [walk[7].id, walk[1].id, walk[2].id]


def test_when_a_building_is_done_the_next_one_follows(desk: Desk, walk: list[Place]) -> None:
    for door in walk:
        visits.record_outcome(desk, door.id, "met")
    assert visits.today_list(desk).lines == ()
    left = factories.door(desk, "101")
    listed = visits.today_list(desk, next_doors=1)
    assert len(listed.lines) == 1
    assert listed.lines[0].reason == "next"
    assert listed.lines[0].building_id != (listed.building.id if listed.building else None)
    assert left.kind == "door"


def test_what_is_beyond_the_last_line_is_counted(desk: Desk, walk: list[Place]) -> None:
    for door in walk[:3]:
        visits.record_outcome(desk, door.id, "come_back")
    listed = visits.today_list(desk, next_doors=1, most=2)
    assert [one.reason for one in listed.lines] == ["come_back", "come_back", "next"]
    assert (listed.counts["come_back"], listed.counts["next"], listed.counts["due"]) == (3, 5, 0)


def test_progress_counts_the_day_and_the_building(desk: Desk, walk: list[Place]) -> None:
    visits.record_outcome(on_day(desk, -1), walk[0].id, "met")
    visits.record_outcome(desk, walk[1].id, "met")
    visits.record_outcome(desk, walk[2].id, "nobody_home")
    assert visits.today_list(desk).progress == visits.Progress(
        visits=2, met=1, building_doors=8, building_settled=2
    )


def test_the_overview_counts_what_the_navigation_shows(desk: Desk, walk: list[Place]) -> None:
    before = overview.counts(desk)
    visits.record_outcome(desk, walk[1].id, "met", next_on=TODAY)
    visits.start(desk, walk[2].id)
    after = overview.counts(desk)
    assert (before.doors, before.doors_visited, before.visits_today) == (8, 0, 0)
    assert (after.doors_visited, after.visits_today, after.met_today) == (1, 1, 1)
    assert (after.due, after.in_progress) == (1, 1)
    assert after.pending_operations - before.pending_operations == 2
    badges = overview.badges(desk)
    assert (badges.due, badges.pending_operations) == (1, after.pending_operations)
