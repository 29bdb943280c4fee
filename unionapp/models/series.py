"""Hands out numbers that run without gaps, in series that belong to one laptop.

A number reads `PREFIX-YEAR-RUNNING-CHECK`, such as `SY0012RA-2026-000318-K`:

- PREFIX: the laptop's own part, the purpose (R receipt, M member, C case) and the epoch (A for
  the first life of the database; each restore begins the next letter, so that a number given
  out after the backup was made never comes twice). The laptop's own part is 2 to 7 capitals or
  digits from the hub, the first no P; until the hub has answered it is provisional: P and six
  characters derived from the device id. So the two never meet.
- YEAR: the calendar year in the office; every year begins at 1.
- RUNNING: six digits, more when they are used up.
- CHECK: ISO 7064 MOD 37,36 over everything before it but the hyphens.

A number is taken in the transaction that uses it, so that one which fails leaves no gap.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.models.desk import OFFICE_ZONE, Reading, Work
from unionapp.models.steady_clock import DOUBTFUL

PURPOSES: Mapping[str, str] = {"receipt": "R", "member": "M", "case": "C"}

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Narrow and told apart at a glance: a number must fit the member card at a readable size.
_NARROW = "0123456789ACEFJKLPRSTVXYZ"
_OWN_LENGTH = 6
_INSTALLED = re.compile(r"[A-OQ-Z0-9][A-Z0-9]{1,6}")
_NUMBER = re.compile(r"([A-Z0-9]{4,})-(\d{4})-(\d{6,})-([A-Z0-9])")
_PROVISIONAL = re.compile(rf"P[{_NARROW}]{{{_OWN_LENGTH}}}[RMC][A-Z]+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was taken, and how its series stood before: last hash and total in fen."""

    series: str
    running: int
    text: str
    previous_hash: str
    total_fen: int


def take(work: Work, purpose: str) -> Number:
    """Take the next number of this year's series; it is given back when the transaction fails.

    Raises `series.clock_behind` while the machine's day is in doubt: a number bears its year, and
    what it stands on bears its day.
    """
    if work.clock_behind >= DOUBTFUL:
        day = (work.now - work.clock_behind).astimezone(OFFICE_ZONE).date()
        last = work.today
        raise refuse("series.clock_behind", purpose, day=day.isoformat(), last=last.isoformat())
    series = f"{prefix(work, purpose)}-{work.today.year:04d}"
    work.execute(
        "INSERT INTO series (purpose, series, last, last_hash, total_fen) VALUES (?, ?, 1, '', 0) "
        "ON CONFLICT (purpose, series) DO UPDATE SET last = last + 1",
        (purpose, series),
    )
    ((running, previous_hash, total_fen),) = work.rows(
        "SELECT last, last_hash, total_fen FROM series WHERE purpose = ? AND series = ?",
        (purpose, series),
    )
    return Number(series, running, number_text(series, running), previous_hash, total_fen)


def close(work: Work, purpose: str, taken: Number, last_hash: str, total_fen: int) -> None:
    """Note the hash of what the number was used for, and the series' total with it."""
    work.execute(
        "UPDATE series SET last_hash = ?, total_fen = ? WHERE purpose = ? AND series = ?",
        (last_hash, total_fen, purpose, taken.series),
    )


def install(work: Work, purpose: str, own_part: str) -> None:
    """Use the hub's prefix from now on; numbers of the provisional series stay as they are.

    Raises `series.bad_prefix` when it is not 2 to 7 capitals or digits, the first no P.
    """
    if purpose not in PURPOSES:
        raise KeyError(purpose)
    if not _INSTALLED.fullmatch(own_part):
        raise refuse("series.bad_prefix", own_part)
    work.set_meta(_key(purpose), own_part)


def prefix(reading: Reading, purpose: str) -> str:
    """Return the prefix of the series that numbers of a purpose are taken from now."""
    device, incarnation = reading.rows("SELECT device, incarnation FROM clock")[0]
    own_part = reading.meta(_key(purpose)) or _provisional(str(device))
    return f"{own_part}{PURPOSES[purpose]}{_epoch(int(incarnation))}"


def number_text(series: str, running: int) -> str:
    """Return the whole number of a place in a series."""
    body = f"{series}-{running:06d}"
    return f"{body}-{_check_character(body)}"


def is_well_formed(number: str) -> bool:
    """Say whether a number, as typed from paper, has the right shape and check character."""
    match = _NUMBER.fullmatch(number.strip().upper())
    if match is None:
        return False
    body = "-".join(match.groups()[:3])
    return _check_character(body) == match.group(4)


def is_provisional(number: str) -> bool:
    """Say whether a number or a series was begun before the hub had answered."""
    return _PROVISIONAL.fullmatch(number.split("-")[0]) is not None


def _key(purpose: str) -> str:
    return f"series.{purpose}"


def _provisional(device: str) -> str:
    value = int.from_bytes(hashlib.sha256(device.encode()).digest())
    own = ""
    for _ in range(_OWN_LENGTH):
        value, place = divmod(value, len(_NARROW))
        own += _NARROW[place]
    return f"P{own}"


def _epoch(incarnation: int) -> str:
    """Return A for 1, B for 2 … Z for 26, AA for 27."""
    letters = ""
    while incarnation > 0:
        incarnation, place = divmod(incarnation - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _check_character(body: str) -> str:
    """Return the check character of ISO 7064 MOD 37,36 (hybrid system)."""
    carry = 36
    for character in body.replace("-", ""):
        carry = (carry + _ALPHABET.index(character)) % 36 or 36
        carry = carry * 2 % 37
    return _ALPHABET[(37 - carry) % 36]
