"""Lays out every record before the first sheet and names everything that stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from unionapp.errors import Problem, UserError
from unionapp.printing import fields, seals, table_layout
from unionapp.printing.compose import Composer, Options, Subject
from unionapp.printing.designs import Design, Side
from unionapp.printing.fields import Field, Record
from unionapp.printing.fit import Fitted
from unionapp.printing.fonts import Fonts
from unionapp.printing.kinds import Object
from unionapp.printing.marks import Area, Mark, StampMark, TextMark, lowered
from unionapp.printing.objects import Check, Line, Path, Qr
from unionapp.printing.reportlab_patches import POINTS_PER_MM
from unionapp.printing.stocks import Stock
from unionapp.printing.table_layout import Layout
from unionapp.printing.tables import Table

_SAME = 0.01
_REPRINT, _VOID = "document.reprint", "document.void"


@dataclass(frozen=True, slots=True)
class PageMarks:
    """One page of one record: the layer that it shares with others, its own marks, its height.

    `side` is the side of the design that it shows.
    """

    layer: str
    marks: tuple[Mark, ...]
    height: float
    side: str


# What lies on one place of a sheet: its front, and its back if there is one.
Leaf = tuple[PageMarks, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A print run that is known to work: the shared layers by name, then each leaf."""

    layers: Mapping[str, tuple[Mark, ...]]
    leaves: tuple[Leaf, ...]


def check(
    design: Design,
    stock: Stock,
    records: Sequence[Record],
    fonts: Fonts,
    *,
    issued: date,
    words: Mapping[str, Field] | None = None,
    options: Options | None = None,
) -> Job:
    """Return the job, or raise every problem of every record at once.

    Problems are `printing.no_glyph`, `.too_long`, `.unset`, `.bad_image` (each names record and
    field), `.nothing_to_print` and `.wrong_stock`. A record is printed once for each copy.
    """
    words = words if words is not None else fields.shipped()
    problems = [*_of_stock(design, stock)]
    if not records:
        problems.append(Problem("printing.nothing_to_print", design.zh))
    options = options or Options(design.labels)
    made_from = {"document.seal": design.sealed_by} if design.sealed_by else {}
    composer = Composer(fonts, words, made_from, design.files, options)
    run = _Run(design, stock, composer, issued)
    leaves: list[Leaf] = []
    for number, record in enumerate(records, start=1):
        fields.check_names(record, words)
        name = _name(design, words, record, number)
        seal = {"document.seal": seal_of(design, record, words)}
        for copy in design.copies:
            known = {**seal, **record, "document.issued": issued, "document.copy": copy}
            leaves += run.leaves(known, name)
    problems += composer.problems
    if problems:
        raise UserError(*problems)
    return Job(run.layers, tuple(_same_sizes(leaves, composer)))


class _Run:
    """Lays out one record after another and keeps the layers that they share."""

    def __init__(self, design: Design, stock: Stock, composer: Composer, issued: date) -> None:
        self._design = design
        self._stock = stock
        self._composer = composer
        self._issued = issued
        self._stamped = not {_REPRINT, "receipt.reprint"}.isdisjoint(design.fields())
        self.layers: dict[str, tuple[Mark, ...]] = {}

    def leaves(self, record: Record, name: str) -> Iterator[Leaf]:
        subject = Subject(record, name, is_preprinted=self._stock.preprinted)
        layouts = {side.name: self._layouts(side, subject) for side in self._design.sides}
        counts = {name: _pages(found) for name, found in layouts.items()}
        total = sum(counts.values())
        pages: list[PageMarks] = []
        for side in self._design.sides:
            for number in range(counts[side.name]):
                known = {**record, "document.page": len(pages) + 1, "document.pages": total}
                at = _position(number, counts[side.name])
                one = Subject(known, name, at, self._stock.preprinted)
                pages.append(self._page(side, one, layouts[side.name], number))
        size = 2 if self._design.is_two_sided else 1
        for start in range(0, len(pages), size):
            yield tuple(pages[start : start + size])

    def _layouts(self, side: Side, subject: Subject) -> dict[int, Layout]:
        tables = (thing for thing in side.varying if isinstance(thing, Table))
        return {
            id(table): table_layout.lay_out(
                self._composer, table, subject, endless=self._stock.roll
            )
            for table in tables
        }

    def _page(
        self, side: Side, subject: Subject, layouts: dict[int, Layout], number: int
    ) -> PageMarks:
        flows = self._stock.roll or any(thing.collapse for thing in side.varying)
        things = (*side.fixed, *side.varying) if flows else side.varying
        found: list[tuple[Object, tuple[Mark, ...]]] = []
        for thing in things:
            if not self._composer.is_wanted(thing, subject):
                found.append((thing, ()))
            elif isinstance(thing, Table):
                layout = layouts[id(thing)]
                page = number if number < len(layout.parts) else -1
                if page >= 0:
                    found.append(
                        (thing, tuple(table_layout.marks(self._composer, layout, page, subject)))
                    )
            else:
                found.append((thing, tuple(self._composer.marks(thing, subject))))
        height = self._stock.slot_height
        marks = [mark for _, part in found for mark in part]
        if flows:
            marks, bottom = _flowed(found, layouts, number)
            height = bottom + self._design.foot if self._stock.roll else height
        marks += self._stamps(subject, height)
        return PageMarks(
            "" if flows else self._layer(side, subject), tuple(marks), height, side.name
        )

    def _layer(self, side: Side, subject: Subject) -> str:
        """Return the name of the shared layer of a side at this position, made once."""
        wanted = [thing for thing in side.fixed if self._composer.is_wanted(thing, subject)]
        name = side.name if len(wanted) == len(side.fixed) else f"{side.name} {subject.position}"
        name = name.replace(" ", ".")  # it becomes a name of the PDF
        if name not in self.layers:
            blank = Subject({}, self._design.code, subject.position, subject.is_preprinted)
            self.layers[name] = tuple(
                mark for thing in wanted for mark in self._composer.marks(thing, blank)
            )
        return name

    def _stamps(self, subject: Subject, height: float) -> Iterator[Mark]:
        """Yield what the engine adds to a paper that is void or printed again."""
        words, record, width = self._composer.words, subject.record, self._design.width
        if words[_VOID].value(record) is not None:
            yield StampMark(Area(0, 0, width, height), "作废", "#c0272d")
        times = words[_REPRINT].value(record)
        if times is not None and not self._stamped:
            area = Area(width - 32, 1.0, 30, 4)
            yield TextMark(area, Fitted((f"补打 {times}",), 8.0), "sans", "#c0272d", "right")


