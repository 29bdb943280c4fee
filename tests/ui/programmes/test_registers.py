"""Campaigns, activities and points by keyboard on a real database."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests import factories
from tests.services import aid
from tests.ui import benches
from tests.ui.benches import TestBench, focused, press
from unionapp.models.records import Activity, Campaign, Point
from unionapp.services import activities, campaigns, points
from unionapp.ui.programmes.activities import ActivitiesPart
from unionapp.ui.programmes.campaigns import CampaignsPart
from unionapp.ui.programmes.page import ProgrammesPage
from unionapp.ui.programmes.points import PointsPart

Key = Qt.Key
ENTER, ESC = Key.Key_Return, Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier
P = TypeVar("P", bound=QWidget)


def rest(office: TestBench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not office.bench.tasks.busy())


def part_of(office: TestBench, qtbot: QtBot, key: str, kind: type[P]) -> tuple[ProgrammesPage, P]:
    page = ProgrammesPage(office.bench)
    qtbot.addWidget(page)
    benches.show(qtbot, page, 1200, 700)
    part = page.parts.bring(key)
    assert isinstance(part, kind)
    rest(office, qtbot)
    return page, part


def test_a_campaign_is_begun_by_keys(office: TestBench, qtbot: QtBot) -> None:
    _, part = part_of(office, qtbot, "campaigns", CampaignsPart)
    qtbot.keyClick(benches.focused(), Key.Key_N, CTRL)
    press(qtbot, "1", ENTER, "夏季送清凉", ENTER, "绿豆", ENTER, ENTER, ENTER)
    press(qtbot, "20", ENTER, "50", ENTER, "1000", ENTER)
    with office.desk.read() as reading:
        (made,) = reading.select(Campaign)
    assert (made.name, made.quota, made.each_fen, made.budget_fen, made.goods) == (
        *("夏季送清凉", 20, 5_000, 100_000),
        "绿豆",
    )
    rest(office, qtbot)
    assert part.chosen == made.id
    assert part.list.view.hasFocus()


def test_a_wrong_day_keeps_the_form_and_says_why(office: TestBench, qtbot: QtBot) -> None:
    _, part = part_of(office, qtbot, "campaigns", CampaignsPart)
    qtbot.keyClick(benches.focused(), Key.Key_N, CTRL)
    press(qtbot, ENTER, "送清凉", ENTER, ENTER, "2026.13.40", ENTER, ENTER, ENTER, ENTER, ENTER)
    assert part.form is not None
    assert focused().accessibleName() == "开始日期"
    assert focused().property("state") == "error"
    with office.desk.read() as reading:
        assert reading.select(Campaign) == []
    press(qtbot, ESC)
    assert part.form is None


def test_a_roll_is_filled_signed_struck_and_printed_by_keys(
    office: TestBench, qtbot: QtBot
) -> None:
    first, second = aid.family(office.desk), aid.family(office.desk)
    made = campaigns.begin(
        office.desk,
        programme="warm_visit",
        name="元旦送温暖",
        from_on=date(2026, 11, 1),
        quota=5,
        each_fen=50_000,
    ).campaign
    campaigns.put_on_roll(
        office.desk,
        made.id,
        [("household", first.household.id), ("household", second.household.id)],
    )
    page, part = part_of(office, qtbot, "campaigns", CampaignsPart)
    part.show_id(made.id)
    rest(office, qtbot)
    part.list.focus_list()
    press(qtbot, Key.Key_F6)
    assert part.view.hasFocus()
    press(qtbot, Key.Key_F9)
    assert campaigns.roll(office.desk, made.id).signed == 1
    assert part.view.selected() == part.table.id_at(1)
    press(qtbot, Key.Key_Delete, "已搬走", ENTER)
    assert len(campaigns.roll(office.desk, made.id).lines) == 1
    part.list.focus_list()
    press(qtbot, Key.Key_F7)
    qtbot.waitUntil(
        lambda: page.outlet.paper is not None and page.outlet.paper.view.pages == 1, timeout=20_000
    )
    press(qtbot, ESC)
    assert part.list.view.hasFocus()
    press(qtbot, Key.Key_F4)
    with office.desk.read() as reading:
        (closed,) = reading.select(Campaign)
    assert closed.closed_on is not None


def test_a_campaign_with_open_lines_is_not_ended(office: TestBench, qtbot: QtBot) -> None:
    family = aid.family(office.desk)
    made = campaigns.begin(
        office.desk, programme="warm_visit", name="元旦送温暖", from_on=date(2026, 11, 1)
    ).campaign
    campaigns.put_on_roll(office.desk, made.id, [("household", family.household.id)])
    _, part = part_of(office, qtbot, "campaigns", CampaignsPart)
    part.show_id(made.id)
    rest(office, qtbot)
    part.list.focus_list()
    press(qtbot, Key.Key_F4)
    with office.desk.read() as reading:
        (standing,) = reading.select(Campaign)
    assert standing.closed_on is None
    assert office.said.infos


def test_an_ended_campaign_offers_nothing_that_is_over(office: TestBench, qtbot: QtBot) -> None:
    made = campaigns.begin(
        office.desk, programme="warm_visit", name="元旦送温暖", from_on=date(2026, 11, 1)
    ).campaign
    _, part = part_of(office, qtbot, "campaigns", CampaignsPart)
    part.show_id(made.id)
    rest(office, qtbot)
    part.list.focus_list()
    office.said.answer = False
    press(qtbot, Key.Key_F4)
    with office.desk.read() as reading:
        assert reading.select(Campaign)[0].closed_on is None
    office.said.answer = True
    press(qtbot, Key.Key_F4)
    with office.desk.read() as reading:
        assert reading.select(Campaign)[0].closed_on is not None
    rest(office, qtbot)
    offered = [one.text() for one in part.panel.findChildren(QPushButton) if one.isVisible()]
    assert offered == ["打印  F7", "其他文书  Ctrl+P"]


def test_an_activity_is_entered_with_its_roll_and_an_expense(
    office: TestBench, qtbot: QtBot
) -> None:
    _, part = part_of(office, qtbot, "activities", ActivitiesPart)
    qtbot.keyClick(benches.focused(), Key.Key_N, CTRL)
    part.editor.focus_first("name")
    press(qtbot, "技能大赛", ENTER)
    part.editor.focus_first("kind")
    press(qtbot, "jnds", ENTER, ESC)
    rest(office, qtbot)
    with office.desk.read() as reading:
        (made,) = reading.select(Activity)
    assert (made.name, made.kind) == ("技能大赛", "skill_contest")
    assert part.chosen == made.id
    press(qtbot, Key.Key_F9, "王秀兰、丁一", ENTER, "一队", ENTER, ENTER, ESC)
    view = activities.view(office.desk, made.id)
    assert [(one.name, one.team) for one in view.roll] == [("王秀兰", "一队"), ("丁一", "一队")]
    press(qtbot, Key.Key_F10, "奖品", ENTER, "1200", ENTER, ENTER, ENTER)
    assert activities.view(office.desk, made.id).spent_fen == 120_000


def test_what_union_funds_must_not_pay_is_refused_with_the_rule(
    office: TestBench, qtbot: QtBot
) -> None:
    made = activities.add(office.desk, kind="outing", name="春游", held_on=date(2026, 4, 18)).record
    _, part = part_of(office, qtbot, "activities", ActivitiesPart)
    part.show_id(made.id)
    rest(office, qtbot)
    part.list.focus_list()
    press(qtbot, Key.Key_F10, "购物卡", ENTER, "500", ENTER)
    barred = activities._barred()
    from unionapp.values import codes

    listed = [one.code for one in codes.load("expense_means")]
    press(qtbot, str(listed.index(barred[0]) + 1), ENTER, ENTER)
    assert part.form is not None
    assert activities.view(office.desk, made.id).expenses == ()


def test_a_station_is_inspected_against_its_six_requirements_and_mended(
    office: TestBench, qtbot: QtBot
) -> None:
    made = points.add(office.desk, kind="outdoor_station", name="工人村服务站点").record
    _, part = part_of(office, qtbot, "points", PointsPart)
    part.show_id(made.id)
    rest(office, qtbot)
    part.list.focus_list()
    press(qtbot, Key.Key_F9, "1", "2", "4", "5", "6", ENTER, "微波炉坏了", ENTER, ENTER)
    (line,) = points.listing(office.desk)
    assert (line.lacking, line.to_mend) == (("equipment",), True)
    rest(office, qtbot)
    part.list.focus_list()
    press(qtbot, Key.Key_F10)
    (line,) = points.listing(office.desk)
    assert not line.to_mend


def test_the_form_of_an_inspection_is_filled_at_the_points_door(
    office: TestBench, qtbot: QtBot
) -> None:
    door = factories.door(office.desk)
    made = points.add(
        office.desk, kind="outdoor_station", name="工人村服务站点", place_id=door.id
    ).record
    asked: list[tuple[str, str, str]] = []
    from dataclasses import replace

    bench = replace(
        office.bench,
        fill=lambda form, about: asked.append((form, about.subject_kind, about.door_id)),
    )
    _, part = part_of(TestBench(bench, office.said), qtbot, "points", PointsPart)
    part.show_id(made.id)
    rest(office, qtbot)
    part.list.focus_list()
    press(qtbot, Key.Key_F11)
    assert asked == [("service_station", "door", door.id)]


def test_a_new_point_is_entered_in_the_editor(office: TestBench, qtbot: QtBot) -> None:
    _, part = part_of(office, qtbot, "points", PointsPart)
    qtbot.keyClick(benches.focused(), Key.Key_N, CTRL)
    part.editor.focus_first("name")
    press(qtbot, "爱心驿站", ENTER, ESC)
    with office.desk.read() as reading:
        (made,) = reading.select(Point)
    assert (made.name, made.kind) == ("爱心驿站", "outdoor_station")
    assert part.chosen == made.id


def test_the_keys_of_the_list_work_from_the_summary_and_esc_leads_back(
    office: TestBench, qtbot: QtBot
) -> None:
    points.add(office.desk, kind="outdoor_station", name="工人村站点")
    _, part = part_of(office, qtbot, "points", PointsPart)
    part.list.focus_list()
    part._summary.setFocus()
    press(qtbot, ESC)
    assert part.list.view.hasFocus()
    part._summary.setFocus()
    press(qtbot, Key.Key_F9)
    assert part.form is not None
