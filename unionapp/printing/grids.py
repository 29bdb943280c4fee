"""The grid of a form: ruled cells with labels and values, written as rows instead of boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.printing import checked
from unionapp.printing.checked import key
from unionapp.printing.objects import (
    ROLES,
    Box,
    Choices,
    Common,
    Text,
    maybe_colour,
    maybe_format,
    maybe_size,
)

# How far a value that stands at the top or the bottom of its cell keeps from the rule, in mm.
_OFF_THE_LINE = 1.0

_maybe_text = checked.optional(checked.text)
_maybe_role = checked.optional(checked.one_of(*ROLES))
_maybe_align = checked.optional(checked.one_of("left", "center", "right"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: a `label`, a `field`, boxes to tick (`choices`), or nothing to write in by hand.

    Cells without `w` share what is left of the row; `down` is how many rows a cell is high. An
    unset field leaves its cell empty unless it is `required`.
    """

    w: float | None = key(maybe_size, None)
    down: int = key(checked.count, 1)
    label: str | None = key(_maybe_text, None)
    en: str | None = key(_maybe_text, None)
    field: str | None = key(_maybe_text, None)
    choices: str | None = key(_maybe_text, None)
    of: tuple[str, ...] = key(checked.texts, ())
    words: tuple[str, ...] = key(checked.texts, ())
    across: int | None = key(checked.optional(checked.count), None)
    format: str | None = key(maybe_format, None)
    before: str = key(checked.text, "")
    after: str = key(checked.text, "")
    otherwise: str | None = key(_maybe_text, None)
    required: bool = key(checked.flag, False)
    font: str | None = key(_maybe_role, None)
    size: float | None = key(maybe_size, None)
    min_size: float | None = key(maybe_size, None)
    max_lines: int = key(checked.count, 1)
    wrap: bool = key(checked.flag, False)
    vertical: bool = key(checked.flag, False)
    align: str | None = key(_maybe_align, None)
    valign: str = key(checked.one_of("top", "middle", "bottom"), "middle")
    fill: str | None = key(maybe_colour, None)
    colour: str | None = key(maybe_colour, None)

    def __post_init__(self) -> None:
        said = [one for one in (self.label, self.field, self.choices) if one is not None]
        if len(said) > 1:
            raise refuse("printing.text_or_field", key="label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells from left to right, `h` mm high."""

    h: float = key(checked.size)
    cells: tuple[Cell, ...] = key(checked.list_of(Cell, "cells"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Common):
    """Rows of cells, `w` mm wide, with lines between; labels are tinted and centred."""

    x: float = key(checked.number)
    y: float = key(checked.number)
    w: float = key(checked.size)
    rows: tuple[Row, ...] = key(checked.list_of(Row, "rows"))
    label_font: str = key(checked.one_of(*ROLES), "sans")
    label_size: float = key(checked.size, 9.5)
    label_colour: str = key(checked.colour, "#3d3d3d")
    label_fill: str | None = key(maybe_colour, None)
    font: str = key(checked.one_of(*ROLES), "kai")
    size: float = key(checked.size, 11.0)
    min_size: float = key(checked.size, 7.0)
    align: str = key(checked.one_of("left", "center", "right"), "left")
    colour: str = key(checked.colour, "#111111")
    padding: float = key(checked.number, 1.5)
    line: str = key(checked.colour, "#4a4a4a")
    width: float = key(checked.size, 0.2)
    frame: float = key(checked.size, 0.4)

    def __post_init__(self) -> None:
        for _ in placed(self):
            pass

    @property
    def h(self) -> float:
        return sum(row.h for row in self.rows)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and the rectangle (mm) that it takes."""

    cell: Cell
    x: float
    y: float
    w: float
    h: float


_SAME = 0.01


def placed(grid: Grid) -> Iterator[Placed]:
    """Yield every cell with its rectangle; raises `printing.grid_row` where widths do not fit."""
    y = grid.y
    below: list[tuple[float, float, int]] = []  # cells that reach down: left, right, last row
    for number, row in enumerate(grid.rows):
        taken = sorted((left, right) for left, right, last in below if last >= number)
        free = grid.w - sum(right - left for left, right in taken)
        named = sum(cell.w for cell in row.cells if cell.w is not None)
        shares = sum(cell.w is None for cell in row.cells)
        share = (free - named) / shares if shares else 0.0
        if (shares and share <= 0) or (not shares and abs(free - named) > _SAME):
            raise refuse("printing.grid_row", f"rows {number + 1}", want=f"{free:g}")
        x = grid.x
        for cell in row.cells:
            for left, right in taken:
                if abs(left - x) < _SAME:
                    x = right
            width = cell.w if cell.w is not None else share
            height = sum(one.h for one in grid.rows[number : number + cell.down])
            yield Placed(cell, x, y, width, height)
            if cell.down > 1:
                below.append((x, x + width, number + cell.down - 1))
            x += width
        y += row.h


def fixed_part(grid: Grid) -> Iterator[Box | Text]:
    """Yield what is equal on every record: tints, rules and labels."""
    cells = list(placed(grid))
    for one in cells:
        fill = one.cell.fill or (grid.label_fill if one.cell.label is not None else None)
        if fill is not None:
            yield Box(x=one.x, y=one.y, w=one.w, h=one.h, fill=fill)
    for one in cells:
        yield Box(x=one.x, y=one.y, w=one.w, h=one.h, stroke=grid.line, width=grid.width)
    yield Box(x=grid.x, y=grid.y, w=grid.w, h=grid.h, stroke=grid.line, width=grid.frame)
    for one in cells:
        if one.cell.label:
            yield _label(grid, one)


def varying_part(grid: Grid) -> Iterator[Text | Choices]:
    """Yield what holds a field."""
    for one in placed(grid):
        cell = one.cell
        if cell.choices is not None:
            yield Choices(
                x=one.x + grid.padding,
                y=one.y,
                w=one.w - 2 * grid.padding,
                h=one.h,
                field=cell.choices,
                of=cell.of,
                words=cell.words,
                across=cell.across,
                font=cell.font or grid.label_font,
                size=cell.size or grid.label_size,
                min_size=cell.min_size or grid.min_size,
                colour=cell.colour or grid.colour,
            )
        elif cell.field is not None:
            yield _value(grid, one, cell.field)


def _value(grid: Grid, one: Placed, field: str) -> Text:
    cell = one.cell
    off = 0.0 if cell.valign == "middle" else _OFF_THE_LINE
    return Text(
        x=one.x + grid.padding,
        y=one.y + off,
        w=one.w - 2 * grid.padding,
        h=one.h - 2 * off,
        field=field,
        format=cell.format,
        before=cell.before,
        after=cell.after,
        otherwise=cell.otherwise,
        optional=not cell.required,
        font=cell.font or grid.font,
        size=cell.size or grid.size,
        min_size=cell.min_size or grid.min_size,
        max_lines=cell.max_lines,
        wrap=cell.wrap,
        vertical=cell.vertical,
        align=cell.align or grid.align,
        valign=cell.valign,
        colour=cell.colour or grid.colour,
    )


def _label(grid: Grid, one: Placed) -> Text:
    cell = one.cell
    return Text(
        x=one.x + 0.5,
        y=one.y,
        w=one.w - 1.0,
        h=one.h,
        text=cell.label,
        en=cell.en,
        font=cell.font or grid.label_font,
        size=cell.size or grid.label_size,
        min_size=cell.min_size or min(grid.min_size, cell.size or grid.label_size),
        colour=cell.colour or grid.label_colour,
        align=cell.align or "center",
        valign=cell.valign,
        wrap=cell.wrap,
        max_lines=cell.max_lines,
        vertical=cell.vertical,
    )
