"""Warns while an application is typed that the same was given, or asked for, already, and where.

Looked through are the cases and the signed rolls of all programmes: the person by id and by
identity number in its 15 or 18 digits, the spouse, the children, the household, the illness, the
period. What bars a case can be passed over by an approver with a reason, which is kept in the case
and audited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from unionapp.errors import Problem, UserError, refuse
from unionapp.models import audit
from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Case, Household, Person, Worker
from unionapp.programmes.dates import academic_year, add_months
from unionapp.programmes.programme import Argument, Clash, Programme
from unionapp.services import (
    case_facts,
    case_repeats,
    cases,
    people,
    programme_files,
    signed_lines,
)
from unionapp.services.case_facts import HEADS, SPOUSES
from unionapp.services.case_records import OUT_OF_THE_WAY, add_event
from unionapp.services.case_repeats import OVERRIDE
from unionapp.services.cases import Application, Opened

Whose = Literal["own", "same_number", "spouse", "child", "parent", "household"]

_CHILDREN = frozenset({"20", "21", "22", "23", "27", "29", "30", "31", "32", "33", "37", "39"})


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A case that may be the same aid: whose it is, where it is, and whether it bars this one.

    What was signed for on a roll stands here as the case that it amounts to.
    """

    case: Case
    programme_zh: str
    programme_en: str
    whose: Whose
    name: str
    address: str
    blocks: bool
    problem: Problem


def look(desk: Desk, asked: Application, *, identity_number: str = "") -> tuple[Duplicate, ...]:
    """Return every case that touches an application, the barring ones first.

    `identity_number` is what is being typed, before it belongs to any record. Writes nothing.
    """
    folder = programme_files.own_folder(desk)
    with desk.read() as reading:
        programme = programme_files.find(folder, asked.programme, reading.today)
        named = {one.code: one for one in programme_files.in_force(desk, reading.today)}
        return _look(reading, programme, named, asked, identity_number)


def open_for(desk: Desk, asked: Application, *, override: str = "") -> Opened:
    """Open a case unless something bars it; with a reason an approver passes that over.

    Raises `aid.duplicate` for each case that bars this one, `flow.wrong_role` for an override by
    somebody who is no approver, and what `cases.open_for` raises.
    """
    folder = programme_files.own_folder(desk)
    with desk.write() as work:
        programme = programme_files.find(folder, asked.programme, work.today)
        named = {one.code: one for one in programme_files.in_force(desk, work.today)}
        barring = [one for one in _look(work, programme, named, asked, "") if one.blocks]
        if barring and not override.strip():
            raise UserError(*(one.problem for one in barring))
        case = cases.open_in(work, programme, asked, overridden=bool(barring))
        if barring:
            _note_override(work, case, barring, override.strip())
        return Opened(case, frozenset(work.changed))


def _look(
    reading: Reading,
    programme: Programme,
    named: dict[str, Programme],
    asked: Application,
    identity_number: str,
) -> tuple[Duplicate, ...]:
    touched = _touched(reading, asked, identity_number)
    if not touched:
        return ()
    ids = list(touched)
    given = (one.as_case for one in signed_lines.of(reading, ids))
    found = [
        _duplicate(reading, programme, named, asked, case, touched)
        for case in (*_cases_touching(reading, ids), *given)
    ]
    return tuple(sorted(found, key=lambda one: (not one.blocks, one.case.number)))


def _touched(reading: Reading, asked: Application, identity_number: str) -> dict[str, Whose]:
    """Return every subject whose cases matter, with what it is to the one who asks."""
    found: dict[str, Whose] = {asked.subject_id: "own"} if asked.subject_id else {}
    own = _people(reading, asked)
    for one in own:
        found[one.id] = "own"
    aided = asked.person_id or (asked.subject_id if asked.subject_kind == "person" else "")
    numbers = [one.identity_number for one in own if not aided or one.id == aided]
    for number in (*numbers, identity_number):
        for twin in _same_number(reading, number or ""):
            found.setdefault(twin.id, "same_number")
            if twin.household_id:
                found.setdefault(twin.household_id, "same_number")
    if aided:
        for one in own:
            if one.id != aided:
                found[one.id] = _kin(reading, aided, one)
    homes = {one.household_id for one in own if one.household_id}
    for home in homes:
        found.setdefault(home, "household")
    return found


