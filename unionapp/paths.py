"""Where the program's own files and the user's files stand."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA_DIR_VARIABLE = "UNIONAPP_DATA_DIR"


@cache
def resources() -> Path:
    """Return the folder of shipped data: codes, programmes, documents, fonts."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    return Path(__file__).resolve().parent.parent / "resources"


@dataclass(frozen=True, slots=True)
class DataDir:
    """The one folder that holds an office's data; every file in it has its name here."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "case.db"

    @property
    def key_slots(self) -> Path:
        return self.root / "keys.json"

    @property
    def settings(self) -> Path:
        return self.root / "settings.toml"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def log(self) -> Path:
        return self.root / "unionapp.log"

    @property
    def sample_passphrase(self) -> Path:
        """A sample patch says here how it is opened; no other office has this file."""
        return self.root / "sample-passphrase.txt"

    @property
    def own_programmes(self) -> Path:
        return self.root / "programmes"

    @property
    def own_forms(self) -> Path:
        return self.root / "forms"

    @property
    def own_documents(self) -> Path:
        return self.root / "documents"


def data_dir(given: str | None = None) -> DataDir:
    """Return the data folder: the one given, else `UNIONAPP_DATA_DIR`, else the user's own."""
    chosen = given or os.environ.get(DATA_DIR_VARIABLE)
    if chosen:
        return DataDir(Path(chosen).expanduser().absolute())
    import platformdirs

    return DataDir(Path(platformdirs.user_data_dir("unionapp", appauthor=False)))
