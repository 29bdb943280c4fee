"""Keeps the search index: indexes what the triggers marked, inside the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from unionapp.models import search_tokens
from unionapp.models.addresses import Addresses, Node
from unionapp.models.store import Reader, Writer

_BATCH = 500

# Every kind of answer has its own stretch of row numbers in the index, so that one kind is looked
# up without reading past the others: a street is found at once among ten thousand doors.
# Group -> kind of record.
GROUPS: Mapping[str, str] = {
    "person": "person",
    "place": "place",
    "door": "place",
    "employer": "employer",
    "union": "union",
}
_STRETCH = 1 << 40

# Nobody looks for a door by the name of its province or city: people and doors carry the address
# from the community down.
_ADDRESS = frozenset({"community", "grid", "street", "building", "entrance"})

# An entry: record, its group, its tokens; no tokens for a record that is to be found no more.
Entry = tuple[str, str, Sequence[str] | None]


def stretch_of(group: str) -> tuple[int, int]:
    """Return the first and the last row number of a group."""
    first = list(GROUPS).index(group) * _STRETCH + 1
    return first, first + _STRETCH - 1


def index_marked(work: Writer) -> None:
    """Index the records that the triggers marked since the last commit."""
    marked = _marked(work)
    if not marked:
        return
    if "place" in marked or "household" in marked:
        for step in _STEPS_TO_MARK:
            work.execute(step)
        marked = _marked(work)
    addresses = _AddressTokens(work)
    for kind, make in _ENTRIES.items():
        records = marked.get(kind, [])
        for start in range(0, len(records), _BATCH):
            _write(work, kind, list(make(work, addresses, records[start : start + _BATCH])))
    work.execute("DELETE FROM search_dirty")


def _marked(work: Writer) -> Mapping[str, list[str]]:
    """Return the marked records by kind, in the order in which they were marked."""
    found: dict[str, list[str]] = {}
    for kind, record in work.rows("SELECT kind, record FROM search_dirty ORDER BY rowid"):
        found.setdefault(kind, []).append(record)
    return found


def rebuild(work: Writer) -> None:
    """Index everything anew: after a restore, or when `missing` finds that something is wrong."""
    work.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    work.execute("DELETE FROM search_entry")
    work.execute("DELETE FROM search_dirty")
    for kind in _ENTRIES:
        work.execute(
            f"INSERT INTO search_dirty (record, kind) SELECT id, '{kind}' FROM \"{kind}\" "
            "WHERE deleted_at IS NULL"
        )
    index_marked(work)


def missing(reader: Reader) -> int:
    """Return by how many entries the index differs from the records that it stands for."""
    wrong = sum(
        reader.scalar(
            f'SELECT count(*) FROM "{kind}" t '
            f"LEFT JOIN search_entry e ON e.record = t.id AND e.kind = '{kind}' "
            "WHERE (t.deleted_at IS NULL) != (e.rid IS NOT NULL)"
        )
        + reader.scalar(
            f"SELECT count(*) FROM search_entry e WHERE e.kind = '{kind}' "
            f'AND NOT EXISTS (SELECT 1 FROM "{kind}" t WHERE t.id = e.record)'
        )
        for kind in _ENTRIES
    )
    # The index stores no text; its table of lengths tells which rows it has.
    wrong += reader.scalar(
        "SELECT count(*) FROM search_entry WHERE rid NOT IN (SELECT id FROM search_index_docsize)"
    )
    wrong += reader.scalar(
        "SELECT count(*) FROM search_index_docsize WHERE id NOT IN (SELECT rid FROM search_entry)"
    )
    return int(wrong)


# What is found by the address of a place or a household that was marked.
_STEPS_TO_MARK = (
    # Everything below a marked place has another address now.
    "INSERT INTO search_dirty (record, kind) "
    "WITH RECURSIVE below(id) AS ("
    "  SELECT p.id FROM search_dirty d JOIN place p ON p.parent_id = d.record"
    "  WHERE d.kind = 'place' "
    "  UNION SELECT p.id FROM below b JOIN place p ON p.parent_id = b.id) "
    "SELECT id, 'place' FROM below WHERE id NOT IN (SELECT record FROM search_dirty)",
    # So have the households behind those doors, and with a household its people.
    "INSERT INTO search_dirty (record, kind) "
    "SELECT h.id, 'household' FROM search_dirty d JOIN household h ON h.door_id = d.record "
    "WHERE d.kind = 'place' AND h.id NOT IN (SELECT record FROM search_dirty)",
    "INSERT INTO search_dirty (record, kind) "
    "SELECT p.id, 'person' FROM search_dirty d JOIN person p ON p.household_id = d.record "
    "WHERE d.kind = 'household' AND p.id NOT IN (SELECT record FROM search_dirty)",
    "INSERT INTO search_dirty (record, kind) "
    "SELECT e.id, 'employer' FROM search_dirty d JOIN employer e ON e.door_id = d.record "
    "WHERE d.kind = 'place' AND e.id NOT IN (SELECT record FROM search_dirty)",
)


def _write(work: Writer, kind: str, entries: Sequence[Entry]) -> None:
    standing = _standing(work, [record for record, _, _ in entries])
    _many(work, "DELETE FROM search_index WHERE rowid = ?", [(rid,) for rid in standing.values()])
    placed: dict[str, int] = {}
    for record, group, tokens in entries:
        first, last = stretch_of(group)
        if tokens is not None and first <= standing.get(record, 0) <= last:
            placed[record] = standing.pop(record)
    _many(work, "DELETE FROM search_entry WHERE rid = ?", [(rid,) for rid in standing.values()])
    added: list[tuple[str | int, ...]] = []
    free: dict[str, int] = {}
    for record, group, tokens in entries:
        if tokens is not None and record not in placed:
            free[group] = free[group] + 1 if group in free else _free_rid(work, group)
            placed[record] = free[group]
            added.append((placed[record], kind, record))
    _many(work, "INSERT INTO search_entry (rid, kind, record) VALUES (?, ?, ?)", added)
    _many(
        work,
        "INSERT INTO search_index (rowid, tokens) VALUES (?, ?)",
        [
            (placed[record], " ".join(dict.fromkeys(tokens)))
            for record, _, tokens in entries
            if tokens is not None
        ],
    )


def _standing(work: Writer, records: Sequence[str]) -> dict[str, int]:
    marks = ",".join("?" * len(records))
    rows = work.rows(f"SELECT record, rid FROM search_entry WHERE record IN ({marks})", records)
    return {str(record): int(rid) for record, rid in rows}


def _free_rid(work: Writer, group: str) -> int:
    first, last = stretch_of(group)
    top = work.scalar("SELECT max(rid) FROM search_entry WHERE rid BETWEEN ? AND ?", (first, last))
    return first if top is None else int(top) + 1


def _many(work: Writer, statement: str, rows: Sequence[tuple[str | int, ...]]) -> None:
    if rows:
        work.connection.exec_driver_sql(statement, list(rows))


# ---- the tokens of each kind --------------------------------------------------------------------


class _AddressTokens:
    """The tokens of places, made once for all the people behind a door."""

    def __init__(self, reader: Reader) -> None:
        self._addresses = Addresses(reader)
        self._made: dict[str, tuple[str, ...]] = {}

    def load(self, place_ids: Sequence[str]) -> None:
        self._addresses.load(place_ids)

    def of(self, place_id: str | None) -> tuple[str, ...]:
        if not place_id:
            return ()
        if place_id not in self._made:
            self._made[place_id] = tuple(_tokens_of_path(self._addresses.path(place_id)))
        return self._made[place_id]


def _tokens_of_path(path: Sequence[Node]) -> Iterator[str]:
    above = {node.kind: node.name for node in path if node.kind in _ADDRESS}
    yield from search_tokens.of_address(above.values())
    if path and path[-1].kind == "door":
        door = path[-1]
        yield from search_tokens.of_door(
            above.get("building"), above.get("entrance"), door.number or door.name
        )


def _people(work: Writer, addresses: _AddressTokens, ids: Sequence[str]) -> Iterator[Entry]:
    marks = ",".join("?" * len(ids))
    rows = work.rows(
        "SELECT p.id, p.deleted_at, p.name, p.phone, p.identity_number, p.birth_date, p.address,"
        " h.door_id FROM person p "
        "LEFT JOIN household h ON h.id = p.household_id AND h.deleted_at IS NULL "
        f"WHERE p.id IN ({marks})",
        ids,
    )
    addresses.load([row[7] for row in rows if row[7]])
    for id_, deleted, name, phone, number, born, address, door in rows:
        tokens = [*search_tokens.of_name(name or "")]
        for digits in (phone, number):
            tokens += search_tokens.of_number(digits or "")
        if born:
            tokens.append("d" + born.replace("-", ""))
        # The address that a list gave stands until the person is placed behind a door.
        tokens += addresses.of(door) if door else search_tokens.of_address([address or ""])
        yield id_, "person", None if deleted else tokens


def _places(work: Writer, addresses: _AddressTokens, ids: Sequence[str]) -> Iterator[Entry]:
    marks = ",".join("?" * len(ids))
    addresses.load(ids)
    for id_, deleted, kind, name in work.rows(
        f"SELECT id, deleted_at, kind, name FROM place WHERE id IN ({marks})", ids
    ):
        tokens = [*addresses.of(id_)]
        if kind not in ("door", "entrance"):
            tokens += search_tokens.of_title(name or "")
        group = "door" if kind in ("door", "entrance") else "place"
        yield id_, group, None if deleted else tokens


def _employers(work: Writer, addresses: _AddressTokens, ids: Sequence[str]) -> Iterator[Entry]:
    marks = ",".join("?" * len(ids))
    rows = work.rows(
        "SELECT id, deleted_at, name, contact, credit_code, phone, address, door_id FROM employer "
        f"WHERE id IN ({marks})",
        ids,
    )
    addresses.load([row[7] for row in rows if row[7]])
    for id_, deleted, name, contact, code, phone, address, door in rows:
        tokens = [*search_tokens.of_title(name or ""), *search_tokens.of_name(contact or "")]
        for digits in (code, phone):
            tokens += search_tokens.of_number(digits or "")
        tokens += search_tokens.of_address([address or ""])
        tokens += addresses.of(door)
        yield id_, "employer", None if deleted else tokens


def _unions(work: Writer, addresses: _AddressTokens, ids: Sequence[str]) -> Iterator[Entry]:
    marks = ",".join("?" * len(ids))
    for id_, deleted, name, code in work.rows(
        f'SELECT id, deleted_at, name, credit_code FROM "union" WHERE id IN ({marks})', ids
    ):
        tokens = [*search_tokens.of_title(name or ""), *search_tokens.of_number(code or "")]
        yield id_, "union", None if deleted else tokens


_ENTRIES: Mapping[str, Callable[[Writer, _AddressTokens, Sequence[str]], Iterator[Entry]]] = {
    "place": _places,
    "person": _people,
    "employer": _employers,
    "union": _unions,
}
