"""The sentences for problems: whole in both languages, with the same blanks, and filled."""

from __future__ import annotations

import re
import tomllib
from string import Formatter

import pytest

from unionapp import wording
from unionapp.errors import Problem, refuse
from unionapp.paths import resources
from unionapp.wording import LANGUAGES, known_codes, sentence

LATIN = re.compile(r"[A-Za-z]")
CHINESE = re.compile(r"[\u3400-\u9fff]")


def texts() -> dict[str, dict[str, str]]:
    """Return every sentence as it stands in its file."""
    files = sorted((resources() / "wording").glob("*.toml"))
    loaded = [tomllib.loads(file.read_text("utf-8")) for file in files]
    return {
        f"{area}.{code}": entry
        for file in loaded
        for area, codes in file.items()
        for code, entry in codes.items()
    }


def blanks(text: str) -> set[str]:
    """Return the names of the blanks of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def same_for_both(text: str) -> set[str]:
    """Return the blanks, with one name for a label that is given in both languages.

    Such a pair is `{zh}` and `{en}`, or `{name}` and `{name_en}`.
    """
    plain = {name.removesuffix("_zh").removesuffix("_en") for name in blanks(text)}
    return {"label" if name in LANGUAGES else name for name in plain}


def test_no_area_stands_in_two_files() -> None:
    files = sorted((resources() / "wording").glob("*.toml"))
    areas = [area for file in files for area in tomllib.loads(file.read_text("utf-8"))]
    assert sorted(areas) == sorted(set(areas))


def test_every_sentence_is_known_by_its_code() -> None:
    assert known_codes() == texts().keys()


def test_every_sentence_stands_in_both_languages() -> None:
    assert {code for code, entry in texts().items() if set(entry) != set(LANGUAGES)} == set()


def test_each_language_is_itself() -> None:
    """An English sentence may quote Chinese words, but is not made of them; blanks are both."""
    wrong = [
        code
        for code, entry in texts().items()
        if (entry["zh"] != entry["en"] and not CHINESE.search(entry["zh"]))
        or 2 * len(CHINESE.findall(entry["en"])) > len(LATIN.findall(entry["en"]))
    ]
    assert wrong == []


def test_no_sentence_is_empty_or_padded() -> None:
    wrong = [
        code
        for code, entry in texts().items()
        for text in entry.values()
        if not text or text != text.strip()
    ]
    assert wrong == []


def test_both_languages_have_the_same_named_blanks() -> None:
    wrong = [
        code
        for code, entry in texts().items()
        if same_for_both(entry["zh"]) != same_for_both(entry["en"]) or "" in blanks(entry["zh"])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_filled_from_where_and_detail(language: str) -> None:
    for code, entry in texts().items():
        names = blanks(entry[language])
        detail = {name: f"⟨{name}⟩" for name in names - {"where"}}
        filled = sentence(Problem(code, "⟨where⟩", detail), language)
        assert all(f"⟨{name}⟩" in filled for name in names), code


@pytest.fixture
def _one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "file.missing": {"zh": "找不到「{where}」，在{folder}。", "en": "No “{where}” in {folder}."}
    }
    monkeypatch.setattr(wording, "_sentences", lambda: known)


@pytest.mark.usefixtures("_one_sentence")
@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", "找不到「名册.xlsx」，在桌面。"), ("en", "No “名册.xlsx” in 桌面.")],
)
def test_blanks_are_filled(language: str, expected: str) -> None:
    assert sentence(Problem("file.missing", "名册.xlsx", {"folder": "桌面"}), language) == expected


@pytest.mark.usefixtures("_one_sentence")
def test_a_blank_that_nobody_fills_becomes_a_dash() -> None:
    assert sentence(Problem("file.missing", "名册.xlsx")) == "找不到「名册.xlsx」，在—。"


def test_a_code_without_a_sentence_still_says_everything() -> None:
    assert sentence(Problem("no.such", "here", {"n": 2})) == "no.such here {'n': 2}"


def test_refuse_carries_what_the_sentence_needs() -> None:
    (problem,) = refuse("file.missing", "名册.xlsx", folder="桌面").problems
    assert problem == Problem("file.missing", "名册.xlsx", {"folder": "桌面"})
