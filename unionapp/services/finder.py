"""Finds who may have what: every programme over everybody, or over one household.

Over everybody only verdicts and reason codes are kept, in sets; the proof is made when one of them
is opened (`cases.assess`).
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from unionapp.errors import UserError
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Case
from unionapp.programmes.alike import Alike
from unionapp.programmes.describe import facts_read
from unionapp.programmes.evaluate import Reason, Verdict
from unionapp.programmes.facts import Facts
from unionapp.programmes.programme import Label, Programme
from unionapp.programmes.quick import Prepared, QuickVerdict, prepare
from unionapp.services import (
    case_decision,
    case_facts,
    case_repeats,
    programme_files,
    signed_lines,
    standards,
)
from unionapp.services.case_facts import About
from unionapp.services.case_records import OUT_OF_THE_WAY
from unionapp.services.facts_in_sets import Everybody
from unionapp.services.signed_lines import SignedLine
from unionapp.wording import sentence

# The reason of those who have a case of a yearly programme already.
HAS_CASE = "finder.has_case"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects with one and the same answer; `eligible` is None where a fact is missing."""

    eligible: bool | None
    codes: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one programme says to all its subjects; amounts in fen of those who qualify."""

    programme: str
    label: Label
    subject: str
    groups: tuple[Group, ...]
    amounts: Mapping[str, int]

    def ids(self, eligible: bool | None) -> tuple[str, ...]:
        """Return whom the programme answers so."""
        return tuple(
            id_ for group in self.groups if group.eligible is eligible for id_ in group.ids
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The answers of every programme on a day, over so many subjects of each kind."""

    day: date
    findings: tuple[Finding, ...]
    subjects: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one household or one of its people stands to one programme.

    `answer` is `has` (a case stands: `case`, or it was `signed` for on a roll), `qualifies`,
    `misses` or `unknown`; `reasons` say why; `missing` are the facts nobody has told, `proof` the
    lines that show by how much a number is missed or kept.
    """

    programme: str
    label: Label
    subject_kind: str
    subject_id: str
    person_id: str | None
    answer: str
    amount_fen: int | None
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    case: Case | None
    proof: tuple[str, ...] = ()
    signed: SignedLine | None = None


def everybody(desk: Desk, *, day: date | None = None, progress: Progress | None = None) -> Found:
    """Try every programme the office works with on everybody it can be for.

    `progress(done, of)` is told the verdicts that were made, and may raise to cancel.
    """
    with _collector_paused():
        return _everybody(desk, day, progress or (lambda done, of: None))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cyclic collector from walking millions of facts again and again.

    All of them are needed to the end and none is part of a cycle.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _everybody(desk: Desk, day: date | None, tell: Progress) -> Found:
    with desk.read() as reading:
        on = day or reading.today
        programmes = _programmes(desk, reading, on)
        ready = [_prepared(reading, one, on) for one in programmes]
        standing = _with_a_case(reading, programmes, on)
        tell(0, 1)
        known = Everybody(reading, on, _exclusions(programmes))
    counts = known.counts()
    of = sum(counts[one.programme.subject] for one in ready)
    done, findings = 0, []
    for kind in dict.fromkeys(one.programme.subject for one in ready):
        subjects = _Subjects.of(known, kind)
        for one in ready:
            if one.programme.subject == kind:
                tell(done, of)
                findings.append(_finding(one, subjects, standing[one.programme.code]))
                done += counts[kind]
    tell(of, of)
    return Found(on, tuple(sorted(findings, key=lambda one: one.programme)), counts)


def of_household(
    desk: Desk, household_id: str, *, day: date | None = None, language: str = "zh"
) -> tuple[Standing, ...]:
    """Return how a household and its people stand to every programme, the nearest first."""
    return of_subject(desk, "household", household_id, day=day, language=language)


def of_subject(
    desk: Desk, kind: str, id_: str, *, day: date | None = None, language: str = "zh"
) -> tuple[Standing, ...]:
    """Return how a person, household, employer or union stands to every programme for it.

    A household brings its people along. The nearest come first.
    """
    with desk.read() as reading:
        on = day or reading.today
        programmes = _programmes(desk, reading, on)
        people = _people_of(reading, id_) if kind == "household" else []
        had = _Had(_cases_of(reading, id_, people), signed_lines.of(reading, (id_, *people)))
        found = [
            _standing(reading, programme, candidate, had, on, language)
            for programme in programmes
            for candidate in _candidates(programme, kind, id_, people)
        ]
    order = ("has", "qualifies", "misses", "unknown")
    return tuple(sorted(found, key=lambda one: (order.index(one.answer), len(one.reasons))))


@dataclass(frozen=True, slots=True)
class _Had:
    """What a household and its people have: cases that stand, and signed lines of rolls."""

    cases: list[Case]
    signed: tuple[SignedLine, ...]

    def case(self, programme: str, id_: str, person_id: str | None, year: int) -> Case | None:
        """Return the case of a programme that is under way, or was opened in the year."""
        for one in self.cases:
            if (one.programme, one.subject_id, one.person_id) != (programme, id_, person_id):
                continue
            if one.opened_on and (one.state == "open" or one.opened_on.year == year):
                return one
        return None

    def line(self, programme: str, id_: str, year: int) -> SignedLine | None:
        """Return what was signed for under a programme in the year."""
        for one in self.signed:
            day = one.entry.signed_on
            same = (one.campaign.programme, one.entry.subject_id) == (programme, id_)
            if same and day is not None and day.year == year:
                return one
        return None


def _people_of(reading: Reading, household_id: str) -> list[str]:
    rows = reading.rows(
        "SELECT id FROM person WHERE household_id = ? AND deleted_at IS NULL ORDER BY rid",
        (household_id,),
    )
    return [row[0] for row in rows]


@dataclass(frozen=True, slots=True)
class _Subjects:
    """All subjects of one kind; ids and facts stand in the same order."""

    ids: tuple[str, ...]
    facts: tuple[Facts, ...]
    alike: Alike

    @classmethod
    def of(cls, known: Everybody, kind: str) -> _Subjects:
        both = list(known.of(kind))
        facts = tuple(one for _, one in both)
        return cls(tuple(id_ for id_, _ in both), facts, Alike(facts))


def _finding(ready: Prepared, subjects: _Subjects, standing: frozenset[str]) -> Finding:
    """Ask a programme once for each class of subjects that it cannot tell apart."""
    programme = ready.programme
    defaults = {one.name: one.default for one in programme.facts if one.default is not None}
    groups: dict[tuple[bool | None, tuple[str, ...]], list[str]] = {}
    answers: list[tuple[list[str], int | None]] = []
    classes = subjects.alike.classes(facts_read(programme))
    for place in classes.first:
        facts = subjects.facts[place]
        if defaults:
            facts = replace(facts, values={**defaults, **facts.values})
        answer: QuickVerdict = ready.verdict(facts)
        ids = groups.setdefault((answer.eligible, answer.codes), [])
        answers.append((ids, answer.amount_fen))
    has_case: list[str] = []
    amounts: dict[str, int] = {}
    for id_, number in zip(subjects.ids, classes.numbers, strict=True):
        if id_ in standing:
            has_case.append(id_)
            continue
        ids, fen = answers[number]
        ids.append(id_)
        if fen is not None:
            amounts[id_] = fen
    found = [Group(eligible, codes, tuple(ids)) for (eligible, codes), ids in groups.items() if ids]
    if has_case:
        found.append(Group(False, (HAS_CASE,), tuple(has_case)))
    return Finding(programme.code, programme.label, programme.subject, tuple(found), amounts)


def _programmes(desk: Desk, reading: Reading, on: date) -> list[Programme]:
    found = programme_files.in_force(desk, on)
    return [one for one in found if programme_files.is_active(reading, one)]


def _prepared(reading: Reading, programme: Programme, on: date) -> Prepared:
    settings = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in case_facts.switches(reading, programme.code).items()
    }
    return prepare(programme, on, standards.rows(reading), settings)


def _with_a_case(
    reading: Reading, programmes: list[Programme], on: date
) -> Mapping[str, frozenset[str]]:
    """Return by yearly programme who has a case of this year that stands, granted or not yet."""
    gone = ",".join("?" * len(OUT_OF_THE_WAY))
    rows = reading.rows(
        f'SELECT programme, subject_id FROM "case" WHERE deleted_at IS NULL'  # noqa: S608 - marks
        f" AND state NOT IN ({gone}) AND substr(coalesce(decided_on, opened_on), 1, 4) = ?"
        " AND person_id IS NULL",
        (*sorted(OUT_OF_THE_WAY), f"{on.year:04d}"),
    )
    yearly = {
        one.code
        for one in programmes
        if case_repeats.is_yearly(one, case_facts.switches(reading, one.code))
    }
    found: defaultdict[str, set[str]] = defaultdict(set)
    for programme, subject in rows:
        if programme in yearly:
            found[programme].add(subject)
    return {one.code: frozenset(found[one.code]) for one in programmes}


def _exclusions(programmes: list[Programme]) -> tuple[str, ...]:
    listed = (exclusion.code for one in programmes for exclusion in one.exclusions)
    return tuple(dict.fromkeys(listed))


def _candidates(
    programme: Programme, kind: str, id_: str, people: list[str]
) -> list[tuple[str, str, str | None]]:
    """Return for whom a programme can be: subject kind and id, person aided."""
    if programme.subject != "household" or kind != "household":
        if programme.subject == kind:
            return [(kind, id_, None)]
        return [("person", one, None) for one in people if programme.subject == "person"]
    frequency = programme.frequency
    if frequency is not None and frequency.per in ("person", "student"):
        return [(kind, id_, one) for one in people]
    return [(kind, id_, None)]


def _cases_of(reading: Reading, subject_id: str, people: list[str]) -> list[Case]:
    marks = ",".join("?" * (len(people) + 1))
    gone = ",".join("?" * len(OUT_OF_THE_WAY))
    return reading.select(
        Case,
        f"subject_id IN ({marks}) AND state NOT IN ({gone})",
        (subject_id, *people, *sorted(OUT_OF_THE_WAY)),
        order="opened_on DESC, rid DESC",
    )


def _standing(
    reading: Reading,
    programme: Programme,
    candidate: tuple[str, str, str | None],
    had: _Had,
    on: date,
    language: str,
) -> Standing:
    kind, id_, person_id = candidate
    case = had.case(programme.code, id_, person_id, on.year)
    bare = Standing(
        programme.code, programme.label, kind, id_, person_id, "has", None, (), (), case
    )
    if case is not None:
        return replace(bare, amount_fen=case.amount_fen)
    signed = had.line(programme.code, person_id or id_, on.year)
    if signed is not None:
        return replace(bare, amount_fen=signed.entry.amount_fen, signed=signed)
    facts = case_facts.gather(reading, programme, About(kind, id_, person_id), on)
    try:
        verdict: Verdict = case_decision.verdict_on(programme, facts, language)
    except UserError as error:
        reasons = tuple(Reason(one.code, sentence(one, language)) for one in error.problems)
        missing = tuple(one.where for one in error.problems)
        return replace(bare, answer="unknown", reasons=reasons, missing=missing)
    return replace(
        bare,
        answer="qualifies" if verdict.eligible else "misses",
        amount_fen=verdict.amount_fen,
        reasons=verdict.reasons,
        proof=verdict.proof,
    )
