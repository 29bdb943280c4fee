"""Gathers what the records say about a case, as `programme try` takes it.

With these facts alone, the standards included, a verdict can be reckoned again whatever is
changed afterwards. What was told for the case alone (`answers`) goes over what the records say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from unionapp.models.desk import Reading
from unionapp.models.records import Employer, HardshipFile, Household, Membership, Person
from unionapp.programmes.programme import Programme
from unionapp.services import case_occasion, members, office_settings, standards
from unionapp.services.signed_lines import GRANTED

SPOUSES = frozenset({"10", "11", "12"})
HEADS = frozenset({"01", "02"})


@dataclass(frozen=True, slots=True)
class About:
    """What a case is about: its subject, and within a household the person who is aided.

    `but` is the case that is being decided: it is no earlier grant of its own. `campaign_id` is
    the round in which it is given.
    """

    kind: str
    id: str
    person_id: str | None = None
    concern: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict, hash=False)
    but: str = ""
    campaign_id: str | None = None


def gather(reading: Reading, programme: Programme, about: About, day: date) -> dict[str, Any]:
    """Return the facts of a case on a day: JSON, the standards that the office knows included."""
    person = _person(reading, about)
    household_id = about.id if about.kind == "household" else _household_of(person)
    file = file_of(reading, household_id) if household_id else None
    facts: dict[str, Any] = {
        "day": day.isoformat(),
        "year": day.year,
        "payment_day": day.isoformat(),
        "household": _household(reading, household_id, file) if household_id else {},
        "person": _person_facts(person) if person else {},
        "membership": _membership(reading, person.id) if person else {},
        "employer": _employer(reading, about, person),
        "union": _union(reading, about, person),
        "occasion": case_occasion.occasion(
            about.campaign_id, about.concern, about.person_id, about.answers
        ),
        "exclusions": exclusions(file, programme) if file else [],
        "earlier": earlier(reading, about, household_id, person),
        "standards": standard_rows(reading),
        "switches": switches(reading, programme.code),
    }
    # Without a standard nothing is granted: an empty list of them says so and stays.
    facts = {name: value for name, value in facts.items() if value or name == "standards"}
    return case_occasion.merged(facts, about.answers)


def file_of(reading: Reading, household_id: str) -> HardshipFile | None:
    """Return the household's hardship file, or None."""
    found = reading.select(HardshipFile, "household_id = ?", (household_id,), limit=1)
    return found[0] if found else None


def exclusions(file: HardshipFile, programme: Programme) -> list[dict[str, object]]:
    """Once it is told what was looked at, every exclusion has an answer; before, none has."""
    evidence = file.exclusion_evidence or ""
    listed = [one.code for one in programme.exclusions]
    answered = listed if evidence else [code for code in listed if code in file.exclusions]
    return [
        {"code": code, "applies": code in file.exclusions, "evidence": evidence}
        for code in answered
    ]


def standard_rows(reading: Reading) -> list[dict[str, object]]:
    """Return the office's standards as facts."""
    return [
        {
            "division": row.division,
            "kind": row.kind,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
            "amount_fen": row.amount_fen,
            "document": row.document,
        }
        for row in standards.rows(reading)
    ]


def switches(reading: Reading, programme: str) -> dict[str, Any]:
    """Return what the office decided where the documents leave something open."""
    said = office_settings.values(reading, programme)
    said.pop(office_settings.ACTIVE, None)
    return said


def earlier(
    reading: Reading, about: About, household_id: str | None, person: Person | None
) -> list[dict[str, Any]]:
    """Return what was granted before to the subject and to everybody in its household."""
    rows = reading.rows(_EARLIER, (about.id, household_id, household_id, about.but))
    spouses = _spouses(reading, household_id, person)
    return [
        _without_gaps(
            {
                "programme": programme,
                "day": day,
                "amount_fen": amount,
                "among": _among(about, subject, aided, spouses),
                "person": aided or (subject if kind == "person" else None),
                "household": subject if kind == "household" else None,
                "union": subject if kind == "union" else None,
                **case_occasion.of_grant(campaign, concern, aided, answers),
            }
        )
        for programme, day, amount, kind, subject, aided, concern, campaign, answers in rows
    ]


# What was given to the subject itself, to the household, to the people who live in it.
_EARLIER = f"""
SELECT programme, day, fen, subject_kind, subject_id, person_id, concern, campaign_id, answers
FROM ({GRANTED})
WHERE subject_id IN (
        SELECT ? UNION SELECT ? UNION SELECT id FROM person WHERE household_id = ?)
    AND id != ?
ORDER BY day, source, rid
"""  # noqa: S608 - our own text


