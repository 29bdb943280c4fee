"""The sentences and words that stand as data: for coded problems, and for what is printed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

from unionapp.errors import Problem
from unionapp.paths import resources

LANGUAGES = ("zh", "en")


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    """All sentences of `resources/wording/*.toml`: `[code]` with `zh` and `en`."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted((resources() / "wording").glob("*.toml")):
        for area, codes in tomllib.loads(file.read_text("utf-8")).items():
            for code, sentence in codes.items():
                found[f"{area}.{code}"] = sentence
    return found


class _Blanks(Formatter):
    """Fills the blanks that are known and leaves a dash for the others."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "—")


def sentence(problem: Problem, language: str = "zh") -> str:
    """Return what is wrong, where and how to mend it, in one sentence."""
    known = _sentences().get(problem.code)
    if known is None:
        return f"{problem.code} {problem.where} {dict(problem.detail)}".strip()
    return _Blanks().vformat(known[language], (), {"where": problem.where, **problem.detail})


def known_codes() -> frozenset[str]:
    """Return every code that has a sentence."""
    return frozenset(_sentences())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one page of `resources/words/` in one language, called by their name.

    Raises KeyError for a name that the page does not have, or a blank that is not filled: both are
    slips of the program.
    """

    page: str
    language: str

    def __call__(self, name: str, **blanks: object) -> str:
        text = _page(self.page)[name][self.language]
        return text.format(**blanks) if blanks else text


@cache
def _page(name: str) -> Mapping[str, Mapping[str, str]]:
    """`[name]` with `zh` and `en`, read once."""
    return tomllib.loads((resources() / "words" / f"{name}.toml").read_text("utf-8"))
