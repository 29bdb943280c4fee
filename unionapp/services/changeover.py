"""Changes the office in a folder for another one, so that a kill at any moment loses neither.

The new office is first laid out whole in a stage. From the moment the stage has its name the
change is decided: whoever opens the folder next carries on where the last one stopped. What stood
there before ends in `before-restore-N`, key slots and write-ahead log included; a log that stayed
behind would be played into the new database.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from unionapp.errors import refuse
from unionapp.models import in_use
from unionapp.paths import DataDir

_STAGE = "restore-under-way"
_NEW = "new"
# The database first: on Windows it cannot be moved while a window is open, and then nothing is.
_FILES = (
    *("case.db", "case.db-wal", "case.db-shm", "keys.json", "keys.copy.json"),
    "sample-passphrase.txt",
)
_ASIDE = "before-restore-"


def lay_out(scratch: Path) -> DataDir:
    """Return where the new office is to be laid out whole, inside a scratch folder of ours."""
    new = DataDir(scratch / _STAGE / _NEW)
    new.root.mkdir(parents=True)
    return new


def decide(scratch: Path, folder: DataDir) -> None:
    """Change the office for the one laid out in the scratch folder.

    Raises `UserError` `backup.in_use` when the standing files cannot be moved; they stay. Raises
    `OSError` when the new office is not whole.
    """
    if not _is_whole(scratch / _STAGE / _NEW):
        raise OSError("the new office could not be laid out whole")
    (scratch / _STAGE).rename(folder.root / _STAGE)
    finish(folder)


def finish(folder: DataDir) -> None:
    """Carry a change through that was decided; without one, do nothing."""
    stage = folder.root / _STAGE
    if not stage.is_dir():
        return
    new = stage / _NEW
    if _is_whole(new):  # nothing of it is in place yet, so whatever stands is the former office
        _put_aside(folder, stage)
    for name in reversed(_FILES):  # the database last: with it the new office is there
        if (new / name).exists():
            (new / name).replace(folder.root / name)
    if new.exists():
        new.rmdir()
    if any(stage.iterdir()):
        stage.rename(_free_name(folder))
    else:
        stage.rmdir()


def former(folder: DataDir) -> Iterator[Path]:
    """Give the databases that stand in the folder, and those put aside by former restores."""
    for place in (folder.root, *sorted(folder.root.glob(f"{_ASIDE}*"))):
        if (place / "case.db").exists():
            yield place / "case.db"


def _is_whole(new: Path) -> bool:
    return all((new / name).exists() for name in ("case.db", "keys.json", "keys.copy.json"))


def _put_aside(folder: DataDir, stage: Path) -> None:
    if in_use.is_in_use(folder.root):
        _undo(folder, stage)
        raise refuse("backup.in_use", folder.root.name)
    try:
        for name in _FILES:
            if (folder.root / name).exists():
                (folder.root / name).replace(stage / name)
    except OSError as error:
        _undo(folder, stage)
        raise refuse("backup.in_use", folder.root.name) from error


def _undo(folder: DataDir, stage: Path) -> None:
    """Give the change up: what was moved goes back before the stage goes."""
    for name in _FILES:
        with contextlib.suppress(FileNotFoundError):
            (stage / name).replace(folder.root / name)
    shutil.rmtree(stage)


def _free_name(folder: DataDir) -> Path:
    number = 1
    while (aside := folder.root / f"{_ASIDE}{number}").exists():
        number += 1
    return aside
