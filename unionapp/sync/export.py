"""Makes the bundle of what is new: one signed file that only the hub can open.

A sequence number may stand on one content only: a second file with the same number and other
bytes looks to the hub like a copied laptop. So number, marks and the very bytes are committed
before the file is written. When the write fails all that is taken back; when the program dies in
between, the next export writes the same bytes once more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from unionapp.errors import UserError, refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading, Work
from unionapp.sync import attached, container, devices, ledger, operations
from unionapp.sync.ledger import Entry
from unionapp.sync.manifest import CHANGES, Facts, Head

# A first export of a whole city's patch goes in several bundles, each of which fits into memory.
MOST_OPERATIONS = 100_000


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle whose file was written and read back; `left` changes need a further one."""

    file: Path
    bundle: str
    sequence: int
    operations: int
    sha256: str
    left: int
    changes: frozenset[str] = frozenset()


def waiting(reading: Reading) -> int:
    """Return how many changes no bundle has carried yet."""
    return int(reading.scalar("SELECT count(*) FROM operation WHERE bundle IS NULL"))


def export(desk: Desk, out: Path, *, most: int = MOST_OPERATIONS) -> Exported:
    """Write everything that is new into `out`.

    Raises `UserError`: `exchange.not_enrolled`, `exchange.nothing_new`, `exchange.not_written`
    (the changes stay as they were and go into the next bundle), `bundle.record_too_large`.
    """
    with desk.write() as work:
        entry = _unfinished(work)
        fresh = entry is None
        if entry is None:
            entry = _make(work, most)
        content = bytes(work.scalar("SELECT content FROM outgoing WHERE bundle = ?", (entry.id,)))
    try:
        devices.write(out, content)
    except UserError:
        if fresh and not _got_out(out, entry):
            _take_back(desk, entry)
        raise
    with desk.write() as work:
        ledger.set_status(work, entry.id, ledger.WRITTEN)
        work.execute("DELETE FROM outgoing WHERE bundle = ?", (entry.id,))
        left = waiting(work)
    return Exported(out, entry.id, entry.sequence, entry.operations, entry.hash, left)


def _unfinished(work: Work) -> Entry | None:
    """Return a bundle whose number is taken and of which nobody knows whether it got out."""
    made = ledger.with_status(work, ledger.OUT, ledger.MADE)
    return made[0] if made else None


def _make(work: Work, most: int) -> Entry:
    hub = devices.hub_of(work)
    if hub is None:
        raise refuse("exchange.not_enrolled")
    new = operations.from_log(work, "bundle IS NULL", (), most)
    if not new:
        raise refuse("exchange.nothing_new")
    fitting, files = attached.fitting(work, new)
    facts = _facts(work)
    content = container.pack(
        facts,
        operations.wire_all(fitting),
        files,
        devices.own_keys(work),
        [hub.keys.recipient],
    )
    entry = Entry(
        id=facts.bundle,
        direction=ledger.OUT,
        type=CHANGES,
        device=facts.device,
        incarnation=facts.incarnation,
        sequence=facts.sequence,
        hash=container.file_hash(content),
        previous_hash=facts.previous,
        operations=len(fitting),
        status=ledger.MADE,
    )
    ledger.note(work, entry)
    _mark(work, entry)
    work.connection.exec_driver_sql("INSERT INTO outgoing VALUES (?, ?)", (entry.id, content))
    return entry


def _facts(work: Work) -> Facts:
    """Return what the bundle states; making it is itself in the audit trail whose head it tells."""
    stated = devices.facts(work, CHANGES)
    last = ledger.newest(work, ledger.OUT, stated.device, stated.incarnation)
    sequence = last.sequence + 1 if last else 1
    audit.append(work, "bundle_exported", detail={"bundle": stated.bundle, "sequence": sequence})
    seq, sha256 = work.rows("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")[0]
    return replace(
        stated,
        sequence=sequence,
        previous=last.hash if last else "",
        audit_head=Head(seq, sha256),
        receipt_heads=_receipt_heads(work),
    )


def _receipt_heads(reading: Reading) -> dict[str, Head]:
    rows = reading.rows("SELECT series, last, last_hash FROM series WHERE purpose = 'receipt'")
    return {series: Head(last, sha256) for series, last, sha256 in rows}


def _mark(work: Work, entry: Entry) -> None:
    """Note in each operation which bundle carries it: the oldest unmarked ones, as many."""
    work.execute(
        "UPDATE operation SET bundle = ? WHERE seq IN "
        "(SELECT seq FROM operation WHERE bundle IS NULL ORDER BY seq LIMIT ?)",
        (entry.id, entry.operations),
    )


def _got_out(out: Path, entry: Entry) -> bool:
    """Say whether the file may be in the world although writing it ended with an error."""
    try:
        return out.exists() and container.file_hash(out.read_bytes()) == entry.hash
    except OSError:
        return True


def _take_back(desk: Desk, entry: Entry) -> None:
    with desk.write() as work:
        work.execute("DELETE FROM outgoing WHERE bundle = ?", (entry.id,))
        ledger.take_back(work, entry.id)
        audit.append(work, "bundle_taken_back", detail={"bundle": entry.id})
