"""The printed recovery code: random bits in short groups, each of which finds its own slips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from unionapp.errors import Problem, UserError, refuse

# Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FOLDED = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_SEPARATOR = re.compile(r"[\s\-‐-―−_.,:/]+")

_GROUPS = 7
_DATA = 4
_GROUP_SIZE = _DATA + 1
SECRET_BITS = _GROUPS * _DATA * 5  # 140

# Powers 1 to 4 of a generator of GF(32): all different and none is 1, so that one wrong
# character and any two swapped ones, the check character included, change the sum.
_WEIGHTS = (2, 4, 8, 16)
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1


def _times(left: int, right: int) -> int:
    """Multiply in GF(32)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0b100000:
            left ^= _POLYNOMIAL
        right >>= 1
    return product


def _check_value(group: int, data: list[int]) -> int:
    """Return the check character's value; the group's place goes in, so no two can be swapped."""
    total = group
    for weight, value in zip(_WEIGHTS, data, strict=True):
        total ^= _times(weight, value)
    return total


def make(random_bytes: Callable[[int], bytes]) -> str:
    """Return a new code of 140 random bits: seven groups of five characters."""
    bits = int.from_bytes(random_bytes(18)) >> (18 * 8 - SECRET_BITS)
    groups = []
    for group in range(_GROUPS):
        data = [bits >> 5 * (group * _DATA + place) & 31 for place in range(_DATA)]
        values = [*data, _check_value(group, data)]
        groups.append("".join(_ALPHABET[value] for value in values))
    return "-".join(groups)


def canonical(typed: str) -> str:
    """Return the code as it was printed, from what somebody typed off the paper.

    Case, full-width characters, spaces and dashes do not matter; O is 0, I and L are 1, U is V.
    Raises `UserError`: too long or short (`keys.recovery_length`), or one `keys.recovery_group`
    for each group that cannot be right, with its number.
    """
    text = unicodedata.normalize("NFKC", typed).upper().translate(_FOLDED)
    groups = _split(text)
    wrong = [number for number, group in enumerate(groups, 1) if not _is_sound(number - 1, group)]
    if wrong:
        raise UserError(
            *(
                Problem("keys.recovery_group", str(number), {"group": groups[number - 1]})
                for number in wrong
            )
        )
    return "-".join(groups)


def _split(text: str) -> list[str]:
    """Return seven groups: as they were typed apart, else cut by length."""
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) == _GROUPS:
        return parts
    whole = "".join(parts)
    if len(whole) != _GROUPS * _GROUP_SIZE:
        raise refuse("keys.recovery_length", found=len(whole), wanted=_GROUPS * _GROUP_SIZE)
    return [whole[at : at + _GROUP_SIZE] for at in range(0, len(whole), _GROUP_SIZE)]


def _is_sound(place: int, group: str) -> bool:
    values = [_ALPHABET.find(character) for character in group]
    if len(values) != _GROUP_SIZE or min(values) < 0:
        return False
    return _check_value(place, values[:_DATA]) == values[_DATA]
