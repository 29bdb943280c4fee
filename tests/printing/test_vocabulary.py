"""What designs, stocks and printers can do beyond the shipped ones, judged on the paper."""

from __future__ import annotations

import io
import itertools
import json
import math
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.printing import own, papers
from unionapp.errors import UserError
from unionapp.paths import resources
from unionapp.printing import calibration, designs, documents, preview, profiles, schemas, stocks
from unionapp.printing.design_files import DesignFiles
from unionapp.printing.profiles import Matrix, Profile

TEXT: dict[str, Any] = {"type": "text", "x": 20, "y": 20, "w": 80, "h": 8, "size": 10}
NAME = {**TEXT, "field": "person.name"}


@pytest.mark.parametrize("name", schemas.all_of_them())
def test_the_published_schema_is_what_the_reader_takes(name: str) -> None:
    expected = schemas.written(schemas.all_of_them()[name])
    assert (resources() / "schemas" / name).read_bytes() == expected


def test_a_problem_names_the_line_of_its_key(tmp_path: Path) -> None:
    path = own.design(tmp_path, NAME)
    data = json.loads(path.read_text("utf-8"))
    data["sides"]["front"].append({**NAME, "colur": "#000000"})
    text = json.dumps(data, indent=1)
    path.write_text(text, "utf-8")
    line = next(at for at, one in enumerate(text.splitlines(), 1) if "colur" in one)
    with pytest.raises(UserError) as caught:
        designs.read(path)
    (problem,) = caught.value.problems
    assert (problem.where, problem.detail["key"]) == (f"slip.json:{line} front 2", "colur")


# ---- pages, copies, slots ----------------------------------------------------------------------


def test_pages_are_sheets_of_their_own_and_know_their_number(tmp_path: Path) -> None:
    page = {**TEXT, "field": "document.page", "before": "第", "after": "页"}
    pages = {**TEXT, "y": 40, "field": "document.pages", "before": "共", "after": "页"}
    own.design(tmp_path, pages=[[page, pages], [page, pages], [page, pages]])
    found = own.texts(own.printed(tmp_path).pdf)
    assert found == [f"第{number}页共3页" for number in (1, 2, 3)]


def test_a_record_has_its_three_copies_in_the_three_parts_of_a_sheet(tmp_path: Path) -> None:
    copies = ["第一联 存根", "第二联 财务", "第3联 交领款人"]
    own.design(tmp_path, NAME, {**TEXT, "y": 30, "field": "document.copy"}, height=99,
               stocks=["a4_thirds"], copies=copies)  # fmt: skip
    made = own.printed(tmp_path)
    assert made.pages == 1
    tops = [y for _, y in own.places(made.pdf, "联")]
    assert [b - a for a, b in itertools.pairwise(tops)] == pytest.approx([99, 99], abs=0.05)


@pytest.mark.parametrize("start", [0, 3, 9])
def test_a_run_starts_at_any_slot_and_marks_only_what_it_uses(start: int) -> None:
    made = documents.render(
        "member_card", [papers.record()] * 2, stock="a4_cards_10", issued=papers.ISSUED,
        wishes=documents.Wishes(start=start),
    )  # fmt: skip
    assert made.pages == (4 if start == 9 else 2)
    stock = stocks.load("a4_cards_10")
    front = papers.plumbed(made.pdf)[0]
    marks = [one for one in front["lines"] if papers.mm(one["linewidth"]) < 0.12]
    assert len(marks) == 8 * min(2, 10 - start)
    x, y = stock.slot(start)
    near = min(papers.mm(one["top"]) for one in marks)
    assert near == pytest.approx(y - 2.5, abs=0.05)
    assert min(papers.mm(one["x0"]) for one in marks) <= x


def test_a_slot_that_the_sheet_does_not_have_is_refused() -> None:
    error = documents.check(
        "member_card", [papers.record()], stock="a4_cards_10", issued=papers.ISSUED,
        wishes=documents.Wishes(start=10),
    )  # fmt: skip
    assert error is not None
    assert [one.code for one in error.problems] == ["printing.no_such_slot"]


