"""The ledger of employers (四清台账), the month's report, and the roll of what was paid."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import cast

from unionapp.errors import refuse
from unionapp.models.desk import OFFICE_ZONE, Reading
from unionapp.models.records import Person, Receipt
from unionapp.models.store import instant_text
from unionapp.services import employers, paper_person, totals
from unionapp.services.employers import EmployerFilter, EmployerLine, Show
from unionapp.services.paper_kind import About, PaperKind, Words, paper
from unionapp.values import codes

Row = Mapping[str, object]

# ---- 四清 --------------------------------------------------------------------------------------

_SHOWN: Mapping[str, str] = {
    "all": "",
    "incomplete": "（未清单位）",
    "complete": "（已清单位）",
    "call_list": "（百人以上未建会）",
}
_ANSWERED = ("未清", "一清", "二清", "三清", "四清")


def _employers(_reading: Reading, id_: str) -> About | None:
    return About(id_) if id_ in _SHOWN else None


def _ledger_words(reading: Reading, about: About, folder: Path) -> Words:
    """Return the four answers of the employers, by name; the figures are those of the lines.

    Raises `papers.no_employers`.
    """
    lines = employers.listing_in(reading, EmployerFilter(cast("Show", about.id)))
    if not lines:
        raise refuse("papers.no_employers", _SHOWN[about.id])
    known = [one.employer for one in lines]
    return {
        "survey.title": f"建会入会“四清”台账{_SHOWN[about.id]}",
        "survey.until": reading.today,
        "survey.employers": len(lines),
        "survey.complete": sum(one.answers.complete for one in lines),
        "survey.organised": sum(one.union_state == "established" for one in known),
        "survey.workers": sum(one.workers or 0 for one in known),
        "survey.members": sum(one.members or 0 for one in known),
        "survey.rows": tuple(_ledger_row(one) for one in lines),
    }


def _ledger_row(line: EmployerLine) -> Row:
    employer = line.employer
    cells = {
        "name": employer.name,
        "code": employer.credit_code,
        "place": employer.belongs_to,
        "state": codes.load("union_state").label(employer.union_state) or None,
        "workers": employer.workers,
        "members": employer.members,
        "eight": employer.eight_group_workers,
        "progress": codes.load("organising_progress").label(employer.organising_progress) or None,
        "answers": _ANSWERED[line.answers.answered],
    }
    return {name: value for name, value in cells.items() if value is not None}


# ---- the month ---------------------------------------------------------------------------------

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class _Month:
    """One month; `id` is 2026-11."""

    id: str
    first: date
    last: date
    deleted_at: datetime | None = None

    @property
    def year_began(self) -> date:
        return self.first.replace(month=1)


def _month(_reading: Reading, id_: str) -> _Month | None:
    match = _MONTH.fullmatch(id_)
    if match is None or not 1 <= int(match.group(2)) <= 12:
        return None
    year, month = int(match.group(1)), int(match.group(2))
    return _Month(id_, date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _numbered(reading: Reading, number: str) -> _Month | None:
    division, _, month = number.partition("-")
    return _month(reading, month) if division == reading.division else None


def _report_words(reading: Reading, month: _Month, folder: Path) -> Words:
    """Return the month's figures, each counted from the records, and those of the year so far.

    What was paid is a sum of receipts, by programme, and adds up to all of them (`totals`).
    Summary and head are written by hand.
    """
    return {
        "report.month": month.first,
        "report.number": f"{reading.division}-{month.id}",
        "report.made_on": reading.today,
        "report.rows": (
            *(_counted(reading, one, month) for one in _FIGURES),
            *_paid(reading, month, folder),
        ),
    }


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure: its words, and the statement that counts it between two bounds.

    The bounds are days, or instants where `instants` says so.
    """

    group: str
    name: str
    unit: str
    statement: str
    instants: bool = False


def _counted(reading: Reading, figure: _Figure, month: _Month) -> Row:
    row: dict[str, object] = {"group": figure.group, "name": figure.name, "unit": figure.unit}
    row["month"] = _between(reading, figure, month.first, month.last)
    row["year"] = _between(reading, figure, month.year_began, month.last)
    return row


def _between(reading: Reading, figure: _Figure, first: date, last: date) -> int:
    bounds = (first.isoformat(), last.isoformat())
    if figure.instants:
        bounds = (_instant(first), _instant(last + timedelta(days=1)))
    return int(reading.scalar(figure.statement, bounds) or 0)


def _instant(day: date) -> str:
    return instant_text(datetime.combine(day, time(), OFFICE_ZONE).astimezone(UTC))


def _paid(reading: Reading, month: _Month, folder: Path) -> Iterator[Row]:
    """Yield what was paid against receipts, by programme, then what was signed for on rolls.

    Each part ends in a sum: that of the receipts, and that of the lines that bear a signature.
    """
    of_month = totals.in_period(reading, folder, "programme", month.first, month.last)
    of_year = totals.in_period(reading, folder, "programme", month.year_began, month.last)
    here = {one.key: one for one in of_month.lines}
    paid = [one for one in of_year.lines if one.receipts]
    for line in paid:
        found = here.get(line.key)
        cases, fen = (found.cases, found.amount_fen) if found else (0, 0)
        yield _sum_row("救助发放", line.label, "户次", cases, line.cases, fen)
    cases = sum(one.cases for one in of_month.lines)
    whole = sum(one.cases for one in paid)
    yield _sum_row("救助发放", "合计（同签收单）", "户次", cases, whole, of_month.total_fen)
    signed = [one for one in of_year.lines if one.signed]
    for line in signed:
        found = here.get(line.key)
        lines, fen = (found.signed, found.signed_fen) if found else (0, 0)
        yield _sum_row("名册签收", line.label, "人次", lines, line.signed, fen)
    if signed:
        lines = sum(one.signed for one in of_month.lines)
        whole = sum(one.signed for one in signed)
        yield _sum_row("名册签收", "合计（同名册）", "人次", lines, whole, of_month.signed_fen)


