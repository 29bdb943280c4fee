"""Questionnaires on paper, judged by what stands on the pages."""

from __future__ import annotations

import io
import re
import time
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from tests.printing import papers
from unionapp.errors import UserError
from unionapp.printing import preview
from unionapp.printing import questionnaire as paper
from unionapp.printing.documents import Rendered
from unionapp.printing.questionnaire import (
    Block,
    Choice,
    Column,
    HeadLine,
    Note,
    Question,
    Section,
    Sheet,
    Table,
    Total,
)

REFERENCE = "UA1|form|visit|2026112101|door:0193b6a2-7f3e-7c11-9d2a-5be2f0c1d2e3"
HEAD = (HeadLine("填报单位", "工人村街道总工会"), HeadLine("门牌", "南十二路8号2单元503"))
YES_NO = (Choice("是"), Choice("否"))
LEFT, RIGHT, FOOT = 18.0, 192.0, 274.0


def sheet(*blocks: Block, **changes: Any) -> Sheet:
    known: dict[str, Any] = {
        "title": "入户走访登记表", "form_id": "visit", "version": "2026112101", "language": "zh",
        "reference": REFERENCE, "head": HEAD, "blocks": blocks,
    }  # fmt: skip
    return Sheet(**{**known, **changes})


def printed(*blocks: Block, **changes: Any) -> Rendered:
    way = {name: changes.pop(name) for name in ("own", "printer") if name in changes}
    return paper.render(sheet(*blocks, **changes), issued=papers.ISSUED, **way)


def page_texts(pdf: bytes) -> list[str]:
    return papers.text_by_pdfplumber(pdf).split("\n")


def places(page: dict[str, Any], word: str) -> list[tuple[float, float]]:
    """Where a word begins on a page: x and top in mm; its characters stand one after another."""
    chars = page["chars"]
    text = "".join(one["text"] for one in chars)
    return [
        (papers.mm(chars[found.start()]["x0"]), papers.mm(chars[found.start()]["top"]))
        for found in re.finditer(re.escape(word), text)
    ]


def everything() -> tuple[Block, ...]:
    services = tuple(Choice(label) for label in ("法律援助", "技能培训", "医疗互助", "子女助学"))
    return (
        Section("基本情况", "一、"),
        Question("1", "姓名", required=True),
        Question("2", "性别", "choice", choices=(Choice("男"), Choice("女"))),
        Question("3", "居民身份证号码", boxes=18),
        Question("4", "出生日期", "date"),
        Question("5", "到家时间", "time"),
        Question("6", "月收入", "number", unit="元"),
        Question("7", "请说明情况", "lines", condition="仅当第 2 题选「女」", hint="逐项记录"),
        Section("家庭成员", "二、", "每一个人填一行。"),
        Table((Column("8", "姓名"), Column("9", "关系", ("配偶", "子女"))), blank_rows=6),
        Total("合计人数"),
        Section("意见", "三、"),
        Question("10", "满意程度", "range", choices=tuple(Choice(str(n)) for n in range(1, 6))),
        Question("11", "最需要的服务", "rank", choices=services),
        Note("以上内容由本人陈述。"),
        Question("12", "现场照片", "image"),
        Question("13", "受访人签名", "signature"),
        Question("14", "走访人签名", "signature"),
    )


@cache
def whole() -> Rendered:
    return printed(*everything(), instruction="请用黑色笔填写。")


@cache
def whole_pages() -> list[dict[str, Any]]:
    return papers.plumbed(whole().pdf)


def test_all_pages_are_a4() -> None:
    sizes = preview.page_sizes(whole().pdf)
    assert len(sizes) == whole().pages >= 2
    assert all(size == pytest.approx((210, 297), abs=0.01) for size in sizes)


def test_every_page_says_which_form_and_which_page_it_is() -> None:
    texts = page_texts(whole().pdf)
    for number, text in enumerate(texts, start=1):
        assert f"第{number}页共{len(texts)}页" in re.sub(r"\s", "", text)
        assert "表号 visit" in text
        assert "版本 2026112101" in text


@pytest.mark.parametrize("dpi", [200, 300])
def test_the_code_on_every_page_is_read_by_another_library(dpi: int) -> None:
    for page in range(whole().pages):
        assert papers.scanned(whole().pdf, page, dpi) == [REFERENCE]


def test_a_sheet_without_a_reference_has_no_code() -> None:
    assert papers.scanned(printed(reference="").pdf, 0) == []


