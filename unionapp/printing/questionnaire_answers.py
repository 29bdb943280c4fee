"""The places for answers: boxes to tick, lines and cells to write in, frames for pictures.

All lengths are mm; y counts from the top of the row that an answer stands in.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from unionapp.printing.marks import Area, ImageMark, Mark, ShapeMark
from unionapp.printing.objects import Box, Line
from unionapp.printing.questionnaire import WORDS, Choice, Language, Question
from unionapp.printing.questionnaire_type import (
    ANSWER,
    CHOICE,
    GREY,
    LABEL,
    SMALL,
    TINY,
    Style,
    Typesetter,
)
from unionapp.wording import Words

ROW = 8.0
"""The height of a line to write on."""
RULE = 6.6
"""Where in such a row the line itself stands."""
TICK = 3.6
CELL = 5.3
SIGNATURE = (68.0, 20.0)
PHOTO = (35.0, 45.0)
PICTURE = (80.0, 60.0)
_MOST_PIXELS = 1_200
_ORIENTATION = 0x0112  # EXIF 2.32, tag Orientation
_LINE_COLOUR = "#666666"
_GAP = 5.0
_LABEL_GAP = 1.3
_RANK_WIDTH = 6.5
_SHORTEST_LINE = 28.0
# How wide the places of a date are, in the order in which they stand in its words.
_PART = {
    "date": (15.0, 9.0, 9.0),
    "month": (15.0, 9.0),
    "year": (15.0,),
    "time": (11.0, 11.0),
}
_BLANK = "＿"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer on one row: its width and what it draws at a place (x, width)."""

    width: float
    draw: Callable[[float, float], Iterable[Mark]]
    stretches: bool = False


def pieces(question: Question, setter: Typesetter, language: Language) -> tuple[Piece, ...]:
    """Return the answer as pieces on one row, () for an answer that takes rows of its own."""
    if question.kind in ("lines", "signature", "image"):
        return ()
    if question.kind in ("choice", "choices", "rank", "range") and question.choices:
        return tuple(
            _choice(one, number, question.kind, setter) for number, one in numbered(question)
        )
    return tuple(_written(question, setter, language))


def _written(question: Question, setter: Typesetter, language: Language) -> Iterator[Piece]:
    if question.answer:
        width = setter.width(setter.printable(question.answer, ANSWER.role), ANSWER) + 3
        yield Piece(max(width, _SHORTEST_LINE), _answer_line(question.answer, setter), True)
    elif question.boxes:
        yield Piece(question.boxes * CELL, lambda x, width: cells(x, question.boxes))
    elif question.kind in ("date", "month", "year", "time", "moment"):
        kinds = ("date", "time") if question.kind == "moment" else (question.kind,)
        for kind in kinds:
            yield from _parts(kind, setter, language)
    else:
        yield Piece(_SHORTEST_LINE, lambda x, width: (rule(x, width, RULE),), True)
    if question.unit:
        yield _word(question.unit, LABEL, setter)


def _parts(kind: str, setter: Typesetter, language: Language) -> Iterator[Piece]:
    widths = iter(_PART[kind])
    for part in Words(WORDS, language)(kind).split():
        if part == _BLANK:
            yield Piece(next(widths), lambda x, width: (rule(x, width, RULE),))
        else:
            yield _word(part, LABEL, setter)


def _word(text: str, style: Style, setter: Typesetter) -> Piece:
    clean = setter.printable(text, style.role)
    width = setter.width(clean, style)

    def draw(x: float, width: float) -> Iterator[Mark]:
        yield setter.block((clean,), style, Area(x + 0.8, 0, width, ROW), valign="middle")

    return Piece(width + 1.6, draw)


def _answer_line(answer: str, setter: Typesetter) -> Callable[[float, float], Iterable[Mark]]:
    def draw(x: float, width: float) -> Iterator[Mark]:
        yield rule(x, width, RULE)
        shown, style = setter.line(answer, ANSWER, width - 2)
        yield setter.block((shown,), style, Area(x + 1.5, 0, width - 2, ROW), valign="middle")

    return draw


def rule(x: float, width: float, y: float) -> Mark:
    """A line to write on."""
    return ShapeMark(Line(x1=x, y1=y, x2=x + width, y2=y, colour=_LINE_COLOUR, width=0.15))


def cells(x: float, count: int) -> Iterator[Mark]:
    """One cell for each character of a number of known length."""
    for at in range(count):
        yield ShapeMark(Box(x=x + at * CELL, y=1.0, w=CELL, h=6.2, stroke=_LINE_COLOUR, width=0.15))


# --- choices


