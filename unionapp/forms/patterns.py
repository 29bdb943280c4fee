"""Matches regular expressions of a form in bounded time, whatever the pattern.

Python's `re` tries every way to match, which for `(a+)+$` doubles with each letter. A pattern
with repeats inside repeats is matched here instead by following all its ways at once: the places
reached in the text are a set, so work grows with its length and not with the number of ways.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

# WORKAROUND(Python 3.11 to 3.14): the reader of patterns has no public name.
_READER: Any = importlib.import_module("re._parser")
_Part: TypeAlias = Any
"""What the reader of patterns makes of a pattern or of a part of one."""

MOST_STEPS = 100_000  # of a guarded match: about a tenth of a second
LONGEST_TEXT = 2_000  # that a pattern with several open repeats is tried on
_OPEN = 20  # repetitions from which on a repeat counts as open
_FEW_OPEN = 3  # open repeats beside one another: cubic at most on a text of 2,000

_LAST_SIGN = 0x323AF  # above it stand no letters, digits or punctuation
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NAMED = {
    **dict.fromkeys(("Han", "IsHan", "script=Han"), _HAN),
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Alnum": "A-Za-z0-9",
    "Upper": "A-Z",
    "Lower": "a-z",
    "Space": r" \t-\r",
    "Punct": r"!-/:-@\[-`{-~",
}
_CATEGORIES = frozenset("CLMNPSZ")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready to be matched."""

    compiled: re.Pattern[str]
    tree: _Part
    open_repeats: int
    nested: bool
    """A repeat inside a repeat: Python's `re` may never come back."""

    def matches(self, text: str) -> bool:
        """Whether the whole text matches; a match that takes too many steps is none."""
        if self.nested:
            return _Walk(text, self.compiled.flags).whole(self.tree)
        if self.open_repeats > 1 and len(text) > LONGEST_TEXT:
            return False
        return self.compiled.fullmatch(text) is not None


@lru_cache(maxsize=512)
def pattern_of(source: str) -> Pattern | None:
    r"""Return the pattern that a form writes, `\p{…}` classes included; None when it is none."""
    try:
        spelled = re.sub(r"\\([pP])(?:\{([\w=]+)\}|(\w))", _spelled_in(source), source)
        compiled = re.compile(spelled)
        tree = _READER.parse(spelled)
    except (re.error, RecursionError, OverflowError):
        return None
    open_repeats, nested = _shape(tree, inside=False)
    return Pattern(compiled, tree, open_repeats, nested or open_repeats > _FEW_OPEN)


def _spelled_in(source: str) -> Callable[[re.Match[str]], str]:
    def spelled(found: re.Match[str]) -> str:
        name, negated = found[2] or found[3], found[1] == "P"
        inside = source.rfind("[", 0, found.start()) > source.rfind("]", 0, found.start())
        if inside:
            return _signs_of(name, outside=negated)
        return f"[{'^' if negated else ''}{_signs_of(name, outside=False)}]"

    return spelled


@lru_cache(maxsize=64)
def _signs_of(name: str, *, outside: bool) -> str:
    """Return the signs of a Unicode category (`L`, `Lu`), or named class, as ranges.

    Raises `re.error` for other names.
    """
    named = _NAMED.get(name)

    def holds(sign: str) -> bool:
        if named is not None:
            return re.match(f"[{named}]", sign) is not None
        return unicodedata.category(sign).startswith(name)

    if named is not None and not outside:
        return named
    if named is None and (name[0] not in _CATEGORIES or len(name) > 2):
        raise re.error(f"no class {name}")
    ranges: list[str] = []
    begin = -1
    for at in range(_LAST_SIGN + 2):
        fits = at <= _LAST_SIGN and holds(chr(at)) != outside
        if fits and begin < 0:
            begin = at
        elif not fits and begin >= 0:
            ranges.append(f"\\U{begin:08x}-\\U{at - 1:08x}")
            begin = -1
    return "".join(ranges) or r"\U0010ffff"


def _shape(tree: _Part, *, inside: bool) -> tuple[int, bool]:
    """Return how many open repeats a pattern has, and whether one holds what varies."""
    count, nested = 0, False
    for name, value in tree:
        kind = str(name)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = value
            opens = int(most) >= _OPEN
            nested = nested or (inside and int(least) != int(most))
            inner, deeper = _shape(body, inside=inside or opens)
            count, nested = count + opens + inner, nested or deeper
            continue
        if kind == "BRANCH":
            nested = nested or inside
        for part in _parts(value):
            inner, deeper = _shape(part, inside=inside)
            count, nested = count + inner, nested or deeper
    return count, nested


