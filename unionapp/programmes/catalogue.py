"""The programmes at hand: the shipped ones and the office's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from unionapp.errors import Problem, UserError
from unionapp.paths import resources
from unionapp.programmes.load import load
from unionapp.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The programmes that loaded, by code and edition, and what is wrong with the others."""

    programmes: tuple[Programme, ...]
    problems: tuple[Problem, ...]


def read_all(extra_folder: Path | None = None) -> Catalogue:
    """Read every `*.toml` of the shipped folder and of the office's own.

    A file that is wrong is left out whole and named in `problems`; the others still load. Two
    files of one code and edition are refused, because a case keeps the edition it began under;
    two editions that begin on one day are told.
    """
    return _read(_files(extra_folder))


def _read(files: Iterable[Path]) -> Catalogue:
    found: dict[tuple[str, str], Programme] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            programme = load(file)
        except UserError as error:
            problems.extend(error.problems)
            continue
        key = (programme.code, programme.edition)
        if key in found:
            detail = {"code": programme.code, "edition": programme.edition}
            problems.append(Problem("programme.edition_twice", file.name, detail))
            continue
        problems.extend(_same_day(programme, file, found.values()))
        found[key] = programme
    ordered = tuple(found[key] for key in sorted(found))
    return Catalogue(ordered, tuple(problems))


def _same_day(programme: Programme, file: Path, others: Iterable[Programme]) -> Iterator[Problem]:
    """Of two editions that begin on one day none is the newer: the file must say which."""
    for other in others:
        if (other.code, other.valid_from) == (programme.code, programme.valid_from):
            detail = {"code": other.code, "edition": programme.edition, "other": other.edition}
            yield Problem("programme.edition_same_day", file.name, detail)


def available(extra_folder: Path | None = None) -> tuple[Programme, ...]:
    """Return every programme that loads, sorted by code and edition."""
    return read_all(extra_folder).programmes


def find(
    code: str,
    *,
    extra_folder: Path | None = None,
    edition: str | None = None,
    day: date | None = None,
) -> Programme:
    """Return the named edition, or the newest that had begun on `day`.

    Raises `programme.unknown` with the codes that exist, and with what is wrong with the files
    that were left out: the one asked for may be among them.
    """
    editions = _editions(_read(_naming(code, extra_folder)), code, edition)
    if not editions:
        found = read_all(extra_folder)
        wanted = ", ".join(dict.fromkeys(programme.code for programme in found.programmes))
        raise UserError(Problem("programme.unknown", code, {"wanted": wanted}), *found.problems)
    begun = [programme for programme in editions if _has_begun(programme, day)]
    return max(begun or editions, key=lambda one: (one.valid_from or date.min, one.edition))


def _editions(found: Catalogue, code: str, edition: str | None) -> list[Programme]:
    return [
        programme
        for programme in found.programmes
        if programme.code == code and edition in (None, programme.edition)
    ]


def _naming(code: str, extra_folder: Path | None) -> Iterator[Path]:
    """Yield the files in which the code stands at all: the others cannot be the one asked for."""
    for file in _files(extra_folder):
        try:
            content = file.read_bytes()
        except OSError:
            continue
        if code.encode() in content or b"\\u" in content.lower():
            yield file


def _has_begun(programme: Programme, day: date | None) -> bool:
    return day is None or programme.valid_from is None or programme.valid_from <= day


def _files(extra_folder: Path | None) -> list[Path]:
    files = sorted((resources() / "programmes").glob("*.toml"))
    if extra_folder is not None and extra_folder.is_dir():
        files += sorted(extra_folder.glob("*.toml"))
    return files
