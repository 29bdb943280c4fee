"""Keeps what is to be come back for: reviews, call-backs, screenings, a contact's visits."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from unionapp.errors import refuse
from unionapp.models.desk import Desk, Work
from unionapp.models.records import Case, FollowUp
from unionapp.programmes.programme import Programme, Step
from unionapp.services import case_facts, case_repeats
from unionapp.values import codes

_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Noted:
    """A follow-up that was planned, done or moved."""

    follow_up: FollowUp
    changes: frozenset[str]


def plan(
    desk: Desk,
    *,
    kind: str,
    subject_kind: str,
    subject_id: str,
    due_on: date,
    case_id: str | None = None,
    worker_id: str | None = None,
) -> Noted:
    """Note that somebody is to be come back to; raises `follow_ups.unknown_kind`."""
    if kind not in codes.load("follow_up_kind"):
        raise refuse("follow_ups.unknown_kind", kind)
    with desk.write() as work:
        made = FollowUp(
            id=work.new_id(),
            home_division=work.division,
            kind=kind,
            case_id=case_id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            due_on=due_on,
            worker_id=worker_id or work.worker_id,
        )
        work.add(made)
        return Noted(made, frozenset(work.changed))


def done(desk: Desk, follow_up_id: str, *, result: str) -> Noted:
    """Note what came of it; raises `follow_ups.missing`, `follow_ups.done_already`."""
    with desk.write() as work:
        found = work.get(FollowUp, follow_up_id)
        if found is None or found.deleted_at is not None:
            raise refuse("follow_ups.missing", follow_up_id)
        if found.done_on is not None:
            raise refuse("follow_ups.done_already", found.done_on.isoformat())
        work.set_fields(
            "follow_up", follow_up_id, {"done_on": work.today, "result": result.strip() or None}
        )
        after = work.get(FollowUp, follow_up_id)
        return Noted(after or found, frozenset(work.changed))


def after_step(work: Work, case: Case, programme: Programme, step: Step) -> None:
    """Close what waited for this step, and plan what the programme says comes next.

    A case waits once for a step, and for none once its subject has left the programme. Where the
    office has not yet said when (a switch without a value), nothing is planned.
    """
    waiting = work.select(
        FollowUp, "case_id = ? AND step = ? AND done_on IS NULL", (case.id, step.code)
    )
    for one in waiting:
        work.set_fields("follow_up", one.id, {"done_on": work.today})
    if step.closes or step.exits:
        drop(work, case.id)
    if step.follow_up is None:
        return
    switches = case_facts.switches(work, programme.code)
    months: Any = case_repeats.settled(step.follow_up.months, programme, switches)
    days: Any = case_repeats.settled(step.follow_up.days, programme, switches)
    if months is None and days is None:
        return
    drop(work, case.id, step.follow_up.step)
    due = add_months(work.today, months or 0) + timedelta(days=days or 0)
    work.add(
        FollowUp(
            id=work.new_id(),
            home_division=case.home_division,
            kind=kind_of(step.follow_up.step),
            case_id=case.id,
            step=step.follow_up.step,
            subject_kind="person" if case.person_id else case.subject_kind,
            subject_id=case.person_id or case.subject_id,
            due_on=due,
            worker_id=case.contact_id or work.worker_id,
        )
    )


def drop(work: Work, case_id: str, step: str = "") -> None:
    """Take away what a case still waited for, all of it or one step, because it is over."""
    waiting = "case_id = ? AND done_on IS NULL AND ? IN ('', step)"
    for one in work.select(FollowUp, waiting, (case_id, step)):
        work.set_fields("follow_up", one.id, {"deleted_at": work.now})


def add_months(day: date, months: int) -> date:
    """Return the day so many months on; the last of a month that is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def kind_of(step: str) -> str:
    """Return the kind that a step of a programme means: `visit` is the contact's visit."""
    return codes.load("follow_up_kind").code_for(step) or _OTHER