def _sum_row(group: str, name: str, unit: str, month: int, year: int, fen: int) -> Row:
    row = {"group": group, "name": name, "unit": unit, "month": month, "year": year}
    return {**row, "money_fen": fen}


_VISITS = (
    "FROM visit WHERE at >= ? AND at < ? AND outcome IS NOT NULL AND withdrawn_at IS NULL "
    "AND deleted_at IS NULL"
)
_EVENTS = 'FROM membership_event WHERE "on" BETWEEN ? AND ? AND deleted_at IS NULL AND event'
_FIGURES = (
    _Figure("走访", "走访", "次", f"SELECT count(*) {_VISITS}", instants=True),
    _Figure("走访", "走访门户", "户", f"SELECT count(DISTINCT door_id) {_VISITS}", instants=True),
    _Figure(
        "走访",
        "见面门户",
        "户",
        f"SELECT count(DISTINCT door_id) {_VISITS} AND outcome = 'met'",
        instants=True,
    ),
    _Figure(
        "走访",
        "完成问卷",
        "份",
        "SELECT count(*) FROM response WHERE finished_at >= ? AND finished_at < ? "
        "AND deleted_at IS NULL",
        instants=True,
    ),
    _Figure(
        "建会入会",
        "排查单位",
        "家",
        "SELECT count(*) FROM employer WHERE surveyed_on BETWEEN ? AND ? AND deleted_at IS NULL",
    ),
    _Figure(
        "建会入会",
        "新建工会",
        "家",
        'SELECT count(*) FROM "union" WHERE established_on BETWEEN ? AND ? AND deleted_at IS NULL',
    ),
    _Figure("建会入会", "入会申请", "人", f"SELECT count(*) {_EVENTS} = 'applied'"),
    _Figure("建会入会", "新发展会员", "人", f"SELECT count(*) {_EVENTS} = 'approved'"),
    _Figure("建会入会", "会籍转入", "人", f"SELECT count(*) {_EVENTS} = 'transferred_in'"),
    _Figure("建会入会", "会籍转出", "人", f"SELECT count(*) {_EVENTS} = 'transferred_out'"),
    _Figure(
        "困难帮扶",
        "新建困难档案",
        "户",
        "SELECT count(*) FROM hardship_file WHERE filed_on BETWEEN ? AND ? AND deleted_at IS NULL",
    ),
    _Figure(
        "办理事项",
        "受理",
        "件",
        'SELECT count(*) FROM "case" WHERE opened_on BETWEEN ? AND ? AND deleted_at IS NULL',
    ),
    _Figure(
        "办理事项",
        "批准",
        "件",
        'SELECT count(*) FROM "case" WHERE decided_on BETWEEN ? AND ? AND deleted_at IS NULL '
        "AND state IN ('granted', 'paid')",
    ),
    _Figure(
        "活动",
        "举办活动",
        "场",
        "SELECT count(*) FROM activity WHERE held_on BETWEEN ? AND ? AND deleted_at IS NULL",
    ),
    _Figure(
        "活动",
        "参加活动",
        "人次",
        "SELECT sum(coalesce(head_count, 0)) FROM activity WHERE held_on BETWEEN ? AND ? "
        "AND deleted_at IS NULL",
    ),
    _Figure(
        "服务点位",
        "检查",
        "次",
        'SELECT count(*) FROM inspection WHERE "on" BETWEEN ? AND ? AND deleted_at IS NULL',
    ),
)


# ---- what was paid -----------------------------------------------------------------------------

_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


def paid_id(first: date, last: date) -> str:
    """Return the id under which the roll of payments of a period is asked for."""
    return f"{first.isoformat()}..{last.isoformat()}"


def period(id_: str) -> tuple[date, date] | None:
    """Return the days of a period's id."""
    match = _PERIOD.fullmatch(id_)
    try:
        return (date.fromisoformat(match[1]), date.fromisoformat(match[2])) if match else None
    except ValueError:
        return None


def paid_rows(reading: Reading, first: date, last: date) -> Iterator[Row]:
    """Yield every receipt of a period in the order of its number; a void counts against it.

    The amounts add up to what `totals` says of the same days, to the fen.
    """
    for receipt in reading.select(
        Receipt,
        "coalesce(content ->> '$.paid_on', '0001-01-01') BETWEEN ? AND ?",
        (first.isoformat(), last.isoformat()),
        order="series, running",
    ):
        content = receipt.content or {}
        person = reading.get(Person, receipt.payee_id) if receipt.payee_id else None
        told = receipt.number
        if receipt.voids_id is not None:
            told = f"作废 {content.get('voids_number', '')}"
        union = paper_person.number_on_roll(reading, person.id)[1] if person else None
        row = {
            "name": str(content.get("payee_name") or "—"),
            "identity": content.get("payee_identity_masked"),
            "union": union or (paper_person.employer(reading, person) if person else None),
            "amount_fen": receipt.amount_fen,
            "note": told,
        }
        yield {name: value for name, value in row.items() if value is not None}


PAPERS: Mapping[str, PaperKind] = {
    "four_answers_ledger": paper(
        "employer_list", _employers, _ledger_words, maker="document.worker"
    ),
    "monthly_report": paper("month", _month, _report_words, _numbered, maker="report.maker"),
}
