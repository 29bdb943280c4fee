"""Lays out one question: number, label, condition and hint, then the answer beside or below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unionapp.printing.marks import Area, Mark
from unionapp.printing.questionnaire import Language, Question
from unionapp.printing.questionnaire_answers import (
    ROW,
    RULE,
    Piece,
    marker_width,
    marks_of,
    numbered,
    picture,
    pieces,
    rule,
)
from unionapp.printing.questionnaire_flow import Row, parted, stacked
from unionapp.printing.questionnaire_type import (
    ANSWER,
    CHOICE,
    CONDITION,
    HINT,
    LABEL,
    NUMBER,
    Style,
    Typesetter,
)

INDENT = 8.5
"""The width of the column of numbers."""
_CHOICE_ROW = 5.6
_RANK_ROW = 7.0
_MOST_COLUMNS = 6
_CHOICE_GAP = 2.0
_SELDOM = 10
_BLANK_LINES = 3
_LABEL_GAP = 3.0
# Long text is parted after so many lines where it does not fit on a page.
_UNPARTED = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """How questions are laid out: at `x` from the left, `width` wide."""

    setter: Typesetter
    language: Language
    x: float
    width: float

    def rows(self, question: Question) -> list[Row]:
        """Return the rows of a question; nothing in a row is ever parted."""
        self.setter.about = about(question)
        rows = self._on_one_row(question) or [*self._asked(question), *self._answer(question)]
        self.setter.about = ""
        return rows

    def short(self, question: Question) -> Row | None:
        """Return the question as one row if it is short enough to share a line, else None."""
        self.setter.about = about(question)
        row = None
        if question.kind in ("signature", "image"):
            lines = self.setter.lines(label_of(question), LABEL, self._inner)
            if len(lines) <= 2 and (question.picture is None or question.kind == "signature"):
                row = stacked([*self._asked(question), *self._answer(question)])
        elif len(self._small_lines(question)) <= 2:
            found = self._on_one_row(question)
            row = stacked(found) if found else None
        self.setter.about = ""
        return row

    @property
    def _inner(self) -> float:
        return self.width - INDENT

    @property
    def _left(self) -> float:
        return self.x + INDENT

    # --- what is asked

    def _asked(self, question: Question) -> Iterator[Row]:
        lines = self.setter.lines(label_of(question), LABEL, self._inner)
        rows = list(text_rows(lines or ("",), LABEL, self._left, self._inner, self.setter, 1.2))
        number = self._number(question, Area(self.x, 1.2, INDENT, LABEL.step))
        yield Row(rows[0].height, (*number, *rows[0].marks))
        yield from rows[1:]
        yield from self._small(question)

    def _small(self, question: Question) -> Iterator[Row]:
        for text, style in ((question.condition, CONDITION), (question.hint, HINT)):
            lines = self.setter.lines(text, style, self._inner)
            if lines:
                yield from text_rows(lines, style, self._left, self._inner, self.setter, 0.3)

    def _small_lines(self, question: Question) -> list[str]:
        return [
            line
            for text, style in ((question.condition, CONDITION), (question.hint, HINT))
            for line in self.setter.lines(text, style, self._inner)
        ]

    def _number(self, question: Question, area: Area) -> Iterator[Mark]:
        if question.number:
            number, style = self.setter.line(f"{question.number}.", NUMBER, INDENT - 1)
            yield self.setter.block((number,), style, area, valign="middle")

    # --- answers beside the question

    def _on_one_row(self, question: Question) -> list[Row] | None:
        """Return the question with its answer on the same line, or None when there is no room."""
        answer = pieces(question, self.setter, self.language)
        lines = self.setter.lines(label_of(question), LABEL, self._inner)
        if not answer or len(lines) > 1:
            return None
        wide = self.setter.width(lines[0], LABEL) if lines else 0.0
        start = self._left + wide + _LABEL_GAP
        room = self.x + self.width - start
        if sum(piece.width for piece in answer) > room:
            return None
        marks = list(self._number(question, Area(self.x, 0, INDENT, ROW)))
        if lines:
            area = Area(self._left, 0, wide + 1, ROW)
            marks.append(self.setter.block(lines, LABEL, area, valign="middle"))
        marks += _drawn(answer, start, room)
        return [Row(ROW, tuple(marks)), *self._small(question)]

    # --- answers below it

    def _answer(self, question: Question) -> Iterator[Row]:
        if question.kind in ("signature", "image"):
            height, marks = picture(question, self._left, self._inner, self.setter, self.language)
            yield Row(height, marks)
        elif question.choices and question.kind in ("choice", "choices", "rank", "range"):
            yield from self._choices(question)
        elif question.answer:
            yield from self._lines(self.setter.lines(question.answer, ANSWER, self._inner - 3))
        elif question.kind == "lines":
            yield from self._lines(("",) * _BLANK_LINES)
        else:
            answer = pieces(question, self.setter, self.language)
            yield Row(ROW, tuple(_drawn(answer, self._left, self._inner)))

    def _lines(self, lines: Sequence[str]) -> Iterator[Row]:
        for line in lines:
            marks: list[Mark] = [rule(self._left, self._inner, RULE)]
            if line:
                area = Area(self._left + 1.5, 0, self._inner, ROW)
                marks.append(self.setter.block((line,), ANSWER, area, valign="middle"))
            yield Row(ROW, tuple(marks))

    def _columns(
        self, question: Question, marker: float, least: float
    ) -> tuple[int, list[tuple[str, ...]]]:
        """Return the number of columns that takes the least height, and the labels' lines in it.

        One label in ten may take two lines, so that a long one does not spread all the others.
        """
        found: list[tuple[float, int, list[tuple[str, ...]]]] = []
        for across in range(1, min(len(question.choices), _MOST_COLUMNS) + 1):
            room = self._inner / across - marker - _CHOICE_GAP
            labels = [self.setter.lines(one.label, CHOICE, room) for one in question.choices]
            wrapped = sum(len(lines) > 1 for lines in labels)
            if found and (max(map(len, labels)) > 2 or wrapped * _SELDOM > len(labels)):
                break
            height = sum(_choice_height(some, least) for some in parted(labels, across))
            found.append((round(height, 2), across, labels))
        _, across, labels = min(found, key=lambda one: one[:2])
        return across, labels

    def _choices(self, question: Question) -> Iterator[Row]:
        """Boxes in columns of one width, row by row."""
        marker = marker_width(question.kind)
        least = _RANK_ROW if question.kind == "rank" else _CHOICE_ROW
        across, labels = self._columns(question, marker, least)
        step = self._inner / across
        listed = [(*one, lines) for one, lines in zip(numbered(question), labels, strict=True)]
        for some in parted(listed, across):
            most = max(len(lines) for _, _, lines in some)
            height = _choice_height([lines for _, _, lines in some], least)
            marks: list[Mark] = []
            for column, (number, choice, lines) in enumerate(some):
                x = self._left + column * step
                middle = least / 2
                marks += marks_of(choice, number, question.kind, x, middle, self.setter)
                top = (least - CHOICE.step) / 2
                area = Area(x + marker, top, step - marker, most * CHOICE.step)
                marks.append(self.setter.block(lines, CHOICE, area))
            yield Row(height, tuple(marks))


def _choice_height(labels: Sequence[Sequence[str]], least: float) -> float:
    return max(least, max(map(len, labels)) * CHOICE.step + 1.4)


def _drawn(answer: Sequence[Piece], x: float, room: float) -> Iterator[Mark]:
    """Draw pieces one after the other; those that stretch share the room that is left."""
    spare = room - sum(piece.width for piece in answer)
    elastic = sum(piece.stretches for piece in answer)
    for piece in answer:
        width = piece.width + (spare / elastic if piece.stretches else 0.0)
        yield from piece.draw(x, width)
        x += width


def text_rows(
    lines: Sequence[str], style: Style, x: float, width: float, setter: Typesetter, gap: float
) -> Iterator[Row]:
    """Yield running text, parted only where it would be longer than a page."""
    for some in parted(lines, _UNPARTED):
        area = Area(x, gap, width, len(some) * style.step)
        yield Row(area.h + gap, (setter.block(some, style, area),))


def label_of(question: Question) -> str:
    """Return what is asked, with the star of what has to be answered and its footnote."""
    star = " *" if question.required else ""
    return f"{question.label}{star}{question.mark}"


def about(question: Question) -> str:
    """Return how a problem names a question."""
    return f"{question.number}. {question.label[:20]}" if question.number else question.label[:20]