def test_a_roll_is_as_long_as_what_stands_on_it(tmp_path: Path) -> None:
    table = {"type": "table", "x": 4, "y": 20, "h": 20, "field": "roll.rows", "row_h": 6,
             "columns": [{"w": 72, "field": "name", "min_size": 4}]}  # fmt: skip
    below = {**TEXT, "x": 4, "y": 40, "w": 72, "h": 6, "text": "签名"}
    own.design(tmp_path, {**NAME, "x": 4, "y": 5, "w": 72}, table, below, width=80,
               stocks=["roll80"], foot=8)  # fmt: skip
    lengths = []
    for count in (2, 30):
        rows = [{"name": f"王{number}"} for number in range(count)]
        pdf = own.printed(tmp_path, {**papers.record(), "roll.rows": rows}).pdf
        width, height = preview.page_sizes(pdf)[0]
        assert width == pytest.approx(80, abs=0.01)
        lengths.append(height)
        ((_, top),) = own.places(pdf, "签")
        assert height - top == pytest.approx(6 + 8 - 1, abs=1.5)
    assert lengths[1] - lengths[0] == pytest.approx(28 * 6, abs=0.05)


def test_what_stands_below_moves_up_when_a_text_needs_less(tmp_path: Path) -> None:
    long = {**TEXT, "h": 30, "w": 60, "field": "person.address", "wrap": True, "max_lines": 6,
            "collapse": True, "optional": True, "valign": "top"}  # fmt: skip
    own.design(tmp_path, long, {**TEXT, "y": 50, "text": "签"})
    tops = [
        own.places(own.printed(tmp_path, papers.record(person__address=address)).pdf, "签")[0][1]
        for address in ("住" * 90, "住" * 10, None)
    ]
    assert tops[0] > tops[1] + 10
    six_lines = 6 * 10 * 1.25 * 25.4 / 72
    assert tops[0] - tops[2] == pytest.approx(six_lines, abs=0.05)


# ---- objects -----------------------------------------------------------------------------------


def test_a_grid_draws_its_cells_where_the_sums_of_widths_put_them(tmp_path: Path) -> None:
    rows = [
        {"h": 10, "cells": [{"w": 30, "label": "姓名", "en": "Name"},
                            {"field": "person.name", "required": True},
                            {"w": 40, "down": 2, "label": "照片"}]},
        {"h": 12, "cells": [{"w": 30, "label": "方式"}, {"choices": "receipt.method"}]},
    ]  # fmt: skip
    own.design(tmp_path, {"type": "grid", "x": 20, "y": 30, "w": 160, "rows": rows})
    pdf = own.printed(tmp_path).pdf
    rects = [
        tuple(round(papers.mm(one[key]), 1) for key in ("x0", "top", "x1", "bottom"))
        for one in papers.plumbed(pdf)[0]["rects"]
    ]
    for wanted in [(20, 30, 50, 40), (50, 30, 140, 40), (140, 30, 180, 52), (20, 40, 50, 52),
                   (50, 40, 140, 52), (20, 30, 180, 52)]:  # fmt: skip
        assert wanted in rects
    assert "王秀兰" in own.texts(pdf)[0]
    assert own.problems(tmp_path, papers.record(person__name=None))[0].code == "printing.unset"


@pytest.mark.parametrize(("language", "words"), [("zh", "姓名"), ("en", "Name"),
                                                 ("both", "姓名Name")])  # fmt: skip
def test_labels_speak_one_language_or_both(tmp_path: Path, language: str, words: str) -> None:
    own.design(tmp_path, {**TEXT, "text": "姓名", "en": "Name"})
    assert own.texts(own.printed(tmp_path, language=language).pdf) == [words]


def test_the_words_of_a_choice_take_lines_where_one_cannot_hold_them(tmp_path: Path) -> None:
    long = "子女就读高收费私立学校（超过当地公办收费两倍）或自费留学"
    box = {"type": "choices", "x": 20, "y": 30, "w": 50, "h": 9, "field": "receipt.method",
           "of": ["cash", "transfer"], "words": ["现金", long], "min_size": 6}  # fmt: skip
    own.design(tmp_path, box)
    pdf = own.printed(tmp_path).pdf
    assert long in own.texts(pdf)[0]
    assert len({top for _, top in own.places(pdf, "学")}) == 2  # 就读…学校 and 留学
    places = [place for one in long for place in own.places(pdf, one)]
    assert all(30 <= top <= 39 for _, top in places)
    own.design(tmp_path, {**box, "h": 3})
    (problem,) = own.problems(tmp_path)
    assert (problem.code, problem.detail["field"]) == ("printing.too_long", "receipt.method")


