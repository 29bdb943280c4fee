"""What the program leans on: each with its reason, none that was ruled out, Qt without its leak."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import re
import sys
import tomllib

import pytest

from tests.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DECISION = (ROOT / "docs/decisions/001-dependencies.md").read_text("utf-8")
CONSTRAINTS = (ROOT / "packaging/constraints.txt").read_text("utf-8")


def name_of(requirement: str) -> str:
    """Return the name in a requirement, without versions and extras."""
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None
    return found.group()


def canonical(name: str) -> str:
    """Return a name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", [name_of(line) for line in PROJECT["dependencies"]])
def test_a_dependency_has_its_row_in_the_decision(name: str) -> None:
    assert re.search(rf"^\| {re.escape(name)}\b", DECISION, re.MULTILINE)


@pytest.mark.parametrize(
    "name",
    [
        name_of(line)
        for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    ],
)
def test_a_dependency_is_held_at_the_version_that_was_tested(name: str) -> None:
    held = {canonical(name_of(line)) for line in CONSTRAINTS.splitlines() if "==" in line}
    assert canonical(name) in held


def imported_names(source: str) -> set[str]:
    """Return the outermost packages that a source names in an import, wherever it stands."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_what_program_and_tests_import_is_declared() -> None:
    """What only happens to be installed here is missing on the next machine."""
    declared = {canonical(PROJECT["name"]), "shiboken6"} | {  # PySide6 is made of shiboken6
        canonical(name_of(line))
        for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    }
    known = importlib.metadata.packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT)}: {name}"
        for folder in ("unionapp", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        for name in imported_names(path.read_text("utf-8")) - sys.stdlib_module_names
        if name in known and not {canonical(one) for one in known[name]} & declared
    }
    assert undeclared == set()


@pytest.mark.parametrize("name", ["numpy", "pandas", "matplotlib", "PySide6.QtCharts"])
def test_what_was_ruled_out_is_not_installed(name: str) -> None:
    assert importlib.util.find_spec(name) is None


def lost_references(calls: int) -> int:
    """Return by how much the count of references to None falls in calls that return nothing."""
    from PySide6.QtGui import QColor, QImage, QPainter

    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    colour = QColor("black")
    painter.setPen(colour)
    before = sys.getrefcount(None)
    for _ in range(calls):
        painter.setPen(colour)
    lost = before - sys.getrefcount(None)
    painter.end()
    return lost


def test_qt_does_not_lose_references_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one a call, and the interpreter dies of it."""
    assert abs(lost_references(200)) < 20
