"""Imports places, persons and employers: a plan first, then everything in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.desk import Desk, Reading, Work
from unionapp.workbooks import import_employers, import_people, import_places, reading
from unionapp.workbooks.plan import ImportPlan, Tally
from unionapp.workbooks.reading import Sheet

Planner = Callable[[Reading, Callable[[], str], tuple[Sheet, ...]], tuple[Tally, int]]

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
        return _plan(now, desk, kind, path.name, sheets)


def _plan(now: Reading, desk: Desk, kind: str, file: str, sheets: tuple[Sheet, ...]) -> ImportPlan:
    tally, rows = _PLANNERS[kind](now, desk.new_id, sheets)
    return tally.plan(kind, file, _log_end(now), rows)


def _log_end(now: Reading) -> int:
    return int(now.scalar("SELECT coalesce(max(seq), 0) FROM operation"))


def apply_import(desk: Desk, plan: ImportPlan) -> Imported:
    """Write a plan, all of it or nothing.

    Raises `UserError` `import.stale` when the database has changed since the plan was made.
    """
    with desk.write() as work:
        if _log_end(work) != plan.base:
            raise refuse("import.stale", plan.file)
        _write(work, plan)
    return Imported(plan, frozenset(work.changed))


def _write(work: Work, plan: ImportPlan) -> None:
    new = list(plan.new)
    start = 0
    while start < len(new):
        # Runs of one kind are written together, in the order in which they were planned.
        end = start
        while end < len(new) and type(new[end]) is type(new[start]) and end - start < _BATCH:
            end += 1
        work.add_all(new[start:end])
        start = end
    for change in plan.changes:
        work.set_fields(change.kind, change.id, change.values)


def import_workbook(desk: Desk, kind: str, path: Path) -> Imported:
    """Plan and apply in one go: for the command without `--dry-run`."""
    return apply_import(desk, plan_import(desk, kind, path))
