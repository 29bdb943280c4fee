"""The shipped fonts hold what they must, under names of their own."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.printing import papers
from unionapp.paths import resources
from unionapp.printing import fonts

PACKAGING = Path(__file__).parents[2] / "packaging" / "fonts"
SOURCES = tomllib.loads((PACKAGING / "sources.toml").read_text("utf-8"))["font"]


def _table() -> set[str]:
    lines = (PACKAGING / "general_standard_characters.txt").read_text("utf-8").splitlines()
    return {character for line in lines if line[:1] != "#" for character in line}


@cache
def _codes(file: str) -> frozenset[int]:
    from reportlab.pdfbase.ttfonts import TTFontFile

    return frozenset(TTFontFile(str(resources() / "fonts" / file)).charToGlyph)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["target"])
def test_a_font_has_the_pinned_bytes_and_its_licence_beside_it(source: dict[str, str]) -> None:
    folder = resources() / "fonts"
    found = hashlib.sha256((folder / source["target"]).read_bytes()).hexdigest()
    assert found == source["sha256"]
    licence = (folder / source["licence_target"]).read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_table_of_the_national_standard_is_whole() -> None:
    table = _table()
    assert len(table) == 8105
    assert sum(ord(character) > 0xFFFF for character in table) == 196


@pytest.mark.parametrize("file", fonts.FILES.values())
def test_every_font_has_the_national_standard_and_all_of_gb2312(file: str) -> None:
    gb2312 = {
        bytes((row, cell)).decode("gb2312", errors="ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    } - {""}
    codes = _codes(file)
    assert [one for one in sorted(_table() | gb2312) if ord(one) not in codes] == []


def test_the_regular_has_every_character_of_the_first_blocks() -> None:
    codes = _codes("GHSans-Regular.ttf")
    assert all(code in codes for code in range(0x4E00, 0x9FA6))  # URO, 20,902
    assert all(code in codes for code in range(0x3400, 0x4DB6))  # Extension A, 6,582


@pytest.mark.parametrize("role", fonts.FILES)
def test_the_fonts_bear_names_of_their_own(role: str) -> None:
    face = fonts.shipped()._face(role).face
    assert face.name.decode().startswith("GH")
    assert b"Noto" not in face.name
    assert b"LXGW" not in face.name


@pytest.mark.parametrize("role", fonts.FILES)
def test_the_rare_characters_of_names_have_a_glyph_in_every_role(role: str) -> None:
    assert fonts.shipped().missing(papers.RARE + papers.LONG, role) == ()


@pytest.mark.parametrize(
    ("role", "character", "file"),
    [
        ("kai", "王", "GHKai-Regular"),
        ("kai", "\u4e02", "GHSans-Regular"),
        ("bold", "王", "GHSans-Bold"),
        ("bold", "\u4e02", "GHSans-Regular"),
        ("song", "款", "GHSong-Regular"),
    ],
)
def test_a_character_falls_back_along_the_chain(role: str, character: str, file: str) -> None:
    glyph = fonts.shipped().glyph(character, role)
    assert glyph is not None
    assert glyph.font == file


def test_neighbours_of_one_font_are_one_run() -> None:
    runs = fonts.shipped().runs("王\u4e02\u4e04秀", "bold")
    assert [(run.font, run.text) for run in runs] == [
        ("GHSans-Bold", "王"),
        ("GHSans-Regular", "\u4e02\u4e04"),
        ("GHSans-Bold", "秀"),
    ]


@pytest.mark.parametrize("role", fonts.FILES)
def test_the_dot_in_a_name_is_at_most_half_as_wide_as_a_character(role: str) -> None:
    assert fonts.shipped().width("·", role) <= 0.5
    assert fonts.shipped().width("王", role) == 1


def test_what_has_no_glyph_is_listed_once() -> None:
    assert fonts.shipped().missing("王𠀀𠀀☑", "kai") == ("𠀀", "☑")


@pytest.mark.parametrize("file", fonts.FILES.values())
def test_a_font_is_read_as_reportlab_reads_it(file: str) -> None:
    # Our reader is there for its speed alone: every number must be reportlab's own.
    from reportlab.pdfbase.ttfonts import TTFontFile

    from unionapp.printing.reportlab_fonts import Face

    path = str(resources() / "fonts" / file)
    ours, theirs = Face(path), TTFontFile(path)
    for name in ("charToGlyph", "defaultWidth", "bbox", "ascent", "descent", "numGlyphs"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert {code: ours.charWidths[code] for code in theirs.charToGlyph} == theirs.charWidths
    assert [ours.hmetrics[glyph] for glyph in range(ours.numGlyphs)] == theirs.hmetrics
    assert [ours.glyphPos[glyph] for glyph in range(ours.numGlyphs + 1)] == theirs.glyphPos
    assert ours.getCharWidth(0x10FFFF) == theirs.defaultWidth
    letters = [0, *map(ord, "王秀兰ÀfiA ")]
    assert ours.makeSubset(letters) == theirs.makeSubset(letters)


def test_a_font_with_its_characters_in_another_form_is_read_too(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    from unionapp.printing.reportlab_fonts import Face

    font = TTFont(resources() / "fonts" / "GHSong-Regular.ttf")
    font["cmap"].tables = [one for one in font["cmap"].tables if one.format == 4]
    path = tmp_path / "old.ttf"
    font.save(path)
    face = Face(str(path))
    assert face.charToGlyph[ord("王")]
    assert ord("\U0002cc56") not in face.charToGlyph
