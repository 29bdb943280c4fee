"""Activities and points: rolls, pairs, expenses and their bans; the 六有 and what is to mend."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Activity, Point, Response
from unionapp.services import activities, points
from unionapp.services.activities import Guest

TODAY = date(2026, 11, 21)


def contest(desk: Desk, **values: object) -> Activity:
    saved = activities.add(
        desk, kind="skill_contest", name="焊工技能大赛", held_on=TODAY, **values
    ).record
    assert isinstance(saved, Activity)
    return saved


def station(desk: Desk, kind: str = "outdoor_station") -> Point:
    saved = points.add(desk, kind=kind, name="兴华街服务站", opened_on=date(2026, 1, 1)).record
    assert isinstance(saved, Point)
    return saved


def code_of(error: pytest.ExceptionInfo[UserError]) -> str:
    return error.value.problems[0].code


def test_a_person_is_on_a_roll_once_a_bare_name_as_often_as_told(desk: Desk) -> None:
    activity, person = contest(desk), factories.person(desk)
    known = Guest(person_id=person.id, team="一队")
    found = activities.enrol(desk, activity.id, [known, known, Guest("李四"), Guest("李四")])
    assert [one.name for one in found.entries] == ["王建国", "李四", "李四"]
    assert [one.code for one in found.refused] == ["activities.on_roll"]
    assert activities.view(desk, activity.id).teams == (("一队", 1),)


def test_a_line_without_a_name_is_left_out(desk: Desk) -> None:
    found = activities.enrol(desk, contest(desk).id, [Guest("  ")])
    assert [one.code for one in found.refused] == ["activities.guest_missing"]


def test_results_and_attendance_are_counted(desk: Desk) -> None:
    activity = contest(desk, head_count=1)
    entries = activities.enrol(desk, activity.id, [Guest("甲"), Guest("乙")]).entries
    activities.note_result(desk, entries[0].id, attended=True, result="98 分", prize="一等奖")
    seen = activities.view(desk, activity.id)
    assert (seen.attended, seen.roll[0].prize) == (1, "一等奖")
    assert [one.code for one in seen.warnings] == ["activities.head_count"]


def test_master_and_apprentice_are_of_one_roll_and_one_master_each(desk: Desk) -> None:
    activity = contest(desk)
    master, apprentice = activities.enrol(desk, activity.id, [Guest("师"), Guest("徒")]).entries
    (stranger,) = activities.enrol(desk, contest(desk).id, [Guest("外")]).entries
    assert activities.pair(desk, master.id, apprentice.id)[1].pair_id == master.id
    for other, code in (
        (apprentice, "activities.paired_already"),
        (stranger, "activities.other_roll"),
    ):
        with pytest.raises(UserError) as error:
            activities.pair(desk, master.id, other.id)
        assert code_of(error) == code


@pytest.mark.parametrize(
    ("means", "allowed"),
    [
        ("transfer", True),
        ("purchase", True),
        ("prepaid_card", False),
        ("tourism", False),
        ("allowance", False),
    ],
)
def test_what_union_funds_must_not_pay_is_refused(desk: Desk, means: str, allowed: bool) -> None:
    activity = contest(desk)
    if allowed:
        activities.spend(desk, activity.id, item="场地", amount_fen=10_050, means=means)
        assert activities.view(desk, activity.id).spent_fen == 10_050
        return
    with pytest.raises(UserError) as error:
        activities.spend(desk, activity.id, item="场地", amount_fen=10_050, means=means)
    assert code_of(error) == "activities.expense_barred"
    assert activities.view(desk, activity.id).expenses == ()


def test_activities_are_listed_by_kind_and_period(desk: Desk) -> None:
    contest(desk)
    talk = activities.add(desk, kind="talk", name="宣讲", held_on=date(2026, 5, 1)).record
    assert [one.id for one in activities.listing(desk, kind="talk")] == [talk.id]
    assert len(activities.listing(desk, first=date(2026, 11, 1))) == 1


@pytest.mark.parametrize("kind", ["flight", ""])
def test_an_unknown_kind_is_refused(desk: Desk, kind: str) -> None:
    with pytest.raises(UserError):
        activities.add(desk, kind=kind, name="x", held_on=TODAY)
    with pytest.raises(UserError):
        points.add(desk, kind=kind, name="x")


def test_an_outdoor_station_is_asked_for_six_and_a_library_for_none(desk: Desk) -> None:
    assert len(points.requirements("outdoor_station")) == 6
    assert points.requirements("library") == ()


def test_an_inspection_says_what_is_lacking_until_it_is_mended(desk: Desk) -> None:
    point = station(desk)
    done = points.inspect(desk, point.id, met=["name", "map", "rules", "layout"])
    assert done.lacking == ("equipment", "services")
    (line,) = points.listing(desk)
    assert (line.to_mend, line.lacking) == (True, ("equipment", "services"))
    points.mended(desk, done.inspection.id)
    (line,) = points.listing(desk)
    assert not line.to_mend


def test_a_requirement_of_another_kind_of_point_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        points.inspect(desk, station(desk, "library").id, met=["name"])
    assert code_of(error) == "points.unknown_requirement"


def test_the_form_behind_an_inspection_is_finished(desk: Desk) -> None:
    point = station(desk)
    draft = factories.add(desk, Response(id=desk.new_id(), home_division="210106"))
    for response, code in (
        ("nothing", "points.form_missing"),
        (draft.id, "points.form_unfinished"),
    ):
        with pytest.raises(UserError) as error:
            points.inspect(desk, point.id, response_id=response)
        assert code_of(error) == code
    assert points.inspections(desk, point.id) == ()


def test_a_closed_point_stays_and_is_not_inspected(desk: Desk) -> None:
    point = station(desk)
    assert points.close(desk, point.id).closed_on == TODAY
    with pytest.raises(UserError) as error:
        points.inspect(desk, point.id)
    assert code_of(error) == "points.closed"
    assert len(points.listing(desk)) == 1
