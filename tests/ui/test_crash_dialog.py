"""The crash dialog: it says what happened without quoting anybody's data."""

from __future__ import annotations

import traceback
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from unionapp.ui.crash_dialog import CrashDialog, report, show_crash


def crash() -> str:
    try:
        try:
            raise ValueError("王建国 210102198403151234\n第二行 13800001234")
        except ValueError as error:
            raise KeyError("李秀芳") from error
    except KeyError:
        return traceback.format_exc()


def test_the_report_names_the_errors_and_the_code() -> None:
    found = report(crash())
    assert "ValueError\n" in found
    assert found.endswith("KeyError")
    assert "test_crash_dialog.py" in found


def test_the_report_quotes_nobody() -> None:
    # The line of code that raises stands in this file and holds the made-up data.
    found = "".join(line for line in report(crash()).splitlines() if "raise " not in line)
    assert [text for text in ("王建国", "李秀芳", "2101", "13800001234") if text in found] == []


def test_the_report_is_copied_and_work_goes_on(
    qtbot: QtBot, tmp_path: Path, expected_log: list[str]
) -> None:
    expected_log.append("KeyError")
    dialog = show_crash(crash(), tmp_path / "unionapp.log")
    copy = next(one for one in dialog.findChildren(QPushButton) if not one.isDefault())
    qtbot.keyClick(copy, Qt.Key.Key_Space)
    assert QApplication.clipboard().text() == dialog.report
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_the_log_is_named_where_there_is_one(qtbot: QtBot, tmp_path: Path) -> None:
    log = tmp_path / "unionapp.log"
    log.write_text("x", "utf-8")
    dialog = CrashDialog("", log)
    dialog.show()
    texts = [one.text() for one in dialog.findChildren(type(dialog.layout().itemAt(0).widget()))]
    assert any(str(log) in text for text in texts)
