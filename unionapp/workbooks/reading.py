"""Reads a workbook's cells without believing them: bounded, typed, with their place."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import refuse

# Bounds against a workbook that is small on the stick and huge in memory (reliability S15).
_MOST_ENTRIES = 200
_MOST_BYTES = 200 * 1024 * 1024
_MOST_RATIO = 200
_MOST_ROWS = 200_000

Cell = object  # str, float, int, bool, date, datetime, time, timedelta as the reader found it


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows; row 1 is the first line of the workbook."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    def numbered(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield the rows with the number that Excel shows beside them."""
        yield from enumerate(self.rows, start=1)


def sheets(path: Path) -> tuple[Sheet, ...]:
    """Return the sheets of an `.xlsx` workbook that hold anything.

    Raises `UserError`: no such file, no workbook, a workbook larger than an office ever makes,
    a locked one.
    """
    if not path.is_file():
        raise refuse("workbook.missing", path.name)
    _check_archive(path)
    return tuple(sheet for sheet in _parse(path) if sheet.rows)


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise refuse("workbook.not_a_workbook", path.name) from error
    declared = sum(entry.file_size for entry in entries)
    stored = max(1, sum(entry.compress_size for entry in entries))
    too_large = (
        len(entries) > _MOST_ENTRIES or declared > _MOST_BYTES or declared > stored * _MOST_RATIO
    )
    if too_large:
        raise refuse("workbook.too_large", path.name)
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise refuse("workbook.not_a_workbook", path.name)


def _parse(path: Path) -> Iterator[Sheet]:
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            # Rows are counted from the top of the sheet, not from the first filled cell.
            skipped = sheet.start[0] if sheet.start else 0
            if sheet.total_height > _MOST_ROWS:
                raise refuse("workbook.too_many_rows", path.name, most=_MOST_ROWS)
            rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=True))
            yield Sheet(name, ((),) * skipped + rows)
    except (python_calamine.CalamineError, ValueError, TypeError) as error:
        raise refuse("workbook.not_a_workbook", path.name) from error
