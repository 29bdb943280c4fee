"""The words of the papers of a household in hardship: its file, the visit at home, its contact."""

from __future__ import annotations

from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.desk import Reading
from unionapp.models.records import Case, HardshipFile, Household, Person, Worker
from unionapp.services import (
    case_facts,
    paper_household,
    paper_numbers,
    paper_person,
)
from unionapp.services.case_facts import HEADS
from unionapp.services.paper_context import PaperCase, on, speaker
from unionapp.services.paper_kind import Words
from unionapp.values import codes, money

_FILING = "hardship_filing"


# ---- the file (档案表) ---------------------------------------------------------------------------


def filed(reading: Reading, id_: str) -> Case | HardshipFile | None:
    """Return the filing case that a file form is noted under, else the file itself.

    Takes the id of a file, of its household, or of a case about the household.
    """
    found = reading.get(Case, id_)
    if found is not None:
        return found
    file = reading.get(HardshipFile, id_) or case_facts.file_of(reading, id_)
    return (_filing_case(reading, file) or file) if file is not None else None


def filed_by_number(reading: Reading, number: str) -> Case | HardshipFile | None:
    """Return what the form of a number is noted under."""
    file = paper_numbers.find(reading, HardshipFile, number)
    return filed(reading, file.id) if file is not None else None


def file_words(reading: Reading, subject: Case | HardshipFile, folder: Path) -> Words:
    """Return the file form of a household; what no record holds is written by hand.

    Raises `hardship.file_missing`, `papers.no_applicant`.
    """
    file = _file(reading, subject)
    home = reading.get(Household, file.household_id)
    applicant = speaker(reading, file.household_id)
    if home is None or applicant is None:
        raise refuse("papers.no_applicant", paper_numbers.of_id(file.id))
    case = _filing_case(reading, file)
    paper = PaperCase(reading, case, folder) if case is not None else None
    return {
        **paper_person.words(reading, applicant),
        **_answered(paper),
        **_figures(reading, file, case),
        **_filed_by(paper),
        "hardship.number": paper_numbers.of_id(file.id),
        "hardship.filed_on": file.filed_on,
        "hardship.people": file.people,
        "hardship.housing": home.tenure,
        "hardship.personal_fen": applicant.monthly_wage_fen,
        "hardship.main_cause": file.main_cause,
        "hardship.further_causes": " ".join(file.further_causes) or None,
        "hardship.exclusions": " ".join(file.exclusions) or None,
        "hardship.evidence": file.exclusion_evidence,
        "hardship.note": file.note,
        "hardship.members": tuple(_members(reading, home, applicant)),
    }


def _file(reading: Reading, subject: Case | HardshipFile) -> HardshipFile:
    if isinstance(subject, HardshipFile):
        return subject
    file = case_facts.file_of(reading, subject.subject_id)
    if file is None:
        raise refuse("hardship.file_missing", subject.number)
    return file


def _filing_case(reading: Reading, file: HardshipFile) -> Case | None:
    """Return the case by which a household was put on file."""
    found = reading.select(
        Case,
        "programme = ? AND subject_id = ? AND state NOT IN ('withdrawn', 'refused')",
        (_FILING, file.household_id),
        order="rid DESC",
        limit=1,
    )
    return found[0] if found else None


def _figures(reading: Reading, file: HardshipFile, case: Case | None) -> Words:
    """Return income, costs and category: as they were decided, else as they stand today."""
    decided = case is not None and case.decided_on is not None
    if case is not None and decided:
        facts, day = dict(case.facts or {}), case.decided_on
    else:
        facts, day = _facts(reading, file), reading.today
    found = paper_household.of_facts(facts, day)
    return {
        "hardship.annual_fen": file.annual_income_fen,
        "hardship.rigid_fen": file.rigid_costs_fen,
        "hardship.category": found.category if found and found.category != "none" else None,
        "hardship.monthly_fen": found.monthly_fen if found else None,
        "hardship.standard_fen": found.standard_fen if found else None,
    }


def _facts(reading: Reading, file: HardshipFile) -> dict[str, object]:
    home = {
        "division": case_facts.division_of(reading, file.household_id),
        "people": file.people,
        "annual_income_fen": file.annual_income_fen,
        "rigid_costs_fen": file.rigid_costs_fen,
        "accident_losses_fen": file.accident_losses_fen,
        "dibao_kind": file.dibao_kind,
    }
    return {
        "household": home,
        "standards": case_facts.standard_rows(reading),
        "switches": case_facts.switches(reading, _FILING),
    }


