"""Says which building and door show a record: a place, a visit, a household."""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.models.records import Household, Visit
from unionapp.services import building_list, places
from unionapp.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Target:
    """A building with a door in it, or, without a building, the name of what to look for."""

    name: str
    building_id: str = ""
    door_id: str = ""


def find(bench: Workbench, kind: str, id_: str) -> Target | None:
    """Return where a record is shown; None when this page does not show it."""
    path = places.path(bench.desk, _place_of(bench, kind, id_))
    if not path:
        return None
    place = path[-1]
    if place.kind == "door":
        above = [one.id for one in path[:-1] if one.kind != "entrance"]
        return Target(place.name, above[-1], place.id) if above else None
    if place.kind == "entrance" and len(path) > 1:
        return Target(place.name, path[-2].id)
    shown = place.kind == "building" or building_list.doors_in(bench.desk, place.id) > 0
    return Target(place.name, place.id if shown else "")


def _place_of(bench: Workbench, kind: str, id_: str) -> str:
    with bench.desk.read() as reading:
        if kind == "visit":
            visit = reading.get(Visit, id_)
            return visit.door_id if visit else ""
        if kind == "household":
            household = reading.get(Household, id_)
            return household.door_id or "" if household else ""
    return id_ if kind == "place" else ""
