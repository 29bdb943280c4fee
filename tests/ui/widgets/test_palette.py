"""The palette: finds records and commands, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from unionapp.ui.widgets.palette import Command, Palette, PaletteHit, matching

KEY = Qt.Key
PEOPLE = (
    PaletteHit("person", "p1", "王建国", "和苑小区 3 幢 1203"),
    PaletteHit("employer", "e1", "王记餐饮", "和平街 12 号"),
)


class Window(QWidget):
    """A window with something that has the focus, a palette, and a memory."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.asked: list[str] = []
        self.below = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.below)
        self.resize(900, 600)
        self.palette_ = Palette(self, self.search)
        self.palette_.set_commands(
            [
                Command("打印中心", "Alt+7", lambda: self.ran.append("print")),
                Command("批量导入", "", lambda: self.ran.append("import")),
            ]
        )

    def search(self, text: str) -> Sequence[PaletteHit]:
        self.asked.append(text)
        return [hit for hit in PEOPLE if text in hit.title]


def shown(qtbot: QtBot) -> tuple[Window, QLineEdit]:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    with qtbot.waitExposed(window):
        window.below.setFocus()
    window.palette_.open()
    field = window.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field is not window.below
    return window, field


def commit(field: QLineEdit, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_all_commands_are_listed_before_anything_is_typed(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    assert [item.name for item in window.palette_.items() if isinstance(item, Command)] == [
        "打印中心",
        "批量导入",
    ]
    assert window.asked == []


@pytest.mark.parametrize("typed", ["打印", "dyzx", "dayin", "DY"])
def test_a_command_is_found_by_its_name_and_by_pinyin(typed: str) -> None:
    commands = (Command("打印中心", "", list), Command("批量导入", "", list))
    assert [one.name for one in matching(commands, typed)] == ["打印中心"]


def test_enter_runs_the_command_and_closes(qtbot: QtBot) -> None:
    window, field = shown(qtbot)
    qtbot.keyClicks(field, "pldr")
    qtbot.keyClick(field, KEY.Key_Return)
    assert window.ran == ["import"]
    assert not window.palette_.isVisible()
    assert window.focusWidget() is window.below


def test_a_record_is_chosen_with_the_arrows(qtbot: QtBot) -> None:
    window, field = shown(qtbot)
    commit(field, "王")
    assert window.palette_.items()[:2] == PEOPLE
    qtbot.keyClick(field, KEY.Key_Down)
    with qtbot.waitSignal(window.palette_.chosen) as chosen:
        qtbot.keyClick(field, KEY.Key_Return)
    assert chosen.args == ["employer", "e1"]


def test_the_arrows_go_round(qtbot: QtBot) -> None:
    window, field = shown(qtbot)
    commit(field, "王")
    qtbot.keyClick(field, KEY.Key_Up)
    with qtbot.waitSignal(window.palette_.chosen) as chosen:
        qtbot.keyClick(field, KEY.Key_Return)
    assert chosen.args == ["employer", "e1"]


def test_half_a_word_of_an_input_method_is_not_searched(qtbot: QtBot) -> None:
    window, field = shown(qtbot)
    QApplication.sendEvent(field, QInputMethodEvent("wang", []))
    assert window.asked == []
    commit(field, "王")
    assert window.asked == ["王"]


def test_escape_closes_and_gives_the_focus_back(qtbot: QtBot) -> None:
    window, field = shown(qtbot)
    qtbot.keyClick(field, KEY.Key_Escape)
    assert not window.palette_.isVisible()
    assert window.focusWidget() is window.below
    assert window.ran == []


def test_nothing_found_is_said_and_enter_does_nothing(qtbot: QtBot) -> None:
    window, field = shown(qtbot)
    commit(field, "赵")
    assert window.palette_.items() == ()
    qtbot.keyClick(field, KEY.Key_Return)
    assert window.palette_.isVisible()
    assert any("赵" in label.text() for label in window.palette_.findChildren(QLabel))


def test_the_palette_lies_over_the_whole_window(qtbot: QtBot) -> None:
    window, _ = shown(qtbot)
    window.resize(700, 500)
    assert window.palette_.size() == window.size()
