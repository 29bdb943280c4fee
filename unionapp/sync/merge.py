"""Merges operations of other devices: any order, any number of times, one and the same state.

Every field is a register that keeps each value nobody has replaced (`heads`). An operation takes
away the heads that its author saw and adds itself; several heads with different values are a
conflict, which stays open until an operation replaces them all. The clock only chooses which of
them is shown meanwhile. Source of the rule: 200 simulated devices with wrong clocks, in which
"the last writer wins" lost thousands of values and this rule none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.models.declare import Declaration
from unionapp.models.desk import Work
from unionapp.models.store import Stored
from unionapp.sync import conflicts, standing
from unionapp.sync.operations import Operation
from unionapp.sync.standing import Arrival, Row

# How far ahead another device's clock may pull ours, in milliseconds: one day.
_FUTURE = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging did: operations merged, known before, kept until others come; new conflicts."""

    applied: int
    duplicates: int
    parked: int
    conflicts: int
    changes: frozenset[str]


def apply(work: Work, operations: Iterable[Operation], bundle: str) -> Merged:
    """Merge checked operations, inside the caller's transaction.

    Raises `UserError`, and then the transaction must be given up: `exchange.append_only`,
    `exchange.number_taken`, `exchange.two_changes` (one id, two contents),
    `exchange.bad_operation` (replaces a value of another record).
    """
    with _applying(work):
        fresh, duplicates = _unknown(work, operations)
        arrivals = [(one, bundle) for one in fresh]
        arrivals += standing.take_parked(work, [one.id for one in fresh])
        ready, waiting = _in_order(work, arrivals)
        standing.stage(work, ready)
        parked = standing.park(work, waiting)
        merged = [operation for operation, _ in ready]
        found = sum(_merge_kind(work, kind, of) for kind, of in _by_kind(merged).items())
        _follow_clock(work, merged)
    changes = frozenset(operation.kind for operation in merged)
    work.changed |= changes
    return Merged(len(merged), duplicates, parked, found, changes)


@contextmanager
def _applying(work: Work) -> Iterator[None]:
    """Switch the capture triggers off: what is merged is no change of this device."""
    work.execute("UPDATE clock SET applying = 1")
    try:
        yield
    finally:
        work.execute("UPDATE clock SET applying = 0")


def _unknown(work: Work, operations: Iterable[Operation]) -> tuple[list[Operation], int]:
    """Return the operations that are not on file, and how many are."""
    by_id: dict[str, Operation] = {}
    duplicates = 0
    for operation in operations:
        if by_id.setdefault(operation.id, operation) is not operation:
            _check_same(by_id[operation.id], operation)
            duplicates += 1
    known = standing.logged(work, by_id) | standing.parked(work, by_id)
    for id_, operation in known.items():
        _check_same(operation, by_id.pop(id_))
    return list(by_id.values()), duplicates + len(known)


def _check_same(known: Operation, again: Operation) -> None:
    if known != again:
        raise refuse("exchange.two_changes", id=again.id)


def _in_order(
    work: Work, arrivals: Sequence[Arrival]
) -> tuple[list[Arrival], Mapping[str, Sequence[Arrival]]]:
    """Return what can be merged, each after all that it replaces; the rest by what it lacks."""
    wanted = {id_ for operation, _ in arrivals for id_ in operation.predecessors}
    known = {one.id: (one.kind, one.record) for one in standing.logged(work, wanted).values()}
    ready: list[Arrival] = []
    waiting: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        stack = [arrival]
        while stack:
            operation, bundle = stack.pop()
            lacking = [id_ for id_ in operation.predecessors if id_ not in known]
            if lacking:
                waiting[lacking[0]].append((operation, bundle))
                continue
            about = (operation.kind, operation.record)
            if any(known[id_] != about for id_ in operation.predecessors):
                raise refuse("exchange.bad_operation", id=operation.id)
            ready.append((operation, bundle))
            known[operation.id] = about
            stack += waiting.pop(operation.id, [])
    return ready, waiting


def _by_kind(operations: Iterable[Operation]) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        found[operation.kind].append(operation)
    return found


def _merge_kind(work: Work, kind: str, operations: Sequence[Operation]) -> int:
    """Merge operations of one kind, in order; return how many fields are newly in conflict."""
    declaration = work.schema[kind]
    stood = standing.rows_of(work, kind, (one.record for one in operations))
    rows = dict(stood)
    for operation in operations:
        rows[operation.record] = _absorb(declaration, rows.get(operation.record), operation)
    known = {operation.id: operation for operation in operations}
    heads = {id_ for row in rows.values() for name in row.touched for id_ in row.standing(name)}
    known |= standing.logged(work, heads - known.keys())
    shown = [(row, _shown(row, known)) for row in rows.values()]
    standing.merge_inserts(work, declaration, [one for one in shown if one[0].first])
    standing.merge_changes(work, declaration, [one for one in shown if not one[0].first])
    return conflicts.note(work, kind, rows.values(), known)


def _absorb(declaration: Declaration, row: Row | None, operation: Operation) -> Row:
    """Let one operation change the heads of its record; return the record."""
    if row is None:
        return Row(operation.record, operation.home_division, operation.id, {}, operation)
    if row.home_division != operation.home_division:
        raise refuse("exchange.bad_operation", id=operation.id)
    if declaration.append_only:
        raise refuse("exchange.append_only", zh=declaration.zh, en=declaration.en)
    if operation.is_first:
        # Two devices made the same record (the same sample patch, say): all fields concur.
        changed = {one.name: () for one in declaration.fields} | dict(operation.replaces)
        row.heads = {name: row.standing(name) for name in changed}
        row.base = min(row.base, operation.id)
    else:
        changed = dict(operation.replaces)
    for name, replaced in changed.items():
        left = set(row.standing(name)) - set(replaced)
        row.heads[name] = tuple(sorted(left | {operation.id}))
        row.touched.add(name)
    return row


def _shown(row: Row, known: Mapping[str, Operation]) -> dict[str, Stored]:
    """Return the values to be written: of each touched field that of its highest head."""
    values = dict(row.first.fields) if row.first else {}
    for name in row.touched:
        highest = max((known[id_] for id_ in row.standing(name)), key=lambda one: one.rank)
        values[name] = highest.fields.get(name)
    return values


def _follow_clock(work: Work, operations: Sequence[Operation]) -> None:
    """Set our clock past what was seen, but not after a clock that runs a day ahead."""
    if operations:
        seen = max(operation.hlc for operation in operations)
        work.execute("UPDATE clock SET hlc = max(hlc, min(?, (wall + ?) << 16))", (seen, _FUTURE))
