"""The words of the papers of an aid: approval sheet, public notice, worksheet of the bills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from unionapp.errors import UserError
from unionapp.models.records import Case, CaseEvent
from unionapp.services import case_decision, paper_household
from unionapp.services.paper_context import PaperCase, on
from unionapp.services.paper_kind import Words
from unionapp.values import money


def approval_words(paper: PaperCase) -> Words:
    """Return what an approval sheet says: only what was told, frozen or signed off.

    Reasons and findings are left to be written by hand. Raises `papers.no_applicant`.
    """
    case = paper.case
    return {
        **paper.party(),
        "case.number": case.number,
        "case.programme": paper.title,
        "case.policy": paper.policy,
        "case.applied_on": case.opened_on,
        "case.person": paper.aided.name if paper.aided else None,
        "case.people": paper.fact("household.people"),
        **_hardship(paper),
        "case.amount_fen": case.amount_fen,
        "case.no_cash": _no_cash(case),
        "case.calculation": _calculation(case.proof, case.amount_fen) or _goods(paper),
        "case.notice_until": case.notice_until,
        **dict(_hands(paper)),
    }


def notice_words(paper: PaperCase) -> Words:
    """Return what the public notice of a case says; the paper itself masks name and number.

    Raises `papers.no_applicant`.
    """
    case, party = paper.case, paper.party()
    standing = paper_household.of_facts(case.facts or {}, case.opened_on)
    row = {
        "name": party["person.name"],
        "identity": party.get("person.identity"),
        "employer": party.get("person.employer"),
        "category": standing.category if standing else None,
        "cause": paper.file.main_cause if paper.file else None,
        "amount_fen": case.amount_fen,
    }
    return {
        "notice.title": f"{paper.title}拟救助对象公示",
        "notice.number": case.number,
        "notice.programme": paper.title,
        "notice.policy": paper.policy,
        "notice.from": on(paper.noticing()),
        "notice.until": case.notice_until,
        "notice.phone": paper.reading.meta("hotline") or "12351",
        "notice.place": paper.reading.meta("office"),
        "notice.rows": ({name: value for name, value in row.items() if value is not None},),
    }


def bill_words(paper: PaperCase) -> Words:
    """Return the worksheet of medical bills: the cascade of payers, and what was judged.

    The single bills lie in the file; their sum stands in one row. Raises `papers.no_applicant`.
    """
    case = paper.case
    paid = {name: paper.fen(f"medical.{fact}") or 0 for name, fact in _PAYERS.items()}
    total = paper.fen("medical.total_fen")
    left = max(0, total - sum(paid.values())) if total is not None else None
    amount, proof = _reckoned(paper)
    first, last = _year(case.period, case.opened_on)
    bill = {"kind": "汇总", "total_fen": total, **paid, "own_fen": left}
    hands = dict(_hands(paper))
    patient = paper.aided or paper.applicant
    return {
        **paper.party(),
        "medical.number": case.number,
        "medical.from": first,
        "medical.until": last,
        "medical.illness": case.concern,
        "medical.patient": patient.name if patient else None,
        "medical.residual_fen": left,
        "medical.share_fen": paper.fen("medical.judged_fen"),
        "medical.reason": paper.told("medical.reason"),
        "medical.amount_fen": amount,
        "medical.calculation": _calculation(proof, amount),
        "medical.maker": hands["case.maker"],
        "medical.checker": hands["case.checker"],
        "medical.bills": (bill,) if total is not None else (),
    }


# Column of the worksheet -> fact of the programme, in the order in which they pay.
_PAYERS: Mapping[str, str] = {
    "basic_fen": "basic_fen",
    "serious_fen": "major_fen",
    "extra_fen": "supplement_fen",
    "mutual_fen": "mutual_fen",
}


def _hardship(paper: PaperCase) -> Words:
    """Return category, income a head and standard, where the programme rests on a standard."""
    case = paper.case
    if paper.programme is None or paper.programme.standard is None:
        return {}
    found = paper_household.of_facts(case.facts or {}, case.decided_on or case.opened_on)
    if found is None:
        return {}
    return {
        "case.category": found.category,
        "case.monthly_fen": found.monthly_fen,
        "case.standard_fen": found.standard_fen,
    }


def _goods(paper: PaperCase) -> str | None:
    """Return what is given in goods."""
    found = paper.reading.rows(
        "SELECT name, quantity, coalesce(unit, '件') FROM aid_item "
        "WHERE case_id = ? AND deleted_at IS NULL ORDER BY rid",
        (paper.case.id,),
    )
    if not found:
        return None
    return "实物：" + "、".join(f"{name} {quantity} {unit}" for name, quantity, unit in found)


def _no_cash(case: Case) -> str | None:
    """Return what stands in place of an amount; before the decision it is left to be written."""
    return "不发现金" if case.decided_on is not None and case.amount_fen is None else None


def _reckoned(paper: PaperCase) -> tuple[int | None, tuple[str, ...]]:
    """Return amount and proof as decided, before that as the programme reckons them today."""
    case = paper.case
    if case.decided_on is not None or paper.programme is None:
        return case.amount_fen, case.proof
    try:
        facts = case_decision.facts_of(paper.reading, case, paper.programme, paper.reading.today)
        verdict = case_decision.verdict_on(paper.programme, facts)
    except UserError:  # what is missing is said on the case's page
        return None, ()
    return verdict.amount_fen, verdict.proof


def _calculation(proof: tuple[str, ...], amount_fen: int | None) -> str | None:
    """Return the line of the proof that ends in the amount: 12 × 655.00 = 7,860.00.

    Where the amount was judged and not reckoned, that is the last line that names it.
    """
    if amount_fen is None:
        return None
    amount = money.format_fen(amount_fen)
    lines = tuple(reversed(proof))
    reckoned = (line for line in lines if line.endswith(f"= {amount}"))
    return next(reckoned, next((line for line in lines if amount in line), None))


def _hands(paper: PaperCase) -> Iterator[tuple[str, str | date | None]]:
    """Yield who took the case in, checked and decided it, each with the day."""
    events, decided = paper.events, paper.deciding()
    before = events[: events.index(decided)] if decided else events
    noticed = paper.noticing()
    checks = [one for one in before[1:] if one is not noticed]
    hands: tuple[tuple[str, str, CaseEvent | None], ...] = (
        ("maker", "made_on", events[0] if events else None),
        ("checker", "checked_on", checks[-1] if checks else None),
        ("approver", "decided_on", decided),
    )
    for name, day, event in hands:
        yield f"case.{name}", paper.worker(event)
        yield f"case.{day}", on(event)
    yield "case.opinion", paper.label(decided)
    yield "case.notice_from", on(noticed) if paper.case.notice_until else None


def _year(period: str | None, day: date | None) -> tuple[date | None, date | None]:
    """Return first and last day of the year that a case is for."""
    if period is not None and period.isdecimal() and len(period) == 4:
        return date(int(period), 1, 1), date(int(period), 12, 31)
    return day, day
