"""Fonts as reportlab draws with them: their tables read in one go, their subsets tagged and mapped.

It imports reportlab, so it is imported where the first font is loaded.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics, ttfonts

from unionapp.printing.reportlab_patches import subset_tag, to_unicode_map

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

# What comes of a file that is no whole font.
DAMAGED = (ttfonts.TTFError, struct.error, KeyError, IndexError, ValueError, UnicodeError)
_SEGMENTED_COVERAGE = 12
_SPACE, _HARD_SPACE = 0x20, 0xA0


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
        widths = self._read_widths()
        self.charToGlyph = glyphs
        count = len(widths)
        self.charWidths = {code: widths[one] for code, one in glyphs.items() if one < count}
        self.glyphToChar: dict[int, list[int]] = {}  # only shaping asks for it, and we never shape
        self.glyphPos = self._read_places()

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

    def _read_widths(self) -> list[float]:
        """Return the width of every glyph in 1/1000 em, and keep the metrics for subsets (hmtx)."""
        (whole,) = struct.unpack_from(">H", self.get_table("hhea"), 34)
        table, rest = self.get_table("hmtx"), self.numGlyphs - whole
        pairs = struct.unpack_from(f">{2 * whole}H", table)
        more = struct.unpack_from(f">{rest}H", table, 4 * whole)
        advances = pairs[::2]
        widths: list[float] = list(map(self._pdfScale, advances))
        self.defaultWidth = widths[0]
        self.hmetrics = list(zip(advances, pairs[1::2], strict=True))
        self.hmetrics += [(widths[-1], bearing) for bearing in more]
        widths += widths[-1:] * rest
        return widths

    def _read_places(self) -> list[int]:
        """Return where each glyph's outline begins (loca)."""
        table, count = self.get_table("loca"), self.numGlyphs + 1
        (is_long,) = struct.unpack_from(">H", self.get_table("head"), 50)
        if is_long:
            return list(struct.unpack_from(f">{count}L", table))
        return [2 * half for half in struct.unpack_from(f">{count}H", table)]


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
