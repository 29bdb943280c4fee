"""Opens cases of any programme and shows them; their steps are taken by `case_flow`.

The state is a code of `case_state`: open, then granted or refused; a receipt makes a granted case
paid, and voiding it makes it granted again. A case that was not paid can be withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from unionapp.errors import Problem, UserError, refuse
from unionapp.models import audit, series
from unionapp.models.declare import Record
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import (
    Case,
    CaseEvent,
    Employer,
    HardshipFile,
    Household,
    Person,
    Receipt,
    Union,
    Worker,
)
from unionapp.programmes.evaluate import Verdict
from unionapp.programmes.programme import Programme, Step
from unionapp.services import (
    case_decision,
    case_facts,
    case_flow,
    case_repeats,
    case_rules,
    case_times,
    case_told,
    hardship,
    programme_files,
)
from unionapp.services.case_facts import About
from unionapp.services.case_records import GRANTED as GRANTED
from unionapp.services.case_records import OPEN as OPEN
from unionapp.services.case_records import PAID as PAID
from unionapp.services.case_records import REFUSED as REFUSED
from unionapp.services.case_records import add_event as add_event
from unionapp.services.case_records import case_in as case_in
from unionapp.services.case_records import decision_hash as decision_hash
from unionapp.services.case_records import events_of
from unionapp.services.case_records import is_altered as is_altered
from unionapp.services.hardship import LIVING_AID

_SUBJECTS: Mapping[str, type[Record]] = {
    "person": Person,
    "household": Household,
    "employer": Employer,
    "union": Union,
}


@dataclass(frozen=True, slots=True)
class Application:
    """What is asked for: a programme, its subject, and what tells this case from another.

    `person_id` is whom in the household it is for, `concern` what (an illness), `period` the
    year (of today when not said), `answers` facts told for this case alone.
    """

    programme: str
    subject_kind: str
    subject_id: str
    person_id: str | None = None
    concern: str | None = None
    period: str | None = None
    campaign_id: str | None = None
    contact_id: str | None = None
    response_id: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict, hash=False)


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
    """Take an application on a household's hardship file, as `open_for` takes any."""
    with desk.read() as reading:
        household_id = hardship.file_in(reading, file_id).household_id
    return open_for(desk, Application(programme, "household", household_id))


def open_for(desk: Desk, asked: Application) -> Opened:
    """Take an application; the facts are copied from the records as they stand.

    Raises `programme.unknown`, `cases.wrong_subject`, `cases.subject_missing`,
    `cases.person_elsewhere`, `flow.wrong_role`, and for what was given or asked for already
    `cases.twice_a_year`, `cases.elsewhere_this_year`, `cases.open_already`.
    """
    folder = programme_files.own_folder(desk)
    with desk.write() as work:
        programme = programme_files.find(folder, asked.programme, work.today)
        case = open_in(work, programme, asked)
        return Opened(case, frozenset(work.changed))


def open_in(
    work: Work, programme: Programme, asked: Application, *, overridden: bool = False
) -> Case:
    """Open a case within a transaction that a further use case is part of.

    `overridden` tells that an approver passed the likeness to another case over.
    """
    _check_subject(work, programme, asked)
    first = next(iter(programme.next_steps()), None)
    _check_opener(work, first)
    bare = Case(
        id=work.new_id(),
        home_division=work.division,
        programme=programme.code,
        edition=programme.edition,
        subject_kind=asked.subject_kind,
        subject_id=asked.subject_id,
        person_id=asked.person_id,
        concern=asked.concern,
        period=asked.period or str(work.today.year),
        campaign_id=asked.campaign_id,
        contact_id=asked.contact_id,
        response_id=asked.response_id,
        answers=dict(asked.answers) or None,
        step=first.code if first else None,
        state=OPEN,
        opened_on=work.today,
        due_on=case_times.of_step(work, programme, first).due_on if first else None,
    )
    if not overridden:
        switches = case_facts.switches(work, programme.code)
        case_repeats.refuse_second(work, programme, bare, work.today.year, switches)
    facts = case_facts.gather(work, programme, case_decision.about(bare), work.today)
    case = replace(bare, number=series.take(work, "case").text, facts=facts)
    work.add(case)
    add_event(work, case, first.code if first else "opened", None, OPEN)
    audit.append(work, "case_opened", "case", case.id, {"programme": case.programme})
    return case


def tell(desk: Desk, case_id: str, answers: Mapping[str, Any]) -> Opened:
    """Keep what was told for a case that is not decided yet, over what was told before.

    Raises `cases.decided_already`.
    """
    folder = programme_files.own_folder(desk)
    with desk.write() as work:
        case = case_in(work, case_id)
        _refuse_decided(case)
        return Opened(case_told.keep(work, folder, case, answers), frozenset(work.changed))


def assess(
    desk: Desk, asked: Application, *, day: date | None = None, language: str = "zh"
) -> Verdict:
    """Return what a programme would say to an application; writes nothing.

    Raises `programme.*` for every fact that is missing or wrong.
    """
    folder = programme_files.own_folder(desk)
    with desk.read() as reading:
        on = day or reading.today
        programme = programme_files.find(folder, asked.programme, on)
        about = About(
            asked.subject_kind,
            asked.subject_id,
            asked.person_id,
            asked.concern,
            asked.answers,
            campaign_id=asked.campaign_id,
        )
        facts = case_facts.gather(reading, programme, about, on)
    return case_decision.verdict_on(programme, facts, language)


