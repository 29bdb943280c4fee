"""Questions of one line: what is typed, shown back, refused, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.questionnaire.controls_bench import Bench

Opened = Callable[..., Bench]


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    kept: list[Bench] = []

    def opened(*rows: tuple[str, ...], columns: str = "") -> Bench:
        header = ("type", "name", "label", *columns.split())
        made = Bench(tmp_path, {"survey": [header, *rows]})
        kept.append(made)
        return made

    yield opened
    for one in kept:
        one.close()


def field(bench: Bench, name: str) -> QLineEdit:
    found = bench.control(name).focusProxy()
    assert isinstance(found, QLineEdit)
    return found


def leave(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.keyClick(widget, Qt.Key.Key_Tab)


@pytest.mark.parametrize(
    ("kind", "appearance", "typed", "stored", "shown"),
    [
        ("text", "", "Wang", "Wang", "Wang"),
        ("text", "numbers", "13800001234", "13800001234", "13800001234"),
        ("text", "phone", "13800001234", "13800001234", "138 0000 1234"),
        ("text", "identity", "210106199003079991", "210106199003079991", "210106 19900307 9991"),
        ("integer", "", "1,234", "1234", "1234"),
        ("integer", "thousands-sep", "1234567", "1234567", "1,234,567"),
        ("decimal", "thousands-sep", "1234.50", "1234.5", "1,234.5"),
        ("date", "", "20261121", "2026-11-21", "2026-11-21"),
        ("date", "", "t", "2026-11-21", "2026-11-21"),
        ("date", "", "z", "2026-11-20", "2026-11-20"),
        ("date", "no-calendar", "2026.1.2", "2026-01-02", "2026-01-02"),
        ("date", "month-year", "2026.11", "2026-11-01", "2026-11"),
        ("date", "year", "2026", "2026-01-01", "2026"),
        ("time", "", "2130", "21:30:00.000+08:00", "21:30"),
        ("datetime", "", "2026.11.21 2130", "2026-11-21T21:30:00.000+08:00", "2026-11-21 21:30"),
        ("geopoint", "", "41.79,123.43", "41.79 123.43 0 0", "41.79, 123.43"),
    ],
)
def test_what_is_typed_is_stored_and_shown_back(
    qtbot: QtBot,
    bench: Opened,
    kind: str,
    appearance: str,
    typed: str,
    stored: str,
    shown: str,
) -> None:
    form = bench((kind, "q", "问题", appearance), columns="appearance")
    form.open(qtbot, "q")
    edit = field(form, "q")
    qtbot.keyClicks(edit, typed)
    leave(qtbot, edit)
    assert (form.value("q"), edit.text()) == (stored, shown)
