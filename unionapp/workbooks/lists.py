"""Writes a list as the window shows it into a workbook: typed cells, a heading that stays."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from unionapp import files
from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.desk import Desk
from unionapp.services.protocols import ListSheet, SheetColumn

_WIDTHS = {"text": 28, "count": 10, "fen": 14, "day": 12}
_FORMATS = {"text": "@", "count": "#,##0", "fen": "#,##0.00", "day": "yyyy-mm-dd"}
_LONGEST = 32_767  # characters that a cell of Excel holds
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # _x003D_ is how a workbook writes "="


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
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet("清单")
    page.freeze_panes = "A2"
    for at, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = _WIDTHS[column.kind]
    page.append([_cell(page, SheetColumn(one.head), one.head) for one in sheet.columns])
    for row in sheet.rows:
        cells = zip(sheet.columns, row, strict=True)
        page.append([_cell(page, column, value) for column, value in cells])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(page: Any, column: SheetColumn, value: str | int | None) -> Any:  # noqa: ANN401 - openpyxl's
    """Return a cell: yuan and days as Excel knows them; a text stays one, "=1+1" too."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or value == "":
        return None
    if isinstance(value, int):
        told: object = Decimal(value) / 100 if column.kind == "fen" else value
    elif column.kind == "day":
        told = date.fromisoformat(value)
    else:
        text = _ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", value))
        told = text[:_LONGEST]
    made = WriteOnlyCell(page, told)
    if isinstance(told, str):
        made.data_type = "s"
    made.number_format = _FORMATS[column.kind]
    return made
