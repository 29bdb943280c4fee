"""Makes and opens a hub: an encrypted database of the same kinds, with keys of its own.

The database key is wrapped by the hub keeper's passphrase and a printed recovery code, in a key
file beside the database; the hub's two private keys stand inside the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from unionapp.errors import UserError, refuse
from unionapp.hub import tables
from unionapp.models import database, ids, keyslots
from unionapp.models.database import Database
from unionapp.models.desk import Desk
from unionapp.models.keyfile import Cost
from unionapp.sync import devices
from unionapp.sync.device_keys import DeviceKeys

_KEEPER = "hub"
_SQLITE, _POSTGRESQL = "sqlite:///", "postgresql"
_PREFIX = re.compile(r"[A-Z]{1,4}")
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,100}")


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


@dataclass(frozen=True, slots=True)
class Hub:
    """An open hub; `close` it."""

    desk: Desk
    keys: DeviceKeys
    name: str
    prefix: str

    def close(self) -> None:
        """Close the database and let the keys go."""
        self.desk.database.close()


@dataclass(frozen=True, slots=True)
class NewHub:
    """A hub that was just made; the recovery code is shown once and printed."""

    hub: Hub
    recovery_code: str


def file_of(url: str) -> Path:
    """Return the file of a hub's address `sqlite:///path`.

    Raises `UserError`: `exchange.hub_later` for PostgreSQL, `exchange.hub_address` otherwise.
    """
    if url.startswith(_POSTGRESQL):
        # The address may hold a password: only its beginning is shown.
        raise refuse("exchange.hub_later", f"{_POSTGRESQL}://…")
    if not url.startswith(_SQLITE) or not url.removeprefix(_SQLITE):
        raise refuse("exchange.hub_address", url)
    return Path(url.removeprefix(_SQLITE)).expanduser().absolute()


def init(
    url: str, *, name: str, prefix: str, passphrase: str, sources: Sources | None = None
) -> NewHub:
    """Make a hub; `prefix` (1 to 4 capitals) begins every number series that it hands out.

    Raises `UserError`: `exchange.hub_exists`, `exchange.hub_name`, `exchange.hub_prefix`, and
    the faults of a weak passphrase.
    """
    sources = sources or Sources()
    file = file_of(url)
    _check_new(file, name, prefix, passphrase)
    slots = _key_file(file)
    for left_over in (slots, keyslots.copy_of(slots)):
        if left_over.exists():  # a start that was cut off; nothing was ever locked with it
            left_over.replace(left_over.with_suffix(".unused"))
    cost = sources.cost or keyslots.calibrate()
    key, recovery_code = keyslots.create(slots, _KEEPER, name, passphrase, cost=cost)
    desk = _desk(database.create(file, key, wipe_memory=False), sources)
    with desk.database.writing() as connection:
        tables.METADATA.create_all(connection)
        connection.exec_driver_sql(
            "INSERT INTO clock VALUES (1, ?, 1, 0, 0, 0, ?, 0)", (sources.new_device(), _KEEPER)
        )
    with desk.write() as work:
        devices.own_keys(work)
        work.set_meta("hub_prefix", prefix)
        work.set_meta("hub_name", name)
    return NewHub(_seated(desk), recovery_code)


def open_hub(url: str, passphrase: str, *, sources: Sources | None = None) -> Hub:
    """Open a hub; `UserError` `exchange.hub_missing`, or as for a wrong passphrase."""
    sources = sources or Sources()
    file = file_of(url)
    if not file.exists():
        raise refuse("exchange.hub_missing", file.name)
    unlocked = keyslots.unlock(_key_file(file), passphrase, _KEEPER, now=sources.clock())
    opened = database.open_existing(file, unlocked.key, wipe_memory=False)
    with opened.writing() as connection:
        tables.METADATA.create_all(connection)
    return _seated(_desk(opened, sources))


def _check_new(file: Path, name: str, prefix: str, passphrase: str) -> None:
    if file.exists():
        raise refuse("exchange.hub_exists", file.name)
    if not _NAME.fullmatch(name):
        raise refuse("exchange.hub_name", name)
    if not _PREFIX.fullmatch(prefix):
        raise refuse("exchange.hub_prefix", prefix)
    if weak := keyslots.passphrase_problems(passphrase, forbidden=(name,)):
        raise UserError(*weak)


def _key_file(file: Path) -> Path:
    return file.with_suffix(".keys.json")


def _desk(opened: Database, sources: Sources) -> Desk:
    return Desk(opened, _KEEPER, sources.clock, sources.new_id)


def _seated(desk: Desk) -> Hub:
    with desk.read() as reading:
        keys, name = devices.stored_keys(reading), reading.meta("hub_name")
        prefix = reading.meta("hub_prefix")
    if keys is None or name is None or prefix is None:
        desk.database.close()
        raise refuse("exchange.hub_missing", desk.database.path.name)
    return Hub(desk, keys, name, prefix)
