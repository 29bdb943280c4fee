"""Works aid cases: opened on a hardship file, decided once, frozen with their proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unionapp.models.desk import Desk
from unionapp.models.records import Case, CaseEvent, HardshipFile, Receipt
from unionapp.programmes.evaluate import Verdict


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened."""

    case: Case
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Decided:
    """A case as decided, with the verdict; `case.state` is "granted" or "refused"."""

    case: Case
    verdict: Verdict
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case with its steps and receipts.

    `payable` tells that a receipt may be issued now; `altered` that the frozen decision no
    longer fits its hash.
    """

    case: Case
    programme_zh: str
    programme_en: str
    file: HardshipFile | None
    events: tuple[CaseEvent, ...]
    receipts: tuple[Receipt, ...]
    payable: bool
    altered: bool


def open_case(desk: Desk, file_id: str, programme: str = "living_aid") -> Opened:
    """Open a case; the facts are copied from the file.

    Raises `cases.twice_a_year` (same programme, household and calendar year), `hardship.*`.
    """
    raise NotImplementedError


def decide(desk: Desk, case_id: str, *, day: date | None = None) -> Decided:
    """Decide on the facts as they stand in the file, and freeze them with the proof.

    Raises `cases.decided_already`, `cases.no_standard`, `cases.twice_a_year`, `hardship.*`, and
    `programme.*` for every missing fact; the case then stays open.
    """
    raise NotImplementedError


def view(desk: Desk, case_id: str) -> CaseView:
    """Return one case; raises `cases.missing`."""
    raise NotImplementedError


def of_household(desk: Desk, household_id: str) -> tuple[Case, ...]:
    """Return a household's cases, the newest first."""
    raise NotImplementedError


def decision_hash(case: Case) -> str:
    """Return the SHA-256 over everything that a decision rests on and says."""
    raise NotImplementedError
