"""Finds what a screen reader could not name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget


def nameless(window: QWidget) -> list[str]:
    """Return every control of a window that takes the keyboard and has no accessible name.

    A plain scroll area takes the focus only on behalf of what is in it.
    """
    return [
        f"{type(one).__name__} {one.objectName()!r} in {type(one.parent()).__name__}"
        for one in (window, *window.findChildren(QWidget))
        if takes_keyboard(one) and not spoken_name(one)
    ]


def takes_keyboard(widget: QWidget) -> bool:
    """Return whether Tab or a click gives the focus to this widget."""
    plain = isinstance(widget, QScrollBar) or type(widget) is QAbstractScrollArea
    policy = widget.focusPolicy()
    return not plain and bool(policy & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def spoken_name(widget: QWidget) -> str:
    """Return what a screen reader says when the widget takes the focus."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""
