"""The building matrix: walked, jumped and marked with key events only."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from unionapp.ui.theme import theme
from unionapp.ui.widgets.matrix import Matrix
from unionapp.ui.widgets.matrix_data import MatrixBlock, MatrixCell, MatrixData
from unionapp.ui.widgets.matrix_grid import MatrixGrid

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def door(block: int, floor: int | None, column: int, **more: object) -> MatrixCell:
    number = f"{floor or 0}{column + 1:02d}"
    plain = {"door_id": f"{block}-{number}", "floor": floor, "column": column, "number": number}
    return MatrixCell(**{**plain, **more})  # type: ignore[arg-type]  # test data


def building(
    blocks: int = 2, floors: int = 6, columns: int = 3, without: frozenset[str] = frozenset()
) -> MatrixData:
    return MatrixData(
        "和苑小区 3 幢",
        tuple(
            MatrixBlock(
                f"{block} 单元",
                columns,
                tuple(
                    cell
                    for floor in range(floors, 0, -1)
                    for column in range(columns)
                    if (cell := door(block, floor, column)).door_id not in without
                ),
            )
            for block in range(1, blocks + 1)
        ),
        tuple(range(floors, 0, -1)),
    )


def shown(qtbot: QtBot, data: MatrixData, size: QSize | None = None) -> Matrix:
    matrix = Matrix()
    qtbot.addWidget(matrix)
    matrix.resize(size or QSize(800, 400))
    matrix.set_data(data)
    matrix.show()
    with qtbot.waitExposed(matrix):
        matrix.setFocus()
    return matrix


def press(qtbot: QtBot, matrix: Matrix, *keys: Qt.Key | str) -> str | None:
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(matrix, key)
        else:
            qtbot.keyClick(matrix, key)
    return matrix.selected()


def picture(matrix: Matrix) -> QImage:
    return matrix.viewport().grab().toImage()


def has(image: QImage, colour: str, at: QPoint, side: int) -> bool:
    wanted = QColor(colour).rgb()
    return any(
        image.pixel(at.x() + x, at.y() + y) == wanted for x in range(side) for y in range(side)
    )


@pytest.mark.parametrize(
    ("start", "keys", "end"),
    [
        ("1-301", [KEY.Key_Right], "1-302"),
        ("1-303", [KEY.Key_Right], "2-301"),
        ("2-301", [KEY.Key_Left], "1-303"),
        ("1-301", [KEY.Key_Left], "2-203"),
        ("2-303", [KEY.Key_Right], "1-401"),
        ("1-101", [KEY.Key_Left], "1-101"),
        ("2-603", [KEY.Key_Right], "2-603"),
        ("1-301", [KEY.Key_Up], "1-401"),
        ("1-601", [KEY.Key_Up], "1-601"),
        ("1-301", [KEY.Key_Down, KEY.Key_Down], "1-101"),
        ("1-101", [KEY.Key_Down], "1-101"),
        ("1-302", [KEY.Key_Home], "1-301"),
        ("1-302", [KEY.Key_End], "2-303"),
        ("1-302", [KEY.Key_PageUp], "1-602"),
        ("1-302", [KEY.Key_PageDown], "1-102"),
    ],
)
def test_keys_walk_through_the_building(
    qtbot: QtBot, start: str, keys: list[Qt.Key], end: str
) -> None:
    matrix = shown(qtbot, building())
    matrix.select(start)
    assert press(qtbot, matrix, *keys) == end


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ("1-301", KEY.Key_Right, "1-303"),  # 1-302 is not there
        ("1-402", KEY.Key_Down, "1-202"),  # nor above 1-202
        ("1-203", KEY.Key_Down, "1-101"),  # the ground floor has one shop only
    ],
)
def test_a_walk_goes_over_gaps(qtbot: QtBot, start: str, key: Qt.Key, end: str) -> None:
    gaps = frozenset({"1-302", "1-102", "1-103"})
    matrix = shown(qtbot, building(without=gaps))
    matrix.select(start)
    assert press(qtbot, matrix, key) == end


def test_ctrl_home_and_end_go_to_the_ends_of_the_building(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-302")
    qtbot.keyClick(matrix, KEY.Key_End, CTRL)
    assert matrix.selected() == "2-103"
    qtbot.keyClick(matrix, KEY.Key_Home, CTRL)
    assert matrix.selected() == "1-601"


def test_the_first_key_starts_at_the_lowest_floor(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    assert press(qtbot, matrix, KEY.Key_Home) == "1-101"


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("/503", "1-503"),
        ("/2-503", "2-503"),
        ("/60", "1-601"),  # the beginning of a number
        ("/999", "1-101"),  # no such door
    ],
)
def test_a_slash_and_a_number_jump(qtbot: QtBot, typed: str, end: str) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-101")
    with qtbot.assertNotEmitted(matrix.outcome_typed):
        assert press(qtbot, matrix, typed, KEY.Key_Return) == end


def test_a_jump_looks_into_the_same_entrance_first(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    matrix.select("2-101")
    assert press(qtbot, matrix, "/503", KEY.Key_Return) == "2-503"


def test_escape_ends_a_jump_where_it_began(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-101")
    assert press(qtbot, matrix, "/503", KEY.Key_Escape) == "1-101"
    with qtbot.waitSignal(matrix.outcome_typed) as typed:
        qtbot.keyClicks(matrix, "2")
    assert typed.args == ["1-101", 2]


def test_backspace_corrects_a_jump(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-101")
    press(qtbot, matrix, "/504", KEY.Key_Backspace, "2", KEY.Key_Return)
    assert matrix.selected() == "1-502"


@pytest.mark.parametrize("digit", range(1, 8))
def test_digits_mark_the_selected_door(qtbot: QtBot, digit: int) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-302")
    with qtbot.waitSignal(matrix.outcome_typed) as typed:
        qtbot.keyClicks(matrix, str(digit))
    assert typed.args == ["1-302", digit]


@pytest.mark.parametrize("digit", "089")
def test_other_digits_mean_nothing(qtbot: QtBot, digit: str) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-302")
    with qtbot.assertNotEmitted(matrix.outcome_typed):
        qtbot.keyClicks(matrix, digit)


def test_enter_opens_and_ctrl_z_asks_to_undo(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-302")
    with qtbot.waitSignal(matrix.opened) as opened:
        qtbot.keyClick(matrix, KEY.Key_Return)
    assert opened.args == ["1-302"]
    with qtbot.waitSignal(matrix.undo_asked):
        qtbot.keyClick(matrix, KEY.Key_Z, CTRL)


def test_a_digit_and_an_arrow_in_turn_reach_every_door_once(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-101")
    typed: list[str] = []
    matrix.outcome_typed.connect(lambda door_id, _digit: typed.append(door_id))
    for _ in range(2 * 6 * 3):
        press(qtbot, matrix, "1", KEY.Key_Right)
    assert len(typed) == len(set(typed)) == 36


def test_moving_tells_the_door_once_and_staying_tells_nothing(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-101")
    told: list[str] = []
    matrix.moved.connect(told.append)
    press(qtbot, matrix, KEY.Key_Right, KEY.Key_Left, KEY.Key_Left)
    assert told == ["1-102", "1-101"]


def test_a_click_selects_and_a_double_click_opens(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    at = matrix._on_screen("2-502").center()
    qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert matrix.selected() == "2-502"
    with qtbot.waitSignal(matrix.opened) as opened:
        qtbot.mouseDClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == ["2-502"]


def test_the_selected_door_is_spoken_with_all_that_is_shown(qtbot: QtBot) -> None:
    cell = door(1, 12, 2, status="come_back", hardship=True, appointment_due=True)
    matrix = shown(qtbot, MatrixData("3 幢", (MatrixBlock("1 单元", 3, (cell,)),), (12,)))
    matrix.select(cell.door_id)
    said = matrix.accessibleDescription()
    for part in ("1 单元", "1203", "需再访", "困难建档", "约定"):
        assert part in said
    assert "3 幢" in matrix.accessibleName()


def test_only_the_changed_door_is_painted_again(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    before = picture(matrix)
    layer = matrix._layer
    matrix.update_cell(door(1, 5, 1, status="met"))
    after = picture(matrix)
    assert matrix._layer is layer
    at = matrix._on_screen("1-502")
    fill = theme().statuses["met"].fill
    assert has(after, fill, at.center(), 3)
    for x in range(0, after.width(), 3):
        for y in range(0, after.height(), 3):
            if not at.contains(x, y):
                assert after.pixel(x, y) == before.pixel(x, y)


def test_a_filter_dims_the_others_and_a_mode_recolours(qtbot: QtBot) -> None:
    met = door(1, 2, 0, status="met", membership="no_members")
    data = MatrixData("3 幢", (MatrixBlock("", 2, (met, door(1, 2, 1, status="refused"))),), (2,))
    matrix = shown(qtbot, data)
    at = matrix._on_screen(met.door_id).center()
    assert has(picture(matrix), theme().statuses["met"].fill, at, 3)
    matrix.set_filter("refused")
    assert not has(picture(matrix), theme().statuses["met"].fill, at, 3)
    matrix.set_mode("membership")
    assert has(picture(matrix), theme().statuses["nobody_home"].fill, at, 3)


def test_hardship_has_a_red_corner(qtbot: QtBot) -> None:
    cell = door(1, 2, 0, hardship=True)
    matrix = shown(qtbot, MatrixData("3 幢", (MatrixBlock("", 1, (cell,)),), (2,)))
    corner = matrix._on_screen(cell.door_id).topLeft() + QPoint(1, 1)
    assert has(picture(matrix), theme().colours["brand"], corner, 4)


def test_new_data_keeps_the_selected_door(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building())
    matrix.select("1-302")
    matrix.set_data(building(floors=7))
    assert matrix.selected() == "1-302"
    matrix.set_data(building(without=frozenset({"1-302"})))
    assert matrix.selected() is None


def test_3000_doors_are_walked_from_end_to_end(qtbot: QtBot) -> None:
    matrix = shown(qtbot, building(blocks=10, floors=30, columns=10), QSize(1000, 600))
    matrix.select("1-3001")
    for _ in range(99):
        press(qtbot, matrix, KEY.Key_Right)
        assert matrix.viewport().rect().contains(matrix._on_screen(matrix.selected() or ""))
    assert matrix.selected() == "10-3010"
    press(qtbot, matrix, *[KEY.Key_PageDown] * 3)
    assert matrix.selected() == "10-110"
    assert matrix.viewport().rect().contains(matrix._on_screen("10-110"))
    assert matrix._layer.picture.width() < 3 * matrix.viewport().width()


def test_a_street_without_floors_breaks_into_lines() -> None:
    cells = tuple(door(1, None, column) for column in range(25))
    grid = MatrixGrid(MatrixData("和平街", (MatrixBlock("", 25, cells),), (None,)))
    assert (len(grid.lines), grid.columns) == (3, 10)
    assert grid.spot("1-012").line == 1


def test_an_empty_building_has_no_door_to_select(qtbot: QtBot) -> None:
    matrix = shown(qtbot, MatrixData("", (), ()))
    assert press(qtbot, matrix, KEY.Key_Right, KEY.Key_Return, "1/5") is None
