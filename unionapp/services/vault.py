"""Makes, opens and leaves an office's case database."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from unionapp.errors import Problem, UserError, refuse
from unionapp.models import audit, database, ids, keyslots, migrations
from unionapp.models.declare import Schema
from unionapp.models.desk import OFFICE_ZONE, Desk, Work
from unionapp.models.keyfile import Cost
from unionapp.models.records import SCHEMA, Office, Place, Union, Worker
from unionapp.models.steady_clock import DOUBTFUL, SteadyClock
from unionapp.paths import DataDir
from unionapp.services import changeover
from unionapp.values import divisions, names

# The roles that the first worker of an office holds: they set it up and may name others.
FIRST_ROLES = ("worker", "approver", "keeper")


def wall_clock() -> datetime:
    """Return the machine's time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where time, ids and the cost of a passphrase guess come from; tests inject their own."""

    clock: Callable[[], datetime] = wall_clock
    new_id: Callable[[], str] = ids.new_id
    new_device: Callable[[], str] = ids.new_device
    cost: Cost | None = None
    schema: Schema = SCHEMA
    steps: tuple[migrations.Step, ...] = migrations.STEPS

    def guess_cost(self) -> Cost:
        """Return what one guess shall cost: as given, else measured on this machine."""
        return self.cost or keyslots.calibrate()


@dataclass(frozen=True, slots=True)
class NewOffice:
    """A database that was just made; the recovery code is shown once and printed."""

    desk: Desk
    recovery_code: str


def exists(folder: DataDir) -> bool:
    """Say whether the folder holds an office: both its key slots and its database."""
    changeover.finish(folder)
    return folder.key_slots.exists() and folder.database.exists()


def create_office(
    folder: DataDir,
    *,
    office: Office,
    worker_name: str,
    passphrase: str,
    sources: Sources | None = None,
    wipe_memory: bool = True,
) -> NewOffice:
    """Make the database of a new office and seat its first worker at it.

    It is laid out whole beside the folder's files before it takes their names: a database that
    was cut off half-way would open, and record changes that no bundle ever carries. Raises
    `UserError`: an office is there already, an empty name, an unknown division, a weak passphrase.
    """
    sources = sources or Sources()
    changeover.finish(folder)
    _check_new(folder, office, worker_name, passphrase)
    folder.root.mkdir(parents=True, exist_ok=True)
    worker_id = sources.new_id()
    with tempfile.TemporaryDirectory(dir=folder.root, prefix=".new-") as scratch:
        new = changeover.lay_out(Path(scratch))
        key, recovery_code = keyslots.create(
            new.key_slots, worker_id, worker_name, passphrase, cost=sources.guess_cost()
        )
        _lay_out(new, key, office, worker_id, worker_name, sources)
        changeover.decide(Path(scratch), folder)
    return NewOffice(_seat(folder, key, worker_id, sources, wipe_memory), recovery_code)


def _lay_out(
    new: DataDir, key: bytes, office: Office, worker_id: str, worker_name: str, sources: Sources
) -> None:
    """Make the database of a new office, and close it."""
    opened = database.create(
        new.database, key, schema=sources.schema, steps=sources.steps, wipe_memory=False
    )
    try:
        with opened.writing() as connection:
            device = sources.new_device()
            connection.exec_driver_sql(
                "INSERT INTO clock VALUES (1, ?, 1, 0, 0, 0, ?, 0)", (device, worker_id)
            )
        desk = Desk(opened, worker_id, sources.clock, sources.new_id)
        with desk.write() as work:
            work.set_meta("office", office.name)
            work.set_meta("division", office.division)
            _seat_first_worker(work, worker_id, worker_name)
            _found_union(work, office, _plant_tree(work, office.division))
        opened.checkpoint()
    finally:
        opened.close()


def _check_new(folder: DataDir, office: Office, worker_name: str, passphrase: str) -> None:
    if folder.database.exists():
        raise refuse("vault.exists", str(folder.root))
    if not office.name.strip():
        raise refuse("vault.office_name_missing", "office")
    if not worker_name.strip():
        raise refuse("vault.worker_name_missing", "worker")
    if divisions.find(office.division[:6].ljust(6, "0")) is None:
        raise refuse("vault.division_unknown", office.division)
    if weak := keyslots.passphrase_problems(passphrase, forbidden=(office.name, worker_name)):
        raise UserError(*weak)


