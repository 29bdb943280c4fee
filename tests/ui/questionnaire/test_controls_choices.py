"""Chips: digits, arrows, how they lie, and choices that change under the hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.questionnaire.controls_choices import (
    KINDS,
    STREETS,
    Opened,
    Rows,
    inner,
    keys,
    one,
    opener,
)
from unionapp.ui.questionnaire.controls.chip import Chip
from unionapp.ui.questionnaire.controls.chips import Chips
from unionapp.ui.questionnaire.controls.choice import ChipsControl
from unionapp.ui.questionnaire.controls.choice_header import ChoiceHeader


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    yield from opener(tmp_path)


def test_a_digit_chooses_and_enter_goes_on(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench)
    keys(qtbot, form, "2", Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("k2", ["q"])


def test_the_digit_of_what_is_chosen_does_not_take_it_back(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench)
    keys(qtbot, form, "2", "2")
    assert (form.value("q"), form.answers) == ("k2", ["k2"])
    keys(qtbot, form, Qt.Key.Key_Backspace)
    assert form.value("q") == ""


def test_nought_chooses_the_tenth(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS[:10])
    keys(qtbot, form, "0")
    assert form.value("q") == "s9"


def test_arrows_walk_and_change_nothing_until_enter(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench)
    keys(qtbot, form, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert form.answers == []
    keys(qtbot, form, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("k3", ["q"])


def test_several_are_ticked_by_digits_and_by_space(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, "select_multiple")
    keys(qtbot, form, "3", "1", "2", "1", Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    keys(qtbot, form, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert (form.value("q").split(), form.ended) == (["k2", "k3", "k4"], ["q"])


def test_quick_goes_on_at_once(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, look="quick")
    keys(qtbot, form, "1")
    assert (form.value("q"), form.ended) == ("k1", ["q"])


def test_a_click_chooses_and_takes_back(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench)
    chip = form.control("q").findChildren(QPushButton)[3]
    chip.click()
    assert form.value("q") == "k4"
    chip.click()
    assert form.value("q") == ""


def test_a_readonly_choice_stays(qtbot: QtBot, bench: Opened) -> None:
    form = bench([("select_one c", "q", "从业", "true()")], KINDS, "read_only")
    form.say("q", "k2")
    form.open(qtbot, "q")
    keys(qtbot, form, "1", Qt.Key.Key_Backspace, Qt.Key.Key_Right, Qt.Key.Key_Return)
    form.control("q").findChildren(QPushButton)[0].click()
    assert (form.value("q"), form.answers, form.ended) == ("k2", [], ["q"])


def test_a_choice_with_no_option_is_shown_as_it_was(qtbot: QtBot, bench: Opened) -> None:
    rows: Rows = [
        ("select_one t", "town", "区", "", ""),
        ("select_one c", "q", "街道", "", "town=${town}"),
    ]
    choices: Rows = [("t", "a", "甲", ""), ("t", "b", "乙", ""), ("c", "a1", "甲一", "a")]
    choices.append(("c", "b1", "乙一", "b"))
    form = bench(rows, choices, "appearance choice_filter", "town")
    form.say("town", "a")
    form.control("q")
    form.say("q", "a1")
    form.open(qtbot, "q")
    form.say("town", "b")
    shown = inner(form)
    assert isinstance(shown, ChipsControl)
    assert (shown.lost.text(), shown.lost.isVisible()) == ("原值：a1（不在选项中）", True)
    shown_now = [one for one in shown.chips.findChildren(Chip) if not one.isHidden()]
    assert [one.words for one in shown_now] == ["乙一"]
    keys(qtbot, form, "1")
    assert (form.value("q"), shown.lost.isVisible()) == ("b1", False)


@pytest.mark.parametrize(
    ("look", "columns"),
    [("columns-2", 2), ("columns-3", 3), ("likert", 4), ("list-nolabel", 4), ("", 4)],
)
def test_chips_lie_as_the_form_says(qtbot: QtBot, bench: Opened, look: str, columns: int) -> None:
    form = one(qtbot, bench, look=look)
    chips = form.control("q").findChildren(QPushButton)
    top = [chip for chip in chips if chip.y() == chips[0].y()]
    assert len(top) == columns
    if look:
        assert len({chip.width() for chip in top}) == 1
    assert all(chip.height() >= 34 for chip in chips)


def test_labels_stand_above_the_cells_of_a_table(qtbot: QtBot, bench: Opened) -> None:
    form = bench(
        [("select_one c", "h", "-", "label"), ("select_one c", "q", "一", "list-nolabel")], KINDS
    )
    header = form.control("h")
    form.open(qtbot, "q")
    assert isinstance(header, ChoiceHeader)
    centres = [one.geometry().center().x() for one in header.children() if isinstance(one, QWidget)]
    cells = form.control("q").findChildren(QPushButton)
    for centre, cell in zip(centres, cells, strict=True):
        assert abs(centre - cell.geometry().center().x()) <= 2


def test_a_long_option_breaks_into_lines_and_is_whole(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=[*KINDS, ("c", "long", "没有签合同，" * 30)])
    chips = form.control("q").findChildren(QPushButton)
    box = form.control("q").findChildren(Chips)[0]
    assert chips[4].height() > 2 * chips[0].height()
    assert chips[4].geometry().bottom() <= box.height()


def test_a_picture_is_drawn_on_its_option(qtbot: QtBot, bench: Opened) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs want bytes, Qt a text
    rows: Rows = [("c", "a", "甲", "a.png"), ("c", "b", "乙", "b.png")]
    media = {"a.png": bytes(buffer.data().data())}
    form = bench([("select_one c", "q", "哪种", "")], rows, "appearance", "image", media=media)
    form.open(qtbot, "q")
    with_picture, without = form.control("q").findChildren(QPushButton)
    assert with_picture.height() > 90 > without.sizeHint().height()
    assert QColor(with_picture.grab().toImage().pixel(60, 30)) == QColor("red")
