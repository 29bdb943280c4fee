"""Imports places, persons and employers: a plan first, then everything in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.declare import Record
from unionapp.models.desk import Desk, Reading, Work
from unionapp.workbooks import import_employers, import_people, import_places, reading
from unionapp.workbooks.plan import ImportPlan, Tally
from unionapp.workbooks.reading import Sheet

Planner = Callable[[Reading, Callable[[], str], tuple[Sheet, ...]], Tally]

_PLANNERS: Mapping[str, Planner] = {
    "places": import_places.plan,
    "persons": import_people.plan,
    "employers": import_employers.plan,
}
KINDS = tuple(_PLANNERS)

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    plan: ImportPlan
    changes: frozenset[str]


def plan_import(desk: Desk, kind: str, path: Path) -> ImportPlan:
    """Return what the workbook would change; nothing is written.

    Raises `UserError`: no such kind, no workbook, no header line.
    """
    if kind not in _PLANNERS:
        raise refuse("import.unknown_kind", kind, known="、".join(KINDS))
    sheets = reading.sheets(path)
    with desk.read() as now:
        tally = _PLANNERS[kind](now, desk.new_id, sheets)
        return tally.plan(kind, path.name, _log_end(now))


def apply_import(desk: Desk, plan: ImportPlan) -> Imported:
    """Write a plan, all of it or nothing.

    Raises `UserError` `import.stale` when the database has changed since the plan was made.
    """
    with desk.write() as work:
        if _log_end(work) != plan.base:
            raise refuse("import.stale", plan.file)
        _write(work, plan)
    return Imported(plan, frozenset(work.changed))


def import_workbook(desk: Desk, kind: str, path: Path) -> Imported:
    """Plan and apply in one go: for the command without `--dry-run`."""
    return apply_import(desk, plan_import(desk, kind, path))


def _log_end(now: Reading) -> int:
    return int(now.scalar("SELECT coalesce(max(seq), 0) FROM operation"))


def _write(work: Work, plan: ImportPlan) -> None:
    """Write the new records kind by kind, each kind in the order in which it was planned."""
    kinds: defaultdict[type[Record], list[Record]] = defaultdict(list)
    for record in plan.new:
        kinds[type(record)].append(record)
    for records in kinds.values():
        for start in range(0, len(records), _BATCH):
            work.add_all(records[start : start + _BATCH])
    for change in plan.changes:
        work.set_fields(change.kind, change.id, change.values)
