"""Finds the programmes of an office: the shipped files and those in its own folder.

The files are read once and again when one of them changed, so that a window may ask often.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from unionapp.errors import Problem, UserError, refuse
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Case
from unionapp.paths import DataDir, resources
from unionapp.programmes import catalogue
from unionapp.programmes.catalogue import Catalogue
from unionapp.programmes.programme import Programme
from unionapp.services import office_settings

_Stamp = tuple[tuple[str, int, int], ...]


def own_folder(desk: Desk) -> Path:
    """Return the folder that holds the office's own programme files."""
    return DataDir(desk.database.path.parent).own_programmes


def read_all(folder: Path | None) -> Catalogue:
    """Return every programme that loads, shipped or own, and what is wrong with the others.

    Without a folder only the shipped ones are known.
    """
    return _read(folder, _stamp(folder))


def in_force(desk: Desk, day: date) -> tuple[Programme, ...]:
    """Return the newest edition of each programme that had begun on a day, by code."""
    return _newest(read_all(own_folder(desk)).programmes, day)


def find(folder: Path, code: str, day: date) -> Programme:
    """Return the edition of a programme for a day; raises `programme.unknown`."""
    found = read_all(folder)
    begun = [one for one in _newest(found.programmes, day) if one.code == code]
    if begun:
        return begun[0]
    named = [one for one in found.programmes if one.code == code]
    if named:
        return max(named, key=_age)
    wanted = ", ".join(dict.fromkeys(one.code for one in found.programmes))
    raise UserError(Problem("programme.unknown", code, {"wanted": wanted}), *found.problems)


def of_case(folder: Path | None, case: Case) -> Programme:
    """Return the edition that a case was opened under; raises `cases.edition_missing`."""
    for one in read_all(folder).programmes:
        if (one.code, one.edition) == (case.programme, case.edition):
            return one
    raise refuse("cases.edition_missing", case.programme, edition=case.edition, case=case.number)


def is_active(reading: Reading, programme: Programme) -> bool:
    """Say whether the office works with a programme: as it said, else as the file says."""
    said = office_settings.values(reading, programme.code).get(office_settings.ACTIVE)
    return programme.active if said is None else said == "yes"


def _newest(programmes: tuple[Programme, ...], day: date) -> tuple[Programme, ...]:
    found: dict[str, Programme] = {}
    for one in sorted(programmes, key=_age):
        if one.valid_from is None or one.valid_from <= day:
            found[one.code] = one
    return tuple(found[code] for code in sorted(found))


def _age(programme: Programme) -> tuple[date, str]:
    return programme.valid_from or date.min, programme.edition


def _stamp(folder: Path | None) -> _Stamp:
    found = []
    for place in (resources() / "programmes", folder):
        files = sorted(place.glob("*.toml")) if place is not None and place.is_dir() else []
        for file in files:
            told = file.stat()
            found.append((str(file), told.st_mtime_ns, told.st_size))
    return tuple(found)


@lru_cache(maxsize=4)
def _read(folder: Path | None, stamp: _Stamp) -> Catalogue:
    """`stamp` makes a changed file another question."""
    return catalogue.read_all(folder)
