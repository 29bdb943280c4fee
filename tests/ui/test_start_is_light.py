"""The first window is painted with Qt alone: nothing heavy is loaded with the kit."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.sources import ROOT, package_sources

pytestmark = pytest.mark.xdist_group("start")  # what is shared costs more than the tests

HEAVY = (
    *("sqlalchemy", "sqlcipher3", "reportlab", "openpyxl", "python_calamine", "pyxform"),
    *("pypdfium2", "pikepdf", "pyrage", "zstandard", "cryptography", "argon2", "pypinyin"),
    *("segno", "PIL", "numpy", "PySide6.QtNetwork", "PySide6.QtQml"),
)


# Programs of their own, and what is first loaded by a key in an open office.
LATER = ("unionapp/ui/day.py", "unionapp/ui/screens.py", "unionapp/ui/search.py")


def kit() -> list[str]:
    """Return the modules that stand right under ui/, in ui/widgets and in ui/start."""
    return [
        source.path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
        for source in package_sources()
        if source.path not in LATER
        and (
            source.path.startswith(("unionapp/ui/widgets/", "unionapp/ui/start/"))
            or (source.path.startswith("unionapp/ui/") and source.path.count("/") == 2)
        )
    ]


def loaded_by(modules: list[str]) -> set[str]:
    code = f"import importlib, sys\nfor one in {modules!r}: importlib.import_module(one)\n"
    code += "print(*sys.modules, sep='\\n')"
    return set(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split())


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    return loaded_by(kit())


@pytest.mark.parametrize("heavy", HEAVY)
def test_the_kit_and_the_start_window_do_not_load(loaded: set[str], heavy: str) -> None:
    assert heavy not in loaded


def test_the_kit_is_what_was_loaded(loaded: set[str]) -> None:
    assert {"unionapp.ui.shell", "unionapp.ui.widgets.matrix", "PySide6.QtWidgets"} <= loaded
    assert not {one for one in loaded if one.startswith(("unionapp.hub", "unionapp.workbooks"))}


def test_a_heavy_module_would_be_found() -> None:
    assert "zstandard" in loaded_by(["zstandard"])
