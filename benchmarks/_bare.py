"""A bare reportlab loop: draws marks whose places are known, as one would write it by hand.

It is the reference of the printing benchmarks: nothing is read, looked up, fitted or checked.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from unionapp.printing import qr
from unionapp.printing.fonts import Fonts
from unionapp.printing.marks import ImageMark, Mark, QrMark, RulesMark, ShapeMark, TextMark
from unionapp.printing.objects import Box, Line
from unionapp.printing.reportlab_patches import POINTS_PER_MM as MM

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# One call of the canvas: the name of its method and what it is given.
Step = tuple[str, tuple[Any, ...]]


def steps(marks: Sequence[Mark], fonts: Fonts, height: float) -> list[Step]:
    """Return the calls that draw marks, every number worked out beforehand."""
    found: list[Step] = []
    for mark in marks:
        match mark:
            case TextMark():
                found += _text(mark, fonts, height)
            case ImageMark():
                area = mark.area
                box = (area.x * MM, (height - area.y - area.h) * MM, area.w * MM, area.h * MM)
                found.append(("photo", (mark.data, *box)))
            case QrMark():
                area = mark.area
                place = (area.x * MM, (height - area.y - area.h) * MM, area.w * MM)
                found.append(("code", (mark.text, mark.level, *place)))
            case RulesMark():
                lines = [
                    (x1 * MM, (height - y1) * MM, x2 * MM, (height - y2) * MM)
                    for x1, y1, x2, y2 in mark.lines
                ]
                found += [("setLineWidth", (mark.width * MM,)), ("lines", (lines,))]
            case ShapeMark(shape=Line() as line):
                ends = (line.x1, height - line.y1, line.x2, height - line.y2)
                found.append(("setLineWidth", (line.width * MM,)))
                found.append(("line", tuple(one * MM for one in ends)))
            case ShapeMark(shape=Box() as box):
                place = (box.x, height - box.y - box.h, box.w, box.h)
                found.append(("rect", tuple(one * MM for one in place)))
            case _:
                raise TypeError(f"the bare loop does not draw {type(mark).__name__}")
    return found


def _text(mark: TextMark, fonts: Fonts, height: float) -> list[Step]:
    fitted, area = mark.fitted, mark.area
    step = fitted.size * mark.leading
    top = (height - area.y) * MM
    if mark.valign != "top":
        spare = area.h * MM - step * len(fitted.lines)
        top -= spare / 2 if mark.valign == "middle" else spare
    found: list[Step] = [("setFillColor", (mark.colour,))]
    for row, line in enumerate(fitted.lines):
        width = fonts.width(line, mark.role) * fitted.size * fitted.stretch
        spare = area.w * MM - width
        x = area.x * MM + {"left": 0.0, "center": spare / 2, "right": spare}[mark.align]
        y = top - step * (row + 0.5) - 0.38 * fitted.size
        for run in fonts.runs(line, mark.role):
            found.append(("setFont", (run.font, fitted.size)))
            found.append(("drawString", (x, y, run.text)))
            x += run.width * fitted.size * fitted.stretch
    return found


def draw(canvas: Canvas, found: Sequence[Step]) -> None:
    """Make the calls; photos and codes as the fastest way that the library offers."""
    from reportlab.lib.utils import ImageReader

    for name, given in found:
        if name == "photo":
            canvas.drawImage(ImageReader(io.BytesIO(given[0])), *given[1:])
        elif name == "code":
            text, level, x, y, width = given
            side, operators = qr.path(text, level)
            canvas.saveState()
            canvas.translate(x, y)
            canvas.scale(width / side, width / side)
            canvas.addLiteral(operators)
            canvas.restoreState()
        else:
            getattr(canvas, name)(*given)
