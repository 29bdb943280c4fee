"""What of a questionnaire cannot be printed has a mark in its place, and a warning names it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.printing import papers
from tests.printing.test_questionnaire import boxes_of, page_texts, printed
from unionapp.printing.documents import Rendered
from unionapp.printing.profiles import Profile, save
from unionapp.printing.questionnaire import (
    Block,
    Choice,
    Column,
    Grid,
    HeadLine,
    Note,
    Question,
    Section,
    Table,
    Total,
)


def told(made: Rendered) -> set[tuple[str, str, str]]:
    assert all(one.warning for one in made.warnings)
    return {(one.code, one.where, str(one.detail["label"])) for one in made.warnings}


def test_what_has_no_glyph_is_a_blank_and_a_warning_names_the_question() -> None:
    made = printed(Question("1", "姓名", answer="王𠀀兰"), Question("2", "职业", answer="网约车"))
    text = page_texts(made.pdf)[0]
    assert "王□兰" in text
    assert "网约车" in text
    assert told(made) == {("printing.glyph_left_blank", "入户走访登记表", "1. 姓名")}
    (warning,) = made.warnings
    assert (warning.detail["character"], warning.detail["code_point"]) == ("𠀀", "U+20000")


@pytest.mark.parametrize(
    ("answer", "shown", "warnings"),
    [
        ("谢谢👍", "谢谢□", 1),
        ("家👨‍👩‍👧人", "家□□□人", 3),  # joined by invisible characters
        ("好❤️", "好□", 1),  # the heart with the character that asks for its coloured shape
        ("坏\ud800字", "坏□字", 1),  # half of a character, as a broken file brings it
        ("专\ue000用", "专□用", 1),
        ("换\x0b\x00\x07行", "换 行", 0),
        ("葛\U000e0100", "葛", 0),  # a name with the mark of its variant
    ],
)
def test_emoji_and_control_characters_never_keep_a_form_from_being_printed(
    answer: str, shown: str, warnings: int
) -> None:
    made = printed(Question("1", "意见", answer=answer))
    assert shown in page_texts(made.pdf)[0]
    assert len(made.warnings) == warnings
    assert "\x00" not in papers.text_by_pdfium(made.pdf)


@pytest.mark.parametrize(
    "block",
    [
        Section("𠀀"), Section("节", note="𠀀"), Section("节", number="𠀀", level=2), Note("𠀀"),
        Question("1", "𠀀"), Question("1", "甲", hint="𠀀"), Question("1", "甲", condition="𠀀"),
        Question("1", "甲", answer="𠀀"), Question("1", "甲", "lines", answer="𠀀" * 200),
        Question("1", "甲", unit="𠀀"), Question("1", "甲", mark="𠀀"),
        Question("1", "甲", "choice", choices=(Choice("𠀀"),)),
        Question("1", "甲" * 90, "choice", choices=(Choice("𠀀"),)),
        Table((Column("3", "𠀀"),), (("丙",),)), Table((Column("3", "丙"),), (("𠀀",),)),
        Table((Column("3", "丙", ("𠀀",)),), blank_rows=2), Total("𠀀"), Total("甲", "𠀀"),
        Grid(("𠀀",), (Question("1", "甲", "choice", choices=(Choice("𠀀"),)),)),
    ],
    ids=repr,
)  # fmt: skip
def test_every_place_for_text_has_its_blank(block: Block) -> None:
    made = printed(block)
    assert "□" in papers.text_by_pdfium(made.pdf)
    assert {code for code, _, _ in told(made)} == {"printing.glyph_left_blank"}


@pytest.mark.parametrize(
    "changes",
    [
        {"head": (HeadLine("𠀀"),)}, {"head": (HeadLine("门牌", "𠀀"),)}, {"title": "𠀀"},
        {"instruction": "𠀀"}, {"form_id": "𠀀"}, {"version": "𠀀"}, {"title": "\ud800表"},
    ],
    ids=repr,
)  # fmt: skip
def test_head_and_foot_have_their_blanks(changes: dict[str, Any]) -> None:
    made = printed(**changes)
    assert "□" in papers.text_by_pdfium(made.pdf)
    assert made.warnings


def test_invisible_characters_and_tabs_are_no_missing_glyphs() -> None:
    made = printed(Question("1", "姓\u200b名\ufeff\t（甲\u00a0）\x07"))
    assert "姓名 （甲 ）" in page_texts(made.pdf)[0]
    assert made.warnings == ()


@pytest.mark.parametrize("kind", ["image", "signature"])
def test_a_picture_that_cannot_be_read_leaves_its_frame(kind: Any) -> None:
    made = printed(Question("1", "照片", kind, picture=b"no picture"), Question("2", "备注"))
    assert told(made) == {("printing.picture_left_out", "入户走访登记表", "1. 照片")}
    page = papers.plumbed(made.pdf)[0]
    assert page["images"] == []
    assert "备注" in page_texts(made.pdf)[0]


def test_a_font_that_the_office_added_prints_its_characters(tmp_path: Any) -> None:
    from tests.printing import own

    own.font(tmp_path)
    made = printed(Question("1", "姓名", answer="王𠀀"), own=tmp_path)
    assert "王𠀀" in page_texts(made.pdf)[0]
    assert made.warnings == ()


def test_the_profile_of_the_printer_moves_every_page(tmp_path: Any) -> None:
    save(tmp_path / "printers", Profile(printer="P", stock="a4", dx=3.0, dy=-1.0))
    blocks = tuple(Note("注" * 40) for _ in range(60))
    plain = papers.plumbed(printed(*blocks).pdf)
    moved = papers.plumbed(printed(*blocks, own=tmp_path, printer="P").pdf)
    other = papers.plumbed(printed(*blocks, own=tmp_path, printer="Q").pdf)
    assert len(plain) > 1
    for one, two, three in zip(plain, moved, other, strict=True):
        first, second, third = (page["chars"][0] for page in (one, two, three))
        assert papers.mm(second["x0"]) == pytest.approx(papers.mm(first["x0"]) + 3, abs=0.01)
        assert papers.mm(second["top"]) == pytest.approx(papers.mm(first["top"]) - 1, abs=0.01)
        assert third["x0"] == first["x0"]


SCALE = tuple(Choice(one) for one in ("满意", "一般", "不满意"))


def test_the_boxes_of_a_grid_stand_below_their_choices() -> None:
    rows = tuple(
        Question(str(at), f"第{at}项服务", "choice", choices=SCALE, required=at == 1)
        for at in range(1, 4)
    )
    page = papers.plumbed(printed(Grid(("满意", "一般", "不满意"), rows)).pdf)[0]
    boxes = boxes_of(page)
    columns = sorted({round(x, 1) for x, _ in boxes})
    assert (len(boxes), len(columns)) == (9, 3)
    heads = [one for one in page["chars"] if one["text"] == "般"]
    assert len(heads) == 1  # said once, above its column
    middle = columns[1] + 1.8
    assert papers.mm(heads[0]["x0"]) == pytest.approx(middle, abs=3)
    assert "第1项服务 *" in page_texts(printed(Grid(("满意", "一般", "不满意"), rows)).pdf)[0]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_the_tick_of_a_grid_stands_in_its_box(which: int) -> None:
    choices = tuple(Choice(one.label, at == which) for at, one in enumerate(SCALE))
    grid = Grid(("满意", "一般", "不满意"), (Question("1", "服务", "choice", choices=choices),))
    page = papers.plumbed(printed(grid).pdf)[0]
    ticks = [one for one in page["lines"] if papers.mm(one["linewidth"]) > 0.4]
    assert len(ticks) == 2
    left, top = sorted(boxes_of(page))[which]
    assert all(left <= papers.mm(one["x0"]) <= left + 3.6 for one in ticks)
    assert all(top <= papers.mm(one["top"]) <= top + 3.6 for one in ticks)


def test_a_long_grid_repeats_its_heading() -> None:
    rows = tuple(Question(str(at), f"第{at}项", "choice", choices=SCALE) for at in range(1, 90))
    texts = page_texts(printed(Grid(("满意", "一般", "不满意"), rows)).pdf)
    assert len(texts) > 2
    assert all(text.count("一般") == 1 for text in texts)


@pytest.mark.parametrize(("kind", "blanks"), [("date", 3), ("month", 2), ("year", 1), ("time", 2)])
def test_a_date_has_a_place_for_each_part_that_is_asked(kind: Any, blanks: int) -> None:
    before = len(papers.plumbed(printed().pdf)[0]["lines"])
    page = papers.plumbed(printed(Question("1", "何时", kind)).pdf)[0]
    assert len(page["lines"]) - before == blanks
