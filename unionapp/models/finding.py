"""Answers a search: looks the query up, ranks the few rows that come back, says who they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from unionapp.models import search, search_tokens
from unionapp.models.addresses import Addresses
from unionapp.models.store import Reader
from unionapp.values import identity, phone


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

    At most `limit` of each kind are looked at, the newest first, but whoever bears exactly the
    name that was typed is always among them. Identity numbers and phones are masked in the
    answers (GB/T 35273: display is limited).
    """
    began = time.perf_counter()
    ids = _look_up(reader, query, kinds, limit)
    addresses = Addresses(reader)
    hits = [
        hit
        for kind, describe in _DESCRIBED.items()
        if ids.get(kind)
        for hit in describe(reader, addresses, ids[kind])
    ]
    words = search_tokens.fold(query)
    hits.sort(key=lambda hit: _rank(hit, words))
    return Found(tuple(hits[:limit]), round((time.perf_counter() - began) * 1000, 2))


def _look_up(
    reader: Reader, query: str, kinds: Sequence[str] | None, limit: int
) -> dict[str, list[str]]:
    """Return the ids that match, by kind."""
    expression = search_tokens.match_expression(query)
    found: dict[str, list[str]] = {}
    if expression is None:
        return found
    asked = [
        (group, one)
        for group, kind in search.GROUPS.items()
        if kinds is None or kind in kinds
        for one in (f'"{search_tokens.whole(query)}"', expression)
    ]
    parameters = [value for group, one in asked for value in (one, *search.stretch_of(group))]
    look_up = _LOOK_UP.format(limit=int(limit))
    for kind, record in reader.rows(" UNION ALL ".join([look_up] * len(asked)), parameters):
        found.setdefault(kind, []).append(record)
    return found


# The index walks its rows in order of rowid, so the newest come first without sorting.
_LOOK_UP = (
    "SELECT kind, record FROM (SELECT e.kind, e.record FROM search_index "
    "JOIN search_entry e ON e.rid = search_index.rowid "
    "WHERE search_index MATCH ? AND search_index.rowid BETWEEN ? AND ? "
    "ORDER BY search_index.rowid DESC LIMIT {limit})"
)


def _people(reader: Reader, addresses: Addresses, ids: Sequence[str]) -> Iterator[Hit]:
    marks = ",".join("?" * len(ids))
    rows = reader.rows(
        "SELECT p.id, p.name, p.phone, p.identity_number, p.address, h.door_id FROM person p "
        "LEFT JOIN household h ON h.id = p.household_id AND h.deleted_at IS NULL "
        f"WHERE p.id IN ({marks})",
        ids,
    )
    addresses.load([row[5] for row in rows if row[5]])
    for id_, name, number, identity_number, address, door in rows:
        parts = (
            addresses.text(door) if door else address,
            phone.mask(number) if number else "",
            identity.mask(identity_number) if identity_number else "",
        )
        yield Hit("person", id_, name or "", " · ".join(part for part in parts if part))


def _places(_reader: Reader, addresses: Addresses, ids: Sequence[str]) -> Iterator[Hit]:
    addresses.load(ids)
    for id_ in dict.fromkeys(ids):
        path = addresses.path(id_)
        above = " ".join(node.name for node in path[:-1] if node.kind in ("community", "grid"))
        yield Hit("place", id_, addresses.text(id_) or path[-1].name, above)


def _employers(reader: Reader, _addresses: Addresses, ids: Sequence[str]) -> Iterator[Hit]:
    marks = ",".join("?" * len(ids))
    for id_, name, address, code in reader.rows(
        f"SELECT id, name, address, credit_code FROM employer WHERE id IN ({marks})", ids
    ):
        yield Hit("employer", id_, name or "", address or code or "")


def _unions(reader: Reader, _addresses: Addresses, ids: Sequence[str]) -> Iterator[Hit]:
    marks = ",".join("?" * len(ids))
    for id_, name, code in reader.rows(
        f'SELECT id, name, credit_code FROM "union" WHERE id IN ({marks})', ids
    ):
        yield Hit("union", id_, name or "", code or "")


# In the order in which equally good answers are shown.
_DESCRIBED: Mapping[str, Callable[[Reader, Addresses, Sequence[str]], Iterator[Hit]]] = {
    "person": _people,
    "place": _places,
    "employer": _employers,
    "union": _unions,
}
_ORDER = {kind: place for place, kind in enumerate(_DESCRIBED)}


def _rank(hit: Hit, words: str) -> tuple[bool, bool, bool, int, int, str, str]:
    title = search_tokens.fold(hit.title)
    return (
        title != words,
        not title.startswith(words),
        words not in title,
        _ORDER[hit.kind],
        len(title),
        hit.title,
        hit.id,
    )
