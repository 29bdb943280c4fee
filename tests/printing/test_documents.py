"""The shipped documents on paper: sizes, places, words, codes; and what stops them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.printing import golden, papers
from unionapp.errors import UserError
from unionapp.printing import designs, documents, fields, preview, qr, stocks
from unionapp.printing.objects import Qr

SIZES = {
    ("member_card", None): [(85.6, 54.0)] * 2,
    ("member_card", "a4_cards_10"): [(210.0, 297.0)] * 2,
    ("aid_receipt", None): [(210.0, 148.0)] * 2,
    ("aid_receipt", "a4_halves"): [(210.0, 297.0)],
    ("recovery_code", None): [(210.0, 297.0)],
}


def problems_of(error: pytest.ExceptionInfo[UserError]) -> set[tuple[str, str, str]]:
    return {
        (problem.code, problem.where, str(problem.detail.get("field", "")))
        for problem in error.value.problems
    }


def test_every_shipped_document_is_known_with_its_labels_and_stocks() -> None:
    found = {info.code: info for info in documents.available()}
    assert set(papers.DOCUMENTS) <= set(found)
    assert found["aid_receipt"].label("zh") == "领款签收单"
    assert found["member_card"].stocks == ("cr80", "a4_cards_10")
    assert "person.name" in found["member_card"].fields


@pytest.mark.parametrize(("document", "stock"), SIZES, ids=str)
def test_the_sheet_has_the_size_of_its_stock(document: str, stock: str | None) -> None:
    sizes = preview.page_sizes(papers.paper(document, stock=stock).pdf)
    wanted = SIZES[document, stock]
    assert len(sizes) == len(wanted) == papers.paper(document, stock=stock).pages
    for (width, height), (wide, high) in zip(sizes, wanted, strict=True):
        assert width == pytest.approx(wide, abs=0.01)
        assert height == pytest.approx(high, abs=0.01)


@pytest.mark.parametrize("name", papers.NAMES)
@pytest.mark.parametrize("document", ["aid_receipt", "member_card"])
def test_names_of_2_to_25_characters_are_on_the_paper(document: str, name: str) -> None:
    text = papers.text_by_pdfium(papers.paper(document, name).pdf)
    assert name in "".join(text.split())


@pytest.mark.parametrize("document", papers.DOCUMENTS)
def test_the_hardest_values_of_every_field_still_fit(document: str) -> None:
    worst = fields.samples(worst=True)
    assert documents.render(document, [worst], issued=papers.ISSUED).pages > 0


@pytest.mark.parametrize("document", papers.DOCUMENTS)
def test_nothing_reaches_over_the_edge_of_the_paper(document: str) -> None:
    pdf = documents.render(document, [fields.samples(worst=True)], issued=papers.ISSUED).pdf
    for (width, height), page in zip(preview.page_sizes(pdf), papers.plumbed(pdf), strict=True):
        for one in page["chars"]:
            assert 0 <= papers.mm(one["x0"]) <= papers.mm(one["x1"]) <= width
            assert 0 <= papers.mm(one["top"]) <= papers.mm(one["bottom"]) <= height


def test_the_receipt_says_everything_that_a_sign_off_needs() -> None:
    record = papers.record(
        receipt__reprint=2, proxy__name="马腾", proxy__identity="210106197603150021"
    )
    pdf = documents.render("aid_receipt", [record], issued=papers.ISSUED).pdf
    text = papers.text_by_pdfium(pdf)
    for words in (
        "领款签收单", "沈阳市铁西区工人村街道总工会", "2026-K7QP-000318", "2026-K7QP-C-00042",
        "困难职工生活救助", "总工发〔2019〕19号", "12 × 655.00 = 7,860.00", "¥ 7,860.00",
        "人民币柒仟捌佰陆拾元整", "王秀兰", "210***********0021", "2026年3月18日", "尾号 6621",
        "经办人", "审核人", "批准人", "领款人（签名并按指印）", "马腾", "补打 2",
        "不作财政票据使用",
    ):  # fmt: skip
        assert words in text, words
    assert "210106197603150021" not in text
    assert "收据" not in text


def test_each_record_of_a_receipt_has_two_named_copies() -> None:
    page_texts = papers.text_by_pdfplumber(papers.paper("aid_receipt").pdf).split("\n")
    assert "第一联存根" in page_texts[0]
    assert "第二联交领款人" in page_texts[1]


def test_objects_stand_where_the_design_says_to_a_twentieth_of_a_millimetre() -> None:
    record = papers.record(person__photo=papers.photo(size=(184, 258)))
    pdf = documents.render("member_card", [record], issued=papers.ISSUED).pdf
    front = papers.plumbed(pdf)[0]
    (image,) = front["images"]
    box = [papers.mm(image[key]) for key in ("x0", "top", "x1", "bottom")]
    assert box == pytest.approx([5.2, 16.2, 23.6, 42.0], abs=0.05)
    name = next(one for one in front["chars"] if one["text"] == "王")
    assert papers.mm(name["x0"]) == pytest.approx(26.2, abs=0.05)


def test_a_condensed_text_leaves_the_next_one_as_it_is() -> None:
    long = papers.record(office__name="沈阳市铁西区工人村街道新就业形态劳动者总工会")
    fronts = [
        papers.plumbed(documents.render("member_card", [one], issued=papers.ISSUED).pdf)[0]
        for one in (papers.record(), long)
    ]
    places = [
        [papers.mm(one["x0"]) for one in front["chars"] if one["text"] in "王秀兰"]
        for front in fronts
    ]
    assert len(places[0]) == 3
    assert places[0] == places[1]


def test_the_qr_code_lies_where_the_design_says() -> None:
    page = preview.render_page(papers.paper("aid_receipt").pdf, 0, dpi=600)
    scale = 600 / 25.4
    # From left to right through the upper finder patterns of the code at 174.5, 122.6, 16.5 mm.
    row = page.rgb[page.stride * round((122.6 + 0.25) * scale) :][: page.width * 3]
    dark = [at for at in range(round(160 * scale), page.width) if row[at * 3] < 128]
    assert dark[0] / scale == pytest.approx(174.5, abs=0.05)
    assert dark[-1] / scale == pytest.approx(191.0, abs=0.08)


@pytest.mark.parametrize("dpi", [150, 200, 300, 600])
@pytest.mark.parametrize(("document", "seal"), [("member_card", "HYK"), ("aid_receipt", "LK")])
def test_the_qr_code_is_read_by_a_library_that_did_not_write_it(
    document: str, seal: str, dpi: int
) -> None:
    pdf = papers.paper(document).pdf
    (front,) = papers.scanned(pdf, 0, dpi)
    (back,) = papers.scanned(pdf, 1, dpi)
    assert front == back
    assert front.startswith(f"UA1|{seal}|")


@pytest.mark.parametrize(
    ("document", "dpi"),
    [*(("member_card", dpi) for dpi in (150, 200, 300, 600)), ("aid_receipt", 150)],
)
def test_a_second_decoder_reads_the_same(document: str, dpi: int) -> None:
    pdf = papers.paper(document).pdf
    assert papers.scanned_by_zbar(pdf, 0, dpi) == papers.scanned(pdf, 0, dpi)


@pytest.mark.parametrize(("document", "number"), [("member_card", 0), ("member_card", 1),
                                                  ("aid_receipt", 0)])  # fmt: skip
def test_four_modules_around_a_qr_code_are_free(document: str, number: int) -> None:
    """The quiet zone of ISO/IEC 18004, 6.3.8; pale artwork does not count as dark."""
    record = papers.record(member__union="沈阳市铁西区工人村街道快递物流货运行业工会联合委员会")
    pdf = documents.render(document, [record], issued=papers.ISSUED).pdf
    (code,) = [
        thing for thing in designs.load(document).sides[number].varying if isinstance(thing, Qr)
    ]
    scale = 300 / 25.4
    page = preview.render_page(pdf, number, dpi=300)
    modules, _ = qr.path(papers.scanned(pdf, number, 300)[0], code.level)
    free = 4 * code.size / modules
    dark = [
        (at / scale, row / scale)
        for row in range(round((code.y - free) * scale), round((code.y + code.size + free) * scale))
        for at in range(round((code.x - free) * scale), round((code.x + code.size + free) * scale))
        if page.rgb[row * page.stride + 3 * at + 1] < 150
    ]
    edges = [min(x for x, _ in dark), max(x for x, _ in dark),
             min(y for _, y in dark), max(y for _, y in dark)]  # fmt: skip
    wanted = [code.x, code.x + code.size, code.y, code.y + code.size]
    assert edges == pytest.approx(wanted, abs=0.15)


def test_a_scanned_code_names_its_paper_and_tells_a_changed_record() -> None:
    (text, *_) = papers.scanned(papers.paper("aid_receipt").pdf, 0, 300)
    paper = documents.paper_of(text)
    assert (paper.document, paper.number) == ("aid_receipt", "2026-K7QP-000318")
    assert documents.paper_text("aid_receipt", papers.record()) == text
    changed = papers.record(receipt__amount_fen=786_001)
    assert documents.paper_text("aid_receipt", changed) != text
    reprint = papers.record(receipt__reprint=3)
    assert documents.paper_text("aid_receipt", reprint) == text


@pytest.mark.parametrize("text", ["", "UA1|XX|1|ABCDEFGHIJKLMNOP", "王秀兰"])
def test_a_text_of_nobody_is_refused(text: str) -> None:
    with pytest.raises(UserError) as caught:
        documents.paper_of(text)
    assert [problem.code for problem in caught.value.problems] == ["printing.not_a_paper"]


@pytest.mark.parametrize(
    ("method", "ticks"), [("cash", [True, False]), ("transfer", [False, True]), (None, [False] * 2)]
)
def test_the_box_of_the_method_is_ticked(method: str | None, ticks: list[bool]) -> None:
    record = papers.record(receipt__method=method)
    pdf = documents.render("aid_receipt", [record], issued=papers.ISSUED).pdf
    page = preview.render_page(pdf, 0, dpi=300)

    def dark(x: float, y: float) -> bool:
        """Whether anything is drawn inside the box whose corner is at x, y."""
        scale = 300 / 25.4
        rows = range(round((y + 0.6) * scale), round((y + 3.0) * scale))
        columns = range(round((x + 0.6) * scale), round((x + 3.0) * scale))
        return any(page.rgb[row * page.stride + 3 * at] < 128 for row in rows for at in columns)

    assert [dark(43, 84.7), dark(63, 84.7)] == ticks


def test_a_method_that_no_list_knows_is_refused() -> None:
    bad = [papers.record(receipt__method="gold")]
    with pytest.raises(UserError) as caught:
        documents.render("aid_receipt", bad, issued=papers.ISSUED)
    assert problems_of(caught) == {
        ("printing.unknown_choice", "1 2026-K7QP-000318", "receipt.method")
    }


def ten_up(count: int) -> bytes:
    records = [papers.record(member__number=f"GH{index:04d}") for index in range(count)]
    return documents.render("member_card", records, stock="a4_cards_10", issued=papers.ISSUED).pdf


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (7, 1), (10, 1), (11, 2)])
def test_cutting_marks_stand_at_used_slots_only(count: int, sheets: int) -> None:
    pages = papers.plumbed(ten_up(count))
    assert len(pages) == 2 * sheets
    stock = stocks.load("a4_cards_10")
    used = [10] * (count // 10) + [count % 10] * (count % 10 > 0)
    for number, page in enumerate(pages):
        marks = [
            [papers.mm(one[key]) for key in ("x0", "top", "x1", "bottom")]
            for one in page["lines"]
            if papers.mm(one["linewidth"]) == pytest.approx(0.1, abs=0.001)
        ]
        assert len(marks) == 8 * used[number // 2]
        corners = {
            (round(x + dx, 2), round(y + dy, 2))
            for slot in range(used[number // 2])
            for x, y in [stock.slot(slot, back=number % 2 == 1)]
            for dx in (0, stock.slot_width)
            for dy in (0, stock.slot_height)
        }
        touched = {
            (cx, cy)
            for cx, cy in corners
            for x0, top, x1, bottom in marks
            if (
                abs(top - cy) < 0.02
                and min(abs(x0 - cx), abs(x1 - cx)) == pytest.approx(0.5, abs=0.02)
            )
            or (
                abs(x0 - cx) < 0.02
                and min(abs(top - cy), abs(bottom - cy)) == pytest.approx(0.5, abs=0.02)
            )
        }
        assert touched == corners


def test_every_back_lies_behind_its_front_when_the_sheet_is_turned() -> None:
    import zxingcpp
    from PIL import Image

    stock = stocks.load("a4_cards_10")
    pdf = ten_up(10)
    places: list[dict[str, int]] = []
    for number in (0, 1):
        shown = preview.render_page(pdf, number, dpi=250)
        size = (shown.width, shown.height)
        picture = Image.frombytes("RGB", size, shown.rgb, "raw", "RGB", shown.stride)
        found: dict[str, int] = {}
        for code in zxingcpp.read_barcodes(picture):
            x = code.position.top_left.x * 25.4 / 250
            y = code.position.top_left.y * 25.4 / 250
            x = stock.width - x if number else x
            column = int((x - stock.x) // stock.pitch_x)
            found[code.text] = int((y - stock.y) // stock.pitch_y) * 2 + column
        places.append(found)
    assert len(places[0]) == 10
    assert places[0] == places[1]


def test_a_card_takes_little_more_than_its_photo() -> None:
    photos = [papers.grainy_photo(seed) for seed in range(40)]
    assert all(18_000 < len(photo) < 24_000 for photo in photos)
    records = [
        papers.record(person__photo=photo, member__number=f"GH{number:06d}")
        for number, photo in enumerate(photos)
    ]
    pdf = documents.render("member_card", records, issued=papers.ISSUED).pdf
    shared = len(documents.render("member_card", records[:1], issued=papers.ISSUED).pdf)
    over = (len(pdf) - shared - sum(map(len, photos[1:]))) / (len(photos) - 1)
    assert over < 5_000


@pytest.mark.parametrize("document", papers.DOCUMENTS)
def test_a_paper_looks_as_it_did(document: str) -> None:
    """After a wanted change: python -m tests.printing.golden, and look at the difference."""
    expected = json.loads(golden.path(document).read_text("utf-8"))
    assert golden.described(papers.paper(document, papers.LONG).pdf) == expected


@pytest.mark.parametrize(
    ("document", "stock", "sides"),
    [
        ("member_card", "a4_cards_10", 2),
        ("contact_card", "a4_cards_10", 1),  # the paper could be turned, the card has no back
        ("contact_card", "cr80", 1),
        ("hardship_file_form", "a4", 1),
    ],
)
def test_only_what_has_a_back_is_printed_on_both_sides(
    document: str, stock: str, sides: int
) -> None:
    sample = fields.samples(designs.load(document).fields())
    assert documents.render(document, [sample], stock=stock, issued=papers.ISSUED).sides == sides


@pytest.mark.parametrize("document", papers.DOCUMENTS)
def test_the_uncompressed_form_is_equal_on_every_run_and_python(document: str) -> None:
    """The digest is kept with the goldens: another run, Python or zlib must come to the same."""
    kept = json.loads(golden.DIGESTS.read_text("utf-8"))
    out = documents.render(document, [papers.record(person__name=papers.LONG)],
                           issued=papers.ISSUED)  # fmt: skip
    assert golden.digest(out.pdf) == kept[document]


def test_all_problems_of_all_records_are_told_at_once() -> None:
    records = [
        papers.record(person__name="王𠀀", member__number=None),
        papers.record(person__name="名" * 60),
        papers.record(member__union=None, person__photo=b"no picture"),
    ]
    with pytest.raises(UserError) as caught:
        documents.render("member_card", records, issued=papers.ISSUED)
    long = "2 " + "名" * 60
    assert problems_of(caught) == {
        ("printing.no_glyph", "1 王𠀀", "person.name"),
        ("printing.unset", "1 王𠀀", "member.number"),
        ("printing.too_long", long, "person.name"),
        ("printing.unset", "3 王秀兰", "member.union"),
        ("printing.bad_image", "3 王秀兰", "person.photo"),
    }


def test_asking_whether_a_paper_can_be_printed_tells_the_same_problems() -> None:
    bad = [papers.record(person__name="王𠀀")]
    error = documents.check("member_card", bad, issued=papers.ISSUED)
    assert error is not None
    assert [problem.code for problem in error.problems] == ["printing.no_glyph"]
    assert documents.check("member_card", [papers.record()], issued=papers.ISSUED) is None


@pytest.mark.parametrize(
    ("document", "stock", "code"),
    [
        ("no_such", None, "printing.unknown_document"),
        ("member_card", "no_such", "printing.unknown_stock"),
        ("member_card", "a4", "printing.wrong_stock"),
    ],
)
def test_an_unknown_document_or_paper_is_refused(
    document: str, stock: str | None, code: str
) -> None:
    with pytest.raises(UserError) as caught:
        documents.render(document, [papers.record()], stock=stock, issued=papers.ISSUED)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        documents.render("member_card", [], issued=papers.ISSUED)
    assert [problem.code for problem in caught.value.problems] == ["printing.nothing_to_print"]


def test_a_misspelt_field_or_a_wrong_type_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        documents.render("member_card", [{"person.nmae": "王"}], issued=papers.ISSUED)
    bad = papers.record(member__joined="2021-05-01")
    with pytest.raises(TypeError):
        documents.render("member_card", [bad], issued=papers.ISSUED)


def test_an_office_restyles_a_card_with_new_files_only(tmp_path: Path) -> None:
    design = {
        "schema": 1, "code": "badge", "zh": "工作牌", "en": "Badge", "width": 90, "height": 60,
        "stocks": ["badge_paper"], "named_by": "person.name",
        "sides": {"front": [
            {"type": "box", "x": 0, "y": 0, "w": 90, "h": 60, "fill": "#ffeecc"},
            {"type": "text", "x": 5, "y": 5, "w": 80, "h": 20, "size": 30, "font": "kai",
             "field": "person.name", "align": "center"},
        ]},
    }  # fmt: skip
    paper = {
        "schema": 1, "code": "badge_paper", "zh": "工作牌纸", "en": "Badge paper",
        "width": 90, "height": 60, "slot_width": 90, "slot_height": 60,
    }  # fmt: skip
    for name, data in (("badge", design), ("badge_paper", paper)):
        folder = tmp_path / ("stocks" if name == "badge_paper" else ".")
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(data), "utf-8")
    out = documents.render("badge", [papers.record()], issued=date(2026, 1, 2), own=tmp_path)
    assert preview.page_sizes(out.pdf)[0] == pytest.approx((90, 60), abs=0.01)
    assert "王秀兰" in papers.text_by_pdfium(out.pdf)
    assert "badge" in {info.code for info in documents.available(tmp_path)}
