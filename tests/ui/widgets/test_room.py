"""Where there is little room nothing is cut: fields scroll, filters break, a chooser says what."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from unionapp.ui.widgets.basics import column
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.palette import Command, Palette
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.widgets.segments import Segments
from unionapp.ui.widgets.text_edit import TextEdit


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(widget, None, gap=0))
    holder.resize(width, height)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitExposed(holder)
    return holder


def fields(count: int) -> tuple[QWidget, list[TextEdit]]:
    body = QWidget()
    layout = QVBoxLayout(body)
    made = [TextEdit(f"第 {at} 项") for at in range(count)]
    for one in made:
        layout.addWidget(one)
    return body, made


def is_in_sight(widget: QWidget, frame: QWidget) -> bool:
    placed = QRect(widget.mapTo(frame, QPoint(0, 0)), widget.size())
    return frame.rect().contains(placed)


def test_the_field_with_the_keyboard_is_scrolled_into_sight(qtbot: QtBot) -> None:
    body, made = fields(12)
    seen = Scrolling(body, "各项")
    holder = shown(qtbot, seen, 300, 200)
    assert holder.height() == 200
    assert not is_in_sight(made[-1], seen.viewport())
    made[-1].setFocus()
    qtbot.waitUntil(lambda: is_in_sight(made[-1], seen.viewport()))
    made[0].setFocus()
    qtbot.waitUntil(lambda: is_in_sight(made[0], seen.viewport()))


def test_what_fits_takes_no_more_room_than_it_needs(qtbot: QtBot) -> None:
    body, made = fields(2)
    seen = Scrolling(body, "各项")
    holder = shown(qtbot, seen, 300, 600)
    assert holder.height() == 600
    assert all(is_in_sight(one, seen.viewport()) for one in made)
    assert seen.height() < 200


def test_filters_break_onto_a_second_line_and_none_is_cut(qtbot: QtBot) -> None:
    words = ("全部名册", "只差一条", "已经有了", "不够条件", "还缺资料")
    made = Segments([(one, one, "F5") for one in words], lambda _key: None)
    whole = made.sizeHint().width()
    holder = shown(qtbot, made, whole + 40, 120)
    found: Iterable[QPushButton] = made.findChildren(QPushButton)
    buttons = list(found)
    assert len({one.y() for one in buttons}) == 1
    holder.resize(whole * 2 // 3, 120)
    qtbot.waitUntil(lambda: len({one.y() for one in buttons}) == 2)
    assert all(one.width() >= one.minimumWidth() for one in buttons)
    assert all(is_in_sight(one, made) for one in buttons)


def test_a_chooser_says_what_is_being_chosen(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    made = Palette(window, lambda _text: (), title="把谁加入名册", sought="姓名")
    made.set_commands([Command("张三", "", lambda: None)])
    made.open()
    labels: Iterable[QLabel] = made.findChildren(QLabel)
    assert "把谁加入名册" in {one.text() for one in labels}
    field = window.focusWidget()
    assert field.accessibleName() == "把谁加入名册"


def test_choices_that_fit_on_a_line_take_no_second_one_when_they_scroll(qtbot: QtBot) -> None:
    body = QWidget()
    rows = [ChoiceRow("写什么", [("codes", "代码"), ("words", "文字")]) for _ in range(8)]
    body.setLayout(column(*rows, gap=8))
    seen = Scrolling(body, "各项")
    holder = shown(qtbot, seen, 500, 150)
    assert holder.height() == 150
    assert body.height() <= sum(one.heightForWidth(one.width()) for one in rows) + 8 * 10
