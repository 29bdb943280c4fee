"""The legend over a building: a button for each key with its count; one filters by it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from unionapp.ui.theme import StatusLook, theme
from unionapp.ui.widgets import icons
from unionapp.ui.widgets.basics import clear
from unionapp.ui.widgets.matrix_data import LegendItem, Mode, legend
from unionapp.ui.wording import tr


class Legend(QWidget):
    """What the colours and glyphs mean, and how many doors each stands for.

    Signals:
        picked: a key to filter by, "" for none.
    """

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(2))
        self._items: dict[str, tuple[LegendItem, QPushButton]] = {}
        self._counts: Mapping[str, int] = {}
        self._narrow = False
        self._only = ""

    def show_mode(self, mode: Mode) -> None:
        """Show the keys of a mode; no filter holds."""
        clear(self._row)
        self._items, self._only = {}, ""
        for item in legend(mode, theme()):
            made = _button(item)
            made.clicked.connect(lambda _on, key=item.key: self._pick(key))
            self._items[item.key] = item, made
            self._row.addWidget(made)
        self._row.addStretch(1)
        self.show_counts(self._counts)

    def items(self) -> tuple[tuple[LegendItem, QPushButton], ...]:
        """Return the keys that are shown with their buttons."""
        return tuple(self._items.values())

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many doors stand under each key."""
        self._counts = counts
        for key, (item, made) in self._items.items():
            count = counts.get(key, 0)
            made.setText(f"{count}" if self._narrow else f"{item.text} {count}")
            made.setToolTip(tr("{name}：{count} 户，点一下只看这些", name=item.text, count=count))
            made.setAccessibleName(f"{item.text} {count}")

    def set_narrow(self, *, narrow: bool) -> None:
        """Show glyph and figure without the words."""
        self._narrow = narrow
        self.show_counts(self._counts)

    def words_width(self) -> int:
        """Return the room that the legend takes with its words."""
        metrics, beside = self.fontMetrics(), theme().px(38)
        return sum(
            metrics.horizontalAdvance(f"{item.text} {self._counts.get(key, 0)}") + beside
            for key, (item, _) in self._items.items()
        )

    def _pick(self, key: str) -> None:
        self._only = "" if key == self._only else key
        for own, (_, made) in self._items.items():
            made.setChecked(own == self._only)
        self.picked.emit(self._only)


def _swatch(shown: StatusLook, side: int) -> QPixmap:
    """Return a small door as the matrix draws it, sharp on dense screens."""
    ratio = 2
    made = QPixmap(side * ratio, side * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(1, 1, side - 2, side - 2)
    painter.setPen(QPen(theme().colour("border"), 1))
    painter.setBrush(QColor(shown.fill))
    painter.drawRoundedRect(box, 5, 5)
    if shown.hatched:
        painter.setPen(QPen(theme().colour("hatch"), 1))
        for start in range(-side, side, 5):
            painter.drawLine(start + side, 2, start, side - 2)
    if shown.glyph:
        size = round(side * 0.6)
        drawn = icons.glyph(shown.glyph, shown.ink, size, box=12, stroke=1.7)
        painter.drawPixmap(round((side - size) / 2), round((side - size) / 2), drawn)
    painter.end()
    return made


def _button(item: LegendItem) -> QPushButton:
    look = theme()
    made = QPushButton()
    made.setCheckable(True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    side = look.px(20)
    made.setIcon(QIcon(_swatch(item.look, side)))
    made.setIconSize(QSize(side, side))
    made.setStyleSheet(
        f"QPushButton {{ border: 1px solid transparent; background: transparent;"
        f" padding: 0 {look.px(4)}px; min-height: {look.px(28)}px;"
        f" font-size: {look.px(13)}px; color: {look.colours['ink2']}; }}"
        f"QPushButton:checked {{ border-color: {look.colours['primary']};"
        f" background: {look.colours['primary_tint']}; color: {look.colours['primary']}; }}"
    )
    return made
