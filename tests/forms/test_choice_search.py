"""Choices are found by any part of label and name, pinyin and initials, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.forms.desk import opened, say
from unionapp.forms import choice_search, choices
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node

LABELS = (
    *("中山路", "重庆路", "重工街", "长江街", "B座12号", "Kiosk 7", "吕家村", "单家村", "１２３室"),
    *("西安路", "先锋街", "张三丰", "中·山", "𠮷家"),
)
HEAD = ("type", "name", "label", "choice_filter")


def form_of(
    folder: Path, labels: Sequence[str], choice_filter: str = "", parameters: str = ""
) -> Form:
    asked = ("select_one c", "q", "Q", choice_filter, parameters)
    survey = [(*HEAD, "parameters"), ("text", "t", "T", "", ""), asked]
    rows = [("c", f"n{at}", label, str(at % 2)) for at, label in enumerate(labels)]
    return opened(folder, {"survey": survey, "choices": [CHOICE_HEAD, *rows]})


CHOICE_HEAD = ("list_name", "name", "label", "odd")


def node(form: Form, path: str = "/data/q") -> Node:
    found = form.node(path)
    assert found is not None
    return found


def labels(form: Form, text: str, *, offset: int = 0, limit: int = 50) -> list[str]:
    found = choice_search.find(form, node(form), text, offset=offset, limit=limit)
    return [(one.label or "").strip() for one in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("山", ["中山路", "中·山"]),
        ("路", ["中山路", "重庆路", "西安路"]),
        ("zsl", ["中山路"]),
        ("zhongshan", ["中山路"]),
        ("zhongsl", ["中山路"]),
        ("zhongshanl", ["中山路"]),
        ("chongqing", ["重庆路"]),
        ("cql", ["重庆路"]),
        ("zg", ["重工街"]),  # every reading of 重 counts
        ("cgj", ["重工街"]),
        ("xian", ["西安路", "先锋街"]),
        ("xianf", ["先锋街"]),
        ("lv", ["吕家村"]),
        ("lujia", ["吕家村"]),
        ("shanjia", ["单家村"]),
        ("danjc", ["单家村"]),
        ("bz", ["B座12号"]),
        ("bz12", ["B座12号"]),
        ("B座", ["B座12号"]),
        ("ＫＩＯＳＫ", ["Kiosk 7"]),
        ("kiosk 7", ["Kiosk 7"]),
        ("123", ["１２３室"]),
        ("n12", ["中·山"]),
        ("街 zz", []),
        ("街 c", ["重工街", "长江街"]),
        ("𠮷", ["𠮷家"]),
        ("没有", []),
        ("[(*", []),
        ("qqqq", []),
    ],
)
def test_a_choice_is_found_by(tmp_path: Path, text: str, wanted: list[str]) -> None:
    assert labels(form_of(tmp_path, LABELS), text) == wanted


def test_nothing_typed_is_the_whole_list_in_pages(tmp_path: Path) -> None:
    form = form_of(tmp_path, LABELS)
    assert labels(form, "", limit=2) == ["中山路", "重庆路"]
    assert labels(form, "  ", offset=2, limit=2) == ["重工街", "长江街"]
    assert labels(form, "路", offset=1, limit=1) == ["重庆路"]


@pytest.mark.parametrize(
    "choice_filter",
    [
        *("", "odd = ${t}", "odd = ${t} and name != 'n3'", "starts-with(odd, ${t})"),
        *("position() < 5", "count(${t}) + 1"),
    ],
)
@pytest.mark.parametrize("text", ["jie", "j", "n1", "路", "c"])
@pytest.mark.parametrize("many", [False, True])
def test_a_search_stays_inside_the_filter(
    tmp_path: Path, choice_filter: str, text: str, many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "_FEW", 3)
    monkeypatch.setattr(choices, "_SLICE", 2)
    if many:
        monkeypatch.setattr(choice_search, "_TRIED_ONE_BY_ONE", 0)
    form, plain = form_of(tmp_path, LABELS, choice_filter), form_of(tmp_path, LABELS)
    for answer in ("1", "0", ""):
        say(form, "/data/t", answer)
        offered = [one.label for one in form.choices(node(form))]
        everywhere = labels(plain, text)
        assert labels(form, text) == [one for one in offered if one in everywhere]
        list(choice_search.prepare(form, node(form)))
        assert labels(form, text) == [one for one in offered if one in everywhere]
        assert [one.label for one in form.choices(node(form))] == offered


def test_a_long_list_is_made_ready_in_slices(tmp_path: Path) -> None:
    (tmp_path / "doors.csv").write_text(
        "name,label,odd\n" + "".join(f"d{at},{at}号楼,{at % 2}\n" for at in range(6000)), "utf-8"
    )
    row = ("select_one_from_file doors.csv", "q", "Q", "contains(odd, ${t})")
    form = opened(tmp_path, {"survey": [HEAD, ("text", "t", "T", ""), row]})
    say(form, "/data/t", "1")
    done = list(choice_search.prepare(form, node(form)))
    assert len(done) > 8
    assert done == sorted(done)
    assert done[-1] == 1
    assert list(choice_search.prepare(form, node(form))) == []
    assert labels(form, "5999") == ["5999号楼"]
    assert labels(form, "5998") == []
    say(form, "/data/t", "0")
    assert labels(form, "5998") == ["5998号楼"]


def test_an_answer_between_two_slices_begins_the_filter_anew(tmp_path: Path) -> None:
    (tmp_path / "doors.csv").write_text(
        "name,label,odd\n" + "".join(f"d{at},{at},{at % 2}\n" for at in range(3000)), "utf-8"
    )
    row = ("select_one_from_file doors.csv", "q", "Q", "contains(odd, ${t})")
    form = opened(tmp_path, {"survey": [HEAD, ("text", "t", "T", ""), row]})
    say(form, "/data/t", "1")
    steps = choice_search.prepare(form, node(form))
    next(steps)
    say(form, "/data/t", "0")
    for _ in steps:
        pass
    assert [one.label for one in form.choices(node(form), limit=2)] == ["0", "2"]


def test_an_answer_in_a_long_list_is_judged_by_its_own_row(tmp_path: Path) -> None:
    (tmp_path / "doors.csv").write_text(
        "name,label,odd\n" + "".join(f"d{at},{at},{at % 2}\n" for at in range(3000)), "utf-8"
    )
    row = ("select_one_from_file doors.csv", "q", "Q", "contains(odd, ${t})")
    form = opened(tmp_path, {"survey": [HEAD, ("text", "t", "T", ""), row]})
    say(form, "/data/t", "1")
    say(form, "/data/q", "d2999")
    assert node(form).value == "d2999"
    assert choices.labelled(form, node(form), "d2999") is not None
    assert choices.missing(form, node(form), "d2998")


def test_labels_are_searched_in_the_language_spoken(tmp_path: Path) -> None:
    survey = [
        ("type", "name", "label::中文 (zh)", "label::English (en)"),
        ("text", "t", "题", "T"),
        ("select_one c", "q", "问", "Q"),
    ]
    rows = [
        ("list_name", "name", "label::中文 (zh)", "label::English (en)"),
        ("c", "a", "甲", "First ${t}"),
        ("c", "b", "乙 ${t}", "Second"),
    ]
    form = opened(tmp_path, {"survey": survey, "choices": rows})
    assert labels(form, "jia") == ["甲"]
    say(form, "/data/t", "王芳")
    assert labels(form, "wf") == ["乙 王芳"]
    form.speak("English (en)")
    assert labels(form, "fir") == ["First 王芳"]
    assert labels(form, "second") == ["Second"]


def test_the_rows_of_a_repeat_are_searched_as_they_stand(tmp_path: Path) -> None:
    survey = [
        HEAD,
        ("begin_repeat", "r", "R", ""),
        ("text", "who", "Who", ""),
        ("end_repeat", "", "", ""),
        ("select_one ${who}", "q", "Q", ""),
    ]
    form = opened(tmp_path, {"survey": survey})
    say(form, "/data/r[1]/who", "王芳")
    assert labels(form, "wf") == ["王芳"]
    say(form, "/data/r[1]/who", "李强")
    assert (labels(form, "wf"), labels(form, "lq")) == ([], ["李强"])


@pytest.mark.parametrize("one_by_one", [0, 100])
def test_a_shuffled_list_is_searched_in_its_order(
    tmp_path: Path, one_by_one: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice_search, "_TRIED_ONE_BY_ONE", one_by_one)
    form = form_of(tmp_path, LABELS, parameters="randomize=true seed=3")
    offered = [one.label for one in form.choices(node(form))]
    assert offered != list(LABELS)
    assert labels(form, "路") == [one for one in offered if one and "路" in one]
