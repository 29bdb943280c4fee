"""Choices side by side of which one is pressed: filters over a list, parts of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QPushButton

from unionapp.ui.theme import theme

_AROUND = 28  # pixels: padding and border of a segment, as in style.qss
_GAP, _MARGIN = 2, 3  # pixels at 100 %: between segments, and round them


class Segments(QFrame):
    """Buttons by key, none of which is ever cut: the pressed one is bold and has room for it.

    Where one line is too narrow for them they stand on two.

    `options` are (key, text, the key of the keyboard that brings it); `pressed` is called with
    the key of the one that was clicked.
    """

    def __init__(
        self, options: Sequence[tuple[str, str, str]], pressed: Callable[[str], object]
    ) -> None:
        super().__init__()
        self.setObjectName("segments")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        bold = QFontMetrics(theme().font(bold=True))
        for key, text, shortcut in options:
            made = QPushButton(text)
            made.setObjectName("segment")
            made.setCheckable(True)
            made.setAccessibleName(text)
            made.setToolTip(f"{text}  {shortcut}")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setMinimumWidth(bold.horizontalAdvance(text) + theme().px(_AROUND))
            made.clicked.connect(lambda _checked, key=key: pressed(key))
            self._group.addButton(made)
            self._buttons[key] = made
        look = theme()
        self._grid = QGridLayout(self)
        self._grid.setSpacing(look.px(_GAP))
        self._grid.setContentsMargins(*[look.px(_MARGIN)] * 4)
        self._columns = 0
        self._lay_out(len(self._buttons))

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, made in enumerate(self._buttons.values()):
            self._grid.addWidget(made, at // columns, at % columns)
        self.updateGeometry()

    def _width(self, columns: int) -> int:
        """Return how wide the segments are with so many beside each other."""
        widths = [made.minimumWidth() for made in self._buttons.values()]
        look, most = theme(), min(columns, len(widths))
        shared = [max(widths[at::columns]) for at in range(most)]
        return sum(shared) + look.px(_GAP) * (most - 1) + 2 * look.px(_MARGIN)

    def sizeHint(self) -> QSize:
        """Return the room of one line, as high as the lines are now."""
        return QSize(self._width(len(self._buttons)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the room of two lines: they break where they must."""
        half = (len(self._buttons) + 1) // 2
        return QSize(self._width(half), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        whole = len(self._buttons)
        self._lay_out(whole if self.width() >= self._width(whole) else (whole + 1) // 2)

    def keys(self) -> tuple[str, ...]:
        """Return the keys from left to right."""
        return tuple(self._buttons)

    def choose(self, key: str) -> None:
        """Show one as pressed."""
        self._buttons[key].setChecked(True)
