"""Takes a case through the steps of its programme; a refused step leaves it exactly as it was.

Who may take a step, after which one, when, and with which papers, is said by the programme file
and judged by `case_rules`; the state, the frozen decision, the notice, the deadline and the next
follow-up are written here, all in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from unionapp.errors import Problem, UserError, refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Case, CaseEvent, IssuedDocument, Worker
from unionapp.programmes.evaluate import Verdict, try_exit
from unionapp.programmes.programme import Label, Programme, Step
from unionapp.services import (
    case_decision,
    case_facts,
    case_occasion,
    case_repeats,
    case_rules,
    case_times,
    follow_ups,
    hardship_review,
    paper_titles,
    programme_files,
    receipt_standing,
    single_handed,
)
from unionapp.services.case_records import (
    GRANTED,
    OPEN,
    PAID,
    WITHDRAWN,
    add_event,
    case_in,
    events_of,
)
from unionapp.services.case_rules import Situation, StepOffer

_WITHDRAWAL = Label("撤销", "Withdraw")
SINGLE_HANDED = "一人办理"  # stands in the case beside every step that took two hands elsewhere
PASSED_OVER = f"{SINGLE_HANDED}，未单独办理此步"  # the note of a step that was left out


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: the case after it, the verdict of a deciding step, and warnings."""

    case: Case
    step: Step
    verdict: Verdict | None
    warnings: tuple[Problem, ...]
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A case that was taken back."""

    case: Case
    changes: frozenset[str]


def steps_open_to(desk: Desk, case_id: str) -> tuple[StepOffer, ...]:
    """Return the steps that follow a case's last one, each with what stands in its way.

    A step that `pays` money is taken by `receipts.issue`, every other one by `take_step`.
    """
    folder = programme_files.own_folder(desk)
    with desk.read() as reading:
        case = case_in(reading, case_id)
        return case_rules.offers(situation_of(reading, folder, case, desk.worker_id))


def take_step(
    desk: Desk,
    case_id: str,
    step: str,
    *,
    reason: str = "",
    day: date | None = None,
    told: Mapping[str, Any] | None = None,
) -> Taken:
    """Take one step of a case's programme; `day` is that of a decision, today when not given.

    `told` are facts that only the condition of an exit asks: for how many months the income was
    above the standard. A step with a `file_event` lets that happen to the household's hardship
    file in the same transaction.

    Raises `flow.*` for a step out of its turn, of another's role, by the hands that made it,
    during the notice, without its papers or reason; `flow.pay_by_receipt` where money must be
    signed for; `flow.not_eligible` and `flow.exit_not_reached` with the programme's reasons;
    `cases.*`, `hardship.*` and `programme.*` where nothing can be decided, or the file is in
    another state. The case then stands as it was.
    """
    folder = programme_files.own_folder(desk)
    with desk.write() as work:
        case = case_in(work, case_id)
        situation = situation_of(work, folder, case, work.worker_id)
        wanted = situation.programme.step(step)
        if wanted is None:
            raise refuse("flow.no_such_step", step, case=case.number)
        notes = refuse_obstacles(situation, wanted)
        if wanted.pays:
            _refuse_unsigned(work, situation)
        return write_step(work, situation, wanted, reason, day or work.today, notes, told)


def withdraw(desk: Desk, case_id: str, *, reason: str) -> Withdrawn:
    """Take a case back that was not paid, or whose receipt was voided; nothing is erased.

    It then no longer stands in the way of the right household. Only an approver withdraws what
    was granted. Raises `flow.reason_missing`, `flow.withdraw_paid`, `flow.withdraw_state`,
    `flow.wrong_role`.
    """
    with desk.write() as work:
        case = case_in(work, case_id)
        if not reason.strip():
            raise refuse("flow.reason_missing", case.number, **case_rules.said("step", _WITHDRAWAL))
        paid = receipt_standing.of_case(work, case.id)
        if case.state == PAID or paid is not None:
            raise refuse("flow.withdraw_paid", case.number, receipt=paid.number if paid else "—")
        if case.state not in (OPEN, GRANTED):
            raise refuse("flow.withdraw_state", case.number)
        worker = work.get(Worker, work.worker_id)
        role = "approver" if case.state == GRANTED else "worker"
        if worker is None or role not in worker.roles:
            raise refuse(
                "flow.wrong_role", case.number, role=role, **case_rules.said("step", _WITHDRAWAL)
            )
        work.set_fields("case", case.id, {"state": WITHDRAWN, "due_on": None})
        add_event(work, case, "withdrawn", case.state, WITHDRAWN, reason.strip())
        follow_ups.drop(work, case.id)
        audit.append(work, "case_withdrawn", "case", case.id, {"before": case.state})
        after = replace(case, state=WITHDRAWN, due_on=None)
        return Withdrawn(after, frozenset(work.changed))


def situation_of(reading: Reading, folder: Path, case: Case, worker_id: str) -> Situation:
    """Return all that decides about a case's next step."""
    programme, events = programme_files.of_case(folder, case), events_of(reading, case.id)
    own = paper_titles.own_documents(folder)
    here, elsewhere = _makeable(reading, case, own)
    named = {paper for step in programme.steps for paper in step.papers}
    return Situation(
        case=case,
        programme=programme,
        events=events,
        worker=reading.get(Worker, worker_id),
        today=reading.today,
        single_handed=single_handed.applies(reading),
        papers=_made(reading, case, programme, events),
        makeable=here,
        elsewhere=elsewhere,
        titles={paper: paper_titles.title(paper, own) for paper in (*named, *programme.papers)},
    )


