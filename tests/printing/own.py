"""Designs that a test writes itself, and the paper that they make."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.printing import papers
from unionapp.errors import Problem, UserError
from unionapp.printing import documents, preview
from unionapp.printing.documents import Rendered, Wishes

HEAD: Mapping[str, Any] = {
    "schema": 1, "code": "slip", "zh": "便条", "en": "Slip", "width": 210, "height": 297,
    "stocks": ["a4"], "named_by": "person.name",
}  # fmt: skip


def design(folder: Path, *things: Mapping[str, Any], **head: Any) -> Path:
    """Write the design `slip` with these objects on its one side."""
    data = {**HEAD, **head}
    if "sides" not in data and "pages" not in data:
        data["sides"] = {"front": list(things)}
    path = folder / "slip.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


def stock(folder: Path, code: str, width: float, height: float, **more: Any) -> None:
    """Write a stock with one slot of its whole size unless more is said."""
    data = {"schema": 1, "code": code, "zh": code, "en": code, "width": width, "height": height,
            "slot_width": width, "slot_height": height, **more}  # fmt: skip
    (folder / "stocks").mkdir(exist_ok=True)
    (folder / "stocks" / f"{code}.json").write_text(json.dumps(data), "utf-8")


def font(folder: Path, *, allowed: int = 0) -> Path:
    """Add a font to the office that has one character, U+20000, and it is a box.

    `allowed` is what its maker allows to embed (fsType).
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for point in ((100, 0), (900, 0), (900, 800), (100, 800)):
        (pen.moveTo if point == (100, 0) else pen.lineTo)(point)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "rare"])
    builder.setupCharacterMap({0x20000: "rare"})
    builder.setupGlyf({".notdef": square, "rare": square})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "rare": (1000, 100)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Rare", "styleName": "Regular", "psName": "Rare"})
    builder.setupOS2(fsType=allowed)
    builder.setupPost()
    path = folder / "fonts" / "rare.ttf"
    path.parent.mkdir(exist_ok=True)
    builder.save(str(path))
    return path


def printed(
    folder: Path,
    *records: Mapping[str, object],
    stock: str | None = None,
    **wishes: Any,
) -> Rendered:
    given = records or (papers.record(),)
    return documents.render(
        "slip", given, stock=stock, issued=papers.ISSUED, own=folder, wishes=Wishes(**wishes)
    )


def problems(
    folder: Path,
    *records: Mapping[str, object],
    stock: str | None = None,
    **wishes: Any,
) -> tuple[Problem, ...]:
    given: Sequence[Mapping[str, object]] = records or (papers.record(),)
    found: UserError | None = documents.check(
        "slip", given, stock=stock, issued=papers.ISSUED, own=folder, wishes=Wishes(**wishes)
    )
    return found.problems if found is not None else ()


def texts(pdf: bytes) -> list[str]:
    """The text of each page, without blanks."""
    return ["".join(str(one["text"]) for one in page["chars"]) for page in papers.plumbed(pdf)]


def places(pdf: bytes, character: str, page: int = 0) -> list[tuple[float, float]]:
    """Left and upper edge (mm) of each glyph of a character."""
    return [
        (papers.mm(one["x0"]), papers.mm(one["top"]))
        for one in papers.plumbed(pdf)[page]["chars"]
        if one["text"] == character
    ]


def is_dark(pdf: bytes, x: float, y: float, *, page: int = 0, dpi: float = 600) -> bool:
    """Whether there is ink at a place (mm)."""
    shown = preview.render_page(pdf, page, dpi=dpi)
    scale = dpi / 25.4
    at = int(y * scale) * shown.stride + 3 * int(x * scale)
    return shown.rgb[at] < 128
