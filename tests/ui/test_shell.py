"""The frame of the window: pages by key, the rail on a small laptop, what it says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessible import nameless
from unionapp.ui.keys import KeySheet
from unionapp.ui.shell import KeyHint, PageEntry, Shell

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
TITLES = ("今日走访", "楼栋图", "人员与会员")


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def shell(qtbot: QtBot, made: list[str]) -> Shell:
    def entry(title: str) -> PageEntry:
        def make() -> QWidget:
            made.append(title)
            page = QLineEdit()
            page.setAccessibleName(title)
            return page

        return PageEntry(title, title, "home", make)

    window = Shell([entry(title) for title in TITLES], "陈晓梅")
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page(TITLES[0])
    return window


def texts(shell: Shell) -> list[str]:
    return [one.text() for one in shell.findChildren(QLabel) if not one.isHidden()]


def test_a_page_is_made_when_it_is_first_shown(shell: Shell, made: list[str]) -> None:
    assert made == ["今日走访"]
    shell.show_page("楼栋图")
    shell.show_page("今日走访")
    shell.show_page("楼栋图")
    assert made == ["今日走访", "楼栋图"]
    assert [shell.page(title) is not None for title in TITLES] == [True, True, False]


def test_alt_and_a_digit_change_the_page_and_give_it_the_keyboard(
    qtbot: QtBot, shell: Shell
) -> None:
    with qtbot.waitSignal(shell.page_shown) as shown:
        qtbot.keyClick(shell, Qt.Key.Key_3, ALT)
    assert shown.args == ["人员与会员"]
    assert shell.current_key() == "人员与会员"
    page = shell.page("人员与会员")
    assert page is not None
    assert page.hasFocus()
    assert [button.isChecked() for button in shell.buttons.values()] == [False, False, True]


@pytest.mark.parametrize(
    ("signal", "key", "modifier"),
    [
        ("search_asked", Qt.Key.Key_K, CTRL),
        ("lock_asked", Qt.Key.Key_L, CTRL),
        ("help_asked", Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
        ("help_asked", Qt.Key.Key_Slash, CTRL),
    ],
)
def test_a_key_asks_for(
    qtbot: QtBot, shell: Shell, signal: str, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    with qtbot.waitSignal(getattr(shell, signal)):
        qtbot.keyClick(shell, key, modifier)


def test_plain_keys_stay_with_the_page(qtbot: QtBot, shell: Shell) -> None:
    page = shell.page("今日走访")
    assert isinstance(page, QLineEdit)
    qtbot.keyClicks(page, "k3/l")
    assert (page.text(), shell.current_key()) == ("k3/l", "今日走访")


def test_the_window_can_be_as_small_as_a_laptop_at_125_percent(shell: Shell) -> None:
    shell.show_hints([KeyHint("Ctrl+K", "查找人员、门户、单位、命令")] * 12)
    shell.show_crumbs(["和平区", "翠苑街道", "第三网格", "和苑小区", "3 幢"])
    shell.resize(1093, 614)
    assert (shell.width(), shell.height()) == (1093, 614)
    shell.resize(800, 400)
    assert (shell.width(), shell.height()) == (1024, 576)


def test_the_navigation_is_a_rail_of_icons_below_1240(shell: Shell) -> None:
    button = shell.buttons["今日走访"]
    button.show_count(12)
    shell.resize(1240, 700)
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert "12" in texts(shell)
    wide = button.width()
    shell.resize(1239, 700)
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert "12" not in texts(shell)
    assert button.width() < wide / 2
    assert button.accessibleName() == "今日走访"


@pytest.mark.parametrize(("count", "text"), [(3, "3"), (999, "999"), (1000, "999+")])
def test_a_page_shows_how_much_waits_there(shell: Shell, count: int, text: str) -> None:
    shell.buttons["楼栋图"].show_count(count)
    assert text in texts(shell)
    shell.buttons["楼栋图"].show_count(0)
    assert text not in texts(shell)


def test_it_says_where_one_is_and_what_was_saved(qtbot: QtBot, shell: Shell) -> None:
    shell.show_crumbs(["翠苑街道", "3 幢"])
    shell.show_saved("已保存 14:32")
    shell.show_waiting("3 条待导出")
    said = {"翠苑街道", "3 幢", "已保存 14:32", "3 条待导出"}
    qtbot.waitUntil(lambda: said <= set(texts(shell)))
    shell.show_crumbs(["设置"])
    assert "3 幢" not in texts(shell)


def test_hints_name_keys_and_what_they_do(shell: Shell) -> None:
    shell.show_hints([KeyHint("Enter", "开始走访"), KeyHint("F1", "按键")])
    assert {"Enter", "开始走访", "F1"} <= set(texts(shell))


def test_everything_that_takes_the_keyboard_has_a_name(shell: Shell) -> None:
    shell.show_page("楼栋图")
    assert nameless(shell) == []


def test_a_control_without_a_name_is_found(shell: Shell) -> None:
    QLineEdit(shell)
    assert len(nameless(shell)) == 1


def test_the_sheet_of_keys_goes_with_any_key(qtbot: QtBot, shell: Shell) -> None:
    sheet = KeySheet(shell, [KeyHint("/", "输入门牌")])
    sheet.show()
    sheet.setFocus()
    assert shell.rect().contains(sheet.geometry())
    qtbot.keyClick(sheet, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: shell.findChildren(KeySheet) == [] or sheet.isHidden())


def test_every_state_of_a_page_keeps_the_keys_that_always_work(shell: Shell) -> None:
    shell.show_hints([KeyHint("Esc", "返回")])
    assert [one.split()[0] for one in shell._hints.shown()] == ["Esc", "Ctrl+K", "F1"]


def test_the_near_part_of_where_one_is_stays_whole(shell: Shell) -> None:
    path = ("劳动里街道", "光明社区", "第1网格", "和顺街", "1号楼")
    shell.show_crumbs(path)
    shell._crumbs.resize(900, 30)
    assert shell._crumbs.shown() == path
    shell._crumbs.resize(160, 30)
    assert shell._crumbs.shown() == ("…", "和顺街", "1号楼")
    shell._crumbs.resize(10, 30)
    assert shell._crumbs.shown() == ("1号楼",)


def test_a_page_is_brought_by_its_button_with_mouse_and_space(qtbot: QtBot, shell: Shell) -> None:
    with qtbot.captureExceptions() as raised:
        qtbot.mouseClick(shell.buttons["楼栋图"], Qt.MouseButton.LeftButton)
        assert shell.current_key() == "楼栋图"
        shell.buttons["人员与会员"].setFocus()
        qtbot.keyClick(shell.buttons["人员与会员"], Qt.Key.Key_Space)
    assert raised == []
    assert shell.current_key() == "人员与会员"
