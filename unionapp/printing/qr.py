"""QR codes as PDF path operators: the fastest way to draw them, and exact."""

from __future__ import annotations

from functools import lru_cache

# How many bytes the largest code holds (ISO/IEC 18004, table 7).
_MOST_BYTES = {"L": 2953, "M": 2331, "Q": 1663, "H": 1273}


def can_encode(text: str, level: str) -> bool:
    """Tell whether a text goes into a code at all."""
    return len(text.encode("utf-8")) <= _MOST_BYTES[level]


@lru_cache(maxsize=64)
def path(text: str, level: str) -> tuple[int, str]:
    """Return the number of modules on a side and the operators that fill the dark ones.

    One unit is one module, the origin is the lower left corner. Neighbouring modules of a row are
    one rectangle (QR code: ISO/IEC 18004). Both sides of a card share one computation.
    """
    import segno

    code = segno.make(text, error=level.lower(), boost_error=False, micro=False)
    rows = [bytes(row) for row in code.matrix]
    side = len(rows)
    parts = []
    for number, row in enumerate(rows):
        for start, length in _dark_runs(row):
            parts.append(f"{start} {side - 1 - number} {length} 1 re")
    return side, " ".join((*parts, "f"))


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(row):
        end = at
        while end < len(row) and row[end]:
            end += 1
        if end > at:
            runs.append((at, end - at))
        at = max(end, at + 1)
    return runs
