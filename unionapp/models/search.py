"""Keeps the search index: indexes what the triggers marked, inside the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from unionapp.models import search_tokens
from unionapp.models.addresses import Addresses, Node
from unionapp.models.records import Employer, Person, Place, Union
from unionapp.models.store import Reader, Writer
from unionapp.values import names

_BATCH = 500

# Nodes above the grid are found too (a street office, a community), yet nobody looks for a door
# by the name of its province: doors and people carry the address from the street down.
_ADDRESS = frozenset({"community", "street", "building", "entrance"})


def index_marked(work: Writer) -> None:
    """Index the records that the triggers marked since the last commit."""
    if work.scalar("SELECT 1 FROM search_dirty LIMIT 1") is None:
        return
    _mark_below_renamed(work)
    addresses = Addresses(work)
    for kind, make in _ENTRIES.items():
        marked = [
            row[0] for row in work.rows("SELECT record FROM search_dirty WHERE kind = ?", (kind,))
        ]
        for start in range(0, len(marked), _BATCH):
            batch = marked[start : start + _BATCH]
            _index(work, kind, make(work, addresses, batch))
    work.execute("DELETE FROM search_dirty")


def rebuild(work: Writer) -> None:
    """Index everything anew: after a restore, or when the count of entries is wrong."""
    for kind in _ENTRIES:
        work.execute(
            f"INSERT INTO search_dirty (record, kind) SELECT id, '{kind}' FROM \"{kind}\" "
            "WHERE id NOT IN (SELECT record FROM search_dirty)"
        )
    index_marked(work)


def missing(reader: Reader) -> int:
    """Return by how many the index differs from the records that it stands for."""
    wrong = 0
    for kind in _ENTRIES:
        wrong += reader.scalar(
            f'SELECT count(*) FROM "{kind}" t LEFT JOIN search_entry e ON e.record = t.id '
            "WHERE (t.deleted_at IS NULL) != (e.rid IS NOT NULL)"
        )
    return wrong


def _mark_below_renamed(work: Writer) -> None:
    """Mark what stands below a place that was indexed before: its address has changed."""
    work.execute(
        "INSERT INTO search_dirty (record, kind) "
        "WITH RECURSIVE below(id) AS ("
        "  SELECT p.id FROM place p JOIN search_dirty d ON p.parent_id = d.record"
        "  JOIN search_entry e ON e.record = d.record WHERE d.kind = 'place'"
        "  UNION SELECT p.id FROM place p JOIN below b ON p.parent_id = b.id) "
        "SELECT id, 'place' FROM below WHERE id NOT IN (SELECT record FROM search_dirty)"
    )
    work.execute(
        "INSERT INTO search_dirty (record, kind) "
        "SELECT p.id, 'person' FROM search_dirty d JOIN search_entry e ON e.record = d.record "
        "JOIN household h ON h.door_id = d.record JOIN person p ON p.household_id = h.id "
        "WHERE d.kind = 'place' AND p.id NOT IN (SELECT record FROM search_dirty)"
    )


# An entry: id, sort key, tokens; None for a record that is to be found no more.
Entry = tuple[str, str, Iterable[str] | None]


def _index(work: Writer, kind: str, entries: Iterator[Entry]) -> None:
    for record, sort_key, tokens in entries:
        rid = work.scalar("SELECT rid FROM search_entry WHERE record = ?", (record,))
        if rid is not None:
            work.execute("DELETE FROM search_index WHERE rowid = ?", (rid,))
        if tokens is None:
            if rid is not None:
                work.execute("DELETE FROM search_entry WHERE rid = ?", (rid,))
            continue
        if rid is None:
            rid = work.scalar(
                "INSERT INTO search_entry (kind, record, sort_key) VALUES (?, ?, ?) RETURNING rid",
                (kind, record, sort_key),
            )
        else:
            work.execute("UPDATE search_entry SET sort_key = ? WHERE rid = ?", (sort_key, rid))
        work.execute(
            "INSERT INTO search_index (rowid, tokens) VALUES (?, ?)",
            (rid, " ".join(dict.fromkeys(tokens))),
        )


def _people(work: Writer, addresses: Addresses, ids: Sequence[str]) -> Iterator[Entry]:
    found = work.by_ids(Person, ids)
    doors = _doors_of(work, [one.household_id for one in found.values() if one.household_id])
    addresses.load([door for door in doors.values() if door])
    for person in found.values():
        door = doors.get(person.household_id or "")
        tokens = [*search_tokens.of_name(person.name)]
        for number in (person.phone, person.identity_number):
            if number:
                tokens += search_tokens.of_number(number)
        if person.birth_date:
            tokens.append(f"d{person.birth_date:%Y%m%d}")
        if door:
            tokens += _place_tokens(addresses.path(door))
        yield person.id, names.sort_key(person.name), None if person.deleted_at else tokens


def _doors_of(work: Writer, households: Sequence[str]) -> dict[str, str | None]:
    listed = list(dict.fromkeys(households))
    marks = ",".join("?" * len(listed))
    rows = work.rows(f"SELECT id, door_id FROM household WHERE id IN ({marks})", listed)
    return {row[0]: row[1] for row in rows}


def _place_tokens(path: Sequence[Node]) -> Iterator[str]:
    named = [node for node in path if node.kind in _ADDRESS]
    yield from search_tokens.of_address(node.name for node in named)
    if path and path[-1].kind == "door":
        above = {node.kind: node.name for node in named}
        door = path[-1]
        yield from search_tokens.of_door(
            above.get("building"), above.get("entrance"), door.number or door.name
        )


def _places(work: Writer, addresses: Addresses, ids: Sequence[str]) -> Iterator[Entry]:
    addresses.load(ids)
    for place in work.by_ids(Place, ids).values():
        tokens = [*_place_tokens(addresses.path(place.id))]
        if place.kind not in ("door", "entrance"):
            tokens += search_tokens.of_title(place.name)
        yield place.id, f"{place.order:06}", None if place.deleted_at else tokens


def _titled(
    record: type[Employer] | type[Union],
) -> Callable[[Writer, Addresses, Sequence[str]], Iterator[Entry]]:
    def entries(work: Writer, addresses: Addresses, ids: Sequence[str]) -> Iterator[Entry]:
        for one in work.by_ids(record, ids).values():
            tokens = [*search_tokens.of_title(one.name)]
            if one.credit_code:
                tokens += search_tokens.of_number(one.credit_code)
            if isinstance(one, Employer):
                tokens += search_tokens.of_number(one.phone or "")
                tokens += search_tokens.of_address([one.address or ""])
                tokens += search_tokens.of_name(one.contact) if one.contact else ()
            yield one.id, names.sort_key(one.name), None if one.deleted_at else tokens

    return entries


_ENTRIES: Mapping[str, Callable[[Writer, Addresses, Sequence[str]], Iterator[Entry]]] = {
    "place": _places,
    "person": _people,
    "employer": _titled(Employer),
    "union": _titled(Union),
}
