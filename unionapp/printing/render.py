"""Makes the file: sheets of a stock, what they share drawn once, pictures and artwork kept once."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from unionapp.printing import artwork, reportlab_patches
from unionapp.printing.artwork import Embedded
from unionapp.printing.fonts import Fonts
from unionapp.printing.ink import Ink
from unionapp.printing.marks import ArtworkMark, Mark, RulesMark
from unionapp.printing.profiles import Matrix
from unionapp.printing.reportlab_patches import POINTS_PER_MM as MM
from unionapp.printing.stocks import Stock

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_SHEER = 0.4
_MARK_GAP, _MARK_LENGTH, _MARK_WIDTH = 0.5, 2.0, 0.1


class Resources:
    """Registers with one file what its marks need: characters, photos, artwork."""

    def __init__(self, canvas: Canvas, fonts: Fonts) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._texts: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        self._characters: dict[tuple[str, str], tuple[str, str]] = {}
        self.embedded: dict[str, Embedded] = {}

    def encoded(self, text: str, role: str) -> tuple[tuple[str, str], ...]:
        """Return the font's name and the bytes of each run of a text."""
        known = self._texts.get((text, role))
        if known is None:
            known = self._texts[text, role] = self._encode(text, role)
        return known

    def _encode(self, text: str, role: str) -> tuple[tuple[str, str], ...]:
        runs: list[tuple[str, list[str]]] = []
        for character in text:
            font, code = self._characters.get((character, role)) or self._new(character, role)
            if runs and runs[-1][0] == font:
                runs[-1][1].append(code)
            else:
                runs.append((font, [code]))
        return tuple((font, "".join(codes)) for font, codes in runs)

    def _new(self, character: str, role: str) -> tuple[str, str]:
        from reportlab.pdfbase import pdfmetrics

        glyph = self._fonts.glyph(character, role)
        if glyph is None:
            raise KeyError(f"no glyph for U+{ord(character):04X}")
        font = pdfmetrics.getFont(glyph.font)
        ((subset, code),) = font.splitString(character, self._canvas._doc)
        name = font.getSubsetInternalName(subset, self._canvas._doc)
        found = self._characters[character, role] = (name, code.hex().upper())
        return found

    def picture(self, data: bytes) -> str:
        """Return the name of a photo; equal bytes are kept once, a JPEG as it is."""
        from reportlab.lib.utils import ImageReader
        from reportlab.pdfbase import pdfdoc

        document = self._canvas._doc
        key = hashlib.sha256(data).hexdigest()[:32]
        name = document.getXObjectName(key)
        if name not in document.idToObject:
            picture = pdfdoc.PDFImageXObject(key, ImageReader(io.BytesIO(data)))
            self._canvas._setXObjects(picture)
            document.Reference(picture, name)
            document.addForm(key, picture)
        self._uses(key)
        return f"/{name}"

    def sheer(self, operators: str) -> str:
        """Return operators that draw the same so that what lies below shows through."""
        canvas = self._canvas
        start = len(canvas._code)
        canvas.saveState()
        canvas.setFillAlpha(_SHEER)
        canvas.setStrokeAlpha(_SHEER)
        canvas.addLiteral(operators)
        canvas.restoreState()
        # The canvas writes at once; the marks before this one are still to come.
        found = "\n".join(canvas._code[start:])
        del canvas._code[start:]
        return found

    def artwork(self, mark: ArtworkMark) -> tuple[str, float, float]:
        """Return the name of a drawing and its size in points; it is put in when the file is done.

        A picture is put in at once; a PDF stands as an empty form until then.
        """
        key = hashlib.sha256(mark.data).hexdigest()[:24] + f"p{mark.page}"
        if key not in self.embedded:
            self.embedded[key] = artwork.opened(mark)
        found = self.embedded[key]
        if found.picture is not None:
            name = self.picture(found.picture)
            # A picture fills the unit square, so one point is its whole width.
            form = self._form(key, f"q {found.width:g} 0 0 {found.height:g} 0 0 cm {name} Do Q",
                              found)  # fmt: skip
        else:
            form = self._form(key, found.operators, found)
        return form, found.width, found.height

    def _form(self, key: str, operators: str, found: Embedded) -> str:
        document = self._canvas._doc
        name = document.getXObjectName(key)
        if name not in document.idToObject:
            from reportlab.pdfbase import pdfdoc

            form = pdfdoc.PDFFormXObject(0, 0, found.width, found.height)
            form.compression = self._canvas._pageCompression
            form.setStreamList([operators or f"% {key}"])
            self._canvas._setXObjects(form)
            document.addForm(key, form)
        self._uses(key)
        return f"/{name}"

    def _uses(self, key: str) -> None:
        if key not in self._canvas._formsinuse:
            self._canvas._formsinuse.append(key)


