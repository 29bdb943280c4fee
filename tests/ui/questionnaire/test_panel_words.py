"""Words of questions: marks in labels, summaries of rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.forms.desk import opened, say
from tests.ui.questionnaire.panel_bench import PanelBench
from unionapp.ui.questionnaire.sayings import plain, rich, summary


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**必须**填", "<b>必须</b>填"),
        ("本表*不*外传", "本表<i>不</i>外传"),
        ("_斜_ a_b_c", "<i>斜</i> a_b_c"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("第一行\n第二行", "第一行<br>第二行"),
        ("# 标题", "<b>标题</b>"),
        ("[工会](http://x.cn)", "工会"),
        ("<span style='color:red'>红</span>", "红"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
    ],
)
def test_marks_in_a_label_are_shown_and_all_else_is_plain(text: str, shown: str) -> None:
    assert rich(text) == shown


def test_a_label_in_one_line_has_no_marks() -> None:
    assert plain("**必须**\n<b>填</b> *这个*") == "必须 填 这个"


def test_a_summary_leaves_out_numbers_of_people_and_what_is_not_asked(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        {
            "survey": [
                ("type", "name", "label", "constraint", "relevant"),
                ("begin repeat", "m", "成员", "", ""),
                ("text", "id", "证件", "identity-number(.)", ""),
                ("text", "name", "姓名", "", ""),
                ("select_one sex", "sex", "性别", "", ""),
                ("text", "hidden", "不问", "", "${sex} = 'x'"),
                ("end repeat", "", "", "", ""),
            ],
            "choices": [("list_name", "name", "label"), ("sex", "f", "女")],
        },
    )
    say(form, "/data/m[1]/id", "210106199003079991")
    say(form, "/data/m[1]/name", "李红")
    say(form, "/data/m[1]/sex", "f")
    assert summary(form, form.root.kids["m"][0]) == "李红 · 女"


def test_a_table_of_choices_has_its_title_in_the_rail(qtbot: QtBot, tmp_path: Path) -> None:
    bench = PanelBench(
        qtbot,
        tmp_path,
        {
            "survey": [
                ("type", "name", "label", "appearance"),
                ("begin group", "g", "满意度", "table-list"),
                ("select_one yn", "a", "服务", ""),
                ("select_one yn", "b", "培训", ""),
                ("end group", "", "", ""),
                ("text", "end", "备注", ""),
            ],
            "choices": [("list_name", "name", "label"), ("yn", "1", "好"), ("yn", "2", "差")],
        },
    )
    titles = [one.title for _, one in bench.panel.rail.entries.sections]
    assert titles == ["满意度", "备注"]
    bench.press("1", "Enter", "2", "Enter")
    assert (bench.value("g/a"), bench.value("g/b"), bench.at) == ("1", "2", "end")
    bench.close()
