"""Keeps plans that work a base off in shares (20/60/20 of 解困脱困), and how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Work
from unionapp.models.records import QuotaPlan, QuotaRow
from unionapp.programmes.sum_tests import largest_remainder


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage as the office enters it: what it is called, its share in per cent, its cut-off."""

    label: str
    share: int
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage with its target, and what was reached in it and up to it."""

    row: QuotaRow
    reached: int
    reached_in_all: int
    target_in_all: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A plan with its stages."""

    plan: QuotaPlan
    lines: tuple[StageLine, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan that was made; its targets add up to the base when the shares make a hundred."""

    plan: QuotaPlan
    rows: tuple[QuotaRow, ...]
    changes: frozenset[str]


def plan(
    desk: Desk,
    *,
    programme: str,
    name: str,
    base: int,
    stages: Sequence[Stage],
    base_on: date | None = None,
    document: str = "",
) -> Planned:
    """Make a plan: targets by the largest remainder, ties to the earlier stage.

    Raises `quotas.base_wrong`, `quotas.shares_wrong`, `quotas.days_wrong`.
    """
    _refuse_wrong(name, base, stages)
    targets = largest_remainder(base, [one.share for one in stages])
    with desk.write() as work:
        made = QuotaPlan(
            id=work.new_id(),
            home_division=work.division,
            programme=programme,
            name=name.strip(),
            base=base,
            base_on=base_on,
            document=document.strip() or None,
        )
        work.add(made)
        rows = tuple(
            _row(work, made, stage, target) for stage, target in zip(stages, targets, strict=True)
        )
        work.add_all(rows)
        audit.append(work, "quota_planned", "quota_plan", made.id, {"base": base})
        return Planned(made, rows, frozenset(work.changed))


def _row(work: Work, of: QuotaPlan, stage: Stage, target: int) -> QuotaRow:
    return QuotaRow(
        id=work.new_id(),
        home_division=of.home_division,
        plan_id=of.id,
        label=stage.label,
        until_on=stage.until_on,
        share=stage.share,
        target=target,
    )


def _refuse_wrong(name: str, base: int, stages: Sequence[Stage]) -> None:
    if base < 0:
        raise refuse("quotas.base_wrong", name, base=base)
    shares = [one.share for one in stages]
    if not shares or min(shares) < 0 or sum(shares) != 100:
        raise refuse("quotas.shares_wrong", name, sum=sum(shares))
    days = [one.until_on for one in stages if one.until_on is not None]
    if days != sorted(set(days)):
        raise refuse("quotas.days_wrong", name)


def progress(desk: Desk, plan_id: str) -> Progress:
    """Return how many files left hardship (脱困) in each stage; raises `quotas.missing`.

    A file counts once, on the last day on which it left, and not while it is back (返困). What
    happened before the day of the base is part of no stage.
    """
    with desk.read() as reading:
        found = reading.get(QuotaPlan, plan_id)
        if found is None or found.deleted_at is not None:
            raise refuse("quotas.missing", plan_id)
        rows = reading.select(QuotaRow, "plan_id = ?", (plan_id,))
        since = found.base_on.isoformat() if found.base_on else ""
        left = [date.fromisoformat(row[0]) for row in reading.rows(_LEFT, (since,))]
    lines: list[StageLine] = []
    before, target = 0, 0
    for row in rows:
        until = row.until_on or date.max
        in_all = sum(day <= until for day in left)
        target += row.target
        lines.append(StageLine(row, in_all - before, in_all, target))
        before = in_all
    return Progress(found, tuple(lines))


def listing(desk: Desk) -> tuple[QuotaPlan, ...]:
    """Return the plans, the newest first."""
    with desk.read() as reading:
        return tuple(reading.select(QuotaPlan, order="rid DESC"))


_LEFT = """
SELECT max(e."on") FROM hardship_event e JOIN hardship_file f ON f.id = e.file_id
WHERE e.event = 'resolved' AND f.state = 'resolved' AND f.deleted_at IS NULL AND e."on" > ?
GROUP BY f.id
"""