def _people(reading: Reading, asked: Application) -> list[Person]:
    """Return the people of the household of an application; the person alone without one."""
    if asked.subject_kind == "household":
        return reading.select(Person, "household_id = ?", (asked.subject_id,))
    if asked.subject_kind != "person":
        return []
    person = reading.get(Person, asked.subject_id)
    if person is None or person.household_id is None:
        return [person] if person else []
    return reading.select(Person, "household_id = ?", (person.household_id,))


def _same_number(reading: Reading, number: str) -> list[Person]:
    spellings = people.spellings(number)
    if not spellings:
        return []
    marks = ",".join("?" * len(spellings))
    return reading.select(Person, f"identity_number IN ({marks})", spellings)


def _kin(reading: Reading, aided: str, other: Person) -> Whose:
    """Return what another of the household is to the person aided, by their relations to the
    head."""
    person = reading.get(Person, aided)
    mine, theirs = (person.relation if person else None) or "", other.relation or ""
    pair = {mine in HEADS or not mine, theirs in HEADS or not theirs}
    if (mine in SPOUSES or theirs in SPOUSES) and pair == {True, False}:
        return "spouse"
    if theirs in _CHILDREN:
        return "child"
    return "parent" if mine in _CHILDREN else "household"


def _cases_touching(reading: Reading, ids: list[str]) -> list[Case]:
    marks, gone = ",".join("?" * len(ids)), ",".join("?" * len(OUT_OF_THE_WAY))
    paid = f"SELECT case_id FROM receipt WHERE payee_id IN ({marks}) AND amount_fen > 0"  # noqa: S608 - marks
    return reading.select(
        Case,
        f"(subject_id IN ({marks}) OR person_id IN ({marks}) OR id IN ({paid}))"
        f" AND state NOT IN ({gone})",
        (*ids, *ids, *ids, *sorted(OUT_OF_THE_WAY)),
    )


def _duplicate(
    reading: Reading,
    programme: Programme,
    named: dict[str, Programme],
    asked: Application,
    case: Case,
    touched: dict[str, Whose],
) -> Duplicate:
    whose = _whose(asked, case, touched)
    other = named.get(case.programme)
    zh, en = (other.label.zh, other.label.en) if other else (case.programme, case.programme)
    why, clash = "", None
    if not _is_another_round(reading, programme, asked, case):
        if case.programme == programme.code:
            why = _repeats(reading, programme, asked, case, whose)
        clash = _clashing(reading, programme, other, asked, case, whose) if not why else None
    if clash is not None and clash.refuses:
        why = "clash"
    name, address = _where(reading, case)
    day = case.decided_on or case.opened_on
    detail = {
        "programme": zh,
        "programme_en": en,
        "name": name,
        "address": address or "—",
        "day": day.isoformat() if day else "—",
    }
    if clash is not None:
        detail |= {"because": clash.label.zh, "because_en": clash.label.en}
    code = why or ("look_at_both" if clash is not None else "beside")
    problem = Problem(f"aid.{code}", case.number, detail, warning=not why)
    return Duplicate(case, zh, en, whose, name, address, bool(why), problem)


def _whose(asked: Application, case: Case, touched: dict[str, Whose]) -> Whose:
    aided = asked.person_id or (asked.subject_id if asked.subject_kind == "person" else None)
    if case.person_id and case.person_id in touched:
        whose = touched[case.person_id]
        return "own" if case.person_id == aided or not aided else whose
    return touched.get(case.subject_id, "same_number")


def _is_another_round(
    reading: Reading, programme: Programme, asked: Application, case: Case
) -> bool:
    """Say whether what is given once a round was given in another campaign than this one."""
    frequency = programme.frequency
    if frequency is None or case.programme != programme.code:
        return False
    switches = case_facts.switches(reading, programme.code)
    period = case_repeats.settled(frequency.period, programme, switches)
    rounds = (case.campaign_id, asked.campaign_id)
    return period == "fixed_round" and all(rounds) and rounds[0] != rounds[1]


