"""Reckons what a step of a case sets running: the public notice and the deadline of the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from unionapp.errors import Problem
from unionapp.models.desk import Reading
from unionapp.programmes.programme import Argument, Programme, Step
from unionapp.services import case_facts, case_repeats, holidays


@dataclass(frozen=True, slots=True)
class Times:
    """The last day of the notice that this step began (None: it began none), the deadline of the
    next step, and warnings about years without a table of holidays."""

    notice_until: date | None
    due_on: date | None
    warnings: tuple[Problem, ...]


def of_step(reading: Reading, programme: Programme, step: Step) -> Times:
    """Return what a step of today sets running; working days are the office's."""
    switches = case_facts.switches(reading, programme.code)
    calendar, today = holidays.calendar(reading), reading.today
    warnings: list[Problem] = []

    def worked(argument: Argument | None) -> date | None:
        days = _days(argument, programme, switches)
        if days is None:
            return None
        period = holidays.period(calendar, today, days)
        warnings.extend(period.warnings)
        return period.until

    notice_until = worked(step.notice_days)
    ends = []
    for following in programme.next_steps(step.code):
        days = _days(following.within_days, programme, switches)
        ends.append(None if days is None else today + timedelta(days=days))
        ends.append(worked(following.within_working_days))
    due_on = min((end for end in ends if end is not None), default=None)
    return Times(notice_until, due_on, tuple(dict.fromkeys(warnings)))


def _days(
    argument: Argument | None, programme: Programme, switches: Mapping[str, Any]
) -> int | None:
    value = case_repeats.settled(argument, programme, switches)
    return value if isinstance(value, int) else None
