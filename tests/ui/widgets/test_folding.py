"""Two groups fold beneath each other before anything of them is cut; segments keep their words."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from unionapp.ui.widgets.basics import label
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.folding import Folding
from unionapp.ui.widgets.segments import Segments


def test_the_second_group_goes_beneath_the_first_where_both_do_not_fit(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = Folding(Group(label("困难职工家庭入户核查")), Group(QPushButton("打印空白表  F7")))
    made.setParent(window)
    made.resize(600, 40)
    window.show()
    assert not made.is_folded()
    made.resize(made.sizeHint().width() - 20, 90)
    assert made.is_folded()
    assert made.minimumSizeHint().width() <= made.width()


def test_a_pressed_segment_needs_no_more_room_than_before(qtbot: QtBot) -> None:
    pressed: list[str] = []
    made = Segments([("all", "No member", "F5"), ("some", "Eight groups", "F5")], pressed.append)
    qtbot.addWidget(made)
    before = made.minimumSizeHint().width()
    made.findChildren(QPushButton)[1].click()
    assert pressed == ["some"]
    assert made.minimumSizeHint().width() == before
