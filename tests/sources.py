"""Reads the project's own files for the tests that guard how it is written."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root with forward slashes, its text and its tree."""

    path: str
    text: str
    tree: ast.Module


def parse(path: str, text: str) -> Source:
    """Return a source, read or made up."""
    return Source(path, text, ast.parse(text, path))


@cache
def tracked() -> tuple[str, ...]:
    """Return every file of the project that stands in version control or would be added to it.

    Without git (an unpacked archive) every file outside the folders of tools counts.
    """
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        found = names.decode("utf-8").split("\0")
    else:
        ours = ("unionapp", "tests", "resources", "packaging", "docs", "benchmarks", ".ci")
        files = [file for folder in ours for file in (ROOT / folder).rglob("*")]
        files += list(ROOT.glob("*"))
        found = [file.relative_to(ROOT).as_posix() for file in files]
    wanted = {name for name in found if name and "__pycache__" not in name}
    return tuple(sorted(name for name in wanted if (ROOT / name).is_file()))


@cache
def python_sources() -> tuple[Source, ...]:
    """Return every Python file of the project."""
    return tuple(
        parse(name, (ROOT / name).read_text("utf-8")) for name in tracked() if name.endswith(".py")
    )


def package_sources() -> tuple[Source, ...]:
    """Return the files of the program itself."""
    return tuple(source for source in python_sources() if source.path.startswith("unionapp/"))


def nodes(source: Source, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes of a file that are of one of these kinds."""
    return (node for node in ast.walk(source.tree) if isinstance(node, kinds))


def calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with the last part of the name that is called."""
    for node in nodes(source, ast.Call):
        assert isinstance(node, ast.Call)
        function = node.func
        if isinstance(function, ast.Attribute):
            yield function.attr, node
        elif isinstance(function, ast.Name):
            yield function.id, node


def problem_codes(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the codes of `Problem("area.name", ...)` and `refuse("area.name", ...)`."""
    for name, node in calls(source):
        if name not in ("Problem", "refuse"):
            continue
        given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "code")]
        for value in given:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.lineno, value.value
