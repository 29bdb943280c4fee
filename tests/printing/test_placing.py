"""Where things come to lie on the paper: boxes, bleed, backs, pre-printed forms, test sheets."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from tests.printing import own, papers
from tests.printing.test_vocabulary import NAME, TEXT
from unionapp.printing import calibration, preview, stocks

BOX: dict[str, Any] = {"type": "box", "x": 31, "y": 42, "w": 25, "h": 13, "fill": "#000000"}


def dark_box(pdf: bytes, *, page: int = 0) -> list[float]:
    """Left, top, right and bottom (mm) of all that is dark, at 600 dpi."""
    from PIL import Image, ImageOps

    shown = preview.render_page(pdf, page, dpi=600)
    size = (shown.width, shown.height)
    picture = Image.frombytes("RGB", size, shown.rgb, "raw", "RGB", shown.stride).convert("L")
    found = ImageOps.invert(picture).point(lambda value: 255 * (value > 127)).getbbox()
    return [edge * 25.4 / 600 for edge in found]


def test_a_box_has_its_edges_where_the_design_says_at_600_dpi(tmp_path: Path) -> None:
    own.stock(tmp_path, "small", 80, 60)
    own.design(tmp_path, BOX, width=80, height=60, stocks=["small"])
    assert dark_box(own.printed(tmp_path).pdf) == pytest.approx([31, 42, 56, 55], abs=0.05)


@pytest.mark.parametrize("kind", ["png", "jpg", "svg", "pdf"])
def test_artwork_of_every_kind_fills_its_box_at_600_dpi(tmp_path: Path, kind: str) -> None:
    own.stock(tmp_path, "small", 80, 60)
    (tmp_path / f"art.{kind}").write_bytes(black(kind))
    art = {"type": "artwork", "x": 11, "y": 12, "w": 30, "h": 20, "file": f"art.{kind}"}
    own.design(tmp_path, art, width=80, height=60, stocks=["small"])
    pdf = own.printed(tmp_path).pdf
    assert dark_box(pdf) == pytest.approx([11, 12, 41, 32], abs=0.08)
    assert all(papers.embedded_fonts(pdf).values())  # no Helvetica comes along


def black(kind: str) -> bytes:
    if kind == "svg":
        return (
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20">'
            b'<rect width="30" height="20"/></svg>'
        )
    stream = io.BytesIO()
    if kind == "pdf":
        import pikepdf

        with pikepdf.new() as document:
            page = document.add_blank_page(page_size=(90, 60))
            page.Contents = document.make_stream(b"0 0 90 60 re f")
            document.save(stream)
    else:
        from PIL import Image

        Image.new("RGB", (300, 200)).save(stream, "PNG" if kind == "png" else "JPEG")
    return stream.getvalue()


def test_artwork_runs_over_the_edge_of_a_slot_by_the_bleed_and_no_further(tmp_path: Path) -> None:
    own.stock(tmp_path, "two", 100, 60, across=2, x=10, y=10, slot_width=30, slot_height=40,
              pitch_x=45, bleed=2, marks=True)  # fmt: skip
    over = {**BOX, "x": -5, "y": -5, "w": 40, "h": 50}
    own.design(tmp_path, over, width=30, height=40, stocks=["two"])
    pdf = own.printed(tmp_path).pdf
    assert own.is_dark(pdf, 8.2, 30)
    assert not own.is_dark(pdf, 7.8, 30)
    assert own.is_dark(pdf, 41.8, 30)
    assert not own.is_dark(pdf, 42.2, 30)
    marks = papers.plumbed(pdf)[0]["lines"]
    assert len(marks) == 8
    for one in marks:  # the knife's marks begin outside the ink
        x0, x1 = papers.mm(one["x0"]), papers.mm(one["x1"])
        top, bottom = papers.mm(one["top"]), papers.mm(one["bottom"])
        assert x1 <= 8 or x0 >= 42 or bottom <= 8 or top >= 52


@pytest.mark.parametrize(
    ("duplex", "width", "height", "expected"),
    [
        # slot 0 of 2 x 2; columns change places where the sheet turns like a book, else rows
        ("long", 210, 297, (110, 20)),
        ("short", 210, 297, (10, 187)),
        ("long", 297, 210, (10, 100)),
        ("short", 297, 210, (197, 20)),
    ],
)
def test_backs_lie_behind_their_fronts_on_every_way_of_turning(
    tmp_path: Path, duplex: str, width: float, height: float, expected: tuple[float, float]
) -> None:
    own.stock(tmp_path, "grid", width, height, across=2, down=2, x=10, y=20, slot_width=90,
              slot_height=90, pitch_x=95, pitch_y=95, duplex=duplex)  # fmt: skip
    dot = {**BOX, "x": 1, "y": 2, "w": 3, "h": 3}
    own.design(tmp_path, sides={"front": [dot, NAME], "back": [dot]}, width=90, height=90,
               stocks=["grid"])  # fmt: skip
    (back,) = papers.plumbed(own.printed(tmp_path).pdf)[1]["rects"]
    place = (papers.mm(back["x0"]) - 1, papers.mm(back["top"]) - 2)
    assert place == pytest.approx(expected, abs=0.01)


def test_a_field_lies_on_the_printed_form_where_it_lies_on_the_blank_one(tmp_path: Path) -> None:
    own.stock(tmp_path, "blank", 241, 93)
    own.design(
        tmp_path, {**TEXT, "y": 10, "text": "姓名"}, {**NAME, "x": 61.5, "y": 33.25},
        width=241, height=93, stocks=["form_241x93", "blank"],
    )  # fmt: skip
    over, plain = (own.printed(tmp_path, stock=one).pdf for one in ("form_241x93", "blank"))
    assert own.places(over, "王") == own.places(plain, "王")
    assert own.places(over, "姓") == []


@pytest.mark.parametrize("code", ["a4_cards_10", "cr80", "a4"])
def test_the_test_sheet_has_a_back_exactly_where_the_paper_is_turned(code: str) -> None:
    stock = stocks.load(code)
    made = calibration.sheet(stock, issued=papers.ISSUED)
    sides = 1 if stock.duplex == "none" else 2
    assert (made.pages, made.sides) == (sides, sides)
    for page, word in zip(papers.plumbed(made.pdf), ("正面", "背面"), strict=False):
        assert word in "".join(str(one["text"]) for one in page["chars"])
        for x, y in calibration.crosses(stock):
            assert any(
                [papers.mm(one[key]) for key in ("x0", "top", "x1", "bottom")]
                == pytest.approx([x - 8, y, x + 8, y], abs=0.05)
                for one in page["lines"]
            )


def test_the_receipt_for_dot_matrix_printers_has_strokes_that_they_can_print() -> None:
    """180 dpi and one ribbon: no grey, no hair lines, no small type."""
    from unionapp.printing import designs
    from unionapp.printing.objects import Line, Text

    (side,) = designs.load("aid_receipt_form").sides
    for thing in (*side.fixed, *side.varying):
        assert getattr(thing, "colour", "#000000") == "#000000"
        if isinstance(thing, Line):
            assert thing.width >= 0.35
        if isinstance(thing, Text) and thing.field:
            assert thing.size >= 10.5


def test_the_till_roll_keeps_to_the_width_that_its_printer_reaches() -> None:
    from unionapp.printing import designs, documents, samples
    from unionapp.printing import fields as registry

    words = registry.shipped()
    record = samples.record(designs.load("aid_receipt_roll"), words, worst=True)
    pdf = documents.render("aid_receipt_roll", [record], issued=papers.ISSUED).pdf
    for page in papers.plumbed(pdf):
        found = [one for kind in ("chars", "lines", "rects") for one in page[kind]]
        assert min(papers.mm(one["x0"]) for one in found) >= 4 - 0.05
        assert max(papers.mm(one["x1"]) for one in found) <= 76 + 0.05
