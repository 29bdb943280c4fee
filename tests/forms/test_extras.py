"""The columns that only our own forms have: soft checks, prefill, subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.forms.desk import markdown, opened, read, say
from unionapp.forms.extras import Extras
from unionapp.forms.form import Form
from unionapp.forms.load import check_file, reopen

SHEETS: Mapping[str, Sequence[Sequence[str]]] = {
    "survey": [
        (
            *("type", "name", "label::中文 (zh)", "label::English (en)", "prefill", "warning"),
            *("warning_message::中文 (zh)", "warning_message::English (en)"),
        ),
        ("begin_group", "g", "组", "Group", "", "", "", ""),
        (
            *("integer", "workers", "职工数", "Workers", "employer#workers", ". < ${limit}"),
            *("${workers} 人太多", "${workers} are many"),
        ),
        ("end_group", "", "", "", "", "", "", ""),
        ("integer", "limit", "上限", "Limit", "", "", "", ""),
    ],
    "settings": [("form_title", "form_id", "subject"), ("Visit", "visit", "employer")],
}


def test_prefill_and_subject_stand_on_the_definition(tmp_path: Path) -> None:
    loaded = read(tmp_path, SHEETS)
    assert loaded.warnings == ()
    again = reopen(loaded.xform, Extras.from_json(loaded.extras.as_json()), tmp_path)
    for definition in (loaded.definition, again.definition):
        assert definition.subject == "employer"
        filled = {one.path: one.bind.prefill for one in definition.root.walk() if one.bind.prefill}
        assert filled == {"/data/g/workers": "employer#workers"}


def test_a_form_without_the_columns_is_about_a_door(tmp_path: Path) -> None:
    plain = read(tmp_path, {"survey": [("type", "name", "label"), ("text", "a", "A")]})
    assert plain.extras == Extras()
    assert plain.definition.subject == "door"


def warned(form: Form) -> str | None:
    say(form, "/data/limit", "10")
    say(form, "/data/g/workers", "12")
    node = form.node("/data/g/workers")
    assert node is not None
    return form.warning(node)


def test_a_soft_check_speaks_the_language_of_the_form(tmp_path: Path) -> None:
    form = opened(tmp_path, SHEETS)
    assert warned(form) == "12 人太多"
    form.speak("English (en)")
    assert warned(form) == "12 are many"


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        (("warning_message",), "a"),
        (("warning_message", "warning_message::English (en)"), "b"),
        (("warning_message::中文 (zh)",), "a"),
    ],
)
def test_words_in_one_column_hold_where_a_language_has_none(
    tmp_path: Path, columns: Sequence[str], wanted: str
) -> None:
    words = ("a", "b")[: len(columns)]
    header = ("type", "name", "label::中文 (zh)", "label::English (en)", "warning", *columns)
    row = ("text", "t", "题", "T", "false()", *words)
    form = opened(tmp_path, {"survey": [header, row]})
    node = form.node("/data/t")
    assert node is not None
    form.set(node, "x")
    assert form.warning(node) == "a"
    form.speak("English (en)")
    assert form.warning(node) == wanted


@pytest.mark.parametrize(
    ("row", "subject", "found"),
    [
        (("text", "a", "A", "person.name", ""), "", ("form.prefill_wrong", "survey", 2, "prefill")),
        (("text", "a", "A", "dog#name", ""), "", ("form.prefill_wrong", "survey", 2, "prefill")),
        (("text", "a", "A", "person#Name", ""), "", ("form.prefill_wrong", "survey", 2, "prefill")),
        (("text", "a", "A", "", ""), "street", ("form.subject_unknown", "settings", 2, "subject")),
        (
            ("text", "a", "A", "", "words"),
            "",
            ("form.warning_without_check", "survey", 2, "warning_message"),
        ),
    ],
)
def test_a_wrong_spelling_is_named_with_its_place(
    tmp_path: Path, row: Sequence[str], subject: str, found: tuple[str, str, int, str]
) -> None:
    file = tmp_path / "form.md"
    survey = [("type", "name", "label", "prefill", "warning_message"), row]
    settings = [("form_id", "subject"), ("f", subject)]
    file.write_text(markdown({"survey": survey, "settings": settings}), "utf-8")
    problems = [(one.code, one.sheet, one.row, one.column) for one in check_file(file)]
    assert problems == [found]


def test_a_group_cannot_be_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "form.md"
    survey = [
        ("type", "name", "label", "prefill"),
        ("begin_group", "g", "G", "person#name"),
        ("text", "a", "A", ""),
        ("end_group", "", "", ""),
    ]
    file.write_text(markdown({"survey": survey}), "utf-8")
    assert [one.code for one in check_file(file)] == ["form.prefill_of_group"]
