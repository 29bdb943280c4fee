"""What the tests of single controls share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture
def in_window(qtbot: QtBot) -> Iterator[Callable[[QWidget], QWidget]]:
    """Put a control into a window of its own, give it the keyboard, and return the window.

    Behind it stands another field to tab to.
    """
    kept: list[QWidget] = []

    def shown(control: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        layout = QVBoxLayout(window)
        layout.addWidget(control)
        layout.addWidget(QLineEdit())
        window.resize(600, 400)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        control.setFocus()
        qtbot.waitUntil(control.hasFocus)
        return window

    yield shown
    kept.clear()
