"""Role fonts with a fallback for each character, and the list of what has no glyph at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from unionapp.paths import resources
from unionapp.printing import reportlab_patches

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

FILES: Mapping[str, str] = {
    "sans": "GHSans-Regular.ttf",
    "bold": "GHSans-Bold.ttf",
    "kai": "GHKai-Regular.ttf",
    "song": "GHSong-Regular.ttf",
}

# Where a character is looked for, in this order; GH Sans holds the rare ones.
CHAINS: Mapping[str, tuple[str, ...]] = {
    "sans": ("sans",),
    "bold": ("bold", "sans"),
    "kai": ("kai", "song", "sans"),
    "song": ("song", "sans"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that one font draws; `width` is in em."""

    font: str
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Glyph:
    font: str
    width: float


class Fonts:
    """The fonts of a folder, each loaded when its first character is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._faces: dict[str, TTFont] = {}
        self._glyphs: dict[tuple[str, str], Glyph | None] = {}

    def name(self, role: str) -> str:
        """Return the name under which the font of a role is registered with reportlab."""
        return str(self._face(role).fontName)

    def glyph(self, character: str, role: str) -> Glyph | None:
        """Return font and width for a character, or None when no font of the chain has it."""
        asked = (role, character)
        if asked not in self._glyphs:
            self._glyphs[asked] = self._find(character, role)
        return self._glyphs[asked]

    def missing(self, text: str, role: str) -> tuple[str, ...]:
        """Return the characters of a text that nothing can draw, each once."""
        return tuple(
            dict.fromkeys(character for character in text if self.glyph(character, role) is None)
        )

    def width(self, text: str, role: str) -> float:
        """Return the width of a text in em; a character without a glyph counts as one em."""
        return sum(found.width if (found := self.glyph(one, role)) else 1.0 for one in text)

    def runs(self, text: str, role: str) -> tuple[Run, ...]:
        """Split a text into runs of one font each; raises KeyError for a missing glyph."""
        runs: list[Run] = []
        for character in text:
            glyph = self.glyph(character, role)
            if glyph is None:
                raise KeyError(f"no glyph for U+{ord(character):04X}")
            if runs and runs[-1].font == glyph.font:
                last = runs.pop()
                runs.append(Run(last.font, last.text + character, last.width + glyph.width))
            else:
                runs.append(Run(glyph.font, character, glyph.width))
        return tuple(runs)

    def _find(self, character: str, role: str) -> Glyph | None:
        code = ord(character)
        for link in CHAINS[role]:
            face = self._face(link).face
            if face.charToGlyph.get(code):
                return Glyph(self.name(link), face.getCharWidth(code) / 1000)
        return None

    def _face(self, role: str) -> TTFont:
        if role not in self._faces:
            path = self._folder / FILES[role]
            self._faces[role] = reportlab_patches.load_font(path.stem, str(path))
        return self._faces[role]


@cache
def shipped() -> Fonts:
    """Return the fonts of resources/fonts/; loading them again would cost 0.1 s each time."""
    return Fonts(resources() / "fonts")
