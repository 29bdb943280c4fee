"""Gives the printing engine what a document says, and notes every paper that was made.

The names on the left are those of the printing field registry; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from unionapp.errors import UserError, refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import (
    Case,
    IssuedDocument,
    Membership,
    Person,
    Receipt,
    Union,
    Worker,
)
from unionapp.services import (
    case_papers,
    members,
    paper_activities,
    paper_campaigns,
    paper_gifts,
    paper_members,
    paper_own,
    paper_reports,
    paper_screening,
    paper_titles,
    paper_walk,
    programme_files,
    receipts,
)
from unionapp.services.paper_kind import PaperKind, Subject, Words, paper


@dataclass(frozen=True, slots=True)
class Noted:
    """A paper that was noted; `mark` is what a further copy must show (补打 1), "" on the first."""

    issued: IssuedDocument
    mark: str
    changes: frozenset[str]


def record_for(desk: Desk, document: str, id_: str) -> Mapping[str, object]:
    """Return the words of a document by the names of the printing field registry.

    `member_card` takes a membership or a person, `aid_receipt` (and its three further forms) a
    receipt or a case (its receipt that stands), `approval_sheet` and `public_notice` a case, as
    does a design of the office's own under a code of its own.
    `receipt.reprint` counts the copies made before, in whatever form. Raises
    `papers.no_such_document`, `papers.no_such_record`, `papers.not_a_member`,
    `papers.no_applicant`, `receipts.is_a_void`.
    """
    folder = programme_files.own_folder(desk)
    with desk.read() as reading:
        found, subject = _subject(reading, document, id_, folder)
        words = found.words(reading, subject, folder)
        worker = reading.get(Worker, desk.worker_id)
        if found.maker and worker is not None:
            words = {found.maker: worker.name, **words}
        if found.counted:
            words["document.reprint"] = _copies(reading, document, subject.id) or None
        return with_office(reading, words)


def words_now(
    reading: Reading, document: str, number: str, folder: Path
) -> tuple[str, Words | None] | None:
    """Return the id and the words of the paper of a number; None for a number not known here.

    The words are None where no such paper would be made any more.
    """
    found = _kind_of(document, folder)
    subject = found.numbered(reading, number) if found and found.numbered else None
    if found is None or subject is None or subject.deleted_at is not None:
        return None
    try:
        return subject.id, with_office(reading, found.words(reading, subject, folder))
    except UserError:
        return subject.id, None


def with_office(reading: Reading, words: Mapping[str, object]) -> dict[str, object]:
    """Add what every paper says of the office and the day; leave out what is not known."""
    office = {
        "office.name": reading.meta("office"),
        "office.hotline": reading.meta("hotline") or "12351",
        "document.issued": reading.today,
    }
    return {name: value for name, value in {**words, **office}.items() if value is not None}


def subject_of(desk: Desk, document: str, id_: str) -> tuple[str, str]:
    """Return kind and id of the record that a paper is noted under."""
    with desk.read() as reading:
        found, subject = _subject(reading, document, id_, programme_files.own_folder(desk))
    return "case" if isinstance(subject, Case) else found.kind, subject.id


def note_issued(
    desk: Desk, document: str, subject_kind: str, subject_id: str, sha256: str
) -> Noted:
    """Append that a paper was made, with the SHA-256 of its file; call it before printing."""
    with desk.write() as work:
        copy = 1 + _copies(work, document, subject_id)
        issued = IssuedDocument(
            id=work.new_id(),
            home_division=work.division,
            document=document,
            subject_kind=subject_kind,
            subject_id=subject_id,
            copy=copy,
            at=work.now,
            worker_id=work.worker_id,
            content_hash=sha256,
        )
        work.add(issued)
        detail: audit.Detail = {"document": document, "copy": copy, "sha256": sha256}
        audit.append(work, "document_issued", subject_kind, subject_id, detail)
        return Noted(issued, f"补打 {copy - 1}" if copy > 1 else "", frozenset(work.changed))


def history(desk: Desk, subject_id: str) -> tuple[IssuedDocument, ...]:
    """Return the papers that were made of a record, the newest first."""
    with desk.read() as reading:
        found = reading.select(IssuedDocument, "subject_id = ?", (subject_id,), order="rid DESC")
    return tuple(found)


def own_designs(designs: frozenset[str]) -> frozenset[str]:
    """Return the designs under codes that are the office's alone: papers of a case."""
    return designs - _PAPERS.keys() - _NO_PAPERS


def _kind_of(document: str, folder: Path) -> PaperKind | None:
    """Return how a document is filled; `folder` holds the office's own programmes."""
    found = _PAPERS.get(document)
    if found is None and document in own_designs(
        paper_titles.codes(paper_titles.own_documents(folder))
    ):
        return _OWN_PAPER
    return found


def _subject(reading: Reading, document: str, id_: str, folder: Path) -> tuple[PaperKind, Subject]:
    found = _kind_of(document, folder)
    if found is None:
        raise refuse("papers.no_such_document", document, wanted=" / ".join(_PAPERS))
    subject = found.find(reading, id_)
    if subject is None or subject.deleted_at is not None:
        raise refuse("papers.no_such_record", id_, document=document)
    return found, subject


def _copies(reading: Reading, document: str, subject_id: str) -> int:
    return int(
        reading.scalar(
            "SELECT count(*) FROM issued_document WHERE document = ? AND subject_id = ?",
            (document, subject_id),
        )
    )


