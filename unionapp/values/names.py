"""Personal names: one spelling to store, and the keys by which they are found and sorted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import product

from unionapp.errors import Problem
from unionapp.values.surnames import DOUBLE, SINGLE
from unionapp.values.text import without_invisible

MOST_CHARACTERS = 50  # 民委发〔2016〕33号: a name field holds at least 50 characters
DOT = "·"  # U+00B7, the dot between the parts of a name (the same letter)

DOTS = str.maketrans(dict.fromkeys("•・･．‧∙⋅", DOT))  # variants that keyboards and files give
# Python's gb18030 codec still reads eight characters of GB 18030-2022 (FE59, FE61, FE66, FE67,
# FE6D, FE7E, FE90, FEA0) into the private use area; the standard has them at U+9FB4..U+9FBB.
_GB18030_REPAIR = str.maketrans(
    "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864", "龴龵龶龷龸龹龺龻"
)
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_VARIATIONS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # selectors, they follow a character
# Rosters pad short names (张　三), and old ones have a full stop for the dot of a name.
_PADDING = re.compile(rf"(?<=[{_HAN}{_VARIATIONS}{DOT}]) +(?=[{_HAN}{DOT}])")
_FULL_STOP = re.compile(rf"(?<=[{_HAN}{_VARIATIONS}])\.(?=[{_HAN}])")
_PLAIN = re.compile("[\u4e00-\u9fa5]{2,4}")
_SPELLINGS_OF_U = {"v": ("v", "yu", "u"), "ve": ("ve", "yue", "ue")}
_MOST_KEYS_READINGS = 2  # of a character that is not the surname
_MOST_COMBINATIONS = 64  # of a name; beyond it later characters take their first reading only
# Where the dictionary puts a rare reading first, the one that is meant in names.
_USUAL = {"卜": ("bu", "bo")}


def normalise(text: str) -> str:
    """Return the spelling to store and to compare.

    NFC (never NFKC, which would replace characters that people bear), every variant of the dot
    as U+00B7, blanks trimmed and collapsed, none between Chinese characters. Rare characters and
    variation selectors stay as they are.
    """
    shown = unicodedata.normalize("NFC", without_invisible(text).translate(_GB18030_REPAIR))
    spaced = " ".join(shown.translate(DOTS).split())
    return _FULL_STOP.sub(DOT, _PADDING.sub("", spaced))


def problems_in(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a name; only an empty and an overlong one stand in the way."""
    name = normalise(text)
    found: list[Problem] = []
    if not name:
        found.append(Problem("names.empty"))
    if len(name) > MOST_CHARACTERS:
        detail = {"have": len(name), "most": MOST_CHARACTERS}
        found.append(Problem("names.too_long", detail=detail))
    if any(unicodedata.category(char) == "Cc" for char in name):
        found.append(Problem("names.control_character", warning=True))
    digit = next((char for char in name if unicodedata.category(char) == "Nd"), None)
    if digit is not None:
        found.append(Problem("names.digit", detail={"character": digit}, warning=True))
    return tuple(found)


@cache
def readings(char: str) -> tuple[str, ...]:
    """Return the toneless readings of one character, the most usual first; () if none is known.

    ü is spelled in every way that people type it: 吕 gives lv, lyu and lu. Cached for each
    character, which is 33 times as fast as asking the library for every name.
    """
    from pypinyin import Style, pinyin

    if len(char) != 1 or not _is_han(char):
        return ()
    if char in _USUAL:
        return _USUAL[char]
    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    return _spelled(found[0]) if found else ()


def syllables(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the readings of each character of a name, surname readings first.

    One entry a character, for whoever builds search tokens. The surname, single or double, has
    its surname readings before the everyday one. A word in Latin letters is one entry with
    itself, and so is a character without a reading; dots and blanks have none.
    """
    name = normalise(text)
    parts = re.findall(rf"[{_HAN}]|[^\W\d_{_HAN}{_VARIATIONS}]+", name)
    surname = _surname_readings("".join(part for part in parts[:2] if _is_han(part)))
    found: list[tuple[str, ...]] = []
    for place, part in enumerate(parts):
        everyday = readings(part) or (_latin(part),)
        special = surname[place] if place < len(surname) else ()
        kept = everyday[:_MOST_KEYS_READINGS] if special else everyday
        found.append(_unique((*special, *kept)))
    return tuple(found)


def pinyin_keys(text: str) -> frozenset[str]:
    """Return every full pinyin and every row of initials that may be typed for a name.

    `pinyin_keys("单雄信")` has `shanxiongxin`, `danxiongxin`, `sxx` and `dxx`: all readings of
    the surname, at most two of each later character (ü in its three spellings).
    """
    rows = [row for row in syllables(text) if not _is_han(row[0])]
    if not rows:
        return frozenset()
    choices = [rows[0]]
    combinations = len(rows[0])
    for row in rows[1:]:
        some = _first(row, _MOST_KEYS_READINGS)
        if combinations * len(some) > _MOST_COMBINATIONS:
            some = some[:1]
        combinations *= len(some)
        choices.append(some)
    keys: set[str] = set()
    for choice in product(*choices):
        keys.add("".join(choice))
        keys.add("".join(syllable[0] for syllable in choice))
    return frozenset(keys)


def sort_key(text: str) -> str:
    """Return a key that sorts names by the surname's own pinyin, then by characters.

    Syllables are compared whole, so 李安 stands before 李昂 and both before 林. Characters without
    a reading stand after all others.
    """
    if _PLAIN.fullmatch(text):  # nearly every name, at a fifth of the time
        surname = _surname_key(text[:2])
        rest = [readings(char) for char in text[len(surname) :]]
        if all(rest):
            return " ".join((*surname, *(row[0] for row in rest))) + "\x00" + text
    name = normalise(text)
    return " ".join(row[0] for row in syllables(name)) + "\x00" + name


@cache
def _surname_key(beginning: str) -> tuple[str, ...]:
    return tuple(row[0] for row in _surname_readings(beginning))


def _surname_readings(beginning: str) -> tuple[tuple[str, ...], ...]:
    """Return the surname readings of the first one or two characters, a double surname first.

    单于鹏 may be 单于 or 单: both count.
    """
    single = tuple(SINGLE.get(beginning[:1], "").split())
    double = DOUBLE.get(beginning, "").split()
    if len(double) == 2:
        return ((*_spelled([double[0]]), *single), _spelled([double[1]]))
    return (_spelled(single),) if single else ()


def _spelled(found: Iterable[str]) -> tuple[str, ...]:
    """Spell ü in its three ways: after n and l as v, yu or u."""
    spelled: list[str] = []
    for reading in found:
        plain = reading.replace("ü", "v")
        if plain[:2] in ("lv", "nv"):
            spelled.extend(plain[0] + tail for tail in _SPELLINGS_OF_U.get(plain[1:], (plain[1:],)))
        else:
            spelled.append(plain)
    return _unique(spelled)


def _first(row: tuple[str, ...], readings_wanted: int) -> tuple[str, ...]:
    """Keep so many readings of a character; the spellings of one ü count as one reading."""
    if row[0][:2] in ("lv", "nv"):
        return row[: readings_wanted + 2]
    return row[:readings_wanted]


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _is_han(char: str) -> bool:
    return re.fullmatch(f"[{_HAN}]", char) is not None


def _latin(word: str) -> str:
    """Fold a word in other letters: without accents, lower case."""
    plain = unicodedata.normalize("NFD", word)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()
