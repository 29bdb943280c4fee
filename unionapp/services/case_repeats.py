"""Refuses a second case about what a household or person was given, or has asked for, already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from unionapp.errors import Problem, refuse
from unionapp.models.desk import Reading
from unionapp.models.records import Case
from unionapp.programmes.programme import Argument, Programme, SwitchRef
from unionapp.services import case_facts, programme_files
from unionapp.services.case_records import GRANTED, OPEN, OUT_OF_THE_WAY, PAID

# The event by which an approver let a case pass that is like another.
OVERRIDE = "duplicate_override"

# Cases for which the applicant of a household (the parameter) applied or signed.
_SAME_APPLICANT = """EXISTS (
    SELECT 1 FROM hardship_file mine JOIN person me ON me.id = mine.applicant_id
    JOIN person other ON other.id = me.id OR other.identity_number = me.identity_number
    WHERE mine.household_id = ? AND mine.deleted_at IS NULL AND other.id IN (
        SELECT f.applicant_id FROM hardship_file f WHERE f.household_id = "case".subject_id
        UNION SELECT r.payee_id FROM receipt r WHERE r.case_id = "case".id))"""


def settled(argument: Argument | None, programme: Programme, switches: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the switch holds
    """Return an argument, or what the office's switch says; None where nobody has said it."""
    if not isinstance(argument, SwitchRef):
        return argument
    switch = programme.switch(argument.name)
    said = switches.get(argument.name, switch.default if switch else None)
    options = {option.value: option.word for option in switch.options} if switch else {}
    return options.get(said, said) if isinstance(said, str) else said


def is_yearly(programme: Programme, switches: Mapping[str, Any]) -> bool:
    """Say whether one case a calendar year is all there can be.

    A programme without steps and frequency is the plain yearly grant.
    """
    frequency = programme.frequency
    if frequency is None:
        return not programme.steps
    period = settled(frequency.period, programme, switches)
    return period == "calendar_year" and frequency.times == 1


def refuse_second(
    reading: Reading, programme: Programme, case: Case, year: int, switches: Mapping[str, Any]
) -> None:
    """Refuse a case that repeats another; the one itself is none of the others.

    Yearly aid: raises `cases.twice_a_year`, and `cases.elsewhere_this_year` for a family whose
    applicant was granted it in another household (who moves, or is entered a second time with
    the same identity number, is not paid twice). Any other aid with a frequency: raises
    `cases.open_already` while a case about the same is under way; what was granted before is
    weighed by the programme itself. What an approver passed over is not refused again.
    """
    if _is_overridden(reading, case):
        return
    frequency = programme.frequency
    per_person = frequency is not None and frequency.per in ("person", "student")
    others = _others(reading, case, per_person=per_person)
    if is_yearly(programme, switches):
        _refuse_in_year("cases.twice_a_year", others, year)
        if case.subject_kind == "household" and not per_person:
            _refuse_in_year("cases.elsewhere_this_year", _elsewhere(reading, case), year)
    elif frequency is not None:
        _refuse_under_way(others, case)


def _others(reading: Reading, case: Case, *, per_person: bool) -> list[Case]:
    """Return the cases of the same programme and subject that stand; of the same person alone."""
    gone = sorted(OUT_OF_THE_WAY)
    return reading.select(
        Case,
        "programme = ? AND subject_id = ? AND id != ? AND state NOT IN (?, ?, ?)"
        " AND (person_id IS ? OR NOT ?)",
        (case.programme, case.subject_id, case.id, *gone, case.person_id, per_person),
    )


def _refuse_under_way(others: list[Case], case: Case) -> None:
    meant = (case.concern, case.period, case.campaign_id)
    for other in others:
        if other.state == OPEN and (other.concern, other.period, other.campaign_id) == meant:
            day = other.opened_on.isoformat() if other.opened_on else "—"
            raise refuse("cases.open_already", other.number, day=day)


def verify(reading: Reading, folder: Path | None = None) -> Iterator[Problem]:
    """Warn of yearly aid that two laptops granted to one subject before they met.

    Both grants stand: people must settle which of them is withdrawn. `folder` holds the office's
    own programmes, which may be given more often.
    """
    known = {one.code: one for one in programme_files.read_all(folder).programmes}
    for programme, numbers in reading.rows(_GRANTED_TWICE):
        found = known.get(programme)
        if found is None or is_yearly(found, case_facts.switches(reading, programme)):
            yield Problem("cases.granted_twice", numbers, warning=True)


_GRANTED_TWICE = """
SELECT programme, group_concat(number, ' / ') FROM (
    SELECT * FROM "case" WHERE state IN ('granted', 'paid') AND deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM case_event e
            WHERE e.case_id = "case".id AND e.step = 'duplicate_override')
    ORDER BY number)
GROUP BY programme, subject_id, person_id, concern, substr(decided_on, 1, 4)
HAVING count(*) > 1
"""


def _is_overridden(reading: Reading, case: Case) -> bool:
    found = reading.scalar(
        "SELECT count(*) FROM case_event WHERE case_id = ? AND step = ?", (case.id, OVERRIDE)
    )
    return bool(found)


def _elsewhere(reading: Reading, case: Case) -> list[Case]:
    return reading.select(
        Case,
        f"programme = ? AND state IN (?, ?) AND subject_id != ? AND {_SAME_APPLICANT}",
        (case.programme, GRANTED, PAID, case.subject_id, case.subject_id),
    )


def _refuse_in_year(code: str, found: list[Case], year: int) -> None:
    for other in found:
        day: date | None = other.decided_on or other.opened_on
        if day is not None and day.year == year:
            raise refuse(code, other.number, year=year, day=day.isoformat())
