"""What every test runs under: no screen, no noise in the logs, no window left behind."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

# Before anything imports Qt. A developer who wants to look on sets QT_QPA_PLATFORM herself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

import pytest

from unionapp.paths import DataDir

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget


class _Recorder(logging.Handler):
    """Keeps every record from WARNING up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_log() -> list[str]:
    """Let a test name the warnings that it provokes: `expected_log.append("disk is full")`.

    Each entry is a regular expression that is searched in "logger: message".
    """
    return []


@pytest.fixture(autouse=True)
def _no_log_noise(expected_log: list[str]) -> Iterator[None]:
    """Fail a test during which somebody logged a warning or worse that it did not expect."""
    recorder = _Recorder()
    root = logging.getLogger()
    root.addHandler(recorder)
    yield
    root.removeHandler(recorder)
    lines = [f"{record.name}: {record.getMessage()}" for record in recorder.records]
    noise = [line for line in lines if not any(re.search(known, line) for known in expected_log)]
    if noise:
        pytest.fail("unexpected log records:\n" + "\n".join(noise), pytrace=False)


@pytest.fixture
def data_dir(tmp_path: Path) -> DataDir:
    """Return an empty data folder of an office, as the first start finds it."""
    folder = DataDir(tmp_path / "data")
    folder.root.mkdir()
    return folder


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str], qapp_cls: type[QApplication]) -> QApplication:
    """Return the one application, styled once.

    Setting the style sheet again would re-polish every living widget, which made the reference
    suite fifteen times slower.
    """
    app = qapp_cls.instance() or qapp_cls(qapp_args)
    app.setApplicationName("unionapp")
    _style(app)
    return app


def _style(app: QApplication) -> None:
    if importlib.util.find_spec("unionapp.ui.theme") is None:
        return
    theme = importlib.import_module("unionapp.ui.theme")
    theme.apply(app)


def _windows() -> list[QWidget]:
    """Return the top-level widgets that are alive; none without asking Qt into the process."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    return QApplication.topLevelWidgets() if QApplication.instance() else []


@pytest.fixture(autouse=True)
def _no_window_left() -> Iterator[None]:
    """Close and delete what a test opened, then check that it is gone."""
    yield
    left = _windows()
    if not left:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    for widget in left:
        if widget.parent() is None:  # the others go with the window that they belong to
            widget.close()
            widget.deleteLater()
    del left
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    still = [f"{type(widget).__name__} {widget.objectName()!r}" for widget in _windows()]
    if still:
        pytest.fail("windows are alive after the test: " + ", ".join(still), pytrace=False)
