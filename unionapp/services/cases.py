"""Works aid cases: opened on a hardship file, decided once, frozen with their proof.

The state is a code of `case_state`: open, then granted or refused; a receipt makes a granted case
paid, and voiding it makes it granted again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from unionapp.errors import UserError, refuse
from unionapp.models import audit, chain, series
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Case, CaseEvent, HardshipFile, Receipt
from unionapp.programmes import catalogue
from unionapp.programmes.evaluate import Verdict, try_programme
from unionapp.programmes.programme import Programme
from unionapp.services import hardship
from unionapp.services.hardship import LIVING_AID

OPEN, GRANTED, REFUSED, PAID = "open", "granted", "refused", "paid"

# Cases for which the applicant of a household (the parameter) applied or signed.
_SAME_APPLICANT = """EXISTS (
    SELECT 1 FROM hardship_file mine JOIN person me ON me.id = mine.applicant_id
    JOIN person other ON other.id = me.id OR other.identity_number = me.identity_number
    WHERE mine.household_id = ? AND mine.deleted_at IS NULL AND other.id IN (
        SELECT f.applicant_id FROM hardship_file f WHERE f.household_id = "case".subject_id
        UNION SELECT r.payee_id FROM receipt r WHERE r.case_id = "case".id))"""

_NO_STANDARD = frozenset({"programme.no_standard", "programme.standard_twice"})


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
class ProgrammeWords:
    """What a paper says about a programme: its name, and the documents that it rests on."""

    zh: str
    en: str
    policy: str


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


def open_case(desk: Desk, file_id: str, programme: str = LIVING_AID) -> Opened:
    """Take an application; the facts are copied from the file as it stands.

    Raises `cases.twice_a_year` (same programme, household and calendar year; a refused case does
    not count), `cases.elsewhere_this_year`, `hardship.file_missing`, `programme.unknown`.
    """
    with desk.write() as work:
        file = hardship.file_in(work, file_id)
        edition = hardship.find_programme(programme, work.today)
        _refuse_second(work, edition.code, file.household_id, work.today.year)
        case = Case(
            id=work.new_id(),
            home_division=work.division,
            programme=edition.code,
            edition=edition.edition,
            subject_kind="household",
            subject_id=file.household_id,
            number=series.take(work, "case").text,
            state=OPEN,
            opened_on=work.today,
            facts=hardship.facts_of(work, file, edition, work.today),
        )
        work.add(case)
        add_event(work, case, "opened", None, OPEN)
        audit.append(work, "case_opened", "case", case.id, {"programme": case.programme})
        return Opened(case, frozenset(work.changed))


def decide(desk: Desk, case_id: str, *, day: date | None = None) -> Decided:
    """Decide on the facts as they stand in the file, and freeze them with the proof.

    Raises `cases.decided_already`, `cases.no_standard`, `cases.twice_a_year`,
    `cases.elsewhere_this_year`, `hardship.*`, and `programme.*` for every missing fact; the case
    then stays open.
    """
    with desk.write() as work:
        case = case_in(work, case_id)
        on = day or work.today
        _refuse_undecidable(work, case, on)
        file = _file_of(work, case)
        hardship.refuse_unfinished(file)
        programme = hardship.find_programme(case.programme, on)
        facts = hardship.facts_of(work, file, programme, on)
        verdict = _verdict(programme, facts)
        frozen = _frozen(case, programme, facts, verdict, on)
        names = ("edition", "state", "facts", "decided_on", "amount_fen", "proof", "decision_hash")
        work.set_fields("case", case.id, {name: getattr(frozen, name) for name in names})
        add_event(work, case, "decided", case.state, frozen.state)
        detail = {"amount_fen": frozen.amount_fen, "decision_hash": frozen.decision_hash}
        audit.append(work, "case_decided", "case", case.id, detail)
        return Decided(frozen, verdict, frozenset(work.changed))


def view(desk: Desk, case_id: str) -> CaseView:
    """Return one case; raises `cases.missing`."""
    with desk.read() as reading:
        case = case_in(reading, case_id)
        files = reading.select(HardshipFile, "household_id = ?", (case.subject_id,), limit=1)
        events = reading.select(CaseEvent, "case_id = ?", (case_id,))
        receipts = reading.select(Receipt, "case_id = ?", (case_id,))
    words = programme_of(case)
    return CaseView(
        case=case,
        programme_zh=words.zh if words else case.programme,
        programme_en=words.en if words else case.programme,
        file=files[0] if files else None,
        events=tuple(events),
        receipts=tuple(receipts),
        payable=case.state == GRANTED and bool(case.amount_fen) and not is_altered(case),
        altered=is_altered(case),
    )


def of_household(desk: Desk, household_id: str) -> tuple[Case, ...]:
    """Return a household's cases, the newest first."""
    with desk.read() as reading:
        found = reading.select(
            Case,
            "subject_kind = 'household' AND subject_id = ?",
            (household_id,),
            order="opened_on DESC, rid DESC",
        )
    return tuple(found)


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
        return case.state != OPEN
    return case.decision_hash != decision_hash(case)


