"""Workbooks as offices write them, made on the spot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Rows = Iterable[Sequence[Any]]

# Well-formed and given to nobody: the sequences from 900 up.
NUMBER = "210106199003079011"
OTHER = "210106198511219020"


def book(
    folder: Path, rows: Rows, *, name: str = "名册.xlsx", merge: Sequence[str] = (), **more: Rows
) -> Path:
    """Write a workbook: `rows` on the first sheet, each further sheet by its name."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "名册"
    _fill(sheet, rows)
    for area in merge:
        sheet.merge_cells(area)
    for title, others in more.items():
        _fill(made.create_sheet(title), others)
    path = folder / name
    made.save(path)
    return path


def _fill(sheet: Any, rows: Rows) -> None:
    for row in rows:
        sheet.append(list(row))
