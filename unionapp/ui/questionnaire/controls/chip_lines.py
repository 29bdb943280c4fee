"""How options that lie open are laid out: in lines, or in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unionapp.ui.questionnaire.controls.chip import Chip
from unionapp.ui.theme import theme

GAP = 8
IN_LINE, FITTING, EACH = 0, -1, -2
NARROWEST = 72  # pixels: a column that would be narrower is not made

Line = list[tuple[Chip, int, int]]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How options lie: as words in a line, in so many columns, or in columns of one width.

    `columns` is a number of columns, or one of `IN_LINE`, `FITTING` (as many of one width as there
    is room for) and `EACH` (one for each option, evenly spread).
    """

    columns: int = IN_LINE
    centred: bool = False
    digits: bool = True
    texts: bool = True


def lines(chips: Sequence[Chip], arrangement: Arrangement, width: int) -> list[Line]:
    """Return the lines of chips in that width: each with its left edge and its width."""
    gap = theme().px(GAP)
    columns = _columns(chips, arrangement, width, gap)
    if columns:
        wide = max(1, (width - gap * (columns - 1)) // columns)
        if arrangement.columns == FITTING:
            wide = min(wide, max(chip.natural_width() for chip in chips))
        places = [(chip, (wide + gap) * (at % columns), wide) for at, chip in enumerate(chips)]
        return [places[at : at + columns] for at in range(0, len(places), columns)]
    made: list[Line] = []
    x = width + 1
    for chip in chips:
        wide = min(chip.natural_width(), max(1, width))
        if x + wide > width:
            made.append([])
            x = 0
        made[-1].append((chip, x, wide))
        x += wide + gap
    return made


def _columns(chips: Sequence[Chip], arrangement: Arrangement, width: int, gap: int) -> int:
    """Return in how many columns they lie; 0 for words in a line."""
    wanted = arrangement.columns
    if wanted == IN_LINE or not chips:
        return 0
    narrowest = theme().px(NARROWEST if arrangement.texts else 40)
    if wanted == FITTING:
        narrowest = max(narrowest, max(chip.natural_width() for chip in chips))
    fitting = max(1, (width + gap) // (narrowest + gap))
    return min(fitting, wanted if wanted > 0 else len(chips))
