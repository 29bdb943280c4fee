"""Lays out questions that share their choices as one grid: a row each, a box under each choice."""

from __future__ import annotations

from collections.abc import Iterator

from unionapp.printing.marks import Area, Mark, ShapeMark
from unionapp.printing.objects import Box, Line
from unionapp.printing.questionnaire import Grid, Question
from unionapp.printing.questionnaire_answers import TICK, marks_of, numbered
from unionapp.printing.questionnaire_flow import Group, Row
from unionapp.printing.questionnaire_questions import INDENT, about, label_of
from unionapp.printing.questionnaire_type import (
    CELL_HEAD,
    CONDITION,
    HINT,
    LABEL,
    NUMBER,
    Style,
    Typesetter,
)

_NARROWEST, _WIDEST = 11.0, 26.0
# What the choices leave to the questions at least.
_LABELS = 0.45
_LEAST_ROW = 7.5
_PADDING = 1.2
_TINT, _BORDER = "#eeeeee", "#999999"
# A longer grid is parted between its rows; its heading stands on every page.
_WHOLE = 12


def grid_group(grid: Grid, x: float, width: float, setter: Typesetter) -> Group:
    """Return the grid; the boxes of a choice stand below one another."""
    step = _step(grid, width, setter)
    columns = [x + width - step * (len(grid.heads) - at) for at in range(len(grid.heads))]
    rows = tuple(_row(question, x, width, columns, step, setter) for question in grid.rows)
    header = _header(grid, x, width, columns, step, setter)
    return Group(rows, 1.5, len(rows) <= _WHOLE, header)


def _step(grid: Grid, width: float, setter: Typesetter) -> float:
    """Return how wide a choice is: as its words need, as long as the questions keep their room."""
    words = max(setter.width(head, CELL_HEAD) for head in grid.heads) + 2 * _PADDING
    room = width * (1 - _LABELS) / len(grid.heads)
    return min(max(words, _NARROWEST), _WIDEST, room)


def _header(
    grid: Grid, x: float, width: float, columns: list[float], step: float, setter: Typesetter
) -> Row:
    lines = [setter.lines(head, CELL_HEAD, step - _PADDING) for head in grid.heads]
    height = max(map(len, lines)) * CELL_HEAD.step + 2.4
    marks: list[Mark] = [ShapeMark(Box(x=x, y=0, w=width, h=height, fill=_TINT))]
    for left, head in zip(columns, lines, strict=True):
        area = Area(left + _PADDING / 2, 0, step - _PADDING, height)
        marks.append(setter.block(head, CELL_HEAD, area, align="center", valign="middle"))
    return Row(height, tuple(marks))


def _row(
    question: Question,
    x: float,
    width: float,
    columns: list[float],
    step: float,
    setter: Typesetter,
) -> Row:
    setter.about = about(question)
    told = list(_told(question, columns[0] - x - INDENT - _PADDING, setter))
    words = sum(len(lines) * style.step for lines, style in told)
    height = max(_LEAST_ROW, words + 2.4)
    y = (height - words) / 2
    number, style = setter.line(f"{question.number}.", NUMBER, INDENT - 1)
    marks: list[Mark] = [
        setter.block((number,), style, Area(x + 0.8, y, INDENT, LABEL.step), valign="middle")
    ]
    for lines, style in told:
        area = Area(x + INDENT, y, columns[0] - x - INDENT, len(lines) * style.step)
        marks.append(setter.block(lines, style, area))
        y += area.h
    for left, (key, choice) in zip(columns, numbered(question), strict=True):
        at = left + (step - TICK) / 2
        marks += marks_of(choice, key, question.kind, at, height / 2, setter)
    rule = Line(x1=x, y1=height, x2=x + width, y2=height, colour=_BORDER, width=0.15)
    setter.about = ""
    return Row(height, (*marks, ShapeMark(rule)))


def _told(
    question: Question, width: float, setter: Typesetter
) -> Iterator[tuple[tuple[str, ...], Style]]:
    texts = ((label_of(question), LABEL), (question.condition, CONDITION), (question.hint, HINT))
    for text, style in texts:
        lines = setter.lines(text, style, width)
        if lines:
            yield lines, style
