"""The check over the cells: all problems at once, each with its place and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.forms.desk import markdown
from unionapp.errors import Problem
from unionapp.forms.load import check_file
from unionapp.wording import sentence

Row = tuple[str, ...]
HEADER = ("type", "name", "label", "relevant", "constraint", "calculation", "choice_filter")
CHOICES = [("list_name", "name", "label"), ("c", "a", "A"), ("c", "b", "B")]


def wide(*rows: Row) -> list[Row]:
    return [HEADER, *[(*row, *[""] * (len(HEADER) - len(row))) for row in rows]]


def problems(
    folder: Path, survey: Sequence[Row], choices: Sequence[Row] = CHOICES
) -> tuple[Problem, ...]:
    file = folder / "form.md"
    file.write_text(markdown({"survey": survey, "choices": choices}), "utf-8")
    return check_file(file)


def test_all_problems_come_together(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        wide(
            ("text", "a", "A", "${nobody} = 1"),
            ("integer", "a", "Again"),
            ("integer", "b", "B", "", ". < 5 and nope(.)"),
            ("begin_group", "g", "G"),
            ("select_one zz", "s", "S"),
            ("calculate", "c"),
            ("blah", "d", "D"),
            ("text", "1x", "X"),
            ("text", "", "No name"),
        ),
        [*CHOICES, ("c", "a", "Again"), ("c", "", "No name"), ("", "z", "No list")],
    )
    errors = [(one.code, one.sheet, one.row, one.column) for one in found if not one.warning]
    assert errors == [
        ("form.reference_unknown", "survey", 2, "relevant"),
        ("form.name_twice", "survey", 3, "name"),
        ("form.function_unknown", "survey", 4, "constraint"),
        ("form.not_closed", "survey", 5, "type"),
        ("form.no_such_list", "survey", 6, "type"),
        ("form.no_calculation", "survey", 7, "calculation"),
        ("form.type_unknown", "survey", 8, "type"),
        ("form.name_wrong", "survey", 9, "name"),
        ("form.no_name", "survey", 10, "name"),
        ("form.choice_twice", "choices", 2, "name"),
        ("form.choice_without_name", "choices", 5, "name"),
    ]
    assert ("form.choice_without_list", 6) in [(one.code, one.row) for one in found if one.warning]
    for problem in found:
        assert "{" not in sentence(problem).replace("${", "")
        assert "—" not in sentence(problem, "en")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((("end_group",),), "form.end_without_begin"),
        ((("begin_group", "g", "G"), ("end_repeat",)), "form.end_of_other"),
        ((("", "a", "A"),), "form.no_type"),
        ((("text", "a", ""),), "form.no_label"),
        ((("calculate", "a", "", "", "", "1 +"),), "form.expression_unexpected"),
        ((("calculate", "a", "", "", "", "concat('a'"),), "form.expression_expected"),
        ((("calculate", "a", "", "", "", "round()"),), "form.function_arguments"),
        ((("select_multiple m", "a", "A"),), "form.choice_with_blank"),
    ],
)
def test_a_problem_is_found(tmp_path: Path, rows: tuple[Row, ...], code: str) -> None:
    found = problems(tmp_path, wide(*rows), [*CHOICES, ("m", "x y", "X")])
    assert code in [one.code for one in found if not one.warning]


def test_warnings_do_not_stop_a_form(tmp_path: Path) -> None:
    found = problems(tmp_path, wide(("text", "姓名", "姓名"), ("geotrace", "t", "T")))
    assert [one.code for one in found if one.code != "form.remark"] == [
        "form.name_not_latin",
        "form.not_on_desktop",
    ]
    assert all(one.warning for one in found)


@pytest.mark.parametrize(
    "row",
    [
        ("select_one c", "a", "A"),
        ("select one c", "a", "A"),
        ("select_multiple c or_other", "a", "A"),
        ("rank c", "a", "A"),
        ("int", "a", "A"),
        ("dateTime", "a", "A"),
        ("photo", "a", "A"),
        ("trigger", "a", "A"),
        ("barcode", "a", "A"),
        ("note", "a", "A"),
        ("hidden", "a"),
        ("audit", "audit"),
        ("today", "today"),
        ("range", "a", "A"),
    ],
)
def test_a_type_of_odk_passes(tmp_path: Path, row: Row) -> None:
    assert [one for one in problems(tmp_path, wide(row)) if not one.warning] == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("form.txt", b"", "form.not_a_form"),
        ("form.xlsx", b"no zip", "form.unreadable"),
        ("form.md", b"\xff\xfe\xff", "form.unreadable"),
        ("form.md", b"| choices |", "form.no_survey"),
        ("form.md", b"| survey |\n| | name |\n| | a |", "form.no_column"),
        ("form.md", b"| survey |\n| | type | name |", "form.no_questions"),
    ],
)
def test_a_file_that_is_no_form_says_so(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert [one.code for one in check_file(file)] == [code]


def test_a_missing_attachment_is_named(tmp_path: Path) -> None:
    found = problems(tmp_path, wide(("select_one_from_file doors.csv", "a", "A")))
    assert [(one.code, one.where) for one in found] == [("form.media_missing", "doors.csv")]