def _membership(reading: Reading, id_: str) -> Membership | None:
    found = reading.get(Membership, id_)
    if found is not None:
        return found
    of_person = reading.select(Membership, "person_id = ?", (id_,), order="rid DESC", limit=1)
    return of_person[0] if of_person else None


def _receipt(reading: Reading, id_: str) -> Receipt | None:
    return reading.get(Receipt, id_) or receipts.standing(reading, id_)


def _card_words(reading: Reading, membership: Membership, folder: Path) -> Words:
    words = card_words(reading, membership)
    if words is None:
        person = reading.get(Person, membership.person_id)
        raise refuse("papers.not_a_member", person.name if person else membership.id)
    return words


def card_words(reading: Reading, membership: Membership) -> dict[str, object] | None:
    """Return the words of a member's card, or None for somebody who is no member now."""
    person = reading.get(Person, membership.person_id)
    standing = members.standing_of(reading, membership.id)
    if person is None or not members.is_on_roll(standing.status) or membership.number is None:
        return None
    union = reading.get(Union, membership.union_id) if membership.union_id else None
    return {
        **_person_words(person),
        "member.number": membership.number,
        "member.joined": standing.since,
        "member.union": union.name if union else None,
        "member.card_issued": reading.today,
    }


def _person_words(person: Person) -> dict[str, object]:
    from unionapp.values import codes

    return {
        "person.name": person.name,
        "person.identity": person.identity_number,
        "person.phone": person.phone,
        "person.sex": codes.load("sex").label(person.sex) or None,
        "person.birth_date": person.birth_date,
        "person.employer": person.workplace,
    }


def _receipt_words(reading: Reading, receipt: Receipt, folder: Path) -> Words:
    """Take the words from what was frozen, never from the person as it is now."""
    if receipt.voids_id is not None:
        raise refuse("receipts.is_a_void", receipt.number)
    voided_by = void_of(reading, receipt.id)
    words = receipt_words(reading, receipt)
    # 作废 stands across it: the file keeps a paper under every number of the series.
    return {**words, "document.void": voided_by.number} if voided_by else words


def void_of(reading: Reading, receipt_id: str) -> Receipt | None:
    """Return the receipt that voids another, or None while it stands."""
    found = reading.select(Receipt, "voids_id = ?", (receipt_id,), limit=1)
    return found[0] if found else None


def receipt_words(reading: Reading, receipt: Receipt) -> dict[str, object]:
    """Return the words of a receipt, whether it still stands or not."""
    content = receipt.content or {}
    words = {name: content.get(frozen) for name, frozen in _FROZEN.items()}
    return {
        **words,
        "receipt.number": receipt.number,
        "receipt.amount_fen": receipt.amount_fen,
        "receipt.date": date.fromisoformat(str(content["paid_on"])),
        "receipt.reprint": sum(_copies(reading, one, receipt.id) for one in RECEIPTS) or None,
    }


# Field of the registry -> name in a receipt's frozen content.
_FROZEN: Mapping[str, str] = {
    "person.name": "payee_name",
    "person.identity": "payee_identity_masked",
    "receipt.programme": "programme",
    "receipt.policy": "policy",
    "receipt.calculation": "calculation",
    "receipt.case_number": "case_number",
    "receipt.method": "method",
    "receipt.account_tail": "account_tail",
    "receipt.clerk": "clerk",
    "proxy.name": "proxy_name",
    "proxy.identity": "proxy_identity_masked",
    "proxy.relation": "proxy_relation",
}

# A receipt on other paper: A5, three copies on A4, a roll of 80 mm, the form of 241 × 93 mm.
RECEIPTS: tuple[str, ...] = (
    "aid_receipt",
    "aid_receipt_three",
    "aid_receipt_roll",
    "aid_receipt_form",
)

_OFFICE_PAPERS: Mapping[str, PaperKind] = {
    **paper_members.PAPERS,
    **paper_own.PAPERS,
    **paper_walk.PAPERS,
    **paper_reports.PAPERS,
    **paper_campaigns.PAPERS,
    **paper_screening.PAPERS,
    **paper_gifts.PAPERS,
    **paper_activities.PAPERS,
}


def _own_words(reading: Reading, case: Case, folder: Path) -> Words:
    """Return the usual words of a case, and those of its receipt that stands."""
    paid = receipts.standing(reading, case.id)
    usual = case_papers.PAPERS["approval_sheet"].words(reading, case, folder)
    return {**(receipt_words(reading, paid) if paid else {}), **usual}


# Designs that no record fills.
_NO_PAPERS = frozenset({"recovery_code", "work_list"})
_OWN_PAPER = paper(
    "case",
    lambda reading, id_: reading.get(Case, id_),
    _own_words,
    case_papers.of_number,
    counted=True,
)
_PAPERS: Mapping[str, PaperKind] = {
    **_OFFICE_PAPERS,
    "member_card": paper("membership", _membership, _card_words),
    **{one: paper("receipt", _receipt, _receipt_words) for one in RECEIPTS},
    **case_papers.PAPERS,
}

OFFICE_PAPERS: tuple[str, ...] = tuple(_OFFICE_PAPERS)
CASE_PAPERS: tuple[str, ...] = tuple(case_papers.PAPERS)
# A step that names one of these waits until it was made of its case (`case_flow`). Papers of a
# campaign or an activity are made there, for everybody at once.
DOCUMENTS: tuple[str, ...] = (
    "member_card",
    *RECEIPTS,
    *CASE_PAPERS,
    "training_enrolment",
    "welfare_receipt",
)
