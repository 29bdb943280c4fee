"""What keyboards and spreadsheets put around a value: full-width forms, blanks, hyphens."""

from __future__ import annotations

import unicodedata

# Full-width ASCII (U+FF01..U+FF5E) lies 0xFEE0 above its half-width twin; U+3000 is its blank.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# Hyphens and dashes that people put between groups of digits, the minus sign among them.
_HYPHENS = frozenset("-‐‑‒–—―−－﹣ー")

# Excel shows a text cell with a leading apostrophe; copies of such cells carry it along.
_QUOTES = frozenset("'`‘’")


def half_width(text: str) -> str:
    """Return the text with full-width letters, digits, signs and blanks made half-width."""
    return text.translate(_HALF_WIDTH)


def without_invisible(text: str) -> str:
    """Return the text without zero-width characters, direction marks and soft hyphens."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def whole_characters(text: str) -> str:
    """Return the text with U+FFFD for half a character (a lone surrogate): it cannot be kept."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def compact(text: str) -> str:
    """Return a number as typed, half-width, capitals, without blanks, hyphens and apostrophes."""
    shown = half_width(without_invisible(text)).strip()
    if shown[:1] in _QUOTES:
        shown = shown[1:]
    kept = (char for char in shown if not char.isspace() and char not in _HYPHENS)
    return "".join(kept).upper()
