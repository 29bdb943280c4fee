"""How a form behaves: the rules where imitations of ODK fail, each from the documentation."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.forms.desk import add, opened, read, say, value
from unionapp.errors import UserError
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node
from unionapp.forms.snapshot import instance_xml, snapshot

Row = tuple[str, ...]
YES_NO = [("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No")]


def survey(header: str, *rows: Row) -> dict[str, Sequence[Row]]:
    columns = tuple(header.split())
    wide = [(*row, *[""] * (len(columns) - len(row))) for row in rows]
    return {"survey": [columns, *wide], "choices": YES_NO}


def node(form: Form, path: str) -> Node:
    found = form.node(path)
    assert found is not None, path
    return found


def remove(form: Form, path: str) -> None:
    form.remove_row(node(form, path))


# 1, 2: everything is text; a blank is no number


def test_a_truth_in_a_field_is_text(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label calculation",
            ("calculate", "no", "", "1 = 2"),
            ("calculate", "odd", "", "if(${no}, 'taken', 'left')"),
        ),
    )
    assert (value(form, "/data/no"), value(form, "/data/odd")) == ("false", "taken")


def test_a_blank_makes_arithmetic_blank_and_coalesce_cures_it(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label calculation",
            ("integer", "a", "A"),
            ("calculate", "plain", "", "${a} + 1"),
            ("calculate", "cured", "", "coalesce(${a}, 0) + 1"),
        ),
    )
    assert (value(form, "/data/plain"), value(form, "/data/cured")) == ("", "1")
    say(form, "/data/a", "4")
    assert (value(form, "/data/plain"), value(form, "/data/cured")) == ("5", "5")


# 3: constraints and blanks


def test_a_constraint_is_not_asked_of_a_blank(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label constraint constraint_message required required_message",
            ("integer", "a", "A", ". > 5", "Too small"),
            ("integer", "b", "B", ". > 5", "Too small", "yes", "Needed"),
        ),
    )
    a, b = node(form, "/data/a"), node(form, "/data/b")
    assert (form.error(a), form.error(b)) == (None, "required")
    assert form.message(b, "required") == "Needed"
    form.set(a, "3")
    form.set(b, "7")
    assert (form.error(a), form.error(b)) == ("constraint", None)
    assert a.value == "3"
    assert form.message(a, form.error(a)) == "Too small"


# 4: relevance


def test_answers_come_back_when_their_branch_reopens(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label relevant calculation",
            ("select_one yn", "more", "More?"),
            ("begin_group", "g", "G", "${more} = 'yes'"),
            ("integer", "n", "N"),
            ("calculate", "twice", "", "", "${n} * 2"),
            ("end_group",),
            ("calculate", "total", "", "", "coalesce(${twice}, 0) + 1"),
        ),
    )
    say(form, "/data/more", "yes")
    say(form, "/data/g/n", "4")
    assert value(form, "/data/total") == "9"
    say(form, "/data/more", "no")
    assert value(form, "/data/total") == "1"
    assert "<n>" not in instance_xml(form)
    say(form, "/data/more", "yes")
    assert (value(form, "/data/g/n"), value(form, "/data/total")) == ("4", "9")


# 5, 15: defaults once, triggers on a real change, calculations always


def test_a_dynamic_default_is_set_once(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label default calculation",
            ("text", "plain", "P", "abc"),
            ("date", "day", "D", "today()"),
            ("calculate", "luck", "", "", "once(random())"),
        ),
    )
    assert [value(form, f"/data/{name}") for name in ("plain", "day", "luck")] == [
        "abc",
        "2024-05-17",
        "0.25",
    ]
    say(form, "/data/day", "")
    say(form, "/data/plain", "x")
    assert value(form, "/data/day") == ""


def test_a_trigger_acts_on_a_real_change_only(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label calculation trigger",
            ("text", "a", "A"),
            ("calculate", "n", "", "coalesce(${n}, 0) + 1", "${a}"),
        ),
    )
    for text in ("x", "x", "y"):
        say(form, "/data/a", text)
    assert value(form, "/data/n") == "2"


def test_a_calculation_overwrites_what_was_typed(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label calculation", ("integer", "a", "A"), ("integer", "b", "B", "${a} * 2")
        ),
    )
    say(form, "/data/a", "2")
    say(form, "/data/b", "99")
    assert value(form, "/data/b") == "99"
    say(form, "/data/a", "3")
    assert value(form, "/data/b") == "6"


# 6: order, circles, and only what depends


def test_a_circle_is_an_error_of_the_form(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read(
            tmp_path,
            survey(
                "type name label calculation",
                ("calculate", "a", "", "${b} + 1"),
                ("calculate", "b", "", "${c} + 1"),
                ("calculate", "c", "", "${a} + 1"),
            ),
        )
    [problem] = caught.value.problems
    assert problem.code == "form.circle"
    assert (problem.sheet, problem.row) == ("survey", problem.row)
    assert {"a", "b", "c"} <= set(str(problem.detail["names"]).split(" → "))


@pytest.mark.parametrize(
    "rows",
    [
        (("calculate", "a", "", "${a} + 1"),),
        (("text", "a", "A", "", "${a} = ''"),),
        (
            ("begin_group", "g", "G", "", "${a} = ''"),
            ("text", "a", "A"),
            ("end_group",),
        ),
    ],
)
def test_what_waits_for_itself_is_a_circle(tmp_path: Path, rows: tuple[Row, ...]) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, survey("type name label calculation relevant", *rows))
    assert [problem.code for problem in caught.value.problems] == ["form.circle"]


def test_a_row_may_build_on_the_row_before(tmp_path: Path) -> None:
    running = "${n} + if(position(..) = 1, 0, indexed-repeat(${sum}, ${r}, position(..) - 1))"
    form = opened(
        tmp_path,
        survey(
            "type name label calculation",
            ("begin_repeat", "r", "R"),
            ("integer", "n", "N"),
            ("calculate", "sum", "", running),
            ("end_repeat",),
        ),
    )
    for at in range(1, 6):
        if at > 1:
            add(form, "/data/r")
        say(form, f"/data/r[{at}]/n", str(at))
    assert value(form, "/data/r[5]/sum") == "15"
    say(form, "/data/r[1]/n", "11")
    assert value(form, "/data/r[5]/sum") == "25"
    remove(form, "/data/r[2]")
    assert value(form, "/data/r[4]/sum") == "23"


def test_a_key_press_computes_only_what_depends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label calculation",
            ("begin_repeat", "r", "R"),
            ("integer", "n", "N"),
            ("calculate", "twice", "", "${n} * 2"),
            ("calculate", "no", "", "position(..)"),
            ("end_repeat",),
            ("calculate", "all", "", "sum(${twice})"),
        ),
    )
    for _ in range(30):
        add(form, "/data/r")
    seen: list[str] = []
    compute = Form._compute

    def counted(self: Form, cell: object, at: Node) -> None:
        seen.append(at.path)
        compute(self, cell, at)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr(Form, "_compute", counted)
    say(form, "/data/r[7]/n", "5")
    assert seen == ["/data/r[7]/twice", "/data/all"]
    seen.clear()
    add(form, "/data/r")
    assert sorted(set(seen)) == ["/data/all", "/data/r[32]/no", "/data/r[32]/twice"]
    seen.clear()
    remove(form, "/data/r[31]")
    assert "/data/r[31]/no" in seen


# 7, 8: rows


def test_a_name_means_the_nearest_row(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label calculation",
            ("begin_repeat", "r", "R"),
            ("text", "a", "A"),
            ("calculate", "own", "", "concat(${a}, '!')"),
            ("begin_repeat", "s", "S"),
            ("text", "b", "B"),
            ("calculate", "both", "", "concat(${a}, ${b})"),
            ("end_repeat",),
            ("end_repeat",),
            ("calculate", "list", "", "join(' ', ${both})"),
        ),
    )
    add(form, "/data/r")
    add(form, "/data/r[2]/s")
    for path, text in (("r[1]/a", "x"), ("r[2]/a", "y"), ("r[2]/s[2]/b", "2"), ("r[1]/s/b", "1")):
        say(form, f"/data/{path}", text)
    assert value(form, "/data/r[2]/own") == "y!"
    assert value(form, "/data/list") == "x1 y y2"


def test_the_number_of_a_row_follows_when_one_goes(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label calculation",
            ("begin_repeat", "r", "R"),
            ("text", "a", "A"),
            ("calculate", "no", "", "concat(position(..), '/', count(${r}))"),
            ("end_repeat",),
        ),
    )
    for _ in range(2):
        add(form, "/data/r")
    assert [value(form, f"/data/r[{at}]/no") for at in (1, 2, 3)] == ["1/3", "2/3", "3/3"]
    remove(form, "/data/r[1]")
    assert [value(form, f"/data/r[{at}]/no") for at in (1, 2)] == ["1/2", "2/2"]
    assert form.node("/data/r[3]") is None


# 9, 10, 12: choices


CASCADE = {
    "survey": [
        ("type", "name", "label", "choice_filter", "calculation"),
        ("select_one town", "town", "Town", "", ""),
        ("select_multiple street", "street", "Street", "town = ${town}", ""),
        ("calculate", "first", "", "", "jr:choice-name(selected-at(${street}, 0), '${street}')"),
    ],
    "choices": [
        ("list_name", "name", "label", "town"),
        ("town", "n", "North", ""),
        ("town", "s", "South", ""),
        ("street", "a", "High St", "n"),
        ("street", "b", "Low St", "n"),
        ("street", "a", "Dock Rd", "s"),
    ],
    "settings": [("allow_choice_duplicates",), ("yes",)],
}


def test_choices_follow_their_filter_and_so_does_the_answer(tmp_path: Path) -> None:
    form = opened(tmp_path, CASCADE)
    street = node(form, "/data/street")
    assert form.choices(street) == []
    say(form, "/data/town", "n")
    assert [choice.label for choice in form.choices(street)] == ["High St", "Low St"]
    changed = form.set(street, "b a")
    assert street.value == "a b"
    assert node(form, "/data/first") in changed
    assert value(form, "/data/first") == "High St"
    say(form, "/data/town", "s")
    assert street.value == "a"
    assert value(form, "/data/first") == "Dock Rd"
    say(form, "/data/town", "")
    assert (street.value, value(form, "/data/first")) == ("", "")


def test_a_page_of_choices_is_cut_from_the_list(tmp_path: Path) -> None:
    form = opened(tmp_path, CASCADE)
    say(form, "/data/town", "n")
    page = form.choices(node(form, "/data/street"), offset=1, limit=5)
    assert [choice.label for choice in page] == ["Low St"]


def test_a_shuffled_list_stays_as_it_fell_until_its_filter_changes(tmp_path: Path) -> None:
    sheets = {
        "survey": [
            ("type", "name", "label", "parameters", "choice_filter"),
            ("text", "least", "Least", "", ""),
            ("select_one c", "c", "C", "randomize=true", "name > coalesce(${least}, 0)"),
        ],
        "choices": [
            ("list_name", "name", "label"),
            *[("c", f"{n}", f"C{n}") for n in range(1, 40)],
        ],
    }
    dice = random.Random(1)
    form = opened(tmp_path, sheets, dice=dice.random)
    c = node(form, "/data/c")
    first = [one.value for one in form.choices(c)]
    assert first != sorted(first, key=int)
    form.set(c, "7")
    assert [one.value for one in form.choices(c)] == first
    say(form, "/data/least", "5")
    assert len(form.choices(c)) == 34
    assert c.value == "7"


def test_choices_can_be_the_rows_of_a_repeat(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label",
            ("begin_repeat", "r", "R"),
            ("text", "who", "Who"),
            ("end_repeat",),
            ("select_one ${who}", "head", "Head"),
        ),
    )
    say(form, "/data/r[1]/who", "Ann")
    add(form, "/data/r")
    say(form, "/data/r[2]/who", "Bo")
    head = node(form, "/data/head")
    assert [(one.value, one.label) for one in form.choices(head)] == [("Ann", "Ann"), ("Bo", "Bo")]
    form.set(head, "Bo")
    say(form, "/data/r[2]/who", "Cy")
    assert head.value == ""


# 13: languages


LANGUAGES = {
    "survey": [
        ("type", "name", "label::中文 (zh)", "label::English (en)", "hint::中文 (zh)"),
        ("text", "a", "姓名", "Name", "全名"),
        ("note", "b", "你好 ${a}", "", ""),
        ("select_one c", "c", "选", "Choose", ""),
        ("calculate", "d", "", "", ""),
    ],
    "choices": [
        ("list_name", "name", "label::中文 (zh)", "label::English (en)"),
        ("c", "x", "甲", "First"),
    ],
    "settings": [("default_language",), ("中文 (zh)",)],
}
LANGUAGES["survey"] = LANGUAGES["survey"][:-1]


def test_a_missing_translation_falls_back_unless_odk_is_asked(tmp_path: Path) -> None:
    form = opened(tmp_path, LANGUAGES)
    assert form.language == "中文 (zh)"
    a, b, c = (node(form, f"/data/{name}") for name in "abc")
    say(form, "/data/a", "王")
    form.speak("English (en)")
    assert a.spec.control is not None
    assert b.spec.control is not None
    assert form.text(a.spec.control.label, a) == "Name"
    assert form.text(a.spec.control.hint, a) == "全名"
    assert (form.text(b.spec.control.label, b) or "").strip() == "你好 王"
    assert form.choices(c)[0].label == "First"
    strict = opened(tmp_path, LANGUAGES, fall_back=False)
    strict.speak("English (en)")
    assert strict.text(b.spec.control.label, node(strict, "/data/b")) == "-"


# 14: counted rows


@pytest.mark.parametrize("count", ["${n}", "${n} + 0", "number(${n})"])
def test_a_repeat_has_as_many_rows_as_its_count_says(tmp_path: Path, count: str) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label repeat_count calculation",
            ("integer", "n", "N"),
            ("begin_repeat", "r", "R", count),
            ("text", "a", "A"),
            ("end_repeat",),
            ("calculate", "rows", "", "", "count(${r})"),
        ),
    )
    assert value(form, "/data/rows") == "0"
    say(form, "/data/n", "3")
    say(form, "/data/r[2]/a", "kept")
    say(form, "/data/n", "2")
    assert (value(form, "/data/rows"), value(form, "/data/r[2]/a")) == ("2", "kept")
    say(form, "/data/n", "-1")
    assert value(form, "/data/rows") == "0"


def test_nested_counts_have_their_own_rows(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label repeat_count",
            ("begin_repeat", "r", "R"),
            ("integer", "n", "N"),
            ("begin_repeat", "s", "S", "${n}"),
            ("text", "a", "A"),
            ("end_repeat",),
            ("end_repeat",),
        ),
    )
    add(form, "/data/r")
    say(form, "/data/r[2]/n", "2")
    assert form.node("/data/r[1]/s[1]") is None
    assert form.node("/data/r[2]/s[2]/a") is not None


# 7: a question of a repeat, used as one value from outside


@pytest.mark.parametrize(
    ("column", "cell", "warned"),
    [
        ("calculation", "${n}", True),
        ("calculation", "${n} + 1", True),
        ("calculation", "if(${a} = 1, ${n}, 0)", True),
        ("calculation", "string-length(${n})", True),
        ("relevant", "${n} > 3", True),
        ("label", "About ${n}", True),
        ("calculation", "sum(${n})", False),
        ("calculation", "join(' ', ${n})", False),
        ("calculation", "count(${r})", False),
        ("calculation", "indexed-repeat(${n}, ${r}, 1)", False),
        ("calculation", "${a} + 1", False),
        ("label", "About ${a}", False),
    ],
)
def test_all_rows_used_as_one_value_are_a_warning(
    tmp_path: Path, column: str, cell: str, warned: bool
) -> None:
    header = ("type", "name", "label", "calculation", "relevant")
    asked = {"type": "text", "name": "out", "label": "Out", column: cell}
    sheets = {
        "survey": [
            header,
            ("integer", "a", "A", "", ""),
            ("begin_repeat", "r", "R ${n}", "", ""),
            ("integer", "n", "N", "", ""),
            ("calculate", "twice", "", "${n} * 2", ""),
            ("end_repeat", "", "", "", ""),
            tuple(asked.get(one, "") for one in header),
        ]
    }
    found = [one for one in read(tmp_path, sheets).warnings if one.code == "form.repeat_as_one"]
    assert [(one.where, one.row, one.column) for one in found] == (
        [("n", 7, column)] if warned else []
    )


# 11: moments keep their offset, days are counted


def test_a_moment_keeps_its_offset_and_days_are_counted(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label calculation",
            ("dateTime", "met", "Met"),
            ("date", "born", "Born"),
            ("calculate", "days", "", "today() - ${born}"),
            ("calculate", "due", "", "date(${born} + 30)"),
            ("calculate", "later", "", "${met} > '2024-05-17T01:00:00.000+00:00'"),
        ),
    )
    say(form, "/data/met", "2024-05-17T10:00:00.000+08:00")
    say(form, "/data/born", "2024-05-07")
    assert value(form, "/data/met") == "2024-05-17T10:00:00.000+08:00"
    assert value(form, "/data/days") == "10"
    assert value(form, "/data/due") == "2024-06-06"
    assert value(form, "/data/later") == "true"


# 16: a regular expression fits the whole answer


@pytest.mark.parametrize(
    ("text", "error"),
    [
        *(("Wang Fang", None), ("王芳", None), ("é", None), ("𠮷", None), ("", None)),
        *(("Wang1", "constraint"), ("Wang_", "constraint"), ("Wang·", "constraint")),
    ],
)
def test_a_regular_expression_fits_the_whole_answer(
    tmp_path: Path, text: str, error: str | None
) -> None:
    rows = ("text", "a", "A", r"regex(., '[\p{L} ]{1,20}')")
    form = opened(tmp_path, survey("type name label constraint", rows))
    say(form, "/data/a", text)
    assert form.error(node(form, "/data/a")) == error


# 17: filters of a list in a file, looked up where they are equalities, right in any case


@pytest.mark.parametrize(
    ("choice_filter", "wanted"),
    [
        ("street = ${t}", ["d1", "d3"]),
        ("${t} = street", ["d1", "d3"]),
        ("street = ${t} and no > 1", ["d3"]),
        ("street = ${t} or no = 2", ["d1", "d2", "d3"]),
        ("street != ${t}", ["d2", "d4"]),
        ("not(street = ${t})", ["d2", "d4"]),
        ("starts-with(street, ${t})", ["d1", "d3", "d4"]),
        ("no = 2", ["d2"]),
        ("selected(concat(${t}, ' s2'), street)", ["d1", "d2", "d3"]),
        ("position() = 2", ["d2"]),
        ("no < 3 and street = ${t} and contains(label, 'n')", ["d1"]),
        ("street = ''", []),
    ],
)
def test_a_filter_of_a_file_is_right_with_an_index_or_without(
    tmp_path: Path, choice_filter: str, wanted: list[str]
) -> None:
    (tmp_path / "doors.csv").write_text(
        "name,label,street,no\nd1,One,s1,1\nd2,Two,s2,2\nd3,Three,s1,3\nd4,Four,s1x,4\n", "utf-8"
    )
    rows = [
        ("text", "t", "T"),
        ("select_one_from_file doors.csv", "q", "Q", choice_filter),
    ]
    form = opened(tmp_path, survey("type name label choice_filter", *rows))
    say(form, "/data/t", "s1")
    assert [one.value for one in form.choices(node(form, "/data/q"))] == wanted


# the rest of the columns


def test_metadata_is_what_it_is_told(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label",
            ("start", "start"),
            ("end", "end"),
            ("today", "today"),
            ("deviceid", "device"),
            ("username", "user"),
        ),
        preload={"deviceid": "d1", "username": "amina"},
    )
    moment = "2024-05-17T10:20:30.000+00:00"
    names = ("start", "end", "today", "device", "user")
    assert [value(form, f"/data/{name}") for name in names] == [
        moment,
        "",
        "2024-05-17",
        "d1",
        "amina",
    ]
    form.finish()
    assert value(form, "/data/end") == moment
    assert value(form, "/data/meta/instanceID").startswith("uuid:0000")


def test_read_only_holds_for_what_is_inside(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label read_only",
            ("select_one yn", "lock", "Lock"),
            ("text", "a", "A", "${lock} = 'yes'"),
            ("note", "n", "Note"),
        ),
    )
    assert not form.is_readonly(node(form, "/data/a"))
    changed = form.set(node(form, "/data/lock"), "yes")
    assert node(form, "/data/a") in changed
    assert form.is_readonly(node(form, "/data/a"))
    assert form.is_readonly(node(form, "/data/n"))


def test_a_soft_check_warns_and_lets_pass(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label constraint warning warning_message",
            ("begin_repeat", "r", "R"),
            ("integer", "age", "Age", ". < 130", ". < 100", "Really?"),
            ("integer", "work", "Years of work", "", ". < ${age} - 10", ""),
            ("end_repeat",),
        ),
    )
    add(form, "/data/r")
    age, work = node(form, "/data/r[2]/age"), node(form, "/data/r[2]/work")
    assert form.warning(age) is None
    form.set(age, "101")
    assert (form.error(age), form.warning(age)) == (None, "Really?")
    form.set(age, "30")
    assert node(form, "/data/r[2]/work") in form.set(work, "25")
    assert form.warning(work) == ""
    assert work in form.set(age, "60")
    assert form.warning(work) is None


def test_a_property_to_save_to_is_known(tmp_path: Path) -> None:
    sheets = survey("type name label save_to", ("text", "a", "A", "phone"))
    sheets["entities"] = [("list_name", "label"), ("people", "${a}")]
    form = opened(tmp_path, sheets)
    assert node(form, "/data/a").spec.bind.save_to == "phone"
    say(form, "/data/a", "13800138000")
    assert 'dataset="people"' in instance_xml(form)


def test_chinese_names_of_questions_work_throughout(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label relevant calculation",
            ("integer", "年龄", "年龄"),
            ("text", "单位", "单位", "${年龄} >= 16"),
            ("calculate", "明年", "", "", "${年龄} + 1"),
        ),
    )
    say(form, "/data/年龄", "17")
    assert value(form, "/data/明年") == "18"
    assert node(form, "/data/单位").relevant
    assert "<年龄>17</年龄>" in instance_xml(form)


def test_an_answer_that_its_type_cannot_be_is_not_kept(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label",
            ("integer", "i", "I"),
            ("decimal", "d", "D"),
            ("date", "t", "T"),
            ("time", "c", "C"),
        ),
    )
    for name, text, kept in (
        ("i", "012", "12"),
        ("i", "abc", ""),
        ("i", "13800138000", "13800138000"),
        ("d", "2.50", "2.5"),
        ("d", "x", ""),
        ("t", "2024-02-30", ""),
        ("t", "2024-02-29", "2024-02-29"),
        ("c", "25:00:00.000", ""),
        ("c", "08:30:00.000+00:00", "08:30:00.000+00:00"),
    ):
        say(form, f"/data/{name}", text)
        assert value(form, f"/data/{name}") == kept


def test_what_is_not_xml_is_left_out_of_the_record_alone(tmp_path: Path) -> None:
    form = opened(tmp_path, survey("type name label", ("text", "a", "A")))
    say(form, "/data/a", "a\x01<b>&\x0b")
    assert value(form, "/data/a") == "a\x01<b>&\x0b"
    assert "<a>a&lt;b&gt;&amp;</a>" in str(snapshot(form, "x")["instance"])


def test_a_form_that_never_settles_stops(tmp_path: Path) -> None:
    form = opened(
        tmp_path,
        survey(
            "type name label calculation trigger",
            ("text", "a", "A", "concat(${b}, 'x')", "${b}"),
            ("text", "b", "B", "concat(${a}, 'y')", "${a}"),
        ),
    )
    say(form, "/data/a", "start")
    assert value(form, "/data/b").startswith("start")
