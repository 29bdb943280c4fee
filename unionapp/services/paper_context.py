"""A case as its papers see it: whom it is about, what was told for it, who took which step when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from unionapp.errors import UserError, refuse
from unionapp.models.desk import OFFICE_ZONE, Reading
from unionapp.models.records import (
    Case,
    CaseEvent,
    Employer,
    HardshipFile,
    Household,
    Person,
    Response,
    Union,
    Worker,
)
from unionapp.programmes.programme import Programme
from unionapp.programmes.told import told_value
from unionapp.services import (
    case_facts,
    case_flow,
    case_rules,
    cases,
    paper_person,
    programme_files,
)
from unionapp.services.case_records import events_of
from unionapp.services.paper_kind import Words


@dataclass(frozen=True)
class PaperCase:
    """One case while its paper is filled; everything beside it is read when it is asked for.

    `folder` holds the office's own programmes.
    """

    reading: Reading
    case: Case
    folder: Path

    # ---- its programme ---------------------------------------------------------------------

    @cached_property
    def programme(self) -> Programme | None:
        """The edition of the case; None when its file was taken away: what was frozen stays."""
        try:
            return programme_files.of_case(self.folder, self.case)
        except UserError:
            return None

    @property
    def title(self) -> str:
        return self.programme.label.zh if self.programme else self.case.programme

    @property
    def policy(self) -> str | None:
        label = cases.programme_of(self.case, self.folder)
        return label.policy if label else None

    # ---- whom it is about ------------------------------------------------------------------

    @cached_property
    def applicant(self) -> Person | None:
        """The person, or who speaks for the household: its file's applicant, head, or first."""
        if self.case.subject_kind == "person":
            return self.reading.get(Person, self.case.subject_id)
        if self.case.subject_kind != "household":
            return None
        return speaker(self.reading, self.case.subject_id)

    @cached_property
    def aided(self) -> Person | None:
        """Whom in the household the aid is for, where it is for one of them."""
        return self.reading.get(Person, self.case.person_id) if self.case.person_id else None

    @cached_property
    def household(self) -> Household | None:
        home = self.case.subject_id if self.case.subject_kind == "household" else None
        if home is None and self.applicant is not None:
            home = self.applicant.household_id
        return self.reading.get(Household, home) if home else None

    @cached_property
    def file(self) -> HardshipFile | None:
        return case_facts.file_of(self.reading, self.household.id) if self.household else None

    @cached_property
    def employer(self) -> Employer | None:
        """The employer that the case is about, or that the person works for."""
        wanted = self.case.subject_id if self.case.subject_kind == "employer" else None
        if wanted is None and self.applicant is not None:
            wanted = self.applicant.employer_id
        return self.reading.get(Employer, wanted) if wanted else None

    def party(self) -> Words:
        """Return who applies, whoever it is; raises `papers.no_applicant`."""
        if self.applicant is not None:
            return paper_person.words(self.reading, self.applicant)
        if self.case.subject_kind == "employer" and self.employer is not None:
            at = self.employer
            return {
                "person.name": at.name,
                "person.identity": at.credit_code,
                "person.phone": at.phone,
                "person.address": at.address,
            }
        union = self.reading.get(Union, self.case.subject_id)
        if self.case.subject_kind == "union" and union is not None:
            return {"person.name": union.name, "person.identity": union.credit_code}
        raise refuse("papers.no_applicant", self.case.number)

    # ---- what was told ---------------------------------------------------------------------

    def fact(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return a fact of the case by its dotted name: frozen, or told for it; else None."""
        return _within(self.case.facts or {}, name)

    def told(self, name: str) -> str | None:
        """Return a fact in words: a code by its label."""
        value = self.fact(name)
        if value is None or value == "":
            return None
        if self.programme is None:
            return str(value)
        held = tuple(value) if isinstance(value, list) else value
        return told_value(self.programme, name, held).zh or None

    def day(self, name: str) -> date | None:
        """Return a fact that is a day."""
        return _day(self.fact(name))

    def fen(self, name: str) -> int | None:
        """Return a fact that is an amount."""
        value = self.fact(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @cached_property
    def answers(self) -> Mapping[str, str]:
        """The answers of the case's finished form, by the last part of their paths."""
        wanted = self.case.response_id
        response = self.reading.get(Response, wanted) if wanted else None
        pairs = response.answers if response is not None and response.answers else ()
        return {path.rpartition("/")[2]: text for path, text in pairs if text}

    def answered_day(self, name: str) -> date | None:
        """Return an answer that is a day."""
        return _day(self.answers.get(name))

    # ---- who did what ----------------------------------------------------------------------

    @cached_property
    def events(self) -> tuple[CaseEvent, ...]:
        return events_of(self.reading, self.case.id)

    def step(self, document: str) -> CaseEvent | None:
        """Return the last step that makes a paper."""
        naming = {
            step.code
            for step in (self.programme.steps if self.programme else ())
            if document in step.papers
        }
        return next((one for one in reversed(self.events) if one.step in naming), None)

    def deciding(self) -> CaseEvent | None:
        """Return the step that decided."""
        return next((one for one in self.events if self._is(one, "decides")), None)

    def noticing(self) -> CaseEvent | None:
        """Return the step that began the public notice."""
        return next((one for one in self.events if self._is(one, "notice_days")), None)

    def _is(self, event: CaseEvent, trait: str) -> bool:
        step = self.programme.step(event.step) if self.programme else None
        return step is not None and bool(getattr(step, trait))

    def label(self, event: CaseEvent | None) -> str | None:
        """Return what a step is called."""
        if event is None or self.programme is None:
            return None
        return case_rules.label_of(self.programme, event.step).zh

    def worker(self, event: CaseEvent | None) -> str | None:
        """Return who took a step."""
        found = self.reading.get(Worker, event.worker_id) if event else None
        return found.name if found else None


def speaker(reading: Reading, household_id: str) -> Person | None:
    """Return who speaks for a household: its file's applicant, else its head, else the first."""
    file = case_facts.file_of(reading, household_id)
    home = reading.get(Household, household_id)
    for wanted in (file.applicant_id if file else None, home.head_id if home else None):
        found = reading.get(Person, wanted) if wanted else None
        if found is not None:
            return found
    people = reading.select(Person, "household_id = ?", (household_id,), order="rid", limit=1)
    return people[0] if people else None


def said(event: CaseEvent | None) -> str | None:
    """Return what was written beside a step, without the mark of a single-handed office."""
    note = (event.note if event else None) or ""
    return note.removeprefix(case_flow.SINGLE_HANDED).removeprefix("；") or None


def on(event: CaseEvent | None) -> date | None:
    """Return the day of a step, as the office's clock shows it."""
    return event.at.astimezone(OFFICE_ZONE).date() if event and event.at else None


def _within(table: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    if name in table:
        return table[name]
    first, dot, rest = name.partition(".")
    inner = table.get(first)
    return _within(inner, rest) if dot and isinstance(inner, Mapping) else None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
