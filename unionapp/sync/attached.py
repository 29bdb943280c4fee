"""Which files travel with which changes: photos with their attachment, a form with its version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from unionapp.models.desk import Reading, Work
from unionapp.sync.operations import Operation

# Together with the operations a bundle stays well below its cap, and fits into memory.
MOST_BYTES = 192 * 1024 * 1024


def fitting(
    reading: Reading, operations: Sequence[Operation]
) -> tuple[Sequence[Operation], tuple[bytes, ...]]:
    """Return as many of the operations, from the first, as go into one bundle, and their files.

    A file that is not here (its bytes have not come yet) is left out: whoever has it sends it.
    """
    found: dict[str, bytes] = {}
    total = 0
    for at, operation in enumerate(operations):
        new = {name: _content(reading, name) for name in _named(operation) if name not in found}
        size = sum(len(content) for content in new.values() if content)
        if found and total + size > MOST_BYTES:
            return operations[:at], tuple(found.values())
        total += size
        found |= {name: content for name, content in new.items() if content}
    return operations, tuple(found.values())


def keep(work: Work, attachments: Mapping[str, bytes]) -> None:
    """Keep the files of a bundle, by their SHA-256, which its reader has checked."""
    for name, content in attachments.items():
        work.execute("INSERT OR IGNORE INTO blob (sha256, content) VALUES (?, ?)", (name, content))


def _named(operation: Operation) -> Iterator[str]:
    fields = operation.fields
    if operation.kind == "attachment" and fields.get("sha256"):
        yield str(fields["sha256"])
    if operation.kind == "form_version":
        if fields.get("xform"):
            yield str(fields["xform"])
        yield from json.loads(str(fields.get("files") or "{}")).values()


def _content(reading: Reading, name: str) -> bytes:
    content = reading.scalar("SELECT content FROM blob WHERE sha256 = ?", (name,))
    return bytes(content) if content is not None else b""
