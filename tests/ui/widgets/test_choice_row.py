"""Choices: few as buttons with their digits, many as a list that filters while one types."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from unionapp.ui.records.choice_set import ChoiceSet
from unionapp.ui.theme import theme
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_picker import CodePicker

FEW = (("yes", "是"), ("no", "否"), ("unknown", "不清楚"))
MANY = (
    ("courier", "快递员"),
    ("rider", "网约配送员"),
    ("driver", "货车司机"),
    ("guard", "保安员"),
    ("nurse", "护工护理员"),
    ("house", "家政服务员"),
    ("shop", "商场信息员"),
    ("car", "网约车司机"),
)
KEY = Qt.Key
Show = Callable[[QWidget], QWidget]


@pytest.fixture
def few(in_window: Show) -> ChoiceRow:
    made = ChoiceRow("是否会员", FEW)
    in_window(made)
    return made


@pytest.fixture
def many(in_window: Show) -> CodePicker:
    made = CodePicker("职业群体", MANY)
    in_window(made)
    return made


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ([KEY.Key_1], "yes"),
        ([KEY.Key_2], "no"),
        ([KEY.Key_2, KEY.Key_2], "no"),
        ([KEY.Key_9], ""),
        ([KEY.Key_Right], "yes"),
        ([KEY.Key_Right, KEY.Key_Right], "no"),
        ([KEY.Key_Left], "unknown"),
        ([KEY.Key_2, KEY.Key_Backspace], ""),
    ],
)
def test_keys_choose(qtbot: QtBot, few: ChoiceRow, keys: list[Qt.Key], value: str) -> None:
    for key in keys:
        qtbot.keyClick(few, key)
    assert few.value() == value


def test_a_choice_is_told_and_the_same_one_again_is_not(qtbot: QtBot, few: ChoiceRow) -> None:
    told: list[str] = []
    few.picked.connect(told.append)
    for key in (KEY.Key_2, KEY.Key_2, KEY.Key_3):
        qtbot.keyClick(few, key)
    assert told == ["no", "unknown"]


def test_a_stored_choice_is_shown_and_not_told(qtbot: QtBot, few: ChoiceRow) -> None:
    few.picked.connect(lambda _: pytest.fail("nobody chose"))
    few.set_value("no")
    assert few.value() == "no"
    assert [one.isChecked() for one in few.findChildren(QPushButton)] == [False, True, False]


def test_every_option_shows_its_digit(few: ChoiceRow) -> None:
    assert [one.text().split() for one in few.findChildren(QPushButton)] == [
        ["1", "是"],
        ["2", "否"],
        ["3", "不清楚"],
    ]


def test_enter_goes_on(qtbot: QtBot, few: ChoiceRow) -> None:
    with qtbot.waitSignal(few.next_asked):
        qtbot.keyClick(few, KEY.Key_Return)


def test_ctrl_digit_is_not_a_choice(qtbot: QtBot, few: ChoiceRow) -> None:
    qtbot.keyClick(few, KEY.Key_1, Qt.KeyboardModifier.AltModifier)
    assert few.value() == ""


def marked(few: ChoiceRow) -> list[str]:
    return [one.text().split()[1] for one in few.findChildren(QPushButton) if one.property("at")]


def test_the_focus_is_seen_and_goes(qtbot: QtBot, few: ChoiceRow) -> None:
    assert marked(few) == ["是"]
    qtbot.keyClick(few, KEY.Key_2)
    assert marked(few) == ["否"]
    qtbot.keyClick(few, KEY.Key_Tab)
    assert marked(few) == []


# ---- the long list -----------------------------------------------------------------------------


def choices(many: CodePicker) -> list[str]:
    (found,) = many.window().findChildren(QListWidget)
    return [found.item(row).text() for row in range(found.count())] if found.isVisible() else []


def test_typing_initials_filters_and_enter_takes(qtbot: QtBot, many: CodePicker) -> None:
    qtbot.keyClicks(many, "wyc")
    assert choices(many) == ["网约车司机"]
    with qtbot.waitSignals([many.picked, many.next_asked]):
        qtbot.keyClick(many, KEY.Key_Return)
    assert (many.value(), many.text(), choices(many)) == ("car", "网约车司机", [])


def test_only_committed_text_filters(many: CodePicker) -> None:
    QApplication.sendEvent(many, QInputMethodEvent("si'ji", []))
    assert choices(many) == []
    event = QInputMethodEvent("", [])
    event.setCommitString("司机")
    QApplication.sendEvent(many, event)
    assert choices(many) == ["货车司机", "网约车司机"]


def test_arrows_open_and_move(qtbot: QtBot, many: CodePicker) -> None:
    qtbot.keyClick(many, KEY.Key_Down)
    assert len(choices(many)) == len(MANY)
    qtbot.keyClick(many, KEY.Key_Down)
    qtbot.keyClick(many, KEY.Key_Return)
    assert many.value() == "rider"


def test_esc_closes_the_list_and_keeps_the_choice(qtbot: QtBot, many: CodePicker) -> None:
    many.set_value("guard")
    qtbot.keyClicks(many, "x")
    qtbot.keyClick(many, KEY.Key_Down)
    qtbot.keyClick(many, KEY.Key_Escape)
    assert (many.value(), many.text(), choices(many)) == ("guard", "保安员", [])


def test_esc_for_the_open_list_does_not_leave_the_page(qtbot: QtBot, many: CodePicker) -> None:
    left: list[str] = []
    shortcut = QShortcut(QKeySequence("Esc"), many.window())
    shortcut.activated.connect(lambda: left.append("left"))
    qtbot.keyClick(many, KEY.Key_Down)
    qtbot.keyClick(many, KEY.Key_Escape)
    assert (choices(many), left) == ([], [])
    qtbot.keyClick(many, KEY.Key_Escape)
    assert left == ["left"]


def test_text_that_is_no_item_gives_way_to_the_old_one(qtbot: QtBot, many: CodePicker) -> None:
    many.set_value("guard")
    many.selectAll()
    qtbot.keyClicks(many, "zzzz")
    qtbot.keyClick(many, KEY.Key_Tab)
    assert (many.value(), many.text()) == ("guard", "保安员")


def test_enter_on_text_that_is_no_item_says_so_and_stays(qtbot: QtBot, many: CodePicker) -> None:
    went_on: list[bool] = []
    many.next_asked.connect(lambda: went_on.append(True))
    qtbot.keyClicks(many, "zzzz")
    qtbot.keyClick(many, KEY.Key_Down)
    qtbot.keyClick(many, KEY.Key_Return)
    assert choices(many) == ["没有「zzzz」这一项，请换个字"]
    assert (many.text(), many.value(), went_on) == ("zzzz", "", [])


def test_clearing_takes_the_choice_back(qtbot: QtBot, many: CodePicker) -> None:
    many.set_value("guard")
    told: list[str] = []
    many.picked.connect(told.append)
    many.selectAll()
    qtbot.keyClick(many, KEY.Key_Backspace)
    qtbot.keyClick(many, KEY.Key_Tab)
    assert (many.value(), told) == ("", [""])


def test_enter_on_an_emptied_field_takes_the_choice_back(qtbot: QtBot, many: CodePicker) -> None:
    many.set_value("guard")
    many.selectAll()
    qtbot.keyClick(many, KEY.Key_Backspace)
    qtbot.keyClick(many, KEY.Key_Return)
    assert (many.value(), choices(many)) == ("", [])


def test_leaving_takes_what_is_marked(qtbot: QtBot, many: CodePicker) -> None:
    qtbot.keyClicks(many, "w")
    assert choices(many) == ["网约配送员", "网约车司机"]
    qtbot.keyClick(many, KEY.Key_Down)
    qtbot.keyClick(many, KEY.Key_Tab)
    assert (many.value(), choices(many)) == ("car", [])


def test_the_list_goes_with_its_field(qtbot: QtBot, many: CodePicker) -> None:
    window = many.window()
    qtbot.keyClick(many, KEY.Key_Down)
    many.deleteLater()
    qtbot.waitUntil(lambda: window.findChildren(QListWidget) == [])


def test_a_code_that_no_list_knows_is_shown_with_a_mark(qtbot: QtBot, many: CodePicker) -> None:
    many.set_value("astronaut")
    many.picked.connect(lambda _: pytest.fail("nobody chose"))
    qtbot.keyClick(many, KEY.Key_Tab)
    assert (many.value(), many.text()) == ("astronaut", "?astronaut")


def test_no_option_is_cut_or_moves_its_neighbours_when_it_is_chosen(
    qtbot: QtBot, in_window: Show
) -> None:
    made = ChoiceRow("纸张", [("a", "Card CR80 (85.6 × 54 mm)"), ("b", "R&D"), ("c", "其他")])
    in_window(made)
    buttons = made.findChildren(QPushButton)
    before = [one.geometry() for one in buttons]
    for index, one in enumerate(buttons):
        qtbot.keyClick(made, KEY(KEY.Key_1.value + index))
        # With the bold font that the style sheet gives to a chosen option.
        bold = QFontMetrics(theme().font(bold=True))
        assert bold.horizontalAdvance(one.text().replace("&&", "&")) + 24 <= one.width()
        assert [button.geometry() for button in buttons] == before
    assert buttons[1].shortcut().isEmpty()


# ---- several ---------------------------------------------------------------------------------


@pytest.fixture
def several(in_window: Show) -> ChoiceSet:
    made = ChoiceSet("六有", [(str(number), f"第{number}项") for number in range(1, 13)])
    in_window(made)
    return made


def seen_at(chosen: QWidget) -> list[int]:
    buttons = chosen.findChildren(QPushButton)
    return [place for place, one in enumerate(buttons) if one.property("at")]


def test_a_choice_of_several_shows_where_the_keyboard_is(qtbot: QtBot, several: ChoiceSet) -> None:
    several.setFocus()
    assert seen_at(several) == [0]
    qtbot.keyClick(several, KEY.Key_Right)
    assert seen_at(several) == [1]
    several.clearFocus()
    assert seen_at(several) == []


def test_an_option_behind_the_last_digit_is_ticked_by_arrows_and_space(
    qtbot: QtBot, several: ChoiceSet
) -> None:
    several.setFocus()
    for key in (KEY.Key_3, KEY.Key_0, KEY.Key_Right, KEY.Key_Right, KEY.Key_Space):
        qtbot.keyClick(several, key)
    assert several.value() == ("3", "10", "12")
    qtbot.keyClick(several, KEY.Key_Space)
    assert several.value() == ("3", "10")
