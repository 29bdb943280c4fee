"""Where the page is: 街道 › 社区 › 楼栋; what is far away gives way where there is no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets import icons
from unionapp.ui.widgets.basics import clear, label, row

_SIZE, _ARROW, _GAP = 14, 14, 8  # pixels at 100 %
_LEFT_OUT = "…"


class Crumbs(QWidget):
    """Words from far to near. Those farthest away are left out first, the last one never."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words: tuple[str, ...] = ()
        self._shown: tuple[str, ...] = ()
        self._row = row(gap=_GAP)
        self.setLayout(self._row)

    def show_words(self, words: Sequence[str]) -> None:
        """Show where the page is."""
        self._words = tuple(words)
        self.setToolTip(" › ".join(words))
        self._fit()

    def shown(self) -> tuple[str, ...]:
        """Return the words that are seen; "…" stands for those that are not."""
        return self._shown

    def _fit(self) -> None:
        words = self._words
        tries = [words, *((_LEFT_OUT, *words[at:]) for at in range(1, len(words)))]
        fitting = next((one for one in tries if _width(one) <= self.width()), words[-1:])
        if fitting != self._shown:
            self._shown = fitting
            self._draw()

    def _draw(self) -> None:
        clear(self._row)
        look = theme()
        for at, word in enumerate(self._shown):
            if at:
                arrow = QLabel()
                arrow.setPixmap(icons.pixmap("chevron", look.colours["ink3"], look.px(_ARROW)))
                self._row.addWidget(arrow)
            last = at == len(self._shown) - 1
            self._row.addWidget(label(word, _SIZE, "ink" if last else "ink2", bold=last))
        self._row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


def _width(words: Sequence[str]) -> int:
    look = theme()
    plain = QFontMetrics(look.font(_SIZE, bold=True))  # the widest that a word can be
    arrows = (len(words) - 1) * look.px(_ARROW + 2 * _GAP)
    return sum(plain.horizontalAdvance(one) for one in words) + arrows
