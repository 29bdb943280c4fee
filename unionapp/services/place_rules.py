"""What holds for every place in the tree: it has a name of its own and stands where it may."""

from __future__ import annotations

from unionapp.errors import refuse
from unionapp.models.desk import Reading
from unionapp.models.records import Place
from unionapp.values import codes
from unionapp.values.text import without_invisible


def standing(reading: Reading, place_id: str) -> Place:
    """Return a place that is there; raises `places.missing`."""
    place = reading.get(Place, place_id)
    if place is None or place.deleted_at is not None:
        raise refuse("places.missing", place_id)
    return place


def standing_door(reading: Reading, door_id: str) -> Place:
    """Return a door that is there; raises `places.missing`, `places.not_a_door`."""
    place = standing(reading, door_id)
    if place.kind != "door":
        raise refuse("places.not_a_door", place.name)
    return place


def check_name(name: str) -> str:
    """Return a name as stored; raises `places.no_name`."""
    plain = " ".join(without_invisible(name).split())
    if not plain:
        raise refuse("places.no_name")
    return plain


def check_place(reading: Reading, place: Place) -> None:
    """Raise unless the place may stand where it says, under a name that no sibling has."""
    kinds = codes.load("place_kind")
    kind = kinds.item(place.kind)
    if kind is None:
        raise refuse("places.no_such_kind", place.kind)
    if place.parent_id is not None:
        above = standing(reading, place.parent_id)
        inside = kind.more.get("inside")
        if not isinstance(inside, list) or above.kind not in inside:
            raise refuse(
                "places.not_inside",
                place.name,
                zh=kind.zh,
                en=kind.en,
                above_zh=kinds.label(above.kind),
                above_en=kinds.label(above.kind, "en"),
            )
    twin = reading.scalar(
        "SELECT 1 FROM place WHERE parent_id IS ? AND kind = ? AND name = ? AND id != ? "
        "AND deleted_at IS NULL",
        (place.parent_id, place.kind, place.name, place.id),
    )
    if twin:
        raise refuse("places.same_name", place.name)


def free_order(reading: Reading, parent_id: str | None) -> int:
    """Return the walking order behind the last place under a parent."""
    last = reading.scalar('SELECT max("order") FROM place WHERE parent_id IS ?', (parent_id,))
    return 0 if last is None else int(last) + 1
