"""One option that lies open: its digit, a picture where it has one, its text in as many lines."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from unionapp.ui.theme import theme

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
        self._measured: tuple[float, QFontMetrics] | None = None
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
        text = self._metrics().horizontalAdvance(self.words) if self.words else 0
        picture = self._picture.width() if self._picture is not None else 0
        return self._around() + max(text, picture) + 2

    def height_for(self, width: int) -> int:
        """Return how high it is in that width."""
        look = theme()
        box = QRect(0, 0, max(1, width - self._around()), 10_000)
        text = self._metrics().boundingRect(box, _WRAPPED, self.words).height() if self.words else 0
        picture = self._picture.height() + look.px(4) if self._picture is not None else 0
        return max(look.px(36), text + picture + 2 * look.px(_TOP))

    def _around(self) -> int:
        """Return the room at both sides and that of the digit."""
        look = theme()
        gap = look.px(_GAP) if self.words or self._picture is not None else 0
        digit = self._metrics().horizontalAdvance("0") + gap if self.digit else 0
        return 2 * look.px(_SIDE) + digit

    def _metrics(self) -> QFontMetrics:
        """Return the measures of the bold text, made once for a size of type: a chip is asked for
        its height many times for each time that it is painted."""
        scale = theme().scale
        if self._measured is None or self._measured[0] != scale:
            self._measured = (scale, QFontMetrics(theme().font(bold=True)))
        return self._measured[1]

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border, width = self._border()
        fill = look.colour("primary_tint" if self.isChecked() else "card")
        painter.setPen(QPen(border, width))
        painter.setBrush(fill if self.isEnabled() else look.colour("page"))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), look.px(8), look.px(8)
        )
        self._paint_text(painter)
        painter.end()

    def _border(self) -> tuple[QColor, int]:
        look = theme()
        if self.marked:
            return look.colour("ink"), 2
        if self.isChecked():
            return look.colour("primary"), 2
        hovered = self.underMouse() and self.isEnabled()
        return look.colour("primary" if hovered else "border"), 1

    def _paint_text(self, painter: QPainter) -> None:
        look = theme()
        on = self.isChecked()
        painter.setFont(look.font(bold=on))
        room = self.rect().adjusted(look.px(_SIDE), 0, -look.px(_SIDE), 0)
        if self.digit:
            painter.setPen(look.colour("primary" if on else "ink3"))
            centre = (
                Qt.AlignmentFlag.AlignCenter
                if not self.words and not self._picture
                else (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            )
            painter.drawText(room, centre, self.digit)
            room.setLeft(self.rect().right() - look.px(_SIDE) + 1 - self._text_width())
        if self._picture is not None:
            left = room.left() + (
                (room.width() - self._picture.width()) // 2 if self.centred else 0
            )
            top = self.rect().top() + look.px(_TOP)
            painter.drawPixmap(left, top, self._picture)
            room.setTop(top + self._picture.height() + look.px(4))
        ink = "primary" if on else ("ink" if self.isEnabled() else "ink2")
        painter.setPen(look.colour(ink))
        side = Qt.AlignmentFlag.AlignHCenter if self.centred else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter) | _WRAPPED, self.words)

    def _text_width(self) -> int:
        return self.width() - self._around()
