"""Keeps the bytes of photos, signatures and lists by their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from unionapp.errors import Problem, refuse
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Attachment

MOST_BYTES = 20 * 1024 * 1024


def put(work: Work, of_kind: str, of_id: str, name: str, content: bytes) -> Attachment:
    """Keep a file of a record; raises `attachments.too_large`.

    A name that the record has already is not overwritten: the new one gets a number.
    """
    if len(content) > MOST_BYTES:
        raise refuse("attachments.too_large", name, most=MOST_BYTES // 1024 // 1024)
    digest = put_bytes(work, content)
    made = Attachment(
        id=work.new_id(),
        home_division=work.division,
        of_kind=of_kind,
        of_id=of_id,
        name=_free_name(work, of_id, name),
        sha256=digest,
        size=len(content),
        media_type=_media_type(name),
    )
    work.add(made)
    return made


def put_bytes(work: Work, content: bytes) -> str:
    """Keep bytes once, however many records name them; returns their SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    work.execute("INSERT OR IGNORE INTO blob (sha256, content) VALUES (?, ?)", (digest, content))
    return digest


def read(desk: Desk, of_id: str, name: str) -> bytes | None:
    """Return the bytes of a record's file; None when it has none of that name."""
    with desk.read() as reading:
        content = reading.scalar(
            "SELECT content FROM blob WHERE sha256 = ("
            "SELECT sha256 FROM attachment WHERE of_id = ? AND name = ? AND deleted_at IS NULL)",
            (of_id, name),
        )
    return None if content is None else bytes(content)


def bytes_of(reading: Reading, files: Mapping[str, str]) -> dict[str, bytes]:
    """Return the bytes of files by name, of those whose SHA-256 is known here."""
    found = {}
    for name, digest in files.items():
        content = reading.scalar("SELECT content FROM blob WHERE sha256 = ?", (digest,))
        if content is not None:
            found[name] = bytes(content)
    return found


def _free_name(work: Work, of_id: str, name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    wanted, number = name, 1
    while work.scalar("SELECT 1 FROM attachment WHERE of_id = ? AND name = ?", (of_id, wanted)):
        number += 1
        wanted = f"{stem}-{number}{dot}{suffix}" if dot else f"{name}-{number}"
    return wanted


_MEDIA_TYPES: Mapping[str, str] = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "csv": "text/csv",
    "pdf": "application/pdf",
}


def _media_type(name: str) -> str:
    suffix = name.rpartition(".")[2].lower()
    return _MEDIA_TYPES.get(suffix, "application/octet-stream")


def verify(reading: Reading) -> Iterator[Problem]:
    """Yield files whose bytes changed, and, as a warning, those whose bytes are not here."""
    for digest, content in _contents(reading):
        if hashlib.sha256(content).hexdigest() != digest:
            yield Problem("verify.file_altered", digest[:12])
    missing = reading.rows(
        "SELECT name FROM attachment a WHERE deleted_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = a.sha256)"
    )
    for (name,) in missing:
        yield Problem("verify.file_missing", str(name), warning=True)


def _contents(reading: Reading) -> Iterator[tuple[str, bytes]]:
    """Give the files one by one: all together they may not fit into memory."""
    for (digest,) in reading.rows("SELECT sha256 FROM blob"):
        content = reading.scalar("SELECT content FROM blob WHERE sha256 = ?", (digest,))
        yield str(digest), bytes(content)
