"""The guards of conftest.py, seen to fail: log noise, windows that stay; a cast office."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import factories
from tests.sources import ROOT
from unionapp.services import vault

CASES = '''
"""Made-up tests for the guards."""
import logging


def test_noise():
    logging.getLogger("unionapp.models").warning("the index is old")


def test_expected_noise(expected_log):
    expected_log.append("index is old")
    logging.getLogger("unionapp.models").warning("the index is old")


def test_quiet_talk():
    logging.getLogger("unionapp.models").info("opened")


def test_window_is_cleaned(qapp):
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    window.show()
    test_window_is_cleaned.kept = window


def test_nothing_is_left(qapp):
    assert qapp.topLevelWidgets() == []


def test_folder_is_there(data_dir):
    assert data_dir.root.is_dir()
    assert not data_dir.database.exists()
'''


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run the made-up tests under our conftest.py and return what pytest says."""
    folder: Path = tmp_path_factory.mktemp("guarded")
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_cases.py").write_text(CASES, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "-n0"]
    command += ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), str(folder)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout + found.stderr


def test_an_unexpected_warning_fails_its_test(outcome: str) -> None:
    assert "unexpected log records:" in outcome
    assert "unionapp.models: the index is old" in outcome
    assert "1 error" in outcome
    assert "test_cases.py::test_noise" in outcome.split("ERROR ")[-1]


def test_everything_else_passes(outcome: str) -> None:
    assert "6 passed, 1 error" in outcome


def test_an_office_that_is_cast_stands_where_one_that_is_made_would(tmp_path: Path) -> None:
    made = factories.new_office(tmp_path / "made", factories.sources())
    cast = factories.office(tmp_path / "cast")
    try:
        assert (cast.worker_id, cast.clock(), cast.new_id()) == (
            made.worker_id,
            made.clock(),
            made.new_id(),
        )
    finally:
        vault.lock(made)
        vault.lock(cast)
