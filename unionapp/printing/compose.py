"""Turns one side of a design and one record into marks ready to draw, or into problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from unionapp.errors import Problem
from unionapp.printing import fit
from unionapp.printing.fields import FIELDS, Record
from unionapp.printing.fit import Fitted, Frame
from unionapp.printing.fonts import Fonts
from unionapp.printing.formatters import DEFAULTS, FORMATTERS
from unionapp.printing.objects import Box, Check, Groups, Image, Object, Qr, Text
from unionapp.printing.reportlab_patches import POINTS_PER_MM
from unionapp.values import codes


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in mm from the top left of the side."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class TextMark:
    """Lines that are known to fit their area, all in glyphs that exist."""

    area: Area
    fitted: Fitted
    role: str
    colour: str
    align: str = "left"
    valign: str = "middle"
    leading: float = 1.25
    tracking: float = 0.0
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class ImageMark:
    area: Area
    data: bytes
    radius: float


@dataclass(frozen=True, slots=True)
class QrMark:
    area: Area
    text: str
    level: str
    colour: str


@dataclass(frozen=True, slots=True)
class ShapeMark:
    """An object that is drawn as it stands in the design; `ticked` is for boxes to tick."""

    shape: Object
    ticked: bool = False


Mark = TextMark | ImageMark | QrMark | ShapeMark


class Composer:
    """Lays out objects for one record after another; problems gather in `problems`.

    `made_from` names, for a field that the engine makes, the field that it is made from: an
    unset one is told under the name that the user can fill in.
    """

    def __init__(self, fonts: Fonts, made_from: Mapping[str, str]) -> None:
        self._fonts = fonts
        self._made_from = made_from
        self.problems: list[Problem] = []

    def side(self, things: Iterable[Object], record: Record, name: str) -> tuple[Mark, ...]:
        """Return the marks of a side; `name` is what a problem calls the record."""
        return tuple(
            mark
            for thing in things
            if _is_wanted(thing, record)
            for mark in self._marks(thing, record, name)
        )

    def _marks(self, thing: Object, record: Record, name: str) -> Iterator[Mark]:
        match thing:
            case Text():
                yield from self._text(thing, record, name)
            case Image():
                yield from self._image(thing, record, name)
            case Qr():
                value = self._value(thing.field, record, name, optional=thing.optional)
                if value is not None:
                    area = Area(thing.x, thing.y, thing.size, thing.size)
                    yield QrMark(area, str(value), thing.level, thing.colour)
            case Groups():
                yield from self._groups(thing, record, name)
            case Check():
                yield from self._check(thing, record, name)
            case _:
                yield ShapeMark(thing)

    def _check(self, thing: Check, record: Record, name: str) -> Iterator[Mark]:
        """Tick the box or leave it; an unset value leaves all boxes to be ticked by hand."""
        field = FIELDS[thing.field]
        value = field.value(record)
        if value is not None and field.codes and value not in codes.load(field.codes):
            self._problem("printing.unknown_choice", name, thing.field, value=value)
        yield ShapeMark(thing, value == thing.equals)

    def _value(self, field: str, record: Record, name: str, *, optional: bool) -> object | None:
        value = FIELDS[field].value(record)
        if value is None and not optional:
            self._problem("printing.unset", name, self._made_from.get(field, field))
        return value

    def _text(self, thing: Text, record: Record, name: str) -> Iterator[Mark]:
        text = thing.text or ""
        if thing.field is not None:
            value = self._value(thing.field, record, name, optional=thing.optional)
            if value is None:
                return
            formatter = FORMATTERS[thing.format or DEFAULTS[FIELDS[thing.field].kind]]
            text = f"{thing.before}{formatter.write(value)}{thing.after}"
        area = Area(thing.x, thing.y, thing.w, thing.h)
        fitted = self._fitted(text, area, thing, name)
        if fitted is not None:
            yield TextMark(
                area=area,
                fitted=fitted,
                role=thing.font,
                colour=thing.colour,
                align=thing.align,
                valign=thing.valign,
                leading=thing.leading,
                tracking=thing.tracking,
                vertical=thing.vertical,
            )

    def _fitted(self, text: str, area: Area, style: Text | Groups, name: str) -> Fitted | None:
        """Return the lines, or None after noting why there are none."""
        field = style.field or ""
        if not self._has_glyphs(text, style.font, name, field):
            return None

        def measure(part: str) -> float:
            gaps = max(len(part) - 1, 0) * style.tracking
            return self._fonts.width(part, style.font) + gaps

        frame = _frame(area, style)
        if isinstance(style, Text) and style.vertical:
            fitted = fit.column(text, frame)
        elif isinstance(style, Text) and (style.wrap or "\n" in text):
            fitted = fit.paragraph(text, frame, measure)
        else:
            fitted = fit.line(text, frame, measure)
        if fitted is None:
            self._problem("printing.too_long", name, field, text=text, length=len(text))
        return fitted

    def _has_glyphs(self, text: str, role: str, name: str, field: str) -> bool:
        missing = self._fonts.missing(text.replace("\n", ""), role)
        for character in missing:
            code_point = f"U+{ord(character):04X}"
            self._problem(
                "printing.no_glyph", name, field, character=character, code_point=code_point
            )
        return not missing

    def _groups(self, thing: Groups, record: Record, name: str) -> Iterator[Mark]:
        value = self._value(thing.field, record, name, optional=False)
        if value is None:
            return
        groups = [group for group in re.split(r"[-\s]+", str(value)) if group]
        if len(groups) > thing.across * thing.down:
            self._problem("printing.too_long", name, thing.field, text="…", length=len(groups))
            return
        for index, (group, cell) in enumerate(zip(groups, _cells(thing), strict=False), start=1):
            fitted = self._fitted(group, cell, thing, name)
            if fitted is None:
                continue
            box = Box(x=cell.x, y=cell.y, w=cell.w, h=cell.h, radius=1.0, stroke=thing.frame)
            yield ShapeMark(box)
            corner = Area(cell.x + 1.2, cell.y + 0.8, 6, 2.6)
            number = Fitted((str(index),), 6.0)
            yield TextMark(corner, number, "sans", thing.frame)
            yield TextMark(
                cell, fitted, thing.font, thing.colour, "center", tracking=thing.tracking
            )

    def _image(self, thing: Image, record: Record, name: str) -> Iterator[Mark]:
        value = self._value(thing.field, record, name, optional=thing.optional)
        if not isinstance(value, bytes):
            return
        if not _is_picture(value):
            self._problem("printing.bad_image", name, thing.field)
            return
        yield ImageMark(Area(thing.x, thing.y, thing.w, thing.h), value, thing.radius)

    def _problem(self, code: str, name: str, field: str, **detail: object) -> None:
        known = FIELDS.get(field)
        labels = {
            "field": field or "—",
            "label": known.zh if known else "—",
            "label_en": known.en if known else "—",
        }
        problem = Problem(code, name, {**labels, **detail})
        if problem not in self.problems:
            self.problems.append(problem)


def _is_wanted(thing: Object, record: Record) -> bool:
    if_set = getattr(thing, "if_set", None)
    if_unset = getattr(thing, "if_unset", None)
    return (if_set is None or FIELDS[if_set].value(record) is not None) and (
        if_unset is None or FIELDS[if_unset].value(record) is None
    )


def _frame(area: Area, style: Text | Groups) -> Frame:
    width, height = area.w * POINTS_PER_MM, area.h * POINTS_PER_MM
    smallest = style.min_size or style.size
    if isinstance(style, Groups):
        return Frame(width, height, style.size, smallest)
    return Frame(
        width,
        height,
        style.size,
        smallest,
        style.squeeze,
        style.max_lines,
        style.break_at,
        style.leading,
    )


def _cells(thing: Groups) -> Iterator[Area]:
    width = (thing.w - thing.gap * (thing.across - 1)) / thing.across
    height = (thing.h - thing.gap * (thing.down - 1)) / thing.down
    for row in range(thing.down):
        for column in range(thing.across):
            x = thing.x + column * (width + thing.gap)
            y = thing.y + row * (height + thing.gap)
            yield Area(x, y, width, height)


def _is_picture(data: bytes) -> bool:
    import io

    from PIL import Image as Picture

    try:
        with Picture.open(io.BytesIO(data)) as picture:
            picture.load()
            return picture.format in ("JPEG", "PNG")
    except (OSError, SyntaxError, ValueError, Picture.DecompressionBombError):
        return False
