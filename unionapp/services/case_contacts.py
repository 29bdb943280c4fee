"""Names the worker who stays in touch with a household (联系人), until its target is met.

联系人制度: 一帮到底, one contact for a household, and no release before the household has left
hardship (2019 work of the province's unions).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.desk import Desk
from unionapp.models.records import Case, HardshipFile, Worker
from unionapp.services.case_records import OUT_OF_THE_WAY, case_in
from unionapp.services.hardship_review import OPEN


@dataclass(frozen=True, slots=True)
class Named:
    """A case whose contact was named, handed on or released."""

    case: Case
    changes: frozenset[str]


def name(desk: Desk, case_id: str, worker_id: str) -> Named:
    """Name the contact, or hand the household on to another; never to nobody.

    Raises `contacts.case_over`, `contacts.worker_missing`.
    """
    with desk.write() as work:
        case = case_in(work, case_id)
        if case.state in OUT_OF_THE_WAY:
            raise refuse("contacts.case_over", case.number)
        worker = work.get(Worker, worker_id)
        if worker is None or not worker.active:
            raise refuse("contacts.worker_missing", worker_id)
        work.set_fields("case", case_id, {"contact_id": worker_id})
        audit.append(work, "contact_named", "case", case_id, {"contact": worker_id})
        return Named(replace(case, contact_id=worker_id), frozenset(work.changed))


def release(desk: Desk, case_id: str) -> Named:
    """Release the contact; raises `contacts.target_open` while the household's file is open."""
    with desk.write() as work:
        case = case_in(work, case_id)
        files = work.select(HardshipFile, "household_id = ?", (case.subject_id,), limit=1)
        if files and (files[0].state or OPEN) == OPEN:
            raise refuse("contacts.target_open", case.number)
        work.set_fields("case", case_id, {"contact_id": None})
        audit.append(work, "contact_released", "case", case_id)
        return Named(replace(case, contact_id=None), frozenset(work.changed))
