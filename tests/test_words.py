"""The words that stand as data: whole in both languages, with the same blanks, and all of use."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from unionapp.paths import resources
from unionapp.wording import LANGUAGES, Words

PAGES = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((resources() / "words").glob("*.toml"))
}
ALL = [(page, name) for page, words in PAGES.items() for name in words]
SOURCES = "\n".join(
    path.read_text("utf-8") for path in (Path(__file__).parents[1] / "unionapp").rglob("*.py")
)
# Names that are put together where they are used.
MADE = re.compile(r"(head|joined|chosen|written|compared)_\w+")


@pytest.mark.parametrize(("page", "name"), ALL)
def test_a_word_stands_in_both_languages_with_the_same_blanks(page: str, name: str) -> None:
    entry = PAGES[page][name]
    assert set(entry) == set(LANGUAGES)
    blanks = [{one for _, one, _, _ in Formatter().parse(entry[two]) if one} for two in LANGUAGES]
    assert blanks[0] == blanks[1] or name in ("day", "month", "year")
    assert entry["zh"].count("＿") == entry["en"].count("＿")


@pytest.mark.parametrize(("page", "name"), ALL)
def test_a_word_is_used(page: str, name: str) -> None:
    assert MADE.fullmatch(name) or f'"{name}"' in SOURCES or f"'{name}'" in SOURCES


def test_blanks_are_filled_and_a_name_that_is_not_there_is_a_fault() -> None:
    say = Words("questionnaire", "zh")
    assert say("page", page=1, pages=3) == "第 1 页　共 3 页"
    with pytest.raises(KeyError):
        say("pager")
    with pytest.raises(KeyError):
        say("page", pages=3)
