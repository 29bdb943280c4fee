"""Turns one side of a design and one record into marks ready to draw, or into problems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from unionapp.errors import Problem
from unionapp.printing import barcodes, fit, formatters, pictures, qr
from unionapp.printing.design_files import DesignFiles
from unionapp.printing.fields import Field, Record
from unionapp.printing.fit import Fitted, Frame
from unionapp.printing.fonts import BLANK, Fonts
from unionapp.printing.kinds import Object
from unionapp.printing.marks import (
    Area,
    BarcodeMark,
    ImageMark,
    Mark,
    QrMark,
    ShapeMark,
    TextMark,
    artwork_of,
)
from unionapp.printing.objects import (
    Artwork,
    Barcode,
    Box,
    Cells,
    Check,
    Choices,
    Groups,
    Image,
    Qr,
    Text,
)
from unionapp.printing.reportlab_patches import POINTS_PER_MM
from unionapp.printing.tables import Table
from unionapp.values import codes

# Stands for a character that no font has, to be written in by hand when the worker says so.
# Two languages in one box: how much of it the Chinese words take, and how large the English are.
_UPPER, _SMALLER = 0.58, 0.62
# A box to tick beside its words: its size and the gap behind it, in heights of the type.
_TICK, _TICK_GAP = 0.95, 0.45


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is printed: the language of the labels, and blanks for what has no glyph."""

    language: str = "zh"
    blanks: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A record, what a problem calls it, and the page that it is laid out for."""

    record: Record
    name: str
    position: str = "only"
    is_preprinted: bool = False


class Composer:
    """Lays out objects for one record after another; problems gather in `problems`.

    `made_from` names, for a field that the engine makes, the field that it is made from: an
    unset one is told under the name that the user can fill in.
    """

    def __init__(
        self,
        fonts: Fonts,
        words: Mapping[str, Field],
        made_from: Mapping[str, str],
        files: DesignFiles | None = None,
        options: Options | None = None,
    ) -> None:
        self.fonts = fonts
        self.words = words
        self._made_from = made_from
        self._files = files
        self.options = options or Options()
        self.problems: list[Problem] = []
        self._artwork: dict[str, bytes] = {}

    def marks(self, thing: Object, subject: Subject) -> Iterator[Mark]:
        """Yield the marks of one object that is wanted; tables are laid out elsewhere."""
        match thing:
            case Text():
                yield from self._text(thing, subject)
            case Choices():
                yield from self._choices(thing, subject)
            case Image():
                yield from self._image(thing, subject)
            case Artwork():
                yield artwork_of(thing, self._bytes_of(thing.file))
            case Qr():
                yield from self._qr(thing, subject)
            case Barcode():
                yield from self._barcode(thing, subject)
            case Groups():
                yield from self._groups(thing, subject)
            case Cells():
                yield from self._cells(thing, subject)
            case Check():
                yield ShapeMark(thing, self._is_ticked(thing, subject))
            case Table():
                raise TypeError("a table is laid out by pages")
            case _:
                yield ShapeMark(thing)

    def is_wanted(self, thing: Object, subject: Subject) -> bool:
        """Tell whether an object is drawn for this record on this page and paper."""
        if not _is_on(thing.on, subject.position):
            return False
        if subject.is_preprinted and thing.print != "always":
            has_field = any(getattr(thing, one, None) for one in ("field", "sum_of", "count_of"))
            if thing.print == "blank" or not has_field:
                return False
        for name, wanted in ((thing.if_set, True), (thing.if_unset, False)):
            if name is not None and (self._found(name, subject) is not None) != wanted:
                return False
        if thing.if_field is None:
            return True
        return str(self._found(thing.if_field, subject) or "") in thing.equals_any

    # ---- values ------------------------------------------------------------------------------

    def _found(self, name: str, subject: Subject) -> object | None:
        return self.words[name].value(subject.record)

    def _value(self, name: str, subject: Subject, *, optional: bool) -> object | None:
        value = self._found(name, subject)
        if value is None and not optional:
            self.problem("printing.unset", subject.name, self._made_from.get(name, name))
        return value

    def _is_ticked(self, thing: Check, subject: Subject) -> bool:
        """Tell whether a box is ticked; an unset value leaves all boxes to be ticked by hand."""
        value = self._known(thing.field, subject)
        if thing.equals is None:
            return value is not None and value is not False
        return value is not None and thing.equals in _codes_of(self.words[thing.field], value)

    def _known(self, name: str, subject: Subject) -> object | None:
        """Return the value after noting a code that its list does not have."""
        field = self.words[name]
        value = field.value(subject.record)
        if value is not None and field.codes:
            known = codes.load(field.codes)
            for code in _codes_of(field, value):
                if code not in known:
                    self.problem("printing.unknown_choice", subject.name, name, value=code)
        return value

    def _words_of(self, thing: Text, subject: Subject) -> str | None:
        """Return what a text with a field says, or None when it is left out."""
        language = self.options.language
        if thing.count_of is not None:
            rows = self._found(thing.count_of, subject) or ()
            shown = str(len(rows) if isinstance(rows, list | tuple) else 0)
        elif thing.sum_of is not None:
            name, _, column = thing.sum_of.rpartition(".")
            field = self.words[name].row[column]
            shown = formatters.shown(field, self._sum(name, column, subject), thing.format)
        else:
            name = thing.field or ""
            optional = thing.optional or thing.otherwise is not None
            value = self._value(name, subject, optional=optional)
            if value is None:
                return thing.otherwise
            shown = formatters.shown(self.words[name], value, thing.format, language)
        return f"{thing.before}{shown}{thing.after}"

    def _sum(self, name: str, column: str, subject: Subject) -> int:
        rows = self._found(name, subject)
        field = self.words[name].row[column]
        total = 0
        for row in rows if isinstance(rows, list | tuple) else ():
            value = field.value(row)
            total += value if isinstance(value, int) else 0
        return total

    # ---- text --------------------------------------------------------------------------------

    def _text(self, thing: Text, subject: Subject) -> Iterator[Mark]:
        area = Area(thing.x, thing.y, thing.w, thing.h)
        if thing.text is None:
            words = self._words_of(thing, subject)
            if words:
                yield from self._typeset(words, area, thing, subject)
        elif thing.en is None or self.options.language == "zh":
            yield from self._typeset(thing.text, area, thing, subject)
        elif self.options.language == "en":
            smaller = replace(thing, min_size=thing.min_size or thing.size / 2, squeeze=0.7)
            yield from self._typeset(thing.en, area, smaller, subject)
        else:
            upper = Area(area.x, area.y, area.w, area.h * _UPPER)
            lower = Area(area.x, area.y + upper.h, area.w, area.h - upper.h)
            most = thing.h * POINTS_PER_MM * _UPPER / thing.leading
            first = replace(thing, size=min(thing.size, most), valign="bottom")
            small = min(first.size, most) * _SMALLER
            second = replace(thing, size=small, min_size=small / 2, squeeze=0.7, valign="top")
            yield from self._typeset(thing.text, upper, first, subject)
            yield from self._typeset(thing.en, lower, second, subject)

    def _typeset(
        self, words: str, area: Area, thing: Text, subject: Subject, field: str | None = None
    ) -> Iterator[TextMark]:
        fitted = self.fitted(words, area, thing, subject.name, field or thing.field or "")
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
                group=id(thing) if thing.same_size else 0,
            )

    def fitted(
        self, text: str, area: Area, style: Text | Groups, name: str, field: str
    ) -> Fitted | None:
        """Return the lines, or None after noting why there are none."""
        checked = self.with_glyphs(text, style.font, name, field)
        if checked is None:
            return None
        measure = self.measure(style.font, style.tracking)
        frame = _frame(area, style)
        if isinstance(style, Text) and style.vertical:
            found = fit.column(checked, frame)
        elif isinstance(style, Text) and (style.wrap or "\n" in checked):
            found = fit.paragraph(checked, frame, measure)
        else:
            found = fit.line(checked, frame, measure)
        if found is None:
            self.problem("printing.too_long", name, field, text=text, length=len(text))
        return found

    def measure(self, role: str, tracking: float = 0.0) -> fit.Measure:
        """Return what tells the width of a text in em."""
        if not tracking:
            return partial(self.fonts.width, role=role)

        def with_gaps(part: str) -> float:
            return self.fonts.width(part, role) + max(len(part) - 1, 0) * tracking

        return with_gaps

    def with_glyphs(self, text: str, role: str, name: str, field: str) -> str | None:
        """Return the text, None after noting what has no glyph, or blanks in its place."""
        if self.fonts.has_all(text, role):
            return text
        missing = self.fonts.missing(text.replace("\n", ""), role)
        if self.options.blanks:
            return "".join(BLANK if one in missing else one for one in text)
        for character in missing:
            code_point = f"U+{ord(character):04X}"
            self.problem(
                "printing.no_glyph", name, field, character=character, code_point=code_point
            )
        return None if missing else text

    # ---- boxes to tick and cells ------------------------------------------------------------

    def _choices(self, thing: Choices, subject: Subject) -> Iterator[Mark]:
        field = self.words[thing.field]
        value = self._known(thing.field, subject)
        ticked = _codes_of(field, value) if value is not None else ()
        known = codes.load(field.codes) if field.codes else None
        of = thing.of or tuple(item.code for item in known or ())
        labels = thing.words or tuple(
            known.label(code, self.options.language) if known else code for code in of
        )
        across = thing.across or len(of)
        down = -(-len(of) // across)
        width, height = thing.w / across, thing.h / down
        em = thing.size / POINTS_PER_MM
        box, gap = em * _TICK, em * _TICK_GAP
        for index, (code, words) in enumerate(zip(of, labels, strict=True)):
            x = thing.x + index % across * width
            y = thing.y + index // across * height
            check = Check(
                x=x, y=y + (height - box) / 2, size=box, field=thing.field, colour=thing.colour
            )
            yield ShapeMark(check, code in ticked)
            style = Text(
                x=x + box + gap, y=y, w=width - box - 2 * gap, h=height, text=words,
                font=thing.font, size=thing.size, min_size=thing.min_size or thing.size * 0.7,
                colour=thing.colour,
            )  # fmt: skip
            area = Area(style.x, style.y, style.w, style.h)
            style = self._broken(style, words)
            yield from self._typeset(words, area, style, subject, thing.field)

    def _broken(self, style: Text, words: str) -> Text:
        """Return the style of a choice's words, on several lines where one can never hold them."""
        smallest = style.min_size or style.size
        width = self.fonts.width(words, style.font) * smallest * style.squeeze
        if width <= style.w * POINTS_PER_MM:
            return style
        lines = int(style.h * POINTS_PER_MM / (smallest * style.leading))
        return replace(style, wrap=True, max_lines=max(lines, 1))

    def _cells(self, thing: Cells, subject: Subject) -> Iterator[Mark]:
        width = (thing.w - thing.gap * (thing.count - 1)) / thing.count
        areas = [
            Area(thing.x + at * (width + thing.gap), thing.y, width, thing.h)
            for at in range(thing.count)
        ]
        for area in areas if thing.frame is not None else ():
            box = Box(x=area.x, y=area.y, w=area.w, h=area.h, stroke=thing.frame)
            yield ShapeMark(box)
        value = self._value(thing.field, subject, optional=thing.optional)
        if value is None:
            return
        text = formatters.shown(self.words[thing.field], value, thing.format)
        checked = self.with_glyphs(text, thing.font, subject.name, thing.field)
        if checked is None:
            return
        if len(checked) > thing.count:
            self.problem(
                "printing.too_long", subject.name, thing.field, text=text, length=len(text)
            )
            return
        first = thing.count - len(checked) if thing.align == "right" else 0
        for area, character in zip(areas[first:], checked, strict=False):
            one = Fitted((character,), thing.size)
            yield TextMark(area, one, thing.font, thing.colour, "center")

    def _groups(self, thing: Groups, subject: Subject) -> Iterator[Mark]:
        value = self._value(thing.field, subject, optional=False)
        if value is None:
            return
        groups = [group for group in re.split(r"[-\s]+", str(value)) if group]
        if len(groups) > thing.across * thing.down:
            self.problem(
                "printing.too_long", subject.name, thing.field, text="…", length=len(groups)
            )
            return
        for index, (group, cell) in enumerate(zip(groups, _cells(thing), strict=False), start=1):
            fitted = self.fitted(group, cell, thing, subject.name, thing.field)
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

    # ---- codes and pictures -----------------------------------------------------------------

    def _qr(self, thing: Qr, subject: Subject) -> Iterator[Mark]:
        value = self._value(thing.field, subject, optional=thing.optional)
        if value is None:
            return
        if not qr.can_encode(str(value), thing.level):
            self.problem("printing.bad_code", subject.name, thing.field, text=str(value)[:40])
            return
        yield QrMark(
            Area(thing.x, thing.y, thing.size, thing.size), str(value), thing.level, thing.colour
        )

    def _barcode(self, thing: Barcode, subject: Subject) -> Iterator[Mark]:
        value = self._value(thing.field, subject, optional=thing.optional)
        if value is None:
            return
        if not barcodes.can_encode(str(value)):
            self.problem("printing.bad_code", subject.name, thing.field, text=str(value)[:40])
            return
        yield BarcodeMark(Area(thing.x, thing.y, thing.w, thing.h), str(value), thing.colour)

    def _image(self, thing: Image, subject: Subject) -> Iterator[Mark]:
        value = self._value(thing.field, subject, optional=thing.optional)
        if not isinstance(value, bytes):
            return
        if not pictures.is_picture(value):
            self.problem("printing.bad_image", subject.name, thing.field)
            return
        yield ImageMark(Area(thing.x, thing.y, thing.w, thing.h), value, thing.radius)

    def _bytes_of(self, file: str) -> bytes:
        if file not in self._artwork:
            if self._files is None:
                raise TypeError("a design with artwork is read from files")
            self._artwork[file] = self._files.artwork(file)
        return self._artwork[file]

    # ---- problems ----------------------------------------------------------------------------

    def problem(self, code: str, name: str, field: str, **detail: object) -> None:
        """Note a problem of a record's field once; `field` may be `list.column`."""
        known = self.words.get(field)
        if known is None and "." in field:
            owner = self.words.get(field.rpartition(".")[0])
            known = owner.row.get(field.rpartition(".")[2]) if owner else None
        labels = {
            "field": field or "—",
            "label": known.zh if known else "—",
            "label_en": known.en if known else "—",
        }
        problem = Problem(code, name, {**labels, **detail})
        if problem not in self.problems:
            self.problems.append(problem)


def _is_on(on: str, position: str) -> bool:
    match on:
        case "first":
            return position in ("only", "first")
        case "further":
            return position in ("middle", "last")
        case "last":
            return position in ("only", "last")
        case "not_last":
            return position in ("first", "middle")
        case _:
            return True


def _codes_of(field: Field, value: object) -> tuple[str, ...]:
    if field.kind == "choices":
        return tuple(str(value).split())
    if isinstance(value, bool):
        return ("yes",) if value else ("no",)
    return (str(value),)


def _frame(area: Area, style: Text | Groups) -> Frame:
    width, height = area.w * POINTS_PER_MM, area.h * POINTS_PER_MM
    smallest = min(style.min_size or style.size, style.size)
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
