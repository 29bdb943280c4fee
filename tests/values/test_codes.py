"""Code lists: complete, in two languages, and nothing unknown is dropped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from unionapp.errors import UserError
from unionapp.values import codes


@pytest.mark.parametrize("name", codes.names())
def test_every_shipped_list_is_complete_in_both_languages(name: str) -> None:
    listed = codes.load(name)
    assert listed.name == name
    assert all((listed.zh, listed.en, listed.source))
    assert listed.items
    for item in listed:
        assert all((item.code, item.zh, item.en)), item
        assert listed.code_for(item.code) == item.code


@pytest.mark.parametrize(
    ("name", "count"),
    [("ethnicity", 59), ("eight_groups", 8), ("visit_outcome", 7), ("industry", 20), ("sex", 4)],
)
def test_lists_have_the_length_of_their_standard(name: str, count: int) -> None:
    assert len(codes.load(name).items) == count


def test_the_ethnicities_of_liaoning_come_first_in_the_picker() -> None:
    first = [item.zh for item in codes.load("ethnicity")][:6]
    assert first == ["汉族", "满族", "蒙古族", "回族", "朝鲜族", "锡伯族"]


def test_visit_outcomes_have_the_digits_one_to_seven() -> None:
    assert [item.more["digit"] for item in codes.load("visit_outcome")] == [1, 2, 3, 4, 5, 6, 7]


def test_the_targets_of_the_eight_groups_are_facts_of_the_list() -> None:
    assert codes.load("eight_groups").facts["targets"] == [
        {"by": date(2019, 12, 31), "percent": 55},
        {"by": date(2021, 12, 31), "percent": 80},
    ]


def test_every_membership_event_leads_to_a_status_and_follows_one() -> None:
    states = {item.code for item in codes.load("membership_status")}
    for event in codes.load("membership_event"):
        after = event.more["after"]
        assert isinstance(after, list)
        assert event.more["leads_to"] in states
        assert set(after) <= states | {""}


def test_every_place_stands_inside_kinds_that_exist() -> None:
    kinds = codes.load("place_kind")
    for item in kinds:
        inside = item.more["inside"]
        assert isinstance(inside, list)
        assert all(outer in kinds for outer in inside)


def test_an_unknown_code_is_shown_with_a_mark() -> None:
    assert codes.load("sex").label("7") == "?7"
    assert codes.load("sex").label("") == ""
    assert codes.load("sex").label(None) == ""
    assert codes.load("sex").item("7") is None


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("sex", "男", "1"),
        ("sex", " 女性 ", "2"),
        ("sex", "２", "2"),
        ("sex", "male", "1"),
        ("sex", "中", None),
        ("sex", "", None),
        ("ethnicity", "满", "11"),
        ("ethnicity", "锡 伯 族", "38"),
        ("union_state", "y", "established"),
        ("education", "大专", "30"),
        ("work_status", "下(待)岗", "laid_off"),
        ("visit_outcome", "单元门锁", "locked_entrance"),
    ],
)
def test_imported_text_is_mapped_to_its_code(name: str, text: str, code: str | None) -> None:
    assert codes.load(name).code_for(text) == code


@pytest.mark.parametrize("name", [name for name in codes.names() if name != "divisions"])
def test_no_spelling_means_two_codes(name: str) -> None:
    seen: dict[str, str] = {}
    for item in codes.load(name):
        for spelling in {item.code, item.zh, item.en, *item.aliases}:
            folded = spelling.replace(" ", "").casefold()
            assert seen.setdefault(folded, item.code) == item.code, spelling


def test_what_ended_is_kept_but_not_offered() -> None:
    listed = codes.load("hardship_category")
    assert listed.label("dibao") == "低保户"
    assert "dibao" not in [item.code for item in listed.on(date(2026, 1, 1))]
    assert "dibao" in [item.code for item in listed.on(date(2017, 12, 31))]


def test_a_list_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        codes.load("no_such_list")
    assert refused.value.problems[0].code == "codes.no_such_list"


def own_list(items: str) -> str:
    return f'zh = "甲"\nen = "A"\nsource = "s"\nitems = [ {items} ]'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("zh = ", "codes.damaged"),
        ("items = []", "codes.damaged"),
        (own_list('{ code = "1", zh = "甲" }'), "codes.damaged"),
        (own_list('{ code = "1", zh = "甲", en = "a", valid_to = "2020" }'), "codes.damaged"),
        (own_list('{ code = "1", zh = "甲", en = "a", aliases = "乙" }'), "codes.damaged"),
        (own_list("1"), "codes.damaged"),
        (own_list('{ code = "1", zh = "甲", en = "a" }, ' * 2), "codes.listed_twice"),
    ],
)
def test_a_damaged_list_of_an_office_is_refused_by_name(
    tmp_path: Path, text: str, code: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UserError) as refused:
        codes.read(file)
    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == (code, "own.toml")
