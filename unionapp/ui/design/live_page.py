"""The page of a design as it will be printed; objects are taken hold of, moved and sized on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from unionapp.ui.design.geometry import Bounds, snapped
from unionapp.ui.theme import theme
from unionapp.ui.wording import tr

_MM_PER_INCH = 25.4
_FINER = 1.25
_MARGIN = 20
_HANDLE = 9
# What is thinner than this on the screen is taken hold of all the same.
_SLACK = 4
_FINE = 0.1
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class LivePage(QWidget):
    """The picture is the PDF itself; only the outline of the chosen object is drawn over it.

    Arrows move by a millimetre, with Ctrl by a tenth, with Shift they size. The mouse snaps to
    whole millimetres, with Ctrl to tenths.

    Signals:
        pointed: a place was clicked; carries x, y and how near counts, in mm.
        moved: carries how far, in mm.
        sized: carries by how much, in mm.
        stepped: PgUp or PgDn; carries -1 or 1.
        left: Esc.
    """

    pointed = Signal(float, float, float)
    moved = Signal(float, float)
    sized = Signal(float, float)
    stepped = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("版面"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme().px(180), theme().px(64))
        self._pdf, self._page = b"", 0
        self._size = (1.0, 1.0)
        self._chosen: Bounds | None = None
        self._image: QImage | None = None
        self._drawn_for: tuple[int, int, int] = (-1, 0, 0)
        self._held: QPointF | None = None
        self._sizes = False
        self._shift = (0.0, 0.0)

    # ---- what is shown ---------------------------------------------------------------------

    def show_page(self, pdf: bytes, page: int, size: tuple[float, float]) -> None:
        """Show a page (from 0) of a proof; `size` is the design's, in mm. The old page stays
        while there is none.
        """
        if pdf:
            self._pdf, self._page = pdf, page
            self._drawn_for = (-1, 0, 0)
        self._size = (max(size[0], 1.0), max(size[1], 1.0))
        self.update()

    def forget(self) -> None:
        """Show no page: another design comes."""
        self._pdf, self._image, self._chosen = b"", None, None
        self.update()

    def choose(self, box: Bounds | None) -> None:
        """Draw the outline round an object."""
        self._chosen = box
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(520), theme().px(400))

    # ---- places ----------------------------------------------------------------------------

    def _place(self) -> tuple[QRectF, float]:
        """Return where the page lies in the widget, and how many pixels a millimetre takes."""
        margin = theme().px(_MARGIN)
        wide, high = self._size
        scale = max(
            min((self.width() - margin) / wide, (self.height() - margin) / high), 0.1
        )  # fmt: skip
        left = (self.width() - wide * scale) / 2
        top = (self.height() - high * scale) / 2
        return QRectF(left, top, wide * scale, high * scale), scale

    def _at(self, point: QPointF) -> tuple[float, float]:
        """Return a point of the widget in mm on the page."""
        place, scale = self._place()
        return (point.x() - place.x()) / scale, (point.y() - place.y()) / scale

    def point_of(self, x: float, y: float) -> QPointF:
        """Return where a place of the page (mm) lies in the widget."""
        place, scale = self._place()
        return QPointF(place.x() + x * scale, place.y() + y * scale)

    def _outline(self) -> QRectF | None:
        """Return the outline in the widget, as it is dragged."""
        box = self._chosen
        if box is None:
            return None
        _, scale = self._place()
        dx, dy = self._shift
        corner = self.point_of(box.x, box.y)
        size = QPointF(box.w * scale, box.h * scale)
        if self._sizes:
            size += QPointF(dx * scale, dy * scale)
        else:
            corner += QPointF(dx * scale, dy * scale)
        return QRectF(corner.x(), corner.y(), max(size.x(), 1), max(size.y(), 1))

    def handle(self) -> QRectF:
        """Return the corner that sizes, in the widget; empty when nothing is chosen."""
        outline = self._outline()
        if outline is None:
            return QRectF()
        side = theme().px(_HANDLE)
        return QRectF(outline.right() - side / 2, outline.bottom() - side / 2, side, side)

    # ---- keys and mouse --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, with_ = event.key(), event.modifiers()
        if key in _ARROWS:
            step = _FINE if with_ & Qt.KeyboardModifier.ControlModifier else 1.0
            dx, dy = (step * one for one in _ARROWS[Qt.Key(key)])
            (self.sized if with_ & Qt.KeyboardModifier.ShiftModifier else self.moved).emit(dx, dy)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.stepped.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        _, scale = self._place()
        self._sizes = self.handle().contains(event.position())
        if not self._sizes:
            self.pointed.emit(*self._at(event.position()), _SLACK / scale)
        self._held, self._shift = event.position(), (0.0, 0.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None or self._chosen is None:
            return
        _, scale = self._place()
        way = event.position() - self._held
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._shift = self._snapped(way.x() / scale, way.y() / scale, _FINE if fine else 1.0)
        self.update()

    def _snapped(self, dx: float, dy: float, step: float) -> tuple[float, float]:
        """Return how far a drag goes so that the edge that moves comes to lie on the grid."""
        box = self._chosen
        if box is None or (abs(dx) < step / 2 and abs(dy) < step / 2):
            return 0.0, 0.0
        x, y = (box.x + box.w, box.y + box.h) if self._sizes else (box.x, box.y)
        across = snapped(x + dx, step) - x if abs(dx) >= step / 2 else 0.0
        down = snapped(y + dy, step) - y if abs(dy) >= step / 2 else 0.0
        return across, down

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        shift, self._held, self._shift = self._shift, None, (0.0, 0.0)
        if shift != (0.0, 0.0):
            (self.sized if self._sizes else self.moved).emit(*shift)
        self._sizes = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # ---- painting --------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("page"))
        place, _ = self._place()
        if self._pdf:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._drawn())
            painter.setPen(theme().colour("border"))
            painter.drawRect(place)
        outline = self._outline()
        if outline is None:
            return
        pen = QPen(theme().colour("primary"), theme().px(2))
        if not self.hasFocus():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRect(outline)
        painter.fillRect(self.handle(), theme().colour("primary"))

    def _drawn(self) -> QImage:
        wanted = (self._page, self.width(), self.height())
        if self._image is None or self._drawn_for != wanted:
            self._image, self._drawn_for = self._draw(), wanted
        return self._image

    def _draw(self) -> QImage:
        from unionapp.printing import preview

        _, scale = self._place()
        dpi = scale * _MM_PER_INCH * self.devicePixelRatioF() * _FINER
        drawn = preview.render_page(self._pdf, self._page, dpi=dpi)
        image = QImage(
            drawn.rgb, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB888
        )
        return image.convertToFormat(QImage.Format.Format_RGB32, Qt.ImageConversionFlag.AutoColor)
