"""Spells an age secret key from its 32 bytes, so that keys can be made from any random source.

Source: BIP 173 (checksum and alphabet); https://age-encryption.org/v1 (prefix, upper case).
"""

from __future__ import annotations

from collections.abc import Iterable

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def encode(prefix: str, content: bytes) -> str:
    """Return `content` in Bech32 with a lower-case `prefix`."""
    data = _five_bits(content)
    extended = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    remainder = _remainder([*extended, *data, *[0] * _CHECKSUM]) ^ 1
    checksum = [remainder >> 5 * (_CHECKSUM - 1 - place) & 31 for place in range(_CHECKSUM)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in [*data, *checksum])


def _five_bits(content: bytes) -> list[int]:
    count = -(-len(content) * 8 // 5)
    number = int.from_bytes(content) << (count * 5 - len(content) * 8)
    return [number >> 5 * (count - 1 - place) & 31 for place in range(count)]


def _remainder(values: Iterable[int]) -> int:
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_GENERATOR):
            if top >> place & 1:
                rest ^= factor
    return rest
