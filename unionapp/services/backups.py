"""Backs a whole office up into one encrypted file, and puts one in place.

The file: a line that names it, the length and bytes of the key slots, the encrypted database, and
the SHA-256 of all that. Nothing in it is readable without a worker's passphrase or the recovery
code. A copy of the live `case.db` is no backup: it lacks what stands in the write-ahead log.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from unionapp.errors import UserError, refuse
from unionapp.files import write_atomically
from unionapp.models import database, in_use, keyslots
from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.services import changeover
from unionapp.services.vault import Sources

_MAGIC = b"unionapp backup 1\n"
_LENGTH_BYTES = 4
_SCRATCH = ".backup-"
_PIECE = 1024 * 1024
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written and opened once to prove it."""

    file: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore left: a further incarnation of the device, so that no number comes twice."""

    folder: DataDir
    incarnation: int


def backup(desk: Desk, folder: DataDir, out: Path) -> Backup:
    """Write a backup; `UserError` `backup.failed` when it cannot be written or read back.

    The copy on the way, encrypted as the database is, lies beside the backup where the database's
    own drive is full: that is when a backup is wanted most.
    """
    _sweep(folder)
    slots = keyslots.sound_copy(folder.key_slots)
    try:
        return _written(desk, slots, out, folder.root)
    except UserError as error:
        if [problem.code for problem in error.problems] != ["database.disk_full"]:
            raise
    return _written(desk, slots, out, out.parent)


def _sweep(folder: DataDir) -> None:
    """Take away the copies that backups left behind which were killed on the way."""
    for left in folder.root.glob(f"{_SCRATCH}*"):
        if not in_use.is_in_use(left):
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=beside, prefix=_SCRATCH) as name:
        held = in_use.hold(Path(name))
        try:
            yield Path(name)
        finally:
            in_use.release(held)


def _written(desk: Desk, slots: bytes, out: Path, beside: Path) -> Backup:
    with _scratch(beside) as scratch:
        copy = scratch / "case.db"
        desk.database.copy_into(copy)
        try:
            sha256 = write_atomically(out, _pieces(slots, copy))
        except OSError as error:
            raise refuse("backup.failed", out.name, reason=str(error)) from error
    return Backup(out, out.stat().st_size, sha256)


def _pieces(slots: bytes, copy: Path) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in _body(slots, copy):
        digest.update(piece)
        yield piece
    yield digest.digest()


def _body(slots: bytes, copy: Path) -> Iterator[bytes]:
    yield _MAGIC + len(slots).to_bytes(_LENGTH_BYTES, "big") + slots
    with copy.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def restore(
    file: Path,
    folder: DataDir,
    passphrase: str,
    *,
    sources: Sources | None = None,
) -> Restored:
    """Put a backup in place after a trial opening; what stood there is kept beside it.

    Raises `UserError`: `backup.missing`, `backup.damaged`, and as `vault.open_office` does for a
    wrong passphrase. Until the backup has been opened nothing in the folder is touched.
    """
    sources = sources or Sources()
    if not file.is_file():
        raise refuse("backup.missing", file.name)
    folder.root.mkdir(parents=True, exist_ok=True)
    changeover.finish(folder)
    with tempfile.TemporaryDirectory(dir=folder.root, prefix=".restore-") as scratch:
        trial = changeover.lay_out(Path(scratch))
        _unpack(file, trial)
        unlocked = keyslots.unlock(trial.key_slots, passphrase, now=sources.clock())
        lived = _highest_incarnation(folder, unlocked.key)
        incarnation = _next_incarnation(trial, unlocked.key, sources, lived)
        changeover.decide(Path(scratch), folder)
    return Restored(folder, incarnation)


def _unpack(file: Path, trial: DataDir) -> None:
    """Lay the parts of a backup out in a folder; `backup.damaged` unless every byte is right."""
    with file.open("rb") as stream:
        digest = hashlib.sha256()
        left = file.stat().st_size - _HASH_BYTES
        while left > 0 and (piece := stream.read(min(_PIECE, left))):
            digest.update(piece)
            left -= len(piece)
        if left or stream.read() != digest.digest():
            raise refuse("backup.damaged", file.name)
        stream.seek(0)
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise refuse("backup.damaged", file.name)
        length = int.from_bytes(stream.read(_LENGTH_BYTES), "big")
        keyslots.install(trial.key_slots, stream.read(length))
        rest = file.stat().st_size - _HASH_BYTES - stream.tell()

        def content() -> Iterator[bytes]:
            remaining = rest
            while remaining and (piece := stream.read(min(_PIECE, remaining))):
                remaining -= len(piece)
                yield piece

        write_atomically(trial.database, content())


def _highest_incarnation(folder: DataDir, key: bytes) -> dict[str, int]:
    """Return how far each device has counted in the databases of the folder that the key opens.

    The same backup may be restored twice: the life that began with the first restore has given
    out numbers, and they must not come again.
    """
    found: dict[str, int] = {}
    for place in changeover.former(folder):
        with contextlib.suppress(UserError, DatabaseError):
            device, incarnation = database.life_of(place, key)
            found[device] = max(incarnation, found.get(device, 0))
    return found


def _next_incarnation(
    trial: DataDir, key: bytes, sources: Sources, lived: Mapping[str, int]
) -> int:
    """Open the restored file, check it, and begin a further incarnation of its device."""
    opened = database.open_existing(trial.database, key, schema=sources.schema)
    try:
        if opened.damage():
            raise refuse("backup.damaged", trial.database.name)
        with opened.writing() as connection:
            query = "SELECT device, incarnation FROM clock"
            device, stored = connection.exec_driver_sql(query).one()
            incarnation = max(int(stored), lived.get(str(device), 0)) + 1
            connection.exec_driver_sql(
                "UPDATE clock SET incarnation = ?, counter = 0", (incarnation,)
            )
        opened.checkpoint()
        return incarnation
    finally:
        opened.close()
