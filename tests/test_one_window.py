"""One window works on a folder: a second one says so, and goes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from unionapp import app
from unionapp.models import in_use
from unionapp.paths import DataDir
from unionapp.ui import desktop

HOLDER = """
import sys
from pathlib import Path
from unionapp.models import in_use
print(in_use.hold_window(Path(sys.argv[1])) is not None, flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    made = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert made.stdout is not None
    assert made.stdout.readline().strip() == "True"
    return made


def test_a_folder_has_one_window_until_its_process_is_gone(tmp_path: Path) -> None:
    with holder(tmp_path / "new" / "office") as other:
        assert in_use.hold_window(tmp_path / "new" / "office") is None
        other.kill()
    mine = in_use.hold_window(tmp_path / "new" / "office")
    assert mine is not None
    assert in_use.hold_window(tmp_path / "new" / "office") is None
    in_use.release(mine)


def test_a_folder_that_cannot_be_written_keeps_nobody_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    held = in_use.hold_window(tmp_path / "file" / "office")
    assert held is not None
    in_use.release(held)


def test_a_second_window_says_so_and_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[DataDir] = []

    def say(folder: DataDir) -> int:
        said.append(folder)
        return 1

    monkeypatch.setattr(desktop, "say_open_already", say)
    monkeypatch.setattr(desktop, "run", lambda *_: 0)
    folder = DataDir(tmp_path)
    held = in_use.hold_window(tmp_path)
    assert app.run_desktop(folder) == 1
    assert said == [folder]
    in_use.release(held)
    assert app.run_desktop(folder) == 0
    assert app.run_desktop(folder) == 0, "the place is given back"