def decide(desk: Desk, case_id: str, *, day: date | None = None) -> Decided:
    """Take the deciding step that the verdict asks for: grant, or refuse.

    Where steps come before it that were not taken, only a single-handed office may pass them
    over; that is noted in the case and audited. Raises what `case_flow.take_step` raises, and
    `cases.decided_already`, `flow.steps_before`.
    """
    folder = programme_files.own_folder(desk)
    with desk.write() as work:
        case = case_in(work, case_id)
        _refuse_decided(case)
        on = day or work.today
        case_decision.refuse_day(case, on, work.today)
        programme = programme_files.of_case(folder, case)
        switches = case_facts.switches(work, programme.code)
        case_repeats.refuse_second(work, programme, case, on.year, switches)
        facts = case_decision.facts_of(work, case, programme, on)
        verdict = case_decision.verdict_on(programme, facts)
        if not case.step:
            return _decide_plainly(work, case, programme, facts, verdict, on)
        return _decide_by_steps(work, folder, case, verdict, on)


def view(desk: Desk, case_id: str) -> CaseView:
    """Return one case; raises `cases.missing`."""
    with desk.read() as reading:
        case = case_in(reading, case_id)
        files = reading.select(HardshipFile, "household_id = ?", (case.subject_id,), limit=1)
        events = events_of(reading, case_id)
        receipts = reading.select(Receipt, "case_id = ?", (case_id,))
    words = programme_of(case, programme_files.own_folder(desk))
    return CaseView(
        case=case,
        programme_zh=words.zh if words else case.programme,
        programme_en=words.en if words else case.programme,
        file=files[0] if files else None,
        events=events,
        receipts=tuple(receipts),
        payable=case.state == GRANTED and bool(case.amount_fen) and not is_altered(case),
        altered=is_altered(case),
    )


def of_household(desk: Desk, household_id: str) -> tuple[Case, ...]:
    """Return a household's own cases, the newest first; `case_bundle` has its people's too."""
    with desk.read() as reading:
        found = reading.select(
            Case,
            "subject_kind = 'household' AND subject_id = ?",
            (household_id,),
            order="opened_on DESC, rid DESC",
        )
    return tuple(found)


def programme_of(case: Case, folder: Path | None = None) -> ProgrammeWords | None:
    """Return the words of the case's edition; None when its file was taken away.

    `folder` is that of the office's own programmes.
    """
    try:
        found = programme_files.of_case(folder, case)
    except UserError:
        return None
    documents = (f"{basis.document}{basis.number}" for basis in found.basis)
    return ProgrammeWords(found.label.zh, found.label.en, "；".join(documents))


def _refuse_decided(case: Case) -> None:
    if not case_told.is_open(case):
        day = case.decided_on.isoformat() if case.decided_on else "—"
        raise refuse("cases.decided_already", case.number, day=day)


def _decide_plainly(
    work: Work,
    case: Case,
    programme: Programme,
    facts: Mapping[str, Any],
    verdict: Verdict,
    on: date,
) -> Decided:
    """Decide under a programme that names no steps."""
    state = GRANTED if verdict.eligible else REFUSED
    frozen = case_decision.frozen(case, programme, facts, verdict, state, on)
    work.set_fields("case", case.id, {name: getattr(frozen, name) for name in case_decision.FROZEN})
    add_event(work, case, "decided", case.state, frozen.state)
    detail: audit.Detail = {
        "amount_fen": frozen.amount_fen,
        "decision_hash": frozen.decision_hash,
    }
    audit.append(work, "case_decided", "case", case.id, detail)
    return Decided(frozen, verdict, frozenset(work.changed))


def _decide_by_steps(work: Work, folder: Path, case: Case, verdict: Verdict, on: date) -> Decided:
    situation = case_flow.situation_of(work, folder, case, work.worker_id)

    def fits(step: Step) -> bool:
        if not step.decides:
            return False
        return not step.refuses if verdict.eligible else not step.grants

    way = case_rules.way_to(situation.programme, case.step or "", fits)
    if not way:
        label = situation.programme.label
        raise refuse("flow.no_decision", case.number, **case_rules.said("programme", label))
    passed = way[:-1]
    if passed:
        situation = case_flow.passed_over(work, situation, passed)
    notes = case_flow.refuse_obstacles(situation, way[-1])
    reason = "；".join(one.text for one in verdict.reasons) if not verdict.eligible else ""
    taken = case_flow.write_step(work, situation, way[-1], reason, on, notes)
    return Decided(taken.case, taken.verdict or verdict, frozenset(work.changed))


def _check_subject(reading: Reading, programme: Programme, asked: Application) -> None:
    if asked.subject_kind != programme.subject:
        detail = {"kind": asked.subject_kind, "wanted": programme.subject}
        raise UserError(Problem("cases.wrong_subject", programme.label.zh, detail))
    found = reading.get(_SUBJECTS[asked.subject_kind], asked.subject_id)
    if found is None or found.deleted_at is not None:
        raise refuse("cases.subject_missing", asked.subject_id)
    if asked.person_id is None:
        return
    person = reading.get(Person, asked.person_id)
    if person is None or person.deleted_at is not None:
        raise refuse("cases.subject_missing", asked.person_id)
    if asked.subject_kind == "household" and person.household_id != asked.subject_id:
        raise refuse("cases.person_elsewhere", person.name)


def _check_opener(work: Work, first: Step | None) -> None:
    worker = work.get(Worker, work.worker_id)
    if first is not None and (worker is None or first.role not in worker.roles):
        said = case_rules.said("step", first.label)
        raise refuse("flow.wrong_role", "—", role=first.role, **said)
