"""Marks that tell a state by their shape as well as by their colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from unionapp.ui.theme import theme
from unionapp.ui.widgets import icons

# In a 12 × 12 box: a stop sign with a cross, a triangle, a tick, an open ring.
_PATHS = {
    "error": "M3.8 1h4.4L11 3.8v4.4L8.2 11H3.8L1 8.2V3.8zM4.4 4.4l3.2 3.2M7.6 4.4 4.4 7.6",
    "warning": "M6 1.4 11.2 10.6H.8zM6 4.8v2.6M6 9v.1",
    "ok": "M1.8 6.4 4.8 9.4 10.2 3",
    "open": "M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
    "folded": "M4.2 2.4 8 6 4.2 9.6",
    "unfolded": "M2.4 4.2 6 8 9.6 4.2",
    "plus": "M6 2v8M2 6h8",
}
_INKS = {"open": "ink3", "folded": "ink3", "unfolded": "ink3", "plus": "primary"}
_made: dict[tuple[str, str, int], QPixmap] = {}


def mark(name: str, size: float = 13) -> QPixmap:
    """Return the picture of a mark; it is drawn once for each look."""
    look = theme()
    key = (name, look.colours[_INKS.get(name, name)], look.px(size))
    if key not in _made:
        _made[key] = icons.glyph(_PATHS[name], key[1], key[2], box=12, stroke=1.3)
    return _made[key]


def mark_label(name: str, size: float = 13) -> QLabel:
    """Return a label that shows a mark."""
    made = QLabel()
    made.setPixmap(mark(name, size))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