class Page:
    """Draws one file: sheets of a stock, each with designs of one size in its slots.

    `front` and `back` are the printer's own matrices (`profiles`), by default none.
    """

    def __init__(
        self,
        fonts: Fonts,
        stock: Stock,
        *,
        role: str,
        issued: date,
        title: str,
        front: Matrix | None = None,
        back: Matrix | None = None,
    ) -> None:
        self._fonts = fonts
        self._stock = stock
        self._matrices = (front or Matrix(), back or front or Matrix())
        self._canvas, self._buffer = reportlab_patches.new_canvas(
            font=fonts.name(role), issued=issued, title=title
        )
        self._resources = Resources(self._canvas, fonts)
        self._heights: dict[str, float] = {}

    def keep(self, name: str, marks: Sequence[Mark]) -> None:
        """Draw what is equal on every record once, to be used again by `name`.

        A form of a PDF cuts off what reaches over its edge, so artwork may run out of the side.
        """
        bleed = self._stock.bleed
        width, height = self._stock.slot_width, self._stock.slot_height
        self._canvas.beginForm(
            name, -bleed * MM, -bleed * MM, (width + bleed) * MM, (height + bleed) * MM
        )
        self._draw(marks, height)
        self._canvas.endForm()

    def sheet(
        self,
        kept: str,
        filled: Sequence[Sequence[Mark]],
        *,
        back: bool,
        first: int = 0,
        height: float | None = None,
    ) -> None:
        """Draw one sheet: the marks of one record in each slot, from the slot `first` on.

        `kept` is the layer below them, "" for none; `height` (mm) is that of a roll's piece.
        """
        self.slots([(kept, marks) for marks in filled], back=back, first=first, height=height)

    def slots(
        self,
        filled: Sequence[tuple[str, Sequence[Mark]]],
        *,
        back: bool,
        first: int = 0,
        height: float | None = None,
        below: Sequence[Mark] = (),
    ) -> None:
        """Draw one sheet of slots, each with the layer that lies below its own marks.

        `below` lies under everything in every slot.
        """
        stock = self._stock
        sheet_height = height or stock.height
        self._canvas.setPageSize((stock.width * MM, sheet_height * MM))
        self._correct(self._matrices[back], sheet_height)
        slot_height = height or stock.slot_height
        for index, (kept, marks) in enumerate(filled, start=first):
            x, y = stock.slot(index, back=back)
            if stock.marks:
                self._draw([_cutting_marks(stock, x, y)], sheet_height)
            bottom = sheet_height - y - slot_height
            self._canvas.addLiteral(f"q 1 0 0 1 {x * MM:.4f} {bottom * MM:.4f} cm")
            self._draw(below, slot_height)
            if kept:
                self._canvas.doForm(kept)
            self._draw(marks, slot_height)
            self._canvas.addLiteral("Q")
        self._canvas.showPage()

    def whole(self, marks: Sequence[Mark]) -> None:
        """Draw a page of marks that are placed on the sheet, not in a slot."""
        self._canvas.setPageSize((self._stock.width * MM, self._stock.height * MM))
        self._draw(marks, self._stock.height)
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the file."""
        self._canvas.save()
        return artwork.put_in(self._buffer.getvalue(), self._resources.embedded)

    def _draw(self, marks: Sequence[Mark], height: float) -> None:
        ink = Ink(self._resources, self._fonts, height)
        ink.draw(marks)
        if ink.operators:
            self._canvas.addLiteral("\n".join(ink.operators))

    def _correct(self, matrix: Matrix, height: float) -> None:
        """Apply a printer's matrix, which counts from the top left, to the whole sheet."""
        if matrix == Matrix():
            return
        h = height * MM
        e = matrix.e * MM + matrix.c * h
        f = h - matrix.f * MM - matrix.d * h
        numbers = (matrix.a, -matrix.b, -matrix.c, matrix.d)
        words = " ".join(f"{one:.8f}" for one in numbers)
        self._canvas.addLiteral(f"{words} {e:.4f} {f:.4f} cm")


def _cutting_marks(stock: Stock, x: float, y: float) -> RulesMark:
    """Two short lines outside each corner of a slot that is used, beyond the bleed."""
    near = _MARK_GAP + stock.bleed
    far = near + _MARK_LENGTH
    lines: list[tuple[float, float, float, float]] = []
    for edge_x, out_x in ((x, -1), (x + stock.slot_width, 1)):
        for edge_y, out_y in ((y, -1), (y + stock.slot_height, 1)):
            lines.append((edge_x + out_x * near, edge_y, edge_x + out_x * far, edge_y))
            lines.append((edge_x, edge_y + out_y * near, edge_x, edge_y + out_y * far))
    return RulesMark(tuple(lines), "#000000", _MARK_WIDTH)