def _pages(layouts: Mapping[int, Layout]) -> int:
    return max((len(layout.parts) for layout in layouts.values()), default=1)


def _position(number: int, count: int) -> str:
    if count == 1:
        return "only"
    if number == 0:
        return "first"
    return "last" if number == count - 1 else "middle"


def _of_stock(design: Design, stock: Stock) -> list[Problem]:
    fits = abs(stock.slot_width - design.width) < _SAME and (
        stock.roll or abs(stock.slot_height - design.height) < _SAME
    )
    if fits:
        return []
    detail = {"document": design.zh, "known": ", ".join(design.stocks)}
    return [Problem("printing.wrong_stock", stock.code, detail)]


def _name(design: Design, words: Mapping[str, Field], record: Record, number: int) -> str:
    value = words[design.named_by].value(record)
    return f"{number} {value}" if value is not None else str(number)


def seal_of(design: Design, record: Record, words: Mapping[str, Field] | None = None) -> str | None:
    """Return the text of the QR code of a record's paper, or None when it has none."""
    if design.seal is None or design.sealed_by is None:
        return None
    words = words if words is not None else fields.shipped()
    number = words[design.sealed_by].value(record)
    if number is None:
        return None
    return seals.text(design.seal, str(number), design.fields(), record, words)


# ---- room that is left over --------------------------------------------------------------------


def _flowed(
    found: Sequence[tuple[Object, tuple[Mark, ...]]], layouts: Mapping[int, Layout], number: int
) -> tuple[list[Mark], float]:
    """Move up what stands below an object that needs less room, and down below a longer table.

    Returns the marks and where the lowest of them ends.
    """
    saved: dict[tuple[float, float], float] = {}
    for thing, marks in found:
        if not (thing.collapse or isinstance(thing, Table)):
            continue
        top, bottom = _span(thing)
        left = bottom - _end(thing, marks, layouts, number)
        # Of objects side by side the one that needs most counts.
        saved[top, bottom] = min(saved.get((top, bottom), left), left)
    moved: list[Mark] = []
    lowest = 0.0
    for thing, marks in found:
        top, _ = _span(thing)
        by = -sum(left for (_, bottom), left in saved.items() if bottom <= top + _SAME)
        moved += [lowered(mark, by) for mark in marks] if by else marks
        if marks:
            lowest = max(lowest, _end(thing, marks, layouts, number) + by)
    return moved, lowest


def _span(thing: Object) -> tuple[float, float]:
    match thing:
        case Line():
            return min(thing.y1, thing.y2), max(thing.y1, thing.y2)
        case Path():
            numbers = [float(word) for word in thing.d.split() if word not in "MLCZ"]
            return min(numbers[1::2], default=0.0), max(numbers[1::2], default=0.0)
        case Qr() | Check():
            return thing.y, thing.y + thing.size
        case _:
            return thing.y, thing.y + thing.h


def _end(thing: Object, marks: Sequence[Mark], layouts: Mapping[int, Layout], number: int) -> float:
    """Return where an object really ends: its top when nothing of it is drawn."""
    top, bottom = _span(thing)
    if not marks:
        return top
    if isinstance(thing, Table):
        return top + table_layout.height_of(layouts[id(thing)], number)
    texts = [mark for mark in marks if isinstance(mark, TextMark)]
    if thing.collapse and texts and not texts[0].vertical:
        used = max(len(one.fitted.lines) * one.fitted.size * one.leading for one in texts)
        return min(top + used / POINTS_PER_MM, bottom)
    return bottom


# ---- the same size for all ---------------------------------------------------------------------


def _same_sizes(leaves: Sequence[Leaf], composer: Composer) -> Iterator[Leaf]:
    """Give all texts of a group the size of the smallest of them."""
    sizes: dict[int, float] = {}
    for leaf in leaves:
        for page in leaf:
            for mark in page.marks:
                if isinstance(mark, TextMark) and mark.group:
                    size = min(sizes.get(mark.group, mark.fitted.size), mark.fitted.size)
                    sizes[mark.group] = size
    if not sizes:
        yield from leaves
        return
    for leaf in leaves:
        yield tuple(
            replace(page, marks=tuple(_resized(mark, sizes, composer) for mark in page.marks))
            for page in leaf
        )


def _resized(mark: Mark, sizes: Mapping[int, float], composer: Composer) -> Mark:
    if not isinstance(mark, TextMark) or not mark.group:
        return mark
    size = sizes[mark.group]
    if size >= mark.fitted.size:
        return mark
    measure = composer.measure(mark.role, mark.tracking)
    widest = max(map(measure, mark.fitted.lines))
    stretch = min(1.0, mark.area.w * POINTS_PER_MM / (size * widest)) if widest else 1.0
    return replace(mark, fitted=Fitted(mark.fitted.lines, size, stretch))
