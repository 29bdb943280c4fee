"""Puts a questionnaire on A4 pages: head, sections, questions in one or two columns, foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unionapp.printing.marks import Area, Mark, QrMark, ShapeMark
from unionapp.printing.objects import Box, Line
from unionapp.printing.questionnaire import (
    WORDS,
    Block,
    Grid,
    HeadLine,
    Note,
    Question,
    Section,
    Sheet,
    Table,
    Total,
)
from unionapp.printing.questionnaire_flow import Group, Row, beside, flow, lowered, parted
from unionapp.printing.questionnaire_grids import grid_group
from unionapp.printing.questionnaire_questions import Layout, text_rows
from unionapp.printing.questionnaire_tables import TINT, table_groups
from unionapp.printing.questionnaire_type import (
    ANSWER,
    CONDITION,
    HINT,
    LABEL,
    NOTE,
    SECTION,
    SMALL,
    SUBSECTION,
    TITLE,
    Style,
    Typesetter,
)
from unionapp.wording import Words

LEFT, RIGHT = 18.0, 192.0
WIDTH = RIGHT - LEFT
TOP, BOTTOM = 15.0, 271.0
FOOT = 274.0
QR = 15.0
_BETWEEN = 8.0
_HALF = (WIDTH - _BETWEEN) / 2
_HEAD_LABEL = 24.0
_HEAD_ROW = 8.0
_PAGE_NUMBER = 45.0
_BORDER = "#555555"
_SMALLEST_REFERENCE = Style("sans", 6.5, "#555555")
_FORM = Style("sans", 8.5)


def pages(sheet: Sheet, setter: Typesetter) -> list[tuple[Mark, ...]]:
    """Return the marks of each page; problems gather in the setter."""
    head = _head(sheet, setter)
    groups = list(_groups(sheet, setter))
    found = flow(groups, TOP + head.height, TOP, BOTTOM)
    found[0] = [*lowered(head.marks, TOP), *found[0]]
    return [
        (*marks, _page_number(sheet, setter, number, len(found)))
        for number, marks in enumerate(found, start=1)
    ]


# --- head and foot


def _head(sheet: Sheet, setter: Typesetter) -> Row:
    """Title, the grid of what is known about the filling, and how to fill it in."""
    setter.about = sheet.title
    lines = setter.lines(sheet.title, TITLE, WIDTH)
    height = len(lines) * TITLE.step
    marks: list[Mark] = [setter.block(lines, TITLE, Area(LEFT, 0, WIDTH, height), align="center")]
    y = height + 3.0
    for pair in parted(sheet.head, 2):
        row = _head_row(pair, setter)
        marks += lowered(row.marks, y)
        y += row.height
    if sheet.instruction:
        told = setter.lines(sheet.instruction, HINT, WIDTH)
        area = Area(LEFT, y + 1.5, WIDTH, len(told) * HINT.step)
        marks.append(setter.block(told, HINT, area))
        y += area.h + 1.5
    setter.about = ""
    return Row(y + 2.5, tuple(marks))


def _head_row(pair: Sequence[HeadLine], setter: Typesetter) -> Row:
    wide = WIDTH / len(pair) - _HEAD_LABEL
    values = [setter.lines(line.value, ANSWER, wide - 3) for line in pair]
    height = max(_HEAD_ROW, max(len(lines) for lines in values) * ANSWER.step + 2.6)
    marks: list[Mark] = []
    x = LEFT
    for line, value in zip(pair, values, strict=True):
        label, style = setter.line(line.label, LABEL, _HEAD_LABEL - 3)
        tinted = Box(x=x, y=0, w=_HEAD_LABEL, h=height, fill=TINT, stroke=_BORDER)
        empty = Box(x=x + _HEAD_LABEL, y=0, w=wide, h=height, stroke=_BORDER)
        marks += [ShapeMark(tinted), ShapeMark(empty)]
        area = Area(x + 1.5, 0, _HEAD_LABEL - 3, height)
        marks.append(setter.block((label,), style, area, align="center", valign="middle"))
        if value:
            area = Area(x + _HEAD_LABEL + 1.5, 0, wide - 3, height)
            marks.append(setter.block(value, ANSWER, area, valign="middle"))
        x += _HEAD_LABEL + wide
    return Row(height, tuple(marks))


def every_page(sheet: Sheet, setter: Typesetter) -> list[Mark]:
    """Return the foot that all pages share: the code, form and version, what the code says."""
    words = Words(WORDS, sheet.language)
    line = Line(x1=LEFT, y1=FOOT, x2=RIGHT, y2=FOOT, colour=_BORDER, width=0.2)
    marks: list[Mark] = [ShapeMark(line)]
    x = LEFT
    if sheet.reference:
        marks.append(QrMark(Area(LEFT, FOOT + 2.0, QR, QR), sheet.reference, "M", "#000000"))
        x += QR + 3.5
    # Two modules of a code of this size are less than 1 mm, so 3.5 mm leave the white it needs.
    room = RIGHT - x - _PAGE_NUMBER
    form = f"{words('form')} {sheet.form_id}"
    version = f"{words('version')} {sheet.version}" if sheet.version else ""
    told = ((sheet.title, _FORM), (f"{form}　{version}".strip(), SMALL),
            (sheet.reference, _SMALLEST_REFERENCE))  # fmt: skip
    for at, (text, style) in enumerate(told):
        if text:
            shown, fitted = setter.line(text, style, room)
            area = Area(x, FOOT + 2.2 + at * 4.8, room, 4.8)
            marks.append(setter.block((shown,), fitted, area, valign="middle"))
    return marks


def _page_number(sheet: Sheet, setter: Typesetter, page: int, of: int) -> Mark:
    text = Words(WORDS, sheet.language)("page", page=page, pages=of)
    area = Area(RIGHT - _PAGE_NUMBER, FOOT + 2.2, _PAGE_NUMBER, 4.8)
    return setter.block((text,), _FORM, area, align="right", valign="middle")


# --- blocks


def _groups(sheet: Sheet, setter: Typesetter) -> Iterator[Group]:
    whole = Layout(setter, sheet.language, LEFT, WIDTH)
    left = Layout(setter, sheet.language, LEFT, _HALF)
    right = Layout(setter, sheet.language, LEFT + _HALF + _BETWEEN, _HALF)
    waiting: tuple[str, Row] | None = None
    for block in sheet.blocks:
        short = left.short(block) if isinstance(block, Question) else None
        shape = _shape(block)
        if waiting and short and isinstance(block, Question) and waiting[0] == shape:
            second = right.short(block) or short
            yield Group((beside(waiting[1], second),), gap=0.8)
            waiting = None
            continue
        if waiting:
            yield Group((waiting[1],), gap=0.8)
        waiting = (shape, short) if short else None
        if not short:
            yield from _of_block(block, whole, sheet, setter)
    if waiting:
        yield Group((waiting[1],), gap=0.8)


def _shape(block: Block) -> str:
    """Return what has to be alike for two questions to stand side by side."""
    framed = isinstance(block, Question) and block.kind in ("signature", "image")
    return block.kind if framed and isinstance(block, Question) else ""


def _of_block(block: Block, whole: Layout, sheet: Sheet, setter: Typesetter) -> Iterator[Group]:
    match block:
        case Section():
            yield _section(block, setter)
        case Note():
            setter.about = block.text[:20]
            yield Group(tuple(_note(block, setter)), gap=1.2)
        case Question():
            yield Group(tuple(whole.rows(block)), gap=0.8)
        case Grid():
            yield grid_group(block, LEFT, WIDTH, setter)
        case Table():
            setter.about = "、".join(column.label for column in block.columns)[:30]
            yield from table_groups(block, LEFT, WIDTH, setter, sheet.language)
        case Total():
            setter.about = block.label[:20]
            yield Group((_total(block, setter),), gap=1.0)
    setter.about = ""


def _section(section: Section, setter: Typesetter) -> Group:
    """A heading on a tinted bar, or as a bold line for a section inside one."""
    setter.about = section.title[:20]
    first = section.level <= 1
    style = SECTION if first else SUBSECTION
    lines = setter.lines(f"{section.number}{section.title}", style, WIDTH - 5) or ("",)
    height = len(lines) * style.step + (2.4 if first else 1.2)
    inset = 2.5 if first else 0.0
    marks: list[Mark] = []
    if first:
        marks.append(ShapeMark(Box(x=LEFT, y=0, w=WIDTH, h=height, fill=TINT)))
        marks.append(ShapeMark(Box(x=LEFT, y=0, w=1.2, h=height, fill="#333333")))
    area = Area(LEFT + inset, 0, WIDTH - 5, height)
    marks.append(setter.block(lines, style, area, valign="middle"))
    rows = [Row(height, tuple(marks))]
    told = setter.lines(section.note, CONDITION, WIDTH)
    rows += text_rows(told, CONDITION, LEFT, WIDTH, setter, 0.6)
    return Group(tuple(rows), gap=4.5 if first else 2.5, heading=True)


def _note(note: Note, setter: Typesetter) -> Iterator[Row]:
    lines = setter.lines(note.text, NOTE, WIDTH)
    yield from text_rows(lines, NOTE, LEFT, WIDTH, setter, 0.8)


def _total(total: Total, setter: Typesetter) -> Row:
    label, style = setter.line(total.label, SUBSECTION, WIDTH / 2)
    width = setter.width(label, style)
    start = RIGHT - 45.0
    rule = Line(x1=start, y1=7.0, x2=RIGHT, y2=7.0, width=0.3)
    marks: list[Mark] = [
        setter.block((label,), style, Area(start - width - 3, 0, width + 1, 8), valign="middle"),
        ShapeMark(rule),
    ]
    if total.value:
        value, fitted = setter.line(total.value, ANSWER, 42.0)
        area = Area(start, 0, 43.0, 8)
        marks.append(setter.block((value,), fitted, area, align="right", valign="middle"))
    return Row(8.0, tuple(marks))
