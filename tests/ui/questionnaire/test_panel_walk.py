"""A form is filled from its first question to its last by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from tests.forms.desk import Sheet
from tests.ui.questionnaire.panel_bench import PanelBench
from unionapp.ui.questionnaire.bar import Bar
from unionapp.ui.questionnaire.question import Question

Make = Callable[..., PanelBench]
HEAD = ("type", "name", "label", "required", "relevant", "constraint", "warning", "appearance")
CHOICES = [("list_name", "name", "label"), ("yn", "y", "是"), ("yn", "n", "否")]


def sheets(*rows: tuple[str, ...], **more: Sheet) -> Mapping[str, Sheet]:
    width = len(HEAD)
    survey = [HEAD, *(row + ("",) * (width - len(row)) for row in rows)]
    return {"survey": survey, "choices": CHOICES, **more}


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    kept: list[PanelBench] = []

    def made(
        *rows: tuple[str, ...], size: tuple[int, int] = (1000, 640), **more: Sheet
    ) -> PanelBench:
        last = {"/data/name": "张三"}
        kept.append(PanelBench(qtbot, tmp_path, sheets(*rows, **more), last=last, size=size))
        return kept[-1]

    yield made
    for bench in kept:
        bench.close()


BRANCH = (
    ("text", "name", "姓名", "yes"),
    ("select_one yn", "member", "是否会员"),
    ("text", "why", "为什么不入会", "", "${member} = 'n'"),
    ("integer", "age", "年龄", "", "", ". < 130"),
)


def test_every_kind_of_question_is_walked_by_enter(make: Make) -> None:
    bench = make(
        ("text", "name", "姓名"),
        ("note", "hello", "一段说明"),
        ("integer", "age", "年龄"),
        ("decimal", "pay", "工资"),
        ("select_one yn", "member", "是否会员"),
        ("select_multiple yn", "both", "都选"),
        ("date", "day", "日期"),
        ("acknowledge", "ok", "已告知"),
    )
    for text in ("王建国", "41", "5200.5", "1", "2", "20261120"):
        bench.line(text)
    assert [bench.value(name) for name in ("name", "age", "pay", "member", "both", "day")] == [
        "王建国",
        "41",
        "5200.5",
        "y",
        "n",
        "2026-11-20",
    ]
    assert bench.at == "ok"
    bench.press("Space", "Enter")
    assert bench.value("ok") == "OK"
    assert bench.at == "finish"
    bench.press("Enter")
    assert bench.finished


def test_a_branch_comes_and_goes_while_the_keyboard_stays(make: Make) -> None:
    bench = make(*BRANCH)
    bench.line("王建国")
    assert "question:why" not in bench.shown()
    line = bench.question("member")
    assert line is not None
    before = line.mapTo(bench.panel, QPoint(0, 0)).y()
    bench.type("2")
    assert "question:why" in bench.shown()
    assert bench.at == "member"
    assert line.mapTo(bench.panel, QPoint(0, 0)).y() == before
    bench.press("Enter")
    assert bench.at == "why"
    bench.press("Shift+Return")
    bench.type("1")
    assert "question:why" not in bench.shown()
    assert bench.at == "member"


def test_what_an_answer_may_bring_is_made_while_nobody_types(make: Make, qtbot: QtBot) -> None:
    bench = make(*BRANCH)
    bench.line("王建国")
    lines = bench.panel.sheet.viewport()

    def of_why() -> list[Question]:
        return [one for one in lines.findChildren(Question) if one.item.node is bench.node("why")]

    qtbot.waitUntil(lambda: len(of_why()) == 1)
    (ready,) = of_why()
    assert ready.isHidden()
    bench.press("2", "Enter")
    assert bench.at == "why"
    assert bench.question("why") is ready
    assert ready.isVisible()


def test_the_bar_stands_beside_the_question_with_the_keyboard(make: Make) -> None:
    bench = make(*BRANCH)
    (bar,) = bench.panel.sheet.viewport().findChildren(Bar)
    for path in ("name", "member"):
        line = bench.question(path)
        assert line is not None
        assert bar.isVisible()
        assert line.geometry().contains(bar.geometry())
        bench.press("Enter")


@pytest.mark.parametrize("back", ["Shift+Return", "Shift+Tab", "Up"])
def test_one_goes_back_by(make: Make, back: str) -> None:
    bench = make(*BRANCH)
    bench.press("Enter", "Enter")
    assert bench.at == "age"
    if back != "Up":
        bench.press(back)
        assert bench.at == "member"
        bench.press(back)
    else:
        bench.press("Up")
        assert bench.at == "member"
        bench.press("Shift+Return")
    assert bench.at == "name"


def test_what_is_typed_is_handed_over_on_every_way_out(make: Make) -> None:
    bench = make(*BRANCH)
    bench.type("李红")
    bench.press("PgDn")
    assert bench.value("name") == "李红"
    bench.press("Shift+Return", "Shift+Return", "Shift+Return")
    bench.type("王")
    bench.press("Esc")
    assert bench.closed
    assert bench.value("name") == "王"


def test_a_blank_is_reproached_with_only_after_somebody_went_past(make: Make) -> None:
    bench = make(*BRANCH)
    line = bench.question("name")
    assert line is not None
    assert line.messages() == []
    bench.press("Enter")
    assert line.messages() == ["这一题必填"]
    bench.press("Shift+Return")
    bench.line("张")
    assert line.messages() == []


def test_text_that_is_no_value_stays_and_is_told(make: Make) -> None:
    bench = make(("text", "name", "姓名"), ("date", "day", "日期"), ("text", "end", "完"))
    bench.press("Enter")
    bench.line("2026-02-31")
    line = bench.question("day")
    assert line is not None
    assert "2026-02-31" in line.messages()[0]
    assert bench.at == "end"


def test_finishing_goes_to_the_first_stop_and_says_how_many_there_are(make: Make) -> None:
    bench = make(*BRANCH)
    bench.press("Enter", "Enter")
    bench.type("200")
    bench.press("Ctrl+Return")
    assert not bench.finished
    assert "2" in bench.said()
    assert bench.at == "name"
    bench.type("张")
    bench.press("F4")
    assert bench.at == "age"
    bench.press("Ctrl+A")
    bench.type("20")
    bench.press("Ctrl+Return")
    assert bench.finished


def test_all_problems_stand_in_one_list_and_enter_jumps(make: Make) -> None:
    bench = make(*BRANCH)
    bench.press("Enter", "Enter")
    bench.line("200")
    bench.press("Ctrl+F4")
    assert bench.at == "list"
    assert bench.panel.list.list.count() == 2
    bench.press("Down", "Enter")
    assert bench.at == "age"


WARNED = (
    ("integer", "age", "年龄", "", "", "", ". < 100"),
    ("text", "end", "完"),
)


def test_a_warning_is_accepted_with_a_reason_beneath_the_answer(make: Make) -> None:
    bench = make(*WARNED)
    bench.line("101")
    bench.press("Shift+Return", "Alt+Return")
    bench.line("已核对证件")
    assert bench.filling.accepted(bench.node("age")) == "已核对证件"
    assert not bench.filling.problems()
    assert bench.at == "age"


def test_a_warning_is_accepted_in_the_list(make: Make) -> None:
    bench = make(*WARNED)
    bench.line("101")
    bench.press("Ctrl+Return")
    assert not bench.finished
    assert bench.at == "list"
    bench.press("Alt+Return")
    bench.line("已核对证件")
    assert not bench.filling.problems()
    bench.press("Esc", "Ctrl+Return")
    assert bench.finished


def test_open_warnings_are_passed_by_finishing_twice(make: Make) -> None:
    bench = make(*WARNED)
    bench.line("101")
    bench.press("Ctrl+Return", "Ctrl+Return")
    assert bench.finished


def test_undo_says_what_it_took_back_and_goes_there(make: Make) -> None:
    bench = make(*BRANCH)
    bench.line("王建国")
    bench.line("1")
    bench.press("Ctrl+Z")
    assert bench.value("member") == ""
    assert bench.at == "member"
    assert "是否会员" in bench.said()
    bench.press("Ctrl+Y")
    assert bench.value("member") == "y"


def test_f7_answers_as_in_the_last_record(make: Make) -> None:
    bench = make(*BRANCH)
    bench.press("F7")
    assert bench.value("name") == "张三"
    assert bench.at == "member"
    bench.press("F7")
    assert "没有" in bench.said()


LANGUAGES: Mapping[str, Sheet] = {
    "survey": [
        ("type", "name", "label::中文 (zh)", "label::English (en)"),
        ("text", "name", "姓名", "Name"),
    ],
    "settings": [("default_language",), ("中文 (zh)",)],
}


def test_f6_changes_the_language_and_keeps_what_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    bench = PanelBench(qtbot, tmp_path, LANGUAGES)
    bench.type("王")
    line = bench.question("name")
    assert line is not None
    assert "姓名" in line.caption()
    bench.press("F6")
    assert "Name" in line.caption()
    assert bench.value("name") == "王"
    bench.close()


PAGES = (
    ("begin group", "one", "甲"),
    ("text", "a", "题一"),
    ("end group", ""),
    ("begin group", "two", "乙"),
    ("text", "b", "题二"),
    ("end group", ""),
)


def test_pages_show_one_section_at_a_time_and_enter_turns_them(make: Make) -> None:
    bench = make(*PAGES, settings=[("style",), ("pages",)])
    assert bench.shown() == ["title:one", "question:a"]
    bench.line("一")
    assert bench.shown() == ["title:two", "question:b"]
    assert bench.at == "two/b"
    bench.press("PgUp")
    assert bench.at == "one/a"
    bench.press("Ctrl+Down")
    bench.press("Shift+Return")
    assert bench.at == "one/a"


def test_a_section_is_folded_up_and_enter_opens_it_again(make: Make) -> None:
    bench = make(*PAGES)
    bench.press("Alt+Left")
    assert bench.shown() == ["title:one", "title:two", "question:b"]
    assert bench.at == "title"
    bench.press("Down")
    assert bench.at == "two/b"
    bench.press("Shift+Return", "Enter")
    assert bench.at == "one/a"


def test_a_form_of_a_thousand_questions_has_few_widgets(make: Make, qtbot: QtBot) -> None:
    rows = [("integer", f"q{at}", f"第 {at} 问") for at in range(1000)]
    bench = make(*rows)
    for _ in range(40):
        bench.press("Enter")
    assert bench.at == "q40"
    qtbot.waitUntil(lambda: len(bench.panel.sheet.widgets()) < 60)
    bench.panel.jump(bench.node("q900"))
    assert bench.at == "q900"
    line = bench.question("q900")
    assert line is not None
    top = line.mapTo(bench.panel.sheet.viewport(), QPoint(0, 0)).y()
    assert 0 <= top < bench.panel.sheet.viewport().height() - line.height()


def test_questions_with_widths_stand_beside_each_other(make: Make) -> None:
    bench = make(
        ("begin group", "g", "甲", "", "", "", "", "w4"),
        ("text", "a", "题一", "", "", "", "", "w2"),
        ("text", "b", "题二", "", "", "", "", "w2"),
        ("text", "c", "题三", "", "", "", "", "w4"),
        ("end group", ""),
        settings=[("style",), ("theme-grid",)],
    )
    places = [bench.question(f"g/{name}") for name in "abc"]
    tops = [one.y() for one in places if one is not None]
    assert tops[0] == tops[1] < tops[2]
    assert places[0] is not None
    assert places[1] is not None
    assert places[1].x() >= places[0].x() + places[0].width()


def test_what_comes_above_does_not_move_the_question_with_the_keyboard(make: Make) -> None:
    rows = [("integer", f"q{at}", f"第 {at} 问") for at in range(20)]
    bench = make(
        ("text", "above", "追问", "", "${q9} > 5"),
        ("text", "more", "再问", "", "${q9} > 5"),
        *rows,
        size=(1000, 420),
    )
    bench.press(*["Enter"] * 9)
    assert bench.at == "q9"
    line = bench.question("q9")
    assert line is not None
    bench.type("8")
    before = line.mapTo(bench.panel, QPoint(0, 0)).y()
    bench.panel.commit()
    assert bench.shown()[0] == "question:above"
    assert line.mapTo(bench.panel, QPoint(0, 0)).y() == before
    assert bench.at == "q9"
