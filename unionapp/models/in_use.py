"""Marks a folder as in use while its database is open, so that nothing is moved from under it.

Windows refuses by itself to move an open file. Elsewhere the file would go, and an open window
would go on writing into what was put aside.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


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
