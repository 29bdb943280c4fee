"""Shows pages as pixels: the preview is the very bytes that are printed, drawn by pdfium."""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.errors import refuse

_POINTS_PER_INCH = 72
# pdfium's binding rounds pixels up; a page that is a hair too large must not gain a white row.
_HAIR = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as rows of 8-bit red, green, blue from the top; a row takes `stride` bytes."""

    width: int
    height: int
    stride: int
    rgb: bytes


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height of each page in mm."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        scale = 25.4 / _POINTS_PER_INCH
        sizes = (document.get_page_size(index) for index in range(len(document)))
        return tuple((width * scale, height * scale) for width, height in sizes)
    finally:
        document.close()


def render_page(pdf: bytes, page: int, *, dpi: float) -> PageImage:
    """Draw one page (from 0) on white; raises `printing.no_such_page`."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= page < len(document):
            raise refuse("printing.no_such_page", page=page + 1, pages=len(document))
        bitmap = document[page].render(
            scale=dpi / _POINTS_PER_INCH * _HAIR,
            rev_byteorder=True,
            fill_color=(255, 255, 255, 255),
        )
        return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        document.close()