@pytest.mark.parametrize("reader", papers.READERS)
def test_every_word_can_be_read_back(reader: str) -> None:
    text = papers.READERS[reader](whole().pdf)
    assert "\x00" not in text
    assert "\ufffd" not in text
    joined = "".join(text.split())
    for word in ("工人村街道总工会", "居民身份证号码", "法律援助", "仅当第2题选「女」", "合计人数",
                 "每一个人填一行。", "请用黑色笔填写。", "照片粘贴处"):  # fmt: skip
        assert word in joined, word


def test_every_font_is_one_of_ours_and_embedded() -> None:
    fonts = papers.embedded_fonts(whole().pdf)
    assert fonts
    assert all(fonts.values())
    assert all(name.partition("+")[2].startswith("GH") for name in fonts)


def test_equal_sheets_give_equal_bytes() -> None:
    assert printed(*everything()).sha256 == printed(*everything()).sha256


def test_questions_stand_in_the_order_of_their_numbers() -> None:
    places_of = []
    for number, page in enumerate(whole_pages()):
        for one in ("1.", "2.", "3.", "4.", "5.", "6.", "7.", "10.", "11.", "12.", "13.", "14."):
            label = everything_label(one)
            places_of += [(number, round(y), x) for x, y in places(page, f"{one}{label}")]
    assert len(places_of) == 12
    assert places_of == sorted(places_of)


def everything_label(number: str) -> str:
    return next(
        one.label
        for one in everything()
        if isinstance(one, Question) and f"{one.number}." == number
    )


def test_short_questions_share_a_line_and_long_ones_do_not() -> None:
    (page,) = papers.plumbed(
        printed(
            Question("1", "姓名"), Question("2", "民族"),
            Question("3", "最近十二个月里您在哪些平台接单，每个平台大约做了多久"),
            Question("4", "学历"),
        ).pdf
    )  # fmt: skip
    tops = {word: places(page, word)[0] for word in ("姓名", "民族", "最近", "学历")}
    assert tops["姓名"][1] == pytest.approx(tops["民族"][1], abs=0.01)
    assert tops["民族"][0] > 105
    assert tops["最近"][1] < tops["学历"][1]
    assert tops["学历"][0] < 105


def test_nothing_leaves_its_margins_or_runs_into_the_foot() -> None:
    for page in whole_pages():
        for one in page["chars"]:
            assert LEFT - 0.1 <= papers.mm(one["x0"]) <= papers.mm(one["x1"]) <= RIGHT + 0.3
        inside = [one for one in page["chars"] if papers.mm(one["top"]) < FOOT]
        assert inside
        assert max(papers.mm(one["bottom"]) for one in inside) < FOOT


def test_lines_to_write_on_are_eight_millimetres_apart() -> None:
    (page,) = papers.plumbed(printed(Question("1", "请说明", "lines")).pdf)
    long = [one for one in page["lines"] if 160 < papers.mm(one["x1"]) - papers.mm(one["x0"]) < 170]
    tops = sorted(papers.mm(one["top"]) for one in long)
    assert len(tops) == 3
    assert tops[1] - tops[0] == pytest.approx(8, abs=0.01)
    assert tops[2] - tops[1] == pytest.approx(8, abs=0.01)


def test_a_number_of_known_length_has_a_cell_for_each_character() -> None:
    (page,) = papers.plumbed(printed(Question("1", "居民身份证号码", boxes=18), head=()).pdf)
    high = [one for one in page["rects"] if papers.mm(one["height"]) == pytest.approx(6.2, abs=0.1)]
    cells = sorted(papers.mm(one["x0"]) for one in high)
    assert len(cells) == 18
    steps = {round(b - a, 2) for a, b in pairwise(cells)}
    assert len(steps) == 1
    assert steps.pop() >= 5


def boxes_of(page: dict[str, Any]) -> list[tuple[float, float]]:
    """The corners of the boxes to tick: they are rounded, so they are curves."""
    found = {
        (round(papers.mm(one["x0"]), 1), round(papers.mm(one["top"]), 1))
        for one in page["curves"]
        if papers.mm(one["x1"]) - papers.mm(one["x0"]) == pytest.approx(3.6, abs=0.2)
    }
    return sorted(found, key=lambda place: (place[1], place[0]))


