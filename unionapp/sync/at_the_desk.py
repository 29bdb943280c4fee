"""The exchange as the window uses it: each act answers in lines that a worker can read out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unionapp.sync import devices, export, importing, show

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
        last = reading.scalar("SELECT max(at) FROM bundle WHERE direction = 'out'")
        return State(
            enrolled=hub is not None,
            hub=hub.name if hub else "",
            waiting=export.waiting(reading),
            last_export=str(last or "")[:10],
        )


def request(desk: Desk, out: Path, language: str) -> tuple[str, ...]:
    """Write this laptop's public keys, and say what the file holds."""
    devices.request(desk, out)
    return show_file(desk, out, language)


def write_bundle(desk: Desk, out: Path, language: str) -> tuple[str, ...]:
    """Write what no bundle holds yet, and say what the file holds."""
    export.export(desk, out)
    return show_file(desk, out, language)


def show_file(desk: Desk, file: Path, language: str) -> tuple[str, ...]:
    """Say in plain words what a bundle holds, without opening it."""
    with desk.read() as reading:
        trusted = devices.trusted(reading)
    return tuple(show.lines(show.look(importing.read(file), trusted), language))


def take_in(desk: Desk, file: Path, language: str) -> tuple[str, ...]:
    """Take in the hub's answer, and say what it was."""
    importing.import_bundle(desk, importing.read(file), name=file.name)
    return show_file(desk, file, language)
