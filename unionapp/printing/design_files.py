"""Where designs come from: a file, a folder with artwork, or a zip of such a folder."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from unionapp.errors import refuse
from unionapp.paths import resources

DESIGN = "design.json"
# Artwork for one document; a zip that unpacks to more is a mistake or a trap.
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class DesignFiles:
    """One design: `card.json`, the folder `card` or `card.zip`, with the artwork beside it."""

    code: str
    path: Path

    @property
    def name(self) -> str:
        """What a problem calls the file of the design."""
        return self.path.name if self.path.suffix == ".json" else f"{self.path.name}/{DESIGN}"

    def text(self) -> str:
        """Return the design's JSON; raises `printing.not_json`."""
        try:
            if self.path.suffix == ".json":
                return self.path.read_text("utf-8")
            return self._member(DESIGN).decode("utf-8")
        except (OSError, KeyError, UnicodeDecodeError, zipfile.BadZipFile) as error:
            raise refuse("printing.not_json", self.name, reason=str(error)) from error

    def artwork(self, file: str) -> bytes:
        """Return a file that lies beside the design; raises `printing.no_artwork`."""
        try:
            if not is_plain(file):
                raise KeyError(file)
            return self._member(file)
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise refuse("printing.no_artwork", self.name, file=file) from error

    def _member(self, file: str) -> bytes:
        if self.path.suffix == ".zip":
            with zipfile.ZipFile(self.path) as archive:
                if archive.getinfo(file).file_size > _MOST_BYTES:
                    raise KeyError(file)
                return archive.read(file)
        folder = self.path if self.path.is_dir() else self.path.parent
        return (folder / file).read_bytes()


def is_plain(file: str) -> bool:
    """Say whether a name is that of a file beside the design, on every system."""
    names = (PurePosixPath(file).name, PureWindowsPath(file).name)
    return names == (file, file) and file not in ("", ".", "..")


def listed(folders: Iterable[Path] = ()) -> dict[str, DesignFiles]:
    """Return the designs by code; an office's own takes the place of a shipped one."""
    found: dict[str, DesignFiles] = {}
    for folder in (resources() / "documents", *folders):
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            is_folder = path.is_dir() and (path / DESIGN).is_file()
            if is_folder or (path.is_file() and path.suffix in (".json", ".zip")):
                found[path.stem] = DesignFiles(path.stem, path)
    return found
