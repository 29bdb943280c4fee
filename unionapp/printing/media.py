"""Matches a stock with the papers that a printer says it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.printing.stocks import Stock

# Print systems round to whole points (0.35 mm), drivers to tenths of an inch of their own.
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Medium:
    """A paper that a printer has, in mm; `name` is the printer's own word for it."""

    name: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Match:
    """The paper to ask for; `lies` when the sheet goes in upright and is printed across."""

    medium: Medium
    lies: bool = False


def match(
    stock: Stock,
    printer: str,
    known: Iterable[Medium],
    *,
    takes_custom: bool,
    wanted: str | None = None,
    height: float | None = None,
) -> Match:
    """Return the paper of a printer on which a stock is printed.

    `wanted` is the name that the printer's profile gives, `height` (mm) the length of a roll's
    piece. Raises `printing.unsupported_paper`: a driver would take another paper without a word.
    """
    width, high = stock.width, height or stock.height
    found = list(known)
    for medium in found:
        if wanted is not None and medium.name == wanted:
            return Match(medium, _lies(medium, width, high))
    for lies, (across, down) in ((False, (width, high)), (True, (high, width))):
        near = [one for one in found if _is_near(one, across, down)]
        if near:
            named = [one for one in near if one.name in stock.media]
            return Match((named or near)[0], lies)
    if takes_custom:
        return Match(Medium(f"Custom.{width:g}x{high:g}mm", width, high))
    raise refuse("printing.unsupported_paper", printer, width=f"{width:g}", height=f"{high:g}")


def _is_near(medium: Medium, width: float, height: float) -> bool:
    return abs(medium.width - width) <= _NEAR and abs(medium.height - height) <= _NEAR


def _lies(medium: Medium, width: float, height: float) -> bool:
    return (medium.width < medium.height) != (width < height)
