"""What is drawn: marks that are known to fit, in mm from the top left of their side."""

from __future__ import annotations

from dataclasses import dataclass, replace

from unionapp.printing.fit import Fitted
from unionapp.printing.objects import Artwork, Box, Check, Line, Path, Shade

Shape = Box | Line | Path | Shade | Check


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in mm from the top left of the side."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class TextMark:
    """Lines that are known to fit their area, all in glyphs that exist.

    Marks with the same `group` (0: none) have the same size in the whole run.
    """

    area: Area
    fitted: Fitted
    role: str
    colour: str
    align: str = "left"
    valign: str = "middle"
    leading: float = 1.25
    tracking: float = 0.0
    vertical: bool = False
    group: int = 0


@dataclass(frozen=True, slots=True)
class ImageMark:
    area: Area
    data: bytes
    radius: float


@dataclass(frozen=True, slots=True)
class ArtworkMark:
    """A drawing that lies beside the design; `data` are the bytes of its file."""

    area: Area
    data: bytes
    file: str
    page: int = 1
    fit: str = "contain"


@dataclass(frozen=True, slots=True)
class QrMark:
    area: Area
    text: str
    level: str
    colour: str


@dataclass(frozen=True, slots=True)
class BarcodeMark:
    area: Area
    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class RulesMark:
    """Straight lines of one colour and width: x1, y1, x2, y2."""

    lines: tuple[tuple[float, float, float, float], ...]
    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class ShapeMark:
    """An object that is drawn as it stands in the design; `ticked` is for boxes to tick."""

    shape: Shape
    ticked: bool = False
    dy: float = 0.0


@dataclass(frozen=True, slots=True)
class StampMark:
    """Words in a frame across the page, as a rubber stamp stands there (作废)."""

    area: Area
    text: str
    colour: str


Mark = (
    TextMark | ImageMark | ArtworkMark | QrMark | BarcodeMark | RulesMark | ShapeMark | StampMark
)  # fmt: skip


def lowered(mark: Mark, by: float) -> Mark:
    """Return the mark `by` mm further down."""
    match mark:
        case ShapeMark():
            return replace(mark, dy=mark.dy + by)
        case RulesMark():
            lines = tuple((x1, y1 + by, x2, y2 + by) for x1, y1, x2, y2 in mark.lines)
            return replace(mark, lines=lines)
        case _:
            area = mark.area
            return replace(mark, area=Area(area.x, area.y + by, area.w, area.h))


def artwork_of(thing: Artwork, data: bytes) -> ArtworkMark:
    """Return the mark of an artwork object and the bytes of its file."""
    area = Area(thing.x, thing.y, thing.w, thing.h)
    return ArtworkMark(area, data, thing.file, thing.page, thing.fit)
