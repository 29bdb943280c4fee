"""What the window of cases shows: one case whole, and how somebody stands to every programme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unionapp.errors import Problem, UserError
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import (
    AidItem,
    Case,
    CaseEvent,
    HardshipFile,
    Household,
    IssuedDocument,
    Person,
    Receipt,
    Response,
    Worker,
)
from unionapp.programmes.evaluate import Verdict
from unionapp.programmes.programme import Label, Programme, Step
from unionapp.services import (
    case_bundle,
    case_decision,
    case_facts,
    case_flow,
    case_rules,
    finder,
    programme_files,
    single_handed,
)
from unionapp.services.case_bundle import Bundle
from unionapp.services.case_names import CaseNames
from unionapp.services.case_records import GRANTED, OPEN, PAID, case_in, is_altered
from unionapp.services.case_rules import Situation, StepOffer
from unionapp.services.finder import Standing


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step of a case: done (by whom, when, with which note), or still to come."""

    label: Label
    event: CaseEvent | None
    worker: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that a step of the case makes; `receipt` where it is one for money.

    `makeable` tells that it can be made here, `elsewhere` that it is made of a campaign or an
    activity, `issued` when it was made last. The next step waits for one that is `waited` for.
    """

    document: str
    step: Label
    makeable: bool
    issued: IssuedDocument | None
    subject_id: str
    waited: bool = True
    elsewhere: bool = False
    title: Label | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case with everything that its page shows.

    `programme` is None when its file was taken away. `verdict` is what the programme says today,
    for a case that is not decided; `missing` says why it says nothing. `offers` are the steps
    that follow, `ahead` those that come after the next one as a rule.
    """

    case: Case
    programme: Programme | None
    subject: str
    address: str
    person: str
    verdict: Verdict | None
    missing: tuple[Problem, ...]
    offers: tuple[StepOffer, ...]
    trail: tuple[TrailStep, ...]
    papers: tuple[PaperLine, ...]
    receipts: tuple[Receipt, ...]
    items: tuple[AidItem, ...]
    response: Response | None
    single_handed: bool
    altered: bool
    today: date

    @property
    def standing_receipt(self) -> Receipt | None:
        """The receipt that pays the case, if one stands."""
        voided = {one.voids_id for one in self.receipts}
        paying = [one for one in self.receipts if not one.voids_id and one.id not in voided]
        return paying[-1] if paying else None


@dataclass(frozen=True, slots=True)
class Aid:
    """How somebody stands to every programme, and the bundle of what the household has.

    `people` names everybody whom a standing may be about; `household_id` is "" where there is
    none; `programmes` are those in force, by code.
    """

    kind: str
    id: str
    title: str
    address: str
    household_id: str
    standings: tuple[Standing, ...]
    people: Mapping[str, str]
    bundle: Bundle | None
    file: HardshipFile | None
    programmes: Mapping[str, Programme]


def page(desk: Desk, case_id: str, *, language: str = "zh") -> CasePage:
    """Return everything that the page of a case shows; raises `cases.missing`."""
    with desk.read() as reading:
        case = case_in(reading, case_id)
        receipts = reading.select(Receipt, "case_id = ?", (case_id,))
        names = CaseNames(reading, [case])
        situation = _situation(reading, desk, case)
        programme = situation.programme if situation else None
        verdict, missing = _verdict(reading, case, programme, language)
        events = situation.events if situation else ()
        return CasePage(
            case=case,
            programme=programme,
            subject=names.subject(case),
            address=names.address(case),
            person=names.person(case.person_id),
            verdict=verdict,
            missing=missing,
            offers=case_rules.offers(situation) if situation else (),
            trail=_trail(reading, case, programme, events),
            papers=tuple(_papers(reading, situation, receipts)) if situation else (),
            receipts=tuple(receipts),
            items=tuple(reading.select(AidItem, "case_id = ?", (case_id,))),
            response=reading.get(Response, case.response_id) if case.response_id else None,
            single_handed=single_handed.applies(reading),
            altered=is_altered(case),
            today=reading.today,
        )


def of_subject(desk: Desk, kind: str, id_: str, *, language: str = "zh") -> Aid:
    """Return how somebody stands to every programme; a person brings the household along."""
    with desk.read() as reading:
        person = reading.get(Person, id_) if kind == "person" else None
        home_id = id_ if kind == "household" else (person.household_id if person else None)
        home = reading.get(Household, home_id) if home_id else None
        people = reading.select(Person, "household_id = ?", (home_id,)) if home else []
        file = case_facts.file_of(reading, home.id) if home else None
        names = CaseNames(reading, ())
        title = names.of(kind, id_)
        address = names.at(home, kind, id_)
        today = reading.today
    subject = ("household", home.id) if home else (kind, id_)
    found = finder.of_subject(desk, *subject, language=language)
    if person is not None:
        # What is the person's own comes before what the rest of the household may have.
        found = tuple(sorted(found, key=lambda one: _others(one, person.id)))
    named = {one.id: one.name for one in people} or ({id_: title} if person else {})
    return Aid(
        kind=kind,
        id=id_,
        title=title,
        address=address,
        household_id=home.id if home else "",
        standings=found,
        people=named,
        bundle=case_bundle.of_household(desk, home.id) if home else None,
        file=file,
        programmes={one.code: one for one in programme_files.in_force(desk, today)},
    )