@pytest.mark.parametrize("number", ["2026-K7QP-000318", "GH2101060001234", "1234", "A1", "12345a"])
def test_a_bar_code_is_read_by_a_library_that_did_not_write_it(tmp_path: Path, number: str) -> None:
    own.design(tmp_path, {"type": "barcode", "x": 20, "y": 20, "w": 70, "h": 12,
                          "field": "receipt.number"})  # fmt: skip
    pdf = own.printed(tmp_path, papers.record(receipt__number=number)).pdf
    assert papers.scanned(pdf, 0, 300) == [number]


def test_a_number_that_no_bar_code_holds_is_refused(tmp_path: Path) -> None:
    own.design(tmp_path, {"type": "barcode", "x": 20, "y": 20, "w": 70, "h": 12,
                          "field": "receipt.number"})  # fmt: skip
    found = own.problems(tmp_path, papers.record(receipt__number="辽工1号"))
    assert [one.code for one in found] == ["printing.bad_code"]


def test_cells_hold_one_character_each(tmp_path: Path) -> None:
    own.design(tmp_path, {"type": "cells", "x": 20, "y": 20, "w": 90, "h": 7, "count": 9,
                          "size": 11,
                          "field": "receipt.amount_fen", "format": "money_digits",
                          "align": "right"})  # fmt: skip
    pdf = own.printed(tmp_path, papers.record(receipt__amount_fen=12_345)).pdf
    chars = papers.plumbed(pdf)[0]["chars"]
    assert "".join(str(one["text"]) for one in chars) == "¥12345"
    middles = [(papers.mm(one["x0"]) + papers.mm(one["x1"])) / 2 for one in chars]
    assert middles == pytest.approx([55, 65, 75, 85, 95, 105], abs=0.1)


def test_a_void_paper_says_so_and_a_reprint_counts(tmp_path: Path) -> None:
    own.design(tmp_path, NAME)
    pdf = own.printed(tmp_path, {**papers.record(), "document.void": "已作废",
                                 "document.reprint": 3}).pdf  # fmt: skip
    (text,) = own.texts(pdf)
    assert "作废" in text
    assert "补打 3" in papers.text_by_pdfium(pdf)
    assert "王秀兰" in text


# ---- pre-printed paper -------------------------------------------------------------------------


def test_on_pre_printed_paper_only_fields_are_printed(tmp_path: Path) -> None:
    own.stock(tmp_path, "blank", 241, 93)
    own.design(
        tmp_path, {**TEXT, "y": 10, "text": "姓名"}, NAME,
        {**TEXT, "y": 40, "text": "常", "print": "always"},
        {**TEXT, "y": 60, "field": "receipt.number", "print": "blank"},
        width=241, height=93, stocks=["form_241x93", "blank"], underlay="scan.png",
    )  # fmt: skip
    assert own.texts(own.printed(tmp_path).pdf) == ["常王秀兰"]
    plain = own.texts(own.printed(tmp_path, stock="blank").pdf)[0]
    assert "姓名" in plain
    assert "2026-K7QP-000318" in plain


def test_a_scan_lies_under_the_design_only_while_placing(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (100, 100), "#3366cc").save(tmp_path / "scan.png")
    own.design(tmp_path, NAME, underlay="scan.png")
    placed = own.printed(tmp_path, underlay=True).pdf
    assert papers.plumbed(placed)[0]["images"]
    assert not papers.plumbed(own.printed(tmp_path).pdf)[0]["images"]


# ---- printers ----------------------------------------------------------------------------------


def test_a_profile_moves_scales_and_turns_every_mark_exactly(tmp_path: Path) -> None:
    line = {"type": "line", "x1": 100, "y1": 40, "x2": 150, "y2": 40}
    own.design(tmp_path, line)
    profile = Profile(printer="P", stock="a4", dx=1.5, dy=-0.8, scale_x=1.004, scale_y=0.997)
    profiles.save(tmp_path / "printers", profile)
    found = papers.plumbed(own.printed(tmp_path, printer="P").pdf)[0]["lines"][0]
    place = (papers.mm(found["x0"]), papers.mm(found["top"]))
    assert place == pytest.approx((101.900, 39.080), abs=0.005)
    other = papers.plumbed(own.printed(tmp_path, printer="Q").pdf)[0]["lines"][0]
    assert papers.mm(other["x0"]) == pytest.approx(100, abs=0.005)


