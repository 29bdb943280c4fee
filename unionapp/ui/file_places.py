"""Where a file is proposed to be saved, and what a path means that somebody types."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

# What tells the kind of a file: letters, perhaps with digits.
_ENDING = re.compile(r"\.(?=.*[A-Za-z])[A-Za-z0-9]{1,5}")
# What no file's name may hold on Windows.
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s]+')


def documents_folder() -> Path:
    """Return where the worker's documents lie."""
    from PySide6.QtCore import QStandardPaths

    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place else Path.home()


def proposed_file(name: str, day: date, ending: str) -> Path:
    """Return where a file is saved unless the worker says otherwise: nothing stands there yet.

    `name` is that of a document, list or form; a file's name names no person.
    """
    name = _NOT_IN_A_NAME.sub("_", name)
    plain = documents_folder() / f"{name}-{day.isoformat()}{ending}"
    found, number = plain, 2
    while found.exists():
        found = plain.with_name(f"{plain.stem}-{number}{ending}")
        number += 1
    return found


def typed_path(text: str, ending: str = "") -> Path:
    """Return the file that a worker means, with the ending of its kind where she left it out.

    A bare name stands among her documents: the folder that the program was started in is nobody's,
    and a file saved there is not found again.
    """
    path = documents_folder() / Path(text.strip().strip('"')).expanduser()
    return path if _ENDING.fullmatch(path.suffix) or not ending else _with(path, ending)


def _with(path: Path, ending: str) -> Path:
    """Return a name with an ending; the dots of a date in it (2026.11.21) are none."""
    return path.with_name(f"{path.name}{ending}")
