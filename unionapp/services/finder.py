"""Finds who may have what: every programme over everybody, or over one household.

Over everybody only verdicts and reason codes are kept, in sets; the proof is made when one of them
is opened (`cases.assess`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from unionapp.errors import UserError
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Case
from unionapp.programmes.evaluate import Reason, Verdict
from unionapp.programmes.facts import Facts
from unionapp.programmes.programme import Label, Programme
from unionapp.programmes.quick import Prepared, QuickVerdict, prepare
from unionapp.services import (
    case_decision,
    case_facts,
    case_repeats,
    programme_files,
    standards,
)
from unionapp.services.case_facts import About
from unionapp.services.case_records import OUT_OF_THE_WAY
from unionapp.services.facts_in_sets import Everybody
from unionapp.wording import sentence

# The reason of those who have a case of a yearly programme already.
HAS_CASE = "finder.has_case"

_EVERY = 2000

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

    `answer` is `has` (a case stands: `case`), `qualifies`, `misses` or `unknown`; `reasons` say
    why; `missing` are the facts nobody has told, `proof` the lines that show by how much a
    number is missed or kept.
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


def everybody(desk: Desk, *, day: date | None = None, progress: Progress | None = None) -> Found:
    """Try every programme the office works with on everybody it can be for.

    `progress(done, of)` is told the verdicts that were made, and may raise to cancel.
    """
    tell = progress or (lambda done, of: None)
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
        mine = [one for one in ready if one.programme.subject == kind]
        sorters = [_Sorter(one, standing[one.programme.code]) for one in mine]
        for place, (id_, facts) in enumerate(known.of(kind)):
            if place % _EVERY == 0:
                tell(done + place * len(mine), of)
            for sorter in sorters:
                sorter.take(id_, facts)
        done += counts[kind] * len(mine)
        findings += [sorter.finding() for sorter in sorters]
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
        cases = _cases_of(reading, id_, people)
        found = [
            _standing(reading, programme, candidate, cases, on, language)
            for programme in programmes
            for candidate in _candidates(programme, kind, id_, people)
        ]
    order = ("has", "qualifies", "misses", "unknown")
    return tuple(sorted(found, key=lambda one: (order.index(one.answer), len(one.reasons))))


def _people_of(reading: Reading, household_id: str) -> list[str]:
    rows = reading.rows(
        "SELECT id FROM person WHERE household_id = ? AND deleted_at IS NULL ORDER BY rid",
        (household_id,),
    )
    return [row[0] for row in rows]


class _Sorter:
    """Sorts the subjects of one programme by its answer."""

    def __init__(self, ready: Prepared, standing: frozenset[str]) -> None:
        self._ready, self._standing = ready, standing
        self._groups: defaultdict[tuple[bool | None, tuple[str, ...]], list[str]] = defaultdict(
            list
        )
        self._amounts: dict[str, int] = {}
        self._defaults: dict[str, Any] = {
            fact.name: fact.default for fact in ready.programme.facts if fact.default is not None
        }

    def take(self, id_: str, facts: Facts) -> None:
        if id_ in self._standing:
            self._groups[False, (HAS_CASE,)].append(id_)
            return
        if self._defaults:
            facts = replace(facts, values={**self._defaults, **facts.values})
        answer: QuickVerdict = self._ready.verdict(facts)
        self._groups[answer.eligible, answer.codes].append(id_)
        if answer.amount_fen is not None:
            self._amounts[id_] = answer.amount_fen

    def finding(self) -> Finding:
        programme = self._ready.programme
        groups = tuple(
            Group(eligible, codes, tuple(ids)) for (eligible, codes), ids in self._groups.items()
        )
        return Finding(programme.code, programme.label, programme.subject, groups, self._amounts)


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
    cases: list[Case],
    on: date,
    language: str,
) -> Standing:
    kind, id_, person_id = candidate
    case = next(
        (
            one
            for one in cases
            if (one.programme, one.subject_id, one.person_id) == (programme.code, id_, person_id)
            and one.opened_on is not None
            and (one.state == "open" or one.opened_on.year == on.year)
        ),
        None,
    )
    bare = Standing(
        programme.code, programme.label, kind, id_, person_id, "has", None, (), (), case
    )
    if case is not None:
        return replace(bare, amount_fen=case.amount_fen)
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
