"""The sections of a form at its side: how far each is, and where something is open."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from unionapp.forms.definition import Spec
from unionapp.ui.questionnaire.marks import mark
from unionapp.ui.questionnaire.tally import Tally
from unionapp.ui.theme import theme
from unionapp.ui.wording import tr

_WIDE, _NARROW, _ENTRY = 208, 60, 46


class Rail(QScrollArea):
    """A list of sections; a click jumps.

    Signals:
        chosen: a section was clicked.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.entries = _Entries()
        self.entries.chosen.connect(self.chosen)
        self.setWidget(self.entries)
        self.setViewportMargins(0, theme().px(8), 0, theme().px(8))
        self.set_wide(wide=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        edge = self.viewport().rect()
        painter.fillRect(edge.right(), 0, 1, edge.height(), theme().colour("line"))
        painter.end()

    def set_wide(self, *, wide: bool) -> None:
        """Show titles, or numbers and marks alone."""
        self.entries.wide = wide
        self.setFixedWidth(theme().px(_WIDE if wide else _NARROW))

    def show_sections(self, tallies: Mapping[Spec, Tally], current: Spec | None) -> None:
        """Show how far the sections are and which one the keyboard is in."""
        self.entries.show_sections(tallies, current)

    def show_current(self, current: Spec | None) -> None:
        """Show which section the keyboard is in."""
        self.entries.show_current(current)
        at = self.entries.place_of(current)
        if at is not None:
            self.ensureVisible(0, at.center().y(), 0, theme().px(_ENTRY))


class _Entries(QWidget):
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("body")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.wide = True
        self.sections: list[tuple[Spec, Tally]] = []
        self._current: Spec | None = None

    def show_sections(self, tallies: Mapping[Spec, Tally], current: Spec | None) -> None:
        self.sections = list(tallies.items())
        self._current = current
        self.setMinimumHeight(len(self.sections) * theme().px(_ENTRY))
        said = (f"{one.title} {one.filled}/{one.asked}" for _, one in self.sections)
        self.setAccessibleName(tr("各部分"))
        self.setAccessibleDescription("；".join(said))
        self.update()

    def show_current(self, current: Spec | None) -> None:
        if current is not self._current:
            self._current = current
            self.update()

    def place_of(self, section: Spec | None) -> QRect | None:
        """Where a section stands."""
        for at, (spec, _) in enumerate(self.sections):
            if spec is section:
                height = theme().px(_ENTRY)
                return QRect(0, at * height, self.width(), height)
        return None

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_WIDE), len(self.sections) * theme().px(_ENTRY))

    def _at(self, y: float) -> int:
        return int(y) // theme().px(_ENTRY)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().y())
        if 0 <= at < len(self.sections):
            self.chosen.emit(self.sections[at][0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().y())
        inside = 0 <= at < len(self.sections)
        self.setToolTip("" if self.wide or not inside else self.sections[at][1].title)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (spec, one) in enumerate(self.sections):
            area = self.place_of(spec)
            if area is not None:
                self._paint(painter, area, at + 1, one, current=spec is self._current)
        painter.end()

    def _paint(
        self, painter: QPainter, area: QRect, number: int, one: Tally, *, current: bool
    ) -> None:
        look = theme()
        inner = area.adjusted(look.px(8), look.px(2), -look.px(8), -look.px(2))
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("primary_tint"))
            painter.drawRoundedRect(inner, look.px(8), look.px(8))
        ink = "primary" if current else "ink" if one.filled else "ink2"
        middle = Qt.AlignmentFlag.AlignVCenter
        state = _state(one)
        spot = QRect(inner.left() + look.px(8), inner.top(), look.px(22), inner.height())
        if state:
            side = look.px(14)
            painter.drawPixmap(
                spot.center().x() - side // 2,
                spot.center().y() - side // 2,
                side,
                side,
                mark(state, 14),
            )
        else:
            painter.setFont(look.font(13, bold=current))
            painter.setPen(look.colour(ink))
            painter.drawText(spot, Qt.AlignmentFlag.AlignHCenter | middle, str(number))
        if not self.wide:
            return
        counts = f"{one.filled}/{one.asked}" if one.asked else ""
        font = look.font(12)
        room = QFontMetrics(font).horizontalAdvance(counts) + look.px(8)
        painter.setFont(font)
        painter.setPen(look.colour("ink3"))
        right = inner.adjusted(0, 0, -look.px(8), 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | middle, counts)
        font = look.font(14, bold=current)
        words = inner.adjusted(look.px(36), 0, -room - look.px(4), 0)
        text = QFontMetrics(font).elidedText(one.title, Qt.TextElideMode.ElideRight, words.width())
        painter.setFont(font)
        painter.setPen(look.colour(ink))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | middle, text)


def _state(one: Tally) -> str:
    """Return the mark of a section: what is wrong before what is done."""
    if one.errors:
        return "error"
    if one.warnings:
        return "warning"
    return "ok" if one.asked and not one.blank else ""
