"""How the doors of the building matrix are drawn: their places, faces and the cached layer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap

from unionapp.ui.theme import NOT_VISITED, Theme
from unionapp.ui.widgets.icons import glyph
from unionapp.ui.widgets.matrix_data import MatrixCell, Mode, look_of
from unionapp.ui.widgets.matrix_grid import MatrixGrid, Spot

_DIMMED = 0.25
_HATCH_STEP = 7
_MARGIN = 4  # room for the ring round the outermost doors


@dataclass(frozen=True, slots=True)
class Geometry:
    """The measures of a matrix in pixels; the content's own coordinates start at the first door."""

    cell: QSize
    gap: int
    between_blocks: int
    labels: int
    head: int
    content: QSize

    def rect(self, spot: Spot) -> QRect:
        """Return the place of a door in the content."""
        across = spot.column * (self.cell.width() + self.gap) + spot.block * self.between_blocks
        down = spot.line * (self.cell.height() + self.gap)
        return QRect(QPoint(across + _MARGIN, down + _MARGIN), self.cell)

    def lines_in(self, height: int) -> int:
        """Return how many lines are seen in a height."""
        return max(1, height // (self.cell.height() + self.gap))


def fit(grid: MatrixGrid, room: QSize, look: Theme, number: int) -> Geometry:
    """Return the measures for the room there is; `number` is the room that a door's number takes.

    Doors grow with the room up to a measure at which they still look like doors; below their
    smallest measure the matrix scrolls.
    """
    gap, between = look.px(4), look.px(22)
    labels, head = look.px(50), look.px(28)
    blocks, lines = len(grid.starts) - 1, len(grid.lines)
    across = room.width() - labels - 2 * _MARGIN - between * max(0, blocks - 1)
    down = room.height() - head - 2 * _MARGIN
    smallest = max(look.px(48), min(number, look.px(96)) + look.px(26))
    cell = QSize(
        max(smallest, min(look.px(128), (across + gap) // max(1, grid.columns) - gap)),
        max(look.px(20), min(look.px(38), (down + gap) // max(1, lines) - gap)),
    )
    content = QSize(
        grid.columns * (cell.width() + gap) - gap + between * max(0, blocks - 1) + 2 * _MARGIN,
        lines * (cell.height() + gap) - gap + 2 * _MARGIN,
    )
    return Geometry(cell, gap, between, labels, head, content)


class Faces:
    """Draws doors; everything but the number is kept as a picture for each look that occurs."""

    def __init__(
        self, look: Theme, size: QSize, ratio: float, mode: Mode, only: str | None
    ) -> None:
        self._look, self._size, self._ratio = look, size, ratio
        self._mode, self._only = mode, only
        self._pictures: dict[tuple[str, bool, bool, bool, str], QPixmap] = {}
        self._inks: dict[str, QColor] = {}
        self._rooms: dict[str, int] = {}
        self.font = look.font(13 if size.height() >= look.px(30) else 12)
        self._metrics = QFontMetrics(self.font)
        # The number and the glyph move to the edges of a narrow door: four entrances of three
        # doors stand side by side on a common laptop.
        tight = size.width() < look.px(64)
        self._left = look.px(5 if tight else 8 if size.width() < look.px(72) else 11)
        self._right = look.px(15 if tight else 20)

    def draw(self, painter: QPainter, at: QRect, cell: MatrixCell) -> None:
        """Draw a door at its place; the painter carries the font of the faces."""
        key = cell.key(self._mode)
        dimmed = self._only is not None and key != self._only
        what = (key, dimmed, cell.hardship, cell.appointment_due, cell.kind)
        picture = self._pictures.get(what)
        if picture is None:
            picture = self._pictures[what] = self._picture(*what)
            shown = look_of(key, self._look)
            self._inks[key] = QColor(shown.ink)
            self._inks[key].setAlphaF(_DIMMED if dimmed else 1)
            glyph_room = self._right if shown.glyph else self._look.px(4)
            self._rooms[key] = self._size.width() - self._left - glyph_room
        painter.drawPixmap(at.topLeft(), picture)
        painter.setPen(self._inks[key])
        number, room = cell.number, self._rooms[key]
        if self._metrics.horizontalAdvance(number) > room:
            number = self._metrics.elidedText(number, Qt.TextElideMode.ElideRight, room)
        painter.drawText(at.adjusted(self._left, 0, 0, 0), _LEFT, number)

    def _picture(self, key: str, dimmed: bool, hardship: bool, due: bool, kind: str) -> QPixmap:
        look, shown = self._look, look_of(key, self._look)
        made = QPixmap(self._size * self._ratio)
        made.setDevicePixelRatio(self._ratio)
        made.fill(Qt.GlobalColor.transparent)
        box = QRectF(QPointF(), self._size)
        path = QPainterPath()
        path.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(_DIMMED if dimmed else 1)
        painter.fillPath(path, QColor(shown.fill))
        painter.setClipPath(path)
        if shown.hatched:
            self._hatch(painter, box)
        self._mark_kind(painter, box, kind, shown.ink)
        if hardship:
            self._corner(painter)
        painter.setClipping(False)
        if shown.fill == look.statuses[NOT_VISITED].fill:
            painter.setPen(QPen(look.colour("border"), 1))
            painter.drawPath(path)
        side = look.px(12)
        if shown.glyph:
            aside = look.px(5) if due and box.width() >= look.px(72) else 0  # for the dot
            spot = QPointF(box.right() - self._right - aside, (box.height() - side) / 2)
            painter.drawPixmap(spot, glyph(shown.glyph, shown.ink, side, box=12, stroke=1.7))
        if due:
            self._dot(painter, box)
        painter.end()
        return made

    def _hatch(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(self._look.colour("hatch"), 1))
        tall = ceil(box.height())
        for left in range(-tall, ceil(box.width()), _HATCH_STEP):
            painter.drawLine(QPointF(left, tall), QPointF(left + tall, 0))

    def _mark_kind(self, painter: QPainter, box: QRectF, kind: str, ink: str) -> None:
        """Draw an awning over a shop, a roof line over other premises, a broken line for a lot."""
        high = self._look.px(4)
        if kind == "shopfront":
            wide = self._look.px(6)
            for left in range(0, ceil(box.width()), 2 * wide):
                painter.fillRect(QRectF(left, 0, wide, high), QColor(ink))
        elif kind == "non_residential":
            painter.fillRect(QRectF(0, 0, box.width(), self._look.px(2)), QColor(ink))
        elif kind == "vacant_lot":
            painter.setPen(QPen(QColor(ink), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 3, 3)

    def _corner(self, painter: QPainter) -> None:
        side = self._look.px(9)
        corner = QPainterPath(QPointF(0, 0))
        corner.lineTo(side, 0)
        corner.lineTo(0, side)
        corner.closeSubpath()
        painter.fillPath(corner, self._look.colour("brand"))

    def _dot(self, painter: QPainter, box: QRectF) -> None:
        """Draw the dot of an appointment whose day has come, where no number reaches."""
        radius = self._look.px(3.5)
        painter.setPen(QPen(self._look.colour("card"), 1.5))
        painter.setBrush(self._look.colour("primary"))
        painter.drawEllipse(QPointF(box.right() - radius - 2, radius + 2), radius, radius)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Layer:
    """The doors round the visible part, kept as one picture at the screen's pixel ratio."""

    def __init__(self, geometry: Geometry, faces: Faces, ground: QColor, ratio: float) -> None:
        self._geometry, self._faces = geometry, faces
        self._ground, self.ratio = ground, ratio
        self.area = QRect()
        self.picture = QPixmap()

    def covers(self, visible: QRect) -> bool:
        """Say whether what is seen is drawn already."""
        whole = QRect(QPoint(), self._geometry.content)
        return self.area.contains(visible.intersected(whole))

    def draw(self, visible: QRect, doors: Iterable[tuple[Spot, MatrixCell]]) -> None:
        """Draw what is seen and half as much again on every side, so that scrolling is cheap."""
        wide, high = visible.width() // 2, visible.height() // 2
        around = visible.adjusted(-wide, -high, wide, high)
        self.area = around.intersected(QRect(QPoint(), self._geometry.content))
        self.picture = QPixmap(self.area.size() * self.ratio)
        self.picture.setDevicePixelRatio(self.ratio)
        self.picture.fill(self._ground)
        painter = self._painter()
        for spot, cell in doors:
            at = self._geometry.rect(spot)
            if self.area.intersects(at):
                self._faces.draw(painter, at, cell)
        painter.end()

    def redraw(self, spot: Spot, cell: MatrixCell) -> None:
        """Draw one door anew where it is part of the picture."""
        at = self._geometry.rect(spot)
        if self.picture.isNull() or not self.area.intersects(at):
            return
        painter = self._painter()
        painter.fillRect(at, self._ground)
        self._faces.draw(painter, at, cell)
        painter.end()

    def _painter(self) -> QPainter:
        painter = QPainter(self.picture)
        painter.translate(-self.area.topLeft())
        painter.setFont(self._faces.font)
        return painter
