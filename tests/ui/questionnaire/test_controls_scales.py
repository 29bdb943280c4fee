"""Order, scales, stars and acknowledgements by keys and by the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.questionnaire.controls_bench import Bench
from tests.ui.questionnaire.controls_choices import (
    KINDS,
    Opened,
    keys,
    one,
    opener,
    place,
)
from unionapp.ui.questionnaire.controls.rank import Rank
from unionapp.ui.questionnaire.controls.rating import Rating
from unionapp.ui.questionnaire.controls.scale import Scale


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    yield from opener(tmp_path)


def test_digits_put_in_order_and_enter_gives_the_last_place(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, "rank")
    assert isinstance(form.control("q"), Rank)
    keys(qtbot, form, "3", "1")
    assert form.value("q") == "k3 k1"
    keys(qtbot, form, "4", Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("k3 k1 k4 k2", ["q"])


@pytest.mark.parametrize(
    "modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier]
)
def test_the_marked_moves_in_the_order(
    qtbot: QtBot, bench: Opened, modifier: Qt.KeyboardModifier
) -> None:
    form = one(qtbot, bench, "rank")
    keys(qtbot, form, "1", "2", "3", "4")
    assert form.value("q") == "k1 k2 k3 k4"
    rank = form.control("q")
    assert isinstance(rank, Rank)
    rank.chips.stand_on("k3")
    qtbot.keyClick(place(form), Qt.Key.Key_Up, modifier)
    qtbot.keyClick(place(form), Qt.Key.Key_Up, modifier)
    qtbot.keyClick(place(form), Qt.Key.Key_Up, modifier)
    assert form.value("q") == "k3 k1 k2 k4"


def test_a_rank_takes_a_place_back(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, "rank")
    keys(qtbot, form, "3", "1", "3")
    assert form.value("q") == "k1"


def scale(qtbot: QtBot, bench: Opened, look: str, how: str, kind: str = "range") -> Bench:
    form = bench([(kind, "q", "满意度", look, how)], KINDS, "appearance parameters")
    form.open(qtbot, "q")
    return form


def test_a_scale_is_typed_stepped_and_pointed_at(qtbot: QtBot, bench: Opened) -> None:
    form = scale(qtbot, bench, "", "start=0 end=10 step=2")
    made = form.control("q")
    assert isinstance(made, Scale)
    keys(qtbot, form, "4", Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("6", ["q"])
    centre = made.track.rect().center()
    qtbot.mouseClick(made.track, Qt.MouseButton.LeftButton, pos=centre)
    assert form.value("q") in ("4", "6")
    keys(qtbot, form, Qt.Key.Key_Backspace)
    place(form).clear()  # type: ignore[attr-defined] # a line edit
    keys(qtbot, form, Qt.Key.Key_Tab)
    assert (made.off.text(), form.value("q") in ("", "4", "6")) == ("", True)


def test_a_number_off_the_scale_is_said(qtbot: QtBot, bench: Opened) -> None:
    form = scale(qtbot, bench, "", "start=0.5 end=5 step=0.5")
    made = form.control("q")
    assert isinstance(made, Scale)
    keys(qtbot, form, "7", Qt.Key.Key_Tab)
    assert made.off.text() == "应为 0.5–5，每档 0.5"
    made.focus_first()
    place(form).selectAll()  # type: ignore[attr-defined] # a line edit
    keys(qtbot, form, "2.5", Qt.Key.Key_Tab)
    assert (made.off.text(), form.value("q")) == ("", "2.5")


def test_stars_are_given_by_a_digit(qtbot: QtBot, bench: Opened) -> None:
    form = scale(qtbot, bench, "rating", "start=1 end=5 step=1")
    assert isinstance(form.control("q"), Rating)
    keys(qtbot, form, "4")
    assert form.value("q") == "4"
    keys(qtbot, form, "9", Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("3", ["q"])
    keys(qtbot, form, Qt.Key.Key_Backspace)
    assert form.value("q") == ""


def test_an_acknowledgement_is_pressed_or_not(qtbot: QtBot, bench: Opened) -> None:
    form = bench([("acknowledge", "q", "已告知", "")], KINDS)
    form.open(qtbot, "q")
    keys(qtbot, form, Qt.Key.Key_Space)
    assert form.value("q") == "OK"
    keys(qtbot, form, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("", ["q"])
