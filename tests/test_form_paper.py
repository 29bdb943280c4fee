"""Forms on paper: what of a form is printed, under which numbers, with which words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.forms.desk import markdown
from tests.printing import papers
from unionapp import cli, form_paper
from unionapp.form_paper import Particulars
from unionapp.forms import steps
from unionapp.forms.asking import numbering
from unionapp.forms.filling import Filling
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.load import Loaded, load
from unionapp.paths import resources
from unionapp.printing.questionnaire import (
    HeadLine,
    Language,
    Note,
    Question,
    Section,
    Sheet,
    Table,
    Total,
)

DATA = Path(__file__).parent / "data"
VISIT = DATA / "form_paper" / "visit.md"
STEPS = DATA / "form_paper" / "steps.json"
CASES = sorted(path.name for path in (DATA / "forms").iterdir() if path.is_dir())
COLUMNS = (
    *("type", "name", "label", "relevant"),
    *("appearance", "calculation", "choice_filter", "repeat_count"),
    *("read_only", "prefill"),
)
NOW = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


def opened(loaded: Loaded) -> Form:
    ids = (f"id-{number}" for number in range(1_000))
    around = Surrounding(NOW, UTC, lambda: next(ids), random=lambda: 0.5)
    return Form(loaded.definition, around, graph=loaded.graph)


@cache
def visit() -> Loaded:
    return load(VISIT)


def filled_visit() -> Form:
    form = opened(visit())
    script = json.loads(STEPS.read_text("utf-8"))
    assert steps.run_steps(form, script["steps"])["refused"] == []
    return form


def form_of(folder: Path, *rows: tuple[str, ...], choices: Sequence[tuple[str, ...]] = ()) -> Form:
    """A form of survey rows (type, name, label, then COLUMNS), as a worker opens it."""
    width = len(COLUMNS)
    sheets: dict[str, list[tuple[str, ...]]] = {
        "survey": [COLUMNS, *(row + ("",) * (width - len(row)) for row in rows)]
    }
    if choices:
        sheets["choices"] = [("list_name", "name", "label", "of")]
        sheets["choices"] += [row + ("",) * (4 - len(row)) for row in choices]
    path = folder / "form.md"
    path.write_text(markdown(sheets), "utf-8")
    return opened(load(path))


def blank(form: Form, language: Language = "zh") -> Sheet:
    return form_paper.sheet(form, filled=False, language=language)


def filled(form: Form, **particulars: Any) -> Sheet:
    beside = Particulars(**particulars)
    return form_paper.sheet(form, filled=True, language="zh", beside=beside)


def questions(sheet: Sheet) -> dict[str, Question]:
    return {block.label: block for block in sheet.blocks if isinstance(block, Question)}


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def sections(sheet: Sheet) -> list[str]:
    return [f"{one.number}{one.title}" for one in sheet.blocks if isinstance(one, Section)]


def notes(sheet: Sheet) -> list[str]:
    return [one.text for one in sheet.blocks if isinstance(one, Note)]


def ticked(question: Question) -> list[str]:
    return [choice.label for choice in question.choices if choice.ticked]


# --- blank


def test_a_blank_form_asks_everything_in_the_order_of_the_form() -> None:
    sheet = blank(opened(visit()))
    numbers = [
        int(number)
        for block in sheet.blocks
        for number in (
            [block.number]
            if isinstance(block, Question)
            else [one.number for one in block.columns]
            if isinstance(block, Table)
            else []
        )
    ]
    assert numbers == list(range(1, 26))
    assert sections(sheet) == [
        "一、基本情况", "二、工作情况", "三、家庭成员", "四、维权诉求", "第 ＿＿ 份", "五、确认",
    ]  # fmt: skip


def test_a_blank_form_holds_no_answers() -> None:
    sheet = blank(filled_visit())
    assert all(not one.answer and not ticked(one) for one in questions(sheet).values())
    assert all(not table.rows and table.blank_rows for table in tables(sheet))


def test_head_title_and_code_name_the_form_and_what_it_is_about() -> None:
    beside = Particulars((HeadLine("门牌", "8号"),), "door", "0193")
    sheet = form_paper.sheet(opened(visit()), filled=False, language="zh", beside=beside)
    assert sheet.title == "新就业形态劳动者入户走访登记表"
    assert (sheet.form_id, sheet.version) == ("visit_new_employment", "2026112101")
    assert sheet.reference == "UA1|form|visit_new_employment|2026112101|door:0193"
    assert sheet.head == (HeadLine("门牌", "8号"),)
    assert all(not line.value for line in blank(opened(visit())).head)


@pytest.mark.parametrize(
    ("label", "kind", "boxes"),
    [
        ("姓名", "text", 0), ("居民身份证号码", "text", 18), ("手机号", "text", 11),
        ("出生日期", "date", 0), ("性别", "choice", 0), ("每周工作小时", "number", 0),
        ("请说明受伤经过、就医和赔付的情况", "lines", 0), ("对平台的满意程度", "range", 0),
        ("请把服务按重要程度排序", "rank", 0), ("同意街道工会保存以上信息", "choice", 0),
        ("现场照片", "image", 0), ("受访人签名", "signature", 0),
        ("＿＿＿＿最需要工会提供哪些服务？（可多选）", "choices", 0),
    ],
)  # fmt: skip
def test_each_question_gets_a_place_for_its_kind_of_answer(
    label: str, kind: str, boxes: int
) -> None:
    question = questions(blank(opened(visit())))[label]
    assert (question.kind, question.boxes) == (kind, boxes)


def test_required_questions_and_hints_are_marked_on_a_blank_form_only() -> None:
    job = "现从事的职业"
    asked = questions(blank(opened(visit())))
    assert asked["姓名"].required
    assert not asked["手机号"].required
    assert asked[job].hint == "主要收入来源"
    answered = questions(filled(filled_visit()))
    assert not answered[job].required
    assert not answered[job].hint


@pytest.mark.parametrize(
    ("label", "condition"),
    [
        ("其他职业（请写明）", "仅当第 6 题选「其他」"),
        ("请说明受伤经过、就医和赔付的情况", "仅当第 11 题选「是」，且第 9 题大于 10"),
        ("姓名", ""),
    ],
)
def test_a_simple_condition_is_said_in_words(label: str, condition: str) -> None:
    assert questions(blank(opened(visit())))[label].condition == condition


def test_the_condition_of_a_group_stands_below_its_heading() -> None:
    sheet = blank(opened(visit()))
    notes_of = {one.title: one.note for one in sheet.blocks if isinstance(one, Section)}
    assert notes_of["工作情况"] == "仅当第 6 题未选「无业」"


CONDITIONS = [
    ("${c} = 'a'", "仅当第 1 题选「甲」", "Only if question 1 is “甲”"),
    ("'a' = ${c}", "仅当第 1 题选「甲」", "Only if question 1 is “甲”"),
    ("${c} != 'a'", "仅当第 1 题未选「甲」", "Only if question 1 is not “甲”"),
    ("${c} != ''", "仅当第 1 题已填", "Only if question 1 is answered"),
    ("selected(${m}, 'b')", "仅当第 2 题选「乙」", "Only if question 2 is “乙”"),
    ("not(selected(${m}, 'b'))", "仅当第 2 题未选「乙」", "Only if question 2 is not “乙”"),
    ("${n} >= 16", "仅当第 3 题不小于 16", "Only if question 3 is at least 16"),
    ("16 >= ${n}", "仅当第 3 题不大于 16", "Only if question 3 is at most 16"),
    ("${n} < 1.5", "仅当第 3 题小于 1.5", "Only if question 3 is less than 1.5"),
    ("${c} = 'a' and ${n} = 3", "仅当第 1 题选「甲」，且第 3 题等于 3",
     "Only if question 1 is “甲”, and question 3 is 3"),
    ("${c} = 'a' or ${c} = 'b'", "仅当第 1 题选「甲」，或第 1 题选「乙」",
     "Only if question 1 is “甲”, or question 1 is “乙”"),
    ("${n} > 1 and (${c} = 'a' or ${c} = 'b')",
     "仅当第 3 题大于 1，且（第 1 题选「甲」，或第 1 题选「乙」）",
     "Only if question 3 is more than 1, and (question 1 is “甲”, or question 1 is “乙”)"),
    # What cannot be said in full is not said at all.
    ("${c} = 'nobody'", "", ""),
    ("${m} = 'a'", "", ""),
    ("${n} + 1 > 3", "", ""),
    ("${n} > 1 and string-length(${t}) > 2", "", ""),
    ("${hidden} = 'x'", "", ""),
    ("${n} > ${k}", "", ""),
    ("not(${n} > 1)", "", ""),
    ("count(${r}) > 1", "", ""),
    ("${inner} = 'x'", "", ""),
    ("${n} > 1 or true()", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("relevant", "zh", "en"), CONDITIONS, ids=[one[0] for one in CONDITIONS])
def test_conditions_are_said_truly_or_not_at_all(
    tmp_path: Path, relevant: str, zh: str, en: str
) -> None:
    form = form_of(
        tmp_path,
        ("select_one l", "c", "单选"), ("select_multiple l", "m", "多选"), ("integer", "n", "数"),
        ("integer", "k", "另一数"), ("text", "t", "字"), ("calculate", "hidden", "", "", "", "1"),
        ("begin_repeat", "r", "行"), ("text", "inner", "行内"), ("end_repeat", ""),
        ("text", "asked", "条件题", relevant),
        choices=[("l", "a", "甲"), ("l", "b", "乙")],
    )  # fmt: skip
    assert questions(blank(form))["条件题"].condition == zh
    assert questions(blank(form, "en"))["条件题"].condition == en


def test_inside_a_row_a_condition_may_speak_of_the_same_row() -> None:
    (table,) = tables(blank(opened(visit())))
    assert [column.note for column in table.columns] == ["", "", "", "仅当第 17 题小于 23"]


def test_the_condition_of_a_group_without_a_name_is_said_at_each_question(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        ("integer", "n", "数"), ("begin_group", "g", "", "${n} > 1"),
        ("text", "a", "甲"), ("text", "b", "乙", "${a} = 'x'"), ("end_group", ""),
    )  # fmt: skip
    asked = questions(blank(form))
    assert asked["甲"].condition == "仅当第 1 题大于 1"
    assert asked["乙"].condition == "仅当第 1 题大于 1，且第 2 题填「x」"


@pytest.mark.parametrize("count", [12, 60, 61, 500])
def test_up_to_sixty_choices_have_boxes_and_more_a_line(tmp_path: Path, count: int) -> None:
    listed = [("l", f"c{at}", f"选{at}") for at in range(count)]
    form = form_of(tmp_path, ("select_one l", "c", "单选"), choices=listed)
    question = questions(blank(form))["单选"]
    assert len(question.choices) == (count if count <= 60 else 0)
    assert question.kind == ("choice" if count <= 60 else "text")


def test_choices_that_depend_on_an_answer_are_written_on_a_blank_form(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        ("text", "t", "街道"), ("select_one l", "c", "社区", "", "", "", "of = ${t}"),
        choices=[("l", "a", "甲", "x"), ("l", "b", "乙", "y")],
    )  # fmt: skip
    assert questions(blank(form))["社区"].kind == "text"
    node = form.node("/data/t")
    assert node is not None
    form.set(node, "y")
    assert [one.label for one in questions(filled(form))["社区"].choices] == ["乙"]


def test_rows_of_a_few_short_questions_are_a_table_and_others_blocks() -> None:
    sheet = blank(opened(visit()))
    (table,) = tables(sheet)
    assert [column.label for column in table.columns] == ["姓名", "与本人关系", "年龄", "就读学校"]
    assert table.columns[1].choices == ("配偶", "子女", "父母", "其他")
    assert "诉求内容" in questions(sheet)


def test_a_repeat_of_a_fixed_number_has_that_number_of_rows(tmp_path: Path) -> None:
    row = ("begin_repeat", "r", "行", "", "", "", "", "9")
    form = form_of(tmp_path, row, ("text", "q", "问"), ("end_repeat", ""))
    (table,) = tables(blank(form))
    assert table.blank_rows == 9
    assert not any("另附页" in one.note for one in blank(form).blocks if isinstance(one, Section))


@pytest.mark.parametrize(("count", "is_table"), [(6, True), (7, False)])
def test_more_than_six_questions_a_row_are_blocks(
    tmp_path: Path, count: int, is_table: bool
) -> None:
    inner = [("text", f"q{at}", f"问{at}") for at in range(count)]
    form = form_of(tmp_path, ("begin_repeat", "r", "行"), *inner, ("end_repeat", ""))
    assert bool(tables(blank(form))) is is_table
    assert bool(questions(blank(form))) is not is_table


def test_hidden_and_calculated_questions_are_left_out_but_sums_are_not() -> None:
    sheet = blank(opened(visit()))
    assert [one for one in sheet.blocks if isinstance(one, Total)] == [Total("家庭人口合计")]
    assert "instanceID" not in str(sheet)


def test_a_conditional_note_says_when_it_holds_or_is_left_out_of_a_blank_form(
    tmp_path: Path,
) -> None:
    form = form_of(
        tmp_path,
        ("integer", "n", "数"), ("note", "a", "多", "${n} > 1"),
        ("note", "b", "双", "${n} mod 2 = 0"), ("note", "c", "总"),
    )  # fmt: skip
    assert notes(blank(form)) == ["（仅当第 1 题大于 1）多", "总"]
    node = form.node("/data/n")
    assert node is not None
    form.set(node, "4")
    assert notes(filled(form)) == ["多", "双", "总"]


def test_what_the_case_knows_and_nobody_writes_has_its_line_but_no_number(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        ("text", "a", "家庭住址", "", "", "", "", "", "yes", "door#address"),
        ("text", "b", "姓名", "", "", "", "", "", "", "person#name"),
    )  # fmt: skip
    asked = questions(blank(form))
    assert (asked["家庭住址"].number, asked["姓名"].number) == ("", "1")
    node = form.node("/data/a")
    assert node is not None
    form.set(node, "南十二路8号")
    assert questions(blank(form))["家庭住址"].answer == "南十二路8号"


SHIPPED = sorted(path.name for path in (resources() / "forms").glob("*.md"))


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["中文 (zh)", "English (en)"])
def test_every_shipped_form_is_printed_with_its_code_on_each_page(name: str, language: str) -> None:
    form = opened(load(resources() / "forms" / name))
    form.speak(language)
    words = form_paper.language_of(form, "zh")
    made = form_paper.render(form, filled=False, language=words, issued=papers.ISSUED)
    code = f"UA1|form|{form.definition.form_id}|{form.definition.version}"
    assert [papers.scanned(made.pdf, page) for page in range(made.pages)] == [[code]] * made.pages
    numbers = numbering(form.definition)
    text = papers.text_by_pdfium(made.pdf)
    assert all(f"{number}." in text for number in numbers.values())


def test_notes_are_printed_without_the_marks_of_bold() -> None:
    (told,) = notes(blank(opened(visit())))
    assert told == "声明：以上内容由本人陈述，街道工会如实记录，仅用于工会服务。"


# --- filled


def test_a_filled_form_holds_what_is_relevant_under_the_same_numbers() -> None:
    before = {
        (one.number, one.kind)
        for one in questions(blank(opened(visit()))).values()
        if "choice" in one.kind
    }
    sheet = filled(filled_visit())
    answered = questions(sheet)
    assert "其他职业（请写明）" not in answered
    assert answered["现从事的职业"].number == "6"
    assert answered["近一年内是否受过工伤？"].number == "11"
    after = {(one.number, one.kind) for one in answered.values() if "choice" in one.kind}
    assert after == before


def test_answers_are_printed_as_people_read_them() -> None:
    answered = questions(filled(filled_visit()))
    assert answered["姓名"].answer == papers.LONGEST
    assert answered["出生日期"].answer == "1976年3月15日"
    assert ticked(answered["性别"]) == ["女"]
    assert ticked(answered[f"{papers.LONGEST}最需要工会提供哪些服务？（可多选）"]) == [
        "法律援助", "职工互助医疗保障计划",
    ]  # fmt: skip
    assert ticked(answered["对平台的满意程度"]) == ["3"]
    order = {one.label: one.place for one in answered["请把服务按重要程度排序"].choices}
    assert order["困难帮扶"] == 1
    assert order["子女助学（金秋助学）"] == 5
    assert ticked(answered["同意街道工会保存以上信息"]) == ["已确认"]


def test_identity_and_phone_numbers_are_masked_until_they_are_revealed() -> None:
    masked = questions(filled(filled_visit()))
    assert masked["居民身份证号码"].answer == "210***********0021"
    assert masked["手机号"].answer == "138****1234"
    whole = questions(filled(filled_visit(), reveal=True))
    assert whole["居民身份证号码"].answer == "210106197603150021"
    assert whole["手机号"].answer == "13800001234"


def test_rows_are_table_rows_with_labels_and_a_dash_where_nothing_is_asked() -> None:
    sheet = filled(filled_visit())
    (table,) = tables(sheet)
    assert table.rows == (
        ("艾力", "配偶", "49", "—"),
        ("䶮㛃𬱖", "子女", "15", "沈阳市铁西区工人村第一小学"),
    )
    assert table.blank_rows == 0
    assert Total("家庭人口合计", "2") in sheet.blocks


def test_pictures_are_drawn_from_the_bytes_handed_in() -> None:
    media = {"p.jpg": b"photo", "s.png": b"signature"}
    answered = questions(filled(filled_visit(), media=media))
    assert (answered["现场照片"].kind, answered["现场照片"].picture) == ("image", b"photo")
    assert answered["受访人签名"].picture == b"signature"
    without = questions(filled(filled_visit()))["现场照片"]
    assert (without.kind, without.answer, without.picture) == ("text", "p.jpg", None)


def test_the_reason_for_an_unusual_answer_is_a_footnote() -> None:
    sheet = filled(filled_visit(), reasons={"/data/work/hours": "双十一前后连续加班"})
    assert questions(sheet)["每周工作小时"].mark == "［注1］"
    assert sections(sheet)[-1] == "核实说明"
    assert notes(sheet)[-1] == ("注1　第 9 题：每周超过 90 小时，请核对　情况：双十一前后连续加班")


def test_the_reasons_of_a_filling_are_found_by_path() -> None:
    filling = Filling(filled_visit())
    node = filling.form.node("/data/work/hours")
    assert node is not None
    filling.accept(node, "加班")
    assert form_paper.reasons_in(filling) == {"/data/work/hours": "加班"}


def test_a_long_list_is_written_as_the_labels_that_were_chosen(tmp_path: Path) -> None:
    listed = [("l", f"c{at}", f"选{at}") for at in range(30)]
    form = form_of(tmp_path, ("select_multiple l", "c", "多选"), choices=listed)
    node = form.node("/data/c")
    assert node is not None
    form.set(node, "c3 c27")
    assert questions(filled(form))["多选"].answer == "选3、选27"


def test_groups_of_which_nothing_is_relevant_are_left_out_and_not_counted(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        ("begin_group", "g", "甲组", "false()"), ("text", "a", "甲"), ("end_group", ""),
        ("begin_group", "h", "乙组"), ("text", "b", "乙"), ("end_group", ""),
    )  # fmt: skip
    assert sections(filled(form)) == ["一、乙组"]
    assert sections(blank(form)) == ["一、甲组", "二、乙组"]
    assert questions(filled(form))["乙"].number == "2"


def test_the_form_is_left_as_it_was() -> None:
    form = filled_visit()
    before = [(node.path, node.value) for node in form.root.walk()]
    blank(form)
    filled(form)
    assert [(node.path, node.value) for node in form.root.walk()] == before


def test_the_other_language_of_the_form_is_printed_with_english_around_it() -> None:
    form = opened(visit())
    form.speak("English (en)")
    assert form_paper.language_of(form, "zh") == "en"
    sheet = blank(form, "en")
    assert questions(sheet)["Other work"].condition == "Only if question 6 is “other”"
    assert sections(sheet)[0] == "A. Basics"
    assert [one.label for one in questions(sheet)["Sex"].choices] == ["male", "female"]


# --- on paper


@pytest.mark.parametrize("case", CASES)
def test_the_public_cases_are_printed_blank_and_filled(case: str) -> None:
    folder = DATA / "forms" / case
    loaded = load(next(folder.glob("form.*")), folder)
    form = opened(loaded)
    script = json.loads((folder / "steps.json").read_text("utf-8"))
    for is_filled in (False, True):
        if is_filled:
            steps.run_steps(form, script["steps"])
        made = form_paper.render(form, filled=is_filled, language="zh", issued=papers.ISSUED)
        text = papers.text_by_pdfium(made.pdf)
        assert "\x00" not in text
        assert loaded.definition.form_id in text


def test_the_paper_holds_the_words_of_the_sheet() -> None:
    made = form_paper.render(filled_visit(), filled=True, language="zh", issued=papers.ISSUED)
    text = "".join(papers.text_by_pdfium(made.pdf).split())
    for words in (
        papers.LONGEST,
        "210***********0021",
        "䶮㛃𬱖",
        "要求补缴工伤保险",
        "家庭人口合计2",
    ):
        assert words in text, words
    assert "其他职业" not in text
    assert papers.scanned(made.pdf, 0) == ["UA1|form|visit_new_employment|2026112101"]


# --- the command


def test_the_command_prints_a_blank_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "blank.pdf"
    assert cli.run(["form", "print", str(VISIT), "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["file"] == str(out)
    assert said["pages"] >= 2
    assert papers.scanned(out.read_bytes(), 0) == ["UA1|form|visit_new_employment|2026112101"]


def test_the_command_prints_a_form_filled_with_steps_and_media(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.jpg").write_bytes(papers.photo())
    out = tmp_path / "filled.pdf"
    words = ["form", "print", str(VISIT), "--out", str(out), "--steps", str(STEPS), "--json"]
    assert cli.run([*words, "--media", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["refused"] == []
    pdf = out.read_bytes()
    assert sum(len(page["images"]) for page in papers.plumbed(pdf)) == 1
    assert "210106197603150021" not in papers.text_by_pdfium(pdf)
    assert cli.run([*words, "--reveal"]) == 0
    assert "210106197603150021" in papers.text_by_pdfium(out.read_bytes())


def test_the_command_prints_an_emoji_as_a_blank_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "note.md"
    sheets = {"survey": [("type", "name", "label"), ("text", "note", "意见")]}
    form.write_text(markdown(sheets), "utf-8")
    script = tmp_path / "steps.json"
    script.write_text(json.dumps({"steps": [{"set": "/data/note", "value": "谢谢👍"}]}), "utf-8")
    out = tmp_path / "note.pdf"
    assert cli.run(["form", "print", str(form), "--out", str(out), "--steps", str(script)]) == 0
    assert "U+1F44D" in (said := capsys.readouterr().err)
    assert "1. 意见" in said
    assert "谢谢□" in papers.text_by_pdfium(out.read_bytes())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--language", "Klingon"], "Klingon"),
        (["--steps", "nowhere.json"], "nowhere.json"),
        (["--out", "no/such/folder/form.pdf"], "form.pdf"),
    ],
)
def test_the_command_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    out = ["--out", str(tmp_path / "form.pdf")]
    assert cli.run(["form", "print", str(VISIT), *out, *words]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "form.pdf").exists()


def test_the_command_speaks_the_language_of_the_form_that_is_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "english.pdf"
    words = ["form", "print", str(VISIT), "--out", str(out), "--language", "English (en)"]
    assert cli.run(words) == 0
    assert "Only if question 6 is" in papers.text_by_pdfium(out.read_bytes())
