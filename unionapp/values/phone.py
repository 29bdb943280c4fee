"""Telephone numbers: tidied, named by kind, and warned about, but never refused.

New number ranges open every few years and foreign numbers are real, so no rule here stands in
the way of storing what somebody said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from unionapp.errors import Problem
from unionapp.values.text import compact
from unionapp.values.verdict import Verdict

Kind = Literal["mobile", "landline", "service", "short", "foreign", "unknown"]

_IN_CHINA = re.compile(r"(?:\+|00)?86(?=1[3-9]\d{9}$|0?[1-9]\d{9,10}$)")
_EXTENSION = r"(?:转\d{1,6})?"
_SHAPES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("mobile", re.compile(r"1[3-9]\d{9}")),
    # Three-digit areas (010, 02x) have eight digits, four-digit ones seven or eight.
    ("landline", re.compile(rf"0(?:10|2\d)\d{{8}}{_EXTENSION}|0[3-9]\d{{2}}\d{{7,8}}{_EXTENSION}")),
    ("service", re.compile(r"[48]00\d{7}")),
    # 110, 12351 (unions), 12333 (labour), 12348 (legal aid), 95xxx and 96xxx.
    ("short", re.compile(r"1[12]\d|1[02]\d{3}|9[56]\d{3,4}")),
    ("foreign", re.compile(r"(?:\+|00)[1-9]\d{6,14}")),
)
_LOCAL = re.compile(rf"[2-9]\d{{6,7}}{_EXTENSION}")


@dataclass(frozen=True, slots=True)
class PhoneResult:
    """`verdict` is "ok" or "warning"; `number` is the normalised form."""

    verdict: Verdict
    kind: Kind
    number: str
    problems: tuple[Problem, ...] = ()


def normalise(text: str) -> str:
    """Return the number as stored: half-width digits, without blanks, brackets and +86."""
    number = re.sub(r"[()\[\].·/]", "", compact(text))
    number = re.sub(r"EXT|分机|[,;#*P]", "转", number) if len(number) > 11 else number
    return _IN_CHINA.sub("", number)


def check(text: str) -> PhoneResult:
    """Tell the kind of a number, with a warning where it looks mistyped; nothing is refused."""
    number = normalise(text)
    if not number:
        return PhoneResult("ok", "unknown", number)
    for kind, shape in _SHAPES:
        if shape.fullmatch(number):
            return PhoneResult("ok", kind, number)
    if _LOCAL.fullmatch(number):
        note = Problem("phone.no_area_code", warning=True)
        return PhoneResult("warning", "landline", number, (note,))
    return PhoneResult("warning", "unknown", number, (_doubt(number),))


def mask(number: str) -> str:
    """Return the number for lists and prints: 138****1234; short codes are nobody's own."""
    line, extension, inner = number.partition("转")
    if len(line) <= 6:
        return number
    first = 3 if len(line) >= 10 else 0
    hidden = line[:first] + "*" * (len(line) - first - 4) + line[-4:]
    return f"{hidden}{extension}{inner}"


def _doubt(number: str) -> Problem:
    if re.fullmatch(r"1[3-9]\d{6,12}", number):
        detail = {"have": len(number), "need": 11}
        return Problem("phone.mobile_length", detail=detail, warning=True)
    return Problem("phone.unusual", detail={"number": mask(number)}, warning=True)
