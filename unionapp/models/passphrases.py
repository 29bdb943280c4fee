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

# Dates of the last and this century, as people write birthdays: 19850312, 1985-3-12, 1985年3月12日.
_DATE = re.compile(r"(?:19|20)\d\d[-/.年]?(?:0?[1-9]|1[0-2])[-/.月]?(?:0?[1-9]|[12]\d|3[01])日?")
_PERSONAL_NUMBER = re.compile(r"\d{17}[\dx]|\d{15}|1[3-9]\d{9}")
_REPEATED = re.compile(r"(.{1,6}?)\1{2,}|(.)\2{2,}|(.{3,})\3")

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
    rest = packed
    guessed = []
    for code, pieces in _guessable(packed, forbidden):
        before = rest
        for piece in pieces:
            rest = rest.replace(piece, "")
        if rest != before:
            guessed.append(Problem(code))
    if len(rest) < _MINIMUM_REST:
        found += guessed
    return found


def _guessable(text: str, forbidden: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of weakness with the pieces of `text` that show it, longest first."""
    yield "keys.passphrase_personal", _sorted(piece for piece in _own(forbidden) if piece in text)
    yield "keys.passphrase_number", _sorted(_PERSONAL_NUMBER.findall(text))
    yield "keys.passphrase_date", _sorted(match.group() for match in _DATE.finditer(text))
    yield "keys.passphrase_repeated", _sorted(m.group() for m in _REPEATED.finditer(text))
    yield "keys.passphrase_keyboard", _sorted(_neighbours(text))
    yield "keys.passphrase_common", _sorted(word for word in _COMMON if word in text)


def _sorted(pieces: Iterable[str]) -> list[str]:
    return sorted(set(pieces), key=lambda piece: (-len(piece), piece))


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
