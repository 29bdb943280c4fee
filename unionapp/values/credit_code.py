"""Unified social credit codes of employers and unions (GB 32100-2015).

18 characters of 31 (no I, O, S, V, Z): department, kind, six digits of division, nine characters
of organisation code (GB 11714, with a check character of its own) and a check character modulo
31. Grass-roots unions carry 81, enterprises 91.
"""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.errors import Problem
from unionapp.values import codes, divisions
from unionapp.values.text import compact
from unionapp.values.verdict import Verdict, verdict_of

UNION = "81"

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {char: value for value, char in enumerate(_CHARACTERS)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LENGTH = 18
_NATIONAL = "100000"  # registered with a department of the State Council
# Registers that are young or not public: a kind that the table lacks is doubted, not refused.
_OPEN_DEPARTMENTS = frozenset("ANY")


@dataclass(frozen=True, slots=True)
class CreditCodeResult:
    """What a code says.

    `department` is its first character, `kind` its first two (code list `registration_kind`),
    `division` the six digits of the registering office. What cannot be told is None.
    """

    verdict: Verdict
    number: str
    department: str | None = None
    kind: str | None = None
    division: str | None = None
    problems: tuple[Problem, ...] = ()


def normalise(text: str) -> str:
    """Return the code as stored: half-width, upper case, without blanks and hyphens."""
    return compact(text)


def check(text: str) -> CreditCodeResult:
    """Tell verdict and contents of a code as typed or imported; never raises for any text.

    Errors: length, character, check character, a department or kind that does not exist.
    Warnings: a division that is not known, and an inner organisation code that does not fit its
    check character (some were given out so).
    """
    number = normalise(text)
    shape = _shape_problems(number)
    if shape:
        return CreditCodeResult("error", number, problems=shape)
    found = (*_check_problems(number), *_kind_problems(number), *_division_problems(number))
    return CreditCodeResult(
        verdict=verdict_of(found),
        number=number,
        department=number[0],
        kind=number[:2],
        division=number[2:8],
        problems=found,
    )


def check_character(body: str) -> str:
    """Return the check character of the first 17 characters (GB 32100-2015, annex A)."""
    total = sum(weight * _VALUE[char] for weight, char in zip(_WEIGHTS, body, strict=True))
    return _CHARACTERS[-total % 31]


def organisation_check_character(body: str) -> str:
    """Return the check character of the eight characters of an organisation code (GB 11714)."""
    total = sum(
        weight * int(char, 36) for weight, char in zip(_ORGANISATION_WEIGHTS, body, strict=True)
    )
    return "0123456789X"[-total % 11]


def _shape_problems(number: str) -> tuple[Problem, ...]:
    if not number:
        return (Problem("credit_code.empty"),)
    found: list[Problem] = []
    for place, char in enumerate(number, start=1):
        if char not in _VALUE:
            detail = {"character": char, "place": place}
            found.append(Problem("credit_code.illegal_character", detail=detail))
            break
    length = {"have": len(number), "need": _LENGTH}
    if len(number) < _LENGTH:
        found.append(Problem("credit_code.too_short", detail=length))
    if len(number) > _LENGTH:
        found.append(Problem("credit_code.too_long", detail=length))
    return tuple(found)


def _check_problems(number: str) -> tuple[Problem, ...]:
    if check_character(number[:17]) != number[17]:
        return (Problem("credit_code.bad_check_digit"),)
    if organisation_check_character(number[8:16]) != number[16]:
        return (Problem("credit_code.inner_check", warning=True),)
    return ()


def _kind_problems(number: str) -> tuple[Problem, ...]:
    known = codes.load("registration_kind")
    department, kind = number[0], number[:2]
    if kind in known:
        return ()
    if not any(item.code.startswith(department) for item in known):
        return (Problem("credit_code.no_such_department", detail={"department": department}),)
    doubted = department in _OPEN_DEPARTMENTS
    return (Problem("credit_code.no_such_kind", detail={"kind": kind}, warning=doubted),)


def _division_problems(number: str) -> tuple[Problem, ...]:
    """Companies keep a code whose county was abolished, so that is not worth a word here."""
    code = number[2:8]
    if code == _NATIONAL or divisions.find(code) is not None:
        return ()
    if code.isdigit() and divisions.knows_province(code) and code[:2] != divisions.LIAONING[:2]:
        return ()
    return (Problem("credit_code.division_unknown", detail={"division": code}, warning=True),)
