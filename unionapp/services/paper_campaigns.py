"""The rolls of a campaign, 发放表 and 签收表, whose sums are those of the receipts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.desk import Reading
from unionapp.models.records import (
    Campaign,
    CampaignEntry,
    Case,
    HardshipFile,
    Household,
    Person,
    Receipt,
)
from unionapp.programmes.programme import Programme
from unionapp.services import (
    paper_numbers,
    paper_person,
    paper_reports,
    programme_files,
    receipt_standing,
)
from unionapp.services.case_records import GRANTED, PAID
from unionapp.services.paper_kind import PaperKind, Words, paper

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a roll: an entry, a case of the campaign, or both; whom it is about."""

    person: Person | None
    entry: CampaignEntry | None
    case: Case | None
    receipt: Receipt | None

    @property
    def amount_fen(self) -> int:
        """The receipt's amount where money was paid, else what was granted or put on the roll."""
        if self.receipt is not None:
            return self.receipt.amount_fen
        if self.case is not None and self.case.amount_fen is not None:
            return self.case.amount_fen
        return self.entry.amount_fen if self.entry else 0

    @property
    def note(self) -> str | None:
        """How far it is: signed for, by whom else, under which receipt."""
        if self.receipt is not None:
            return self.receipt.number
        if self.entry is None or self.entry.signed_on is None:
            return None
        signer, name = self.entry.signer or "", self.person.name if self.person else ""
        proxy = f"，{signer} 代签" if signer and signer != name else ""
        return f"{self.entry.signed_on.isoformat()} 已签收{proxy}"


@dataclass(frozen=True, slots=True)
class _Roll:
    """A campaign, or every receipt of a period."""

    id: str
    campaign: Campaign | None = None
    period: tuple[date, date] | None = None
    deleted_at: datetime | None = None


def lines(reading: Reading, campaign: Campaign) -> Iterator[Line]:
    """Yield the roll in its order; then cases of the campaign that nobody put on it."""
    found = reading.select(
        Case,
        "campaign_id = ? AND state IN ('open', 'granted', 'paid') AND deleted_at IS NULL",
        (campaign.id,),
        order="number, rid",
    )
    by_subject = {one.subject_id: one for one in reversed(found)}
    entries = reading.select(
        CampaignEntry,
        "campaign_id = ? AND removed_because IS NULL AND deleted_at IS NULL",
        (campaign.id,),
        order="line, rid",
    )
    paired = set()
    for entry in entries:
        case = (reading.get(Case, entry.case_id) if entry.case_id else None) or by_subject.get(
            entry.subject_id
        )
        if case is not None:
            paired.add(case.id)
        yield line(reading, entry.subject_kind, entry.subject_id, entry, case)
    for case in found:
        if case.id not in paired and case.state in (GRANTED, PAID):
            yield line(reading, case.subject_kind, case.subject_id, None, case)


def line(
    reading: Reading, kind: str, id_: str, entry: CampaignEntry | None, case: Case | None
) -> Line:
    """Return one line, with the receipt of its case that stands."""
    receipt = receipt_standing.of_case(reading, case.id) if case else None
    return Line(speaker(reading, kind, id_), entry, case, receipt)


def speaker(reading: Reading, kind: str, id_: str) -> Person | None:
    """Return the person of a line: of a household who applied for it, else its head."""
    if kind == "person":
        return reading.get(Person, id_)
    files = reading.select(HardshipFile, "household_id = ? AND deleted_at IS NULL", (id_,), limit=1)
    home = reading.get(Household, id_)
    wanted = (files[0].applicant_id if files else None) or (home.head_id if home else None)
    return reading.get(Person, wanted) if wanted else None


def _campaign(reading: Reading, id_: str) -> Campaign | None:
    return reading.get(Campaign, id_)


def campaign_numbered(reading: Reading, number: str) -> Campaign | None:
    """Return the campaign of a number that stands on its rolls."""
    return paper_numbers.find(reading, Campaign, number)


def programme_of(folder: Path, campaign: Campaign, day: date) -> Programme | None:
    """Return the edition of a campaign's programme; None when its file was taken away."""
    known = programme_files.read_all(folder).programmes
    if all(one.code != campaign.programme for one in known):
        return None
    return programme_files.find(folder, campaign.programme, campaign.from_on or day)


