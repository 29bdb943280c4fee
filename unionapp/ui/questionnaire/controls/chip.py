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
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)


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
        face = _face_now()
        on = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border, width = self._border(face, on=on)
        fill = face.tint if on else face.card
        painter.setPen(QPen(border, width))
        painter.setBrush(fill if self.isEnabled() else face.page)
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), face.corner, face.corner
        )
        self._paint_text(painter, face, on=on)
        painter.end()

    def _border(self, face: _Face, *, on: bool) -> tuple[QColor, int]:
        if self.marked:
            return face.ink, 2
        if on:
            return face.primary, 2
        hovered = self.underMouse() and self.isEnabled()
        return face.primary if hovered else face.border, 1

    def _paint_text(self, painter: QPainter, face: _Face, *, on: bool) -> None:
        painter.setFont(face.bold if on else face.plain)
        room = self.rect().adjusted(face.side, 0, -face.side, 0)
        if self.digit:
            painter.setPen(face.primary if on else face.ink3)
            centre = (
                Qt.AlignmentFlag.AlignCenter
                if not self.words and not self._picture
                else (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            )
            painter.drawText(room, centre, self.digit)
            wide = self.width() - self._around(face)
            room.setLeft(self.rect().right() - face.side + 1 - wide)
        if self._picture is not None:
            left = room.left() + (
                (room.width() - self._picture.width()) // 2 if self.centred else 0
            )
            top = self.rect().top() + face.top
            painter.drawPixmap(left, top, self._picture)
            room.setTop(top + self._picture.height() + face.four)
        ink = face.ink if self.isEnabled() else face.ink2
        painter.setPen(face.primary if on else ink)
        side = Qt.AlignmentFlag.AlignHCenter if self.centred else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter) | _WRAPPED, self.words)


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
    border: QColor


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
        border=look.colour("border"),
    )
