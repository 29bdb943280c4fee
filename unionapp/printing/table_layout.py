"""Lays out a table: how its rows part into pages, and the marks of each page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise

from unionapp.printing import fit, formatters
from unionapp.printing.compose import Composer, Subject
from unionapp.printing.fields import Field, Record
from unionapp.printing.fit import Fitted, Frame
from unionapp.printing.marks import Area, Mark, RulesMark, ShapeMark, TextMark
from unionapp.printing.objects import Box, Check, Text
from unionapp.printing.reportlab_patches import POINTS_PER_MM
from unionapp.printing.tables import Column, Table

_SLACK = 1e-6
_ANY_LINES = 999
_MOST_TICK = 3.4  # mm; a tick is never larger, however high the row


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one page: from `start` to before `stop`, and empty ones behind them."""

    start: int
    stop: int
    empty: int = 0


@dataclass(slots=True)
class Layout:
    """One table for one record: its rows, their heights, and the pages that they need."""

    table: Table
    rows: Sequence[Record]
    heights: list[float]
    parts: list[Part]
    row_fields: Mapping[str, Field]
    cells: dict[tuple[int, str], Fitted] = field(default_factory=dict)


def lay_out(composer: Composer, table: Table, subject: Subject, *, endless: bool = False) -> Layout:
    """Return how a table lies on its pages; an `endless` one (a roll) has a single page.

    Notes `printing.too_many_rows` where rows are left over and no further page is allowed.
    """
    words = composer.words[table.field]
    value = words.value(subject.record)
    rows: Sequence[Record] = value if isinstance(value, list | tuple) else ()
    heights = [_row_height(composer, table, words.row, row) for row in rows]
    layout = Layout(table, rows, heights, [], words.row)
    layout.parts = list(_parts(composer, layout, subject, endless=endless))
    return layout


def height_of(layout: Layout, number: int) -> float:
    """Return how high the table is on its page `number`."""
    part, table = layout.parts[number], layout.table
    is_last = number == len(layout.parts) - 1
    rows = sum(layout.heights[part.start : part.stop]) + part.empty * table.row_h
    return _head_height(table) + rows + _sums_height(table, is_last=is_last)


# ---- pages -------------------------------------------------------------------------------------


def _parts(
    composer: Composer, layout: Layout, subject: Subject, *, endless: bool
) -> Iterator[Part]:
    table, heights = layout.table, layout.heights
    totals = [0.0, *accumulate(heights)]
    least = max(table.min_rows - len(heights), 0)
    start, number = 0, 0
    while True:
        room = _room(table, number, is_last=False)
        last_room = _room(table, number, is_last=True)
        left = totals[-1] - totals[start]
        if endless or left <= last_room + _SLACK:
            spare = int((last_room - left + _SLACK) / table.row_h)
            empty = least if endless else min(spare, spare if table.fill else least)
            yield Part(start, len(heights), max(empty, 0))
            return
        if table.further_y is None:
            fits = sum(1 for total in totals[1:] if total <= last_room + _SLACK)
            composer.problem(
                "printing.too_many_rows", subject.name, table.field, count=len(heights), fits=fits
            )
            yield Part(start, len(heights))
            return
        stop = start
        while stop < len(heights) and totals[stop + 1] - totals[start] <= room + _SLACK:
            stop += 1
        # The last page is never left without a row, and every page takes at least one.
        stop = max(min(stop, len(heights) - 1), start + 1)
        yield Part(start, stop)
        start, number = stop, number + 1


def _top(table: Table, number: int) -> float:
    return table.y if number == 0 or table.further_y is None else table.further_y


def _room(table: Table, number: int, *, is_last: bool) -> float:
    """Return the height that is left for rows on a page."""
    height = table.h if number == 0 else table.further_h or table.h
    if is_last and table.last_bottom is not None:
        height = min(height, table.last_bottom - _top(table, number))
    return height - _head_height(table) - _sums_height(table, is_last=is_last)


def _head_height(table: Table) -> float:
    if not any(column.head for column in table.columns):
        return 0.0
    return table.head_h or table.row_h * (2 if table.has_groups else 1)


def _sums_height(table: Table, *, is_last: bool) -> float:
    lines = (table.page_sum is not None) + (table.total is not None and is_last)
    return lines * table.row_h


def _row_height(
    composer: Composer, table: Table, row_fields: Mapping[str, Field], row: Record
) -> float:
    if table.max_row_h is None:
        return table.row_h
    lines = 1
    for column in table.columns:
        text = _text_of(composer, column, row_fields, row) if column.wrap else None
        if text:
            size = column.size or table.size
            frame = Frame(
                _inner(table, column) * POINTS_PER_MM, 1e6, size, size, column.squeeze, 999
            )
            found = fit.paragraph(text, frame, composer.measure(_role(table, column)))
            lines = max(lines, len(found.lines) if found else 1)
    line_height = table.size * table.leading / POINTS_PER_MM
    needed = lines * line_height + 2 * min(table.padding, (table.row_h - line_height) / 2)
    return min(max(table.row_h, needed), table.max_row_h)


