"""Answers a search: looks the query up, ranks the few rows that come back, says who they are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from unionapp.models import search_tokens
from unionapp.models.addresses import Addresses
from unionapp.models.records import Employer, Person, Place, Union
from unionapp.models.store import Reader
from unionapp.values import identity, phone

_FETCHED = 200
_KIND_ORDER = {"person": 0, "place": 1, "employer": 2, "union": 3}


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: which record, and two lines that tell it from its namesakes."""

    kind: str
    id: str
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answers to one query, best first; `ms` is how long it took."""

    hits: tuple[Hit, ...]
    ms: float


def find(
    reader: Reader, query: str, *, kinds: Sequence[str] | None = None, limit: int = 50
) -> Found:
    """Return the records that a person may mean by `query`: name, initials, phone, ID, address.

    Identity numbers and phones are masked in the answers (GB/T 35273: display is limited).
    """
    began = time.perf_counter()
    expression = search_tokens.match_expression(query)
    rows = _look_up(reader, expression, kinds) if expression else []
    hits = _described(reader, rows)
    hits.sort(key=lambda hit: _rank(hit, search_tokens.fold(query)))
    return Found(tuple(hits[:limit]), round((time.perf_counter() - began) * 1000, 2))


def _look_up(reader: Reader, expression: str, kinds: Sequence[str] | None) -> list[tuple[str, str]]:
    wanted = ""
    if kinds:
        wanted = f"AND e.kind IN ({','.join('?' * len(kinds))}) "
    # The index walks its rows in order of rowid, so the newest come first without sorting.
    rows = reader.rows(
        "SELECT e.kind, e.record FROM search_index "
        "JOIN search_entry e ON e.rid = search_index.rowid "
        f"WHERE search_index MATCH ? {wanted}ORDER BY search_index.rowid DESC LIMIT {_FETCHED}",
        (expression, *(kinds or ())),
    )
    return [(str(row[0]), str(row[1])) for row in rows]


def _described(reader: Reader, rows: Sequence[tuple[str, str]]) -> list[Hit]:
    addresses = Addresses(reader)
    by_kind: dict[str, list[str]] = {}
    for kind, record in rows:
        by_kind.setdefault(kind, []).append(record)
    hits = [*_people(reader, addresses, by_kind.get("person", []))]
    hits += _places(reader, addresses, by_kind.get("place", []))
    for one in reader.by_ids(Employer, by_kind.get("employer", [])).values():
        hits.append(Hit("employer", one.id, one.name, one.address or one.credit_code or ""))
    for union in reader.by_ids(Union, by_kind.get("union", [])).values():
        hits.append(Hit("union", union.id, union.name, union.credit_code or ""))
    return hits


def _people(reader: Reader, addresses: Addresses, ids: Sequence[str]) -> list[Hit]:
    people = reader.by_ids(Person, ids)
    households = list({one.household_id for one in people.values() if one.household_id})
    marks = ",".join("?" * len(households))
    rows = reader.rows(f"SELECT id, door_id FROM household WHERE id IN ({marks})", households)
    doors = {row[0]: row[1] for row in rows}
    addresses.load([door for door in doors.values() if door])
    hits = []
    for person in people.values():
        door = doors.get(person.household_id)
        parts = [
            addresses.text(door) if door else "",
            phone.mask(person.phone) if person.phone else "",
            identity.mask(person.identity_number) if person.identity_number else "",
        ]
        hits.append(Hit("person", person.id, person.name, " · ".join(filter(None, parts))))
    return hits


def _places(reader: Reader, addresses: Addresses, ids: Sequence[str]) -> list[Hit]:
    addresses.load(ids)
    hits = []
    for place in reader.by_ids(Place, ids).values():
        path = addresses.path(place.id)
        above = " ".join(node.name for node in path[:-1] if node.kind in ("community", "grid"))
        hits.append(Hit("place", place.id, addresses.text(place.id) or place.name, above))
    return hits


def _rank(hit: Hit, query: str) -> tuple[bool, bool, bool, int, int, str]:
    title = search_tokens.fold(hit.title)
    return (
        title != query,
        not title.startswith(query),
        query not in title,
        _KIND_ORDER.get(hit.kind, 9),
        len(title),
        hit.title,
    )
