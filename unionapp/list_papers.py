"""Makes the paper of a work list: what the window lists, on plain sheets with room to note."""

from __future__ import annotations

from unionapp.models import audit
from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.printing import documents
from unionapp.services import vault
from unionapp.services.protocols import AS_USUAL, ListSheet, PaperWishes, SheetColumn
from unionapp.values import money

_DOCUMENT = "work_list"
_COLUMNS = 5


def make(
    desk: Desk,
    folder: DataDir,
    sheet: ListSheet,
    *,
    noted: bool,
    wishes: PaperWishes = AS_USUAL,
) -> documents.Rendered:
    """Return the PDF of a list; with `noted` the audit trail says first that it left."""
    with desk.read() as reading:
        today = reading.today
        worker = reading.scalar("SELECT name FROM worker WHERE id = ?", (desk.worker_id,))
    shown = _shown(sheet)
    record: dict[str, object] = {
        "office.name": vault.office_of(desk).name,
        "list.title": sheet.title,
        "list.note": sheet.note or None,
        "list.worker": str(worker or "") or None,
        "list.rows": tuple(
            {
                f"cell{at}": _text(sheet.columns[column], row[column])
                for at, column in enumerate(shown, start=1)
            }
            for row in sheet.rows
        ),
    }
    for at, column in enumerate(shown, start=1):
        record[f"list.head{at}"] = sheet.columns[column].head
    asked = documents.Wishes(start=wishes.start, printer=wishes.printer, blanks=wishes.blanks)
    made = documents.render(
        _DOCUMENT, [record], issued=today, own=folder.own_documents, wishes=asked
    )
    if noted:
        with desk.write() as work:
            detail: audit.Detail = {"list": sheet.name, "rows": len(sheet.rows)}
            audit.append(work, "list_printed", detail=detail)
    return made


def _shown(sheet: ListSheet) -> tuple[int, ...]:
    """Return the columns that paper has room for; where there are more, the empty ones give way."""
    every = range(len(sheet.columns))
    told = [
        at
        for at in every
        if sheet.columns[at].head or any(row[at] not in (None, "") for row in sheet.rows)
    ]
    return tuple((told if len(every) > _COLUMNS else every)[:_COLUMNS])


def _text(column: SheetColumn, cell: str | int | None) -> str | None:
    if cell is None or cell == "":
        return None
    if column.kind == "fen" and isinstance(cell, int):
        return money.format_fen(cell)
    return str(cell)
