"""Writes flat tables of responses as CSV files: UTF-8 with its mark, CRLF, safe to open."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from unionapp.workbooks.book import Cell
from unionapp.workbooks.packed import Packed

# What a spreadsheet takes for a formula when it opens a CSV file (OWASP, CSV injection); the
# full-width signs count in Chinese and Japanese Excel.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
# What Excel shows as 2.1E+17, and stores so when the file is saved there.
_LONG_NUMBER = re.compile(r"[0-9]{12,}", re.ASCII)
_ENOUGH = 1 << 16
_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_MOST_NAME = 60  # of 255 bytes, three a Chinese character, and room for an ending


class CsvFile:
    """One CSV file that grows in memory; `long_numbers` counts cells that Excel itself bends.

    Such a number stays as it is. `="2101…"` and a tab behind it would please Excel and give every
    other reader another value, which no join finds; a workbook pleases all of them.
    """

    def __init__(self, headings: Sequence[str]) -> None:
        self._waiting = io.StringIO(newline="")
        self._writer = csv.writer(self._waiting, lineterminator="\r\n")
        self._file = Packed()
        self._file.write(b"\xef\xbb\xbf")
        self.long_numbers = 0
        self.append(headings)

    def append(self, cells: Sequence[Cell]) -> None:
        """Write a line."""
        self.long_numbers += sum(
            isinstance(cell, str) and _LONG_NUMBER.fullmatch(cell) is not None for cell in cells
        )
        self._writer.writerow([_written(cell) for cell in cells])
        if self._waiting.tell() > _ENOUGH:
            self._pack()

    def _pack(self) -> None:
        self._file.write(self._waiting.getvalue().encode("utf-8", "replace"))
        self._waiting.seek(0)
        self._waiting.truncate()

    def pieces(self) -> Iterator[bytes]:
        """Return the file in pieces; nothing can be added after it."""
        self._pack()
        return self._file.pieces()


def _written(cell: Cell) -> str:
    """Return a cell as text; one that a spreadsheet would run gets an apostrophe before it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if _FORMULA.match(cell) else cell
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="milliseconds")
    return str(cell)


def file_name(wanted: str, ending: str, taken: set[str]) -> str:
    """Return a name that every system takes and that is not in `taken` yet, and put it there."""
    base = _NO_NAME.sub("_", wanted).strip(". ")[:_MOST_NAME].rstrip(". ") or "_"
    if _RESERVED.fullmatch(base):
        base = f"_{base}"
    name, again = f"{base}{ending}", 1
    while name.casefold() in taken:
        again += 1
        name = f"{base}~{again}{ending}"
    taken.add(name.casefold())
    return name
