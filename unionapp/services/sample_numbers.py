"""Makes up numbers that are valid and yet nobody's: identity, phone, credit codes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from unionapp.values import credit_code, identity

# Identity sequences from 900 up are hardly ever given out; 50 for each sex, division and day.
_FIRST_SEQUENCE = 900
_PER_DAY = 50
_ODD_FOR_MEN = {"1": 1, "2": 0}


class Numbers:
    """Hands out numbers, each once."""

    def __init__(self) -> None:
        self._taken: defaultdict[tuple[str, date, str], int] = defaultdict(int)
        self._phones = 0
        self._organisations = 0

    def identity(self, division: str, birth: date, sex: str) -> tuple[str, date]:
        """Return a number, and the birth date, which moves on a day when the day is full."""
        while self._taken[division, birth, sex] == _PER_DAY:
            birth += timedelta(days=1)
        taken = self._taken[division, birth, sex]
        self._taken[division, birth, sex] = taken + 1
        sequence = _FIRST_SEQUENCE + 2 * taken + _ODD_FOR_MEN[sex]
        body = f"{division}{birth:%Y%m%d}{sequence}"
        return body + identity.check_character(body), birth

    def phone(self) -> str:
        """Return a mobile number of the block 140, which is not given to people."""
        self._phones += 1
        # A step that shares no factor with 10^8, so that neighbours do not look alike.
        return f"140{self._phones * 7_654_321 % 10**8:08d}"

    def credit_code(self, kind: str, division: str) -> str:
        """Return a code whose organisation part begins with MADE: nobody registers so."""
        self._organisations += 1
        # Beyond 9,999 the number takes the place of the first letters: ADE10000.
        organisation = f"MADE{self._organisations:04d}"[-8:]
        body = f"{kind}{division}{organisation}"
        body += credit_code.organisation_check_character(organisation)
        return body + credit_code.check_character(body)
