"""Writes a list as the window shows it into a workbook: typed cells, a heading that stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from unionapp import files
from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.desk import Desk
from unionapp.services.protocols import ListSheet, SheetColumn
from unionapp.workbooks.book import Book, Cell

_WIDTHS = {"text": 28, "count": 10, "fen": 14, "day": 12}
_FORMATS = {"text": "@", "count": "#,##0", "fen": "#,##0.00", "day": "yyyy-mm-dd"}


def export_list(desk: Desk, sheet: ListSheet, file: Path) -> int:
    """Write a list and return its rows; the audit trail says so before the file is written.

    Raises `export.not_xlsx`, `export.cannot_write`.
    """
    if file.suffix.lower() != ".xlsx":
        raise refuse("export.not_xlsx", file.name)
    content = _workbook(sheet)
    with desk.write() as work:
        detail: audit.Detail = {"list": sheet.name, "rows": len(sheet.rows)}
        audit.append(work, "list_exported", detail=detail)
    try:
        files.write_atomically(file, content)
    except OSError as error:
        raise refuse("export.cannot_write", file.name) from error
    return len(sheet.rows)


def _workbook(sheet: ListSheet) -> bytes:
    heads = [column.head for column in sheet.columns]
    widths = [_WIDTHS[column.kind] for column in sheet.columns]
    formats = [_FORMATS[column.kind] for column in sheet.columns]
    with Book() as book:
        page = book.sheet("清单", heads, widths=widths, formats=formats)
        for row in sheet.rows:
            cells = zip(sheet.columns, row, strict=True)
            page.append([_cell(column, value) for column, value in cells])
        return book.content()


def _cell(column: SheetColumn, value: str | int | None) -> Cell:
    """Return what stands in a cell: yuan and days as Excel knows them."""
    if value is None or value == "":
        return None
    if isinstance(value, int):
        return Decimal(value) / 100 if column.kind == "fen" else value
    return date.fromisoformat(value) if column.kind == "day" else value
