"""The columns by which offices write where somebody lives, and the way from them to a door."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from unionapp.models.declare import Field, FieldType
from unionapp.models.records import Place
from unionapp.models.store import Reader

# From the outside in; a workbook may leave levels out.
LEVELS = ("street_office", "community", "grid", "street", "building", "entrance")

PARTS: tuple[Field, ...] = (
    Field(
        "street_office",
        FieldType.TEXT,
        "街道",
        "Street office",
        headers=("乡镇", "街道办", "街道乡镇"),
    ),
    Field("community", FieldType.TEXT, "社区", "Community", headers=("村", "社区村", "居委会")),
    Field("grid", FieldType.TEXT, "网格", "Grid", headers=("网格号", "所属网格")),
    Field("street", FieldType.TEXT, "街路巷", "Street", headers=("街巷", "道路", "小区", "路名")),
    Field("building", FieldType.TEXT, "楼栋", "Building", headers=("楼号", "栋", "楼", "幢")),
    Field("entrance", FieldType.TEXT, "单元", "Entrance", headers=("单元号", "门洞")),
    Field("floor", FieldType.INTEGER, "楼层", "Floor", headers=("层", "层数")),
    Field(
        "number",
        FieldType.TEXT,
        "门牌",
        "Door number",
        headers=("室号", "房号", "户号", "门牌号", "室"),
    ),
)
DOOR_KIND = Field(
    "door_kind",
    FieldType.CODE,
    "类型",
    "Door kind",
    codes="door_kind",
    headers=("门户类型", "性质"),
)

_SUFFIX = {"building": "号楼", "entrance": "单元", "number": "室"}
_SPOKEN = re.compile(
    r"(?:(?P<building>\d+)(?:号楼|栋|幢|号))?\s*(?:(?P<entrance>\d+)(?:单元|门))?\s*"
    r"(?P<number>\d+)(?:室|户|号)?$"
)
_DASHED = re.compile(r"(?P<building>\d+)-(?P<entrance>\d+)-(?P<number>\d+)$")

Parts = Mapping[str, str]


def level_name(level: str, text: str) -> str:
    """Return a level's name as it stands in the tree: a bare 3 is 3号楼, 2 is 2单元."""
    plain = text.strip()
    return plain + _SUFFIX[level] if level in _SUFFIX and plain.isdecimal() else plain


def floor_of(parts: Parts) -> int | None:
    """Return the floor: as written, else read off a door number such as 501 or 1203."""
    if parts.get("floor", "").isdecimal():
        return int(parts["floor"])
    number = parts.get("number", "").removesuffix("室")
    if number.isdecimal() and len(number) in (3, 4):
        return int(number[:-2])
    return None


@dataclass(frozen=True, slots=True)
class DoorPlan:
    """A door that was found or planned, and the places that must be made for it, in order."""

    door_id: str
    missing: tuple[Place, ...]


class PlaceIndex:
    """The place tree in memory while a workbook is read against it."""

    def __init__(self, reader: Reader, root_id: str | None) -> None:
        self._root = root_id
        self._children: dict[tuple[str | None, str, str], str] = {}
        self._doors: dict[tuple[str, str, str], list[str]] = {}
        self._parents: dict[str, tuple[str | None, str, str]] = {}
        for id_, parent, kind, name in reader.rows(
            "SELECT id, parent_id, kind, name FROM place WHERE deleted_at IS NULL"
        ):
            self._note(id_, parent, kind, name)
        for id_, (parent, kind, name) in list(self._parents.items()):
            if kind == "door":
                self._note_door(id_, parent, name)

    def _note(self, id_: str, parent: str | None, kind: str, name: str) -> None:
        self._children[parent, kind, name] = id_
        self._parents[id_] = (parent, kind, name)

    def _note_door(self, id_: str, parent: str | None, name: str) -> None:
        above: dict[str, str] = {}
        while parent is not None and parent in self._parents:
            upper, kind, own = self._parents[parent]
            above[kind] = own
            parent = upper
        key = (above.get("building", ""), above.get("entrance", ""), name)
        self._doors.setdefault(key, []).append(id_)
        if "street" in above:
            street = (above["street"] + "|" + key[0], key[1], key[2])
            self._doors.setdefault(street, []).append(id_)

    def plan_door(
        self, parts: Parts, *, division: str, new_id: Callable[[], str], door_kind: str | None
    ) -> DoorPlan:
        """Return the door that the parts name, with the places that are not there yet."""
        parent, missing = self._root, list[Place]()
        for level in (*LEVELS, "door"):
            text = parts.get("number" if level == "door" else level, "")
            if not text:
                continue
            name = level_name("number" if level == "door" else level, text)
            known = self._children.get((parent, level, name))
            if known is None:
                place = self._new_place(parts, level, name, parent, division, new_id())
                if level == "door" and door_kind:
                    place = _with_kind(place, door_kind)
                missing.append(place)
                known = place.id
            parent = known
        return DoorPlan(parent or "", tuple(missing))

    def _new_place(
        self, parts: Parts, level: str, name: str, parent: str | None, division: str, id_: str
    ) -> Place:
        self._note(id_, parent, level, name)
        is_door = level == "door"
        if is_door:
            self._note_door(id_, parent, name)
        return Place(
            id=id_,
            home_division=division,
            kind=level,
            parent_id=parent,
            name=name,
            order=_order(name),
            floor=floor_of(parts) if is_door else None,
            number=parts["number"].strip().removesuffix("室") if is_door else None,
            door_kind="residential" if is_door else None,
        )

    def find_door(self, parts: Parts) -> str | None:
        """Return the one door that the parts name, or None when there is none or several."""
        number = level_name("number", parts.get("number", ""))
        building = level_name("building", parts.get("building", ""))
        entrance = level_name("entrance", parts.get("entrance", ""))
        street = parts.get("street", "")
        first = f"{street}|{building}" if street else building
        found = self._doors.get((first, entrance, number), [])
        return found[0] if len(found) == 1 else None

    def parts_of(self, address: str) -> dict[str, str]:
        """Return the parts of an address written in one cell: 双兴街3号楼2单元501."""
        streets = {name for _, kind, name in self._parents.values() if kind == "street"}
        squeezed = re.sub(r"\s", "", address)
        street = max((name for name in streets if name in squeezed), key=len, default="")
        tail = squeezed.split(street)[-1] if street else squeezed
        match = _DASHED.search(tail) or _SPOKEN.search(tail)
        found = {key: value for key, value in match.groupdict().items() if value} if match else {}
        return {"street": street, **found} if street else found


def _order(name: str) -> int:
    digits = re.search(r"\d+", name)
    return int(digits.group()) if digits else 0


def _with_kind(place: Place, door_kind: str) -> Place:
    from dataclasses import replace

    return replace(place, door_kind=door_kind)
