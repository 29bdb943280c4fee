"""Keeps the books of bundles: which went out or came in, in which order, with which hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unionapp.models.desk import Reading, Work
from unionapp.models.store import Stored, instant_text

IN, OUT = "in", "out"
# A bundle that came is `applied`, or `waiting` for the ones before it. One that goes out is
# `made` until its file is known to be whole, then `written`.
APPLIED, WAITING = "applied", "waiting"
MADE, WRITTEN = "made", "written"

_COLUMNS = (
    "id, direction, type, device, incarnation, sequence, hash, previous_hash, operations, status"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One bundle; `hash` is the SHA-256 of its whole file."""

    id: str
    direction: str
    type: str
    device: str
    incarnation: int
    sequence: int
    hash: str
    previous_hash: str
    operations: int
    status: str


def note(work: Work, entry: Entry) -> None:
    """Enter a bundle."""
    listed = [name.strip() for name in _COLUMNS.split(",")]
    marks = ", ".join("?" * (len(listed) + 1))
    work.execute(
        f"INSERT INTO bundle ({_COLUMNS}, at) VALUES ({marks})",  # noqa: S608 - our columns
        (*(getattr(entry, name) for name in listed), instant_text(work.now)),
    )


def set_status(work: Work, bundle: str, status: str) -> None:
    """Note that a bundle went one step on."""
    work.execute("UPDATE bundle SET status = ? WHERE id = ?", (status, bundle))


def take_back(work: Work, bundle: str) -> None:
    """Forget a bundle that never left: its operations are free for the next one."""
    work.execute("UPDATE operation SET bundle = NULL WHERE bundle = ?", (bundle,))
    work.execute("DELETE FROM bundle WHERE id = ?", (bundle,))


def newest(
    reading: Reading, direction: str, device: str, incarnation: int, status: str | None = None
) -> Entry | None:
    """Return the bundle of a device's life with the highest sequence."""
    where = "direction = ? AND device = ? AND incarnation = ?"
    parameters: tuple[Stored, ...] = (direction, device, incarnation)
    if status is not None:
        where, parameters = f"{where} AND status = ?", (*parameters, status)
    return _one(reading, f"{where} ORDER BY sequence DESC LIMIT 1", parameters)


def at(
    reading: Reading, direction: str, device: str, incarnation: int, sequence: int
) -> Entry | None:
    """Return the bundle with that sequence number."""
    return _one(
        reading,
        "direction = ? AND device = ? AND incarnation = ? AND sequence = ?",
        (direction, device, incarnation, sequence),
    )


def is_known(reading: Reading, bundle: str) -> bool:
    """Say whether a bundle of that id is on file."""
    return reading.scalar("SELECT 1 FROM bundle WHERE id = ?", (bundle,)) is not None


def by_hash(reading: Reading, direction: str, sha256: str) -> Entry | None:
    """Return the bundle whose file has that hash."""
    return _one(reading, "direction = ? AND hash = ?", (direction, sha256))


def with_status(reading: Reading, direction: str, status: str) -> tuple[Entry, ...]:
    """Return the bundles of one status in their order."""
    where = "direction = ? AND status = ? ORDER BY incarnation, sequence"
    return _select(reading, where, (direction, status))


def _one(reading: Reading, where: str, parameters: Sequence[Stored]) -> Entry | None:
    found = _select(reading, where, parameters)
    return found[0] if found else None


def _select(reading: Reading, where: str, parameters: Sequence[Stored]) -> tuple[Entry, ...]:
    rows = reading.rows(f"SELECT {_COLUMNS} FROM bundle WHERE {where}", parameters)  # noqa: S608 - our conditions
    return tuple(Entry(*row) for row in rows)