def case_in(reading: Reading, case_id: str) -> Case:
    """Return a case; raises `cases.missing`."""
    case = reading.get(Case, case_id)
    if case is None or case.deleted_at is not None:
        raise refuse("cases.missing", case_id)
    return case


def programme_of(case: Case) -> ProgrammeWords | None:
    """Return the words of the case's edition; None when its file was taken away."""
    try:
        found = catalogue.find(case.programme, edition=case.edition)
    except UserError:
        return None
    documents = (f"{basis.document}{basis.number}" for basis in found.basis)
    return ProgrammeWords(found.label.zh, found.label.en, "；".join(documents))


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


def _refuse_undecidable(work: Work, case: Case, on: date) -> None:
    if case.state != OPEN:
        day = case.decided_on.isoformat() if case.decided_on else "—"
        raise refuse("cases.decided_already", case.number, day=day)
    if on > work.today:
        raise refuse("cases.day_ahead", case.number, day=on.isoformat())
    _refuse_second(work, case.programme, case.subject_id, on.year, but=case.id)


def _refuse_second(
    reading: Reading, programme: str, household_id: str, year: int, but: str = ""
) -> None:
    """Refuse when the household was given, or has asked for, the same aid in the same year.

    So is a family whose applicant was granted it in another household: who moves, or is entered
    a second time with the same identity number, is not paid twice.
    """
    others = reading.select(
        Case,
        "programme = ? AND subject_id = ? AND id != ? AND state != ?",
        (programme, household_id, but, REFUSED),
    )
    elsewhere = reading.select(
        Case,
        f"programme = ? AND state IN (?, ?) AND subject_id != ? AND {_SAME_APPLICANT}",
        (programme, GRANTED, PAID, household_id, household_id),
    )
    for code, found in (("cases.twice_a_year", others), ("cases.elsewhere_this_year", elsewhere)):
        for other in found:
            day = other.decided_on or other.opened_on
            if day is not None and day.year == year:
                raise refuse(code, other.number, year=year, day=day.isoformat())


def _file_of(reading: Reading, case: Case) -> HardshipFile:
    found = reading.select(HardshipFile, "household_id = ?", (case.subject_id,), limit=1)
    if not found:
        raise refuse("hardship.file_missing", case.subject_id)
    return found[0]


def _verdict(programme: Programme, facts: Mapping[str, Any]) -> Verdict:
    """Try the programme; a standard that is not there is no reason to refuse the household."""
    verdict = try_programme(programme, facts)
    missing = [reason for reason in verdict.reasons if reason.code in _NO_STANDARD]
    if missing:
        raise refuse("cases.no_standard", facts["household"]["division"], day=facts["day"])
    return verdict


def _frozen(
    case: Case, programme: Programme, facts: Mapping[str, Any], verdict: Verdict, on: date
) -> Case:
    """Return the case as decided; reasons and warnings stand with the proof lines."""
    said = (*verdict.proof, *(one.text for one in (*verdict.reasons, *verdict.warnings)))
    decided = replace(
        case,
        edition=programme.edition,
        state=GRANTED if verdict.eligible else REFUSED,
        facts={**facts, "programme_digest": programme.digest},
        decided_on=on,
        amount_fen=verdict.amount_fen if verdict.eligible else None,
        proof=tuple(dict.fromkeys(said)),
    )
    return replace(decided, decision_hash=decision_hash(decided))
