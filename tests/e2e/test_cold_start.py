"""From the command to the window and out again, as somebody starts it from a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.e2e.virtual_desk import skip_without_programs, virtual_desk

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]


def test_a_cold_start_shows_the_window_and_leaves_without_a_word(tmp_path: Path) -> None:
    skip_without_programs()
    with virtual_desk(tmp_path) as desk:
        data = tmp_path / "data"
        command = [sys.executable, "-m", "unionapp", "--data-dir", str(data)]
        program = desk.start("program", command, {"QT_IM_MODULE": "fcitx"})
        desk.window("入户走访")
        desk.leave(program)
        assert (program.returncode, desk.log("program")) == (0, "")
        assert not (data / "case.db").exists()