def test_sixty_choices_stand_in_even_columns_and_rows() -> None:
    choices = tuple(Choice(f"第{'很长' * (at % 3)}{at}类") for at in range(60))
    (page,) = papers.plumbed(printed(Question("1", "职业", "choice", choices=choices)).pdf)
    boxes = boxes_of(page)
    assert len(boxes) == 60
    columns = sorted({x for x, _ in boxes})
    steps = [b - a for a, b in pairwise(columns)]
    assert 3 <= len(columns) <= 6
    assert max(steps) - min(steps) < 0.25
    assert len({y for _, y in boxes}) == -(-60 // len(columns))


def test_seven_choices_in_two_rows_are_four_and_three() -> None:
    choices = tuple(Choice(f"第{at}种服务") for at in range(7))
    (page,) = papers.plumbed(printed(Question("1", "需要", "choices", choices=choices)).pdf)
    rows = [y for _, y in boxes_of(page)]
    assert [rows.count(y) for y in sorted(set(rows))] == [4, 3]


def test_one_long_label_does_not_spread_all_the_others() -> None:
    labels = ("孙子、孙女或外孙子、外孙女", *("父母" for _ in range(40)))
    choices = tuple(Choice(label) for label in labels)
    (page,) = papers.plumbed(printed(Question("1", "关系", "choice", choices=choices)).pdf)
    assert len({x for x, _ in boxes_of(page)}) >= 5


def test_a_blank_choice_bears_the_number_that_is_keyed_and_a_ticked_one_does_not() -> None:
    blank = page_texts(printed(Question("1", "工伤", "choice", choices=YES_NO)).pdf)[0]
    ticked = (Choice("是", ticked=True), Choice("否"))
    filled = page_texts(printed(Question("1", "工伤", "choice", choices=ticked)).pdf)[0]
    assert "工伤1是2否" in blank
    assert "工伤是否" in filled


@pytest.mark.parametrize("which", [0, 1])
def test_the_tick_stands_in_the_box_that_was_chosen(which: int) -> None:
    choices = tuple(Choice(label, at == which) for at, label in enumerate(("甲", "乙")))
    (page,) = papers.plumbed(printed(Question("1", "选", "choice", choices=choices), head=()).pdf)
    thick = [one for one in page["lines"] if papers.mm(one["linewidth"]) > 0.4]
    assert len(thick) == 2
    x = min(papers.mm(one["x0"]) for one in thick)
    labels = [places(page, label)[0][0] for label in ("甲", "乙")]
    assert labels[which] - 6 < x < labels[which]


def test_a_rank_shows_the_place_that_each_choice_was_given() -> None:
    choices = (Choice("法律", place=2), Choice("培训", place=1), Choice("互助"))
    text = page_texts(printed(Question("1", "排序", "rank", choices=choices)).pdf)[0]
    assert "2法律1培训互助" in text


def many(count: int, lines: int) -> list[Block]:
    """Questions of several rows, each with words of its own at its two ends."""
    return [
        Question(
            str(at), f"首{at}首", "choice",
            choices=(*[Choice("很长的选项" * 6)] * lines, Choice(f"末{at}末")),
        )
        for at in range(1, count + 1)
    ]  # fmt: skip


def test_no_question_is_broken_that_fits_on_a_page() -> None:
    texts = page_texts(printed(*many(40, 5)).pdf)
    assert len(texts) > 4
    for at in range(1, 41):
        (page,) = [text for text in texts if f"首{at}首" in text]
        assert f"末{at}末" in page


def test_a_question_longer_than_a_page_goes_on_on_the_next() -> None:
    texts = page_texts(printed(*many(1, 90)).pdf)
    assert len(texts) > 1
    assert "首1首" in texts[0]
    assert "末1末" in texts[-1]


@pytest.mark.parametrize("above", range(8, 16))
def test_a_heading_is_never_parted_from_what_follows(above: int) -> None:
    lines = [Question(str(at), "问题" * 12, "date") for at in range(above * 2)]
    heads = (Section("章章章", "一、"), Section("节节节", level=2))
    texts = page_texts(printed(*lines, *heads, Question("99", "随后", "lines")).pdf)
    (page,) = [text for text in texts if "章章章" in text]
    assert "节节节" in page
    assert "99.随后" in page


def test_two_hundred_people_fill_a_table_whose_heading_is_on_every_page() -> None:
    rows = tuple((f"人{at:03d}", papers.LONGEST if at % 9 == 0 else "子女") for at in range(200))
    table = Table((Column("7", "姓名"), Column("8", "与本人关系")), rows)
    texts = page_texts(printed(Section("家庭成员", "一、"), table).pdf)
    assert len(texts) > 3
    assert all("序号7. 姓名8. 与本人关系" in text for text in texts)
    found = re.findall(r"人\d{3}", "".join(texts))
    assert found == [f"人{at:03d}" for at in range(200)]
    assert "".join(texts).replace("\n", "").count("阿卜杜拉孜汗") == 23


def test_a_cell_longer_than_a_page_is_printed_to_its_end() -> None:
    table = Table((Column("1", "经过"), Column("2", "备注")), (("说" * 6_000 + "完", "好"),))
    texts = page_texts(printed(table).pdf)
    assert sum(text.count("说") for text in texts) == 6_000
    assert "完" in texts[-1]


@pytest.mark.parametrize("name", papers.NAMES)
def test_names_of_2_to_25_characters_are_printed_whole(name: str) -> None:
    pdf = printed(Question("1", "姓名", answer=name), head=(HeadLine("走访人", name),)).pdf
    assert "".join(papers.text_by_pdfium(pdf).split()).count(name) == 2


@pytest.mark.parametrize(
    "label", ["长" * 400, "https://example.org/" + "a" * 380, "（" * 200 + "）" * 200]
)
def test_a_label_of_four_hundred_characters_is_printed_whole(label: str) -> None:
    pdf = printed(Question("1", label, required=True)).pdf
    assert label in "".join(papers.text_by_pdfplumber(pdf).split())
    for page in papers.plumbed(pdf):
        assert max(papers.mm(one["x1"]) for one in page["chars"]) < RIGHT + 4


def test_an_empty_form_is_one_page_with_its_head_and_foot() -> None:
    made = printed()
    assert made.pages == 1
    assert papers.scanned(made.pdf, 0) == [REFERENCE]


def test_a_title_of_two_hundred_characters_does_not_push_the_form_away() -> None:
    made = printed(Question("1", "姓名"), title="街道" * 100)
    assert made.pages == 1
    assert "1.姓名" in page_texts(made.pdf)[0]


def test_two_hundred_and_fifty_questions_take_less_than_two_seconds() -> None:
    blocks = [*many(125, 4), *(Question(str(at), "姓名和住址") for at in range(125))]
    printed(Question("1", "姓名"))  # fonts are loaded once
    began = time.process_time()
    made = printed(*blocks)
    assert time.process_time() - began < 2.0
    assert made.pages > 10


def test_a_code_that_no_scanner_could_read_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        printed(reference="UA1|form|" + "长" * 100)
    assert [(one.code, one.where) for one in caught.value.problems] == [
        ("printing.reference_too_long", "visit")
    ]


def picture_place(pdf: bytes) -> tuple[float, float]:
    (image,) = papers.plumbed(pdf)[0]["images"]
    width = papers.mm(image["x1"]) - papers.mm(image["x0"])
    return width, papers.mm(image["bottom"]) - papers.mm(image["top"])


def test_a_photo_keeps_its_shape_inside_its_frame() -> None:
    photo = Question("1", "照片", "image", picture=papers.photo(size=(300, 420)))
    width, height = picture_place(printed(photo).pdf)
    assert height == pytest.approx(60, abs=0.1)
    assert width / height == pytest.approx(300 / 420, abs=0.01)


def test_a_photo_that_lies_on_its_side_is_turned_up() -> None:
    from PIL import Image

    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), "#3366cc").save(stream, "JPEG", exif=exif)
    made = printed(Question("1", "照片", "image", picture=stream.getvalue()))
    width, height = picture_place(made.pdf)
    assert width / height == pytest.approx(0.5, abs=0.01)


def test_a_signature_drawn_on_nothing_stands_on_white() -> None:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGBA", (400, 100), (0, 0, 0, 0)).save(stream, "PNG")
    pdf = printed(Question("1", "签名", "signature", picture=stream.getvalue()), head=()).pdf
    (image,) = papers.plumbed(pdf)[0]["images"]
    page = preview.render_page(pdf, 0, dpi=100)
    x, y = (round(papers.mm(image[key]) * 100 / 25.4) + 10 for key in ("x0", "top"))
    assert page.rgb[y * page.stride + 3 * x : y * page.stride + 3 * x + 3] == b"\xff\xff\xff"


def test_a_large_photo_is_made_no_finer_than_print() -> None:
    big = papers.photo(size=(4000, 3000))
    small = len(printed(Question("1", "照片", "image")).pdf)
    assert len(printed(Question("1", "照片", "image", picture=big)).pdf) - small < 60_000


def test_english_paper_speaks_english() -> None:
    made = printed(Question("1", "Born on", "date"), language="en", title="Visit")
    text = "".join(papers.text_by_pdfium(made.pdf).split())
    for word in ("Page1of1", "Formvisit", "Version2026112101", "BornonYearMonthDay"):
        assert word in text
