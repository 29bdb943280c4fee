"""Artwork that lies beside a design: a page of a PDF, an SVG drawing, or a picture.

A PDF stays vector: its page becomes one form of the file, drawn as often as it is needed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from unionapp.errors import refuse
from unionapp.printing import pictures
from unionapp.printing.marks import ArtworkMark

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

# A picture without a resolution of its own is taken to have this many pixels an inch.
_PIXELS_PER_INCH = 300
# The fonts of which every reader has outlines need not be in a PDF, but ours must be whole.
_OUTLINES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class Embedded:
    """A drawing of `width` × `height` points: operators, a picture, or the page of a PDF."""

    width: float
    height: float
    operators: str = ""
    picture: bytes | None = None
    pdf: bytes | None = None
    page: int = 1


def check(file: str, data: bytes, page: int) -> None:
    """Raise `printing.bad_artwork` or `printing.artwork_font` for what cannot be printed."""
    _opened(file, data, page)


def opened(mark: ArtworkMark) -> Embedded:
    """Return a drawing ready to be put in."""
    return _opened(mark.file, mark.data, mark.page)


def _opened(file: str, data: bytes, page: int) -> Embedded:
    kind = file.rpartition(".")[2].lower()
    if kind == "svg":
        from unionapp.printing import svg

        drawing = svg.read(file, data)
        return Embedded(drawing.width, drawing.height, operators=drawing.operators)
    if kind == "pdf":
        return _pdf(file, data, page)
    if kind in ("jpg", "jpeg", "png") and pictures.is_picture(data):
        found = pictures.opened(data)
        scale = 72 / _PIXELS_PER_INCH
        return Embedded(found.width * scale, found.height * scale, picture=data)
    raise refuse("printing.bad_artwork", file=file, reason="PDF, SVG, JPEG, PNG")


def _pdf(file: str, data: bytes, page: int) -> Embedded:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as source:
            if not 1 <= page <= len(source.pages):
                raise refuse("printing.bad_artwork", file=file, reason=f"1 … {len(source.pages)}")
            form = source.pages[page - 1].as_form_xobject()
            loose = sorted(set(_loose_fonts(source)))
            if loose:
                raise refuse("printing.artwork_font", file=file, fonts=", ".join(loose))
            left, bottom, right, top = _bounds(form)
            return Embedded(right - left, top - bottom, pdf=data, page=page)
    except pikepdf.PdfError as error:
        raise refuse("printing.bad_artwork", file=file, reason=str(error)) from error


def _loose_fonts(source: Pdf) -> Iterator[str]:
    """Yield the names of fonts whose outlines are not in the file."""
    import pikepdf

    for thing in source.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font":
            continue
        if thing.get("/Subtype") in ("/Type0", "/Type3"):
            continue
        descriptor: Any = thing.get("/FontDescriptor", {})
        if not any(key in descriptor for key in _OUTLINES):
            yield str(thing.get("/BaseFont", "?")).lstrip("/")


def _bounds(form: Object) -> tuple[float, float, float, float]:
    """Return the box of a form after its own matrix (which turns a rotated page upright)."""
    matrix: Any = form.get("/Matrix", [1, 0, 0, 1, 0, 0])
    a, b, c, d, e, f = (float(one) for one in matrix)
    box: Any = form["/BBox"]
    x1, y1, x2, y2 = (float(one) for one in box)
    corners = [(x, y) for x in (x1, x2) for y in (y1, y2)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def put_in(pdf: bytes, embedded: Mapping[str, Embedded]) -> bytes:
    """Return the file with the pages of artwork PDFs in the forms that hold their places.

    Equal input gives equal bytes. Raises UserError when an artwork cannot be read after all.
    """
    waiting = {f"% {key}".encode(): one for key, one in embedded.items() if one.pdf is not None}
    if not waiting:
        return pdf
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in list(document.objects):
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
                found = waiting.get(thing.read_bytes().strip())
                if found is not None:
                    _fill(document, thing, found)
        stream = io.BytesIO()
        document.save(stream, deterministic_id=True)
    return stream.getvalue()


def _fill(document: Pdf, place: Any, found: Embedded) -> None:  # noqa: ANN401 - a pikepdf Stream
    import pikepdf

    with pikepdf.open(io.BytesIO(found.pdf or b"")) as source:
        form = source.pages[found.page - 1].as_form_xobject()
        left, bottom, _, _ = _bounds(form)
        copied = document.copy_foreign(source.make_indirect(form))
        place.write(f"q 1 0 0 1 {-left:.4f} {-bottom:.4f} cm /Art Do Q".encode())
        place.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Art=copied))
