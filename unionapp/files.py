"""The one atomic writer: a file is whole and on the disk, or as it was before."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

_REPLACE_TRIES = 20
_REPLACE_PAUSE = 0.05


def write_atomically(path: Path, content: bytes | Iterable[bytes]) -> str:
    """Replace `path` by `content`, or leave it as it was and raise `OSError`.

    A large file may come in pieces. Returns the SHA-256 of what was written, as hexadecimal.

    The bytes are written beside the target, counted, synced and read back before they take the
    target's name; a disk that is full or lies about a write is found here, not by the reader
    (reference: disk-full reports of password safes, reliability findings 4 and R5).
    """
    pieces = (content,) if isinstance(content, bytes) else content
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            wanted = hashlib.sha256()
            for piece in pieces:
                wanted.update(piece)
                _write_all(stream.fileno(), piece)
            os.fsync(stream.fileno())
        _check_copy(part, wanted.hexdigest())
        _take_name(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return wanted.hexdigest()


def _write_all(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        written = os.write(descriptor, left)
        if written <= 0:
            raise OSError("the disk took no more bytes")
        left = left[written:]


def _check_copy(part: Path, wanted: str) -> None:
    with part.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != wanted:
        raise OSError(f"{part.name} reads back other bytes than were written")


def _take_name(part: Path, path: Path) -> None:
    for attempt in range(_REPLACE_TRIES):
        try:
            os.replace(part, path)
        except PermissionError:
            # On Windows a virus scanner holds a fresh file for a moment.
            if attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(_REPLACE_PAUSE)
        else:
            return


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
