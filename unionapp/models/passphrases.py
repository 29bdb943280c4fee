"""Judges whether a passphrase is hard enough to guess, in sentences that a worker can act on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from unionapp.errors import Problem

MINIMUM_LENGTH = 10
MINIMUM_WORDS = 4
_WORD_LENGTH = 2
# This much must be left when everything that guessing programs try first is taken out.
_MINIMUM_REST = 6
_RUN = 4
_TAIL = 6
_LOOKED_AT = 200  # what comes later only makes it stronger

# Dates of the last and this century, as people write birthdays: 19850312, 1985-3-12, 1985年3月12日.
_DATE = re.compile(r"(?:19|20)\d\d[-/.年]?(?:0?[1-9]|1[0-2])[-/.月]?(?:0?[1-9]|[12]\d|3[01])日?")
_PERSONAL_NUMBER = re.compile(r"\d{17}[\dx]|\d{15}|1[3-9]\d{9}")
_REPEATED = re.compile(r"(.{1,6}?)\1{2,}|(.{3,}?)\2")

_PATTERNS = (
    ("keys.passphrase_number", _PERSONAL_NUMBER),
    ("keys.passphrase_date", _DATE),
    ("keys.passphrase_repeated", _REPEATED),
)

_RUNS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "!@#$%^&*()",
    "一二三四五六七八九十",
)
_COMMON = (
    *("password", "passw0rd", "passphrase", "admin", "administrator", "letmein", "welcome"),
    *("iloveyou", "woaini", "woaizhongguo", "mima", "5201314", "1314520", "unionapp", "gonghui"),
    *("zonggonghui", "liaoning", "shenyang", "dalian", "zhongguo", "dongbei", "changeme", "secret"),
    *("工会", "总工会", "密码", "口令", "我爱你", "中国", "辽宁", "沈阳", "大连", "管理员", "社区"),
)


def folded(text: str) -> str:
    """Return a passphrase as it is hashed: full-width and half-width characters are one (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def passphrase_problems(text: str, *, forbidden: Iterable[str] = ()) -> list[Problem]:
    """Return why `text` is too weak; an empty list when it will do.

    Ten code points without counting spaces, or four different words. What a guessing program
    tries first (dates, ID and phone numbers, `forbidden` and their last six characters, repeated
    or neighbouring keys, common words) does not count: six code points must be left without it.
    `forbidden` are the worker's own facts: name, birthday, ID number, phone.
    """
    plain = folded(text).casefold()
    packed = "".join(plain.split())
    words = {word for word in plain.split() if len(word) >= _WORD_LENGTH}
    found = []
    if len(packed) < MINIMUM_LENGTH and len(words) < MINIMUM_WORDS:
        detail = {"found": len(packed), "wanted": MINIMUM_LENGTH, "words": MINIMUM_WORDS}
        found.append(Problem("keys.passphrase_short", "", detail))
    looked_at = packed[:_LOOKED_AT]
    guessed: dict[str, set[int]] = {}
    for code, piece in _guessable(looked_at, forbidden):
        guessed.setdefault(code, set()).update(_places(piece, looked_at))
    if len(looked_at) - len(set().union(*guessed.values())) < _MINIMUM_REST:
        found += [Problem(code) for code in guessed]
    return found


def _places(piece: str, text: str) -> Iterator[int]:
    """Yield every index of `text` that an occurrence of `piece` covers."""
    at = text.find(piece)
    while at >= 0:
        yield from range(at, at + len(piece))
        at = text.find(piece, at + 1)


def _guessable(text: str, forbidden: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of `text` that are tried first, each with the code of its kind."""
    for piece in _own(forbidden):
        if piece in text:
            yield "keys.passphrase_personal", piece
    for code, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield code, match.group()
    for piece in _neighbours(text):
        yield "keys.passphrase_keyboard", piece
    for word in _COMMON:
        if word in text:
            yield "keys.passphrase_common", word


def _own(forbidden: Iterable[str]) -> Iterator[str]:
    for fact in forbidden:
        plain = "".join(folded(fact).casefold().split())
        digits = re.sub(r"\D", "", plain)
        for piece in (plain, digits, plain[-_TAIL:], digits[-_TAIL:]):
            if len(piece) >= 2:
                yield piece


def _neighbours(text: str) -> Iterator[str]:
    """Yield the stretches of at least four keys that lie in a row, forwards or backwards."""
    for run in _RUNS:
        for line in (run, run[::-1]):
            at = 0
            while at < len(text):
                end = at + 1
                while end <= len(text) and text[at:end] in line:
                    end += 1
                if end - 1 - at >= _RUN:
                    yield text[at : end - 1]
                at = max(at + 1, end - 1)
