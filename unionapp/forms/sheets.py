"""Reads the tables of a form, from a workbook or Markdown, into plain cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from unionapp.errors import refuse

MOST_BYTES = 50_000_000
SUFFIXES = (".xlsx", ".xlsm", ".md")
_RULE = re.compile(r":?-+:?")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row below the header: its number in the sheet (1 = the header line), cells by column."""

    number: int
    cells: Mapping[str, str]

    def get(self, *columns: str) -> str:
        """The first of these columns that is filled, else ""."""
        return next((self.cells[name] for name in columns if self.cells.get(name)), "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its columns as written, and the rows that are not blank."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    doubled: tuple[str, ...] = ()


def read(path: Path) -> Mapping[str, Sheet]:
    """Return the sheets by their names in small letters; `UserError` when it cannot be read."""
    if path.suffix.lower() not in SUFFIXES:
        raise refuse("form.not_a_form", path.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refuse("form.too_large", path.name, most=MOST_BYTES // 1_000_000)
        if path.suffix.lower() == ".md":
            grids = markdown_grids(path.read_text("utf-8-sig"))
        else:
            grids = _workbook_grids(path)
    except FileNotFoundError as error:
        raise refuse("form.not_found", path.name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("form.unreadable", path.name, reason=str(error)) from error
    return {name.lower(): _sheet(name, grid) for name, grid in grids.items()}


def _workbook_grids(path: Path) -> Mapping[str, Sequence[Sequence[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            name.strip(): [
                [_cell_text(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except (CalamineError, ValueError) as error:
        raise refuse("form.unreadable", path.name, reason=str(error)) from error


def _cell_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\u00a0", " ").strip()


def markdown_grids(text: str) -> Mapping[str, Sequence[Sequence[str]]]:
    """Return the grids of Markdown tables: a row whose first cell alone is filled names a sheet."""
    grids: dict[str, list[list[str]]] = {}
    current: list[list[str]] | None = None
    for line in text.splitlines():
        if not line.strip().startswith("|"):
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in _split(line.strip())]
        if all(_RULE.fullmatch(cell) for cell in cells if cell) and any(cells):
            continue
        if cells and cells[0]:
            current = grids.setdefault(cells[0], [])
            if not any(cells[1:]):
                continue
        if current is not None:
            current.append(cells[1:])
    return grids


def _split(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line.removeprefix("|").removesuffix("|"))


def _sheet(name: str, grid: Sequence[Sequence[str]]) -> Sheet:
    header = next((at for at, row in enumerate(grid) if any(row)), None)
    if header is None:
        return Sheet(name, (), ())
    columns = [cell.strip() for cell in grid[header]]
    rows = []
    for at, row in enumerate(grid[header + 1 :], header + 2):
        cells = {
            column: cell for column, cell in zip(columns, row, strict=False) if column and cell
        }
        if cells:
            rows.append(SheetRow(at, cells))
    named = [column for column in columns if column]
    doubled = tuple(dict.fromkeys(name for name in named if named.count(name) > 1))
    return Sheet(name, tuple(named), tuple(rows), doubled)
