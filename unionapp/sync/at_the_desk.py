"""The exchange as the window uses it: each act answers in lines that a worker can read out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unionapp.models.desk import OFFICE_ZONE
from unionapp.models.store import instant_from
from unionapp.sync import devices, export, importing, ledger, show

if TYPE_CHECKING:
    from unionapp.models.desk import Desk


@dataclass(frozen=True, slots=True)
class State:
    """Where the exchange stands; `last_export` is the moment as an office writes it, or ""."""

    enrolled: bool
    hub: str
    waiting: int
    last_export: str


def state(desk: Desk) -> State:
    """Return whether a hub knows this laptop, and what waits to be carried there."""
    with desk.read() as reading:
        hub = devices.hub_of(reading)
        last = reading.scalar(
            "SELECT max(at) FROM bundle WHERE direction = ? AND status != ?",
            (ledger.OUT, ledger.MADE),
        )
        return State(
            enrolled=hub is not None,
            hub=hub.name if hub else "",
            waiting=export.waiting(reading),
            last_export=_day(str(last)) if last else "",
        )


def _day(stored: str) -> str:
    return instant_from(stored).astimezone(OFFICE_ZONE).date().isoformat()


def request(desk: Desk, out: Path, language: str) -> tuple[str, ...]:
    """Write this laptop's public keys, and say what the file holds."""
    devices.request(desk, out)
    return show_file(desk, out, language)


def write_bundle(desk: Desk, out: Path, language: str) -> tuple[str, ...]:
    """Write what no bundle holds yet, and say what the files hold.

    A bundle whose writing was cut off comes first, byte for byte as it was; a very large patch
    takes several. Further files stand beside the first: `name-2`, `name-3` …
    """
    lines: list[str] = []
    file, number = out, 1
    while True:
        written = export.export(desk, file)
        lines += [*show_file(desk, file, language), str(file)]
        if not written.left:
            return tuple(lines)
        number += 1
        file = out.with_stem(f"{out.stem}-{number}")


def show_file(desk: Desk, file: Path, language: str) -> tuple[str, ...]:
    """Say in plain words what a bundle holds, without opening it."""
    with desk.read() as reading:
        trusted = devices.trusted(reading)
    return tuple(show.lines(show.look(importing.read(file), trusted), language))


def take_in(desk: Desk, file: Path, language: str) -> tuple[str, ...]:
    """Take in the hub's answer, and say what it was."""
    importing.import_bundle(desk, importing.read(file), name=file.name)
    return show_file(desk, file, language)
