"""Messages: a toast that goes, problems that stay to be read, a question with two answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from unionapp.errors import Problem
from unionapp.ui.messages import Offer, Toast, WindowMessages, text_of
from unionapp.ui.wording import install_language

PROBLEMS = [
    Problem("identity.too_short", detail={"have": 17, "need": 18}),
    Problem("identity.empty"),
]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(1024, 576)
    QLineEdit(made).setFocus()
    with qtbot.waitExposed(made):
        made.show()
    yield made
    install_language(QApplication.instance() or QApplication([]), "zh")


@pytest.fixture
def messages(window: QWidget) -> WindowMessages:
    return WindowMessages(window, window.setWindowTitle)


def toast(window: QWidget) -> Toast:
    (found,) = window.findChildren(Toast)
    return found


def left_ms(window: QWidget) -> int:
    (timer,) = toast(window).findChildren(QTimer)
    return timer.remainingTime()


def test_saying_nothing_shows_nothing(window: QWidget, messages: WindowMessages) -> None:
    assert toast(window).text == ""


def test_a_toast_goes_after_three_seconds(window: QWidget, messages: WindowMessages) -> None:
    messages.info("已登记")
    assert toast(window).text == "已登记"
    assert 2500 < left_ms(window) < 3500


def test_a_toast_goes_by_itself(
    qtbot: QtBot, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unionapp.ui.messages._TOAST_MS", 1)
    shown = Toast(window)
    shown.say("已登记")
    qtbot.waitUntil(lambda: shown.text == "")


def test_problems_stay_for_as_long_as_reading_takes(
    window: QWidget, messages: WindowMessages
) -> None:
    messages.problems(PROBLEMS)
    assert toast(window).text == text_of(PROBLEMS)
    assert left_ms(window) > 8000


def test_each_problem_has_its_line_in_the_language_of_the_window(qapp: QApplication) -> None:
    install_language(qapp, "en")
    assert [line[:12] for line in text_of(PROBLEMS).splitlines()] == ["The identity"] * 2
    install_language(qapp, "zh")
    assert text_of(PROBLEMS).splitlines()[1] == "证件号码是空的，请填写。"


def test_the_toast_keeps_the_keyboard_where_it_is(
    window: QWidget, messages: WindowMessages
) -> None:
    before = window.focusWidget()
    messages.info("已登记", Offer("撤销", lambda: None))
    assert window.focusWidget() is before
    assert toast(window).focusPolicy() == Qt.FocusPolicy.NoFocus


def test_an_offer_is_taken_once(qtbot: QtBot, window: QWidget, messages: WindowMessages) -> None:
    taken: list[str] = []
    messages.info("已登记：家中无人", Offer("撤销 Ctrl+Z", lambda: taken.append("undone")))
    (offered,) = toast(window).findChildren(QPushButton)
    qtbot.mouseClick(offered, Qt.MouseButton.LeftButton)
    assert (taken, toast(window).text) == (["undone"], "")
    messages.info("已登记")
    assert offered.isHidden()


def test_a_screen_reader_is_told(window: QWidget, messages: WindowMessages) -> None:
    messages.info("已登记")
    assert toast(window).accessibleName() == "已登记"


@pytest.mark.parametrize("size", [(1024, 576), (1366, 768)])
def test_the_longest_text_stays_inside_the_window(
    window: QWidget, messages: WindowMessages, size: tuple[int, int]
) -> None:
    window.resize(*size)
    messages.problems(PROBLEMS * 3)
    assert window.rect().contains(toast(window).geometry())
    assert toast(window).height() >= toast(window).sizeHint().height()


def test_what_was_saved_is_said_quietly(window: QWidget, messages: WindowMessages) -> None:
    messages.saved("已保存 14:32")
    assert (window.windowTitle(), toast(window).text) == ("已保存 14:32", "")


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)])
def test_a_question_is_answered_with_enter_or_esc(
    qtbot: QtBot, messages: WindowMessages, key: Qt.Key, answer: bool
) -> None:
    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        qtbot.keyClick(dialog, key)

    QTimer.singleShot(0, press)
    assert messages.ask("作废收据 0012 号？", "作废") is answer
