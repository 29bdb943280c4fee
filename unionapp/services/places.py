"""Keeps the place tree: finds, adds, moves and renames its nodes."""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.models.desk import Desk
from unionapp.models.records import Place
from unionapp.services.building_matrix import (
    Block,
    BuildingMatrix,
    Counts,
    DoorCell,
    building_matrix,
)
from unionapp.services.buildings import BuildingSpec, DoorPlan, Generated, generate_building

__all__ = [
    "Block",
    "BuildingMatrix",
    "BuildingSpec",
    "Counts",
    "DoorCell",
    "DoorPlan",
    "Generated",
    "Node",
    "Placed",
    "add",
    "address",
    "building_matrix",
    "children",
    "generate_building",
    "move",
    "path",
    "remove",
    "rename",
    "roots",
]


@dataclass(frozen=True, slots=True)
class Node:
    """A place with the number of places right below it."""

    place: Place
    children: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A place that was added or changed."""

    place: Place
    changes: frozenset[str]


def path(desk: Desk, place_id: str) -> tuple[Place, ...]:
    """Return the places from the root down to this one; empty when it is unknown."""
    raise NotImplementedError


def address(desk: Desk, place_id: str) -> str:
    """Return the address as it is spoken: street, building, entrance, door."""
    raise NotImplementedError


def children(desk: Desk, place_id: str) -> tuple[Node, ...]:
    """Return what stands right below a place, in walking order."""
    raise NotImplementedError


def roots(desk: Desk) -> tuple[Node, ...]:
    """Return the places that stand below nothing."""
    raise NotImplementedError


def add(
    desk: Desk,
    parent_id: str | None,
    kind: str,
    name: str,
    *,
    division: str | None = None,
    floor: int | None = None,
    number: str | None = None,
    door_kind: str | None = None,
) -> Placed:
    """Add a place as the last of its siblings."""
    raise NotImplementedError


def rename(desk: Desk, place_id: str, name: str) -> Placed:
    """Give a place another name."""
    raise NotImplementedError


def move(desk: Desk, place_id: str, parent_id: str, *, before: str | None = None) -> Placed:
    """Put a place, with all below it, elsewhere in the tree: last, or before a sibling."""
    raise NotImplementedError


def remove(desk: Desk, place_id: str) -> Placed:
    """Take away a place under which and behind which there is nothing."""
    raise NotImplementedError
