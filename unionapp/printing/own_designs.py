"""Designs as files of the office: which there are, one that is not saved yet, and saving it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from unionapp.errors import UserError, refuse
from unionapp.files import write_atomically
from unionapp.paths import resources
from unionapp.printing import design_files
from unionapp.printing.design_files import DESIGN, DesignFiles

# Beside the designs, where no design is looked for.
_DRAFTS = ".drafts"
_EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Listed:
    """A design by its labels; `is_own` when the office has a file of its own."""

    files: DesignFiles
    zh: str
    en: str
    is_own: bool

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Typed:
    """The writing of an object that cannot be read yet: of which side and object, from 0."""

    side: int
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Unsaved(DesignFiles):
    """A design as it stands on the screen; artwork lies with the office's files or the old one."""

    said: str
    own: Path

    def text(self) -> str:
        return self.said

    def artwork(self, file: str) -> bytes:
        beside = self.own / file
        if design_files.is_plain(file) and beside.is_file():
            return beside.read_bytes()
        return DesignFiles(self.code, self.path).artwork(file)


def listed(own: Path) -> tuple[Listed, ...]:
    """Return all designs by code; a damaged file bears its code, so that it can be mended."""
    found = design_files.listed((own,))
    shipped = resources() / "documents"
    return tuple(_listed(found[code], shipped) for code in sorted(found))


def _listed(files: DesignFiles, shipped: Path) -> Listed:
    try:
        data = json.loads(files.text())
        zh, en = str(data["zh"]), str(data["en"])
    except (UserError, ValueError, KeyError, TypeError):
        zh = en = files.code
    return Listed(files, zh, en, files.path.parent != shipped)


def save(files: DesignFiles, own: Path, text: str, data: Mapping[str, object]) -> DesignFiles:
    """Write a design as the office's own, with its artwork beside it; return where it stands.

    A shipped design stays as it is: the new file takes its place. Raises `printing.cannot_save`.
    """
    is_own = files.path.parent == own
    try:
        if is_own and files.path.suffix == ".zip":
            write_atomically(files.path, _zipped(files.path, text, own, data))
            return files
        if is_own and files.path.is_dir():
            target, folder = files.path / DESIGN, files.path
        else:
            target, folder = own / f"{files.code}.json", own
        folder.mkdir(parents=True, exist_ok=True)
        for name in set(_artwork_names(data)):
            if not (folder / name).is_file():
                write_atomically(
                    folder / name, Unsaved(files.code, files.path, "", own).artwork(name)
                )
        write_atomically(target, text.encode("utf-8"))
    except OSError as error:
        raise refuse("printing.cannot_save", files.name, reason=error.strerror or "—") from error
    return files if is_own else DesignFiles(files.code, own / f"{files.code}.json")


def keep_draft(design: Unsaved) -> None:
    """Keep what is not saved yet, so that a locked or cut-off window loses nothing."""
    folder = design.own / _DRAFTS
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / f"{design.code}.json", design.said.encode("utf-8"))


def draft(own: Path, code: str) -> str | None:
    """Return what was kept of a design, or None."""
    try:
        return (own / _DRAFTS / f"{code}.json").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def drop_draft(own: Path, code: str) -> None:
    """Forget what was kept: it is saved, or not wanted any more."""
    (own / _DRAFTS / f"{code}.json").unlink(missing_ok=True)


def keep_typed(own: Path, code: str, typed: Typed) -> None:
    """Keep the writing of an object as it was typed, so that a locked window loses nothing."""
    path = _typed_file(own, code)
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {"side": typed.side, "at": typed.at, "text": typed.text}
    write_atomically(path, json.dumps(said, ensure_ascii=False).encode("utf-8"))


def typed(own: Path, code: str) -> Typed | None:
    """Return what was being typed of a design, or None."""
    try:
        said = json.loads(_typed_file(own, code).read_text("utf-8"))
        return Typed(int(said["side"]), int(said["at"]), str(said["text"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop_typed(own: Path, code: str) -> None:
    """Forget what was being typed: it was taken, or given up."""
    _typed_file(own, code).unlink(missing_ok=True)


def _typed_file(own: Path, code: str) -> Path:
    return own / _DRAFTS / f"{code}.typed"


def is_shipped(code: str) -> bool:
    """Return whether the program has a design of its own for a document."""
    return code in design_files.listed()


def set_aside(files: DesignFiles, own: Path, today: date) -> Path:
    """Put an office's own design aside, so that the shipped one is used again; return where.

    What was not saved yet goes with it; nothing is deleted. Raises `printing.cannot_save`.
    """
    folder = own / _EARLIER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free(folder, f"{files.code}-{today.isoformat()}", files.path.suffix)
        if (unsaved := own / _DRAFTS / f"{files.code}.json").is_file():
            unsaved.rename(target.with_name(f"{target.stem}.unsaved.json"))
        files.path.rename(target)
    except OSError as error:
        raise refuse("printing.cannot_save", files.name, reason=error.strerror or "—") from error
    return target


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """Return a file of a folder that is not there yet: a second one of a day is numbered."""
    names = (stem if at == 1 else f"{stem}-{at}" for at in count(1))
    return folder / next(
        f"{one}{suffix}" for one in names if not (folder / f"{one}{suffix}").exists()
    )


def take_scan(own: Path, code: str, scan: Path) -> str:
    """Copy a scan beside the office's designs; return its name there.

    Raises `printing.no_artwork` for a file that cannot be read, `printing.bad_artwork` for one
    that is no picture.
    """
    from unionapp.printing import artwork

    name = f"{code}-scan{scan.suffix.lower()}"
    try:
        content = scan.read_bytes()
    except OSError as error:
        raise refuse("printing.no_artwork", code, file=scan.name) from error
    artwork.check(name, content, 1)
    own.mkdir(parents=True, exist_ok=True)
    write_atomically(own / name, content)
    return name


def _artwork_names(value: object) -> Iterator[str]:
    """Yield the files that a design names, wherever in it."""
    if isinstance(value, Mapping):
        if isinstance(value.get("underlay"), str):
            yield str(value["underlay"])
        if value.get("type") == "artwork" and isinstance(value.get("file"), str):
            yield str(value["file"])
        for inner in value.values():
            yield from _artwork_names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _artwork_names(inner)


def _zipped(path: Path, text: str, own: Path, data: Mapping[str, object]) -> bytes:
    """Return the archive with another design in it, and scans that were taken since."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != DESIGN:
                new.writestr(name, old.read(name))
        new.writestr(DESIGN, text)
        for name in set(_artwork_names(data)) - set(old.namelist()):
            new.writestr(name, (own / name).read_bytes())
    return out.getvalue()
