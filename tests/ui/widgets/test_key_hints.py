"""Key hints of the status bar: they leave out what does not fit, never the last."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from unionapp.ui.widgets.key_hints import KeyHints

HINTS = (("←↑↓→", "选房"), ("Enter", "开始走访"), ("Ctrl+K", "查找"), ("F1", "按键"))


@pytest.fixture
def hints(qtbot: QtBot) -> KeyHints:
    made = KeyHints()
    made.show()
    return made


def shown_at(hints: KeyHints, width: int) -> list[str]:
    hints.resize(width, 30)
    return [one.split()[0] for one in hints.shown()]


def test_all_are_shown_where_there_is_room(hints: KeyHints) -> None:
    hints.show_hints(HINTS)
    assert shown_at(hints, 900) == ["←↑↓→", "Enter", "Ctrl+K", "F1"]


def test_the_last_stays_when_the_room_goes(hints: KeyHints) -> None:
    hints.show_hints(HINTS)
    widths = [shown_at(hints, width) for width in range(900, 60, -20)]
    assert all(line[-1] == "F1" for line in widths)
    assert ["←↑↓→", "F1"] in widths
    assert widths[-1] == ["F1"]


def test_nothing_shown_overlaps_or_is_cut(hints: KeyHints) -> None:
    hints.show_hints(HINTS)
    for width in range(900, 100, -20):
        shown_at(hints, width)
        seen = [
            (one.geometry().left(), one.geometry().right())
            for one in hints.findChildren(QWidget)
            if one.parent() is hints and not one.isHidden()
        ]
        assert all(right < left for (_, right), (left, _) in pairwise(seen))
        assert seen[-1][1] < width


def test_new_hints_take_the_place_of_the_old(hints: KeyHints) -> None:
    hints.resize(900, 30)
    hints.show_hints(HINTS)
    hints.show_hints([("Esc", "返回")])
    assert hints.shown() == ("Esc 返回",)


def test_no_hints_take_no_room(hints: KeyHints) -> None:
    hints.show_hints([])
    assert hints.shown() == ()
