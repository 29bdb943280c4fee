"""Keys that do something while a widget, or what is inside it, has the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Keys = str | QKeySequence.StandardKey


def bind(
    holder: QWidget, keys: Keys, act: Callable[[], object], *, repeats: bool = True
) -> QShortcut:
    """Let keys call `act`; with `repeats` off a key held too long does it once."""
    made = QShortcut(QKeySequence(keys), holder)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setAutoRepeat(repeats)
    made.activated.connect(act)
    return made
