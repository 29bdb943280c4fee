"""Hubs, and laptops that they know, with as few words as a test needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import factories
from unionapp.hub import registry, store
from unionapp.hub.store import Hub, Sources
from unionapp.models.desk import Desk
from unionapp.models.ids import seeded_ids
from unionapp.sync import devices, export, importing
from unionapp.sync.export import Exported


def address(folder: Path, name: str = "hub") -> str:
    return f"sqlite:///{(folder / name / 'hub.db').as_posix()}"


def sources(name: str = "hub") -> Sources:
    return Sources(
        clock=factories.stepping_clock(),
        new_id=seeded_ids(len(name), 99),
        new_device=lambda: f"{0xFF00 + len(name):016x}",
        cost=factories.CHEAP,
    )


@contextmanager
def hub(folder: Path, name: str = "hub") -> Iterator[Hub]:
    """Open the hub in a folder; it is made when it is not there."""
    url = address(folder, name)
    if store.file_of(url).exists():
        opened = store.open_hub(url, factories.PASSPHRASE, sources=sources(name))
    else:
        opened = store.init(
            url,
            name=f"沈阳市中心 {name}",
            prefix="T",
            passphrase=factories.PASSPHRASE,
            sources=sources(name),
        ).hub
    try:
        yield opened
    finally:
        opened.close()


def reply_for(folder: Path, desk: Desk, name: str = "hub") -> Path:
    """Enrol a laptop at the hub; return the answer's file."""
    request, reply = folder / "request.ghb", folder / f"reply-{name}.ghb"
    devices.request(desk, request)
    with hub(folder, name) as opened:
        registry.enrol(opened, request.read_bytes(), reply)
    return reply


def enrolled_office(folder: Path, seed: int = 1) -> Desk:
    """Return an office that the folder's hub knows."""
    desk = factories.office(folder / f"office-{seed}", seed=seed)
    importing.import_bundle(desk, reply_for(folder, desk).read_bytes())
    return desk


def day(desk: Desk, folder: Path, file_name: str, **changes: object) -> tuple[Path, Exported]:
    """Add a person and export: one day of a laptop."""
    factories.person(desk, **changes)
    file = folder / file_name
    return file, export.export(desk, file)