def verdict_of(desk: Desk, standing: Standing, *, language: str = "zh") -> Verdict | None:
    """Return the whole verdict behind a standing, its proof included; None where facts lack."""
    folder = programme_files.own_folder(desk)
    with desk.read() as reading:
        programme = programme_files.find(folder, standing.programme, reading.today)
        about = case_facts.About(standing.subject_kind, standing.subject_id, standing.person_id)
        facts = case_facts.gather(reading, programme, about, reading.today)
        try:
            return case_decision.verdict_on(programme, facts, language)
        except UserError:
            return None


# ---- one case ------------------------------------------------------------------------------------


def _situation(reading: Reading, desk: Desk, case: Case) -> Situation | None:
    """Return what decides about the next step; None when the programme's file is gone."""
    folder = programme_files.own_folder(desk)
    try:
        return case_flow.situation_of(reading, folder, case, desk.worker_id)
    except UserError:
        return None


def _verdict(
    reading: Reading, case: Case, programme: Programme | None, language: str
) -> tuple[Verdict | None, tuple[Problem, ...]]:
    if programme is None or case.state != OPEN or case.decided_on is not None:
        return None, ()
    try:
        facts = case_decision.facts_of(reading, case, programme, reading.today)
        return case_decision.verdict_on(programme, facts, language), ()
    except UserError as error:
        return None, error.problems


def _trail(
    reading: Reading,
    case: Case,
    programme: Programme | None,
    events: Sequence[CaseEvent],
) -> tuple[TrailStep, ...]:
    names = {one.id: one.name for one in reading.select(Worker)}
    done = [
        TrailStep(_event_label(programme, one.step), one, names.get(one.worker_id, ""))
        for one in events
    ]
    if programme is None or case.state not in (OPEN, GRANTED, PAID):
        return tuple(done)
    ahead = [TrailStep(step.label, None, "", step.role) for step in _ahead(programme, case)]
    return (*done, *ahead)


def _ahead(programme: Programme, case: Case) -> Iterator[Step]:
    """Yield the steps that come next where nothing goes wrong."""
    at, seen = case.step or "", {case.step}
    while True:
        step = usual(programme.next_steps(at))
        if step is None or step.code in seen:
            return
        yield step
        seen.add(step.code)
        at = step.code


def usual(steps: Sequence[Step]) -> Step | None:
    """Return the step that comes next as a rule: none that refuses, gives up or only repeats."""
    usual_ones = [one for one in steps if not one.refuses and not one.needs_reason]
    going_on = [one for one in usual_ones if one.code not in one.after]
    return next(iter(going_on or usual_ones), None)


def _event_label(programme: Programme | None, step: str) -> Label:
    own = _OWN_STEPS.get(step)
    if own is not None:
        return own
    return case_rules.label_of(programme, step) if programme else Label(step, step)


# Events that the program writes itself, under whatever programme.
_OWN_STEPS: Mapping[str, Label] = {
    "opened": Label("受理", "Opened"),
    "decided": Label("决定", "Decided"),
    "paid": Label("发放", "Paid"),
    "voided": Label("签收单作废", "Receipt voided"),
    "withdrawn": Label("撤销", "Withdrawn"),
    "duplicate_override": Label("重复仍受理", "Opened in spite of a likeness"),
}


def _papers(
    reading: Reading, situation: Situation, receipts: Sequence[Receipt]
) -> Iterator[PaperLine]:
    """Yield the papers of the steps that were taken, then those that may be made at any time.

    What follows waits for those of the last step; a step that was passed over made no paper.
    """
    voided = {one.voids_id for one in receipts}
    paying = [one.id for one in receipts if not one.voids_id and one.id not in voided]
    passed = case_flow.PASSED_OVER
    done = {event.step for event in situation.events if event.note != passed}
    programme = situation.programme
    named = [
        (document, step.label, step.code == situation.case.step)
        for step in programme.steps
        for document in (step.papers if step.code in done else ())
    ]
    for document, label, waited in (
        *named,
        *((document, _ANY_TIME, False) for document in programme.papers),
    ):
        is_receipt = document == "aid_receipt" and bool(paying)
        subject_id = paying[-1] if is_receipt else situation.case.id
        issued = reading.select(
            IssuedDocument,
            "document = ? AND subject_id = ?",
            (document, subject_id),
            order="rid DESC",
            limit=1,
        )
        last = next(iter(issued), None)
        made = last if not waited or document in situation.papers else None
        yield PaperLine(
            document,
            label,
            document in situation.makeable,
            made,
            subject_id,
            waited,
            document in situation.elsewhere,
            situation.titles.get(document, Label(document, document)),
        )


_ANY_TIME = Label("随时可打印", "At any time")


def _others(standing: Standing, person_id: str) -> bool:
    return person_id not in (standing.subject_id, standing.person_id)
