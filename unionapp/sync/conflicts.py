"""Keeps the list of fields in which several different values stand, until somebody decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from unionapp.models.chain import canonical
from unionapp.models.desk import Reading, Work
from unionapp.models.store import instant_text
from unionapp.sync import standing
from unionapp.sync.operations import Operation
from unionapp.sync.standing import Row


def count_open(reading: Reading) -> int:
    """Return in how many fields a conflict is open."""
    return int(reading.scalar("SELECT count(*) FROM conflict WHERE settled_by IS NULL"))


def note(work: Work, kind: str, rows: Iterable[Row], known: Mapping[str, Operation]) -> int:
    """Open, widen and settle the conflicts of merged records; return how many are new or wider.

    Equal values are no conflict, whoever wrote them.
    """
    touched = [row for row in rows if row.touched]
    were_open = _open(work, kind, (row.record for row in touched))
    found = 0
    for row in touched:
        for name in sorted(row.touched):
            heads = row.standing(name)
            was = were_open.get((row.record, name))
            if len({known[id_].fields.get(name) for id_ in heads}) > 1:
                if was != canonical(heads):
                    _write(work, kind, row.record, name, canonical(heads))
                    found += 1
            elif was is not None:
                highest = max((known[id_] for id_ in heads), key=lambda one: one.rank)
                _settle(work, kind, row.record, name, highest.id)
    return found


def _open(work: Work, kind: str, records: Iterable[str]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for batch in standing.batches(records):
        statement = (
            "SELECT record, field, heads FROM conflict WHERE settled_by IS NULL AND kind = ? "  # noqa: S608 - bound values
            f"AND record IN ({standing.marks(batch)})"
        )
        rows = work.rows(statement, (kind, *batch))
        found |= {(record, name): heads for record, name, heads in rows}
    return found


def _write(work: Work, kind: str, record: str, name: str, heads: str) -> None:
    work.execute(
        "INSERT INTO conflict (kind, record, field, heads, found_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (kind, record, field) DO UPDATE "
        "SET heads = excluded.heads, found_at = excluded.found_at, settled_by = NULL",
        (kind, record, name, heads, instant_text(work.now)),
    )


def _settle(work: Work, kind: str, record: str, name: str, operation: str) -> None:
    work.execute(
        "UPDATE conflict SET settled_by = ? WHERE kind = ? AND record = ? AND field = ?",
        (operation, kind, record, name),
    )
