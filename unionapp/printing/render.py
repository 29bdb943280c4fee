"""Draws composed marks with reportlab; knows shapes and points, no records and no rules."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from unionapp.printing import qr, reportlab_patches
from unionapp.printing.compose import Area, ImageMark, Mark, QrMark, ShapeMark, TextMark
from unionapp.printing.fonts import Fonts
from unionapp.printing.objects import Box, Check, Line, Path, Shade
from unionapp.printing.reportlab_patches import POINTS_PER_MM as MM
from unionapp.printing.stocks import Stock

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# Where the baseline stands below the middle of a line, in em: a Chinese character fills the em
# from 0.88 above the baseline to 0.12 below it.
_BASELINE = 0.38
_MARK_GAP, _MARK_LENGTH, _MARK_WIDTH = 0.5, 2.0, 0.1
_SHADE_STRIPS = 96


class Page:
    """Draws one file: sheets of a stock, each with designs of one size in its slots."""

    def __init__(self, fonts: Fonts, stock: Stock, *, role: str, issued: date, title: str) -> None:
        self._fonts = fonts
        self._stock = stock
        self._canvas, self._buffer = reportlab_patches.new_canvas(
            font=fonts.name(role), issued=issued, title=title
        )
        self._canvas.setPageSize((stock.width * MM, stock.height * MM))

    def keep(self, name: str, marks: Sequence[Mark]) -> None:
        """Draw what is equal on every record once, to be used again by `name`.

        A form of a PDF cuts off what reaches over its edge, so artwork may run out of the side.
        """
        width, height = self._stock.slot_width, self._stock.slot_height
        self._canvas.beginForm(name, 0, 0, width * MM, height * MM)
        Drawing(self._canvas, self._fonts, height).draw(marks)
        self._canvas.endForm()

    def sheet(self, kept: str, filled: Sequence[Sequence[Mark]], *, back: bool) -> None:
        """Draw one sheet: the marks of one record in each slot, from the first on."""
        for index, marks in enumerate(filled):
            x, y = self._stock.slot(index, back=back)
            bottom = self._stock.height - y - self._stock.slot_height
            if self._stock.marks:
                self._cutting_marks(x, y)
            self._canvas.saveState()
            self._canvas.translate(x * MM, bottom * MM)
            self._canvas.doForm(kept)
            Drawing(self._canvas, self._fonts, self._stock.slot_height).draw(marks)
            self._canvas.restoreState()
        self._canvas.showPage()

    def finish(self) -> bytes:
        self._canvas.save()
        return self._buffer.getvalue()

    def _cutting_marks(self, x: float, y: float) -> None:
        """Two short lines outside each corner of a slot that is used."""
        drawing = Drawing(self._canvas, self._fonts, self._stock.height)
        for edge_x, out_x in ((x, -1), (x + self._stock.slot_width, 1)):
            for edge_y, out_y in ((y, -1), (y + self._stock.slot_height, 1)):
                for along_x, along_y in ((out_x, 0), (0, out_y)):
                    near, far = _MARK_GAP, _MARK_GAP + _MARK_LENGTH
                    drawing.line(
                        Line(
                            x1=edge_x + along_x * near,
                            y1=edge_y + along_y * near,
                            x2=edge_x + along_x * far,
                            y2=edge_y + along_y * far,
                            width=_MARK_WIDTH,
                        )
                    )


class Drawing:
    """Draws marks on one side, whose lower left corner is the canvas's origin.

    Marks are in mm from the top left; `height` turns them over.
    """

    def __init__(self, canvas: Canvas, fonts: Fonts, height: float) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._height = height

    def draw(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            match mark:
                case TextMark():
                    self._text(mark)
                case QrMark():
                    self._qr(mark)
                case ImageMark():
                    self._image(mark)
                case ShapeMark():
                    self._shape(mark)

    def line(self, line: Line) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.setStrokeColor(line.colour)
        canvas.setLineWidth(line.width * MM)
        if line.dash is not None:
            canvas.setDash(line.dash * MM)
        start, end = self._point(line.x1, line.y1), self._point(line.x2, line.y2)
        canvas.line(*start, *end)
        canvas.restoreState()

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return x * MM, (self._height - y) * MM

    def _shape(self, mark: ShapeMark) -> None:
        match mark.shape:
            case Box():
                self._box(mark.shape)
            case Line():
                self.line(mark.shape)
            case Path():
                self._path(mark.shape)
            case Shade():
                self._shade(mark.shape)
            case Check():
                self._check(mark.shape, ticked=mark.ticked)

    def _text(self, mark: TextMark) -> None:
        fitted = mark.fitted
        step = fitted.size * mark.leading
        left, top = self._point(mark.area.x, mark.area.y)
        spare = mark.area.h * MM - step * _rows(mark)
        top -= {"top": 0.0, "middle": spare / 2, "bottom": spare}[mark.valign]
        row = 0.0
        for line in fitted.lines:
            if mark.vertical and line.isspace():
                row += 0.5
                continue
            width = self._width(line, mark)
            indent = {"left": 0.0, "center": 0.5, "right": 1.0}[
                "center" if mark.vertical else mark.align
            ]
            x = left + (mark.area.w * MM - width) * indent
            y = top - step * (row + 0.5) - _BASELINE * fitted.size
            self._line_of_text(line, x, y, mark)
            row += 1.0

    def _width(self, line: str, mark: TextMark) -> float:
        em = self._fonts.width(line, mark.role) + max(len(line) - 1, 0) * mark.tracking
        return em * mark.fitted.size * mark.fitted.stretch

    def _line_of_text(self, line: str, x: float, y: float, mark: TextMark) -> None:
        size, stretch = mark.fitted.size, mark.fitted.stretch
        canvas = self._canvas
        text = canvas.beginText(x, y)
        text.setFillColor(mark.colour)
        # Stretch and spacing outlive the text in a PDF, so they are set back behind it.
        if stretch < 1.0:
            text.setHorizScale(stretch * 100)
        if mark.tracking:
            text.setCharSpace(mark.tracking * size)
        for run in self._fonts.runs(line, mark.role):
            text.setFont(run.font, size)
            text.textOut(run.text)
        if stretch < 1.0:
            text.setHorizScale(100)
        if mark.tracking:
            text.setCharSpace(0)
        canvas.drawText(text)

    def _qr(self, mark: QrMark) -> None:
        side, operators = qr.path(mark.text, mark.level)
        x, y = self._point(mark.area.x, mark.area.y + mark.area.h)
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillColor(mark.colour)
        canvas.translate(x, y)
        scale = mark.area.w * MM / side
        canvas.scale(scale, scale)
        canvas.addLiteral(operators)
        canvas.restoreState()

    def _image(self, mark: ImageMark) -> None:
        from reportlab.lib.utils import ImageReader

        reader = ImageReader(io.BytesIO(mark.data))
        wide, high = reader.getSize()
        area = mark.area
        # The photo fills the box and is cut where it is too wide or too high.
        scale = max(area.w / wide, area.h / high)
        x = area.x + (area.w - wide * scale) / 2
        y = area.y + (area.h - high * scale) / 2
        left, bottom = self._point(x, y + high * scale)
        self._canvas.saveState()
        self._clip(area, mark.radius)
        self._canvas.drawImage(reader, left, bottom, wide * scale * MM, high * scale * MM)
        self._canvas.restoreState()

    def _clip(self, area: Area, radius: float) -> None:
        path = self._canvas.beginPath()
        x, y = self._point(area.x, area.y + area.h)
        if radius:
            path.roundRect(x, y, area.w * MM, area.h * MM, radius * MM)
        else:
            path.rect(x, y, area.w * MM, area.h * MM)
        self._canvas.clipPath(path, stroke=0, fill=0)

    def _box(self, box: Box) -> None:
        canvas = self._canvas
        canvas.saveState()
        self._ink(box.fill, box.stroke, box.width)
        x, y = self._point(box.x, box.y + box.h)
        ink = {"fill": int(box.fill is not None), "stroke": int(box.stroke is not None)}
        if box.radius:
            canvas.roundRect(x, y, box.w * MM, box.h * MM, box.radius * MM, **ink)
        else:
            canvas.rect(x, y, box.w * MM, box.h * MM, **ink)
        canvas.restoreState()

    def _ink(self, fill: str | None, stroke: str | None, width: float) -> None:
        if fill is not None:
            self._canvas.setFillColor(fill)
        if stroke is not None:
            self._canvas.setStrokeColor(stroke)
            self._canvas.setLineWidth(width * MM)

    def _path(self, shape: Path) -> None:
        canvas = self._canvas
        path = canvas.beginPath()
        words = shape.d.split()
        at = 0
        while at < len(words):
            needs = {"M": 2, "L": 2, "C": 6, "Z": 0}[words[at]]
            numbers = [float(word) for word in words[at + 1 : at + 1 + needs]]
            points = [
                value
                for index in range(0, needs, 2)
                for value in self._point(numbers[index], numbers[index + 1])
            ]
            {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}[words[at]](
                *points
            )
            at += 1 + needs
        canvas.saveState()
        self._ink(shape.fill, shape.stroke, shape.width)
        canvas.setLineCap(1)
        canvas.drawPath(
            path, fill=int(shape.fill is not None), stroke=int(shape.stroke is not None)
        )
        canvas.restoreState()

    def _shade(self, shade: Shade) -> None:
        """Strips, each reaching to the far edge so that no seam shows between two of them.

        WORKAROUND(reportlab 5.1): a gradient inside a form does not find its shading.
        """
        start, end = _channels(shade.start), _channels(shade.end)
        canvas = self._canvas
        canvas.saveState()
        for strip in range(_SHADE_STRIPS):
            part = strip / (_SHADE_STRIPS - 1)
            colour = (a + (b - a) * part for a, b in zip(start, end, strict=True))
            canvas.setFillColorRGB(*colour)
            x = shade.x + shade.w * strip / _SHADE_STRIPS
            left, bottom = self._point(x, shade.y + shade.h)
            width = shade.x + shade.w - x
            canvas.rect(left, bottom, width * MM, shade.h * MM, stroke=0, fill=1)
        canvas.restoreState()

    def _check(self, check: Check, *, ticked: bool) -> None:
        """A box and its tick as lines: no font of ours has a ballot box."""
        x, y, size = check.x, check.y, check.size
        self._box(Box(x=x, y=y, w=size, h=size, stroke=check.colour, width=0.2, radius=size * 0.12))
        if ticked:
            corners = ((0.2, 0.52), (0.43, 0.76), (0.84, 0.2))
            words = [f"{x + size * across} {y + size * down}" for across, down in corners]
            self._path(Path(d="M " + " L ".join(words), stroke=check.colour, width=size * 0.13))


def _rows(mark: TextMark) -> float:
    if not mark.vertical:
        return float(len(mark.fitted.lines))
    return sum(0.5 if line.isspace() else 1.0 for line in mark.fitted.lines)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
