"""Keeps what the office decides about programmes: open points, on or off, files of its own.

Every decision is made with a reason, which stands beside it in `office_settings`; the audit trail,
which holds no free text, holds its hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from unionapp.errors import Problem, UserError, refuse
from unionapp.files import write_atomically
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Worker
from unionapp.programmes import load
from unionapp.programmes.programme import Programme
from unionapp.programmes.switches import Setting, Switch
from unionapp.services import case_facts, office_settings, programme_files
from unionapp.services.office_settings import ACTIVE as ACTIVE

CHANGED = frozenset({"programme", "office_setting"})
_KEEPER = "keeper"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of the office: `name` is a switch or `active`; None is the file's default."""

    at: datetime
    worker: str
    name: str
    value: Setting | None
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """That a decision was written."""

    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An own file that was taken in."""

    programme: Programme
    changes: frozenset[str]


def settings(reading: Reading, programme: Programme) -> Mapping[str, Setting]:
    """Return what the office decided, by switch; what no switch of this edition takes is left."""
    said = case_facts.switches(reading, programme.code)
    found = {one.name: _read(one, said[one.name]) for one in programme.switches if one.name in said}
    return {name: value for name, value in found.items() if value is not None}


def open_points(programme: Programme, decided: Mapping[str, Setting]) -> tuple[Switch, ...]:
    """Return the switches that have no value at all: nothing is computed that needs them."""
    return tuple(
        one for one in programme.switches if one.default is None and one.name not in decided
    )


def decide(
    desk: Desk, programme: Programme, name: str, value: Setting | None, *, reason: str
) -> Decided:
    """Set a switch, or with None go back to the file's default; the office's keeper decides.

    Raises `programme_settings.unknown_switch`, `programme_settings.value_wrong`,
    `programme_settings.reason_missing`, `programme_settings.not_keeper`.
    """
    switch = programme.switch(name)
    if switch is None:
        raise refuse("programme_settings.unknown_switch", name, programme=programme.code)
    if value is not None and not switch.accepts(value):
        raise refuse("programme_settings.value_wrong", name, zh=switch.label.zh, en=switch.label.en)
    told = _told(reason)
    with desk.write() as work:
        _as_keeper(work)
        _write(work, programme.code, name, value, told)
    return Decided(CHANGED)


def activate(desk: Desk, programme: Programme, *, active: bool, reason: str) -> Decided:
    """Turn a programme on or off for this office; raises as `decide`."""
    told = _told(reason)
    with desk.write() as work:
        _as_keeper(work)
        _write(work, programme.code, ACTIVE, "yes" if active else "no", told)
    return Decided(CHANGED)


def decisions(desk: Desk, programme: Programme) -> tuple[Decision, ...]:
    """Return what was decided about a programme, the latest first."""
    with desk.read() as reading:
        found = office_settings.decisions(reading, programme.code)
        names = dict(reading.rows("SELECT id, name FROM worker"))
    return tuple(
        Decision(
            one.at,
            str(names.get(one.worker_id, "—")),
            one.name,
            _of_log(programme.switch(one.name), one.value),
            one.reason,
        )
        for one in reversed(found)
    )


def take_in(desk: Desk, file: Path) -> TakenIn:
    """Check a programme file and copy it into the office's own folder, whole or not at all.

    Raises every problem of the file, `programme.edition_twice` for an edition that is known, and
    `programme_settings.file_there` where another file has its name.
    """
    programme = load.load(file)
    folder = programme_files.own_folder(desk)
    known = programme_files.read_all(folder).programmes
    if any((one.code, one.edition) == (programme.code, programme.edition) for one in known):
        detail = {"code": programme.code, "edition": programme.edition}
        raise UserError(Problem("programme.edition_twice", file.name, detail))
    target = folder / f"{programme.code}-{programme.edition}.toml"
    if target.exists():
        raise refuse("programme_settings.file_there", target.name)
    content = file.read_bytes()
    with desk.write() as work:
        _as_keeper(work)
        digest: audit.Detail = {"code": programme.code, "sha256": programme.digest}
        audit.append(work, "programme_taken_in", "programme", programme.code, digest)
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(target, content)
    return TakenIn(programme, CHANGED)


def _told(reason: str) -> str:
    if not reason.strip():
        raise refuse("programme_settings.reason_missing", "reason")
    return reason.strip()


def _as_keeper(work: Work) -> None:
    worker = work.get(Worker, work.worker_id)
    if worker is None or _KEEPER not in worker.roles:
        raise refuse("programme_settings.not_keeper", worker.name if worker else work.worker_id)


def _write(work: Work, code: str, name: str, value: Setting | None, reason: str) -> None:
    digest = office_settings.put(work, code, name, _plain(value), reason)
    detail: audit.Detail = {"name": name, "sha256": digest}
    audit.append(work, "programme_decided", "programme", code, detail)


def _of_log(switch: Switch | None, value: object) -> Setting | None:
    if switch is not None:
        return _read(switch, value)
    return value if isinstance(value, str) else None


def _plain(value: Setting | None) -> object:
    """Return a setting as JSON keeps it and as `programme try` takes it."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(switch: Switch, value: object) -> Setting | None:
    """Return a kept setting; None when this edition of the switch does not take it."""
    read: Any = tuple(value) if isinstance(value, list) else value
    if switch.kind == "day" and isinstance(value, str):
        try:
            read = date.fromisoformat(value)
        except ValueError:
            return None
    return read if switch.accepts(read) else None
