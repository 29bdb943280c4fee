"""Says who may sign for the money of a case: its own payee, somebody at home, who belongs there."""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Case, HardshipFile, Membership, Person
from unionapp.services import members
from unionapp.services.case_records import case_in

_MOST = 500


@dataclass(frozen=True, slots=True)
class Payee:
    """Somebody who may sign; without an identity number a receipt is refused.

    `own` is the case's own payee, who is paid when nobody is named.
    """

    id: str
    name: str
    identified: bool
    own: bool


def listing(desk: Desk, case_id: str) -> tuple[Payee, ...]:
    """Return who may sign for a case, the case's own payee first; raises `cases.missing`.

    For a household and a person that is whoever lives there; for an employer who works there, for
    a union its members, at most five hundred by name.
    """
    with desk.read() as reading:
        case = case_in(reading, case_id)
        own = own_payee(reading, case)
        living = [one for one in _people(reading, case) if not _has_died(reading, one)]
        found = sorted(living, key=lambda one: one.id != own)
    return tuple(Payee(one.id, one.name, bool(one.identity_number), one.id == own) for one in found)


def payee_of(reading: Reading, case: Case, payee_id: str | None) -> Person:
    """Return who signs: whoever was named, else the case's own payee.

    Raises `receipts.payee_missing`, `receipts.payee_deceased`, `receipts.payee_elsewhere`,
    `receipts.payee_unidentified`.
    """
    wanted = payee_id or own_payee(reading, case)
    payee = reading.get(Person, wanted) if wanted else None
    if payee is None or payee.deleted_at is not None:
        raise refuse("receipts.payee_missing", case.number)
    if _has_died(reading, payee):
        raise refuse("receipts.payee_deceased", payee.name, case=case.number)
    if not _may_sign(reading, case, payee):
        raise refuse("receipts.payee_elsewhere", payee.name, case=case.number)
    if not payee.identity_number:
        raise refuse("receipts.payee_unidentified", payee.name)
    return payee


def own_payee(reading: Reading, case: Case) -> str | None:
    """Return the applicant of the household's file, or the person the case is about.

    A case of an employer or a union names whom it pays.
    """
    if case.subject_kind == "person":
        return case.subject_id
    files = reading.select(HardshipFile, "household_id = ?", (case.subject_id,), limit=1)
    return files[0].applicant_id if files else None


def _has_died(reading: Reading, person: Person) -> bool:
    """Whether the ledger of a membership says so: nothing else on file tells it."""
    found = reading.select(Membership, "person_id = ?", (person.id,))
    return any(members.standing_of(reading, one.id).status == "deceased" for one in found)


def _may_sign(reading: Reading, case: Case, payee: Person) -> bool:
    if case.subject_kind not in ("household", "person") or payee.id == case.subject_id:
        return True
    home = _home(reading, case)
    return home is not None and payee.household_id == home


def _home(reading: Reading, case: Case) -> str | None:
    if case.subject_kind == "household":
        return case.subject_id
    subject = reading.get(Person, case.subject_id)
    return subject.household_id if subject else None


def _people(reading: Reading, case: Case) -> list[Person]:
    if case.subject_kind == "employer":
        return reading.select(
            Person, "employer_id = ?", (case.subject_id,), order="name, rid", limit=_MOST
        )
    if case.subject_kind == "union":
        return reading.select(
            Person,
            "id IN (SELECT person_id FROM membership WHERE union_id = ? AND deleted_at IS NULL)",
            (case.subject_id,),
            order="name, rid",
            limit=_MOST,
        )
    home = _home(reading, case)
    if home is None:
        alone = reading.get(Person, case.subject_id)
        return [alone] if alone else []
    return reading.select(Person, "household_id = ?", (home,), order="rid")
