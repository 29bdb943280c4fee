"""Generates a building: entrances × floors × doors, with gaps and shopfronts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, get_args

from unionapp.errors import Problem, UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Place
from unionapp.services.place_rules import check_name, check_place, free_order
from unionapp.values import codes

# "floor": the floor and two digits (201); "continuous": 1, 2, 3 … through each entrance.
Numbering = Literal["floor", "continuous"]

MOST_DOORS = 5000  # the largest slab blocks have under 3,000
_MOST = {"entrances": 60, "floors": 120, "doors_per_floor": 99}


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
    found = tuple(_size_problems(spec))
    return found or tuple(_door_problems(spec))


def _size_problems(spec: BuildingSpec) -> Iterator[Problem]:
    if not spec.name.strip():
        yield Problem("places.no_name", "name")
    for name, most in _MOST.items():
        have = getattr(spec, name)
        if not 1 <= have <= most:
            yield Problem("places.out_of_range", name, {"have": have, "most": most})
    have = spec.entrances * spec.floors * spec.doors_per_floor
    if have > MOST_DOORS:
        yield Problem("places.too_many_doors", "floors", {"have": have, "most": MOST_DOORS})
    if spec.numbering not in get_args(Numbering):
        yield Problem("places.no_such_numbering", "numbering", {"text": spec.numbering})
    if spec.non_residential_kind not in codes.load("door_kind"):
        yield Problem("places.no_such_door_kind", "non_residential_kind")


def _door_problems(spec: BuildingSpec) -> Iterator[Problem]:
    """Tell gaps and floors that the building does not have: they are slips of the keys."""
    numbers = {(door.entrance, door.number) for door in _all_doors(spec)}
    known = {number for _, number in numbers} | {f"{unit}-{number}" for unit, number in numbers}
    for gap in sorted(spec.gaps):
        if gap not in known:
            yield Problem("places.no_such_gap", "gaps", {"text": gap})
    for floor in sorted(spec.non_residential_floors):
        if not 1 <= floor <= spec.floors:
            detail = {"have": floor, "most": spec.floors}
            yield Problem("places.no_such_floor", "non_residential_floors", detail)
    if not any(True for _ in doors_of(spec)):
        yield Problem("places.no_doors", "gaps")


def doors_of(spec: BuildingSpec) -> Iterator[DoorPlan]:
    """Yield the doors in walking order; pure, for the dialog's preview and its count."""
    for door in _all_doors(spec):
        if spec.gaps.isdisjoint((door.number, f"{door.entrance}-{door.number}")):
            yield door


def _all_doors(spec: BuildingSpec) -> Iterator[DoorPlan]:
    number_of = _NUMBERS[spec.numbering]
    for entrance in range(1, spec.entrances + 1):
        for floor in range(1, spec.floors + 1):
            lived_in = floor not in spec.non_residential_floors
            kind = "residential" if lived_in else spec.non_residential_kind
            for door in range(1, spec.doors_per_floor + 1):
                yield DoorPlan(entrance, floor, number_of(spec, floor, door), kind)


def _floor_number(_spec: BuildingSpec, floor: int, door: int) -> str:
    return f"{floor}{door:02}"


def _continuous_number(spec: BuildingSpec, floor: int, door: int) -> str:
    return str((floor - 1) * spec.doors_per_floor + door)


_NUMBERS: Mapping[str, Callable[[BuildingSpec, int, int], str]] = {
    "floor": _floor_number,
    "continuous": _continuous_number,
}


def generate_building(desk: Desk, spec: BuildingSpec) -> Generated:
    """Write a building with its entrances and doors in one transaction.

    Raises every problem of `problems_in` at once, and `places.missing`, `places.not_inside`,
    `places.same_name` as `places.add` does.
    """
    problems = problems_in(spec)
    if problems:
        raise UserError(*problems)
    with desk.write() as work:

        def place(kind: str, parent_id: str, name: str, order: int) -> Place:
            return Place(
                id=work.new_id(),
                home_division=work.division,
                kind=kind,
                parent_id=parent_id,
                name=name,
                order=order,
            )

        order = free_order(work, spec.parent_id)
        building = place("building", spec.parent_id, check_name(spec.name), order)
        check_place(work, building)
        made = [building]
        units = doors = 0
        for unit, planned in groupby(doors_of(spec), key=lambda door: door.entrance):
            entrance = place("entrance", building.id, f"{unit}单元", unit)
            made.append(entrance)
            units += 1
            for walked, plan in enumerate(planned):
                made.append(_door(plan, place("door", entrance.id, f"{plan.number}室", walked)))
                doors += 1
        work.add_all(made)
        return Generated(building, units, doors, frozenset(work.changed))


def _door(plan: DoorPlan, place: Place) -> Place:
    return replace(place, floor=plan.floor, number=plan.number, door_kind=plan.door_kind)
