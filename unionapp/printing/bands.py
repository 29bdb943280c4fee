"""Draws a page in bands of pixels, so that a sheet at 600 dpi never stands in memory whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unionapp.errors import refuse

_POINTS_PER_INCH = 72
_MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of a page from `top` on: 8-bit grey, or red, green, blue; a row takes `stride` bytes."""

    top: int
    width: int
    height: int
    stride: int
    data: bytes


def bands(
    pdf: bytes, page: int, *, dpi: float, grey: bool = False, most_bytes: int = _MOST_BYTES
) -> Iterator[Band]:
    """Yield a page (from 0) from top to bottom on white, in bands of at most `most_bytes`.

    Raises `printing.no_such_page`.
    """
    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= page < len(document):
            raise refuse("printing.no_such_page", page=page + 1, pages=len(document))
        found = document[page]
        wide, high = (round(one * dpi / _POINTS_PER_INCH) for one in found.get_size())
        kind = raw.FPDFBitmap_Gray if grey else raw.FPDFBitmap_BGR
        flags = raw.FPDF_PRINTING | (raw.FPDF_GRAYSCALE if grey else raw.FPDF_REVERSE_BYTE_ORDER)
        rows = max(most_bytes // (wide * (1 if grey else 3)), 1)
        for top in range(0, high, rows):
            height = min(rows, high - top)
            bitmap = pypdfium2.PdfBitmap.new_native(wide, height, kind)
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, height)
            # The page is moved up behind the band, so that rows meet exactly.
            raw.FPDF_RenderPageBitmap(bitmap, found, 0, -top, wide, high, 0, flags)
            yield Band(top, wide, height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
    finally:
        document.close()
