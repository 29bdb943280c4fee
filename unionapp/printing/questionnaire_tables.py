"""Lays out a table: columns as wide as they need, a heading that is repeated, rows to write in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unionapp.printing.marks import Area, Mark, ShapeMark
from unionapp.printing.objects import Box, Line
from unionapp.printing.questionnaire import WORDS, Column, Language, Table
from unionapp.printing.questionnaire_flow import Group, Row
from unionapp.printing.questionnaire_questions import text_rows
from unionapp.printing.questionnaire_type import (
    CELL,
    CELL_ANSWER,
    CELL_HEAD,
    HINT,
    Style,
    Typesetter,
)
from unionapp.wording import Words

ROW_NUMBER = 10.0
BLANK_ROW = 9.0
TINT = "#eeeeee"
_BORDER = "#555555"
_PADDING = 1.2
_NARROWEST, _WIDEST = 14.0, 60.0
# A cell's text may be longer than a page; a row is parted after so many lines.
_UNPARTED = 40
_WHOLE = 12


def table_groups(
    table: Table, x: float, width: float, setter: Typesetter, language: Language
) -> list[Group]:
    """Return the table, and the key to the numbers that are written into its cells."""
    widths = [ROW_NUMBER, *_widths(table, width - ROW_NUMBER, setter)]
    titles = [Words(WORDS, language)("row"), *(_title(column) for column in table.columns)]
    header = _cells(titles, widths, x, CELL_HEAD, setter, header=True)[0]
    rows: list[Row] = []
    for number, cells in enumerate(table.rows, start=1):
        rows += _cells((str(number), *cells), widths, x, CELL_ANSWER, setter)
    for number in range(len(table.rows) + 1, len(table.rows) + table.blank_rows + 1):
        blank = (str(number), *("" for _ in table.columns))
        rows += _cells(blank, widths, x, CELL, setter, least=BLANK_ROW)
    key = [row for column in table.columns for row in _key(column, x, width, setter, language)]
    if not key or not table.blank_rows:
        return [_body(rows, header)]
    return [_body(rows, header, heading=True), Group(tuple(key), gap=1.0)]


def _body(rows: Sequence[Row], header: Row, *, heading: bool = False) -> Group:
    """A short table stays whole, a long one begins wherever its heading and a row have room."""
    together = len(rows) <= _WHOLE
    return Group(tuple(rows), 1.5, together, header, heading)


def _title(column: Column) -> str:
    return f"{column.number}. {column.label}" if column.number else column.label


def _key(
    column: Column, x: float, width: float, setter: Typesetter, language: Language
) -> Iterator[Row]:
    told, words = [], Words(WORDS, language)
    if column.choices:
        listed = "　".join(f"{at} {label}" for at, label in enumerate(column.choices, start=1))
        told.append(words("key") + listed)
    if column.note:
        told.append(column.note)
    if told:
        about = words("column", number=column.number)
        lines = setter.lines(about + words("stop").join(told), HINT, width)
        yield from text_rows(lines, HINT, x, width, setter, 0.4)


def _widths(table: Table, width: float, setter: Typesetter) -> list[float]:
    """Return widths in proportion to the longest text of each column, none too narrow."""
    wanted = []
    for at, column in enumerate(table.columns):
        head = setter.width(_title(column), CELL_HEAD)
        cells = max((setter.width(row[at], CELL_ANSWER) for row in table.rows), default=0.0)
        wanted.append(min(max(head, cells, _NARROWEST) + 2 * _PADDING, _WIDEST))
    spare = width - sum(wanted)
    if spare >= 0:
        return [one + spare * one / sum(wanted) for one in wanted]
    least = min(_NARROWEST, width / len(wanted))
    over = [max(one - least, 0.0) for one in wanted]
    return [one - (sum(wanted) - width) * part / sum(over) for one, part in zip(wanted, over,
            strict=True)]  # fmt: skip


def _cells(
    texts: Sequence[str],
    widths: Sequence[float],
    x: float,
    style: Style,
    setter: Typesetter,
    *,
    header: bool = False,
    least: float = 6.5,
) -> list[Row]:
    """Return a row of cells; as several rows when a text in it is longer than a page."""
    broken = [
        setter.lines(text, style, wide - 2 * _PADDING)
        for text, wide in zip(texts, widths, strict=True)
    ]
    most = max((len(lines) for lines in broken), default=0)
    rows = []
    for start in range(0, max(most, 1), _UNPARTED):
        part = [lines[start : start + _UNPARTED] for lines in broken]
        tallest = max((len(lines) for lines in part), default=0)
        height = max(least, tallest * style.step + 2.2)
        rows.append(Row(height, tuple(_drawn(part, widths, x, height, style, setter, header))))
    return rows[:1] if header else rows


def _drawn(
    part: Sequence[tuple[str, ...]],
    widths: Sequence[float],
    x: float,
    height: float,
    style: Style,
    setter: Typesetter,
    header: bool,
) -> Iterator[Mark]:
    total = sum(widths)
    if header:
        box = Box(x=x, y=0, w=total, h=height, fill=TINT, stroke=_BORDER, width=0.2)
        yield ShapeMark(box)
    else:
        yield ShapeMark(_line(x, height, x + total, height))
        yield ShapeMark(_line(x + total, 0, x + total, height))
    for at, (lines, wide) in enumerate(zip(part, widths, strict=True)):
        yield ShapeMark(_line(x, 0, x, height))
        if lines:
            middle = header or at == 0
            area = Area(x + _PADDING, 0, wide - 2 * _PADDING, height)
            align = "center" if middle else "left"
            yield setter.block(lines, style, area, align=align, valign="middle")
        x += wide


def _line(x1: float, y1: float, x2: float, y2: float) -> Line:
    return Line(x1=x1, y1=y1, x2=x2, y2=y2, colour=_BORDER, width=0.2)
