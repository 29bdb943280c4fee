"""Shows a building at one glance: floors × doors with what is known behind each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from unionapp.models.desk import Desk
from unionapp.models.records import Place


@dataclass(frozen=True, slots=True)
class DoorCell:
    """One door. `outcome` and `visited_at` are of the last visit that was not taken back.

    `column` counts from 0 within its floor in walking order. `appointment` is the day agreed on
    at the last visit, `due` when that day has come. `members` counts who is on the roll.
    """

    id: str
    floor: int | None
    column: int
    name: str
    number: str | None
    door_kind: str | None
    outcome: str | None
    visited_at: datetime | None
    in_progress: bool
    appointment: date | None
    due: bool
    people: int
    members: int
    employers: int
    hardship: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One entrance; doors right under the building or street stand in a block without a name.

    `floors` are the rows from the top down, `columns` the width of the widest; `doors` are in
    walking order.
    """

    id: str
    name: str
    floors: tuple[int | None, ...]
    columns: int
    doors: tuple[DoorCell, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures over the doors; `by_outcome` holds every code of `visit_outcome`."""

    doors: int
    visited: int
    settled: int
    due: int
    with_members: int
    with_hardship: int
    by_outcome: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BuildingMatrix:
    """A building with its blocks and their figures."""

    building: Place
    address: str
    blocks: tuple[Block, ...]
    counts: Counts


def building_matrix(desk: Desk, building_id: str) -> BuildingMatrix:
    """Return the matrix of a building, or of a street with doors of its own.

    Raises `places.missing`.
    """
    raise NotImplementedError