def test_a_turned_page_is_turned_on_the_paper_about_its_corner(tmp_path: Path) -> None:
    own.design(tmp_path, {"type": "line", "x1": 20, "y1": 30, "x2": 180, "y2": 250})
    profile = Profile(printer="P", stock="a4", dx=1.0, dy=2.0, scale_x=1.003, scale_y=0.998,
                      rotation=1.5, skew=0.3)  # fmt: skip
    profiles.save(tmp_path / "printers", profile)
    found = papers.plumbed(own.printed(tmp_path, printer="P").pdf)[0]["lines"][0]
    edges = [papers.mm(found[key]) for key in ("x0", "top", "x1", "bottom")]
    way = profile.matrix()
    assert edges == pytest.approx([*way.at(20, 30), *way.at(180, 250)], abs=0.005)


def test_the_back_of_a_sheet_has_offsets_of_its_own(tmp_path: Path) -> None:
    line = {"type": "line", "x1": 100, "y1": 40, "x2": 150, "y2": 40}
    own.design(tmp_path, sides={"front": [line], "back": [line]})
    profile = Profile(printer="P", stock="a4", dx=1.0, dy=0.5, back_dx=-0.75, back_dy=0.25)
    profiles.save(tmp_path / "printers", profile)
    places = [
        (papers.mm(page["lines"][0]["x0"]), papers.mm(page["lines"][0]["top"]))
        for page in papers.plumbed(own.printed(tmp_path, printer="P").pdf)
    ]
    assert places[0] == pytest.approx((101.0, 40.5), abs=0.005)
    assert places[1] == pytest.approx((99.25, 40.25), abs=0.005)


# How a printer is out: dx, dy, scale across, scale down, degrees.
OUT = [(0.0, 0.0, 1.0, 1.0, 0.0), (1.2, -0.7, 1.003, 1.003, 0.4), (-2.0, 3.1, 0.995, 0.995, -1.2)]
OUT_APART = [*OUT, (0.5, 0.9, 1.006, 0.994, 0.8), (1.5, -0.8, 1.004, 0.997, 0.0)]


def way_of(out: tuple[float, ...]) -> Matrix:
    dx, dy, across, down, degrees = out
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return Matrix(cos * across, sin * across, -sin * down, cos * down, dx, dy)


@pytest.mark.parametrize(
    ("out", "readings"), [*((one, 2) for one in OUT), *((one, 3) for one in OUT_APART)]
)
def test_readings_of_the_test_sheet_give_the_exact_matrix(
    out: tuple[float, ...], readings: int
) -> None:
    """What the profile draws and the printer then spoils comes to lie where it belongs."""
    stock = stocks.load("a4")
    way = way_of(out)
    found = [way.at(*point) for point in calibration.crosses(stock)[:readings]]
    mended = calibration.solve("P", stock, found).matrix()
    for point in [(0.0, 0.0), (210.0, 0.0), (105.0, 148.5), (210.0, 297.0)]:
        assert way.at(*mended.at(*point)) == pytest.approx(point, abs=1e-9)


@pytest.mark.parametrize("readings", [2, 3])
def test_a_reading_of_the_back_gives_the_back_its_own_offset(readings: int) -> None:
    """The back is shifted by the turning of the sheet, and scaled and turned as the front is."""
    stock = stocks.load("a4_cards_10")
    front = (1.2, -0.7, 1.003, 1.003, 0.4)
    back = way_of((-0.9, 1.6, *front[2:]))
    crosses = calibration.crosses(stock)
    found = [way_of(front).at(*point) for point in crosses[:readings]]
    profile = calibration.solve("P", stock, found, back.at(*crosses[0]))
    for way, mended in ((way_of(front), profile.matrix()), (back, profile.matrix(back=True))):
        for point in [(0.0, 0.0), (210.0, 0.0), (105.0, 148.5), (210.0, 297.0)]:
            assert way.at(*mended.at(*point)) == pytest.approx(point, abs=1e-9)


