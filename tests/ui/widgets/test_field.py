"""A field of a form: its label, and one line that stays until what it speaks of is mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from unionapp.errors import Problem
from unionapp.ui.theme import theme
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit

ERROR = Problem("identity.too_short", detail={"have": 17, "need": 18})
WARNING = Problem("identity.very_old", detail={"date": "1910-01-01"}, warning=True)
Show = Callable[[QWidget], QWidget]


@pytest.fixture
def field(in_window: Show) -> FormField:
    made = FormField("身份证号", TextEdit("身份证号"), required=True, help_text="18 位")
    made.setFocusProxy(made.control)
    in_window(made)
    return made


@pytest.mark.parametrize(
    ("problems", "ok", "state", "part"),
    [
        ([ERROR], "", "error", "17 位"),
        ([WARNING], "", "warning", "1910-01-01"),
        ([WARNING, ERROR], "", "error", "17 位"),
        ([], "与登记一致", "ok", "与登记一致"),
        ([], "", "", "18 位"),
    ],
)
def test_the_worst_is_said(
    field: FormField, problems: list[Problem], ok: str, state: str, part: str
) -> None:
    field.show_problems(problems, ok)
    assert field.state == state
    assert part in field.message.text()
    assert field.control.property("state") == state


def test_errors_hide_the_warnings(field: FormField) -> None:
    field.show_problems([WARNING, ERROR])
    assert "1910" not in field.message.text()


def test_a_mended_field_says_its_help_again(field: FormField) -> None:
    field.show_problems([ERROR])
    field.show_problems([])
    assert (field.message.text(), field.control.property("state")) == ("18 位", "")


def test_the_colour_of_the_message_is_that_of_its_state(field: FormField) -> None:
    field.show_problems([ERROR])
    assert theme().colours["error"] in field.message.styleSheet()


def test_the_label_says_what_must_be_filled(field: FormField) -> None:
    texts = [one.text() for one in field.findChildren(QLabel) if one.isVisible()]
    assert texts[:2] == ["身份证号", "必填"]


@pytest.mark.parametrize("problems", [[ERROR], [WARNING], []])
def test_nothing_moves_when_the_state_changes(field: FormField, problems: list[Problem]) -> None:
    before = field.control.sizeHint()
    field.show_problems(problems)
    assert field.control.sizeHint() == before


def test_a_long_message_is_not_cut(qtbot: QtBot, field: FormField) -> None:
    field.window().resize(220, 400)
    field.show_problems([ERROR, ERROR])
    message = field.message
    qtbot.waitUntil(lambda: message.heightForWidth(message.width()) <= message.height())
