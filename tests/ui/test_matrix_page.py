"""The building page by keyboard alone, on a real database."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui import benches
from tests.ui.benches import TestBench, press
from unionapp.models.records import Place
from unionapp.services import places, visits
from unionapp.services.buildings import BuildingSpec
from unionapp.ui.matrix.page import MatrixPage

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def building(office: TestBench) -> Place:
    return factories.building(office.desk)


@pytest.fixture
def page(office: TestBench, building: Place, qtbot: QtBot) -> MatrixPage:
    """The page on 双兴街 3号楼 with 1单元 101 in focus."""
    made = MatrixPage(office.bench)
    benches.show(qtbot, made, 1200, 700)
    made.open_building(building.id)
    return made


def chord(qtbot: QtBot, key: Key) -> None:
    """Press a key together with Ctrl."""
    qtbot.keyClick(benches.focused(), key, CTRL)


def number_of(office: TestBench, door_id: str) -> str:
    path = places.path(office.desk, door_id)
    return f"{path[-2].name} {path[-1].number}"


def outcomes_at(office: TestBench, door_id: str) -> list[str | None]:
    return [line.visit.outcome for line in visits.of_door(office.desk, door_id)]


def words(page: MatrixPage) -> str:
    shown = (one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))
    return "\n".join(shown)


def test_a_building_is_found_by_street_and_number(
    office: TestBench, building: Place, qtbot: QtBot
) -> None:
    factories.place(
        office.desk, "building", "5号楼", factories.place(office.desk, "street", "北街")
    )
    page = MatrixPage(office.bench)
    benches.show(qtbot, page, 1200, 700)
    press(qtbot, "双兴", "3", Key.Key_Return)
    assert page.stack.currentWidget() is page.view
    assert "双兴街 3号楼" in words(page)
    assert len(page.view.cells()) == 12


def test_initials_find_a_street(office: TestBench, building: Place, qtbot: QtBot) -> None:
    factories.place(
        office.desk, "building", "5号楼", factories.place(office.desk, "street", "北街")
    )
    page = MatrixPage(office.bench)
    benches.show(qtbot, page, 1200, 700)
    press(qtbot, "sxj")
    line = page.picker.line()
    assert line is not None
    assert line.address == "双兴街 3号楼"
    assert page.picker.list.count() == 1


def test_arrows_walk_and_the_panel_follows(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    assert number_of(office, page.door_id()) == "1单元 101"
    press(qtbot, Key.Key_Up, Key.Key_Right)
    assert number_of(office, page.door_id()) == "1单元 202"
    press(qtbot, Key.Key_Right)
    assert number_of(office, page.door_id()) == "2单元 201"
    qtbot.waitUntil(lambda: "2单元 201室" in words(page))


@pytest.mark.parametrize(
    ("digit", "outcome"),
    [
        ("1", "met"),
        ("2", "nobody_home"),
        ("3", "come_back"),
        ("4", "refused"),
        ("5", "vacant"),
        ("6", "moved"),
        ("7", "locked_entrance"),
    ],
)
def test_a_digit_records_an_outcome_at_once(
    office: TestBench, page: MatrixPage, qtbot: QtBot, digit: str, outcome: str
) -> None:
    press(qtbot, digit)
    assert outcomes_at(office, page.door_id()) == [outcome]
    assert office.said.saved == 1
    assert "101室" in office.said.infos[-1]
    assert page.view.cells()[0].status == outcome


def test_ctrl_z_takes_the_last_one_back_and_goes_to_its_door(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    first = page.door_id()
    press(qtbot, "1", Key.Key_Up, "4")
    second = page.door_id()
    press(qtbot, Key.Key_Up)
    chord(qtbot, Key.Key_Z)
    assert page.door_id() == second
    assert outcomes_at(office, second) == []
    assert outcomes_at(office, first) == ["met"]
    chord(qtbot, Key.Key_Z)
    assert page.door_id() == first
    assert outcomes_at(office, first) == []
    chord(qtbot, Key.Key_Z)
    assert "没有可以撤销" in office.said.infos[-1]


def test_counts_and_progress_follow_each_key(page: MatrixPage, qtbot: QtBot) -> None:
    press(qtbot, "1", Key.Key_Up, "2")
    assert "1/12" in words(page)
    counted = {item.key: made.text() for item, made in page.view.legend.items()}
    assert counted["met"].endswith("1")
    assert counted["nobody_home"].endswith("1")
    assert counted["not_visited"].endswith("10")


def test_f_changes_the_way_of_looking(page: MatrixPage, qtbot: QtBot) -> None:
    press(qtbot, "f")
    assert page.view.mode == "membership"
    press(qtbot, "f")
    assert page.view.mode == "hardship"
    assert {item.key for item, _ in page.view.legend.items()} == {"on_file", "not_on_file"}


def test_a_building_is_generated_by_keys_alone(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, "n", "8", "号楼", Key.Key_Tab, "2", Key.Key_Tab, "5", Key.Key_Tab, "3")
    press(qtbot, Key.Key_Tab, "2-202", Key.Key_Tab, "1")
    assert "共 29 户" in words(page)
    press(qtbot, Key.Key_Return)
    assert page.stack.currentWidget() is page.view
    assert "双兴街 8号楼" in words(page)
    made = page.view.cells()
    assert len(made) == 29
    assert sum(cell.kind == "shopfront" for cell in made) == 6
    assert benches.focused() is page.view.matrix


def test_a_slip_in_a_building_is_told_under_its_field(page: MatrixPage, qtbot: QtBot) -> None:
    press(qtbot, "n", "8", "号楼", Key.Key_Tab, "2", Key.Key_Tab, "0")
    assert "应在 1 到 120 之间" in words(page)
    press(qtbot, Key.Key_Return)
    assert page.stack.currentWidget() is page.generate


def test_a_name_that_is_taken_is_told_under_the_name(page: MatrixPage, qtbot: QtBot) -> None:
    press(qtbot, "n", "3", "号楼", Key.Key_Return)
    assert "已经有一个「3号楼」" in words(page)
    assert benches.focused() is page.generate.name


def test_an_empty_office_gets_its_first_street_and_building(
    office: TestBench, qtbot: QtBot
) -> None:
    page = MatrixPage(office.bench)
    benches.show(qtbot, page, 1200, 700)
    assert "还没有楼栋" in words(page)
    chord(qtbot, Key.Key_N)
    press(qtbot, Key.Key_Return, "双兴街", Key.Key_Return, "1", "号楼", Key.Key_Return)
    assert "双兴街 1号楼" in words(page)
    assert len(page.view.cells()) == 36


def test_escape_keeps_what_was_typed_into_a_new_building(page: MatrixPage, qtbot: QtBot) -> None:
    press(qtbot, "n", "8", "号楼", Key.Key_Escape)
    assert page.stack.currentWidget() is page.view
    press(qtbot, "n")
    assert page.generate.name.text() == "8号楼"


def test_a_door_is_shown_in_its_building(office: TestBench, page: MatrixPage) -> None:
    other = factories.door(office.desk, "302")
    assert page.show_record("place", other.id)
    assert page.door_id() == other.id
    assert not page.show_record("place", "nowhere")


def test_what_others_wrote_is_shown_after_a_reload(office: TestBench, page: MatrixPage) -> None:
    visits.record_outcome(office.desk, page.door_id(), "refused")
    page.reload(frozenset({"visit"}))
    assert page.view.cells()[0].status == "refused"


def test_three_thousand_doors_open_and_are_walked(office: TestBench, qtbot: QtBot) -> None:
    street = factories.place(office.desk, "street", "长街")
    made = places.generate_building(office.desk, BuildingSpec(street.id, "1号楼", 10, 30, 10))
    page = MatrixPage(office.bench)
    benches.show(qtbot, page, 1200, 700)
    page.open_building(made.building.id)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.view)
    first = page.door_id()
    press(qtbot, Key.Key_Up, Key.Key_Right)
    assert len(page.view.cells()) == 3000
    assert page.door_id() not in ("", first)
