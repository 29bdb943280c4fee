"""Writes marks as PDF operators: knows shapes, points and fonts, no records and no rules.

Operators are written directly, since reportlab's own text and path objects take three times the
time; what has to be registered with the file (fonts, pictures, artwork) goes through `Sheet`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Protocol

from unionapp.printing import barcodes, pictures, qr
from unionapp.printing.fonts import Fonts
from unionapp.printing.marks import (
    Area,
    ArtworkMark,
    BarcodeMark,
    ImageMark,
    Mark,
    QrMark,
    RulesMark,
    ShapeMark,
    StampMark,
    TextMark,
)
from unionapp.printing.objects import Box, Check, Line, Path, Shade
from unionapp.printing.reportlab_patches import POINTS_PER_MM as MM

# Where the baseline stands below the middle of a line, in em: a Chinese character fills the em
# from 0.88 above the baseline to 0.12 below it.
_BASELINE = 0.38
_SHADE_STRIPS = 96
# How far the handles of four Bézier curves stand off so that they make a circle.
_ROUND = 0.5522847498
_STAMP_ANGLE = 18.0
_INDENT = {"left": 0.0, "center": 0.5, "right": 1.0}


class Sheet(Protocol):
    """What a file must give a mark that is more than operators; every name has its slash."""

    def encoded(self, text: str, role: str) -> tuple[tuple[str, str], ...]:
        """Return the font and the bytes (hexadecimal) of each run of a text."""

    def picture(self, data: bytes) -> str:
        """Return the name of a photo."""

    def sheer(self, operators: str) -> str:
        """Return operators that draw the same so that what lies below shows through."""

    def artwork(self, mark: ArtworkMark) -> tuple[str, float, float]:
        """Return the name of a drawing that is kept once, and its width and height in points."""


class Ink:
    """Draws marks on one side, whose lower left corner is the origin of what is written.

    Marks are in mm from the top left; `height` turns them over.
    """

    def __init__(self, sheet: Sheet, fonts: Fonts, height: float) -> None:
        self._sheet = sheet
        self._fonts = fonts
        self._height = height
        self.operators: list[str] = []
        self._write: Callable[[str], None] = self.operators.append

    def draw(self, marks: Iterable[Mark]) -> None:
        """Write the operators of marks, in order."""
        for mark in marks:
            match mark:
                case TextMark():
                    self._text(mark)
                case ShapeMark():
                    self._shape(mark)
                case RulesMark():
                    self._rules(mark)
                case QrMark():
                    self._qr(mark)
                case BarcodeMark():
                    self._barcode(mark)
                case ImageMark():
                    self._image(mark)
                case ArtworkMark():
                    self._artwork(mark)
                case StampMark():
                    self._stamp(mark)

    # ---- text --------------------------------------------------------------------------------

    def _text(self, mark: TextMark) -> None:
        fitted, area = mark.fitted, mark.area
        size, stretch = fitted.size, fitted.stretch
        step = size * mark.leading
        spare = area.h * MM - step * _rows(mark)
        top = (self._height - area.y) * MM
        if mark.valign != "top":
            top -= spare if mark.valign == "bottom" else spare / 2
        indent = 0.5 if mark.vertical else _INDENT[mark.align]
        spacing = mark.tracking * size
        # Stretch and spacing outlive the text in a PDF, so they are set back behind it.
        self._write(f"BT {ink(mark.colour)} rg")
        if stretch < 1.0:
            self._write(f"{stretch * 100:.4f} Tz")
        if spacing:
            self._write(f"{spacing:.4f} Tc")
        row = 0.0
        for line in fitted.lines:
            if mark.vertical and line.isspace():
                row += 0.5
                continue
            x = area.x * MM
            if indent:
                x += (area.w * MM - self._width(line, mark)) * indent
            y = top - step * (row + 0.5) - _BASELINE * size
            self._write(f"1 0 0 1 {x:.3f} {y:.3f} Tm")
            for font, code in self._sheet.encoded(line, mark.role):
                self._write(f"{font} {size:g} Tf <{code}> Tj")
            row += 1.0
        if stretch < 1.0:
            self._write("100 Tz")
        if spacing:
            self._write("0 Tc")
        self._write("ET")

    def _width(self, line: str, mark: TextMark) -> float:
        em = self._fonts.width(line, mark.role)
        if mark.tracking:
            em += max(len(line) - 1, 0) * mark.tracking
        return em * mark.fitted.size * mark.fitted.stretch

    # ---- shapes ------------------------------------------------------------------------------

    def _shape(self, mark: ShapeMark) -> None:
        if mark.dy:
            self._write(f"q 1 0 0 1 0 {-mark.dy * MM:.3f} cm")
        match mark.shape:
            case Box():
                self._box(mark.shape)
            case Line():
                self._line(mark.shape)
            case Path():
                self._path(mark.shape)
            case Shade():
                self._shade(mark.shape)
            case Check():
                self._check(mark.shape, ticked=mark.ticked)
        if mark.dy:
            self._write("Q")

    def _at(self, x: float, y: float) -> str:
        return f"{x * MM:.3f} {(self._height - y) * MM:.3f}"

    def _rect(self, area: Area) -> str:
        return f"{self._at(area.x, area.y + area.h)} {area.w * MM:.3f} {area.h * MM:.3f} re"

    def _line(self, line: Line) -> None:
        dash = f" [{line.dash * MM:.3f}] 0 d" if line.dash is not None else ""
        start, end = self._at(line.x1, line.y1), self._at(line.x2, line.y2)
        width = f"{line.width * MM:.3f} w"
        self._write(f"q {ink(line.colour)} RG {width}{dash} {start} m {end} l S Q")

    def _rules(self, mark: RulesMark) -> None:
        self._write(f"q {ink(mark.colour)} RG {mark.width * MM:.3f} w")
        at = self._at
        self._write("\n".join([f"{at(x1, y1)} m {at(x2, y2)} l" for x1, y1, x2, y2 in mark.lines]))
        self._write("S Q")

    def _box(self, box: Box) -> None:
        area = Area(box.x, box.y, box.w, box.h)
        outline = self._rounded(area, box.radius) if box.radius else self._rect(area)
        self._paint(outline, box.fill, box.stroke, box.width)

    def _paint(self, outline: str, fill: str | None, stroke: str | None, width: float) -> None:
        """Fill and draw an outline; one with neither only takes up no room."""
        act = {(True, True): "B", (True, False): "f", (False, True): "S"}.get(
            (fill is not None, stroke is not None)
        )
        if act is None:
            return
        words = ["q"]
        if fill is not None:
            words.append(f"{ink(fill)} rg")
        if stroke is not None:
            words.append(f"{ink(stroke)} RG {width * MM:.3f} w 1 J")
        self._write(" ".join((*words, outline, act, "Q")))

    def _rounded(self, area: Area, radius: float) -> str:
        """Four straight sides and four quarter circles, from the top left on."""
        x1, y1, x2, y2 = area.x, area.y, area.x + area.w, area.y + area.h
        r = min(radius, area.w / 2, area.h / 2)
        k = r * (1 - _ROUND)
        at = self._at
        return " ".join(
            (
                f"{at(x1 + r, y1)} m {at(x2 - r, y1)} l",
                f"{at(x2 - k, y1)} {at(x2, y1 + k)} {at(x2, y1 + r)} c {at(x2, y2 - r)} l",
                f"{at(x2, y2 - k)} {at(x2 - k, y2)} {at(x2 - r, y2)} c {at(x1 + r, y2)} l",
                f"{at(x1 + k, y2)} {at(x1, y2 - k)} {at(x1, y2 - r)} c {at(x1, y1 + r)} l",
                f"{at(x1, y1 + k)} {at(x1 + k, y1)} {at(x1 + r, y1)} c h",
            )
        )

    def _path(self, shape: Path) -> None:
        words = shape.d.split()
        parts: list[str] = []
        at = 0
        while at < len(words):
            needs = {"M": 2, "L": 2, "C": 6, "Z": 0}[words[at]]
            numbers = [float(word) for word in words[at + 1 : at + 1 + needs]]
            points = [self._at(numbers[index], numbers[index + 1]) for index in range(0, needs, 2)]
            parts += [*points, {"M": "m", "L": "l", "C": "c", "Z": "h"}[words[at]]]
            at += 1 + needs
        self._paint(" ".join(parts), shape.fill, shape.stroke, shape.width)

    def _shade(self, shade: Shade) -> None:
        """Strips, each reaching to the far edge so that no seam shows between two of them.

        WORKAROUND(reportlab 5.1): a gradient inside a form does not find its shading.
        """
        start, end = _channels(shade.start), _channels(shade.end)
        self._write("q")
        for strip in range(_SHADE_STRIPS):
            part = strip / (_SHADE_STRIPS - 1)
            colour = " ".join(f"{a + (b - a) * part:.4f}" for a, b in zip(start, end, strict=True))
            x = shade.x + shade.w * strip / _SHADE_STRIPS
            rest = Area(x, shade.y, shade.x + shade.w - x, shade.h)
            self._write(f"{colour} rg {self._rect(rest)} f")
        self._write("Q")

    def _check(self, check: Check, *, ticked: bool) -> None:
        """A box and its tick as lines: no font of ours has a ballot box."""
        x, y, size = check.x, check.y, check.size
        self._box(Box(x=x, y=y, w=size, h=size, stroke=check.colour, width=0.2, radius=size * 0.12))
        if ticked:
            corners = ((0.2, 0.52), (0.43, 0.76), (0.84, 0.2))
            words = [f"{x + size * across} {y + size * down}" for across, down in corners]
            self._path(Path(d="M " + " L ".join(words), stroke=check.colour, width=size * 0.13))

    # ---- codes -------------------------------------------------------------------------------

    def _qr(self, mark: QrMark) -> None:
        side, operators = qr.path(mark.text, mark.level)
        scale = mark.area.w * MM / side
        corner = self._at(mark.area.x, mark.area.y + mark.area.h)
        self._write(f"q {ink(mark.colour)} rg {scale:.6f} 0 0 {scale:.6f} {corner} cm")
        self._write(operators)
        self._write("Q")

    def _barcode(self, mark: BarcodeMark) -> None:
        found = barcodes.widths(mark.text)
        module = mark.area.w / sum(found)
        x = mark.area.x
        parts: list[str] = []
        for at, width in enumerate(found):
            if at % 2 == 0:
                parts.append(self._rect(Area(x, mark.area.y, width * module, mark.area.h)))
            x += width * module
        self._write(f"q {ink(mark.colour)} rg {' '.join(parts)} f Q")

    # ---- pictures ----------------------------------------------------------------------------

    def _image(self, mark: ImageMark) -> None:
        """A photo fills its box and is cut where it is too wide or too high."""
        found = pictures.opened(mark.data)
        area = mark.area
        lies = found.turns % 2 == 1
        wide, high = (found.height, found.width) if lies else (found.width, found.height)
        scale = max(area.w / wide, area.h / high)
        w, h = wide * scale * MM, high * scale * MM
        x = (area.x + area.w / 2) * MM - w / 2
        y = (self._height - area.y - area.h / 2) * MM - h / 2
        clip = self._rounded(area, mark.radius) if mark.radius else self._rect(area)
        # The unit square is turned clockwise by quarter turns, then set on its place.
        matrix = {
            0: (w, 0, 0, h, x, y),
            1: (0, -h, w, 0, x, y + h),
            2: (-w, 0, 0, -h, x + w, y + h),
            3: (0, h, -w, 0, x + w, y),
        }[found.turns]
        numbers = " ".join(f"{one:.3f}" for one in matrix)
        self._write(f"q {clip} W n {numbers} cm {self._sheet.picture(mark.data)} Do Q")

    def _artwork(self, mark: ArtworkMark) -> None:
        name, wide, high = self._sheet.artwork(mark)
        area = mark.area
        across, down = area.w * MM / wide, area.h * MM / high
        if mark.fit != "stretch":
            across = down = (min if mark.fit == "contain" else max)(across, down)
        x = (area.x + area.w / 2) * MM - wide * across / 2
        y = (self._height - area.y - area.h / 2) * MM - high * down / 2
        place = f"{across:.6f} 0 0 {down:.6f} {x:.3f} {y:.3f} cm"
        self._write(f"q {self._rect(area)} W n {place} {name} Do Q")

    def _stamp(self, mark: StampMark) -> None:
        """Large words in a frame, turned about the middle of the area; what lies below shows."""
        size = min(mark.area.w / 6, mark.area.h / 4, 30.0)
        half_w, half_h = size * (len(mark.text) + 0.8) / 2 * MM, size * 0.75 * MM
        angle = math.radians(_STAMP_ANGLE)
        cos, sin = math.cos(angle), math.sin(angle)
        x = (mark.area.x + mark.area.w / 2) * MM
        y = (self._height - mark.area.y - mark.area.h / 2) * MM
        points = size * MM
        left = -points * len(mark.text) / 2
        words = [
            f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x:.3f} {y:.3f} cm",
            f"{ink(mark.colour)} RG {size * MM / 20:.3f} w",
            f"{-half_w:.3f} {-half_h:.3f} {2 * half_w:.3f} {2 * half_h:.3f} re S",
            f"BT {ink(mark.colour)} rg 1 0 0 1 {left:.3f} {-_BASELINE * points:.3f} Tm",
        ]
        for font, code in self._sheet.encoded(mark.text, "bold"):
            words.append(f"{font} {points:g} Tf <{code}> Tj")
        self._write(self._sheet.sheer("\n".join((*words, "ET"))))


def _rows(mark: TextMark) -> float:
    if not mark.vertical:
        return float(len(mark.fitted.lines))
    return sum(0.5 if line.isspace() else 1.0 for line in mark.fitted.lines)


@lru_cache(maxsize=256)
def ink(colour: str) -> str:
    """Return #rrggbb as three numbers from 0 to 1."""
    return " ".join(f"{channel:.4g}" for channel in _channels(colour))


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
