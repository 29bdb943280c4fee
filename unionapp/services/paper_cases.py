"""The words of the papers of a case: approval sheet and public notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from unionapp.errors import UserError, refuse
from unionapp.models.desk import OFFICE_ZONE, Reading
from unionapp.models.records import Case, CaseEvent, HardshipFile, Person, Worker
from unionapp.programmes.programme import Programme, Step
from unionapp.services import cases, programme_files
from unionapp.services.case_records import events_of
from unionapp.values import money


def approval_words(reading: Reading, case: Case, folder: Path) -> dict[str, object]:
    """Return what an approval sheet says: only what was told, frozen or signed off.

    `folder` holds the office's own programmes. Reasons and findings are left to be written by
    hand. Raises `papers.no_applicant`.
    """
    applicant = _applicant(reading, case)
    aided = reading.get(Person, case.person_id) if case.person_id else None
    household = (case.facts or {}).get("household")
    label = cases.programme_of(case, folder)
    return {
        **_person_words(applicant),
        "case.number": case.number,
        "case.programme": label.zh if label else case.programme,
        "case.policy": label.policy if label else None,
        "case.applied_on": case.opened_on,
        "case.person": aided.name if aided else None,
        "case.people": household.get("people") if isinstance(household, Mapping) else None,
        "case.amount_fen": case.amount_fen,
        "case.calculation": _calculation(case),
        "case.notice_until": case.notice_until,
        **dict(_hands(reading, case, folder)),
    }


def notice_words(reading: Reading, case: Case, folder: Path) -> dict[str, object]:
    """Return what the public notice of a case says; the paper itself masks name and number.

    Raises `papers.no_applicant`.
    """
    applicant = _applicant(reading, case)
    label = cases.programme_of(case, folder)
    programme = label.zh if label else case.programme
    row = {
        "name": applicant.name,
        "identity": applicant.identity_number,
        "employer": applicant.workplace,
        "amount_fen": case.amount_fen,
    }
    return {
        "notice.title": f"{programme}拟救助对象公示",
        "notice.number": case.number,
        "notice.programme": programme,
        "notice.policy": label.policy if label else None,
        "notice.from": _noticed_on(reading, case, folder),
        "notice.until": case.notice_until,
        "notice.phone": reading.meta("hotline") or "12351",
        "notice.place": reading.meta("office"),
        "notice.rows": ({name: value for name, value in row.items() if value is not None},),
    }


def by_number(reading: Reading, number: str) -> Case | None:
    """Return the case of a number, or None."""
    found = reading.select(Case, "number = ?", (number,), limit=1)
    return found[0] if found else None


def _applicant(reading: Reading, case: Case) -> Person:
    wanted: str | None = case.subject_id
    if case.subject_kind == "household":
        files = reading.select(HardshipFile, "household_id = ?", (case.subject_id,), limit=1)
        wanted = files[0].applicant_id if files else None
    person = reading.get(Person, wanted) if wanted else None
    if person is None:
        raise refuse("papers.no_applicant", case.number)
    return person


def _person_words(person: Person) -> dict[str, object]:
    return {
        "person.name": person.name,
        "person.identity": person.identity_number,
        "person.sex_code": person.sex,
        "person.phone": person.phone,
        "person.employer": person.workplace,
        "person.address": person.address,
    }


def _calculation(case: Case) -> str | None:
    """Return the line of the proof that ends in the amount: 12 × 655.00 = 7,860.00."""
    if case.amount_fen is None:
        return None
    ending = f"= {money.format_fen(case.amount_fen)}"
    return next((line for line in reversed(case.proof) if line.endswith(ending)), None)


def _hands(reading: Reading, case: Case, folder: Path) -> Iterator[tuple[str, str | date | None]]:
    """Yield who took the case in, checked and decided it, each with the day."""
    events = events_of(reading, case.id)
    programme = _programme(case, folder)
    decided = next((one for one in events if _step(programme, one, "decides")), None)
    before = events[: events.index(decided)] if decided else events
    noticed = next((one for one in before if _step(programme, one, "notice_days")), None)
    checks = [one for one in before[1:] if one is not noticed]
    for name, day, event in (
        ("maker", "made_on", events[0] if events else None),
        ("checker", "checked_on", checks[-1] if checks else None),
        ("approver", "decided_on", decided),
    ):
        worker = reading.get(Worker, event.worker_id) if event else None
        yield f"case.{name}", worker.name if worker else None
        yield f"case.{day}", _day(event)
    step = programme.step(decided.step) if programme and decided else None
    yield "case.opinion", step.label.zh if step else None
    yield "case.notice_from", _day(noticed) if case.notice_until else None


def _noticed_on(reading: Reading, case: Case, folder: Path) -> date | None:
    programme = _programme(case, folder)
    events = events_of(reading, case.id)
    return _day(next((one for one in events if _step(programme, one, "notice_days")), None))


def _programme(case: Case, folder: Path) -> Programme | None:
    try:
        return programme_files.of_case(folder, case)
    except UserError:  # its file was taken away; what was frozen is printed all the same
        return None


def _step(programme: Programme | None, event: CaseEvent, trait: str) -> bool:
    step: Step | None = programme.step(event.step) if programme else None
    return step is not None and bool(getattr(step, trait))


def _day(event: CaseEvent | None) -> date | None:
    return event.at.astimezone(OFFICE_ZONE).date() if event and event.at else None
