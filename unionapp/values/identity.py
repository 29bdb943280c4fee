"""Identity numbers: what kind, whether well-formed, and what they say about their holder.

The number of a resident is GB 11643-1999: six digits of division, eight of birth, three of
sequence (odd: male) and a check character after ISO 7064 MOD 11-2. Residence permits of people
from Hong Kong, Macau and Taiwan (since 2018-09-01) are built the same with 810000, 820000 and
830000; permanent residence cards of foreigners carry 18 digits that begin with 9 since
2023-12-01, before that three letters and twelve digits. Numbers of 15 digits (GB 11643-1989)
still stand in old files.

Division codes were given out from 1980 on and kept for life: that a code did not exist in the
year of birth, or exists no more, says nothing against the number. Hence the scale: an error is
only what cannot be right on any card (length, character, check character, date).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from unionapp.errors import Problem
from unionapp.values import divisions
from unionapp.values.text import compact
from unionapp.values.verdict import Verdict, verdict_of

Kind = Literal["resident18", "resident15", "hk_macau_taiwan", "foreign", "foreign_old", "other"]

MALE, FEMALE = "1", "2"  # GB/T 2261.1, code list `sex`
OLDEST = 110  # years; older than this is possible but rather a slip of the keys

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_PERMITS = {"810000", "820000", "830000"}
_FOREIGN_OLD = re.compile(r"[A-Z]{3}\d{12}")
# Passports and travel permits: not checked, but told apart from a mistyped number.
_OTHER_DOCUMENT = re.compile(r"[A-Z]{1,2}\d{6,10}")


@dataclass(frozen=True, slots=True)
class IdentityResult:
    """What a number says.

    `number` is the normalised form; `sex` is the GB/T 2261.1 code, "1" male or "2" female;
    `division` is the six-digit code of the first issue. What cannot be told is None.
    """

    verdict: Verdict
    kind: Kind
    number: str
    birth_date: date | None = None
    sex: str | None = None
    division: str | None = None
    problems: tuple[Problem, ...] = ()


def normalise(text: str) -> str:
    """Return the number as stored: half-width, without blanks and hyphens, X upper case."""
    return compact(text)


def check(text: str, *, today: date) -> IdentityResult:
    """Tell kind, verdict and contents of an identity number as typed or imported.

    Never raises for any text. Problems have codes `identity.*`; warnings among them never stand
    in the way of storing the number.
    """
    number = normalise(text)
    if _FOREIGN_OLD.fullmatch(number):
        return IdentityResult("ok", "foreign_old", number)
    if _OTHER_DOCUMENT.fullmatch(number):
        note = Problem("identity.other_document", warning=True)
        return IdentityResult("warning", "other", number, problems=(note,))
    shape = _shape_problems(number)
    if shape:
        return IdentityResult("error", "other", number, problems=shape)
    return _check_15(number, today) if len(number) == 15 else _check_18(number, today)


def upgraded(number: str) -> str:
    """Return the 18-character form of a 15-digit number, any other unchanged.

    A person filed long ago under 15 digits is found by the 18 of today's card. GB 11643-1999
    puts 19 before the year and adds the check character.
    """
    if len(number) != 15 or not _is_digits(number):
        return number
    body = f"{number[:6]}19{number[6:]}"
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the check character (ISO 7064 MOD 11-2) of the first 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def mask(number: str) -> str:
    """Return the number for lists and prints: 210***********2017.

    The first three and the last four characters stay; a short number keeps fewer, so that at
    least half of it is hidden.
    """
    last = 4 if len(number) >= 8 else 0
    first = 3 if len(number) >= 14 else 0
    return number[:first] + "*" * (len(number) - first - last) + number[len(number) - last :]


def matches_typed(
    result: IdentityResult, *, sex: str | None, birth_date: date | None
) -> tuple[Problem, ...]:
    """Return warnings where the typed sex or birth date is not what the number says.

    `sex` is a GB/T 2261.1 code; "0" (unknown), "9" (not stated) and None disagree with nothing.
    """
    found: list[Problem] = []
    if sex in (MALE, FEMALE) and result.sex is not None and sex != result.sex:
        detail = {"number_says": result.sex, "typed": sex}
        found.append(Problem("identity.sex_differs", "sex", detail, warning=True))
    if birth_date and result.birth_date and birth_date != result.birth_date:
        said = {"number_says": result.birth_date.isoformat(), "typed": birth_date.isoformat()}
        found.append(Problem("identity.birth_differs", "birth_date", said, warning=True))
    return tuple(found)


def _shape_problems(number: str) -> tuple[Problem, ...]:
    """Return what is wrong with characters and length, before anything is read out of it."""
    if not number:
        return (Problem("identity.empty"),)
    found: list[Problem] = []
    for place, char in enumerate(number, start=1):
        if not (_is_digits(char) or (char == "X" and place == len(number) != 15)):
            detail = {"character": char, "place": place}
            found.append(Problem("identity.illegal_character", detail=detail))
            break
    if len(number) < 18 and len(number) != 15:
        found.append(Problem("identity.too_short", detail={"have": len(number), "need": 18}))
    if len(number) > 18:
        found.append(Problem("identity.too_long", detail={"have": len(number), "need": 18}))
    return tuple(found)


def _check_18(number: str, today: date) -> IdentityResult:
    kind = _kind_18(number)
    found: list[Problem] = []
    if check_character(number[:17]) != number[17]:
        found.append(Problem("identity.bad_check_digit"))
    division = None if kind == "foreign" else number[:6]
    return _result(kind, number, number[6:14], int(number[16]), division, found, today)


def _check_15(number: str, today: date) -> IdentityResult:
    birth = f"19{number[6:12]}"
    return _result("resident15", number, birth, int(number[14]), number[:6], [], today)


def _kind_18(number: str) -> Kind:
    if number[0] == "9":
        return "foreign"
    return "hk_macau_taiwan" if number[:6] in _PERMITS else "resident18"


def _result(
    kind: Kind,
    number: str,
    birth: str,
    sex_digit: int,
    division: str | None,
    found: list[Problem],
    today: date,
) -> IdentityResult:
    born = _date(birth)
    if born is None:
        shown = f"{birth[:4]}-{birth[4:6]}-{birth[6:]}"
        found.append(Problem("identity.no_such_date", detail={"date": shown}))
    else:
        found.extend(_birth_problems(born, today))
    if division is not None:
        found.extend(_division_problems(division))
    return IdentityResult(
        verdict=verdict_of(found),
        kind=kind,
        number=number,
        birth_date=born,
        sex=MALE if sex_digit % 2 else FEMALE,
        division=division,
        problems=tuple(found),
    )


def _birth_problems(born: date, today: date) -> tuple[Problem, ...]:
    said = {"date": born.isoformat()}
    if born > today:
        return (Problem("identity.future_birth", detail=said, warning=True),)
    if (born.year + OLDEST, born.month, born.day) < (today.year, today.month, today.day):
        return (Problem("identity.very_old", detail=said, warning=True),)
    return ()


def _division_problems(code: str) -> tuple[Problem, ...]:
    """Outside Liaoning only the province is known, so only an unknown province is doubted."""
    if code in _PERMITS:
        return ()
    division = divisions.find(code)
    if division is not None and division.valid_to is not None:
        detail = {
            "division": code,
            "name": division.label("zh"),
            "name_en": division.label("en"),
            "year": division.valid_to.year + 1,
        }
        return (Problem("identity.division_abolished", detail=detail, warning=True),)
    elsewhere = divisions.knows_province(code) and code[:2] != divisions.LIAONING[:2]
    if division is None and not elsewhere:
        return (Problem("identity.division_unknown", detail={"division": code}, warning=True),)
    return ()


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _is_digits(text: str) -> bool:
    """Tell whether all are 0 to 9; `str.isdigit` would take Arabic-Indic and superscript ones."""
    return text.isascii() and text.isdigit()
