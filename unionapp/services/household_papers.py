"""The papers that can be made of a household in hardship, and the one that its aid waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unionapp.models.desk import Desk
from unionapp.models.records import Case, HardshipFile
from unionapp.programmes.programme import Label
from unionapp.services import case_pages, cases
from unionapp.services.case_pages import PaperLine


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """A paper to be made: its design, the id it is made of, and its case ("" is the file)."""

    document: str
    subject_id: str
    case: str = ""
    title: Label | None = None


def listing(desk: Desk, file: HardshipFile) -> tuple[PaperChoice, ...]:
    """Return the papers of the file, then those of the household's cases, the newest first."""
    return (
        PaperChoice("hardship_file_form", file.id),
        PaperChoice("home_visit_sheet", file.household_id),
        *_of_cases(desk, file.household_id),
    )


def waited_for(desk: Desk, case_id: str) -> PaperChoice | None:
    """Return the paper that must be made before a case goes on, or None."""
    page = case_pages.page(desk, case_id)
    found = next((one for one in page.papers if one.waited and _is_to_make(one)), None)
    return _choice(found, page.case) if found else None


def _of_cases(desk: Desk, household_id: str) -> Iterator[PaperChoice]:
    for case in cases.of_household(desk, household_id):
        for line in case_pages.page(desk, case.id).papers:
            if line.makeable:
                yield _choice(line, case)


def _choice(line: PaperLine, case: Case) -> PaperChoice:
    return PaperChoice(line.document, line.subject_id, case.number, line.title)


def _is_to_make(line: PaperLine) -> bool:
    return line.makeable and line.issued is None