def _among(about: About, subject: str, aided: str | None, spouses: frozenset[str]) -> str:
    if subject == about.id and aided in (None, about.person_id):
        return "own"
    who = aided or subject
    if who == about.person_id:
        return "own"
    return "spouse" if who in spouses else "household"


def _spouses(reading: Reading, household_id: str | None, person: Person | None) -> frozenset[str]:
    """Return who is married to the person: head and spouse of one household."""
    if household_id is None or person is None:
        return frozenset()
    wanted = SPOUSES if _heads(reading, household_id, person) else HEADS
    if person.relation not in SPOUSES and wanted is HEADS:
        return frozenset()
    people = reading.select(Person, "household_id = ? AND id != ?", (household_id, person.id))
    return frozenset(
        one.id
        for one in people
        if one.relation in wanted or (wanted is HEADS and _heads(reading, household_id, one))
    )


def _heads(reading: Reading, household_id: str, person: Person) -> bool:
    head = reading.scalar("SELECT head_id FROM household WHERE id = ?", (household_id,))
    return person.id == head or (head is None and person.relation in HEADS)


def _person(reading: Reading, about: About) -> Person | None:
    wanted = about.person_id or (about.id if about.kind == "person" else None)
    return reading.get(Person, wanted) if wanted else None


def _household_of(person: Person | None) -> str | None:
    return person.household_id if person else None


def _household(reading: Reading, household_id: str, file: HardshipFile | None) -> dict[str, object]:
    found: dict[str, object] = {
        "id": household_id,
        "division": division_of(reading, household_id),
        "filing_union": reading.division,
    }
    if file is not None:
        found |= {
            "people": file.people,
            "annual_income_fen": file.annual_income_fen,
            "rigid_costs_fen": file.rigid_costs_fen or 0,
            "accident_losses_fen": file.accident_losses_fen or 0,
            "dibao_kind": file.dibao_kind,
            "on_file_since": file.filed_on.isoformat() if file.filed_on else None,
            "main_causes": [file.main_cause] if file.main_cause else None,
            "further_causes": list(file.further_causes),
            "file_state": file.state or "open",
        }
    else:
        living = reading.select(Person, "household_id = ?", (household_id,))
        found["people"] = len(living) or None
    return _without_gaps(found)


def _person_facts(person: Person) -> dict[str, object]:
    return _without_gaps(
        {
            "id": person.id,
            "sex": person.sex,
            "birth_date": person.birth_date.isoformat() if person.birth_date else None,
            "work_status": person.work_status,
            "occupation_group": person.occupation_group,
            "health": person.health,
            "education": person.education,
        }
    )


def _membership(reading: Reading, person_id: str) -> dict[str, object]:
    found = reading.select(Membership, "person_id = ?", (person_id,), order="rid DESC", limit=1)
    if not found:
        return {}
    standing = members.standing_of(reading, found[0].id)
    since = standing.since.isoformat() if standing.since else None
    return _without_gaps({"status": standing.status, "since": since})


def _employer(reading: Reading, about: About, person: Person | None) -> dict[str, object]:
    wanted = about.id if about.kind == "employer" else (person.employer_id if person else None)
    found = reading.get(Employer, wanted) if wanted else None
    if found is None:
        return {}
    return _without_gaps({"workers": found.workers, "union_state": found.union_state})


def _union(reading: Reading, about: About, person: Person | None) -> dict[str, object]:
    if about.kind == "union":
        wanted: str | None = about.id
    elif person is not None:
        wanted = reading.scalar(
            "SELECT union_id FROM membership WHERE person_id = ? AND deleted_at IS NULL "
            "ORDER BY rid DESC LIMIT 1",
            (person.id,),
        )
    else:
        wanted = None
    return {"id": wanted} if wanted else {}


def division_of(reading: Reading, household_id: str) -> str:
    """Return the division that the household's door lies in; the office's when none is noted."""
    home = reading.get(Household, household_id)
    found = reading.scalar(_DIVISION, (home.door_id,)) if home and home.door_id else None
    return str(found or reading.division)


_DIVISION = """
WITH RECURSIVE above(id, parent_id, division, far) AS (
    SELECT id, parent_id, division, 0 FROM place WHERE id = ?
    UNION SELECT p.id, p.parent_id, p.division, far + 1 FROM above a
    JOIN place p ON p.id = a.parent_id WHERE far < 20)
SELECT division FROM above WHERE division IS NOT NULL ORDER BY far LIMIT 1
"""


def _without_gaps(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if value is not None}
