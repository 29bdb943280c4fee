"""Finds a printer's offset, scale and rotation from where the crosses of a test sheet came out.

Two readings give offset, rotation and one scale; a third gives the scale across and down apart.
A reading on the back gives the back an offset of its own: printers shift the turned sheet, but
they do not scale or turn it anew. The sheet is printed without a profile, the crosses are measured
with a ruler from the left and upper edge of the paper, as the side lies before the eye.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from unionapp.errors import refuse
from unionapp.printing import fonts
from unionapp.printing.documents import Rendered
from unionapp.printing.fit import Fitted
from unionapp.printing.marks import Area, Mark, RulesMark, TextMark
from unionapp.printing.profiles import Matrix, Profile
from unionapp.printing.stocks import Stock

Point = tuple[float, float]

NAMES = ("A", "B", "C")
# How far the crosses stand from the edge: inside what printers reach, far apart all the same.
_INSET = 0.12
_MOST_INSET = 20.0
_ARM, _TICK = 8.0, 1.2
# More than this is a slip of the reading, not a printer: millimetres, parts, degrees.
_MOST_OFFSET, _MOST_SCALE, _MOST_TURN = 30.0, 0.08, 5.0


def crosses(stock: Stock) -> tuple[Point, Point, Point]:
    """Return where the crosses A, B and C stand on a stock's sheet, in whole millimetres."""
    x = float(round(min(stock.width * _INSET, _MOST_INSET)))
    y = float(round(min(stock.height * _INSET, _MOST_INSET)))
    right, bottom = float(math.floor(stock.width - x)), float(math.floor(stock.height - y))
    return (x, y), (right, bottom), (right, y)


def sheet(stock: Stock, *, issued: date) -> Rendered:
    """Return the test sheet of a stock; a two-sided stock has a back to hold against the light."""
    from unionapp.printing.render import Page

    shipped = fonts.shipped()
    page = Page(shipped, stock, role="sans", issued=issued, title="校准页")
    # The crosses are places on the sheet, not on a slot of it.
    sides = 1 if stock.duplex == "none" else 2
    for side in range(sides):
        page.whole(list(_marks(stock, "正面" if side == 0 else "背面")))
    pdf = page.finish()
    return Rendered(pdf, sides, hashlib.sha256(pdf).hexdigest(), sides)


def _marks(stock: Stock, side: str) -> list[Mark]:
    marks: list[Mark] = []
    for name, (x, y) in zip(NAMES, crosses(stock), strict=True):
        lines = [(x - _ARM, y, x + _ARM, y), (x, y - _ARM, x, y + _ARM)]
        for step in range(1, int(_ARM)):
            for along in (-step, step):
                long = _TICK if step % 5 else 2 * _TICK
                lines.append((x + along, y - long / 2, x + along, y + long / 2))
                lines.append((x - long / 2, y + along, x + long / 2, y + along))
        marks.append(RulesMark(tuple(lines), "#000000", 0.1))
        left = x + 2 if x < stock.width / 2 else x - 32
        above = y + 2 if y < stock.height / 2 else y - 7
        align = "left" if x < stock.width / 2 else "right"
        words = f"{name}  {x:g} / {y:g}"
        marks.append(
            TextMark(Area(left, above, 30, 5), Fitted((words,), 9.0), "sans", "#000000", align)
        )
    middle = Area(stock.width / 2 - 35, stock.height / 2 - 4, 70, 8)
    words = f"{stock.zh}　{side}"
    size = min(10.0, stock.width / len(words) * 2)
    marks.append(TextMark(middle, Fitted((words,), size), "sans", "#000000", "center"))
    return marks


def solve(
    printer: str, stock: Stock, readings: Sequence[Point], back: Point | None = None
) -> Profile:
    """Return the profile that puts marks where they belong.

    `readings` are where A and B (or A, B and C) came out, in mm from the left and upper edge;
    `back` is where A of the back came out. Raises `printing.calibration_count` and, for readings
    that no printer has, `printing.calibration_off`.
    """
    if len(readings) not in (2, 3):
        raise refuse("printing.calibration_count", printer, count=len(readings))
    wanted = crosses(stock)[: len(readings)]
    try:
        way = _similar(wanted, readings) if len(readings) == 2 else _affine(wanted, readings)
        profile = _profile(printer, stock, _inverse(way))
        if back is not None:
            profile = _with_back(profile, wanted[0], back)
    except ZeroDivisionError:
        raise refuse("printing.calibration_off", printer) from None
    moves = (profile.dx, profile.dy, profile.back_dx or 0.0, profile.back_dy or 0.0)
    offset = max(map(abs, moves))
    scale = max(abs(profile.scale_x - 1), abs(profile.scale_y - 1))
    turn = max(abs(profile.rotation), abs(profile.skew))
    if offset > _MOST_OFFSET or scale > _MOST_SCALE or turn > _MOST_TURN:
        raise refuse("printing.calibration_off", printer)
    return profile


def _with_back(profile: Profile, wanted: Point, found: Point) -> Profile:
    """Return a profile whose back takes the mark found at one place to where it is wanted."""
    way = replace(profile, dx=0.0, dy=0.0).matrix()
    x, y = way.at(*found)
    return replace(profile, back_dx=wanted[0] - x, back_dy=wanted[1] - y)


def _similar(wanted: Sequence[Point], found: Sequence[Point]) -> Matrix:
    """Return the turn, scale and shift that take two points to two others."""
    (p, q), (r, s) = ((complex(*points[0]), complex(*points[1])) for points in (wanted, found))
    factor = (s - r) / (q - p)
    shift = r - factor * p
    return Matrix(factor.real, factor.imag, -factor.imag, factor.real, shift.real, shift.imag)


def _affine(wanted: Sequence[Point], found: Sequence[Point]) -> Matrix:
    """Return the matrix that takes three points to three others."""
    (x1, y1), (x2, y2), (x3, y3) = wanted
    ux, uy, vx, vy = x2 - x1, y2 - y1, x3 - x1, y3 - y1
    area = ux * vy - uy * vx

    def row(axis: int) -> tuple[float, float, float]:
        du, dv = found[1][axis] - found[0][axis], found[2][axis] - found[0][axis]
        along_x = (du * vy - dv * uy) / area
        along_y = (dv * ux - du * vx) / area
        return along_x, along_y, found[0][axis] - along_x * x1 - along_y * y1

    (a, c, e), (b, d, f) = row(0), row(1)
    return Matrix(a, b, c, d, e, f)


def _inverse(way: Matrix) -> Matrix:
    size = way.a * way.d - way.b * way.c
    a, b, c, d = way.d / size, -way.b / size, -way.c / size, way.a / size
    return Matrix(a, b, c, d, -(a * way.e + c * way.f), -(b * way.e + d * way.f))


def _profile(printer: str, stock: Stock, way: Matrix) -> Profile:
    """Take a matrix apart into turn, scales and shear, as a profile writes them."""
    angle = math.atan2(way.b, way.a)
    cos, sin = math.cos(angle), math.sin(angle)
    scale_y = way.d * cos - way.c * sin
    shear = way.c * cos + way.d * sin
    return Profile(
        printer=printer,
        stock=stock.code,
        dx=way.e,
        dy=way.f,
        scale_x=math.hypot(way.a, way.b),
        scale_y=scale_y,
        rotation=math.degrees(angle),
        skew=math.degrees(math.atan(shear / scale_y)),
    )
