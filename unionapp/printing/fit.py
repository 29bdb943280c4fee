"""Makes a text fit its box: natural, condensed, two lines, smaller, or not at all.

Pure arithmetic in points; `measure` gives the width of a text at a size of one point.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

Measure = Callable[[str], float]

# What must not begin or end a line (GB/T 15834-2011, 5.1).
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’…—·,.;:?!)]}%％℃")
_NOT_LAST = frozenset("（《「『【〔“‘([{¥￥")
# Letters and digits of one word or number stay together, Chinese characters part anywhere.
_WORD = re.compile(r"[A-Za-z0-9.,:/+\-@_*×]+|.", re.DOTALL)
# Arithmetic on floats must not send a text that fits exactly to the next step.
_SLACK = 1e-6
# Stands between the parts of a name (U+00B7).
_DOT = "·"
# A text of more lines is prose: its last line may be short.
_FEW = 2
# How much smaller a name may be so that it parts at its dot.
_LITTLE_SMALLER = 0.85
# How finely a paragraph's size goes down: a quarter point, as type is sized by hand.
_STEP = 0.25


@dataclass(frozen=True, slots=True)
class Frame:
    """The box in points and what may be done to a text so that it fits."""

    width: float
    height: float
    size: float
    min_size: float
    squeeze: float = 0.85
    max_lines: int = 1
    break_at: str = "· "
    leading: float = 1.25


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines, their size in points and their horizontal stretch (1 = natural)."""

    lines: tuple[str, ...]
    size: float
    stretch: float = 1.0


def line(text: str, frame: Frame, measure: Measure) -> Fitted | None:
    """Fit a name or number; None when it does not fit at the smallest size.

    In this order: natural; condensed down to `squeeze`; two lines, parted at one of `break_at`;
    smaller (one line or two, whichever stays larger) down to `min_size`.
    """
    width = measure(text)
    room = frame.width / (frame.size * width) if width else 1.0
    if room >= frame.squeeze - _SLACK:
        return Fitted((text,), frame.size, min(room, 1.0))
    halves = _halves(text, frame, measure)
    largest_two = frame.height / (2 * frame.leading)
    if halves:
        size = min(frame.size, largest_two)
        widest = max(map(measure, halves))
        stretch = min(frame.width / (size * widest), 1.0)
        if size >= frame.min_size - _SLACK and stretch >= frame.squeeze - _SLACK:
            return Fitted(halves, size, stretch)
    return _smaller(text, halves, frame, measure)


def _smaller(text: str, halves: tuple[str, ...], frame: Frame, measure: Measure) -> Fitted | None:
    choices: list[tuple[tuple[str, ...], float]] = [
        ((text,), frame.width / (measure(text) * frame.squeeze))
    ]
    if halves:
        widest = max(map(measure, halves))
        largest_two = frame.height / (2 * frame.leading)
        choices.append((halves, min(frame.width / (widest * frame.squeeze), largest_two)))
    lines, size = max(choices, key=lambda choice: choice[1])
    if size < frame.min_size - _SLACK:
        return None
    widest = max(map(measure, lines))
    return Fitted(lines, size, min(frame.width / (size * widest), 1.0))


def _halves(text: str, frame: Frame, measure: Measure) -> tuple[str, ...]:
    """Return the two halves that are most alike in width, or nothing; a dot ends its line."""
    if frame.max_lines < 2:
        return ()
    pairs = [
        (text[: at + 1].rstrip(), text[at + 1 :].lstrip())
        for at, character in enumerate(text)
        if character in frame.break_at and 0 < at < len(text) - 1
    ]
    if not pairs:
        return ()
    return min(pairs, key=lambda pair: max(map(measure, pair)))


def paragraph(text: str, frame: Frame, measure: Measure) -> Fitted | None:
    """Fit running text into at most `max_lines` lines, smaller when needed; None if it cannot.

    A value that fits on one line when condensed stays on one line, and a name is parted at its
    dot where that costs little: a last character alone and half a name are hard to read.
    """
    condensed = measure(text) * frame.size * frame.squeeze
    if frame.max_lines <= _FEW and "\n" not in text and condensed <= frame.width + _SLACK:
        return line(text, frame, measure)
    wrapped = _wrapped(text, frame, measure)
    if _DOT not in text or not text.replace(_DOT, "").isalpha():
        return wrapped
    parted = line(text, replace(frame, max_lines=2, break_at=_DOT), measure)
    costly = wrapped and parted and parted.size < wrapped.size * _LITTLE_SMALLER
    return parted if parted and not costly else wrapped


def _wrapped(text: str, frame: Frame, measure: Measure) -> Fitted | None:
    """The last resort before a smaller size is condensing every line alike."""
    size = frame.size
    while size >= frame.min_size - _SLACK:
        allowed = min(frame.max_lines, math.floor(frame.height / (size * frame.leading) + _SLACK))
        for squeeze in (1.0, frame.squeeze):
            lines = tuple(_broken(text, frame.width / (size * squeeze), measure))
            widest = max(map(measure, lines))
            fits = widest * size * squeeze <= frame.width + _SLACK
            if len(lines) <= max(allowed, 1) and fits:
                return Fitted(lines, size, min(frame.width / (size * widest), 1.0))
        size -= _STEP
    return None


def _broken(text: str, width: float, measure: Measure) -> Iterator[str]:
    """Yield lines no wider than `width` (em), as far as words and the rules of marks allow."""
    for part in text.split("\n"):
        current = ""
        for word in _unbreakable(part):
            if current and measure((current + word).rstrip()) > width + _SLACK:
                yield current.rstrip()
                current = word.lstrip()
            else:
                current += word
        yield current.rstrip()


def _unbreakable(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may break."""
    piece = ""
    for word in _WORD.findall(text):
        if piece and word[0] not in _NOT_FIRST and piece[-1] not in _NOT_LAST:
            yield piece
            piece = word
        else:
            piece += word
    if piece:
        yield piece


def column(text: str, frame: Frame) -> Fitted | None:
    """Fit a text whose characters stand one below another; a space is a gap of half a line."""
    size = min(frame.size, frame.height / (_steps(text) * frame.leading), frame.width)
    if size < frame.min_size - _SLACK:
        return None
    return Fitted(tuple(text), size)


def _steps(text: str) -> float:
    return sum(0.5 if character.isspace() else 1.0 for character in text)
