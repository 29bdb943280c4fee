"""Imports doors, one line each: 街道 社区 网格 街路巷 楼栋 单元 楼层 门牌 类型."""

from __future__ import annotations

from collections.abc import Callable

from unionapp.models.desk import Reading
from unionapp.workbooks.headers import find_headers, left_out
from unionapp.workbooks.place_columns import DOOR_KIND, LEVELS, PARTS
from unionapp.workbooks.place_index import PlaceIndex
from unionapp.workbooks.plan import ParsedRow, Tally, parse_rows
from unionapp.workbooks.reading import Sheet


def plan(now: Reading, new_id: Callable[[], str], sheets: tuple[Sheet, ...]) -> Tally:
    """Work out which places a workbook adds; a door that is there already is unchanged."""
    headers = find_headers(sheets, (*PARTS, DOOR_KIND), required=("number",))
    tally = Tally(problems=list(left_out(sheets, headers)))
    index = PlaceIndex(now)
    for row in parse_rows(headers, today=now.today):
        tally.rows += 1
        _take(row, tally, index, now.division, new_id)
    return tally


def _take(
    row: ParsedRow, tally: Tally, index: PlaceIndex, division: str, new_id: Callable[[], str]
) -> None:
    parts = {name: str(value) for name, value in row.values.items() if name != DOOR_KIND.name}
    problems = list(row.problems)
    if "number" not in parts:
        problems.append(row.problem("import.door_missing", "number"))
    elif not any(level in parts for level in LEVELS):
        problems.append(row.problem("import.door_nowhere", "number"))
    if not tally.accepts(problems):
        return
    given = row.values.get(DOOR_KIND.name)
    door_kind = str(given) if given else None
    door = index.plan_door(parts, division=division, new_id=new_id, door_kind=door_kind)
    if door.ambiguous:
        tally.accepts([row.problem("import.several_places", "number", text=door.ambiguous)])
    elif door.missing:
        tally.new += door.missing
        tally.created += 1
    else:
        standing = index.nodes[door.door_id].door_kind
        changed = door_kind is not None and door_kind != standing
        tally.change("place", door.door_id, {"door_kind": door_kind} if changed else {})
