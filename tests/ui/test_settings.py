"""The page 设置 by keyboard: a second worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui.benches import TestBench, focused, make, press, show
from unionapp.models import keyslots
from unionapp.services import vault, workers
from unionapp.ui.settings.page import SettingsPage

ENTER = Qt.Key.Key_Return
SECRET = "gu lou dong men 31"


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestBench]:
    monkeypatch.setattr(keyslots, "calibrate", lambda: factories.CHEAP)
    made = make(tmp_path)
    yield made
    made.bench.tasks.shutdown()
    vault.lock(made.desk)


@pytest.fixture
def page(qtbot: QtBot, bench: TestBench) -> SettingsPage:
    made = SettingsPage(bench.bench)
    qtbot.addWidget(made)
    show(qtbot, made, 1200)
    made.setFocus()
    return made


def test_f6_adds_a_worker_from_anywhere_on_the_page(qtbot: QtBot, page: SettingsPage) -> None:
    assert focused().accessibleName() == "外观"
    press(qtbot, Qt.Key.Key_F6)
    assert page.add_worker.name.hasFocus()


def test_enter_twice_adds_one_worker(qtbot: QtBot, bench: TestBench, page: SettingsPage) -> None:
    press(qtbot, Qt.Key.Key_F6, "孙丽", ENTER, "1", ENTER, SECRET, ENTER, factories.PASSPHRASE)
    press(qtbot, ENTER, ENTER)
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    assert [one.name for one in workers.listing(bench.desk)][1:] == ["孙丽"]
    assert page.add_worker.said.text() == ""


def test_a_lost_recovery_code_is_made_anew_by_keys(
    qtbot: QtBot, bench: TestBench, page: SettingsPage
) -> None:
    press(qtbot, Qt.Key.Key_F7, factories.PASSPHRASE, ENTER)
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    code = page.renew_code.code.text()
    opened = keyslots.unlock_with_recovery(bench.bench.folder.key_slots, code)
    assert len(opened) == 32
    press(qtbot, Qt.Key.Key_Escape)
    assert page.renew_code.code.text() == ""


def test_a_wrong_passphrase_makes_no_new_code(
    qtbot: QtBot, bench: TestBench, page: SettingsPage
) -> None:
    press(qtbot, Qt.Key.Key_F7, "not this one", ENTER)
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    assert page.renew_code.code.text() == ""
    assert page.renew_code.said.text() != ""


def test_a_backup_goes_into_the_folder_that_is_named_and_never_nowhere(
    qtbot: QtBot, bench: TestBench, page: SettingsPage, tmp_path: Path
) -> None:
    page.backup_file.set_value("  ")
    page.back_up()
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    assert page.said.text() == "请先写明备份到哪里。"
    assert page.backup_file.hasFocus()
    stick = tmp_path / "stick"
    stick.mkdir()
    page.backup_file.set_value(str(stick))
    page.back_up()
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    assert [one.suffix for one in stick.iterdir()] == [".unionbackup"]