def _answered(paper: PaperCase | None) -> Words:
    """Return what only the questionnaire of the home visit asks."""
    answers = paper.answers if paper is not None else {}
    hukou = answers.get("hukou")
    area = answers.get("floor_area")
    single = answers.get("single_parent")
    return {
        "person.hukou": hukou if hukou in codes.load("hukou") else None,
        "hardship.floor_area": f"{area} 平方米" if area else None,
        "hardship.single_parent": single == "yes" if single else None,
    }


def _filed_by(paper: PaperCase | None) -> Words:
    if paper is None:
        return {}
    decided, noticed = paper.deciding(), paper.noticing()
    until = paper.case.notice_until
    begun = on(noticed)
    return {
        "hardship.maker": paper.worker(paper.events[0]) if paper.events else None,
        "hardship.checker": paper.worker(decided),
        "hardship.notice_result": (
            f"{begun.isoformat()} 至 {until.isoformat()} 公示" if begun and until else None
        ),
    }


def _members(reading: Reading, home: Household, applicant: Person) -> list[Words]:
    """Return everybody else who lives there.

    The relation is written down as one to the head, so it is told only where the head applies.
    """
    is_head = applicant.id == home.head_id or applicant.relation in HEADS
    people = reading.select(Person, "household_id = ?", (home.id,), order="rid")
    status = codes.load("work_status")
    rows: list[Words] = []
    for one in people:
        if one.id == applicant.id:
            continue
        row: Words = {
            "name": one.name,
            "relation": one.relation if is_head else None,
            "sex": one.sex,
            "political_status": one.political_status,
            "identity": one.identity_number,
            "health": one.health,
            "monthly_fen": one.monthly_wage_fen,
            "status": status.label(one.work_status) or None,
            "place": one.workplace,
        }
        rows.append({name: value for name, value in row.items() if value is not None})
    return rows


# ---- the visit at home ---------------------------------------------------------------------------


def visited(reading: Reading, id_: str) -> Case | Household | None:
    """Return what a visit is about: a case, or the household of a file."""
    found = reading.get(Case, id_) or reading.get(Household, id_)
    if found is not None:
        return found
    file = reading.get(HardshipFile, id_)
    return reading.get(Household, file.household_id) if file is not None else None


def visited_by_number(reading: Reading, number: str) -> Case | Household | None:
    """Return what the sheet of a number is about."""
    found = reading.select(Case, "number = ?", (number,), limit=1)
    return found[0] if found else paper_numbers.find(reading, Household, number)


def visit_words(reading: Reading, subject: Case | Household, folder: Path) -> Words:
    """Return the head of a sheet to carry along: the rest is written at the door.

    Raises `papers.no_applicant`.
    """
    if isinstance(subject, Case):
        paper = PaperCase(reading, subject, folder)
        number, purpose, party = subject.number, paper.title, paper.party()
        home = paper.household
    else:
        number, purpose = paper_numbers.of_id(subject.id), "困难职工家庭走访"
        person = speaker(reading, subject.id)
        if person is None:
            raise refuse("papers.no_applicant", number)
        home, party = subject, paper_person.words(reading, person)
    file = case_facts.file_of(reading, home.id) if home is not None else None
    return {
        **party,
        "call.number": number,
        "call.door": party.get("person.address"),
        "call.purpose": purpose,
        "call.people": file.people if file is not None else None,
        "call.income": _declared(reading, file) if file is not None else None,
        "call.asked": _to_check(file) if file is not None else None,
    }


def _declared(reading: Reading, file: HardshipFile) -> str | None:
    found = paper_household.of_facts(_facts(reading, file), reading.today)
    return f"月人均 {money.format_fen(found.monthly_fen)} 元" if found is not None else None


def _to_check(file: HardshipFile) -> str:
    """Return what is looked at there: income and home always, else what the causes ask for."""
    causes = {file.main_cause, *file.further_causes}
    checks = codes.load("home_check")
    return "、".join(one.zh for one in checks if one.more.get("always") or one.code in causes)


# ---- the contact (联系人) ----------------------------------------------------------------------


def contact_words(paper: PaperCase) -> Words:
    """Return the card of who looks after a household; raises `papers.no_applicant`."""
    case, reading = paper.case, paper.reading
    worker = reading.get(Worker, case.contact_id) if case.contact_id else None
    return {
        **paper.party(),
        "contact.number": case.number,
        "contact.name": paper.told("contact.name") or (worker.name if worker else None),
        "contact.phone": paper.told("contact.phone") or (worker.phone if worker else None),
        "contact.post": paper.told("contact.post"),
        "contact.since": on(paper.step("contact_card")) or case.opened_on,
    }
