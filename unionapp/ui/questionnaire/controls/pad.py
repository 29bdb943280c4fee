"""Paper to draw on with mouse, finger or pen; strokes are smoothed."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)

from unionapp.ui.questionnaire.controls.surface import Surface
from unionapp.ui.theme import theme

# Paper and ink are the same in the dark: what is drawn is printed.
_PAPER, _INK, _FAINT = QColor("#FFFFFF"), QColor("#0B1B3F"), QColor("#8A94A3")
_DENSE = 2  # pixels kept for each pixel of the screen


class Pad(Surface):
    """White paper, with a picture on it where there is one.

    A finger and a pen come as a mouse: Qt makes mouse events of what nobody takes otherwise.
    Signals:
        drawn: a stroke was ended.
    """

    drawn = Signal()

    def __init__(self, size: QSize, *, pen: float) -> None:
        super().__init__()
        self._pen = pen
        self._strokes: list[list[QPointF]] = []
        self._drawing = False
        self.picture: QImage | None = None
        self.invitation = ""
        self.setFixedSize(size * theme().scale)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def is_dirty(self) -> bool:
        """Whether something was drawn that is not kept yet."""
        return bool(self._strokes)

    def show_picture(self, picture: QImage | None) -> None:
        """Show what is kept; strokes of before are part of it."""
        self.picture = picture
        self._strokes = []
        self.update()

    def image(self) -> QImage:
        """Return picture and strokes together."""
        if self.picture is not None:
            made = self.picture.convertToFormat(QImage.Format.Format_RGB32)
        else:
            made = QImage(self.size() * _DENSE, QImage.Format.Format_RGB32)
            made.fill(_PAPER)
        place = self._place_of(self.picture)
        painter = QPainter(made)
        painter.scale(made.width() / place.width(), made.height() / place.height())
        painter.translate(-place.topLeft())
        self._paint_strokes(painter)
        painter.end()
        return made

    def _place_of(self, picture: QImage | None) -> QRectF:
        """Return where the picture lies on the paper."""
        paper = QRectF(self.rect())
        if picture is None or picture.isNull():
            return paper
        size = picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(paper.center())
        return place

    def _paint_strokes(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        round_ends, joints = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(_INK, self._pen * theme().scale, c=round_ends, j=joints))
        for stroke in self._strokes:
            painter.drawPath(_smooth(stroke))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_frame(painter, _PAPER.name())
        if self.picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._place_of(self.picture), self.picture)
            self.paint_frame(painter, None)
        elif not self._strokes:
            painter.setPen(_FAINT)
            painter.setFont(theme().font(13))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.invitation)
        self._paint_strokes(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self.locked and event.button() == Qt.MouseButton.LeftButton:
            self._drawing = True
            self._strokes.append([event.position()])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drawing:
            self._strokes[-1].append(event.position())
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._drawing:
            self._drawing = False
            self.drawn.emit()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z before the window does while a stroke can be taken back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._takes_back(event):
                event.accept()
            return True
        return super().event(event)

    def _takes_back(self, event: QKeyEvent) -> bool:
        return bool(self._strokes) and event.matches(QKeySequence.StandardKey.Undo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._takes_back(event):
            self._strokes.pop()
            self.update()
        elif self._strokes and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._strokes = []
            self.update()
        else:
            super().keyPressEvent(event)


def _smooth(points: list[QPointF]) -> QPainterPath:
    """Return a curve through the middles between the points; one point alone is a dot."""
    path = QPainterPath(points[0])
    if len(points) == 1:
        path.lineTo(points[0] + QPointF(0.1, 0.1))
    for here, there in pairwise(points[1:]):
        path.quadTo(here, QPointF((here.x() + there.x()) / 2, (here.y() + there.y()) / 2))
    if len(points) > 1:
        path.lineTo(points[-1])
    return path
