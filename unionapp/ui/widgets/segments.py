"""Choices side by side of which one is pressed: filters over a list, parts of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import row

_AROUND = 28  # pixels: padding and border of a segment, as in style.qss


class Segments(QFrame):
    """Buttons by key, none of which is ever cut: the pressed one is bold and has room for it.

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
        self.setLayout(row(*self._buttons.values(), gap=2, margins=(3, 3, 3, 3)))

    def keys(self) -> tuple[str, ...]:
        """Return the keys from left to right."""
        return tuple(self._buttons)

    def choose(self, key: str) -> None:
        """Show one as pressed."""
        self._buttons[key].setChecked(True)
