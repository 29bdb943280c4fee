"""Marks a folder as in use: by a database, so that nothing is moved from under it; by one window.

Windows refuses by itself to move an open file. Elsewhere the file would go, and an open window
would go on writing into what was put aside.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

_WINDOW = "window.lock"


def hold(folder: Path) -> int | None:
    """Mark the folder until `release`; several may, from any process. None where nothing can."""
    return _lock(folder, alone=False)


def release(held: int | None) -> None:
    """Take a mark away; the end of the process does so too."""
    if held is not None:
        os.close(held)


def is_in_use(folder: Path) -> bool:
    """Say whether anybody holds the folder."""
    if os.name != "posix":
        return False
    held = _lock(folder, alone=True)
    release(held)
    return held is None


def hold_window(folder: Path) -> int | None:
    """Take the folder's one place for a window until `release`; None when another window has it.

    Two windows on one draft would each finish their own half of it. A folder in which nothing can
    be written keeps nobody out: what cannot be stored is told when it is stored.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / _WINDOW, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return os.open(os.devnull, os.O_RDONLY)
    try:
        _lock_file(descriptor)
    except (BlockingIOError, PermissionError):  # POSIX and Windows say so in their own ways
        os.close(descriptor)
        return None
    except OSError:  # a file system without such locks
        return descriptor
    return descriptor


def _lock_file(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock(folder: Path, *, alone: bool) -> int | None:
    if os.name != "posix":
        return None
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        return None
    except OSError:  # a file system without such locks: nobody is kept out
        return descriptor
    return descriptor
