"""Stocks: the paper and the grid of places on it, each a JSON file in resources/stocks/."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from unionapp.errors import Problem, UserError, refuse
from unionapp.paths import resources
from unionapp.printing import checked
from unionapp.printing.checked import Unexpected, key

SCHEMA = 1


def _schema(value: object) -> int:
    if value != SCHEMA:
        raise Unexpected(str(SCHEMA))
    return SCHEMA


def _length(value: object) -> float:
    found = checked.number(value)
    if found < 0:
        raise Unexpected(">= 0")
    return found


checked.SCHEMAS[_schema] = {"const": SCHEMA}
checked.SCHEMAS[_length] = {"type": "number", "minimum": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A sheet in mm with `across` × `down` slots; slot 0 begins at `x`, `y` from the top left.

    `bleed` is how far artwork may run over the edge of a slot. `duplex` says over which edge the
    printer turns the sheet: backs on a grid are mirrored to meet their fronts. On `preprinted`
    paper only fields are printed. A `roll` is cut after its content: `height` is the longest that
    the printer feeds. `media` are names under which print systems know the paper.
    """

    schema: int = key(_schema)
    code: str = key(checked.text)
    zh: str = key(checked.text)
    en: str = key(checked.text)
    width: float = key(checked.size)
    height: float = key(checked.size)
    across: int = key(checked.count, 1)
    down: int = key(checked.count, 1)
    x: float = key(checked.number, 0.0)
    y: float = key(checked.number, 0.0)
    slot_width: float = key(checked.size)
    slot_height: float = key(checked.size)
    pitch_x: float = key(checked.number, 0.0)
    pitch_y: float = key(checked.number, 0.0)
    bleed: float = key(_length, 0.0)
    marks: bool = key(checked.flag, False)
    duplex: str = key(checked.one_of("none", "long", "short"), "none")
    preprinted: bool = key(checked.flag, False)
    roll: bool = key(checked.flag, False)
    media: tuple[str, ...] = key(checked.texts, ())

    @property
    def slots(self) -> int:
        """How many copies of a design one sheet takes."""
        return self.across * self.down

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh

    def slot(self, index: int, *, back: bool = False) -> tuple[float, float]:
        """Return the top left corner (mm) of a slot, counted along the rows.

        On the back of the sheet a slot lies where the front of the same card shows through:
        columns are mirrored for a turn over the long edge of an upright sheet, rows for the short.
        """
        row, column = divmod(index, self.across)
        x = self.x + column * self.pitch_x
        y = self.y + row * self.pitch_y
        if not back or self.slots == 1:
            return x, y
        upright = self.height >= self.width
        if (self.duplex == "long") == upright:
            return self.width - x - self.slot_width, y
        return x, self.height - y - self.slot_height


def read(path: Path) -> Stock:
    """Read a stock file; raises every problem that it has."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("printing.not_json", path.name, reason=str(error)) from error
    data = checked.parsed(text, path.name)
    try:
        stock = checked.read_object(Stock, data, "")
        outside = [index for index in range(stock.slots) if not _inside(stock, index)]
        if outside:
            raise UserError(
                *(Problem("printing.slot_outside", "", {"slot": index + 1}) for index in outside)
            )
    except UserError as error:
        raise checked.with_lines(error, path.name, text) from None
    return stock


class _Sized(Protocol):
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


def sheet_of(design: _Sized) -> Stock:
    """Return a blank sheet that is exactly as large as a design, to look at it on."""
    wide, high = design.width, design.height
    return Stock(
        schema=SCHEMA, code="proof", zh="样张", en="Proof", width=wide, height=high,
        slot_width=wide, slot_height=high,
    )  # fmt: skip


def load(code: str, folders: Iterable[Path] = ()) -> Stock:
    """Return a stock of the office's own folders or a shipped one; `printing.unknown_stock`."""
    for folder in (*folders, resources() / "stocks"):
        path = folder / f"{code}.json"
        if path.is_file():
            return read(path)
    raise refuse("printing.unknown_stock", code)


def _inside(stock: Stock, index: int) -> bool:
    x, y = stock.slot(index)
    slack = 0.001
    return (
        x >= -slack
        and y >= -slack
        and x + stock.slot_width <= stock.width + slack
        and y + stock.slot_height <= stock.height + slack
    )
