"""Reads the facts of everybody with a few statements, as `case_facts` reads those of one.

A test holds both together: for every subject the facts here say what `case_facts.gather` says.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from unionapp.models.desk import Reading
from unionapp.programmes.facts import ExclusionAnswer, Facts, Grant, Household
from unionapp.services import case_occasion, member_roll
from unionapp.services.case_facts import HEADS, SPOUSES
from unionapp.services.signed_lines import GRANTED

_PEOPLE = """
SELECT id, household_id, sex, birth_date, work_status, occupation_group, health, education,
    employer_id, relation
FROM person WHERE deleted_at IS NULL ORDER BY rid
"""
_HOUSEHOLDS = """
SELECT h.id, h.door_id, h.head_id, f.people, f.annual_income_fen, f.rigid_costs_fen,
    f.accident_losses_fen, f.dibao_kind, f.filed_on, f.main_cause, f.further_causes,
    f.exclusions, f.exclusion_evidence, f.state, f.id IS NOT NULL
FROM household h
LEFT JOIN hardship_file f ON f.household_id = h.id AND f.deleted_at IS NULL
WHERE h.deleted_at IS NULL ORDER BY h.rid
"""
_DIVISIONS = "SELECT id, parent_id, division FROM place"
_EMPLOYERS = "SELECT id, workers, union_state FROM employer WHERE deleted_at IS NULL ORDER BY rid"
_GRANTS = f"""
SELECT programme, day, fen, subject_kind, subject_id, person_id, concern, campaign_id, answers
FROM ({GRANTED})
ORDER BY day, source, rid
"""  # noqa: S608 - our own text
# What a bare reader of the same facts asks; the benchmark puts its time beside the finder's.
STATEMENTS = (_PEOPLE, _HOUSEHOLDS, _DIVISIONS, _EMPLOYERS, _GRANTS)


@dataclass(frozen=True, slots=True)
class _Person:
    id: str
    household_id: str | None
    values: Mapping[str, Any]
    relation: str | None


@dataclass(frozen=True, slots=True)
class _Home:
    facts: Household
    head_id: str | None
    exclusions: tuple[ExclusionAnswer, ...]


@dataclass(frozen=True, slots=True)
class _GrantRow:
    grant: Grant
    subject: str
    aided: str | None


class Everybody:
    """All subjects with their facts of one day, as of one transaction."""

    def __init__(self, reading: Reading, day: date, exclusions: Sequence[str]) -> None:
        self._day, self._codes = day, tuple(exclusions)
        employers = dict(_employers(reading))
        standings = member_roll.standings(reading)
        self._members: defaultdict[str, list[_Person]] = defaultdict(list)
        self._people: dict[str, _Person] = {}
        for row in reading.rows(_PEOPLE):
            one = _person(row, employers, standings)
            self._people[one.id] = one
            if one.household_id:
                self._members[one.household_id].append(one)
        self._homes = dict(self._read_homes(reading))
        self._employers = {
            id_: {name: value for name, value in facts.items() if name != "union.id"}
            for id_, facts in employers.items()
        }
        self._unions = [row[0] for row in reading.rows(_UNIONS)]
        self._grants = self._read_grants(reading)

    def counts(self) -> Mapping[str, int]:
        """Return how many subjects of each kind there are."""
        return {
            "person": len(self._people),
            "household": len(self._homes),
            "employer": len(self._employers),
            "union": len(self._unions),
        }

    def of(self, kind: str) -> Iterator[tuple[str, Facts]]:
        """Yield id and facts of every subject of a kind."""
        if kind == "person":
            yield from ((one.id, self.person(one.id)) for one in self._people.values())
        elif kind == "household":
            yield from ((id_, self.household(id_)) for id_ in self._homes)
        elif kind == "employer":
            for id_, values in self._employers.items():
                yield id_, self._facts(values=values, earlier=self._earlier(id_, None, None))
        else:
            for id_ in self._unions:
                values = {"union.id": id_}
                yield id_, self._facts(values=values, earlier=self._earlier(id_, None, None))

    def person(self, person_id: str) -> Facts:
        """Return the facts of one person, those of the household included."""
        one = self._people[person_id]
        home = self._homes.get(one.household_id or "")
        return self._facts(
            home,
            one.values,
            self._earlier(person_id, one.household_id, one),
        )

    def household(self, household_id: str) -> Facts:
        """Return the facts of one household."""
        home = self._homes[household_id]
        return self._facts(home, {}, self._earlier(household_id, household_id, None))

    def member(self, household_id: str, person_id: str) -> Facts:
        """Return the facts of a household with one of its people as the one aided."""
        one = self._people[person_id]
        home = self._homes[household_id]
        values = {**one.values, "occasion.child": person_id}
        return self._facts(home, values, self._earlier(household_id, household_id, one))

    def members(self, household_id: str) -> tuple[str, ...]:
        """Return the people of a household."""
        return tuple(one.id for one in self._members.get(household_id, ()))

    def _facts(
        self,
        home: _Home | None = None,
        values: Mapping[str, Any] | None = None,
        earlier: tuple[Grant, ...] = (),
    ) -> Facts:
        return Facts(
            day=self._day,
            year=self._day.year,
            payment_day=self._day,
            household=home.facts if home else _NOBODY,
            exclusions=home.exclusions if home else (),
            earlier=earlier,
            values=values or {},
        )

    # ---- what was given before -----------------------------------------------------------------

    def _read_grants(self, reading: Reading) -> dict[str, list[_GrantRow]]:
        """Return the grants by the household that they touch, and by their subject."""
        found: defaultdict[str, list[_GrantRow]] = defaultdict(list)
        for programme, day, amount, kind, subject, aided, *meant in reading.rows(_GRANTS):
            concern, campaign, answers = meant
            grant = Grant(
                programme=programme,
                day=date.fromisoformat(day),
                amount_fen=amount,
                person=aided or (subject if kind == "person" else ""),
                household=subject if kind == "household" else "",
                union=subject if kind == "union" else "",
                **case_occasion.of_grant(campaign, concern, aided, answers),
            )
            row = _GrantRow(grant, subject, aided)
            owner = self._people.get(subject)
            keys = {subject, owner.household_id if owner and owner.household_id else subject}
            for key in keys:
                found[key].append(row)
        return dict(found)

    def _earlier(
        self, subject: str, household_id: str | None, person: _Person | None
    ) -> tuple[Grant, ...]:
        if not self._grants:
            return ()
        rows = dict.fromkeys(
            (*self._grants.get(household_id or "", ()), *self._grants.get(subject, ()))
        )
        if not rows:
            return ()
        spouses = self._spouses(household_id, person)
        mine = person.id if person else ""
        return tuple(
            replace(row.grant, among=_among(row, subject, mine, spouses))
            for row in sorted(rows, key=lambda row: row.grant.day)
        )

    def _spouses(self, household_id: str | None, person: _Person | None) -> frozenset[str]:
        if household_id is None or person is None:
            return frozenset()
        home = self._homes.get(household_id)
        head = home.head_id if home else None

        def heads(one: _Person) -> bool:
            return one.id == head or (head is None and one.relation in HEADS)

        others = [one for one in self._members[household_id] if one.id != person.id]
        if heads(person):
            return frozenset(one.id for one in others if one.relation in SPOUSES)
        if person.relation in SPOUSES:
            return frozenset(one.id for one in others if one.relation in HEADS or heads(one))
        return frozenset()

    # ---- households ----------------------------------------------------------------------------

    def _read_homes(self, reading: Reading) -> Iterator[tuple[str, _Home]]:
        divisions = _divisions(reading)
        own = reading.division
        for id_, door, head, *filed in reading.rows(_HOUSEHOLDS):
            yield id_, self._home(id_, divisions.get(door) or own, own, head, filed)

    def _home(
        self, id_: str, division: str, own: str, head: str | None, filed: Sequence[Any]
    ) -> _Home:
        people, income, rigid, losses, kind, filed_on, cause, further, *rest = filed
        barred, seen, state, is_filed = rest
        if not is_filed:
            living = len(self._members.get(id_, ())) or None
            bare = Household(id=id_, people=living, division=division, filing_union=own)
            return _Home(bare, head, ())
        facts = Household(
            id=id_,
            people=people,
            annual_income_fen=income,
            rigid_costs_fen=rigid or 0,
            accident_losses_fen=losses or 0,
            division=division,
            filing_union=own,
            dibao_kind=kind,
            on_file_since=date.fromisoformat(filed_on) if filed_on else None,
            main_causes=(cause,) if cause else None,
            further_causes=tuple(json.loads(further)) if further else (),
            file_state=state or "open",
        )
        return _Home(facts, head, self._answers(tuple(json.loads(barred or "[]")), seen or ""))

    def _answers(self, applying: tuple[str, ...], evidence: str) -> tuple[ExclusionAnswer, ...]:
        answered = self._codes if evidence else [one for one in self._codes if one in applying]
        return tuple(ExclusionAnswer(code, code in applying, evidence) for code in answered)


_NOBODY = Household()
_UNIONS = 'SELECT id FROM "union" WHERE deleted_at IS NULL ORDER BY rid'


def _person(
    row: Sequence[Any],
    employers: Mapping[str, Mapping[str, Any]],
    standings: Mapping[str, member_roll.Standing],
) -> _Person:
    id_, household_id, sex, born, work, group, health, education, employer_id, relation = row
    values: dict[str, Any] = {"person.id": id_}
    if sex:
        values["person.sex"] = sex
    if born:
        values["person.birth_date"] = date.fromisoformat(born)
    if work:
        values["person.work_status"] = work
    if group:
        values["person.occupation_group"] = group
    if health:
        values["person.health"] = health
    if education:
        values["person.education"] = education
    if employer_id:
        values |= employers.get(employer_id, {})
    standing = standings.get(id_)
    if standing is not None:
        values["membership.status"] = standing.status
        if standing.since is not None:
            values["membership.since"] = standing.since
        if standing.union_id:
            values["union.id"] = standing.union_id
    return _Person(id_, household_id, values, relation)


def _employers(reading: Reading) -> Iterable[tuple[str, dict[str, Any]]]:
    for id_, workers, state in reading.rows(_EMPLOYERS):
        known = {"employer.workers": workers, "employer.union_state": state}
        yield id_, {name: value for name, value in known.items() if value is not None}


def _divisions(reading: Reading) -> dict[str, str | None]:
    """Return for every place the division that it lies in: its own, or that of the next above."""
    nodes = {id_: (parent, division) for id_, parent, division in reading.rows(_DIVISIONS)}
    found: dict[str, str | None] = {}
    for id_ in nodes:
        path: list[str] = []
        at: str | None = id_
        while at is not None and at in nodes and at not in found and at not in path:
            path.append(at)
            if nodes[at][1] is not None:
                break
            at = nodes[at][0]
        division = nodes[path[-1]][1] if path and nodes[path[-1]][1] else found.get(at or "")
        found.update(dict.fromkeys(path, division))
    return found


def _among(row: _GrantRow, subject: str, mine: str, spouses: frozenset[str]) -> str:
    if row.subject == subject and row.aided in (None, mine or None):
        return "own"
    who = row.aided or row.subject
    if mine and who == mine:
        return "own"
    return "spouse" if who in spouses else "household"
