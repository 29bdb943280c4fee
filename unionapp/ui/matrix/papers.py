"""Which papers can be made of a building, its street, and the door in focus."""

from __future__ import annotations

from collections.abc import Sequence

from unionapp.models.desk import Desk
from unionapp.models.records import Place
from unionapp.services import last_visit
from unionapp.services.paper_walk import MISSED, OPEN
from unionapp.ui.paper.choosing import PaperOffer
from unionapp.ui.wording import tr

# Above these a sheet of doors is no walk any more.
_WALKED = ("street", "building")


def papers_of(desk: Desk, path: Sequence[Place], door_id: str) -> tuple[PaperOffer, ...]:
    """Return the papers of a building (the last place of the path), the nearest first."""
    found = []
    if door_id:
        with desk.read() as reading:
            outcome = last_visit.outcome_of(reading, door_id)
        if outcome in MISSED:
            found.append(PaperOffer(tr("“我们来过了”告知单：这一户"), "we_called", (door_id,)))
    for place in reversed([one for one in path if one.kind in _WALKED]):
        open_doors = tr("走访单：{place}，还没走完的门户", place=place.name)
        all_doors = tr("走访单：{place}，全部门户", place=place.name)
        found.append(PaperOffer(open_doors, "patch_walk_sheet", (f"{place.id}{OPEN}",)))
        found.append(PaperOffer(all_doors, "patch_walk_sheet", (place.id,)))
    return tuple(found)