def _seat_first_worker(work: Work, worker_id: str, name: str) -> None:
    work.add(
        Worker(
            id=worker_id,
            home_division=work.division,
            name=names.normalise(name),
            roles=FIRST_ROLES,
        )
    )


def _plant_tree(work: Work, division: str) -> str:
    """Add the places from the province down to the office's division; return the lowest."""
    parent: str | None = None
    for kind, code in (("province", "21"), ("city", division[:4]), ("district", division[:6])):
        known = divisions.find(code.ljust(len("210106"), "0"))
        if known is None or (kind == "district" and len(division) < len("210106")):
            continue
        place = Place(
            id=work.new_id(),
            home_division=work.division,
            kind=kind,
            parent_id=parent,
            name=known.zh,
            division=code,
        )
        work.add(place)
        parent = place.id
    return parent or ""


def _found_union(work: Work, office: Office, place_id: str) -> None:
    """Record the office itself as the union that acts on memberships."""
    union = Union(
        id=work.new_id(),
        home_division=work.division,
        name=office.name,
        place_id=place_id or None,
    )
    work.add(union)
    work.set_meta("union", union.id)


def open_office(
    folder: DataDir,
    passphrase: str,
    worker_id: str | None = None,
    *,
    sources: Sources | None = None,
    wipe_memory: bool = True,
) -> Desk:
    """Open the database with a worker's passphrase; `UserError` when it is not theirs."""
    sources = sources or Sources()
    changeover.finish(folder)
    if not folder.database.exists():
        raise refuse("vault.missing", str(folder.root))
    unlocked = keyslots.unlock(folder.key_slots, passphrase, worker_id, now=sources.clock())
    return _seat(folder, unlocked.key, unlocked.worker_id, sources, wipe_memory)


def open_with_recovery(
    folder: DataDir,
    code: str,
    *,
    worker_id: str,
    new_passphrase: str,
    sources: Sources | None = None,
) -> Desk:
    """Open the database with the printed recovery code and give a worker a new passphrase."""
    sources = sources or Sources()
    changeover.finish(folder)
    key = keyslots.unlock_with_recovery(folder.key_slots, code)
    if weak := keyslots.passphrase_problems(new_passphrase, forbidden=()):
        raise UserError(*weak)
    keyslots.set_passphrase(
        folder.key_slots, key, worker_id, new_passphrase, cost=sources.guess_cost()
    )
    return _seat(folder, key, worker_id, sources, True)


def _seat(folder: DataDir, key: bytes, worker_id: str, sources: Sources, wipe_memory: bool) -> Desk:
    opened = database.open_existing(
        folder.database,
        key,
        schema=sources.schema,
        steps=sources.steps,
        wipe_memory=wipe_memory,
    )
    with opened.reading() as connection:
        wall = connection.exec_driver_sql("SELECT wall FROM clock").scalar() or 0
    clock = SteadyClock(sources.clock, datetime.fromtimestamp(wall / 1000, UTC))
    clock()
    return Desk(opened, worker_id, clock, sources.new_id)


def clock_problem(desk: Desk) -> Problem | None:
    """Return what to ask the worker where the machine's day is before that of the last change."""
    if desk.clock_behind < DOUBTFUL:
        return None
    last = desk.clock()
    machine = last - desk.clock_behind
    days = [one.astimezone(OFFICE_ZONE).date().isoformat() for one in (machine, last)]
    return Problem("vault.clock_behind", days[0], {"last": days[1]}, warning=True)


def trust_clock(desk: Desk) -> None:
    """Go by the machine's clock from now on: the worker says that it was wrong before."""
    behind = desk.clock_behind
    if isinstance(desk.clock, SteadyClock) and behind:
        desk.clock.trust()
        with desk.write() as work:
            audit.append(work, "clock_trusted", detail={"days": behind.days})


def office_of(desk: Desk) -> Office:
    """Return whose database is open."""
    with desk.read() as reading:
        return Office(reading.meta("office") or "", reading.meta("division") or "")


def lock(desk: Desk) -> None:
    """Close the database and let the key go."""
    desk.database.close()
