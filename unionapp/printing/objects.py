"""What can stand on a side of a design: one frozen dataclass per kind of object.

Lengths are millimetres from the top left corner of the side; only type is measured in points.
Tables are in `tables`, grids in `grids`; `kinds` knows them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.printing import checked
from unionapp.printing.checked import Unexpected, key
from unionapp.printing.formatters import FORMATTERS

ROLES = ("sans", "bold", "kai", "song")
LEVELS = ("L", "M", "Q", "H")


def _path(value: object) -> str:
    """Path data with absolute commands only: M x y, L x y, C x1 y1 x2 y2 x y, Z."""
    needs = {"M": 2, "L": 2, "C": 6, "Z": 0}
    words = checked.text(value).replace(",", " ").split()
    at = 0
    while at < len(words):
        numbers = words[at + 1 : at + 1 + needs.get(words[at], 0)]
        if words[at] not in needs or len(numbers) < needs[words[at]]:
            raise Unexpected("M 0 0 L 10 0 C 10 5 5 10 0 10 Z")
        try:
            _ = [float(one) for one in numbers]
        except ValueError:
            raise Unexpected("M 0 0 L 10 0 C 10 5 5 10 0 10 Z") from None
        at += 1 + len(numbers)
    return " ".join(words)


checked.SCHEMAS[_path] = {"type": "string"}
maybe_field = checked.optional(checked.text)
maybe_colour = checked.optional(checked.colour)
maybe_text = checked.optional(checked.text)
maybe_size = checked.optional(checked.size)
maybe_format = checked.optional(checked.one_of(*FORMATTERS))
_role = checked.one_of(*ROLES)
_align = checked.one_of("left", "center", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every object may say about when it is drawn.

    `on` picks among the pages of one side that a long table fills; `print` is about pre-printed
    paper, where `auto` draws what has a field; `collapse` gives the room that is left over, or all
    of it when nothing is drawn, to what stands below.
    """

    on: str = key(checked.one_of("every", "first", "further", "last", "not_last"), "every")
    print: str = key(checked.one_of("auto", "always", "blank"), "auto")
    if_set: str | None = key(maybe_field, None)
    if_unset: str | None = key(maybe_field, None)
    if_field: str | None = key(maybe_field, None)
    equals_any: tuple[str, ...] = key(checked.texts, ())
    collapse: bool = key(checked.flag, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Common):
    """Fixed text, or a field between the words `before` and `after`.

    `sum_of` and `count_of` show what a list amounts to. `optional` draws nothing when the field
    is unset, `otherwise` are words for that case; without either that stops the print run.
    `wrap` lets lines break anywhere that Chinese typesetting allows; else only at `break_at`.
    `vertical` sets one character below another. `tracking` is in em. `en` are the English words
    of a label. With `same_size` all records of a run have the size of the longest one.
    """

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    text: str | None = key(maybe_text, None)
    en: str | None = key(maybe_text, None)
    field: str | None = key(maybe_field, None)
    sum_of: str | None = key(maybe_field, None)
    count_of: str | None = key(maybe_field, None)
    format: str | None = key(maybe_format, None)
    before: str = key(checked.text, "")
    after: str = key(checked.text, "")
    optional: bool = key(checked.flag, False)
    otherwise: str | None = key(maybe_text, None)
    font: str = key(_role, "sans")
    size: float = key(checked.size)
    min_size: float | None = key(maybe_size, None)
    squeeze: float = key(checked.size, 0.85)
    max_lines: int = key(checked.count, 1)
    wrap: bool = key(checked.flag, False)
    vertical: bool = key(checked.flag, False)
    break_at: str = key(checked.text, "· ")
    leading: float = key(checked.size, 1.25)
    align: str = key(_align, "left")
    valign: str = key(checked.one_of("top", "middle", "bottom"), "middle")
    colour: str = key(checked.colour, "#000000")
    tracking: float = key(checked.number, 0.0)
    same_size: bool = key(checked.flag, False)

    def __post_init__(self) -> None:
        said = [one for one in (self.text, self.field, self.sum_of, self.count_of) if one]
        if len(said) != 1 and not (said == [] and self.text == ""):
            raise refuse("printing.text_or_field", key="text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices(Common):
    """A box to tick for each choice of a field, with its words behind, laid out in columns.

    `of` are the codes that stand there, by default all of the field's code list; `words` take the
    place of the list's labels. An unset field leaves all boxes to be ticked by hand.
    """

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    field: str = key(checked.text)
    of: tuple[str, ...] = key(checked.texts, ())
    words: tuple[str, ...] = key(checked.texts, ())
    across: int | None = key(checked.optional(checked.count), None)
    font: str = key(_role, "sans")
    size: float = key(checked.size, 9.0)
    min_size: float | None = key(maybe_size, None)
    colour: str = key(checked.colour, "#000000")

    def __post_init__(self) -> None:
        if self.words and len(self.words) != len(self.of):
            raise refuse("printing.words_for_choices", key="words", count=len(self.of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Common):
    """A photo (JPEG or PNG) of a field, cut to fill its box."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    field: str = key(checked.text)
    optional: bool = key(checked.flag, False)
    radius: float = key(checked.number, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork(Common):
    """A page of a PDF, an SVG drawing or a picture that lies beside the design, cut to its box.

    `fit` keeps the drawing's shape: `contain` shows all of it, `cover` fills the box.
    """

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    file: str = key(checked.text)
    page: int = key(checked.count, 1)
    fit: str = key(checked.one_of("contain", "cover", "stretch"), "contain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Qr(Common):
    """A QR code, `size` mm wide without its quiet zone; leave four modules white around it."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    size: float = key(checked.size)
    field: str = key(checked.text)
    level: str = key(checked.one_of(*LEVELS), "M")
    colour: str = key(checked.colour, "#000000")
    optional: bool = key(checked.flag, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode(Common):
    """A Code 128 over the whole width; leave ten modules white on either side."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    field: str = key(checked.text)
    colour: str = key(checked.colour, "#000000")
    optional: bool = key(checked.flag, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Common):
    """A rectangle, rounded by `radius` (half the side makes a circle)."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    radius: float = key(checked.number, 0.0)
    fill: str | None = key(maybe_colour, None)
    stroke: str | None = key(maybe_colour, None)
    width: float = key(checked.size, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Common):
    x1: float = key(checked.number)
    y1: float = key(checked.number)
    x2: float = key(checked.number)
    y2: float = key(checked.number)
    colour: str = key(checked.colour, "#000000")
    width: float = key(checked.size, 0.2)
    dash: float | None = key(maybe_size, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Common):
    """Free vector artwork: lines and Bézier curves in absolute mm."""

    d: str = key(_path)
    fill: str | None = key(maybe_colour, None)
    stroke: str | None = key(maybe_colour, None)
    width: float = key(checked.size, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade(Common):
    """A box that passes from one colour to another, from left to right."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    start: str = key(checked.colour)
    end: str = key(checked.colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Common):
    """A box to tick: ticked when the field holds `equals`; without it, when it is set or true."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    size: float = key(checked.size)
    field: str = key(checked.text)
    equals: str | None = key(maybe_text, None)
    colour: str = key(checked.colour, "#000000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups(Common):
    """A long code in numbered cells, one group (split at `-` or space) a cell, row by row."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    field: str = key(checked.text)
    across: int = key(checked.count)
    down: int = key(checked.count)
    gap: float = key(checked.number, 3.0)
    font: str = key(_role, "bold")
    size: float = key(checked.size)
    min_size: float = key(checked.size)
    tracking: float = key(checked.number, 0.0)
    colour: str = key(checked.colour, "#000000")
    frame: str = key(checked.colour, "#999999")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells(Common):
    """One character a cell, as numbers stand on printed forms; `align` says where they begin."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    field: str = key(checked.text)
    count: int = key(checked.count)
    format: str | None = key(maybe_format, None)
    gap: float = key(checked.number, 0.0)
    align: str = key(checked.one_of("left", "right"), "left")
    font: str = key(_role, "sans")
    size: float = key(checked.size)
    colour: str = key(checked.colour, "#000000")
    frame: str | None = key(maybe_colour, None)
    optional: bool = key(checked.flag, False)
