"""Fonts as reportlab draws with them: their tables read in one go, their subsets tagged and mapped.

It imports reportlab, so it is imported where the first font is loaded.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics, ttfonts

from unionapp.printing.reportlab_patches import subset_tag, to_unicode_map

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

# What comes of a file that is no whole font.
DAMAGED = (ttfonts.TTFError, struct.error, KeyError, IndexError, ValueError, UnicodeError)
_SEGMENTED_COVERAGE = 12
_SPACE, _HARD_SPACE = 0x20, 0xA0


@dataclass(frozen=True, slots=True)
class Metrics:
    """Advance and left side bearing of each glyph (hmtx), read when one is asked for.

    The first `whole` glyphs have both; the others have the advance of the last of those.
    """

    table: bytes
    whole: int
    last: float

    def __getitem__(self, glyph: int) -> tuple[float, int]:
        if glyph < self.whole:
            advance, bearing = struct.unpack_from(">HH", self.table, 4 * glyph)
            return advance, bearing
        (bearing,) = struct.unpack_from(">H", self.table, 4 * self.whole + 2 * (glyph - self.whole))
        return self.last, bearing


@dataclass(frozen=True, slots=True)
class Places:
    """Where each glyph's outline begins (loca), read when one is asked for."""

    table: bytes
    is_long: bool

    def __getitem__(self, glyph: int) -> int:
        form, size, unit = (">L", 4, 1) if self.is_long else (">H", 2, 2)
        (place,) = struct.unpack_from(form, self.table, size * glyph)
        return int(place) * unit


@dataclass(frozen=True, slots=True)
class Widths:
    """The width of each character in 1/1000 em, worked out when one is asked for."""

    glyphs: Mapping[int, int]
    metrics: Metrics
    scale: Callable[[float], float]

    def __getitem__(self, code: int) -> float:
        glyph = self.glyphs[code]
        advance, _ = self.metrics[glyph]
        return self.scale(advance) if glyph < self.metrics.whole else advance

    def get(self, code: int, otherwise: float | None = None) -> float | None:
        """Return a width, `otherwise` for a character that the font does not have."""
        return self[code] if code in self.glyphs else otherwise


class Face(ttfonts.TTFontFace):  # type: ignore[misc]  # reportlab has no types
    """The tables of a font file."""

    def extractInfo(self, charInfo: int = 1) -> None:
        """Read what reportlab reads, with the same results.

        WORKAROUND(reportlab 5.1): it reads every number of a table by itself, which makes the
        three fonts of a card a third of the time that the first card takes.
        """
        super().extractInfo(0)
        if not charInfo:
            return
        segments = self._segments()
        if segments is None:  # a font that an office added, with its characters in another form
            super().extractInfo(1)
            return
        glyphs: dict[int, int] = {}
        for first, last, glyph in segments:
            codes = range(first, last + 1)
            glyphs.update(zip(codes, range(glyph, glyph + len(codes)), strict=True))
        if _SPACE in glyphs:
            glyphs[_HARD_SPACE] = glyphs[_SPACE]
        elif _HARD_SPACE in glyphs:
            glyphs[_SPACE] = glyphs[_HARD_SPACE]
        self.charToGlyph = glyphs
        self.glyphToChar: dict[int, list[int]] = {}  # only shaping asks for it, and we never shape
        self.hmetrics = self._metrics()
        self.charWidths = Widths(glyphs, self.hmetrics, self._pdfScale)
        self.defaultWidth = self._pdfScale(self.hmetrics[0][0])
        (is_long,) = struct.unpack_from(">H", self.get_table("head"), 50)
        self.glyphPos = Places(bytes(self.get_table("loca")), bool(is_long))

    def _segments(self) -> list[tuple[int, int, int]] | None:
        """Return first character, last one and first glyph of each run, if they are so written.

        The table is the last of those for Windows, as reportlab chooses it (OpenType 1.9, cmap).
        """
        table = self.get_table("cmap")
        (count,) = struct.unpack_from(">H", table, 2)
        records = struct.iter_unpack(">HHL", table[4 : 4 + 8 * count])
        offset = next((at for platform, _, at in reversed(list(records)) if platform == 3), None)
        if offset is None or struct.unpack_from(">H", table, offset)[0] != _SEGMENTED_COVERAGE:
            return None
        (groups,) = struct.unpack_from(">L", table, offset + 12)
        return list(struct.iter_unpack(">LLL", table[offset + 16 : offset + 16 + 12 * groups]))

    def _metrics(self) -> Metrics:
        (whole,) = struct.unpack_from(">H", self.get_table("hhea"), 34)
        table = bytes(self.get_table("hmtx"))
        (last,) = struct.unpack_from(">H", table, 4 * (whole - 1))
        # reportlab keeps this one advance in 1/1000 em, the others in the font's own unit.
        return Metrics(table, whole, self._pdfScale(last))


class Font(ttfonts.TTFont):  # type: ignore[misc]  # reportlab has no types
    """A font whose subsets bear tags of their own."""

    def addObjects(self, doc: PDFDocument) -> None:
        # WORKAROUND(reportlab 5.1): the n-th subset of every font is tagged alike, so that two
        # files that are merged mix up their fonts.
        subsets = self.state[doc].subsets
        usual = ttfonts.SUBSETN
        ttfonts.SUBSETN = lambda number: subset_tag(self.fontName, subsets[number])
        try:
            super().addObjects(doc)
        finally:
            ttfonts.SUBSETN = usual


def load(name: str, path: str) -> Font:
    """Load a TrueType font, register it with reportlab under `name`, and return it."""
    # WORKAROUND(reportlab 5.1): characters above U+FFFF get a wrong ToUnicode entry.
    ttfonts.makeToUnicodeCMap = to_unicode_map
    # TTFont offers no other way to choose who reads its file.
    ttfonts.TTFontFace = Face
    font = Font(name, path, asciiReadable=False, shapable=False)
    pdfmetrics.registerFont(font)
    return font
