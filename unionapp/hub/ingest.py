"""Takes bundles in: each is applied whole in one transaction, known already, kept, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import Problem, UserError, refuse
from unionapp.hub import held, registry
from unionapp.hub.store import Hub
from unionapp.models import audit
from unionapp.models.desk import Work
from unionapp.sync import attached, container, importing, ledger, manifest, merge, operations
from unionapp.sync.container import Opened
from unionapp.sync.ledger import Entry
from unionapp.sync.operations import Operation

APPLIED, DUPLICATE, WAITING, QUARANTINED = "applied", "duplicate", "waiting", "quarantined"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file: operations merged, conflicts found, why it was not applied."""

    file: str
    status: str
    operations: int = 0
    conflicts: int = 0
    reason: Problem | None = None


def ingest(hub: Hub, files: Sequence[Path]) -> tuple[Ingested, ...]:
    """Take files in, those of one laptop in their order; the answers stand as the files did.

    Bundles that had been waiting and could be applied now follow at the end. Raises `UserError`
    only when a file cannot be read, and then none is taken.
    """
    released = list(_release(hub))
    order = sorted(range(len(files)), key=lambda at: _place(files[at]))
    found: dict[int, Ingested] = {}
    for at in order:
        found[at] = _receive(hub, files[at].name, importing.read(files[at]))
        released += _release(hub)
    return (*(found[at] for at in range(len(files))), *released)


def _place(file: Path) -> tuple[str, int, int]:
    """Return where a file stands among others, by its unverified manifest."""
    try:
        with file.open("rb") as stream:
            head = stream.read(container.MAX_ENVELOPE)
        facts = manifest.decode(container.split(head).envelope.content).facts
    except UserError:
        return "", 0, 0
    except OSError as error:
        raise refuse("exchange.no_such_file", file.name) from error
    return facts.device, facts.incarnation, facts.sequence


def _receive(hub: Hub, name: str, data: bytes) -> Ingested:
    with hub.desk.read() as reading:
        known = ledger.by_hash(reading, ledger.IN, container.file_hash(data))
        devices = registry.trusted(reading)
    if known is not None and known.status == ledger.APPLIED:
        return Ingested(name, DUPLICATE)
    try:
        with container.naming(name):
            opened = container.open_bundle(data, hub.keys, devices, name=name)
            return _take(hub, name, data, opened)
    except UserError as error:
        _quarantine(hub, name, data, error.problems[0])
        return Ingested(name, QUARANTINED, reason=error.problems[0])


def _take(hub: Hub, name: str, data: bytes, opened: Opened) -> Ingested:
    """Apply a verified bundle, or keep it for later: one transaction."""
    facts = opened.manifest.facts
    if facts.type != manifest.CHANGES:
        raise refuse("bundle.wrong_type", found=facts.type)
    with hub.desk.write() as work:
        entry = _entry(opened)
        standing = ledger.at(work, ledger.IN, entry.device, entry.incarnation, entry.sequence)
        taken = standing is None and ledger.is_known(work, entry.id)
        if taken or (standing is not None and standing.hash != entry.hash):
            raise refuse("exchange.fork", device=entry.device, sequence=entry.sequence)
        if standing is not None and standing.status == ledger.APPLIED:
            return Ingested(name, DUPLICATE)
        if obstacle := _obstacle(work, name, opened):
            if standing is None:
                ledger.note(work, entry)
                held.keep(work, entry.id, name, data)
            return Ingested(name, WAITING, reason=obstacle)
        attached.keep(work, opened.attachments)
        merged = merge.apply(work, _operations(work, opened), entry.id)
        if standing is None:
            ledger.note(work, entry)
        ledger.set_status(work, entry.id, ledger.APPLIED)
        held.let_go(work, entry.id)
        held.forget_refusal(work, entry.hash)
        audit.append(work, "bundle_applied", detail={"bundle": entry.id, "hash": entry.hash})
    return Ingested(name, APPLIED, merged.applied, merged.conflicts)


def _entry(opened: Opened) -> Entry:
    facts = opened.manifest.facts
    return Entry(
        id=facts.bundle,
        direction=ledger.IN,
        type=facts.type,
        device=facts.device,
        incarnation=facts.incarnation,
        sequence=facts.sequence,
        hash=opened.sha256,
        previous_hash=facts.previous,
        operations=len(opened.operations),
        status=ledger.WAITING,
    )


def _obstacle(work: Work, name: str, opened: Opened) -> Problem | None:
    """Return why a sound bundle has to wait; `UserError` when it does not follow the last one."""
    facts = opened.manifest.facts
    last = ledger.newest(work, ledger.IN, facts.device, facts.incarnation, ledger.APPLIED)
    expected = last.sequence + 1 if last else 1
    if facts.sequence > expected:
        detail = {"device": facts.device, "missing": expected}
        return Problem("exchange.gap", name, detail, warning=True)
    if facts.previous != (last.hash if last else ""):
        raise refuse("exchange.broken_chain", device=facts.device)
    known = int(work.scalar("PRAGMA user_version"))
    if facts.schema > known:
        detail = {"found": facts.schema, "known": known}
        return Problem("exchange.newer_schema", name, detail, warning=True)
    return None


def _operations(work: Work, opened: Opened) -> Iterator[Operation]:
    """Give the operations of a bundle, each checked; a device speaks for itself alone."""
    facts = opened.manifest.facts
    for body in opened.operations:
        operation = operations.from_wire(body, work.schema)
        if not operations.is_from(operation, facts.device, facts.incarnation):
            raise refuse("exchange.foreign_operation", id=operation.id)
        yield operation


def _release(hub: Hub) -> Iterator[Ingested]:
    """Apply the waiting bundles that nothing stands before any more, each in its transaction."""
    stuck: set[str] = set()
    while True:
        with hub.desk.read() as reading:
            entries = ledger.with_status(reading, ledger.IN, ledger.WAITING)
            entry = next((one for one in entries if one.id not in stuck), None)
            kept = held.content(reading, entry.id) if entry else None
        if entry is None or kept is None:
            return
        result = _receive(hub, *kept)
        if result.status == WAITING:
            stuck.add(entry.id)
        else:
            yield result


def _quarantine(hub: Hub, name: str, data: bytes, problem: Problem) -> None:
    with hub.desk.write() as work:
        held.refuse_file(work, name, data, problem, registry.trusted(work))
        audit.append(
            work,
            "bundle_quarantined",
            detail={"hash": container.file_hash(data), "code": problem.code},
        )
