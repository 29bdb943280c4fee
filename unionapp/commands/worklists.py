"""`worklist NAME [--out FILE.xlsx]` and `programme find`: lists and finder without a screen."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unionapp.commands.frame import Call
from unionapp.errors import refuse

if TYPE_CHECKING:
    from unionapp.services.finder import Finding
    from unionapp.services.worklists import Name, Row, Worklist


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type for it
    """Add the command to the parser."""
    one: argparse.ArgumentParser = commands.add_parser("worklist", help="what waits to be done")
    one.add_argument("name", nargs="?", help="a list; without a name all are counted")
    one.add_argument("--out", type=Path, metavar="FILE.xlsx", help="write it into a workbook")
    one.set_defaults(run=_worklist)


def add_find_to(verbs: Any) -> None:  # noqa: ANN401 - as above
    """Add `programme find`."""
    find = verbs.add_parser("find", help="every programme over everybody")
    find.add_argument("--ids", action="store_true", help="name the subjects, not only their count")
    find.set_defaults(run=_find)


def _worklist(call: Call) -> int:
    from unionapp.services import worklists

    name = _name(call.arguments.name) if call.arguments.name else None
    with call.office() as desk:
        if name is None:
            told = dict(worklists.counts(desk))
            call.say({"worklists": told}, [f"{one}  {count}" for one, count in told.items()])
            return 0
        found = worklists.of(desk, name)
        if call.arguments.out is not None:
            from unionapp.workbooks import lists

            lists.export_list(desk, _sheet(found), call.arguments.out)
    rows = [_row_json(row) for row in found.rows]
    lines = [f"{row.day or '—'}  {row.title}  {row.address}  {row.note}" for row in found.rows]
    call.say({"name": found.name, "day": found.day.isoformat(), "rows": rows}, lines)
    return 0


def _name(given: str) -> Name:
    from unionapp.services.worklists import NAMES

    for one in NAMES:
        if one == given:
            return one
    raise refuse("commands.no_such_worklist", given, known=" / ".join(NAMES))


def _row_json(row: Row) -> dict[str, object]:
    return {
        "kind": row.kind,
        "id": row.id,
        "title": row.title,
        "address": row.address,
        "day": row.day.isoformat() if row.day else None,
        "days": row.days,
        "note": row.note,
    }


def _sheet(found: Worklist) -> Any:  # noqa: ANN401 - a ListSheet, imported when it is needed
    from unionapp.services.protocols import ListSheet, SheetColumn

    columns = (
        SheetColumn("姓名 / 名称"),
        SheetColumn("地址"),
        SheetColumn("日期", "day"),
        SheetColumn("天数", "count"),
        SheetColumn("说明"),
    )
    rows = tuple(
        (row.title, row.address, row.day.isoformat() if row.day else None, row.days, row.note)
        for row in found.rows
    )
    return ListSheet(found.name, found.name, found.day.isoformat(), columns, rows)


def _find(call: Call) -> int:
    from unionapp.services import finder

    def tell(done: int, of: int) -> None:
        if of > 1:
            call.note(f"{done:,} / {of:,}")

    with call.office() as desk:
        found = finder.everybody(desk, progress=tell)
    told = [_finding_json(one, ids=call.arguments.ids) for one in found.findings]
    lines = [
        f"{one.programme}  {len(one.ids(True))} / {found.subjects.get(one.subject, 0)}"
        for one in found.findings
    ]
    answer = {"day": found.day.isoformat(), "subjects": dict(found.subjects), "findings": told}
    call.say(answer, lines)
    return 0


def _finding_json(finding: Finding, *, ids: bool) -> dict[str, object]:
    groups = []
    for group in finding.groups:
        one: dict[str, object] = {
            "eligible": group.eligible,
            "codes": list(group.codes),
            "count": len(group.ids),
        }
        if ids:
            one["ids"] = list(group.ids)
            one["amounts_fen"] = {
                id_: finding.amounts[id_] for id_ in group.ids if id_ in finding.amounts
            }
        groups.append(one)
    return {"programme": finding.programme, "subject": finding.subject, "groups": groups}
