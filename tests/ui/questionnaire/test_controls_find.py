"""Many choices: found by typing, ticked one by one, never stalling a key."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.questionnaire.controls_choices import (
    STREETS,
    Opened,
    Rows,
    finder,
    found,
    inner,
    keys,
    one,
    opener,
    place,
    ticks,
)
from unionapp.ui.questionnaire.controls.choice import ChipsControl
from unionapp.ui.questionnaire.controls.finder import Finder


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    yield from opener(tmp_path)


def test_many_choices_are_found_by_any_part_or_initials(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    keys(qtbot, form, "xh")
    qtbot.waitUntil(lambda: found(form) == ["兴华街道"])
    keys(qtbot, form, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("s7", ["q"])
    assert finder(form).edit.text() == "兴华街道"


def test_chinese_finds_only_what_is_committed(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    edit = place(form)
    QApplication.sendEvent(edit, QInputMethodEvent("xing", []))
    assert not finder(form).list.isVisible()
    event = QInputMethodEvent("", [])
    event.setCommitString("兴")
    QApplication.sendEvent(edit, event)
    assert found(form) == ["兴华街道", "兴工街道"]
    keys(qtbot, form, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert form.value("q") == "s21"


def test_what_names_no_choice_says_so_and_enter_keeps_it(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    keys(qtbot, form, "zzz", Qt.Key.Key_Return)
    assert "zzz" in finder(form).list.says.text()
    assert (form.ended, finder(form).edit.text()) == ([], "zzz")
    keys(qtbot, form, Qt.Key.Key_Escape)
    assert (finder(form).edit.text(), finder(form).list.isVisible()) == ("", False)


def test_what_is_being_composed_outlives_a_reading(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    QApplication.sendEvent(place(form), QInputMethodEvent("xing", []))
    form.filling.answer(form.node("q"), "s3")
    form.control("q").read()
    assert finder(form).edit.text() == ""
    event = QInputMethodEvent("", [])
    event.setCommitString("兴华")
    QApplication.sendEvent(place(form), event)
    keys(qtbot, form, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.value("q") == "s7")


@pytest.mark.parametrize("ready", [True, False])
def test_an_open_list_outlives_a_reading(qtbot: QtBot, bench: Opened, *, ready: bool) -> None:
    names = [("c", f"n{at}", f"{chr(0x4E00 + at % 5000)}{at}号") for at in range(10_000)]
    form = one(qtbot, bench, choices=names, ready=ready)
    keys(qtbot, form, "9999")
    form.control("q").read()
    keys(qtbot, form, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.value("q") == "n9999")
    assert form.ended == ["q"]


def test_an_emptied_field_takes_the_choice_back(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    form.say("q", "s7")
    place(form).selectAll()  # type: ignore[attr-defined] # a line edit
    keys(qtbot, form, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert (form.value("q"), form.answers, form.ended) == ("", [""], ["q"])


def test_minimal_is_closed_until_it_is_asked_for(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, look="minimal")
    assert not finder(form).list.isVisible()
    keys(qtbot, form, Qt.Key.Key_Down)
    assert found(form) == ["外卖", "网约车", "快递", "家政"]
    keys(qtbot, form, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("k2", ["q"])


def test_several_of_many_are_ticked_one_by_one(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, "select_multiple", choices=STREETS)
    keys(qtbot, form, "xh", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.value("q") == "s7")  # the first search of all is made ready
    keys(qtbot, form, "xg", Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("s7 s21", [])
    assert ticks(form) == ["兴华街道  ✕", "兴工街道  ✕"]
    keys(qtbot, form, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("s7", ["q"])


def test_leaving_with_enter_before_typing_goes_on(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    keys(qtbot, form, Qt.Key.Key_Return)
    assert (form.ended, form.answers) == (["q"], [])


def test_ten_thousand_choices_stall_no_key(qtbot: QtBot, bench: Opened) -> None:
    names = [("c", f"n{at}", f"{chr(0x4E00 + at % 5000)}{at}号") for at in range(10_000)]
    names[9_876] = ("c", "last", "铁西区劳动里社区")
    form = one(qtbot, bench, choices=names)
    began = time.perf_counter()
    keys(qtbot, form, "l")
    assert time.perf_counter() - began < 0.4  # the tables of pinyin are read once
    qtbot.waitUntil(lambda: bool(found(form)))
    slowest = 0.0
    for key in "dlsq":
        began = time.perf_counter()
        keys(qtbot, form, key)
        slowest = max(slowest, time.perf_counter() - began)
    assert slowest < 0.1
    assert found(form) == ["铁西区劳动里社区"]
    keys(qtbot, form, Qt.Key.Key_Return)
    assert form.value("q") == "last"


def test_a_long_list_is_read_page_by_page(qtbot: QtBot, bench: Opened) -> None:
    names = [("c", f"n{at}", f"第{at}号") for at in range(200)]
    form = one(qtbot, bench, choices=names)
    keys(qtbot, form, Qt.Key.Key_Down)
    assert len(found(form)) < 200
    for _ in range(10):
        keys(qtbot, form, Qt.Key.Key_PageDown)
    keys(qtbot, form, Qt.Key.Key_Return)
    assert form.value("q") == "n80"


def test_few_choices_become_many_and_few_again(qtbot: QtBot, bench: Opened) -> None:
    rows: Rows = [
        ("select_one t", "town", "区", "", ""),
        ("select_one c", "q", "街道", "", "town=${town}"),
    ]
    choices: Rows = [("t", "a", "甲", ""), ("t", "b", "乙", "")]
    choices += [("c", f"a{at}", f"甲{at}", "a") for at in range(3)]
    choices += [("c", f"b{at}", f"乙{at}", "b") for at in range(40)]
    form = bench(rows, choices, "appearance choice_filter", "town")
    form.say("town", "a")
    form.open(qtbot, "q")
    assert isinstance(inner(form), ChipsControl)
    form.say("town", "b")
    assert isinstance(inner(form), Finder)
    assert isinstance(place(form), QLineEdit)
    keys(qtbot, form, "b39", Qt.Key.Key_Return)
    assert form.value("q") == "b39"
    form.say("town", "a")
    assert isinstance(inner(form), ChipsControl)
    keys(qtbot, form, "3")
    assert form.value("q") == "a2"
