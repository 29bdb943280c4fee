"""Generates a building: entrances × floors × doors, with gaps and shopfronts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unionapp.errors import Problem
from unionapp.models.desk import Desk
from unionapp.models.records import Place

# "floor": the floor and two digits (201); "continuous": 1, 2, 3 … through each entrance.
Numbering = Literal["floor", "continuous"]


@dataclass(frozen=True, slots=True)
class BuildingSpec:
    """What a building looks like from the street.

    `gaps` are door numbers that do not exist: "202" in every entrance, "2-202" in the second
    only. Doors on `non_residential_floors` are of `non_residential_kind` (code list `door_kind`).
    """

    parent_id: str
    name: str
    entrances: int
    floors: int
    doors_per_floor: int
    gaps: frozenset[str] = frozenset()
    non_residential_floors: frozenset[int] = frozenset()
    numbering: Numbering = "floor"
    non_residential_kind: str = "shopfront"


@dataclass(frozen=True, slots=True)
class DoorPlan:
    """One door that a specification gives; `entrance` and `floor` count from 1."""

    entrance: int
    floor: int
    number: str
    door_kind: str


@dataclass(frozen=True, slots=True)
class Generated:
    """A building that was made."""

    building: Place
    entrances: int
    doors: int
    changes: frozenset[str]


def problems_in(spec: BuildingSpec) -> tuple[Problem, ...]:
    """Return what is wrong with a specification; pure, for the dialog on each change."""
    raise NotImplementedError


def doors_of(spec: BuildingSpec) -> Iterator[DoorPlan]:
    """Yield the doors in walking order; pure, for the dialog's preview and its count."""
    raise NotImplementedError


def generate_building(desk: Desk, spec: BuildingSpec) -> Generated:
    """Write a building with its entrances and doors in one transaction."""
    raise NotImplementedError
