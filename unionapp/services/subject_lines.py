"""Names whom a list is about: a person, a household by its speaker, an employer, a union."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk

_BATCH = 500
_STATEMENTS: Mapping[str, str] = {
    "person": """
SELECT p.id, p.name, h.door_id, f.id FROM person p
LEFT JOIN household h ON h.id = p.household_id
LEFT JOIN hardship_file f ON f.household_id = h.id AND f.deleted_at IS NULL
WHERE p.id IN ({marks})""",
    "household": """
SELECT h.id, coalesce(a.name, p.name), h.door_id, f.id FROM household h
LEFT JOIN hardship_file f ON f.household_id = h.id AND f.deleted_at IS NULL
LEFT JOIN person a ON a.id = f.applicant_id LEFT JOIN person p ON p.id = h.head_id
WHERE h.id IN ({marks})""",
    "employer": "SELECT id, name, door_id, NULL FROM employer WHERE id IN ({marks})",
    "union": 'SELECT id, name, NULL, NULL FROM "union" WHERE id IN ({marks})',
}


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """What a list says of one subject; `file_id` is the hardship file of the household."""

    kind: str
    id: str
    title: str
    address: str
    file_id: str | None


def lines(desk: Desk, kind: str, ids: Sequence[str]) -> Mapping[str, SubjectLine]:
    """Return the lines of some subjects of one kind, by id; who is not there is left out."""
    found: dict[str, SubjectLine] = {}
    with desk.read() as reading:
        places = Addresses(reading)
        for start in range(0, len(ids), _BATCH):
            some = list(ids[start : start + _BATCH])
            marks = ",".join("?" * len(some))
            rows = reading.rows(_STATEMENTS[kind].format(marks=marks), some)
            places.load([row[2] for row in rows if row[2]])
            for id_, title, door, file_id in rows:
                address = places.text(door) if door else ""
                found[id_] = SubjectLine(kind, id_, title or "—", address, file_id)
    return found