def test_a_reading_of_the_back_that_no_printer_has_is_refused() -> None:
    stock = stocks.load("a4_cards_10")
    with pytest.raises(UserError, match="calibration_off"):
        calibration.solve("P", stock, calibration.crosses(stock), (20.0, 270.0))


def test_the_crosses_of_the_test_sheet_stand_where_they_are_said_to(tmp_path: Path) -> None:
    stock = stocks.load("a4")
    lines = papers.plumbed(calibration.sheet(stock, issued=papers.ISSUED).pdf)[0]["lines"]
    for x, y in calibration.crosses(stock):
        long = [[papers.mm(one[key]) for key in ("x0", "top", "x1", "bottom")] for one in lines
                if papers.mm(one["x1"]) - papers.mm(one["x0"]) > 15]  # fmt: skip
        assert any(one == pytest.approx([x - 8, y, x + 8, y], abs=0.05) for one in long)


@pytest.mark.parametrize(
    ("readings", "code"),
    [
        ([(20, 20)], "printing.calibration_count"),
        ([(190, 277), (20, 20)], "printing.calibration_off"),
        ([(20, 20), (20, 20)], "printing.calibration_off"),
        ([(60, 20), (230, 277)], "printing.calibration_off"),
    ],
)
def test_readings_that_no_printer_has_are_refused(readings: Any, code: str) -> None:
    with pytest.raises(UserError) as caught:
        calibration.solve("P", stocks.load("a4"), readings)
    assert [one.code for one in caught.value.problems] == [code]


def test_a_profile_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    path = profiles.save(tmp_path, Profile(printer="P", stock="a4", dx=1.0))
    path.write_text(path.read_text("utf-8").replace('"dx"', '"dxx"'), "utf-8")
    with pytest.raises(UserError) as caught:
        profiles.load(tmp_path, "P", "a4")
    assert [one.code for one in caught.value.problems] == ["printing.unknown_key"]


# ---- fonts and glyphs --------------------------------------------------------------------------


def test_a_worker_may_leave_a_blank_for_a_missing_glyph(tmp_path: Path) -> None:
    own.design(tmp_path, NAME)
    record = papers.record(person__name="王\U00020000兰")
    assert [one.code for one in own.problems(tmp_path, record)] == ["printing.no_glyph"]
    assert own.texts(own.printed(tmp_path, record, blanks=True).pdf) == ["王□兰"]


def test_an_added_font_gives_the_characters_that_ours_lack(tmp_path: Path) -> None:
    own.font(tmp_path)
    own.design(tmp_path, NAME)
    pdf = own.printed(tmp_path, papers.record(person__name="王\U00020000兰")).pdf
    assert own.texts(pdf) == ["王\U00020000兰"]
    assert all(papers.embedded_fonts(pdf).values())


def test_a_font_that_cannot_be_printed_as_it_is_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    table = b"CFF " + bytes(12)
    (tmp_path / "fonts" / "a.ttf").write_bytes(b"OTTO\x00\x01" + bytes(6) + table)
    own.design(tmp_path, NAME)
    assert [one.code for one in own.problems(tmp_path)] == ["printing.font_unusable"]


# ---- artwork -----------------------------------------------------------------------------------

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><g transform="translate(10 10)">'
    '<rect x="-10" y="-10" width="20" height="20" fill="#000"/></g>'
    '<circle cx="30" cy="10" r="9" style="fill:none;stroke:#000;stroke-width:2"/></svg>'
)


