"""The receipt of one gift (慰问签收单): of a case, or of one line of a campaign's roll."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.desk import Reading
from unionapp.models.records import AidItem, Campaign, CampaignEntry, Case, Person, Worker
from unionapp.services import cases, paper_numbers, paper_person, receipt_standing
from unionapp.services.case_records import GRANTED, events_of
from unionapp.services.paper_campaigns import policy, programme_of, speaker
from unionapp.services.paper_kind import PaperKind, Words
from unionapp.values import codes


def _gift(reading: Reading, id_: str) -> Case | CampaignEntry | None:
    return reading.get(Case, id_) or reading.get(CampaignEntry, id_)


def _gift_words(reading: Reading, gift: Case | CampaignEntry, folder: Path) -> Words:
    """Return the words of one gift: of a case as it was decided, or of a line of a roll.

    Raises `papers.no_applicant`.
    """
    if isinstance(gift, Case):
        words, person = _case_gift(reading, gift, folder)
        number = gift.number
    else:
        words, person = _roll_gift(reading, gift, folder)
        number = paper_numbers.of_id(gift.id)
    if person is None:
        raise refuse("papers.no_applicant", number)
    member, union, _since = paper_person.number_on_roll(reading, person.id)
    return {
        **paper_person.words(reading, person),
        "member.number": member,
        "member.union": union or paper_person.employer(reading, person),
        "welfare.number": number,
        **words,
    }


def _case_gift(reading: Reading, case: Case, folder: Path) -> tuple[Words, Person | None]:
    label = cases.programme_of(case, folder)
    answers = case.answers or {}
    receipt = receipt_standing.of_case(reading, case.id)
    items = reading.select(AidItem, "case_id = ? AND deleted_at IS NULL", (case.id,))
    decided = next((one for one in events_of(reading, case.id) if one.after == GRANTED), None)
    given = [one.given_on for one in items if one.given_on]
    paid = str((receipt.content or {}).get("paid_on", "")) if receipt else ""
    amount = receipt.amount_fen if receipt else case.amount_fen
    goods = "、".join(_item(one) for one in items)
    kind = answers.get("welfare.kind")
    words: Words = {
        "welfare.kind": kind if kind in codes.load("welfare_kind") else None,
        "welfare.event": case.concern or (label.zh if label else case.programme),
        "welfare.policy": label.policy if label else None,
        "welfare.goods": goods or None,
        "welfare.amount_fen": amount or sum(one.value_fen * one.quantity for one in items) or None,
        "welfare.day": date.fromisoformat(paid) if paid else max(given, default=None),
        "welfare.clerk": _worker(reading, receipt.worker_id) if receipt else None,
        "welfare.approver": _worker(reading, decided.worker_id) if decided else None,
    }
    aided = case.person_id or (case.subject_id if case.subject_kind == "person" else None)
    if aided is not None:
        return words, reading.get(Person, aided)
    payee = receipt.payee_id if receipt else None
    found = reading.get(Person, payee) if payee else None
    return words, found or speaker(reading, case.subject_kind, case.subject_id)


def _roll_gift(reading: Reading, entry: CampaignEntry, folder: Path) -> tuple[Words, Person | None]:
    campaign = reading.get(Campaign, entry.campaign_id)
    programme = programme_of(folder, campaign, reading.today) if campaign else None
    words: Words = {
        "welfare.event": campaign.name if campaign else None,
        "welfare.policy": policy(programme),
        "welfare.goods": entry.goods or (campaign.goods if campaign else None),
        "welfare.amount_fen": entry.amount_fen or None,
        "welfare.day": entry.signed_on,
        "welfare.clerk": _worker(reading, entry.worker_id),
    }
    return words, speaker(reading, entry.subject_kind, entry.subject_id)


def _item(item: AidItem) -> str:
    return f"{item.name} {item.quantity}{item.unit or '件'}"


def _worker(reading: Reading, id_: str) -> str | None:
    found = reading.get(Worker, id_)
    return found.name if found else None


def _gift_numbered(reading: Reading, number: str) -> Case | CampaignEntry | None:
    found = reading.select(Case, "number = ?", (number,), limit=1)
    return found[0] if found else paper_numbers.find(reading, CampaignEntry, number)


PAPERS: Mapping[str, PaperKind] = {
    "welfare_receipt": PaperKind(
        "campaign_entry", _gift, _gift_words, _gift_numbered, "welfare.clerk", counted=True
    ),
}
