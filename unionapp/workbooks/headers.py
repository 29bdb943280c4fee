"""Finds the header line of a sheet and says which column is which declared field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unionapp.errors import Problem, refuse
from unionapp.models.declare import Field
from unionapp.workbooks.cells import text_of
from unionapp.workbooks.reading import Cell, Sheet

# Offices put a title, a date and a unit above the header.
_LOOKED_AT = 12
_BLANKS = re.compile(r"[\s　*＊：:（(].*$|\s")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what each known column holds."""

    sheet: Sheet
    row: int
    columns: Mapping[int, Field]
    unknown: tuple[str, ...]

    def rows(self) -> Sequence[tuple[int, tuple[Cell, ...]]]:
        """Return the lines below the header that hold anything, with their row numbers."""
        return [
            (number, row)
            for number, row in self.sheet.numbered()
            if number > self.row and any(text_of(cell) for cell in row)
        ]


def find_header(
    sheets: Sequence[Sheet], fields: Sequence[Field], required: Sequence[str]
) -> Header:
    """Return the best header of a workbook: the line with the most known columns.

    Raises `UserError` `import.no_header` when no line names all `required` fields.
    """
    known = {_plain(word): field for field in fields for word in (field.zh, *field.headers)}
    best: Header | None = None
    for sheet in sheets:
        for number, row in list(sheet.numbered())[:_LOOKED_AT]:
            found = _match(sheet, number, row, known)
            if best is None or len(found.columns) > len(best.columns):
                best = found
    wanted = {field.name: field.zh for field in fields if field.name in required}
    have = {field.name for field in best.columns.values()} if best else set()
    if best is None or not set(wanted) <= have:
        missing = "、".join(label for name, label in wanted.items() if name not in have)
        raise refuse("import.no_header", sheets[0].name if sheets else "", missing=missing)
    return best


def _match(sheet: Sheet, number: int, row: tuple[Cell, ...], known: Mapping[str, Field]) -> Header:
    columns: dict[int, Field] = {}
    unknown = []
    for index, cell in enumerate(row):
        word = text_of(cell)
        field = known.get(_plain(word))
        if field is not None and field not in columns.values():
            columns[index] = field
        elif word:
            unknown.append(word)
    return Header(sheet, number, columns, tuple(unknown))


def _plain(word: str) -> str:
    """Return a heading without spaces, stars and what stands in brackets: 姓 名*（必填）."""
    squeezed = re.sub(r"[\s　]", "", word)
    return _BLANKS.sub("", squeezed)


def unknown_columns(header: Header) -> tuple[Problem, ...]:
    """Return a warning for the columns that nobody reads, so that nothing vanishes unseen."""
    if not header.unknown:
        return ()
    listed = "、".join(header.unknown)
    return (
        Problem(
            "import.unknown_columns",
            listed,
            sheet=header.sheet.name,
            row=header.row,
            warning=True,
        ),
    )


def column_letter(index: int) -> str:
    """Return a column's name in Excel: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
