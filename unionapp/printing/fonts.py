"""Role fonts with a fallback for each character, and the list of what has no glyph at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from unionapp.errors import refuse
from unionapp.paths import resources

if TYPE_CHECKING:
    from unionapp.printing.reportlab_fonts import Font

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


# Stands for a character that no font has, to be written in by hand.
BLANK = "□"


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

    def __init__(self, folder: Path, added: tuple[Path, ...] = ()) -> None:
        self._folder = folder
        self._added = added
        self._faces: dict[str, Font] = {}
        self._glyphs: dict[tuple[str, str], Glyph | None] = {}
        self._known: dict[str, set[str]] = {role: set() for role in FILES}
        self._widths: dict[str, dict[str, float]] = {role: {} for role in FILES}

    def name(self, role: str) -> str:
        """Return the name under which the font of a role is registered with reportlab."""
        return str(self._face(role).fontName)

    def glyph(self, character: str, role: str) -> Glyph | None:
        """Return font and width for a character, or None when no font of the chain has it."""
        asked = (role, character)
        if asked not in self._glyphs:
            found = self._glyphs[asked] = self._find(character, role)
            if found is not None:
                self._known[role].add(character)
        return self._glyphs[asked]

    def missing(self, text: str, role: str) -> tuple[str, ...]:
        """Return the characters of a text that nothing can draw, each once."""
        return tuple(
            dict.fromkeys(character for character in text if self.glyph(character, role) is None)
        )

    def has_all(self, text: str, role: str) -> bool:
        """Tell quickly whether every character of a text is known to have a glyph."""
        return self._known[role].issuperset(text) or not self.missing(text, role)

    def width(self, text: str, role: str) -> float:
        """Return the width of a text in em; a character without a glyph counts as one em."""
        widths = self._widths[role]
        try:
            return sum([widths[one] for one in text])
        except KeyError:
            return sum([self._width(one, role) for one in text])

    def _width(self, character: str, role: str) -> float:
        found = self.glyph(character, role)
        width = self._widths[role][character] = found.width if found else 1.0
        return width

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
        for link in (*CHAINS[role], *map(str, self._added)):
            face = self._face(link).face
            if face.charToGlyph.get(code):
                return Glyph(self.name(link), face.getCharWidth(code) / 1000)
        return None

    def _face(self, role: str) -> Font:
        if role not in self._faces:
            name, path = role, Path(role)
            if role in FILES:
                path = self._folder / FILES[role]
                name = path.stem
            from unionapp.printing import reportlab_fonts

            try:
                self._faces[role] = reportlab_fonts.load(name, str(path))
            except reportlab_fonts.DAMAGED as error:
                raise refuse("printing.font_unusable", path.name, reason=str(error)) from error
        return self._faces[role]


@cache
def shipped() -> Fonts:
    """Return the fonts of resources/fonts/; loading them again would cost 0.1 s each time."""
    return Fonts(resources() / "fonts")


def with_own(own: Path | None) -> Fonts:
    """Return the shipped fonts, and behind them those in the folder `fonts` of an office.

    A font that an office adds is asked for characters that no shipped one has. Raises
    `printing.font_unusable` for one that cannot be printed as it is.
    """
    found = sorted((own / "fonts").glob("*.ttf")) if own is not None else []
    if not found:
        return shipped()
    return _with_added(tuple((path, path.stat().st_mtime_ns) for path in found))


@lru_cache(maxsize=2)
def _with_added(files: tuple[tuple[Path, int], ...]) -> Fonts:
    for path, _ in files:
        reason = _unusable(path)
        if reason:
            raise refuse("printing.font_unusable", path.name, reason=reason)
    return Fonts(resources() / "fonts", tuple(path for path, _ in files))


# Embedding forbidden, subsets forbidden, bitmaps only (OpenType 1.9, OS/2, fsType).
_FORBIDDEN, _NO_SUBSETS, _BITMAPS = 0x0002, 0x0100, 0x0200
_USAGE = 0x000F


def _unusable(path: Path) -> str:
    """Return why a font cannot be printed with, "" when it can (OpenType 1.9, table directory)."""
    with path.open("rb") as file:
        head = file.read(12)
        entries = file.read(16 * int.from_bytes(head[4:6], "big"))
        tables = {
            entries[at : at + 4].decode("latin-1"): int.from_bytes(entries[at + 8 : at + 12], "big")
            for at in range(0, len(entries), 16)
        }
        # reportlab refuses PostScript outlines and draws a variable font in its thinnest form.
        if "fvar" in tables:
            return "fvar"
        if "glyf" not in tables:
            return "CFF" if "CFF " in tables else "?"
        file.seek(tables.get("OS/2", 0) + 8)
        allowed = int.from_bytes(file.read(2), "big") if "OS/2" in tables else 0
    forbidden = allowed & _USAGE == _FORBIDDEN or allowed & (_NO_SUBSETS | _BITMAPS)
    return f"fsType {allowed}" if forbidden else ""
