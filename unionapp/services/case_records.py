"""What every service of cases shares: the states, reading a case, its events, its frozen hash."""

from __future__ import annotations

from unionapp.errors import refuse
from unionapp.models import chain
from unionapp.models.desk import Reading, Work
from unionapp.models.records import Case, CaseEvent

OPEN, GRANTED, REFUSED, PAID = "open", "granted", "refused", "paid"
WITHDRAWN, CLOSED = "withdrawn", "closed"
# In these a decision stands frozen; a withdrawn case may have been decided or not.
DECIDED = frozenset({GRANTED, REFUSED, PAID})
# These no longer stand in the way of a further case about the same thing.
OUT_OF_THE_WAY = frozenset({REFUSED, WITHDRAWN, CLOSED})


def case_in(reading: Reading, case_id: str) -> Case:
    """Return a case; raises `cases.missing`."""
    case = reading.get(Case, case_id)
    if case is None or case.deleted_at is not None:
        raise refuse("cases.missing", case_id)
    return case


def events_of(reading: Reading, case_id: str) -> tuple[CaseEvent, ...]:
    """Return the steps of a case in the order in which they were taken."""
    return tuple(reading.select(CaseEvent, "case_id = ?", (case_id,)))


def add_event(
    work: Work,
    case: Case,
    step: str,
    before: str | None,
    after: str,
    note: str | None = None,
) -> None:
    """Append a step of a case."""
    work.add(
        CaseEvent(
            id=work.new_id(),
            home_division=case.home_division,
            case_id=case.id,
            step=step,
            at=work.now,
            worker_id=work.worker_id,
            before=before,
            after=after,
            note=note,
        )
    )


def decision_hash(case: Case) -> str:
    """Return the SHA-256 over everything that a decision rests on and says."""
    return chain.digest(
        "decision-1",
        {
            "id": case.id,
            "home_division": case.home_division,
            "programme": case.programme,
            "edition": case.edition,
            "subject_kind": case.subject_kind,
            "subject_id": case.subject_id,
            "person_id": case.person_id,
            "concern": case.concern,
            "period": case.period,
            "campaign_id": case.campaign_id,
            "answers": case.answers,
            "number": case.number,
            "opened_on": case.opened_on.isoformat() if case.opened_on else None,
            "decided_on": case.decided_on.isoformat() if case.decided_on else None,
            "facts": case.facts,
            "amount_fen": case.amount_fen,
            "proof": list(case.proof),
        },
    )


def is_altered(case: Case) -> bool:
    """Say whether a decided case no longer is what was decided."""
    if case.decision_hash is None:
        return case.state in DECIDED
    return case.decision_hash != decision_hash(case)
