"""What can stand on a side of a design: one frozen dataclass per kind of object.

Lengths are millimetres from the top left corner of the side; only type is measured in points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unionapp.errors import UserError, refuse
from unionapp.printing import checked
from unionapp.printing.checked import Unexpected, key
from unionapp.printing.fields import FIELDS
from unionapp.printing.formatters import FORMATTERS, fitting
from unionapp.values import codes as code_lists

ROLES = ("sans", "bold", "kai", "song")


def field_name(value: object) -> str:
    if value not in FIELDS:
        raise refuse("printing.unknown_field", str(value))
    return str(value)


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


maybe_field = checked.optional(field_name)
_maybe_colour = checked.optional(checked.colour)
_maybe_text = checked.optional(checked.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Fixed text, or a field between the words `before` and `after`.

    `optional` draws nothing when the field is unset; otherwise that stops the print run. `wrap`
    lets lines break anywhere that Chinese typesetting allows; else only at `break_at`. `vertical`
    sets one character below another. `tracking` is in em.
    """

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    text: str | None = key(_maybe_text, None)
    field: str | None = key(maybe_field, None)
    format: str | None = key(checked.optional(checked.one_of(*FORMATTERS)), None)
    before: str = key(checked.text, "")
    after: str = key(checked.text, "")
    optional: bool = key(checked.flag, False)
    if_set: str | None = key(maybe_field, None)
    if_unset: str | None = key(maybe_field, None)
    font: str = key(checked.one_of(*ROLES), "sans")
    size: float = key(checked.size)
    min_size: float | None = key(checked.optional(checked.size), None)
    squeeze: float = key(checked.size, 0.85)
    max_lines: int = key(checked.count, 1)
    wrap: bool = key(checked.flag, False)
    vertical: bool = key(checked.flag, False)
    break_at: str = key(checked.text, "· ")
    leading: float = key(checked.size, 1.25)
    align: str = key(checked.one_of("left", "center", "right"), "left")
    valign: str = key(checked.one_of("top", "middle", "bottom"), "middle")
    colour: str = key(checked.colour, "#000000")
    tracking: float = key(checked.number, 0.0)

    def __post_init__(self) -> None:
        if (self.text is None) == (self.field is None):
            raise refuse("printing.text_or_field", str(self.text or self.field or ""))
        if self.field is not None and self.format is not None:
            kind = FIELDS[self.field].kind
            if kind not in FORMATTERS[self.format].kinds:
                raise refuse(
                    "printing.wrong_format",
                    self.field,
                    format=self.format,
                    known=", ".join(fitting(kind)),
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A photo (JPEG or PNG) of a field, cut to fill its box."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    field: str = key(field_name)
    optional: bool = key(checked.flag, False)
    radius: float = key(checked.number, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Qr:
    """A QR code, `size` mm wide without its quiet zone; leave four modules white around it."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    size: float = key(checked.size)
    field: str = key(field_name)
    level: str = key(checked.one_of("L", "M", "Q", "H"), "M")
    colour: str = key(checked.colour, "#000000")
    optional: bool = key(checked.flag, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle, rounded by `radius` (half the side makes a circle)."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    radius: float = key(checked.number, 0.0)
    fill: str | None = key(_maybe_colour, None)
    stroke: str | None = key(_maybe_colour, None)
    width: float = key(checked.size, 0.2)
    if_set: str | None = key(maybe_field, None)
    if_unset: str | None = key(maybe_field, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    x1: float = key(checked.number)
    y1: float = key(checked.number)
    x2: float = key(checked.number)
    y2: float = key(checked.number)
    colour: str = key(checked.colour, "#000000")
    width: float = key(checked.size, 0.2)
    dash: float | None = key(checked.optional(checked.size), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Free vector artwork: lines and Bézier curves in absolute mm."""

    d: str = key(_path)
    fill: str | None = key(_maybe_colour, None)
    stroke: str | None = key(_maybe_colour, None)
    width: float = key(checked.size, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """A box that passes from one colour to another, from left to right."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    start: str = key(checked.colour)
    end: str = key(checked.colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A box to tick, ticked when the field holds the value `equals`."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    size: float = key(checked.size)
    field: str = key(field_name)
    equals: str = key(checked.text)
    colour: str = key(checked.colour, "#000000")

    def __post_init__(self) -> None:
        codes = FIELDS[self.field].codes
        if codes is not None and self.equals not in code_lists.load(codes):
            raise refuse("printing.unknown_choice", self.field, value=self.equals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """A long code in numbered cells, one group (split at `-` or space) a cell, row by row."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    h: float = key(checked.size)
    field: str = key(field_name)
    across: int = key(checked.count)
    down: int = key(checked.count)
    gap: float = key(checked.number, 3.0)
    font: str = key(checked.one_of(*ROLES), "bold")
    size: float = key(checked.size)
    min_size: float = key(checked.size)
    tracking: float = key(checked.number, 0.0)
    colour: str = key(checked.colour, "#000000")
    frame: str = key(checked.colour, "#999999")


Object = Text | Image | Qr | Box | Line | Path | Shade | Check | Groups

KINDS: Mapping[str, type[Object]] = {
    "text": Text,
    "image": Image,
    "qr": Qr,
    "box": Box,
    "line": Line,
    "path": Path,
    "shade": Shade,
    "check": Check,
    "groups": Groups,
}


def read(data: object, where: str) -> Object:
    """Return the object that `data` describes; raises every problem that it has."""
    if not isinstance(data, dict):
        raise refuse("printing.wrong_value", where, key="objects", value=data, expected="{ … }")
    kind = KINDS.get(str(data.get("type")))
    if kind is None:
        known = ", ".join(KINDS)
        raise refuse("printing.unknown_kind", where, kind=data.get("type", "—"), known=known)
    rest = {name: value for name, value in data.items() if name != "type"}
    try:
        return checked.read_object(kind, rest, where)
    except UserError as error:
        raise UserError(*error.problems) from None


def fields_of(thing: Object) -> tuple[str, ...]:
    """Return the names of the fields that an object reads."""
    names = (getattr(thing, key, None) for key in ("field", "if_set", "if_unset"))
    return tuple(name for name in names if name is not None)


def is_fixed(thing: Object) -> bool:
    """Tell whether an object looks the same on every record and is drawn once for all."""
    return not fields_of(thing)
