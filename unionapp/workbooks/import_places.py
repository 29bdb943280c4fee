"""Imports doors, one line each: 街道 社区 网格 街路巷 楼栋 单元 楼层 门牌 类型."""

from __future__ import annotations

from collections.abc import Callable

from unionapp.errors import Problem
from unionapp.models.desk import Reading
from unionapp.workbooks.headers import find_header, unknown_columns
from unionapp.workbooks.place_columns import DOOR_KIND, LEVELS, PARTS, PlaceIndex
from unionapp.workbooks.plan import Tally, at_row, parse_rows
from unionapp.workbooks.reading import Sheet


def root_of(now: Reading) -> str | None:
    """Return the place that an office's own streets hang under: its district, or its city."""
    found = now.rows(
        "SELECT id FROM place WHERE kind IN ('city', 'district') AND deleted_at IS NULL "
        "ORDER BY length(division) DESC, rid LIMIT 1"
    )
    return str(found[0][0]) if found else None


def plan(now: Reading, new_id: Callable[[], str], sheets: tuple[Sheet, ...]) -> tuple[Tally, int]:
    """Work out which places a workbook adds; a door that is there already is unchanged."""
    header = find_header(sheets, (*PARTS, DOOR_KIND), required=("number",))
    tally = Tally(problems=list(unknown_columns(header)))
    index = PlaceIndex(now, root_of(now))
    parsed = parse_rows(header, today=now.today)
    for row in parsed:
        parts = {name: str(value) for name, value in row.values.items() if name != DOOR_KIND.name}
        problems = list(row.problems)
        if "number" not in parts:
            problems.append(at_row(Problem("import.door_missing", "number"), header, row.number))
        elif not any(parts.get(level) for level in LEVELS):
            problems.append(at_row(Problem("import.door_nowhere", "number"), header, row.number))
        tally.problems += problems
        if any(not problem.warning for problem in problems):
            tally.refused += 1
            continue
        kind = row.values.get(DOOR_KIND.name)
        door = index.plan_door(
            parts,
            division=now.division,
            new_id=new_id,
            door_kind=str(kind) if kind else None,
        )
        tally.new += door.missing
        if door.missing:
            tally.created += 1
        else:
            tally.unchanged += 1
    return tally, len(parsed)
