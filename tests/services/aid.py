"""A family in hardship and how far its aid has come, in as few words as a test needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from tests import factories
from unionapp.models.desk import Desk, Work
from unionapp.models.records import Case, HardshipFile, Household, Person, Receipt
from unionapp.services import cases, hardship, office_settings, papers, receipts, standards

TODAY = date(2026, 11, 21)
IDENTITY = "210106197603150021"
AMOUNT = 12 * 70_000


@dataclass(frozen=True, slots=True)
class Family:
    """One household with its head and its file."""

    household: Household
    head: Person
    file: HardshipFile


def family(desk: Desk, **changes: object) -> Family:
    """Return a family below the standard, ready to be decided on."""
    household = factories.household(desk)
    head = factories.person(
        desk, name="王秀兰", identity_number=_number(desk), household_id=household.id
    )
    file = hardship.open_file(desk, household.id, head.id).file
    values: dict[str, object] = {
        "annual_income_fen": 500_000,
        "rigid_costs_fen": 0,
        "main_cause": "6",
        "exclusion_evidence": "看了房产查询结果，问了社区",
        **changes,
    }
    with desk.write() as work:
        work.set_fields("hardship_file", file.id, values)
    return Family(household, head, replace(file, **values))  # type: ignore[arg-type] # a test's


def _number(desk: Desk) -> str:
    """Return `IDENTITY` for the first family, and another for each further one."""
    with desk.read() as reading:
        files = int(reading.scalar("SELECT count(*) FROM hardship_file"))
    if not files:
        return IDENTITY
    body = f"{IDENTITY[:14]}{2 + 2 * files:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


def standard(desk: Desk, **changes: object) -> None:
    """Enter a standard of 700.00 from 1 July 2026 for the office's district."""
    values: dict[str, object] = {
        "division": factories.DIVISION,
        "kind": "urban",
        "valid_from": date(2026, 7, 1),
        "amount_fen": 70_000,
        "document": "沈民发〔2026〕1号",
        **changes,
    }
    standards.add(desk, **values)  # type: ignore[arg-type] # a test's own words


def decided(work: Work, programme: str, **switches: object) -> None:
    """Set switches of a programme as the office would."""
    for name, value in switches.items():
        office_settings.put(work, programme, name, value, "委员会决定")


def granted(desk: Desk) -> Case:
    """Return a case of a fresh family with 8,400.00 granted, its approval sheet printed."""
    file = family(desk).file
    case = cases.decide(desk, cases.open_case(desk, file.id).case.id).case
    print_approval(desk, case.id)
    return case


def print_approval(desk: Desk, case_id: str) -> None:
    """Note that the sheet of the approval was made: nothing is paid before."""
    papers.note_issued(desk, "approval_sheet", "case", case_id, sha256="a" * 64)


def paid(desk: Desk) -> Receipt:
    """Return the receipt of a case that was granted and paid."""
    return receipts.issue(desk, granted(desk).id).receipt


def case_now(desk: Desk, case_id: str) -> Case:
    """Return a case as it stands."""
    return cases.view(desk, case_id).case


def on(desk: Desk, moment: datetime) -> Desk:
    """Return the desk at another moment."""
    return replace(desk, clock=factories.stepping_clock(moment))
