"""The keys that the manual tells are those that the window shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import ROOT, Source, calls, parse

MANUAL = ROOT / "docs" / "manual"
# The line above a table of keys names the modules whose keys it tells.
TABLES = re.compile(r"<!-- keys: (.+?) -->\n\n((?:\|.*\n)+)")
PAGES = sorted(MANUAL.glob("*.md"))


def keys_of(source: Source) -> set[str]:
    """Return every key in the hints, on the buttons and in the bindings of a module."""
    given: list[ast.expr] = []
    for name, call in calls(source):
        if name in ("KeyHint", "button", "_button", "_key_button", "_action", "bind"):
            given += [*call.args[:2], *(word.value for word in call.keywords if word.arg == "key")]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Tuple):
            given += node.elts[:1]
    found = (one.value for one in given if isinstance(one, ast.Constant))
    texts = [one.replace("Return", "Enter") for one in found if isinstance(one, str)]
    return {piece for text in texts for piece in pieces(text)}


def pieces(keys: str) -> Iterator[str]:
    """Yield the keys that stand in one text: "Alt+↑/↓" is Alt+↑ and Alt+↓ (and ↑ and ↓)."""
    held = ""
    for part in re.split(r"[\s/]+", keys.replace("–", "-")):
        before, plus, last = part.rpartition("+")
        if not set(last) <= set("←↑↓→") or not last:
            yield part
            continue
        held = before + plus or held
        yield from last
        yield from (held + arrow for arrow in last)


def tables(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the modules and the first cells of every table of keys on a page."""
    for modules, table in TABLES.findall(page.read_text("utf-8")):
        rows = table.splitlines()[2:]
        yield modules, [row.split("|")[1].strip() for row in rows]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_manual_tells_the_keys_that_the_window_shows(page: Path) -> None:
    wrong = []
    for modules, told in tables(page):
        sources = [parse(name, (ROOT / name).read_text("utf-8")) for name in modules.split()]
        shown = set().union(*(keys_of(source) for source in sources))
        wrong += [f"{modules}: {keys}" for keys in told if not set(pieces(keys)) <= shown]
    assert wrong == []


def test_a_key_that_no_page_shows_is_found() -> None:
    shown = keys_of(parse("a.py", 'KeyHint("F9", "x"); bind(self, "Ctrl+Return", act)'))
    assert shown >= {"F9", "Ctrl+Enter"}
    assert "F8" not in shown


@pytest.mark.parametrize(
    ("keys", "each"),
    [("F9", ["F9"]), ("1–9", ["1-9"]), ("+ −", ["+", "−"]), ("PgUp/PgDn", ["PgUp", "PgDn"])],
)
def test_keys_that_stand_together_are_read_one_by_one(keys: str, each: list[str]) -> None:
    assert list(pieces(keys)) == each