def restyled(folder: Path, *, zipped: bool) -> None:
    """A card of an office's own: a design, artwork as PDF and SVG, nothing else."""
    art = {"type": "artwork", "x": 0, "y": 0, "w": 85.6, "h": 54, "file": "ground.pdf"}
    drawing = {"type": "artwork", "x": 40, "y": 30, "w": 40, "h": 20, "file": "mark.svg"}
    data = {**own.HEAD, "code": "member_card", "width": 85.6, "height": 54,
            "stocks": ["cr80", "a4_cards_10"],
            "sides": {"front": [art, drawing, {**NAME, "x": 5, "y": 5}]}}  # fmt: skip
    ground = io.BytesIO()
    import pikepdf

    with pikepdf.new() as document:
        document.add_blank_page(page_size=(242.65, 153.07))
        document.pages[0].Contents = document.make_stream(b"0.8 0.1 0.1 rg 0 0 120 153 re f")
        document.save(ground)
    files = {"design.json": json.dumps(data).encode(), "ground.pdf": ground.getvalue(),
             "mark.svg": SVG.encode()}  # fmt: skip
    if zipped:
        with zipfile.ZipFile(folder / "member_card.zip", "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        (folder / "member_card").mkdir()
        for name, content in files.items():
            (folder / "member_card" / name).write_bytes(content)


@pytest.mark.parametrize("zipped", [False, True])
def test_a_restyled_card_needs_only_new_files_in_the_data_folder(
    tmp_path: Path, zipped: bool
) -> None:
    restyled(tmp_path, zipped=zipped)
    records = [papers.record(person__name=name) for name in papers.NAMES]
    made = documents.render("member_card", records, issued=papers.ISSUED, own=tmp_path)
    again = documents.render("member_card", records, issued=papers.ISSUED, own=tmp_path)
    assert made.sha256 == again.sha256
    assert made.pages == len(records)
    assert preview.page_sizes(made.pdf)[0] == pytest.approx((85.6, 54), abs=0.01)
    for text, name in zip(own.texts(made.pdf), papers.NAMES, strict=True):
        assert text == name
    shown = preview.render_page(made.pdf, 0, dpi=254)
    left = shown.rgb[shown.stride * 500 + 30 : shown.stride * 500 + 33]
    assert left[0] > 180 > 80 > left[1]
    # The square and the ring of the drawing: 20 mm from 40, the ring's middle is white.
    assert own.is_dark(made.pdf, 50, 40)
    assert own.is_dark(made.pdf, 61, 40)
    assert not own.is_dark(made.pdf, 70, 40)


def test_the_artwork_is_in_the_file_once_however_many_cards(tmp_path: Path) -> None:
    import pikepdf

    restyled(tmp_path, zipped=False)
    made = documents.render("member_card", [papers.record()] * 20, issued=papers.ISSUED,
                            own=tmp_path)  # fmt: skip
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        grounds = [one for one in streams if b"0 0 120 153 re" in one.read_bytes()]
    assert len(grounds) == 1


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("a.svg", SVG.replace("<circle", '<text x="1">a</text><circle').encode(),
         "printing.bad_artwork"),
        ("a.svg", b"<svg", "printing.bad_artwork"),
        ("a.svg", SVG.replace('fill="#000"', 'fill="url(#g)"').encode(), "printing.bad_artwork"),
        ("a.pdf", b"no pdf", "printing.bad_artwork"),
        ("a.png", b"no png", "printing.bad_artwork"),
        ("a.gif", b"GIF89a", "printing.bad_artwork"),
        ("../a.svg", SVG.encode(), "printing.no_artwork"),
        ("missing.svg", None, "printing.no_artwork"),
    ],
)  # fmt: skip
def test_artwork_that_cannot_be_printed_is_refused_when_the_design_is_read(
    tmp_path: Path, file: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / Path(file).name).write_bytes(content)
    path = own.design(tmp_path, {"type": "artwork", "x": 0, "y": 0, "w": 9, "h": 9, "file": file})
    with pytest.raises(UserError) as caught:
        designs.read(DesignFiles("slip", path))
    assert [one.code for one in caught.value.problems] == [code]


def test_a_photo_is_set_upright_as_the_camera_was_held(tmp_path: Path) -> None:
    from PIL import Image

    lying = Image.new("RGB", (300, 200), "#ffffff")
    lying.paste("#000000", (0, 0, 150, 200))  # the left half, which is the upper one when turned
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = io.BytesIO()
    lying.save(stream, "JPEG", exif=exif)
    own.design(tmp_path, {"type": "image", "x": 20, "y": 20, "w": 20, "h": 30,
                          "field": "person.photo"})  # fmt: skip
    pdf = own.printed(tmp_path, papers.record(person__photo=stream.getvalue())).pdf
    assert own.is_dark(pdf, 30, 25)
    assert not own.is_dark(pdf, 30, 45)