def policy(programme: Programme | None) -> str | None:
    """Return the documents that a programme rests on."""
    basis = programme.basis if programme else ()
    return "；".join(f"{one.document}{one.number}" for one in basis) or None


# ---- money and goods ---------------------------------------------------------------------------


def _payments(reading: Reading, id_: str) -> _Roll | None:
    """Return a campaign's roll, or that of every receipt of a period (`paper_reports.paid_id`)."""
    days = paper_reports.period(id_)
    if days is not None:
        return _Roll(id_, period=days)
    campaign = _campaign(reading, id_)
    return _Roll(id_, campaign, deleted_at=campaign.deleted_at) if campaign else None


def _payments_numbered(reading: Reading, number: str) -> _Roll | None:
    division, _, days = number.partition("-")
    if division == reading.division and paper_reports.period(days):
        return _payments(reading, days)
    campaign = campaign_numbered(reading, number)
    return _payments(reading, campaign.id) if campaign else None


def _payment_words(reading: Reading, roll: _Roll, folder: Path) -> Words:
    """Return who is paid how much; what was paid already is what its receipt says.

    Raises `papers.empty_roll`.
    """
    if roll.campaign is None:
        first, last = roll.period or (date.min, date.min)
        rows = tuple(paper_reports.paid_rows(reading, first, last))
        title = f"{_days(first, last)}救助金发放表"
        head: Words = {"roll.title": title, "roll.number": f"{reading.division}-{roll.id}"}
    else:
        paid = [one for one in lines(reading, roll.campaign) if one.amount_fen]
        rows = tuple(_money_row(reading, one) for one in paid)
        head = _head(reading, roll.campaign, folder, "发放表")
    if not rows:
        raise refuse("papers.empty_roll", str(head["roll.title"]))
    return {**head, "roll.rows": rows}


def _goods_words(reading: Reading, campaign: Campaign, folder: Path) -> Words:
    """Return who is given which goods; raises `papers.empty_roll`."""
    given = [one for one in lines(reading, campaign) if one.entry and _goods(one, campaign)]
    if not given:
        raise refuse("papers.empty_roll", f"{campaign.name} 签收表")
    return {
        **_head(reading, campaign, folder, "签收表"),
        "roll.rows": tuple(_goods_row(reading, one, campaign) for one in given),
    }


def _goods(line: Line, campaign: Campaign) -> str | None:
    return (line.entry.goods if line.entry else None) or campaign.goods


def _head(reading: Reading, campaign: Campaign, folder: Path, what: str) -> Words:
    programme = programme_of(folder, campaign, reading.today)
    return {
        "roll.title": campaign.name if campaign.name.endswith(what) else f"{campaign.name} {what}",
        "roll.number": paper_numbers.of_id(campaign.id),
        "roll.programme": programme.label.zh if programme else campaign.programme,
        "roll.policy": policy(programme),
        "roll.day": campaign.from_on,
    }


def _money_row(reading: Reading, line: Line) -> Row:
    return told(_who(reading, line), amount_fen=line.amount_fen, note=line.note)


def _goods_row(reading: Reading, line: Line, campaign: Campaign) -> Row:
    return told(_who(reading, line), item=_goods(line, campaign), quantity=1, note=line.note)


def _who(reading: Reading, line: Line) -> dict[str, object]:
    person = line.person
    if person is None:
        return {"name": "—"}
    union = paper_person.number_on_roll(reading, person.id)[1]
    return {
        "name": person.name,
        "identity": person.identity_number,
        "phone": person.phone,
        "union": union or paper_person.employer(reading, person),
    }


def told(known: Mapping[str, object], **more: object) -> Row:
    """Return a row of what is known; what is not is left out."""
    return {name: value for name, value in {**known, **more}.items() if value is not None}


def _days(first: date, last: date) -> str:
    if first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1]):
        return f"{first.year}年{first.month}月"
    return f"{first.isoformat()} 至 {last.isoformat()} "


PAPERS: Mapping[str, PaperKind] = {
    "campaign_roll": paper(
        "campaign", _payments, _payment_words, _payments_numbered, maker="roll.maker"
    ),
    "sign_off_list": paper(
        "campaign", _campaign, _goods_words, campaign_numbered, maker="roll.maker"
    ),
}