def refuse_obstacles(situation: Situation, step: Step) -> tuple[Problem, ...]:
    """Raise everything that stands in the way of a step; return what is let pass with a note."""
    offered = case_rules.offer(situation, step)
    if not offered.allowed:
        raise UserError(*offered.why_not)
    return offered.notes


def passed_over(work: Work, situation: Situation, passed: tuple[Step, ...]) -> Situation:
    """Let a single-handed office go past steps; each is named in the case and in the audit.

    Raises `flow.steps_before` anywhere else, and `flow.notice_running` while a notice that was
    begun still hangs.
    """
    case = situation.case
    if not single_handed.applies(work):
        labels = (step.label for step in passed)
        raise refuse("flow.steps_before", case.number, **case_rules.said("steps", *labels))
    until = case.notice_until
    if until is not None and work.today <= until:
        detail = {**case_rules.said("step", passed[0].label), "until": until.isoformat()}
        raise UserError(Problem("flow.notice_running", case.number, detail))
    for step in passed:
        add_event(work, case, step.code, case.state, case.state, PASSED_OVER)
        audit.append(work, "step_passed_over", "case", case.id, {"step": step.code})
    return replace(
        situation,
        case=replace(case, step=passed[-1].code),
        makeable=frozenset(),
        events=events_of(work, case.id),
    )


def write_step(
    work: Work,
    situation: Situation,
    step: Step,
    reason: str,
    day: date,
    notes: tuple[Problem, ...] = (),
    told: Mapping[str, Any] | None = None,
) -> Taken:
    """Write a step that nothing stands in the way of."""
    case, programme = situation.case, situation.programme
    if step.needs_reason and not reason.strip():
        raise refuse("flow.reason_missing", case.number, **case_rules.said("step", step.label))
    proof = _proof_of_exit(work, situation, step, day, told or {}) if step.exits else ()
    if step.file_event:
        _let_happen(work, case, step, reason.strip(), proof)
    decided, verdict = _decided(work, situation, step, day) if step.decides else (case, None)
    state = decided.state if step.decides else case_rules.state_after(case, step, eligible=True)
    times = case_times.of_step(work, programme, step)
    after = replace(
        decided,
        state=state,
        step=step.code,
        notice_until=times.notice_until or case.notice_until,
        due_on=times.due_on,
    )
    names: tuple[str, ...] = ("state", "step", "notice_until", "due_on")
    if step.decides:
        names = (*names, *case_decision.FROZEN)
    work.set_fields("case", case.id, {name: getattr(after, name) for name in names})
    said = "；".join(
        (*(SINGLE_HANDED for _ in notes[:1]), *([reason.strip()] if reason.strip() else []))
    )
    add_event(work, case, step.code, case.state, state, said or None)
    follow_ups.after_step(work, after, programme, step)
    _audit(work, after, step, notes)
    return Taken(after, step, verdict, times.warnings, frozenset(work.changed))


