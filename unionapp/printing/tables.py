"""The table of a design: columns over a list of rows, which may run over pages."""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.printing import checked
from unionapp.printing.checked import key
from unionapp.printing.objects import ROLES, Common, maybe_colour, maybe_format, maybe_size

_maybe_text = checked.optional(checked.text)
_maybe_flag = checked.optional(checked.flag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, `w` mm wide: a field of the row, its number, a box to tick, or room to write.

    Neighbours with the same `group` have those words above their heads. `equals` ticks a box when
    the field holds that value. `sum` adds the column up for the table's page and grand totals.
    """

    w: float = key(checked.size)
    head: str = key(checked.text, "")
    en: str = key(checked.text, "")
    group: str = key(checked.text, "")
    field: str | None = key(_maybe_text, None)
    number: bool = key(checked.flag, False)
    equals: str | None = key(_maybe_text, None)
    format: str | None = key(maybe_format, None)
    before: str = key(checked.text, "")
    after: str = key(checked.text, "")
    optional: bool = key(checked.flag, False)
    align: str = key(checked.one_of("left", "center", "right"), "left")
    font: str | None = key(checked.optional(checked.one_of(*ROLES)), None)
    size: float | None = key(maybe_size, None)
    min_size: float | None = key(maybe_size, None)
    squeeze: float = key(checked.size, 0.85)
    max_lines: int = key(checked.count, 1)
    wrap: bool = key(checked.flag, False)
    break_at: str = key(checked.text, "· ")
    sum: bool = key(checked.flag, False)
    same_size: bool | None = key(_maybe_flag, None)

    def __post_init__(self) -> None:
        if (self.number and self.field) or (
            self.field is None and (self.sum or self.equals is not None)
        ):
            raise refuse("printing.column_needs_field", key="field")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Common):
    """Rows of the list `field` from `y` on, at most `h` high (heads and totals included).

    What does not fit goes to further pages of the same side, from `further_y` on and at most
    `further_h` high; on the last page it ends at `last_bottom`, to leave room for what stands
    there. A row is `row_h` high, and grows in whole lines up to `max_row_h` where a cell wraps.
    Empty rows to write in by hand are added up to `min_rows`, or as many as `fill` the page;
    `page_sum` and `total` are the words of the lines that add up the columns with `sum`.
    """

    x: float = key(checked.number)
    y: float = key(checked.number)
    h: float = key(checked.size)
    field: str = key(checked.text)
    columns: tuple[Column, ...] = key(checked.list_of(Column, "columns"))
    row_h: float = key(checked.size)
    max_row_h: float | None = key(maybe_size, None)
    head_h: float | None = key(maybe_size, None)
    further_y: float | None = key(checked.optional(checked.number), None)
    further_h: float | None = key(maybe_size, None)
    last_bottom: float | None = key(maybe_size, None)
    fill: bool = key(checked.flag, False)
    min_rows: int = key(checked.count, 1)
    page_sum: str | None = key(_maybe_text, None)
    total: str | None = key(_maybe_text, None)
    font: str = key(checked.one_of(*ROLES), "sans")
    size: float = key(checked.size, 9.0)
    min_size: float | None = key(maybe_size, None)
    leading: float = key(checked.size, 1.25)
    same_size: bool = key(checked.flag, False)
    padding: float = key(checked.number, 1.0)
    colour: str = key(checked.colour, "#000000")
    head_font: str = key(checked.one_of(*ROLES), "bold")
    head_size: float | None = key(maybe_size, None)
    head_fill: str | None = key(maybe_colour, None)
    head_colour: str = key(checked.colour, "#000000")
    stripe: str | None = key(maybe_colour, None)
    line: str | None = key(maybe_colour, "#000000")
    width: float = key(checked.size, 0.2)

    @property
    def w(self) -> float:
        """How wide all columns are together."""
        return sum(column.w for column in self.columns)

    @property
    def has_groups(self) -> bool:
        return any(column.group for column in self.columns)
