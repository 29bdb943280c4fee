"""What may be loaded before a window stands on the screen: nothing heavy, measured by a start.

Reference: five to six times slower to the first paint with the database, Excel and PDF libraries
loaded eagerly, which is 3 s on a slow laptop.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import factories
from tests.sources import ROOT
from unionapp.services import vault

PAPER_AND_BOOKS = frozenset(
    {
        *("reportlab", "openpyxl", "python_calamine", "pikepdf", "pypdfium2", "PIL", "segno"),
        *("pyxform", "numpy", "pandas", "unionapp.hub", "unionapp.workbooks", "unionapp.printing"),
    }
)
BEFORE_THE_FIRST_PAINT = PAPER_AND_BOOKS | {
    *("sqlalchemy", "sqlcipher3", "pyrage", "zstandard", "cryptography", "argon2", "pypinyin"),
    *("unionapp.sync", "unionapp.models.database", "unionapp.models.records"),
}
# So that nothing creeps in by the dozen: measured 221, a bare window 152.
MOST_MODULES = 280
LIMIT_SECONDS = 120


@dataclass(frozen=True)
class Start:
    """What the program had loaded at each event, and what `-X importtime` said until it."""

    modules: dict[str, frozenset[str]]
    imported: dict[str, frozenset[str]]


def start(folder: Path, *words: str, passphrase: str = "") -> Start:
    """Start the real program in a process of its own until what `words` ask for is painted."""
    command = [sys.executable, "-X", "importtime", str(ROOT / "benchmarks" / "_start_probe.py")]
    found = subprocess.run(
        [*command, str(folder), *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "UNIONAPP_PASSPHRASE": passphrase},
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2000:]
    events = [json.loads(line) for line in found.stdout.splitlines()]
    imported: dict[str, frozenset[str]] = {}
    so_far: set[str] = set()
    for line in found.stderr.splitlines():
        if line.startswith("## "):
            imported[line[3:]] = frozenset(so_far)
        elif timed := re.match(r"import time:\s*\d+ \|\s*\d+ \|\s*(\S+)$", line):
            so_far.add(timed[1])
    return Start({one["event"]: frozenset(one["modules"]) for one in events}, imported)


def among(loaded: frozenset[str], unwanted: frozenset[str]) -> set[str]:
    """Return those unwanted packages of which a module was loaded."""
    return {
        name for name in unwanted if any(f"{module}.".startswith(f"{name}.") for module in loaded)
    }


def test_the_probe_sees_what_is_loaded() -> None:
    assert among(frozenset({"sqlalchemy.orm", "pillow"}), BEFORE_THE_FIRST_PAINT) == {"sqlalchemy"}


@pytest.mark.parametrize("case", ["first start", "an office"])
def test_the_start_window_is_painted_before_anything_heavy_is_loaded(
    case: str, tmp_path: Path
) -> None:
    if case == "an office":
        vault.lock(factories.office(tmp_path))
    seen = start(tmp_path)
    loaded, imported = seen.modules["start_painted"], seen.imported["start_painted"]
    assert "unionapp.ui.start.window" in imported  # else the report was not understood
    assert among(loaded | imported, BEFORE_THE_FIRST_PAINT) == set()
    assert len(loaded) < MOST_MODULES


def test_the_first_page_is_painted_without_paper_and_books(tmp_path: Path) -> None:
    vault.lock(factories.office(tmp_path))
    seen = start(tmp_path, "--open", passphrase=factories.PASSPHRASE)
    loaded = seen.modules["page_painted"] | seen.imported["page_painted"]
    assert "unionapp.ui.today.page" in loaded
    assert among(loaded, PAPER_AND_BOOKS) == set()