def _parts(value: _Part) -> Iterable[_Part]:
    """Yield the patterns inside an item."""
    if isinstance(value, _READER.SubPattern):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _parts(one)


class _TooManySteps(Exception):
    pass


class _Walk:
    """One match: which places of the text each part of the pattern leads to."""

    def __init__(self, text: str, flags: int) -> None:
        self.text = text
        self.flags = flags
        self.steps = 0

    def whole(self, tree: _Part) -> bool:
        try:
            return len(self.text) in self._sequence(tree, frozenset((0,)))
        except (_TooManySteps, RecursionError, KeyError):
            return False

    def _sequence(self, tree: _Part, places: frozenset[int]) -> frozenset[int]:
        for name, value in tree:
            if not places:
                break
            places = self._item(str(name), value, places)
        return places

    def _item(self, kind: str, value: _Part, places: frozenset[int]) -> frozenset[int]:
        self._count(len(places))
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeat(value, places)
        if kind == "SUBPATTERN":
            return self._sequence(value[-1], places)
        if kind == "ATOMIC_GROUP":
            return self._sequence(value, places)
        if kind == "BRANCH":
            return frozenset().union(*(self._sequence(one, places) for one in value[1]))
        if kind in ("ASSERT", "ASSERT_NOT"):
            return frozenset(at for at in places if self._looks(value, at) == (kind == "ASSERT"))
        if kind == "AT":
            return frozenset(at for at in places if self._at(str(value), at))
        text, most = self.text, len(self.text)
        return frozenset(at + 1 for at in places if at < most and self._sign(kind, value, text[at]))

    def _repeat(self, value: _Part, places: frozenset[int]) -> frozenset[int]:
        least, most, body = int(value[0]), int(value[1]), value[2]
        for _ in range(least):
            following = self._sequence(body, places)
            if following == places:
                break
            places = following
        reached, fresh = places, places
        for _ in range(most - least):
            fresh = self._sequence(body, fresh) - reached
            if not fresh:
                break
            reached |= fresh
        return reached

    def _looks(self, value: _Part, at: int) -> bool:
        direction, body = value
        if direction > 0:
            return bool(self._sequence(body, frozenset((at,))))
        width = body.getwidth()[0]
        return at >= width and at in self._sequence(body, frozenset((at - width,)))

    def _at(self, where: str, at: int) -> bool:
        if where in ("AT_BEGINNING", "AT_BEGINNING_STRING"):
            return at == 0
        if where == "AT_END_STRING":
            return at == len(self.text)
        if where == "AT_END":
            return self.text[at:] in ("", "\n")
        before = at > 0 and self._sign("IN", _WORD, self.text[at - 1])
        after = at < len(self.text) and self._sign("IN", _WORD, self.text[at])
        return (before != after) == (where == "AT_BOUNDARY")

    def _sign(self, kind: str, value: _Part, sign: str) -> bool:
        """Whether one sign fits one item; `KeyError` for items that need more than signs."""
        if kind == "ANY":
            return sign != "\n" or bool(self.flags & re.DOTALL)
        if self.flags & re.IGNORECASE:
            return any(_SIGNS[kind](value, one) for one in {sign, sign.lower(), sign.upper()})
        return _SIGNS[kind](value, sign)

    def _count(self, steps: int) -> None:
        self.steps += 1 + steps
        if self.steps > MOST_STEPS:
            raise _TooManySteps


def _in(items: Sequence[_Part], sign: str) -> bool:
    negated = bool(items) and str(items[0][0]) == "NEGATE"
    found = any(_MEMBERS[str(name)](value, sign) for name, value in items[negated:])
    return found != negated


def _category(name: _Part, sign: str) -> bool:
    kind = str(name).removeprefix("CATEGORY_")
    fits = {"DIGIT": str.isdecimal, "SPACE": str.isspace, "WORD": _is_word}
    holds = fits[kind.removeprefix("NOT_")](sign)
    return holds != kind.startswith("NOT_")


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


_MEMBERS: dict[str, Callable[[_Part, str], bool]] = {
    "LITERAL": lambda value, sign: ord(sign) == value,
    "RANGE": lambda value, sign: value[0] <= ord(sign) <= value[1],
    "CATEGORY": _category,
}
_SIGNS: dict[str, Callable[[_Part, str], bool]] = {
    "LITERAL": lambda value, sign: ord(sign) == value,
    "NOT_LITERAL": lambda value, sign: ord(sign) != value,
    "IN": _in,
}
_WORD = [("CATEGORY", "CATEGORY_WORD")]