def _decided(
    work: Work, situation: Situation, step: Step, day: date
) -> tuple[Case, Verdict | None]:
    """Freeze inputs, proof and edition; a grant must be one by the programme too."""
    case, programme = situation.case, situation.programme
    case_decision.refuse_day(case, day, work.today)
    verdict: Verdict | UserError
    if step.refuses:
        facts = case_facts.gather(work, programme, case_decision.about(case), day)
        try:
            verdict = case_decision.verdict_on(programme, facts)
        except UserError as error:  # what was never brought is a reason to refuse
            verdict = error
    else:
        switches = case_facts.switches(work, programme.code)
        case_repeats.refuse_second(work, programme, case, day.year, switches)
        facts = case_decision.facts_of(work, case, programme, day)
        verdict = case_decision.verdict_on(programme, facts)
    eligible = isinstance(verdict, Verdict) and verdict.eligible
    if step.grants and isinstance(verdict, Verdict) and not eligible:
        raise UserError(
            Problem("flow.not_eligible", case.number, case_rules.said("step", step.label)),
            *_because(case, verdict),
        )
    state = case_rules.state_after(case, step, eligible=eligible)
    frozen = case_decision.frozen(case, programme, facts, verdict, state, day)
    return frozen, verdict if isinstance(verdict, Verdict) else None


def _proof_of_exit(
    work: Work, situation: Situation, step: Step, day: date, told: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return why a case may leave; raise what the programme's `exit` says while it may not."""
    case, programme = situation.case, situation.programme
    about = case_decision.about(case)
    about = replace(about, answers=case_occasion.merged(about.answers, told))
    facts = case_facts.gather(work, programme, about, day)
    verdict = try_exit(programme, facts)
    if not verdict.eligible:
        raise UserError(
            Problem("flow.exit_not_reached", case.number, case_rules.said("step", step.label)),
            *_because(case, verdict),
        )
    return verdict.proof


def _let_happen(work: Work, case: Case, step: Step, note: str, proof: tuple[str, ...]) -> None:
    """Let a step act on the household's hardship file; raises `hardship.*`."""
    file = case_facts.file_of(work, case.subject_id)
    if file is None:
        raise refuse("hardship.file_missing", case.number)
    hardship_review.write(work, file, step.file_event, note, proof)


def _because(case: Case, verdict: Verdict) -> tuple[Problem, ...]:
    return tuple(
        Problem("flow.because", case.number, {"text": reason.text}) for reason in verdict.reasons
    )


def _refuse_unsigned(work: Work, situation: Situation) -> None:
    """Money is paid by a receipt; goods must be listed before they count as given."""
    case = situation.case
    if case.amount_fen and not situation.programme.in_kind:
        raise refuse("flow.pay_by_receipt", case.number)
    listed = work.scalar(
        "SELECT count(*) FROM aid_item WHERE case_id = ? AND deleted_at IS NULL", (case.id,)
    )
    if situation.programme.in_kind and not listed:
        raise refuse("flow.no_goods", case.number)


def _audit(work: Work, case: Case, step: Step, notes: tuple[Problem, ...]) -> None:
    detail: dict[str, str | int | bool | None] = {"step": step.code, "state": case.state}
    if step.decides:
        detail |= {"amount_fen": case.amount_fen, "decision_hash": case.decision_hash}
    audit.append(work, "case_decided" if step.decides else "case_step", "case", case.id, detail)
    if notes:
        audit.append(work, "single_handed_step", "case", case.id, {"step": step.code})


def _made(
    reading: Reading, case: Case, programme: Programme, events: tuple[CaseEvent, ...]
) -> frozenset[str]:
    """Return the papers that were made; one of a repeated step is made anew each time."""
    issued = reading.select(
        IssuedDocument,
        "subject_id = ? OR subject_id IN (SELECT id FROM receipt WHERE case_id = ?)",
        (case.id, case.id),
    )
    since = {
        paper: event.at
        for event in events
        if (step := programme.step(event.step)) is not None and step.code in step.after
        for paper in step.papers
    }
    return frozenset(
        one.document
        for one in issued
        if one.at is None or (begun := since.get(one.document)) is None or one.at >= begun
    )


def _makeable(reading: Reading, case: Case, own: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return the papers with a design: those made of the case, and those made elsewhere.

    A receipt can be made once one was issued.
    """
    from unionapp.services import papers  # it knows receipts, and they take steps

    designs = paper_titles.codes(own)
    here = {*papers.DOCUMENTS, *papers.own_designs(designs)}
    if receipt_standing.of_case(reading, case.id) is None:
        here -= set(papers.RECEIPTS)
    return frozenset(designs & here), frozenset(designs & set(papers.OFFICE_PAPERS) - here)
