"""Sets the type of a questionnaire: breaks lines, measures them in mm, marks missing glyphs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from unionapp.errors import Problem
from unionapp.printing import fit
from unionapp.printing.fit import Fitted, Frame
from unionapp.printing.fonts import BLANK, Fonts
from unionapp.printing.marks import Area, TextMark
from unionapp.printing.reportlab_patches import POINTS_PER_MM

INK, GREY = "#000000", "#555555"
_ENDLESS = 1e9


@dataclass(frozen=True, slots=True)
class Style:
    """A role font, its size in points, its colour; `step` is the height of a line in mm."""

    role: str
    size: float
    colour: str = INK
    leading: float = 1.3

    @property
    def step(self) -> float:
        return self.size * self.leading / POINTS_PER_MM


TITLE = Style("song", 18)
SECTION = Style("bold", 11)
SUBSECTION = Style("bold", 10)
NUMBER = Style("bold", 10)
LABEL = Style("sans", 10)
HINT = Style("sans", 8, GREY)
CONDITION = Style("sans", 8.5, "#333333")
NOTE = Style("sans", 9.5)
CHOICE = Style("sans", 9.5)
ANSWER = Style("kai", 11)
CELL = Style("sans", 9)
CELL_HEAD = Style("bold", 8.5)
CELL_ANSWER = Style("kai", 10)
SMALL = Style("sans", 7, GREY)
TINY = Style("sans", 5.5, "#888888")


@dataclass(slots=True)
class Typesetter:
    """Measures and breaks text; `warnings` gathers what is printed with a mark in its place.

    `title` names the questionnaire in them, `about` the question that is being set.
    """

    fonts: Fonts
    title: str
    about: str = ""
    warnings: list[Problem] = field(default_factory=list)

    def width(self, text: str, style: Style) -> float:
        """Return the width of one line in mm."""
        return self.fonts.width(text, style.role) * style.size / POINTS_PER_MM

    def lines(self, text: str, style: Style, width: float) -> tuple[str, ...]:
        """Break a text into lines of at most `width` mm; () for an empty one.

        Lines part where Chinese typesetting allows it, and anywhere in a word that is wider than
        a whole line.
        """
        clean = self.printable(text, style.role)
        if not clean:
            return ()

        def measure(part: str) -> float:
            return self.fonts.width(part, style.role)

        room = width * POINTS_PER_MM
        if measure(clean) * style.size <= room and "\n" not in clean:
            return (clean,)
        frame = Frame(room, _ENDLESS, style.size, style.size, 1.0, len(clean) + 1)
        fitted = fit.paragraph(clean, frame, measure)
        return fitted.lines if fitted else self._cut(clean, style, width)

    def line(self, text: str, style: Style, width: float) -> tuple[str, Style]:
        """Return a text as one line: natural, smaller down to two thirds, else with an ellipsis."""
        clean = self.printable(text, style.role).replace("\n", " ")
        wide = self.width(clean, style)
        if wide <= width or not wide:
            return clean, style
        small = Style(style.role, max(style.size * width / wide, style.size * 2 / 3), style.colour)
        if self.width(clean, small) <= width + 1e-6:
            return clean, small
        while clean and self.width(f"{clean}…", small) > width:
            clean = clean[:-1]
        return f"{clean}…", small

    def block(
        self,
        lines: Sequence[str],
        style: Style,
        area: Area,
        *,
        align: str = "left",
        valign: str = "top",
    ) -> TextMark:
        """Return the mark that draws lines which were broken for that width."""
        fitted = Fitted(tuple(lines), style.size)
        return TextMark(area, fitted, style.role, style.colour, align, valign, style.leading)

    def printable(self, text: str, role: str) -> str:
        """Return the text without what has no shape of its own, □ for what has no glyph."""
        clean = "".join(_shown(one) for one in unicodedata.normalize("NFC", text)).strip()
        for character in self.fonts.missing(clean.replace("\n", ""), role):
            self._missing(character)
            clean = clean.replace(character, BLANK)
        return clean

    def bad_picture(self) -> None:
        """Note that the picture of the present question cannot be read."""
        self._note("printing.picture_left_out", {})

    def _missing(self, character: str) -> None:
        code_point = f"U+{ord(character):04X}"
        shown = character if character.isprintable() else "?"
        self._note("printing.glyph_left_blank", {"character": shown, "code_point": code_point})

    def _note(self, code: str, detail: dict[str, object]) -> None:
        about = self.about or "—"
        detail = {"label": about, "label_en": about, **detail}
        problem = Problem(code, self.title, detail, warning=True)
        if problem not in self.warnings:
            self.warnings.append(problem)

    def _cut(self, text: str, style: Style, width: float) -> tuple[str, ...]:
        """Break anywhere: for words that are wider than a line, as addresses on the web are."""
        found: list[str] = []
        for part in text.split("\n"):
            line, wide = "", 0.0
            for one in part:
                step = self.width(one, style)
                if line and wide + step > width:
                    found.append(line)
                    line, wide = "", 0.0
                line += one
                wide += step
            found.append(line)
        return tuple(found)


def _shown(character: str) -> str:
    """Return what is printed for a character: blanks for tabs, nothing for invisible ones."""
    if character == "\n":
        return character
    if character.isspace():
        return "\u3000" if character == "\u3000" else " "
    if unicodedata.category(character) in ("Cc", "Cf") or _is_selector(character):
        return ""
    return character


def _is_selector(character: str) -> bool:
    """Say whether it only chooses a shape of the character before it (Unicode 15.1, 23.4)."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
