"""Keeps employers with the four answers (四清) of the organising survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Employer
from unionapp.services import records
from unionapp.services.place_rules import standing_door
from unionapp.services.records import Saved
from unionapp.values import codes, credit_code, names

# The fields of each of the four answers, in their order.
ANSWERS: tuple[tuple[str, ...], ...] = (
    ("union_state",),
    ("belongs_to",),
    ("workers", "women", "eight_group_workers"),
    ("organising_progress",),
)
_ANSWER_FIELDS = tuple(name for fields in ANSWERS for name in fields)
CALL_LIST_WORKERS = 100
_NOT_TO_CALL = frozenset({"established", "joint_union", "closed"})

Show = Literal["all", "incomplete", "complete", "call_list"]


@dataclass(frozen=True, slots=True)
class FourAnswers:
    """Which of the four answers an employer has given; `missing` are the empty fields."""

    answered: int
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class EmployerFilter:
    """Which employers to list; `union_state` is a code of that list, "" for not asked yet."""

    show: Show = "all"
    union_state: str | None = None
    text: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class EmployerLine:
    """One employer with its address and how far the survey has come."""

    employer: Employer
    address: str
    answers: FourAnswers
    on_call_list: bool


@dataclass(frozen=True, slots=True)
class EmployerCounts:
    """Figures over all employers; `by_union_state` holds every code, and "" for not asked yet."""

    employers: int
    complete: int
    call_list: int
    workers: int
    women: int
    eight_group_workers: int
    members: int
    by_union_state: Mapping[str, int]


def add(desk: Desk, values: Mapping[str, object], *, door_id: str | None = None) -> Saved:
    """Add an employer, behind a door if it is known; values as `records.new` takes them.

    Raises `places.missing`, `places.not_a_door`.
    """
    with desk.write() as work:
        if door_id is not None:
            standing_door(work, door_id)
            values = {**values, "door_id": door_id}
        return records.write_new(work, "employer", values)


def on_file(desk: Desk, credit_code_text: str, *, but: str | None = None) -> tuple[Employer, ...]:
    """Return the employers that have this credit code already, except the employer `but`."""
    number = credit_code.normalise(credit_code_text)
    if not number:
        return ()
    with desk.read() as reading:
        return tuple(reading.select(Employer, "credit_code = ? AND id IS NOT ?", (number, but)))


def four_answers(employer: Employer) -> FourAnswers:
    """Say which of the four answers stand; 0 is an answer, an empty field is none.

    The four are 建会数量清, 所辖区位清, 职工数量清 and 推进建会入会工作情况清 (five-year review of
    organisation and membership, Liaoning, 2020). The third takes all workers, the women and
    those of the eight groups.
    """
    empty = {name for name in _ANSWER_FIELDS if getattr(employer, name) in (None, "")}
    answered = sum(empty.isdisjoint(fields) for fields in ANSWERS)
    missing = tuple(name for name in _ANSWER_FIELDS if name in empty)
    return FourAnswers(answered, missing)


def on_call_list(employer: Employer) -> bool:
    """Say whether an employer has 100 workers or more and no union.

    Source: 100人以上企业建会攻坚 (same review). An employer not asked yet counts as without a
    union; one in a joint union does not, nor one that has closed.
    """
    return (
        (employer.workers or 0) >= CALL_LIST_WORKERS
        and employer.union_state != "established"
        and employer.organising_progress not in _NOT_TO_CALL
    )


def listing(desk: Desk, wanted: EmployerFilter | None = None) -> tuple[EmployerLine, ...]:
    """Return employers by name as it is spoken."""
    with desk.read() as reading:
        return listing_in(reading, wanted or EmployerFilter())


def listing_in(reading: Reading, wanted: EmployerFilter) -> tuple[EmployerLine, ...]:
    """Return employers by name within a transaction."""
    where, parameters = _condition(wanted)
    found = [
        (employer, four_answers(employer), on_call_list(employer))
        for employer in reading.select(Employer, where, parameters, order="rid")
    ]
    kept = [one for one in found if _is_wanted(wanted.show, one[1], one[2])]
    kept.sort(key=lambda one: names.sort_key(one[0].name))
    return _lines(reading, kept[: wanted.limit])


def call_list(desk: Desk) -> tuple[EmployerLine, ...]:
    """Return employers with 100 workers or more and no union, the largest first."""
    lines = listing(desk, EmployerFilter(show="call_list"))
    return tuple(sorted(lines, key=lambda line: -(line.employer.workers or 0)))


def _condition(wanted: EmployerFilter) -> tuple[str, tuple[str, ...]]:
    conditions, parameters = ["1"], list[str]()
    if wanted.union_state is not None:
        conditions.append("coalesce(union_state, '') = ?")
        parameters.append(wanted.union_state)
    text, number = wanted.text.strip(), credit_code.normalise(wanted.text)
    if text:
        conditions.append("(instr(name, ?) OR (? != '' AND instr(coalesce(credit_code, ''), ?)))")
        parameters += [text, number, number]
    if wanted.show == "call_list":
        conditions.append(f"workers >= {CALL_LIST_WORKERS}")
    return " AND ".join(conditions), tuple(parameters)


def _is_wanted(show: Show, answers: FourAnswers, called: bool) -> bool:
    if show == "call_list":
        return called
    return show == "all" or answers.complete == (show == "complete")


def _lines(
    reading: Reading, found: list[tuple[Employer, FourAnswers, bool]]
) -> tuple[EmployerLine, ...]:
    places = Addresses(reading)
    places.load([one.door_id for one, _, _ in found if one.door_id])
    return tuple(
        EmployerLine(
            employer=one,
            address=one.address or (places.text(one.door_id) if one.door_id else ""),
            answers=answers,
            on_call_list=called,
        )
        for one, answers, called in found
    )


def counts(desk: Desk) -> EmployerCounts:
    """Return the figures of the organising survey."""
    with desk.read() as reading:
        return counts_in(reading)


def counts_in(reading: Reading) -> EmployerCounts:
    """Return the figures within a transaction."""
    total, complete, called, workers, women, groups, members = reading.rows(_FIGURES)[0]
    states = dict.fromkeys(("", *(item.code for item in codes.load("union_state"))), 0)
    for state, number in reading.rows(_STATES):
        states[state] = int(number)
    return EmployerCounts(
        employers=total,
        complete=complete,
        call_list=called,
        workers=workers,
        women=women,
        eight_group_workers=groups,
        members=members,
        by_union_state=MappingProxyType(states),
    )


# The same two rules as above in SQL, for 10,000 employers at a glance; a test holds them together.
_COMPLETE = " AND ".join(f"coalesce({name}, '') != ''" for name in _ANSWER_FIELDS)
_CALLED = (
    f"workers >= {CALL_LIST_WORKERS} AND coalesce(union_state, '') != 'established' "
    "AND coalesce(organising_progress, '') NOT IN ("
    + ", ".join(f"'{code}'" for code in sorted(_NOT_TO_CALL))
    + ")"
)
_FIGURES = f"""
SELECT count(*), coalesce(sum({_COMPLETE}), 0), coalesce(sum({_CALLED}), 0),
    coalesce(sum(workers), 0), coalesce(sum(women), 0), coalesce(sum(eight_group_workers), 0),
    coalesce(sum(members), 0)
FROM employer WHERE deleted_at IS NULL
"""  # noqa: S608 - names and codes of ours
_STATES = """
SELECT coalesce(union_state, ''), count(*) FROM employer WHERE deleted_at IS NULL GROUP BY 1
"""
