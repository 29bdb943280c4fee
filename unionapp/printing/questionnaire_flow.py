"""Flows rows over pages: what belongs together stays together, headings go with what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from unionapp.printing import marks as marks_module
from unionapp.printing.marks import Mark

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Row:
    """Marks that are never parted; their y counts from the top of the row, in mm."""

    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one question, heading or table.

    `together`: broken over pages only when it is longer than one. `header` is drawn above the
    first row and again on every further page. `heading`: stays with the group behind it.
    """

    rows: tuple[Row, ...]
    gap: float = 0.0
    together: bool = True
    header: Row | None = None
    heading: bool = False

    @property
    def height(self) -> float:
        above = self.header.height if self.header else 0.0
        return above + sum(row.height for row in self.rows)

    def least(self, page: float) -> float:
        """Return the height that has to be free for it to begin on a page of that height."""
        if self.together and self.height <= page:
            return self.height
        return (self.header.height if self.header else 0.0) + self.rows[0].height


def flow(groups: Sequence[Group], first: float, top: float, bottom: float) -> list[list[Mark]]:
    """Return the marks of each page; the first page begins at `first`, the others at `top`."""
    pages = _Pages(first, top, bottom)
    for index, group in enumerate(groups):
        if group.rows:
            pages.place(group, _needed(groups, index, bottom - top))
    return pages.pages


def _needed(groups: Sequence[Group], index: int, page: float) -> float:
    """Return the height of a group with all that it may not be parted from."""
    needed = 0.0
    for group in groups[index:]:
        if not group.rows:
            continue
        if needed:
            needed += group.gap
        needed += group.least(page)
        if not group.heading:
            break
    return needed


class _Pages:
    def __init__(self, first: float, top: float, bottom: float) -> None:
        self.pages: list[list[Mark]] = [[]]
        self._top = top
        self._bottom = bottom
        self._y = first
        self._fresh = True
        self._below_heading = False

    def place(self, group: Group, needed: float) -> None:
        gap = 0.0 if self._fresh else group.gap
        # A question that fills a page by itself begins below its heading all the same.
        stays = self._at_top or self._below_heading
        if self._y + gap + needed > self._bottom and not stays:
            self._turn()
            gap = 0.0
        self._y += gap
        self._put(group.header)
        for row in group.rows:
            if self._y + row.height > self._bottom and not self._fresh:
                self._turn()
                self._put(group.header)
            self._put(row)
        self._below_heading = group.heading

    @property
    def _at_top(self) -> bool:
        return self._fresh and len(self.pages) > 1

    def _turn(self) -> None:
        self.pages.append([])
        self._y = self._top
        self._fresh = True

    def _put(self, row: Row | None) -> None:
        if row is not None:
            self.pages[-1].extend(lowered(row.marks, self._y))
            self._y += row.height
            self._fresh = False


def parted(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Yield items in portions of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def stacked(rows: Iterable[Row]) -> Row:
    """Return rows one below another as one that is never parted."""
    height = 0.0
    marks: list[Mark] = []
    for row in rows:
        marks.extend(lowered(row.marks, height))
        height += row.height
    return Row(height, tuple(marks))


def beside(left: Row, right: Row) -> Row:
    """Return two rows that were set at places of their own as one."""
    return Row(max(left.height, right.height), left.marks + right.marks)


def lowered(marks: Iterable[Mark], by: float) -> list[Mark]:
    """Return marks moved down."""
    return [marks_module.lowered(mark, by) for mark in marks]
