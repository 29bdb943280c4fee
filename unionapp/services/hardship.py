"""Keeps one hardship file a household (一户一档) and says what it is entitled to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unionapp.errors import Problem, UserError, refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import HardshipFile, Household, Person
from unionapp.programmes.evaluate import Verdict, try_programme
from unionapp.programmes.programme import Programme
from unionapp.services import case_facts, programme_files
from unionapp.services.case_facts import About
from unionapp.values import codes

LIVING_AID = "living_aid"


@dataclass(frozen=True, slots=True)
class Opened:
    """A hardship file that was opened."""

    file: HardshipFile
    changes: frozenset[str]


def file_of(desk: Desk, household_id: str) -> HardshipFile | None:
    """Return the household's file, or None."""
    with desk.read() as reading:
        return _file_of(reading, household_id)


def open_file(desk: Desk, household_id: str, applicant_id: str) -> Opened:
    """Open the household's file, with the people known of it counted.

    Raises `hardship.filed_already` with the file that exists (never two for two workers of one
    family), `hardship.household_missing`, `hardship.applicant_elsewhere`.
    """
    with desk.write() as work:
        household = work.get(Household, household_id)
        if household is None or household.deleted_at is not None:
            raise refuse("hardship.household_missing", household_id)
        known = _file_of(work, household_id)
        if known is not None:
            raise _filed_already(work, known)
        people = work.select(Person, "household_id = ?", (household_id,))
        if applicant_id not in {one.id for one in people}:
            raise refuse("hardship.applicant_elsewhere", applicant_id)
        file = HardshipFile(
            id=work.new_id(),
            home_division=work.division,
            household_id=household_id,
            applicant_id=applicant_id,
            filed_on=work.today,
            people=len(people),
            dibao_kind="urban",
            state="open",
        )
        work.add(file)
        audit.append(work, "hardship_file_opened", "hardship_file", file.id)
        return Opened(file, frozenset(work.changed))


def cause_problems(main: Sequence[str], further: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is wrong with the causes: exactly one main cause, at most three others.

    Source: instructions of the national hardship file form (about 2016).
    """
    return tuple(_cause_problems(main, further))


def _cause_problems(main: Sequence[str], further: Sequence[str]) -> Iterator[Problem]:
    facts = codes.load("hardship_cause").facts
    if len(main) != facts["main_exactly"]:
        yield Problem("hardship.main_cause", "main_cause", {"have": len(main)})
    at_most = int(str(facts["secondary_at_most"]))
    if len(further) > at_most:
        detail = {"have": len(further), "at_most": at_most}
        yield Problem("hardship.further_causes", "further_causes", detail)
    if set(main) & set(further) or len(set(further)) < len(further):
        yield Problem("hardship.cause_twice", "further_causes")


def problems_of(file: HardshipFile) -> tuple[Problem, ...]:
    """Return what keeps a file from being decided on: causes, and exclusions without evidence."""
    main = (file.main_cause,) if file.main_cause else ()
    found = _cause_problems(main, file.further_causes)
    if file.exclusion_evidence:
        return tuple(found)
    return (*found, Problem("hardship.evidence_missing", "exclusion_evidence"))


def assess(
    desk: Desk, file_id: str, *, day: date, programme: str = LIVING_AID, language: str = "zh"
) -> Verdict:
    """Return what a programme says on a day, in a language; writes nothing.

    Raises `hardship.file_missing`, and `programme.*` for every fact that is missing or wrong.
    """
    with desk.read() as reading:
        file = file_in(reading, file_id)
        found = programme_files.find(programme_files.own_folder(desk), programme, day)
        return evaluate(reading, file, found, day, language)


def evaluate(
    reading: Reading, file: HardshipFile, programme: Programme, day: date, language: str = "zh"
) -> Verdict:
    """Try a programme on a file, within a transaction."""
    return try_programme(programme, facts_of(reading, file, programme, day), language=language)


def facts_of(
    reading: Reading, file: HardshipFile, programme: Programme, day: date
) -> dict[str, Any]:
    """Return the facts of a file as `programme try` takes them: JSON, the standards included."""
    return case_facts.gather(reading, programme, About("household", file.household_id), day)


def file_in(reading: Reading, file_id: str) -> HardshipFile:
    """Return a file; raises `hardship.file_missing`."""
    file = reading.get(HardshipFile, file_id)
    if file is None or file.deleted_at is not None:
        raise refuse("hardship.file_missing", file_id)
    return file


def refuse_unfinished(file: HardshipFile) -> None:
    """Raise every problem that keeps a file from being decided on."""
    problems = problems_of(file)
    if problems:
        raise UserError(*problems)


def _file_of(reading: Reading, household_id: str) -> HardshipFile | None:
    found = reading.select(HardshipFile, "household_id = ?", (household_id,), limit=1)
    return found[0] if found else None


def _filed_already(reading: Reading, known: HardshipFile) -> UserError:
    applicant = reading.get(Person, known.applicant_id) if known.applicant_id else None
    return refuse(
        "hardship.filed_already",
        known.id,
        applicant=applicant.name if applicant else "—",
        filed_on=known.filed_on.isoformat() if known.filed_on else "—",
    )
