"""The papers of a case, each with what fills it; a step that names one waits until it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from unionapp.models.desk import Reading
from unionapp.models.records import Case
from unionapp.services import (
    paper_cases,
    paper_hardship,
    paper_jobs,
    paper_points,
    paper_rights,
)
from unionapp.services.paper_context import PaperCase
from unionapp.services.paper_kind import PaperKind, Words, paper


def of_number(reading: Reading, number: str) -> Case | None:
    """Return the case of a number, or None."""
    found = reading.select(Case, "number = ?", (number,), limit=1)
    return found[0] if found else None


def _of_case(words: Callable[[PaperCase], Words]) -> PaperKind:
    def filled(reading: Reading, case: Case, folder: Path) -> Words:
        return words(PaperCase(reading, case, folder))

    return paper("case", _case, filled, of_number)


def _case(reading: Reading, id_: str) -> Case | None:
    return reading.get(Case, id_)


def _inspected(reading: Reading, number: str) -> Case | None:
    return of_number(reading, paper_points.case_number(number))


def _inspection_words(reading: Reading, case: Case, folder: Path) -> Words:
    return paper_points.inspection_words(PaperCase(reading, case, folder))


PAPERS: Mapping[str, PaperKind] = {
    "approval_sheet": _of_case(paper_cases.approval_words),
    "public_notice": _of_case(paper_cases.notice_words),
    "medical_worksheet": _of_case(paper_cases.bill_words),
    "hardship_file_form": PaperKind(
        "hardship_file",
        paper_hardship.filed,
        paper_hardship.file_words,
        paper_hardship.filed_by_number,
    ),
    "home_visit_sheet": PaperKind(
        "household",
        paper_hardship.visited,
        paper_hardship.visit_words,
        paper_hardship.visited_by_number,
        maker="call.visitors",
    ),
    "contact_card": _of_case(paper_hardship.contact_words),
    "legal_aid_application": _of_case(paper_rights.aid_application_words),
    "legal_aid_refusal": _of_case(paper_rights.aid_refusal_words),
    "legal_aid_referral": _of_case(paper_rights.aid_referral_words),
    "legal_aid_report": _of_case(paper_rights.aid_report_words),
    "mediation_agreement": _of_case(paper_rights.agreement_words),
    "bargaining_offer": _of_case(paper_rights.offer_words),
    "founding_application": _of_case(paper_rights.founding_words),
    "referral_slip": _of_case(paper_jobs.referral_words),
    "placement_proof": _of_case(paper_jobs.placement_words),
    "timetable": _of_case(paper_jobs.timetable_words),
    "training_certificate": _of_case(paper_jobs.training_certificate_words),
    "honour_certificate": _of_case(paper_jobs.honour_words),
    "inspection_sheet": paper("case", _case, _inspection_words, _inspected),
}
