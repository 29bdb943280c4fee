"""One option that lies open: its digit, a picture where it has one, its text in as many lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from unionapp.ui.theme import Theme, theme

_SIDE, _TOP, _GAP = 12, 6, 10
_PICTURE = 96
# Put together once: with Qt's own flags that alone takes a good part of the time of a painting.
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_FROM_LEFT = _MIDDLE | int(Qt.AlignmentFlag.AlignLeft)
_CENTRED = _MIDDLE | int(Qt.AlignmentFlag.AlignHCenter)


class Chip(QPushButton):
    """A button that stays pressed, painted here because a long option has to break into lines.

    Room for the bold text of the pressed state is kept from the start, so that nothing moves.
    """

    def __init__(
        self, parent: QWidget, digit: str, text: str, *, name: str, picture: QPixmap | None = None
    ) -> None:
        super().__init__(parent)
        self.digit, self.words, self._picture = digit, text, picture
        self._heights: dict[int, tuple[_Face, int]] = {}
        self.centred = False
        self.marked = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{name} {text}".strip())
        if picture is not None and picture.height() > self._side():
            self._picture = picture.scaledToHeight(
                self._side(), Qt.TransformationMode.SmoothTransformation
            )

    def _side(self) -> int:
        return theme().px(_PICTURE)

    def sizeHint(self) -> QSize:
        return QSize(self.natural_width(), self.height_for(self.natural_width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(40), theme().px(36))

    def natural_width(self) -> int:
        """Return how wide it is in one line."""
        face = _face_now()
        text = face.metrics.horizontalAdvance(self.words) if self.words else 0
        picture = self._picture.width() if self._picture is not None else 0
        return self._around(face) + max(text, picture) + 2

    def height_for(self, width: int) -> int:
        """Return how high it is in that width."""
        face = _face_now()
        known = self._heights.get(width)
        if known is not None and known[0] is face:
            return known[1]
        box = QRect(0, 0, max(1, width - self._around(face)), 10_000)
        text = face.metrics.boundingRect(box, _WRAPPED, self.words).height() if self.words else 0
        picture = self._picture.height() + face.four if self._picture is not None else 0
        height = max(face.least, text + picture + 2 * face.top)
        self._heights[width] = (face, height)
        return height

    def _around(self, face: _Face) -> int:
        """Return the room at both sides and that of the digit."""
        gap = face.gap if self.words or self._picture is not None else 0
        return 2 * face.side + (face.digit + gap if self.digit else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        face, on, enabled = _face_now(), self.isChecked(), self.isEnabled()
        area = self.rect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = self._pen(face, on=on, enabled=enabled)
        painter.setPen(pen)
        painter.setBrush((face.tint if on else face.card) if enabled else face.page)
        inset = pen.widthF() / 2
        painter.drawRoundedRect(
            QRectF(area).adjusted(inset, inset, -inset, -inset), face.corner, face.corner
        )
        painter.setFont(face.bold if on else face.plain)
        if self.digit:
            painter.setPen(face.primary if on else face.ink3)
            alone = not self.words and not self._picture
            room = area.adjusted(face.side, 0, -face.side, 0)
            painter.drawText(room, _CENTRED if alone else _FROM_LEFT, self.digit)
        painter.setPen(face.primary if on else face.ink if enabled else face.ink2)
        self._paint_words(painter, face, area)
        painter.end()

    def _pen(self, face: _Face, *, on: bool, enabled: bool) -> QPen:
        if self.marked:
            return face.marked
        if on:
            return face.chosen
        return face.under_mouse if enabled and self.underMouse() else face.edge

    def _paint_words(self, painter: QPainter, face: _Face, area: QRect) -> None:
        around = self._around(face)
        room = area.adjusted(around - face.side, 0, -face.side, 0)
        if self._picture is not None:
            left = room.left()
            if self.centred:
                left += (room.width() - self._picture.width()) // 2
            top = area.top() + face.top
            painter.drawPixmap(left, top, self._picture)
            room.setTop(top + self._picture.height() + face.four)
        painter.drawText(room, (_CENTRED if self.centred else _FROM_LEFT) | _WRAPPED, self.words)


@dataclass(frozen=True, slots=True, eq=False)
class _Face:
    """What chips are painted with in one look: a key press paints several of them anew."""

    plain: QFont
    bold: QFont
    metrics: QFontMetrics
    digit: int
    side: int
    gap: int
    top: int
    four: int
    least: int
    corner: int
    ink: QColor
    ink2: QColor
    ink3: QColor
    primary: QColor
    tint: QColor
    card: QColor
    page: QColor
    edge: QPen
    under_mouse: QPen
    chosen: QPen
    marked: QPen


def _face_now() -> _Face:
    look = theme()
    return _face(look.dark, look.scale)


@lru_cache(maxsize=8)
def _face(dark: bool, scale: float) -> _Face:
    look = Theme(dark, scale)
    bold = look.font(bold=True)
    metrics = QFontMetrics(bold)
    return _Face(
        plain=look.font(),
        bold=bold,
        metrics=metrics,
        digit=metrics.horizontalAdvance("0"),
        side=look.px(_SIDE),
        gap=look.px(_GAP),
        top=look.px(_TOP),
        four=look.px(4),
        least=look.px(36),
        corner=look.px(8),
        ink=look.colour("ink"),
        ink2=look.colour("ink2"),
        ink3=look.colour("ink3"),
        primary=look.colour("primary"),
        tint=look.colour("primary_tint"),
        card=look.colour("card"),
        page=look.colour("page"),
        edge=QPen(look.colour("border"), 1),
        under_mouse=QPen(look.colour("primary"), 1),
        chosen=QPen(look.colour("primary"), 2),
        marked=QPen(look.colour("ink"), 2),
    )