def _choice(choice: Choice, number: str, kind: str, setter: Typesetter) -> Piece:
    label = setter.printable(choice.label, CHOICE.role).replace("\n", " ")
    wide = setter.width(label, CHOICE)
    marker = marker_width(kind)

    def draw(x: float, width: float) -> Iterator[Mark]:
        yield from marks_of(choice, number, kind, x, ROW / 2, setter)
        area = Area(x + marker, 0, wide + 1, ROW)
        yield setter.block((label,), CHOICE, area, valign="middle")

    return Piece(marker + wide + (2.0 if kind == "range" else 3.5), draw)


def numbered(question: Question) -> Iterator[tuple[str, Choice]]:
    """Yield the choices with what is typed for each when the paper is keyed in.

    What is ticked already needs no keying, and the steps of a range are numbers themselves.
    """
    keyed = question.kind in ("choice", "choices")
    keyed = keyed and not any(choice.ticked for choice in question.choices)
    for number, choice in enumerate(question.choices, start=1):
        yield str(number) if keyed else "", choice


def marker_width(kind: str) -> float:
    """The width of a box with the gap behind it."""
    return (_RANK_WIDTH if kind == "rank" else TICK) + _LABEL_GAP


def marks_of(
    choice: Choice, number: str, kind: str, x: float, middle: float, setter: Typesetter
) -> Iterator[Mark]:
    """Draw the box of a choice, with its number inside (`numbered`)."""
    if kind == "rank":
        box = Area(x, middle - 2.6, _RANK_WIDTH, 5.2)
        yield _frame(box)
        if choice.place is not None:
            place = (str(choice.place),)
            yield setter.block(place, ANSWER, box, align="center", valign="middle")
        return
    box = Area(x, middle - TICK / 2, TICK, TICK)
    yield _frame(box)
    if choice.ticked:
        yield from _tick(box)
    elif number:
        yield setter.block((number,), TINY, box, align="center", valign="middle")


def _frame(area: Area) -> Mark:
    box = Box(x=area.x, y=area.y, w=area.w, h=area.h, radius=0.3, stroke="#333333", width=0.2)
    return ShapeMark(box)


def _tick(area: Area) -> Iterator[Mark]:
    corners = [(0.15, 0.5), (0.42, 0.8), (0.95, 0.05)]
    points = [(area.x + area.w * across, area.y + area.h * down) for across, down in corners]
    for (x1, y1), (x2, y2) in pairwise(points):
        yield ShapeMark(Line(x1=x1, y1=y1, x2=x2, y2=y2, width=0.45))


# --- pictures


def picture(
    question: Question, x: float, room: float, setter: Typesetter, language: Language
) -> tuple[float, tuple[Mark, ...]]:
    """Return height and marks of a picture or of the frame where it will be."""
    words = Words(WORDS, language)
    signed = question.kind == "signature"
    width, height = SIGNATURE if signed else PHOTO
    width = min(width, room)
    prepared = _prepared(question.picture) if question.picture is not None else None
    if prepared is None:
        if question.picture is not None:
            setter.bad_picture()
        box = Area(x, 1.0, width, height)
        words_of = (question.answer or words("signature" if signed else "photo"),)
        fitted = setter.lines(words_of[0], SMALL, width - 4)
        inner = Area(x + 2, 2.0, width - 4, height - 2)
        text = setter.block(
            fitted,
            SMALL,
            inner,
            align="left" if signed else "center",
            valign="top" if signed else "middle",
        )
        return height + 2.5, (_frame(box), text)
    data, size = prepared
    most = SIGNATURE if signed else PICTURE
    scale = min(min(most[0], room) / size[0], most[1] / size[1])
    area = Area(x, 1.0, size[0] * scale, size[1] * scale)
    frame = ShapeMark(Box(x=x, y=1.0, w=area.w, h=area.h, stroke=GREY, width=0.1))
    image = ImageMark(area, data, 0.0)
    return area.h + 2.5, (image,) if signed else (image, frame)


def _prepared(data: bytes) -> tuple[bytes, tuple[int, int]] | None:
    """Return a picture upright, opaque and no finer than print, with its size in pixels.

    None for what is no JPEG or PNG. A picture that is all this already stays as it is: cameras
    write which way is up beside the pixels, and signatures are drawn on nothing.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.format not in ("JPEG", "PNG"):
                return None
            opened.load()
            turned = opened.getexif().get(_ORIENTATION, 1) != 1
            see_through = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
            if not turned and not see_through and max(opened.size) <= _MOST_PIXELS:
                return data, opened.size
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    picture.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    stream = io.BytesIO()
    if see_through:
        paper.save(stream, "PNG")
    else:
        paper.save(stream, "JPEG", quality=85)
    return stream.getvalue(), paper.size
