"""Fields for text and codes: what leaving, Enter, Esc and an input method do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from unionapp.ui.widgets.code_edit import (
    CREDIT_CODE,
    IDENTITY,
    NUMBER,
    PHONE,
    CodeEdit,
    DateEdit,
    MoneyEdit,
)
from unionapp.ui.widgets.text_edit import LongTextEdit, TextEdit

RARE = "\U0002cced"  # 𬳭, two UTF-16 units
Show = Callable[[QWidget], QWidget]


def compose(control: QWidget, preedit: str, commit: str = "") -> None:
    """Type as an input method does: what is being composed, then what was chosen."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(control, event)


def test_enter_hands_over_and_goes_on(qtbot: QtBot, in_window: Show) -> None:
    field = TextEdit("姓名")
    in_window(field)
    left: list[str] = []
    field.left.connect(left.append)
    qtbot.keyClicks(field, "Wang")
    with qtbot.waitSignal(field.next_asked):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert left == ["Wang"]


def test_leaving_hands_over_once(qtbot: QtBot, in_window: Show) -> None:
    field = TextEdit("姓名")
    in_window(field)
    left: list[str] = []
    field.left.connect(left.append)
    qtbot.keyClicks(field, "Wang")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hasFocus()
    assert left == ["Wang"]


def test_a_stored_text_is_not_handed_over_again(qtbot: QtBot, in_window: Show) -> None:
    field = TextEdit("姓名")
    field.set_value("王建国")
    in_window(field)
    field.left.connect(lambda _: pytest.fail("nothing was changed"))
    qtbot.keyClick(field, Qt.Key.Key_Tab)


def test_esc_goes_to_the_page_and_loses_nothing(qtbot: QtBot, in_window: Show) -> None:
    field = TextEdit("姓名")
    window = in_window(field)
    left: list[str] = []
    field.left.connect(left.append)
    QShortcut(QKeySequence("Esc"), window).activated.connect(window.hide)
    qtbot.keyClicks(field, "Wang")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (window.isVisible(), left) == (False, ["Wang"])


def test_composing_is_not_text_yet(qtbot: QtBot, in_window: Show) -> None:
    field = TextEdit("姓名")
    in_window(field)
    edited: list[str] = []
    field.textEdited.connect(edited.append)
    compose(field, "wang'jian'guo")
    assert (edited, field.text()) == ([], "")
    compose(field, "", "王建国")
    assert edited == ["王建国"]


def test_length_counts_characters_however_rare(qtbot: QtBot, in_window: Show) -> None:
    field = TextEdit("姓名", longest=4)
    in_window(field)
    compose(field, "", RARE * 4)
    assert field.text() == RARE * 4
    compose(field, "", "多")
    assert field.text() == RARE * 4


def test_too_much_is_cut_where_it_was_typed_not_at_the_end(qtbot: QtBot, in_window: Show) -> None:
    field = TextEdit("姓名", longest=4)
    field.set_value("ABCD")
    in_window(field)
    field.setCursorPosition(1)
    qtbot.keyClicks(field, "x")
    assert (field.text(), field.cursorPosition()) == ("ABCD", 1)


def test_a_long_text_takes_enter_as_a_line_and_ctrl_enter_as_the_end(
    qtbot: QtBot, in_window: Show
) -> None:
    field = LongTextEdit("备注")
    in_window(field)
    left: list[str] = []
    field.left.connect(left.append)
    qtbot.keyClicks(field, "a")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "b")
    with qtbot.waitSignal(field.next_asked):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert left == ["a\nb"]


@pytest.mark.parametrize("characters", [NUMBER, IDENTITY, CREDIT_CODE, PHONE])
def test_a_field_for_codes_switches_the_input_method_off(
    qtbot: QtBot, in_window: Show, characters: str
) -> None:
    field = CodeEdit("编号", characters=characters)
    in_window(field)
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImHints) is not False
    compose(field, "", "你")
    qtbot.keyClicks(field, "12")
    assert field.text() == "12"


def test_text_has_the_input_method_on(in_window: Show) -> None:
    field = TextEdit("姓名")
    in_window(field)
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is not False


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-11-21", date(2026, 11, 21)), ("20261121", date(2026, 11, 21)), ("2026-13-40", None)],
)
def test_a_date_is_read_or_kept_as_it_was_typed(
    qtbot: QtBot, in_window: Show, typed: str, day: date | None
) -> None:
    field = DateEdit("日期", date(2026, 11, 21))
    in_window(field)
    assert field.entered() is None
    qtbot.keyClicks(field, typed)
    assert field.entered() == (day or typed)


@pytest.mark.parametrize(
    ("typed", "fen"), [("7860", 786000), ("1,800.5", 180050), ("1.005", None), ("1.2.3", None)]
)
def test_an_amount_becomes_fen_or_is_kept_as_it_was_typed(
    qtbot: QtBot, in_window: Show, typed: str, fen: int | None
) -> None:
    field = MoneyEdit("金额")
    in_window(field)
    assert field.entered() is None
    qtbot.keyClicks(field, typed)
    assert field.entered() == (typed if fen is None else fen)


def test_a_stored_amount_is_shown_in_yuan(in_window: Show) -> None:
    field = MoneyEdit("金额")
    field.show_fen(786000)
    assert field.text() == "7,860.00"
    field.show_fen(None)
    assert field.text() == ""
