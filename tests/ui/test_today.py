"""Today's list by keyboard alone, on a real database."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui import benches
from tests.ui.benches import TestBench, press
from unionapp.models.records import Place
from unionapp.services import places, records, visits
from unionapp.ui.today.page import TodayPage

Key = Qt.Key


def doors_of(office: TestBench, building: Place) -> list[str]:
    found = places.building_matrix(office.desk, building.id)
    return [door.id for block in found.blocks for door in block.doors]


def shown(office: TestBench, qtbot: QtBot) -> TodayPage:
    page = TodayPage(office.bench)
    benches.show(qtbot, page, 1100, 700)
    rest(office, qtbot)
    return page


def rest(office: TestBench, qtbot: QtBot) -> None:
    """Wait until the list is read and shown."""
    qtbot.waitUntil(lambda: not office.bench.tasks.busy())


def rows(page: TodayPage) -> list[str]:
    model = page.view.lines
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def words(page: TodayPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def test_the_first_day_begins_with_a_building(office: TestBench, qtbot: QtBot) -> None:
    assert "第一步：把要走的楼栋录进来" in words(shown(office, qtbot))


def test_an_empty_day_says_what_to_do(office: TestBench, qtbot: QtBot) -> None:
    building = factories.building(office.desk)
    for door in doors_of(office, building):
        visits.record_outcome(office.desk, door, "met")
    page = shown(office, qtbot)
    assert "今天没有约定" in words(page)
    assert benches.focused().isVisibleTo(page)


def test_each_line_says_why(office: TestBench, qtbot: QtBot) -> None:
    building = factories.building(office.desk)
    late, due, back, begun, fresh, *_ = doors_of(office, building)
    for door, day in ((late, date(2026, 11, 18)), (due, date(2026, 11, 21))):
        made = visits.record_outcome(office.desk, door, "come_back", next_time="晚 7 点后")
        records.save_field(office.desk, "visit", made.visit.id, "next_on", day)
    visits.record_outcome(office.desk, back, "come_back", note="养狗")
    visits.start(office.desk, begun)
    said = rows(shown(office, qtbot))
    assert said[0] == "走访未完成 1"
    assert "还没有登记结果" in said[1]
    assert said[2:4] == [
        "约定已过期 1",
        "双兴街 3号楼 1单元 101室 · 约定 11-18 晚 7 点后，已过 3 天",
    ]
    assert said[5].endswith("约定今天 晚 7 点后 上门")
    assert said[7].endswith("今天登记为需再访，未约时间 · 备注：养狗")
    assert said[8].startswith("顺路下一户")
    assert "302室" not in said[8]
    assert fresh


def test_enter_opens_the_door_in_the_matrix(office: TestBench, qtbot: QtBot) -> None:
    building = factories.building(office.desk)
    first, second, third, *_ = doors_of(office, building)
    visits.record_outcome(office.desk, first, "met")
    shown(office, qtbot)
    press(qtbot, Key.Key_Return)
    press(qtbot, Key.Key_Down, Key.Key_Return)
    assert office.said.opened == [("place", second), ("place", third)]


def test_the_arrows_skip_the_headings(office: TestBench, qtbot: QtBot) -> None:
    building = factories.building(office.desk)
    first, second, *_ = doors_of(office, building)
    visits.record_outcome(office.desk, first, "come_back")
    page = shown(office, qtbot)
    press(qtbot, Key.Key_Down)
    line = page.view.current_line()
    assert line is not None
    assert line.door_id == second
    assert "双兴街 3号楼 1单元 102室" in words(page)


def test_the_figures_of_the_day_follow(office: TestBench, qtbot: QtBot) -> None:
    building = factories.building(office.desk)
    first, second, *_ = doors_of(office, building)
    visits.record_outcome(office.desk, first, "met")
    page = shown(office, qtbot)
    assert "1 / 12 户已走完" in words(page)
    visits.record_outcome(office.desk, second, "refused")
    page.reload(frozenset({"visit"}))
    rest(office, qtbot)
    assert "2 / 12 户已走完" in words(page)
    assert "双兴街 3号楼" in words(page)


def test_a_reload_keeps_the_focus_on_its_door(office: TestBench, qtbot: QtBot) -> None:
    building = factories.building(office.desk)
    first, _, third, *_ = doors_of(office, building)
    visits.record_outcome(office.desk, first, "met")
    page = shown(office, qtbot)
    press(qtbot, Key.Key_Down)
    visits.record_outcome(office.desk, first, "refused")
    page.reload(frozenset({"visit"}))
    rest(office, qtbot)
    line = page.view.current_line()
    assert line is not None
    assert line.door_id == third


def test_ctrl_z_takes_the_last_record_back_here_too(office: TestBench, qtbot: QtBot) -> None:
    building = factories.building(office.desk)
    first, *_ = doors_of(office, building)
    visits.record_outcome(office.desk, first, "met")
    page = shown(office, qtbot)
    assert "1 / 12 户已走完" in words(page)
    qtbot.keyClick(benches.focused(), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rest(office, qtbot)
    assert visits.of_door(office.desk, first) == ()
    assert "双兴街 3号楼 1单元 101室" in office.said.infos[-1]
    assert "0 / 12 户已走完" in words(page)