# ---- marks -------------------------------------------------------------------------------------


def marks(composer: Composer, layout: Layout, number: int, subject: Subject) -> Iterator[Mark]:
    """Yield the marks of the table's page `number` (from 0)."""
    table, part = layout.table, layout.parts[number]
    top = _top(table, number)
    head = _head_height(table)
    heights = layout.heights[part.start : part.stop] + [table.row_h] * part.empty
    edges = [top + head, *accumulate(heights, initial=top + head)][1:]
    is_last = number == len(layout.parts) - 1
    sums = list(_sums(composer, layout, part, is_last=is_last))
    yield from _stripes(table, edges)
    if head:
        yield from _head(composer, table, top, head, subject)
    filled = zip(layout.rows[part.start : part.stop], heights, edges, strict=False)
    for index, (row, height, y) in enumerate(filled, start=part.start):
        yield from _row(composer, layout, row, index, y, height, subject)
    bottom = edges[-1]
    for line, (words, values) in enumerate(sums):
        y = bottom + line * table.row_h
        yield from _sum_line(composer, table, words, values, y, subject)
    if table.line is not None:
        lines = tuple(_rules(table, top, head, edges, len(sums)))
        yield RulesMark(lines, table.line, table.width)


def _stripes(table: Table, edges: list[float]) -> Iterator[Mark]:
    if table.stripe is None:
        return
    for y, below in list(pairwise(edges))[1::2]:
        yield ShapeMark(Box(x=table.x, y=y, w=table.w, h=below - y, fill=table.stripe))


def _lefts(table: Table) -> list[float]:
    return list(accumulate((column.w for column in table.columns), initial=table.x))


def _head(
    composer: Composer, table: Table, top: float, height: float, subject: Subject
) -> Iterator[Mark]:
    if table.head_fill is not None:
        yield ShapeMark(Box(x=table.x, y=top, w=table.w, h=height, fill=table.head_fill))
    lefts = _lefts(table)
    half = height / 2
    for name, first, last in _groups(table):
        area = Area(lefts[first], top, lefts[last + 1] - lefts[first], half)
        yield from _head_text(composer, table, name, "", area, subject)
    for at, column in enumerate(table.columns):
        y, h = (top + half, half) if column.group else (top, height)
        area = Area(lefts[at], y, column.w, h)
        yield from _head_text(composer, table, column.head, column.en, area, subject)


def _groups(table: Table) -> Iterator[tuple[str, int, int]]:
    """Yield the words above neighbouring heads with their first and last column."""
    numbered = enumerate(table.columns)
    for name, found in groupby(numbered, key=lambda pair: pair[1].group):
        columns = [at for at, _ in found]
        if name:
            yield name, columns[0], columns[-1]


def _head_text(
    composer: Composer, table: Table, words: str, en: str, area: Area, subject: Subject
) -> Iterator[Mark]:
    if not words:
        return
    size = table.head_size or table.size
    style = Text(
        x=area.x + 0.4, y=area.y, w=max(area.w - 0.8, 0.5), h=area.h, text=words, en=en or None,
        font=table.head_font, size=size, min_size=size * 0.6, max_lines=2, wrap=len(words) > 2,
        align="center", colour=table.head_colour, leading=1.15,
    )  # fmt: skip
    yield from composer.marks(style, subject)


def _row(
    composer: Composer,
    layout: Layout,
    row: Record,
    index: int,
    y: float,
    height: float,
    subject: Subject,
) -> Iterator[Mark]:
    table = layout.table
    x = table.x
    for column in table.columns:
        if column.equals is not None and column.field is not None:
            size = min(height * 0.6, _MOST_TICK)
            value = layout.row_fields[column.field].value(row)
            check = Check(
                x=x + (column.w - size) / 2, y=y + (height - size) / 2, size=size,
                field=table.field, colour=table.colour,
            )  # fmt: skip
            yield ShapeMark(check, value is not None and str(value) == column.equals)
        elif column.number:
            area = Area(x, y, column.w, height)
            yield from _cell(composer, table, column, str(index + 1), area, subject, index)
        elif column.field is not None:
            text = _text_of(composer, column, layout.row_fields, row)
            area = Area(x, y, column.w, height)
            if text:
                yield from _cell(composer, table, column, text, area, subject, index)
            elif text is None and not column.optional:
                name = f"{table.field}.{column.field}"
                composer.problem("printing.unset", f"{subject.name} #{index + 1}", name)
        x += column.w


