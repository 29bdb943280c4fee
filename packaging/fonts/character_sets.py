"""The two sets of characters that the shipped fonts hold."""

from __future__ import annotations

from pathlib import Path

TABLE = Path(__file__).with_name("general_standard_characters.txt")

# Ranges of the Unicode blocks that labels, addresses and forms use beside Chinese characters.
_SYMBOLS = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 Supplement, Latin Extended-A
    (0x01CD, 0x01DC),  # pinyin vowels with tone marks
    (0x02C6, 0x02DD),  # spacing tone marks
    (0x2010, 0x205E),  # General Punctuation
    (0x20A0, 0x20BF),  # Currency Symbols
    (0x2100, 0x27BF),  # letter-like symbols to Dingbats: arrows, box drawing, circled numbers
    (0x3000, 0x312F),  # CJK punctuation, kana, bopomofo
    (0x3200, 0x33FF),  # enclosed and squared CJK
    (0xFF00, 0xFFEF),  # full-width and half-width forms
)
_IDEOGRAPHS = (
    (0x3400, 0x4DBF),  # Extension A
    (0x4E00, 0x9FFF),  # CJK Unified Ideographs
    (0xF900, 0xFAFF),  # Compatibility Ideographs
    (0x20000, 0x323AF),  # Extensions B to H, so far as the source has them
)


def core() -> frozenset[int]:
    """Return the 8,105 characters of the national table, GB 2312 and the symbols."""
    return general_standard() | _gb2312() | _all_of(_SYMBOLS)


def full() -> frozenset[int]:
    """Return the core and every ideograph of the blocks that personal names use."""
    return core() | _all_of(_IDEOGRAPHS)


def general_standard() -> frozenset[int]:
    """Return the 8,105 characters of 通用规范汉字表 (2013)."""
    lines = TABLE.read_text("utf-8").splitlines()
    return frozenset(ord(character) for line in lines if line[:1] != "#" for character in line)


def _gb2312() -> frozenset[int]:
    found: set[int] = set()
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            found.update(map(ord, bytes((row, cell)).decode("gb2312", errors="ignore")))
    return frozenset(found)


def _all_of(ranges: tuple[tuple[int, int], ...]) -> frozenset[int]:
    return frozenset(code for first, last in ranges for code in range(first, last + 1))
