"""Keeps the place tree: finds, adds, moves and renames its nodes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from unionapp.errors import refuse
from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Place
from unionapp.services.building_matrix import (
    Block,
    BuildingMatrix,
    Counts,
    DoorCell,
    building_matrix,
)
from unionapp.services.buildings import BuildingSpec, DoorPlan, Generated, generate_building
from unionapp.services.place_rules import check_name, check_place, free_order, standing
from unionapp.values import codes

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
    "kinds_below",
    "move",
    "path",
    "remove",
    "rename",
    "roots",
]

_WALKING = '"order", rid'


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
    with desk.read() as reading:
        return path_in(reading, place_id)


def path_in(reading: Reading, place_id: str) -> tuple[Place, ...]:
    """Return the path within a transaction."""
    # UNION, not UNION ALL: two laptops may have moved two places into each other.
    above = reading.select(
        Place,
        "id IN (WITH RECURSIVE up (id) AS (SELECT ? UNION "
        "SELECT p.parent_id FROM up JOIN place p ON p.id = up.id) SELECT id FROM up)",
        (place_id,),
        deleted=True,
    )
    by_id: Mapping[str | None, Place] = {one.id: one for one in above}
    found: list[Place] = []
    at = by_id.get(place_id)
    while at is not None and at not in found:
        found.append(at)
        at = by_id.get(at.parent_id)
    return tuple(reversed(found))


def address(desk: Desk, place_id: str) -> str:
    """Return the address as it is spoken: street, building, entrance, door."""
    with desk.read() as reading:
        return Addresses(reading).text(place_id)


def children(desk: Desk, place_id: str) -> tuple[Node, ...]:
    """Return what stands right below a place, in walking order."""
    with desk.read() as reading:
        return _nodes(reading, "parent_id = ?", place_id)


def roots(desk: Desk) -> tuple[Node, ...]:
    """Return the places that stand below nothing that is known."""
    with desk.read() as reading:
        return _nodes(reading, "parent_id IS NULL OR parent_id NOT IN (SELECT id FROM place)")


def _nodes(reading: Reading, where: str, *parameters: str) -> tuple[Node, ...]:
    places = reading.select(Place, where, parameters, order=_WALKING)
    below = reading.rows(
        "SELECT parent_id, count(*) FROM place WHERE deleted_at IS NULL "
        "AND parent_id IN (SELECT value FROM json_each(?)) GROUP BY parent_id",
        (json.dumps([one.id for one in places]),),
    )
    counted: dict[str, int] = {str(id_): int(number) for id_, number in below}
    return tuple(Node(place, counted.get(place.id, 0)) for place in places)


@cache
def kinds_below() -> Mapping[str, tuple[str, ...]]:
    """Return which kinds of place may stand right below which, from the code list."""
    kinds = codes.load("place_kind")
    found: dict[str, tuple[str, ...]] = {kind.code: () for kind in kinds}
    for kind in kinds:
        inside = kind.more.get("inside")
        for above in inside if isinstance(inside, Sequence) else ():
            found[str(above)] += (kind.code,)
    return MappingProxyType(found)


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
    """Add a place as the last of its siblings.

    Raises `places.missing` (the parent), `places.not_inside` (a kind that does not stand there),
    `places.no_name` and `places.same_name`.
    """
    with desk.write() as work:
        place = Place(
            id=work.new_id(),
            home_division=work.division,
            kind=kind,
            parent_id=parent_id,
            name=check_name(name),
            division=division,
            order=free_order(work, parent_id),
            floor=floor,
            number=number,
            door_kind=door_kind,
        )
        check_place(work, place)
        work.add(place)
        return Placed(place, frozenset(work.changed))


def rename(desk: Desk, place_id: str, name: str) -> Placed:
    """Give a place another name; raises as `add` does."""
    with desk.write() as work:
        place = replace(standing(work, place_id), name=check_name(name))
        check_place(work, place)
        work.set_fields("place", place_id, {"name": place.name})
        return Placed(place, frozenset(work.changed))


def move(desk: Desk, place_id: str, parent_id: str, *, before: str | None = None) -> Placed:
    """Put a place, with all below it, elsewhere in the tree: last, or before a sibling.

    Visits hang on doors, so that re-cutting a grid loses none. Raises as `add` does.
    """
    with desk.write() as work:
        place = replace(standing(work, place_id), parent_id=parent_id)
        check_place(work, place)
        order = free_order(work, parent_id)
        if before is not None:
            order = _make_room(work, place_id, parent_id, before)
        work.set_fields("place", place_id, {"parent_id": parent_id, "order": order})
        return Placed(replace(place, order=order), frozenset(work.changed))


def _make_room(work: Work, place_id: str, parent_id: str, before: str) -> int:
    """Number the siblings anew with a gap before one of them; return the gap's number."""
    siblings = work.select(
        Place, "parent_id = ? AND id != ?", (parent_id, place_id), order=_WALKING
    )
    at = next((n for n, one in enumerate(siblings) if one.id == before), len(siblings))
    for number, sibling in enumerate(siblings):
        wanted = number + (number >= at)
        if sibling.order != wanted:
            work.set_fields("place", sibling.id, {"order": wanted})
    return at


def remove(desk: Desk, place_id: str) -> Placed:
    """Take away a place under which and behind which there is nothing.

    Raises `places.not_empty`: what was recorded behind a door is moved first, never lost.
    """
    with desk.write() as work:
        place = standing(work, place_id)
        if work.scalar(_OCCUPIED, (place_id,) * 4):
            raise refuse("places.not_empty", place.name)
        work.set_fields("place", place_id, {"deleted_at": work.now})
        return Placed(replace(place, deleted_at=work.now), frozenset(work.changed))


_OCCUPIED = """
SELECT EXISTS (SELECT 1 FROM place WHERE parent_id = ? AND deleted_at IS NULL)
    OR EXISTS (SELECT 1 FROM household WHERE door_id = ? AND deleted_at IS NULL)
    OR EXISTS (SELECT 1 FROM employer WHERE door_id = ? AND deleted_at IS NULL)
    OR EXISTS (SELECT 1 FROM visit WHERE door_id = ? AND withdrawn_at IS NULL)
"""
