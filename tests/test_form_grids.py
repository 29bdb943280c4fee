"""`table-list` groups are one grid on paper; a month or a year is asked and said as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_form_paper import blank, filled, form_of, questions
from unionapp.forms.form import Form
from unionapp.printing.questionnaire import Choice, Grid, Sheet

SCALE = (("s", "1", "满意"), ("s", "2", "一般"), ("s", "3", "不满意"))


def grids(sheet: Sheet) -> list[Grid]:
    return [block for block in sheet.blocks if isinstance(block, Grid)]


def rated(folder: Path, *, of: str = "") -> Form:
    listed = f"list = '{of}'" if of else ""
    return form_of(
        folder,
        ("text", "name", "姓名"),
        ("begin_group", "g", "对服务的评价", "", "table-list"),
        ("select_one s", "a", "服务态度", "", "", "", listed),
        ("select_one s", "b", "办事速度"),
        ("select_multiple s", "c", "回访", "${a} = '1'"),
        ("end_group", ""),
        ("text", "more", "其他"),
        choices=SCALE,
    )


def test_questions_of_a_table_list_are_one_grid_under_their_numbers(tmp_path: Path) -> None:
    sheet = blank(rated(tmp_path))
    (grid,) = grids(sheet)
    assert grid.heads == ("满意", "一般", "不满意")
    assert [(one.number, one.label, one.kind) for one in grid.rows] == [
        ("2", "服务态度", "choice"), ("3", "办事速度", "choice"), ("4", "回访", "choices"),
    ]  # fmt: skip
    assert grid.rows[2].condition == "仅当第 2 题选「满意」"
    assert questions(sheet)["其他"].number == "5"
    assert not set(questions(sheet)) & {"服务态度", "办事速度", "回访"}


def test_a_filled_grid_has_the_relevant_rows_and_their_ticks(tmp_path: Path) -> None:
    form = rated(tmp_path)
    form.set(form.node("/data/g/a"), "2")
    form.set(form.node("/data/g/b"), "3")
    (grid,) = grids(filled(form))
    assert [one.label for one in grid.rows] == ["服务态度", "办事速度"]
    assert [[choice.ticked for choice in one.choices] for one in grid.rows] == [
        [False, True, False], [False, False, True],
    ]  # fmt: skip


def test_an_answer_that_no_choice_has_is_not_lost_in_the_grid(tmp_path: Path) -> None:
    form = rated(tmp_path)
    form.set(form.node("/data/g/a"), "2")
    form.node("/data/g/a").value = "old"
    sheet = filled(form)
    assert grids(sheet) == []
    assert Choice("old", ticked=True) in questions(sheet)["服务态度"].choices


@pytest.mark.parametrize(
    ("appearance", "kind", "said"),
    [
        ("", "date", "2026年3月1日"),
        ("month-year", "month", "2026年3月"),
        ("year", "year", "2026年"),
    ],
)
def test_as_much_of_a_date_is_asked_and_said_as_the_form_wants(
    tmp_path: Path, appearance: str, kind: str, said: str
) -> None:
    form = form_of(tmp_path, ("date", "d", "入会时间", "", appearance))
    assert questions(blank(form))["入会时间"].kind == kind
    form.set(form.node("/data/d"), "2026-03-01")
    assert questions(filled(form))["入会时间"].answer == said
