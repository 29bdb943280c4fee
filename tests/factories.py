"""Valid records and open offices with as few words as a test needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from unionapp.models.declare import Record, Schema
from unionapp.models.desk import Desk
from unionapp.models.ids import seeded_ids
from unionapp.models.keyfile import Cost
from unionapp.models.migrations import STEPS, Step
from unionapp.models.records import SCHEMA, Household, Office, Person, Place
from unionapp.paths import DataDir
from unionapp.services import vault

DIVISION = "210106"
PASSPHRASE = "走遍 每条 街巷 楼栋 8"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # nine o'clock in the office

R = TypeVar("R", bound=Record)


def stepping_clock(
    start: datetime = START, step: timedelta = timedelta(seconds=1)
) -> Callable[[], datetime]:
    """A clock that goes on by one step each time it is asked."""
    moment = start

    def now() -> datetime:
        nonlocal moment
        moment += step
        return moment

    return now


def sources(
    schema: Schema = SCHEMA, seed: int = 1, steps: tuple[Step, ...] = STEPS
) -> vault.Sources:
    return vault.Sources(
        clock=stepping_clock(),
        new_id=seeded_ids(seed, int(START.timestamp() * 1000)),
        new_device=lambda: f"{seed:016x}",
        cost=CHEAP,
        schema=schema,
        steps=steps,
    )


@dataclass(frozen=True)
class Mould:
    """A new office as files, and how far clock and ids have to be wound before it is opened."""

    files: tuple[tuple[str, bytes], ...]
    moments: int
    ids: int


@lru_cache(maxsize=8)
def _mould(schema: Schema, seed: int, steps: tuple[Step, ...]) -> Mould:
    whole, asked = sources(schema, seed, steps), Counter[str]()

    def now() -> datetime:
        asked["now"] += 1
        return whole.clock()

    def new_id() -> str:
        asked["id"] += 1
        return whole.new_id()

    counted = replace(whole, clock=now, new_id=new_id)
    with TemporaryDirectory() as name:
        folder = Path(name)
        vault.lock(new_office(folder, counted))
        files = tuple((path.name, path.read_bytes()) for path in sorted(folder.iterdir()))
        made = asked.copy()
        # Once on, the wiping of memory stays on for the whole process: tests took twenty times.
        vault.lock(
            vault.open_office(DataDir(folder), PASSPHRASE, sources=counted, wipe_memory=False)
        )
    return Mould(files, 2 * made["now"] - asked["now"], 2 * made["id"] - asked["id"])


def new_office(folder: Path, whole: vault.Sources) -> Desk:
    return vault.create_office(
        DataDir(folder),
        office=Office("铁西区兴华街道总工会", DIVISION),
        worker_name="陈晓梅",
        passphrase=PASSPHRASE,
        sources=whole,
        wipe_memory=False,
    ).desk


def office(
    folder: Path,
    *,
    schema: Schema = SCHEMA,
    seed: int = 1,
    steps: tuple[Step, ...] = STEPS,
) -> Desk:
    """An office of 铁西区 with one worker, 陈晓梅, at the desk; close it with `vault.lock`.

    Made once and cast again from its files, a tenth of the work: clock and ids stand where they
    would after its making. Offices of one seed share device and key.
    """
    mould, whole = _mould(schema, seed, steps), sources(schema, seed, steps)
    for _ in range(mould.moments):
        whole.clock()
    for _ in range(mould.ids):
        whole.new_id()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in mould.files:
        (folder / name).write_bytes(content)
    return vault.open_office(DataDir(folder), PASSPHRASE, sources=whole, wipe_memory=False)


def add(desk: Desk, record: R) -> R:
    """Write a record that a factory made; its id is taken from the desk when it has none."""
    whole = record if record.id else replace(record, id=desk.new_id())
    with desk.write() as work:
        work.add(whole)
    return whole


def person(desk: Desk, **changes: object) -> Person:
    made = Person(id=desk.new_id(), home_division=DIVISION, name="王建国")
    return add(desk, replace(made, **changes))  # type: ignore[arg-type] # a test's own words


def household(desk: Desk, **changes: object) -> Household:
    made = Household(id=desk.new_id(), home_division=DIVISION)
    return add(desk, replace(made, **changes))  # type: ignore[arg-type] # a test's own words


def place(
    desk: Desk, kind: str, name: str, parent: Place | None = None, **changes: object
) -> Place:
    made = Place(
        id=desk.new_id(),
        home_division=DIVISION,
        kind=kind,
        name=name,
        parent_id=parent.id if parent else None,
    )
    return add(desk, replace(made, **changes))  # type: ignore[arg-type] # a test's own words


def building(desk: Desk, name: str = "3号楼", *, entrances: int = 2, floors: int = 3) -> Place:
    """A building on 双兴街 with `entrances` × `floors` × 2 doors."""
    street = place(desk, "street", "双兴街")
    made = place(desk, "building", name, street)
    for unit in range(1, entrances + 1):
        entrance = place(desk, "entrance", f"{unit}单元", made, order=unit)
        for floor in range(1, floors + 1):
            for door in (1, 2):
                number = f"{floor}0{door}"
                place(
                    desk,
                    "door",
                    f"{number}室",
                    entrance,
                    floor=floor,
                    number=number,
                    order=floor * 10 + door,
                    door_kind="residential",
                )
    return made


def door(desk: Desk, number: str = "201") -> Place:
    """A door of a fresh building."""
    made = building(desk)
    with desk.read() as reading:
        found = reading.select(Place, "kind = 'door' AND number = ?", (number,), order="rid DESC")
    assert found, made
    return found[0]
