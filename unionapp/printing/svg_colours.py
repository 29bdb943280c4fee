"""Colours of SVG as the three numbers that PDF takes."""

from __future__ import annotations

import re

_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_RGB = re.compile(r"rgb\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)\s*\)")
# The sixteen colours of HTML 4, which drawing programs write by name.
_NAMED = {
    "black": "#000000", "silver": "#c0c0c0", "gray": "#808080", "grey": "#808080",
    "white": "#ffffff", "maroon": "#800000", "red": "#ff0000", "purple": "#800080",
    "fuchsia": "#ff00ff", "green": "#008000", "lime": "#00ff00", "olive": "#808000",
    "yellow": "#ffff00", "navy": "#000080", "blue": "#0000ff", "teal": "#008080",
    "aqua": "#00ffff", "orange": "#ffa500", "gold": "#ffd700",
}  # fmt: skip


def colour_of(text: str) -> str | None:
    """Return "r g b" from 0 to 1, or None for no paint; ValueError for what is no plain colour."""
    plain = text.strip()
    if plain in ("none", "transparent"):
        return None
    plain = _NAMED.get(plain.lower(), plain)
    by_hand = _RGB.fullmatch(plain)
    if by_hand:
        parts = [float(one.rstrip("%")) / (100 if one.endswith("%") else 255)
                 for one in by_hand.groups()]  # fmt: skip
    elif found := _HEX.fullmatch(plain):
        digits = found[1] if len(found[1]) == 6 else "".join(one * 2 for one in found[1])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    else:
        raise ValueError(text)
    return " ".join(f"{min(part, 1.0):.4g}" for part in parts)
