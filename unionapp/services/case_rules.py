"""Says which steps of its programme a case may take now, and what stands in the way of each.

Pure: a `Situation` holds all that is asked, so that the screen's offer and the refusal below the
screen are one rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from unionapp.errors import Problem
from unionapp.models.records import Case, CaseEvent, Worker
from unionapp.programmes.programme import Label, Programme, Step
from unionapp.services.case_records import CLOSED, GRANTED, OPEN, PAID, REFUSED, is_altered


@dataclass(frozen=True, slots=True)
class Situation:
    """A case with all that decides about its next step.

    `papers` are the documents that were issued about it, `makeable` those that can be made at
    all: a paper without a design keeps nobody waiting, nor one that is made `elsewhere`, of a
    campaign or an activity. `titles` are what the papers of its programme are called.
    """

    case: Case
    programme: Programme
    events: tuple[CaseEvent, ...]
    worker: Worker | None
    today: date
    single_handed: bool = False
    papers: frozenset[str] = frozenset()
    makeable: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    titles: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepOffer:
    """A step that follows the last one: whether it may be taken, and if not, why.

    `notes` tell what is let pass because the office is single-handed.
    """

    step: Step
    allowed: bool
    why_not: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def offers(situation: Situation) -> tuple[StepOffer, ...]:
    """Return every step that follows the case's last one."""
    steps = situation.programme.next_steps(situation.case.step or "")
    return tuple(offer(situation, step) for step in steps)


def offer(situation: Situation, step: Step) -> StepOffer:
    """Return what stands in the way of one step; a step out of its turn is told nothing more."""
    problems = tuple(_turn(situation, step))
    if problems:
        return StepOffer(step, False, problems)
    hands = same_hands(situation, step)
    notes = hands if situation.single_handed else ()
    problems = (
        *_role(situation, step),
        *(() if situation.single_handed else hands),
        *_notice(situation, step),
        *_papers(situation),
        *_frozen(situation),
    )
    return StepOffer(step, not problems, problems, notes)


def state_after(case: Case, step: Step, *, eligible: bool) -> str:
    """Return what a case amounts to once a step was taken."""
    if step.grants:
        return GRANTED
    if step.refuses:
        return REFUSED
    if step.decides:
        return GRANTED if eligible else REFUSED
    if step.pays:
        return PAID
    return CLOSED if step.closes and case.state == OPEN else case.state


def way_to(programme: Programme, state: str, wanted: Callable[[Step], bool]) -> tuple[Step, ...]:
    """Return the shortest way from a step to one that is wanted, that one last; () is none."""
    ways: list[tuple[Step, ...]] = [(step,) for step in programme.next_steps(state)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        last = way[-1]
        if wanted(last):
            return way
        if last.code in seen or last.closes or last.decides:
            continue
        seen.add(last.code)
        ways += [(*way, step) for step in programme.next_steps(last.code)]
    return ()


def same_hands(situation: Situation, step: Step) -> tuple[Problem, ...]:
    """Return which earlier steps this worker took that must be another's.

    Nothing is granted by the person who opened the case, whatever the file says: maker and
    checker are two people.
    """
    others = set(step.other_than)
    if step.decides and not step.refuses:
        others |= {one.code for one in situation.programme.steps if one.opens} | {"opened"}
    mine = situation.worker.id if situation.worker else ""
    taken = dict.fromkeys(
        event.step for event in situation.events if event.step in others and event.worker_id == mine
    )
    return tuple(
        Problem(
            "flow.same_person",
            situation.case.number,
            {
                **said("step", step.label),
                **said("before", label_of(situation.programme, code)),
            },
        )
        for code in taken
    )


def label_of(programme: Programme, step: str) -> Label:
    """Return what a step is called; its code when the programme has none of that code."""
    found = programme.step(step)
    return found.label if found else Label(step, step)


def said(name: str, *labels: Label) -> dict[str, object]:
    """Return labels as a problem's blank in both languages: `name` and `name_en`."""
    return {
        name: "、".join(one.zh for one in labels) or "—",
        f"{name}_en": ", ".join(one.en for one in labels) or "—",
    }


def _turn(situation: Situation, step: Step) -> Iterator[Problem]:
    case, programme = situation.case, situation.programme
    following = programme.next_steps(case.step or "")
    if case.state not in (OPEN, GRANTED, REFUSED, PAID, CLOSED) or step not in following:
        yield Problem(
            "flow.wrong_state",
            case.number,
            {
                **said("step", step.label),
                **said("state", label_of(programme, case.step or "")),
                **said("wanted", *(one.label for one in following)),
            },
        )


def _role(situation: Situation, step: Step) -> Iterator[Problem]:
    worker = situation.worker
    if worker is None or not worker.active or step.role not in worker.roles:
        detail = {**said("step", step.label), "role": step.role}
        yield Problem("flow.wrong_role", situation.case.number, detail)


def _notice(situation: Situation, step: Step) -> Iterator[Problem]:
    until = situation.case.notice_until
    if until is not None and situation.today <= until and not step.during_notice:
        detail = {**said("step", step.label), "until": until.isoformat()}
        yield Problem("flow.notice_running", situation.case.number, detail)


def _papers(situation: Situation) -> Iterator[Problem]:
    """The papers of a step are made before the next one is taken."""
    last = situation.programme.step(situation.case.step or "")
    if last is None:
        return
    for paper in last.papers:
        if paper in situation.makeable and paper not in situation.papers:
            title = situation.titles.get(paper, Label(paper, paper))
            detail = {**said("step", last.label), **said("paper", title)}
            yield Problem("flow.paper_missing", situation.case.number, detail)


def _frozen(situation: Situation) -> Iterator[Problem]:
    if is_altered(situation.case):
        yield Problem("flow.decision_altered", situation.case.number)
