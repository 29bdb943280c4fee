"""Writes a workbook line by line: memory stays level, a text stays a text, nothing is cut off."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from unionapp.errors import refuse
from unionapp.workbooks.packed import Packed, entry_of

Cell = str | int | Decimal | date | datetime | None

MORE = "MORE"
MORE_HEADINGS = ("KEY", "PATH", "PART", "TEXT")
_MOST_UNITS = 32_767  # UTF-16 units in a cell, Excel's limit; so are the 31 of a sheet's name
_MOST_NAME = 31
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
CUT = "……【全文见工作表 MORE】"
"""What stands at the end of a text that is too long for a cell; MORE has it whole."""
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# How a workbook spells what XML cannot hold, and so the spelling itself (ECMA-376 22.9.2.19).
_SPELLED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f]")
_NO_SIGN = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no character at all (Unicode 23.7)


class Book:
    """A workbook that is being written; leaving it as a context ends sheets left half-way."""

    def __init__(self) -> None:
        from openpyxl import Workbook

        self._book: Any = Workbook(write_only=True)
        self._sheets: dict[str, _Sheet] = {}
        self._more: _Sheet | None = None
        self.moved = 0

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        for sheet in self._sheets.values():
            sheet.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets."""
        return tuple(self._sheets)

    def sheet(
        self,
        name: str,
        headings: Sequence[str],
        *,
        widths: Sequence[float] = (),
        formats: Sequence[str] = (),
    ) -> _Sheet:
        """Return a new sheet with its first line; the name is made one that Excel takes.

        `widths` of the columns are in characters, `formats` is how each shows its numbers.
        """
        if len(headings) > _MOST_COLUMNS:
            raise refuse("export.too_wide", name, most=_MOST_COLUMNS)
        name = _sheet_name(name, {*self._sheets, MORE})
        made = _Sheet(self._book, name, self, headings, widths=widths, formats=formats)
        self._sheets[made.name] = made
        return made

    def more(self, key: str, path: str, text: str) -> None:
        """Put a whole text into the sheet MORE, in as many lines as it takes."""
        if self._more is None:
            self._more = self._sheets[MORE] = _Sheet(self._book, MORE, self, MORE_HEADINGS)
        self.moved += 1
        for number, part in enumerate(_parts(text), start=1):
            self._more.append((key, path, number, part))

    def content(self) -> bytes:
        """Return the workbook; nothing can be added after it."""
        from openpyxl.writer.excel import ExcelWriter

        target = io.BytesIO()
        archive = _Archive(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        ExcelWriter(self._book, archive).save()
        return target.getvalue()


class _Archive(zipfile.ZipFile):
    """Takes sheets out of memory where openpyxl names a temporary file."""

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as zipfile
        with entry_of(self, arcname) as entry:
            for piece in filename.pieces():
                entry.write(piece)


class _Sheet:
    """One sheet: its cells are made again and again of the same few."""

    def __init__(
        self,
        book: Any,  # noqa: ANN401 - no types
        name: str,
        owner: Book,
        headings: Sequence[str],
        *,
        widths: Sequence[float] = (),
        formats: Sequence[str] = (),
    ) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet._writer import WorksheetWriter

        self.name, self._owner, self._rows = name, owner, 0
        self._headings, self._formats = headings, formats
        self._sheet: Any = book.create_sheet(name)
        self._sheet.freeze_panes = "A2"
        for at, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(at)].width = width
        # WORKAROUND(openpyxl 3.1): its write-only sheets go through a temporary file, where answers
        # would stand in the clear; the writer takes any file, only its clean-up wants a name.
        self._sheet._writer = WorksheetWriter(self._sheet, out=Packed())
        self._sheet._writer.cleanup = lambda: None
        self._sheet._writer.write_top()
        self._text, self._number, self._day, self._moment = (
            WriteOnlyCell(self._sheet) for _ in range(4)
        )
        self._text.number_format = "@"
        self.append(headings)

    def append(self, cells: Sequence[Cell], key: str = "") -> None:
        """Write a line; a text too long for a cell goes whole to the sheet MORE besides.

        `key` says there which line it belongs to: its number when nothing is given.
        """
        if self._rows == _MOST_ROWS:
            raise refuse("export.too_long", self.name, most=_MOST_ROWS - 1)
        self._rows += 1
        long: list[tuple[int, str]] = []
        self._sheet.append(self._made(cells, long))
        for at, text in long:
            self._owner.more(key or f"{self.name} {self._rows}", self._headings[at], text)

    def _made(self, cells: Sequence[Cell], long: list[tuple[int, str]]) -> Iterator[object]:
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                if _is_long(cell):
                    long.append((at, cell))
                    yield self._text_cell(next(_parts(cell, _MOST_UNITS - len(CUT))) + CUT)
                else:
                    yield self._text_cell(cell)
            elif isinstance(cell, date):
                yield self._date_cell(cell)
            elif cell is not None and at < len(self._formats):
                self._number.value = cell
                self._number.number_format = self._formats[at]
                yield self._number
            else:
                yield cell

    def _text_cell(self, text: str) -> object:
        self._text.value = None
        self._text._value = spelled(text)
        # A text stays one, whatever it begins with: "=1+1" in an answer never becomes a formula,
        # nor an identity number a number when somebody edits it (OWASP, CSV injection).
        self._text.data_type = "s"
        return self._text

    def _date_cell(self, cell: date) -> object:
        if cell.year < 1901:  # Excel's days begin in 1900, with a 29 February that never was
            return self._text_cell(cell.isoformat())
        if isinstance(cell, datetime):
            self._moment.value = cell.replace(tzinfo=None)
            self._moment.number_format = "yyyy-mm-dd hh:mm:ss"
            return self._moment
        self._day.value = cell
        self._day.number_format = "yyyy-mm-dd"
        return self._day

    def close(self) -> None:
        """End the sheet where saving has not."""
        if not self._sheet.closed:
            self._sheet.close()


def spelled(text: str) -> str:
    """Return a text as a workbook writes it: every character of it, U+FFFD for what is none."""
    text = _NO_SIGN.sub("\ufffd", text)
    return _SPELLED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _is_long(text: str) -> bool:
    return len(text) > _MOST_UNITS // 2 and _units(text) > _MOST_UNITS


def _units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)


def _parts(text: str, most: int = _MOST_UNITS) -> Iterator[str]:
    """Cut a text into pieces of at most so many UTF-16 units."""
    start = units = 0
    for at, sign in enumerate(text):
        more = 2 if sign > "\uffff" else 1
        if units + more > most:
            yield text[start:at]
            start, units = at, 0
        units += more
    yield text[start:]


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that Excel takes: 31 units, no `[]:*?/\\`, none twice whatever its case."""
    base = _NO_NAME.sub("_", _NO_SIGN.sub("_", wanted)).strip("' ") or "_"
    if base.casefold() == "history":
        base += "_"
    used = {name.casefold() for name in taken}
    name, again = next(_parts(base, _MOST_NAME)), 1
    while name.casefold() in used:
        again += 1
        mark = f"~{again}"
        name = next(_parts(base, _MOST_NAME - len(mark))) + mark
    return name
