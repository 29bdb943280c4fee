"""Rows of a repeat by the keyboard: one below the other, and as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.forms.desk import Sheet
from tests.ui.questionnaire.panel_bench import PanelBench

Make = Callable[[Mapping[str, Sheet]], PanelBench]
CHOICES = [("list_name", "name", "label"), ("sex", "1", "男"), ("sex", "2", "女")]
MEMBERS: Mapping[str, Sheet] = {
    "survey": [
        ("type", "name", "label", "relevant"),
        ("begin repeat", "m", "家庭成员", ""),
        ("text", "name", "姓名", ""),
        ("integer", "age", "年龄", ""),
        ("select_one sex", "sex", "性别", "${age} > 10"),
        ("end repeat", "", "", ""),
        ("text", "end", "备注", ""),
    ],
    "choices": CHOICES,
}
COUNTED: Mapping[str, Sheet] = {
    "survey": [
        ("type", "name", "label", "repeat_count"),
        ("integer", "count", "几口人", ""),
        ("begin repeat", "m", "家庭成员", "${count}"),
        ("text", "name", "姓名", ""),
        ("end repeat", "", "", ""),
    ],
}


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    kept: list[PanelBench] = []

    def made(sheets: Mapping[str, Sheet]) -> PanelBench:
        kept.append(PanelBench(qtbot, tmp_path, sheets))
        return kept[-1]

    yield made
    for bench in kept:
        bench.close()


def names(bench: PanelBench) -> list[str]:
    return [row.kids["name"][0].value for row in bench.filling.form.root.kids["m"]]


def head(bench: PanelBench, number: int) -> str:
    """What the line of a row says of it."""
    row = bench.filling.form.root.kids["m"][number - 1]
    for widget in bench.panel.sheet.widgets():
        if widget.item.node is row:
            return widget.accessibleName()
    return ""


def test_rows_are_added_and_filled_without_the_mouse(make: Make) -> None:
    bench = make(MEMBERS)
    for name, age in (("李红", "44"), ("王小明", "9")):
        bench.line(name)
        bench.line(age)
        if bench.at.endswith("sex"):
            bench.line("2")
        assert bench.at == "add"
        bench.press("Ctrl+Return")
    assert names(bench) == ["李红", "王小明", ""]
    assert head(bench, 1) == "1 李红 · 44 · 女"
    assert bench.at == "m[3]/name"
    bench.press("Enter", "Enter", "Enter")
    assert bench.at == "end"


def test_only_the_row_with_the_keyboard_is_open(make: Make) -> None:
    bench = make(MEMBERS)
    bench.line("李红")
    bench.press("Ctrl+Return")
    assert bench.shown().count("question:name") == 1
    bench.press("Alt+Up")
    assert bench.at == "m[1]/name"
    bench.press("Alt+Down")
    assert bench.at == "m[2]/name"


def test_enter_opens_the_next_row_and_shift_enter_the_last_question_before(make: Make) -> None:
    bench = make(MEMBERS)
    bench.press("Ctrl+Return", "Alt+Up", "Enter", "Enter")
    assert bench.at == "m[2]/name"
    bench.press("Shift+Return")
    assert bench.at == "m[1]/age"


def test_a_removed_row_comes_back_by_undo(make: Make) -> None:
    bench = make(MEMBERS)
    bench.line("李红")
    bench.press("Ctrl+Return")
    bench.line("王建国")
    bench.press("Alt+Up", "Alt+Del")
    assert names(bench) == ["王建国"]
    assert "第 1 行" in bench.said()
    assert bench.at == "m[1]/name"
    bench.press("Ctrl+Z")
    assert names(bench) == ["李红", "王建国"]


def test_the_last_row_can_go_and_the_keyboard_stays_near(make: Make) -> None:
    bench = make(MEMBERS)
    bench.press("Alt+Del")
    assert bench.shown() == ["repeat:m", "add:m", "question:end"]
    assert bench.at == "add"
    bench.press("Enter")
    assert bench.at == "end"


def test_a_smaller_count_asks_before_rows_with_answers_go(make: Make) -> None:
    bench = make(COUNTED)
    bench.line("2")
    bench.line("李红")
    bench.line("王建国")
    bench.press("Ctrl+Up", "Ctrl+A")
    bench.line("1")
    assert names(bench) == ["李红", "王建国"]
    assert bench.at == "count"
    bench.press("Enter")
    assert names(bench) == ["李红", "王建国"]
    assert bench.at == "count"
    bench.press("Ctrl+A")
    bench.line("1")
    bench.press("Alt+Del")
    assert names(bench) == ["李红"]
    bench.press("Ctrl+Z")
    assert names(bench) == ["李红", "王建国"]


def test_a_table_is_filled_cell_by_cell(make: Make) -> None:
    bench = make(MEMBERS)
    bench.line("李红")
    bench.press("F8")
    assert "table:m" in bench.shown()
    assert bench.at == "m[1]/age"
    bench.line("44")
    assert bench.at == "m[1]/sex"
    bench.press("Ctrl+Return")
    assert bench.at == "m[2]/name"
    bench.line("王小明")
    bench.line("9")
    assert bench.at == "add"
    bench.press("Up")
    assert bench.at.startswith("m[")
    bench.press("F8")
    assert "table:m" not in bench.shown()
    assert names(bench) == ["李红", "王小明"]


def test_arrows_move_through_the_cells(make: Make) -> None:
    bench = make(MEMBERS)
    bench.press("Ctrl+Return", "F8", "Up")
    assert bench.at == "m[1]/name"
    bench.press("Right")
    assert bench.at == "m[1]/age"
    bench.press("Down")
    assert bench.at == "m[2]/age"
    bench.press("Left")
    assert bench.at == "m[2]/name"


def test_cells_copied_in_excel_are_pasted_rows_added_as_needed(make: Make) -> None:
    bench = make(MEMBERS)
    bench.press("F8")
    QGuiApplication.clipboard().setText("李红\t44\t女\r\n王建国\t45\t男\r\n")
    bench.press("Ctrl+V")
    assert names(bench) == ["李红", "王建国"]
    assert bench.value("m[2]/sex") == "1"
    assert bench.at == "m[1]/name"


def test_a_problem_in_a_table_is_jumped_to(make: Make) -> None:
    bench = make(MEMBERS)
    bench.press("Ctrl+Return", "F8", "Enter")
    bench.type("1")
    bench.filling.answer(bench.node("m[1]/age"), "xx")
    bench.press("F4")
    assert bench.at == "m[1]/age"


def test_rows_with_photos_stay_one_below_the_other(make: Make) -> None:
    bench = make(
        {
            "survey": [
                ("type", "name", "label"),
                ("begin repeat", "m", "材料"),
                ("text", "name", "名称"),
                ("image", "photo", "照片"),
                ("end repeat", "", ""),
            ],
        }
    )
    bench.press("F8")
    assert "table:m" not in bench.shown()
    assert "逐行" in bench.said()


def test_two_hundred_rows_keep_few_widgets(make: Make, qtbot: QtBot) -> None:
    bench = make(MEMBERS)
    for _ in range(200):
        bench.panel.add_or_finish()
    assert len(names(bench)) == 201
    assert bench.at == "m[201]/name"
    bench.press("Enter", "Shift+Return")
    qtbot.waitUntil(lambda: len(bench.panel.sheet.widgets()) < 90)
