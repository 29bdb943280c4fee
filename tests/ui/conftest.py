"""What the tests of pages and of single controls share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import benches
from tests.ui.benches import TestBench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[TestBench]:
    """Hand over a workbench on a new office in the folder of the test."""
    with benches.at_work(benches.make(tmp_path)) as made:
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TestBench]:
    """Hand over a workbench on a new office in a folder of its own, beside the test's files."""
    with benches.at_work(benches.make(tmp_path / "office")) as made:
        yield made


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
