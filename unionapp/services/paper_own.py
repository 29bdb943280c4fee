"""A person's own record: everything on file about somebody, in plain words, for their own eyes.

个人信息保护法, articles 45 and 46: who is recorded may read and copy it, and have it corrected.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from unionapp.models.declare import FieldType, Record
from unionapp.models.desk import OFFICE_ZONE, Reading
from unionapp.models.records import (
    SCHEMA,
    Activity,
    ActivityEntry,
    Campaign,
    CampaignEntry,
    Case,
    Consent,
    FormVersion,
    HardshipFile,
    Household,
    IssuedDocument,
    Person,
    Receipt,
    Response,
    Visit,
    Worker,
)
from unionapp.services import cases, paper_numbers, paper_person, shown
from unionapp.services.paper_kind import PaperKind, Words, paper
from unionapp.values import codes, money

Row = Mapping[str, object]
R = TypeVar("R", bound=Record)
_OWN = ("identity", "work", "background")


def own_words(reading: Reading, person: Person, folder: Path) -> Words:
    """Return the words of 《个人信息查阅单》; numbers are masked, as everywhere on paper.

    Each line says who entered it and when; what other people of the household told stands on
    their own records.
    """
    teller = _Teller(reading, person, folder)
    return {
        "person.name": person.name,
        "person.identity": person.identity_number,
        "own.number": paper_numbers.of_id(person.id),
        "own.asked_on": reading.today,
        "own.consent": teller.consents() or "没有登记",
        "own.shared": teller.shared(),
        "own.rows": tuple(teller.rows()),
    }


def _by_number(reading: Reading, number: str) -> Person | None:
    return paper_numbers.find(reading, Person, number)


class _Teller:
    """Tells one person's rows, kind by kind; reads the names of workers once."""

    def __init__(self, reading: Reading, person: Person, folder: Path) -> None:
        self._reading, self._person, self._folder = reading, person, folder
        self._workers: dict[str, str] = {}

    def rows(self) -> Iterator[Row]:
        yield from self._fields("基本信息", self._person, _OWN)
        home = self._get(Household, self._person.household_id)
        if home is not None:
            yield from self._home(home)
        yield from self._membership()
        yield from self._hardship(home)
        yield from self._cases(home)
        yield from self._receipts()
        yield from self._visits(home)
        yield from self._responses()
        yield from self._gifts(home)
        yield from self._activities()
        yield from self._papers()

    def consents(self) -> str:
        """Return what was agreed to, and what was withdrawn since."""
        told = []
        for one in self._all(Consent, "person_id = ?", self._person.id):
            how = " ".join(part for part in (_iso(one.given_on), one.method or "") if part)
            withdrawn = "，已撤回" if one.withdrawn_at else ""
            told.append(f"{one.scope}（{how}{withdrawn}）")
        return "；".join(told)

    def shared(self) -> str:
        """Say whether the record has left this laptop in a bundle for the city."""
        row = self._reading.rows(
            "SELECT max(b.at) FROM operation o JOIN bundle b ON b.id = o.bundle "
            "WHERE o.record = ? AND b.direction = 'out'",
            (self._person.id,),
        )
        at = row[0][0] if row else None
        if at is None:
            return "无"
        day = datetime.fromisoformat(at).astimezone(OFFICE_ZONE).date()
        return f"市级工会数据汇聚端（数据包，最近 {day.isoformat()}）"

    # ---- one kind after the other ----------------------------------------------------------

    def _fields(self, group: str, record: Record, sections: tuple[str, ...] = ()) -> Iterator[Row]:
        """Yield the declared fields of a record that are set, each with its last change."""
        declaration = SCHEMA.of(type(record))
        changes = self._changes(declaration.kind, record.id)
        for section, fields in declaration.sections().items():
            for field in fields if not sections or section in sections else ():
                text = shown.text_of(field, getattr(record, field.name))
                if text and field.type is not FieldType.REFERENCE:
                    by, on = changes.get(field.name, ("", None))
                    yield _row(group, field.zh, text, by, on)

    def _home(self, home: Household) -> Iterator[Row]:
        address = paper_person.address(self._reading, self._person)
        if address:
            yield _row("家庭", "门户", address, *self._created("household", home.id))
        yield from self._fields("家庭", home)

    def _membership(self) -> Iterator[Row]:
        found = paper_person.membership(self._reading, self._person.id)
        if found is None:
            return
        if found.number:
            yield _row("会籍", "会员证号码", found.number, *self._created("membership", found.id))
        union = paper_person.union_name(self._reading, found.union_id)
        if union:
            yield _row("会籍", "所属工会", union, *self._created("membership", found.id))
        yield from self._fields("会籍", found)
        for one in paper_person.events(self._reading, found.id):
            label = codes.load("membership_event").label(one.event)
            told = "，".join(part for part in (one.other_union, one.paper, one.note) if part)
            yield _row("会籍", label, told or "已登记", self._worker(one.worker_id), one.on)

    def _hardship(self, home: Household | None) -> Iterator[Row]:
        """Yield the household's file to whoever applied; others of the family find it there."""
        for file in self._all(HardshipFile, "household_id = ?", home.id) if home else ():
            if file.applicant_id in (None, self._person.id):
                yield from self._fields("困难档案", file)

    def _cases(self, home: Household | None) -> Iterator[Row]:
        for one in self._all(
            Case, "subject_id IN (?, ?) OR person_id = ?", *self._mine(home), self._person.id
        ):
            label = cases.programme_of(one, self._folder)
            state = codes.load("case_state").label(one.state)
            amount = f"，{money.format_fen(one.amount_fen)} 元" if one.amount_fen else ""
            name = label.zh if label else one.programme
            by, on = self._created("case", one.id)
            yield _row("办理事项", name, f"{one.number}，{state}{amount}", by, one.opened_on or on)

    def _receipts(self) -> Iterator[Row]:
        for one in self._all(Receipt, "payee_id = ?", self._person.id):
            what = "作废" if one.voids_id else "领款"
            text = f"{one.number}，{money.format_fen(one.amount_fen)} 元"
            yield _row("领款", what, text, self._worker(one.worker_id), _day(one.issued_at))

    def _visits(self, home: Household | None) -> Iterator[Row]:
        if home is None:
            return
        for one in self._all(
            Visit,
            "household_id = ? AND outcome IS NOT NULL AND withdrawn_at IS NULL",
            home.id,
        ):
            label = codes.load("visit_outcome").label(one.outcome)
            text = "，".join(part for part in (label, one.note or "") if part)
            yield _row("走访", "上门走访", text, self._worker(one.worker_id), _day(one.at))

    def _responses(self) -> Iterator[Row]:
        for one in self._all(
            Response, "person_id = ? AND finished_at IS NOT NULL", self._person.id
        ):
            form = self._get(FormVersion, one.form_version_id)
            text = f"已填写，{len(one.answers or ())} 项答案，可另行打印"
            name = form.title if form else one.form_id
            yield _row("问卷", name, text, self._worker(one.worker_id), _day(one.finished_at))

    def _gifts(self, home: Household | None) -> Iterator[Row]:
        for one in self._all(
            CampaignEntry, "subject_id IN (?, ?) AND removed_because IS NULL", *self._mine(home)
        ):
            campaign = self._get(Campaign, one.campaign_id)
            amount = f"{money.format_fen(one.amount_fen)} 元" if one.amount_fen else ""
            signed = f"{one.signed_on.isoformat()} 签收" if one.signed_on else "未签收"
            told = "，".join(part for part in (amount, one.goods or "", signed) if part)
            by, on = self._created("campaign_entry", one.id)
            name = campaign.name if campaign else "慰问"
            yield _row("慰问", name, told, self._worker(one.worker_id) or by, on)

    def _activities(self) -> Iterator[Row]:
        for one in self._all(ActivityEntry, "person_id = ?", self._person.id):
            activity = self._get(Activity, one.activity_id)
            told = "，".join(part for part in (one.team, one.role, one.result, one.prize) if part)
            by, on = self._created("activity_entry", one.id)
            name = activity.name if activity else "活动"
            yield _row("活动", name, told or "在名单上", by, activity.held_on if activity else on)

    def _papers(self) -> Iterator[Row]:
        latest = paper_person.membership(self._reading, self._person.id)
        for one in self._all(
            IssuedDocument,
            "subject_id IN (?, ?) AND document != 'own_record' AND copy = 1",
            self._person.id,
            latest.id if latest else "",
        ):
            name = _PAPER_NAMES.get(one.document, one.document)
            yield _row("文书", name, "已制作", self._worker(one.worker_id), _day(one.at))

    # ---- reading ---------------------------------------------------------------------------

    def _mine(self, home: Household | None) -> tuple[str, str]:
        """Return the person, and the household where it is theirs to speak for."""
        speaks = home is not None and home.head_id in (None, self._person.id)
        return self._person.id, home.id if home is not None and speaks else ""

    def _all(self, record: type[R], where: str, *params: str) -> list[R]:
        return self._reading.select(record, f"({where}) AND deleted_at IS NULL", params)

    def _get(self, record: type[R], id_: str | None) -> R | None:
        return self._reading.get(record, id_) if id_ else None

    def _worker(self, id_: str) -> str:
        if id_ not in self._workers:
            found = self._get(Worker, id_)
            self._workers[id_] = found.name if found else ""
        return self._workers[id_]

    def _changes(self, kind: str, id_: str) -> Mapping[str, tuple[str, date]]:
        """Return who last wrote each field of a record, and on which day."""
        found: dict[str, tuple[str, date]] = {}
        for author, hlc, fields in self._operations(kind, id_):
            for name in json.loads(fields):
                found[name] = (self._worker(author), _day_of(hlc))
        return found

    def _created(self, kind: str, id_: str) -> tuple[str, date | None]:
        for author, hlc, _fields in self._operations(kind, id_):
            return self._worker(author), _day_of(hlc)
        return "", None

    def _operations(self, kind: str, id_: str) -> list[tuple[str, int, str]]:
        return self._reading.rows(
            "SELECT author, hlc, fields FROM operation WHERE record = ? AND kind = ? "
            "ORDER BY hlc, device, incarnation, counter",
            (id_, kind),
        )


def _row(group: str, name: str, value: str, by: str, on: date | None) -> Row:
    cells = {
        "group": group,
        "name": name,
        "value": value,
        "source": f"{by} 登记" if by else None,
        "on": on,
    }
    return {name: value for name, value in cells.items() if value is not None}


def _day_of(hlc: int) -> date:
    """Return the office's day of a moment of the change log: milliseconds above sixteen bits."""
    return datetime.fromtimestamp((hlc >> 16) / 1000, UTC).astimezone(OFFICE_ZONE).date()


def _day(at: datetime | None) -> date | None:
    return at.astimezone(OFFICE_ZONE).date() if at else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


_PAPER_NAMES: Mapping[str, str] = {
    "member_card": "会员卡",
    "membership_application": "入会申请书",
    "member_register": "会员登记表",
    "transfer_letter": "会籍接转介绍信",
    "training_enrolment": "培训报名表",
}

PAPERS: Mapping[str, PaperKind] = {
    "own_record": paper(
        "person", paper_person.find, own_words, _by_number, maker="document.worker"
    ),
}