def _repeats(
    reading: Reading, programme: Programme, asked: Application, case: Case, whose: Whose
) -> str:
    """Return why a case of the same programme bars this one ("" does not): a problem's last part.

    In the same period and about the same it is barred for the same person or number; for husband,
    wife and the rest of the household where the programme is given once a household.
    """
    frequency = programme.frequency
    period = frequency.period if frequency is not None else "calendar_year"
    months = frequency.months if frequency is not None else None
    if not (frequency is not None or not programme.steps) or not _is_same_period(
        reading, programme, (period, months), asked, case
    ):
        return ""
    about_the_same = case.concern == asked.concern and (
        whose == "same_number" or case.person_id == asked.person_id
    )
    if whose in ("own", "same_number") and about_the_same:
        return "same_number" if whose == "same_number" else "duplicate"
    per_home = frequency is not None and frequency.per == "household"
    return "duplicate_in_family" if per_home and case.subject_id != asked.subject_id else ""


def _clashing(
    reading: Reading,
    programme: Programme,
    other: Programme | None,
    asked: Application,
    case: Case,
    whose: Whose,
) -> Clash | None:
    """Return the clash of two programmes, whichever file names it; one that refuses goes first."""
    among = {"own": ("own", "same_number"), "spouse": ("spouse",)}
    named = [(programme, one) for one in programme.clashes if one.programme == case.programme]
    if other is not None:
        named += [(other, one) for one in other.clashes if one.programme == programme.code]
    found = [
        clash
        for holder, clash in named
        if whose in among.get(clash.among, (whose,))
        and _is_same_period(reading, holder, (clash.period, clash.months), asked, case)
    ]
    return max(found, key=lambda one: one.refuses, default=None)


def _is_same_period(
    reading: Reading,
    programme: Programme,
    rule: tuple[Argument, Argument | None],
    asked: Application,
    case: Case,
) -> bool:
    """Say whether a case falls into the period of this application, as the programme counts it."""
    switches = case_facts.switches(reading, programme.code)
    word, months = (case_repeats.settled(one, programme, switches) for one in rule)
    day = case.decided_on or case.opened_on
    if word == "life":
        return True
    if day is not None and word == "academic_year":
        return academic_year(day) == academic_year(reading.today)
    if day is not None and word == "months" and isinstance(months, int):
        return reading.today < add_months(day, months)
    return (case.period or "") == (asked.period or str(reading.today.year))


def _where(reading: Reading, case: Case) -> tuple[str, str]:
    """Return who a case is about, and where they live."""
    person = reading.get(Person, case.person_id) if case.person_id else None
    household_id = case.subject_id if case.subject_kind == "household" else None
    if case.subject_kind == "person":
        person = person or reading.get(Person, case.subject_id)
        household_id = person.household_id if person else None
    home = reading.get(Household, household_id) if household_id else None
    if person is None and home is not None:
        file = case_facts.file_of(reading, home.id)
        speaker = (file.applicant_id if file else None) or home.head_id
        person = reading.get(Person, speaker) if speaker else None
    address = Addresses(reading).text(home.door_id) if home and home.door_id else ""
    return (person.name if person else "—"), address


def _note_override(work: Work, case: Case, barring: Iterable[Duplicate], reason: str) -> None:
    worker = work.get(Worker, work.worker_id)
    if worker is None or "approver" not in worker.roles:
        raise refuse(
            "flow.wrong_role", "—", step="重复仍受理", step_en="Open in spite", role="approver"
        )
    listed = list(barring)
    numbers = "、".join(one.case.number for one in listed)
    add_event(work, case, OVERRIDE, case.state, case.state, f"{reason}（{numbers}）")
    for one in listed:
        detail: audit.Detail = {"other": one.case.id, "whose": one.whose}
        audit.append(work, OVERRIDE, "case", case.id, detail)
