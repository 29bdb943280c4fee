"""`regex` matches as Python's `re` does, and comes back from every pattern."""

from __future__ import annotations

import random
import re
import time

import pytest

from unionapp.forms.patterns import Pattern, pattern_of

SIGNS = "ab1 _中\n"
PARTS = (
    "a",
    "b",
    ".",
    r"\d",
    r"\w",
    r"\W",
    r"\s",
    "[ab]",
    "[^a]",
    "[a-z1]",
    "中",
    "(?=a)",
    "(?!b)",
)
PARTS += (r"\b", "^", "$", "(?<=a)", "(?<!b)")


def made(dice: random.Random, depth: int = 3) -> str:
    """A random pattern."""
    if depth == 0 or dice.random() < 0.3:
        return dice.choice(PARTS)
    kind = dice.randrange(4)
    if kind == 0:
        return made(dice, depth - 1) + made(dice, depth - 1)
    if kind == 1:
        return f"(?:{made(dice, depth - 1)}|{made(dice, depth - 1)})"
    if kind == 2:
        return f"({made(dice, depth - 1)})"
    return (
        f"(?:{made(dice, depth - 1)}){dice.choice(('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))}"
    )


def test_the_guarded_match_is_that_of_python() -> None:
    dice = random.Random(5)
    both = [0, 0]
    for _ in range(4000):
        source = made(dice)
        text = "".join(dice.choice(SIGNS) for _ in range(dice.randrange(7)))
        plain = pattern_of(source)
        assert plain is not None, source
        guarded = Pattern(plain.compiled, plain.tree, 0, nested=True)
        wanted = re.fullmatch(source, text) is not None
        assert guarded.matches(text) == wanted, (source, text)
        both[wanted] += 1
    assert min(both) > 300


@pytest.mark.parametrize(
    ("source", "text", "wanted"),
    [
        ("(a+)+$", "a" * 40 + "!", False),
        ("(a+)+$", "a" * 40, True),
        ("(a|aa)+", "a" * 60 + "b", False),
        (r"(\w+\s?)*", "word " * 100 + "!", False),
        (r"(\w+\s?)*", "word " * 100, True),
        ("(.*)(.*)(.*)(.*)(.*)x", "a" * 3000, False),
        ("(x+x+)+y", "x" * 2000, False),
        (r"([\p{L}]+ ?)+", "Wang Fang", True),
        (r"(?i)(ab+)+", "ABBab", True),
        (r"\d{17}[\dXx]", "210102199001011234", True),
        ("(a+)+", "", False),
        ("[", "a", None),
        (r"\p{Nobody}", "a", None),
    ],
)
def test_every_pattern_comes_back(source: str, text: str, wanted: bool | None) -> None:
    pattern = pattern_of(source)
    began = time.monotonic()
    assert (pattern.matches(text) if pattern is not None else None) == wanted
    assert time.monotonic() - began < 1


def test_a_plain_pattern_reads_a_long_text_to_its_end() -> None:
    pattern = pattern_of("[ab]*c")
    assert pattern is not None
    assert pattern.matches("ab" * 5000 + "c")
    assert not pattern.matches("ab" * 5000)


@pytest.mark.parametrize(
    ("source", "fits", "fits_not"),
    [
        (r"\p{L}", "aé王𠮷Ж", "1_ ·-"),
        (r"[\p{L}_]", "aé王𠮷_", "1 ·-"),
        (r"\p{Lu}", "AÉЖ", "aé王1"),
        (r"\pN", "1½٣", "a_"),
        (r"\p{Nd}", "1٣", "½a"),
        (r"\p{P}", "-·，_", "a1 "),
        (r"\P{L}", "1_ ", "a王"),
        (r"[\P{L}x]", "1_x", "a王"),
        (r"\p{script=Han}", "王𠮷", "aЖ1"),
        (r"[\p{IsHan}·]", "王·", "a"),
        (r"\p{Alpha}", "aZ", "é王1"),
        (r"[\p{Punct}]", "!]\\~", "a1"),
        (r"\p{Zs}", " \u3000", "a\n"),
    ],
)
def test_classes_of_unicode_are_exact(source: str, fits: str, fits_not: str) -> None:
    pattern = pattern_of(source)
    assert pattern is not None
    assert [sign for sign in fits if not pattern.matches(sign)] == []
    assert [sign for sign in fits_not if pattern.matches(sign)] == []
