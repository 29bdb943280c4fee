"""Which papers an office has designs for, its own among them, and what each is called."""

from __future__ import annotations

import json
import zipfile
from functools import lru_cache
from pathlib import Path

from unionapp.paths import resources
from unionapp.programmes.programme import Label

# A design is a file, an archive, or a folder with this file in it (docs/document-design.md).
_DESIGN = "design.json"


def own_documents(own_programmes: Path) -> Path:
    """Return the folder of the office's own designs, beside that of its programmes."""
    return own_programmes.parent / "documents"


def codes(own: Path) -> frozenset[str]:
    """Return the codes of all designs, shipped or in the office's folder."""
    folders = [folder for folder in (resources() / "documents", own) if folder.is_dir()]
    return frozenset(
        path.stem for folder in folders for path in folder.iterdir() if _is_design(path)
    )


def title(code: str, own: Path | None = None) -> Label:
    """Return what a paper is called; its code where no design that can be read names it."""
    for folder in (own, resources() / "documents"):
        for name in (f"{code}.json", f"{code}.zip", code):
            path = folder / name if folder is not None else None
            if path is not None and _is_design(path):
                return _title(path, (path / _DESIGN if path.is_dir() else path).stat().st_mtime_ns)
    return Label(code, code)


def _is_design(path: Path) -> bool:
    if path.is_dir():
        return (path / _DESIGN).is_file()
    return path.suffix in (".json", ".zip") and path.is_file()


@lru_cache(maxsize=128)
def _title(path: Path, _changed: int) -> Label:
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                text = archive.read(_DESIGN)
        else:
            text = (path / _DESIGN if path.is_dir() else path).read_bytes()
        told = json.loads(text)
        return Label(str(told["zh"]), str(told["en"]))
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return Label(path.stem, path.stem)
