"""What the documents point at stands: files, folders and commands."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from tests.sources import ROOT, tracked
from unionapp import cli

PAGES = [name for name in tracked() if name.endswith(".md") and not name.startswith("resources/")]
FILES = [PurePosixPath("/") / name for name in tracked()]
# A file in `code` by its own name or by the last parts of its path; a pattern names many.
NAMED = re.compile(r"`([\w./-]+\.(?:py|md|toml|sql))`")
LINKED = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
COMMAND = re.compile(
    r"^(?: {4})?(?:unionapp|\S*python -m unionapp) (.+?)(?:  +#.*)?$", re.MULTILINE
)
# Files that a page tells the reader to write.
OWN = {"heating_aid.toml"}


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_stands(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    parts = {name: PurePosixPath(name).parts for name in NAMED.findall(text) if name not in OWN}
    gone = [
        name
        for name, tail in parts.items()
        if not any(file.parts[-len(tail) :] == tail for file in FILES)
    ]
    assert gone == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    here = (ROOT / page).parent
    local = [link for link in LINKED.findall(text) if "://" not in link]
    assert [link for link in local if not (here / link).exists()] == []


def is_read(line: str) -> bool:
    """Return whether the command line takes these words."""
    try:
        cli.parser().parse_args([word.strip("'\"") for word in line.split()])
    except SystemExit as ended:
        return ended.code == 0
    return True


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_tells_can_be_read(page: str) -> None:
    told = COMMAND.findall((ROOT / page).read_text("utf-8"))
    assert [line for line in told if not is_read(line)] == []


def test_the_patterns_find_what_they_are_for() -> None:
    text = "see `a/b.py` and [c](d.md#e)\n\nunionapp find 王  # a search\n"
    assert NAMED.findall(text) == ["a/b.py"]
    assert LINKED.findall(text) == ["d.md"]
    assert COMMAND.findall(text) == ["find 王"]
    assert is_read("find 王")
    assert not is_read("fnd 王")
