"""Where every door of a building stands in the matrix, and where a key leads from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

from unionapp.ui.widgets.matrix_data import MatrixBlock, MatrixCell, MatrixData

_WRAP = 10  # doors in a line where a street has no floors


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a door stands: line from the top, column from the left over all entrances."""

    line: int
    column: int
    block: int


class MatrixGrid:
    """Where every door of a building stands, and where a key leads from it.

    Floors are lines; doors whose floor nobody noted are broken into lines of ten at least.
    """

    def __init__(self, data: MatrixData) -> None:
        widest = max(
            (cell.column + 1 for block in data.blocks for cell in block.cells if cell.floor),
            default=0,
        )
        self._wrap = max(_WRAP, widest)
        self.lines = _lines(data, self._wrap)
        first = {floor: line for line, floor in reversed(list(enumerate(self.lines)))}
        widths = [self._width(block) for block in data.blocks]
        self.starts: tuple[int, ...] = tuple(accumulate(widths, initial=0))
        self._spots: dict[str, Spot] = {}
        self._doors: dict[tuple[int, int], str] = {}
        for number, block in enumerate(data.blocks):
            for cell in block.cells:
                spot = self._spot(cell, first[cell.floor], number)
                self._spots[cell.door_id] = spot
                self._doors[spot.line, spot.column] = cell.door_id

    @property
    def columns(self) -> int:
        """The columns of all entrances together."""
        return self.starts[-1]

    @property
    def doors(self) -> Mapping[tuple[int, int], str]:
        """The doors by line and column."""
        return MappingProxyType(self._doors)

    def spot(self, door_id: str) -> Spot:
        """Return where a door stands; `KeyError` when it is not of this building."""
        return self._spots[door_id]

    def first(self) -> str | None:
        """Return the first door in walking order: lowest floor, leftmost."""
        return (
            self._doors[max(self._doors, key=lambda at: (at[0], -at[1]))] if self._doors else None
        )

    def beside(self, door_id: str, step: int) -> str:
        """Return the next door in walking order, over gaps, entrances and floors.

        At the end of a floor the walk goes on at the beginning of the next one up, so that digit
        and arrow in turn never record twice on one door; the same door at the end of the building.
        """
        spot = self._spots[door_id]
        end = self.columns if step > 0 else -1
        for column in range(spot.column + step, end, step):
            if (found := self._doors.get((spot.line, column))) is not None:
                return found
        further = (
            range(spot.line - 1, -1, -1) if step > 0 else range(spot.line + 1, len(self.lines))
        )
        for line in further:
            columns = [column for at, column in self._doors if at == line]
            if columns:
                return self._doors[line, min(columns) if step > 0 else max(columns)]
        return door_id

    def above(self, door_id: str, lines: int) -> str:
        """Return the door so many lines up (negative: down), or the nearest there is on the way.

        The column is kept over gaps; where no door stands further in it, the nearest one of the
        same entrance is taken.
        """
        spot = self._spots[door_id]
        way = range(spot.line - 1, -1, -1) if lines > 0 else range(spot.line + 1, len(self.lines))
        straight = [
            self._doors[line, spot.column] for line in way if (line, spot.column) in self._doors
        ]
        if straight:
            return straight[min(abs(lines), len(straight)) - 1]
        for line in way:
            if (near := self._nearest(line, spot)) is not None:
                return near
        return door_id

    def end_of_floor(self, door_id: str, *, last: bool) -> str:
        """Return the first or the last door of a door's line."""
        line = self._spots[door_id].line
        columns = [column for at, column in self._doors if at == line]
        return self._doors[line, max(columns) if last else min(columns)]

    def end_of_building(self, *, last: bool) -> str:
        """Return the first door of the top line, or the last one of the lowest."""
        return self._doors[max(self._doors) if last else min(self._doors)]

    def _nearest(self, line: int, spot: Spot) -> str | None:
        inside = range(self.starts[spot.block], self.starts[spot.block + 1])
        columns = [column for column in inside if (line, column) in self._doors]
        if not columns:
            return None
        return self._doors[line, min(columns, key=lambda column: abs(column - spot.column))]

    def _spot(self, cell: MatrixCell, line: int, block: int) -> Spot:
        column = cell.column
        if cell.floor is None:
            line, column = line + column // self._wrap, column % self._wrap
        return Spot(line, self.starts[block] + column, block)

    def _width(self, block: MatrixBlock) -> int:
        inside = (
            cell.column if cell.floor is not None else cell.column % self._wrap
            for cell in block.cells
        )
        return max(inside, default=0) + 1


def _lines(data: MatrixData, wrap: int) -> tuple[int | None, ...]:
    """Return the floor of every line; doors without a floor may need several."""
    loose = (cell.column for block in data.blocks for cell in block.cells if cell.floor is None)
    further = max(loose, default=0) // wrap
    return (*data.floors, *[None] * (further if None in data.floors else 0))


def find_number(
    cells: Iterable[tuple[int, MatrixCell]], typed: str, *, near: int = 0
) -> str | None:
    """Return the door whose number was typed: `1203`, or `2-1203` with the entrance before it.

    `cells` are doors with the place of their entrance. A whole number goes before the beginning
    of one, the entrance `near` before the others.
    """
    wanted = typed.strip().casefold()
    best: tuple[bool, bool] | None = None
    found = None
    for block, cell in cells if wanted else ():
        numbers = (cell.number.casefold(), f"{block + 1}-{cell.number}".casefold())
        if any(number.startswith(wanted) for number in numbers):
            rank = (wanted not in numbers, block != near)
            if best is None or rank < best:
                best, found = rank, cell.door_id
    return found