def _text_of(
    composer: Composer, column: Column, row_fields: Mapping[str, Field], row: Record
) -> str | None:
    words = row_fields[column.field or ""]
    value = words.value(row)
    if value is None:
        return None
    shown = formatters.shown(words, value, column.format, composer.options.language)
    return f"{column.before}{shown}{column.after}"


def _cell(
    composer: Composer,
    table: Table,
    column: Column,
    text: str,
    area: Area,
    subject: Subject,
    index: int | None,
) -> Iterator[TextMark]:
    """Yield a cell's words in their column; `index` is the row that a problem names."""
    role = _role(table, column)
    name = subject.name if index is None else f"{subject.name} #{index + 1}"
    field_name = f"{table.field}.{column.field}" if column.field else table.field
    checked = composer.with_glyphs(text, role, name, field_name)
    if checked is None:
        return
    inner = Area(area.x + table.padding, area.y, area.w - 2 * table.padding, area.h)
    frame = _frame(table, column, inner)
    way = fit.paragraph if column.wrap or "\n" in checked else fit.line
    fitted = way(checked, frame, composer.measure(role))
    if fitted is None:
        composer.problem("printing.too_long", name, field_name, text=text, length=len(text))
        return
    same = table.same_size if column.same_size is None else column.same_size
    align = "center" if column.number and column.align == "left" else column.align
    yield TextMark(
        inner,
        fitted,
        role,
        table.colour,
        align,
        leading=table.leading,
        group=id(column) if same else 0,
    )


def _frame(table: Table, column: Column, inner: Area) -> Frame:
    """Return the room that a cell gives its words; a row that grows takes any number of lines."""
    size = column.size or table.size
    grows = column.wrap and table.max_row_h
    return Frame(
        inner.w * POINTS_PER_MM,
        inner.h * POINTS_PER_MM,
        size,
        min(column.min_size or table.min_size or size, size),
        column.squeeze,
        max(column.max_lines, _ANY_LINES) if grows else column.max_lines,
        column.break_at,
        table.leading,
    )


def _role(table: Table, column: Column) -> str:
    return column.font or table.font


def _inner(table: Table, column: Column) -> float:
    return column.w - 2 * table.padding


# ---- sums --------------------------------------------------------------------------------------


def _sums(
    composer: Composer, layout: Layout, part: Part, *, is_last: bool
) -> Iterator[tuple[str, dict[int, str]]]:
    """Yield the words of each line of sums and the sum of each column by its number."""
    table = layout.table
    if table.page_sum is not None:
        yield table.page_sum, _added(composer, layout, layout.rows[part.start : part.stop])
    if table.total is not None and is_last:
        yield table.total, _added(composer, layout, layout.rows)


def _added(composer: Composer, layout: Layout, rows: Sequence[Record]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, column in enumerate(layout.table.columns):
        if column.sum and column.field is not None:
            words = layout.row_fields[column.field]
            values = (words.value(row) for row in rows)
            total = sum(value for value in values if isinstance(value, int))
            shown = formatters.shown(words, total, column.format, composer.options.language)
            found[at] = f"{column.before}{shown}{column.after}"
    return found


def _sum_line(
    composer: Composer,
    table: Table,
    words: str,
    values: dict[int, str],
    y: float,
    subject: Subject,
) -> Iterator[Mark]:
    lefts = _lefts(table)
    first = min(values, default=len(table.columns))
    label = Text(
        x=table.x + table.padding, y=y, w=max(lefts[first] - table.x - 2 * table.padding, 1.0),
        h=table.row_h, text=words, font=table.head_font, size=table.size,
        min_size=table.size * 0.6, colour=table.colour,
    )  # fmt: skip
    yield from composer.marks(label, subject)
    for at, text in values.items():
        area = Area(lefts[at], y, table.columns[at].w, table.row_h)
        yield from _cell(composer, table, table.columns[at], text, area, subject, None)


def _rules(
    table: Table, top: float, head: float, edges: list[float], sums: int
) -> Iterator[tuple[float, float, float, float]]:
    """Yield all lines of the page: one under every row, one beside each column."""
    left, right = table.x, table.x + table.w
    lefts = _lefts(table)
    bottom = edges[-1]
    lowest = bottom + sums * table.row_h
    levels = [top, *edges, *(bottom + line * table.row_h for line in range(1, sums + 1))]
    yield from ((left, y, right, y) for y in dict.fromkeys(levels))
    inside = dict.fromkeys(range(len(lefts)), top)
    if head:
        half = top + head / 2
        for _, first, last in _groups(table):
            yield lefts[first], half, lefts[last + 1], half
            inside.update(dict.fromkeys(range(first + 1, last + 1), half))
    summed = [at for at, column in enumerate(table.columns) if column.sum]
    open_until = summed[0] if summed else len(table.columns)
    for at, x in enumerate(lefts):
        is_edge = at in (0, len(lefts) - 1)
        ends = lowest if is_edge or at >= open_until else bottom
        yield x, inside[at], x, ends
