"""What a form asks beyond what a desktop does is said, never done silently otherwise."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from tests.forms.desk import NOW, add, markdown, opened, read, say, value
from unionapp.errors import UserError
from unionapp.forms import form as filling
from unionapp.forms.form import MOST_ROWS, Form, Surrounding
from unionapp.forms.load import check_file
from unionapp.wording import sentence

HEAD = ("type", "name", "label", "repeat_count")
COUNTED = {
    "survey": [
        HEAD,
        ("decimal", "n", "N", ""),
        ("begin_repeat", "r", "Member", "${n}"),
        ("text", "a", "A", ""),
        ("end_repeat", "", "", ""),
    ]
}


def rows(form: Form) -> int:
    return len(form.root.kids["r"])


def test_rows_above_the_limit_are_a_problem_until_the_number_is_mended(tmp_path: Path) -> None:
    form = opened(tmp_path, COUNTED)
    say(form, "/data/n", "1e9")
    (problem,) = form.row_limit_hit
    assert (rows(form), problem.code) == (MOST_ROWS, "form.too_many_rows")
    assert "1000000000" in sentence(problem)
    assert "Member" in sentence(problem)
    say(form, "/data/n", "2")
    assert (rows(form), form.row_limit_hit) == (2, ())


def test_no_row_is_added_by_hand_above_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "MOST_ROWS", 2)
    free = {"survey": [HEAD, ("begin_repeat", "r", "R", ""), *COUNTED["survey"][3:]]}
    form = opened(tmp_path, free)
    add(form, "/data/r")
    assert (rows(form), form.row_limit_hit) == (2, ())
    add(form, "/data/r")
    assert (rows(form), len(form.row_limit_hit)) == (2, 1)
    last = form.node("/data/r[2]")
    assert last is not None
    form.remove_row(last)
    assert form.row_limit_hit == ()


def test_kept_answers_above_the_limit_are_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "MOST_ROWS", 2)
    free = {"survey": [HEAD, ("begin_repeat", "r", "R", ""), *COUNTED["survey"][3:]]}
    loaded = read(tmp_path, free)
    around = Surrounding(NOW, UTC, lambda: "1")
    form = Form(loaded.definition, around, answers={"/data/r[3]": "", "/data/r[3]/a": "x"})
    assert len(form.row_limit_hit) == 1


@pytest.mark.parametrize(
    ("kind", "appearance", "code"),
    [
        ("geopoint", "maps", "form.appearance_map"),
        ("geopoint", "placement-map", "form.appearance_map"),
        ("image", "new-front", "form.appearance_camera"),
        ("image", "annotate new", "form.appearance_camera"),
        ("text", "ex:org.app.scan(a=${b}, b='x y')", "form.appearance_app"),
        ("date", "islamic", "form.appearance_calendar"),
        ("integer", "bearing", "form.appearance_bearing"),
        ("text", "mulitline", "form.appearance_unknown"),
        ("geotrace", "", "form.not_on_desktop"),
        ("text", "multiline", None),
        ("text", "w3 numbers", None),
        ("text", "printer:org.app(a, ${b})", None),
        ("image", "signature", None),
    ],
)
def test_what_a_desktop_cannot_do_is_said(
    tmp_path: Path, kind: str, appearance: str, code: str | None
) -> None:
    file = tmp_path / "form.md"
    survey = [
        ("type", "name", "label", "appearance"),
        ("text", "b", "B", ""),
        (kind, "a", "A", appearance),
    ]
    file.write_text(markdown({"survey": survey}), "utf-8")
    found = [(one.code, one.row, one.warning) for one in check_file(file) if one.row]
    assert found == ([] if code is None else [(code, 3, True)])


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("(a+)+", "form.pattern_slow"),
        ("[a", "form.pattern_wrong"),
        (r"\d{11}", None),
        (r"[\p{L} ]+", None),
    ],
)
def test_a_regular_expression_is_looked_at_when_the_form_is_read(
    tmp_path: Path, pattern: str, code: str | None
) -> None:
    file = tmp_path / "form.md"
    survey = [
        ("type", "name", "label", "constraint"),
        ("text", "a", "A", f"not(regex(., '{pattern}'))"),
    ]
    file.write_text(markdown({"survey": survey}), "utf-8")
    found = [(one.code, one.row, one.column, one.warning) for one in check_file(file)]
    assert found == ([] if code is None else [(code, 2, "constraint", True)])


# search('file'): choices from a file


def searched(folder: Path, appearance: str) -> Form:
    (folder / "doors.csv").write_text(
        "code,title,street\nd1,一号,s1\nd2,二号,s2\nd3,三号,s2\n", "utf-8"
    )
    survey = [
        ("type", "name", "label", "appearance"),
        ("text", "t", "T", ""),
        ("select_one c", "q", "Q", appearance),
    ]
    choices = [("list_name", "name", "label"), ("c", "code", "title")]
    return opened(folder, {"survey": survey, "choices": choices})


@pytest.mark.parametrize(
    ("appearance", "wanted"),
    [
        ("search('doors')", ["d1", "d2", "d3"]),
        ("minimal search('doors.csv')", ["d1", "d2", "d3"]),
        ("search('doors', 'matches', 'street', ${t})", ["d2", "d3"]),
        ("search('doors', 'contains', 'street,title', '一')", ["d1"]),
        ("search('doors', 'startswith', 'code', 'd', 'street', ${t})", ["d2", "d3"]),
        ("search('doors', 'endswith', 'code', concat('', '3'))", ["d3"]),
    ],
)
def test_choices_are_searched_in_a_file(tmp_path: Path, appearance: str, wanted: list[str]) -> None:
    form = searched(tmp_path, appearance)
    say(form, "/data/t", "s2")
    node = form.node("/data/q")
    assert node is not None
    assert [one.value for one in form.choices(node)] == wanted
    assert {one.label for one in form.choices(node)} <= {"一号", "二号", "三号"}
    say(form, "/data/q", wanted[0])
    assert value(form, "/data/q") == wanted[0]


@pytest.mark.parametrize(
    ("appearance", "code"),
    [
        ("search(doors)", "form.search_wrong"),
        ("search('doors'", "form.search_wrong"),
        ("search('doors', 'like', 'street', 'x')", "form.search_wrong"),
        ("search('doors', 'matches')", "form.search_wrong"),
        ("search('nowhere')", "form.media_missing"),
    ],
)
def test_a_wrong_search_is_named(tmp_path: Path, appearance: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        searched(tmp_path, appearance)
    assert [one.code for one in caught.value.problems] == [code]
    assert all(sentence(one) for one in caught.value.problems)
