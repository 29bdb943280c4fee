"""Types as a worker does: key events only, Chinese by what an input method commits.

The sample day (`unionapp.ui.day`) and the whole-window tests drive the real windows with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_PATIENCE = 30.0
_NAMES = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Space": Qt.Key.Key_Space,
    "PgDn": Qt.Key.Key_PageDown,
    "PgUp": Qt.Key.Key_PageUp,
}


class StuckError(Exception):
    """The window did not come to what was waited for."""


class Typist:
    """Sends keys to whatever has the focus in the active window."""

    def focused(self) -> QWidget:
        """Return the widget that a key would reach."""
        self.wait(self._target, "a window with the focus")
        target = self._target()
        if target is None:
            raise StuckError("nothing has the focus")
        return target

    @staticmethod
    def _target() -> QWidget | None:
        """Return where keys go; a window that was just shown is brought to the front."""
        target = QApplication.focusWidget() or QApplication.activeWindow()
        if target is None:
            for window in QApplication.topLevelWidgets():
                if window.isVisible() and window.isWindow():
                    window.activateWindow()
        return target

    def press(self, *keys: str) -> None:
        """Press keys one after the other: `press("Ctrl+K")`, `press("Down", "Enter")`."""
        for name in keys:
            self._press(name)
            self.settle()

    def _press(self, name: str) -> None:
        if name in _NAMES:
            QTest.keyClick(self.focused(), _NAMES[name])
            return
        sequence: Any = QKeySequence(name)  # the stubs do not know that it can be indexed
        combination = sequence[0]
        QTest.keyClick(self.focused(), combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type a text: ASCII as keys, everything else as an input method commits it."""
        for character in text:
            if character.isascii():
                QTest.keyClicks(self.focused(), character)
            else:
                event = QInputMethodEvent()
                event.setCommitString(character)
                QCoreApplication.sendEvent(self.focused(), event)
        self.settle()

    def line(self, text: str) -> None:
        """Type a text and press Enter."""
        self.type(text)
        self.press("Enter")

    def settle(self) -> None:
        """Let the window do what it has to do now."""
        QTest.qWait(1)

    def wait(self, arrived: Callable[[], object], what: str) -> None:
        """Wait until something has come about; raises `StuckError` naming it after 30 seconds."""
        end = time.monotonic() + _PATIENCE
        while not arrived():
            if time.monotonic() > end:
                raise StuckError(what)
            QTest.qWait(10)
