"""The columns by which offices write where somebody lives, and how their words are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping

from unionapp.models.declare import Field, FieldType
from unionapp.values.text import half_width

# From the outside in; a workbook may leave levels out.
LEVELS = ("street_office", "community", "grid", "street", "building", "entrance")

PARTS: tuple[Field, ...] = (
    Field(
        "street_office",
        FieldType.TEXT,
        "街道",
        "Street office",
        headers=("乡镇", "街道办", "街道乡镇", "乡镇街道"),
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
PART_NAMES = frozenset(part.name for part in PARTS)

Parts = Mapping[str, str]

# What says nothing but the number: 3栋 is 3号楼. A bare 号 is no building's: 12号 may stand in the
# same street as 12号楼.
_NUMBERED = {
    "building": re.compile(r"0*(\d+)(?:号楼|栋|幢|座|楼|#)?", re.ASCII),
    "entrance": re.compile(r"0*(\d+)(?:单元|门洞|门)?", re.ASCII),
    "door": re.compile(r"(\d+(?:-\d+)*)(?:室|户|号)?", re.ASCII),
}
_SUFFIX = {"building": "号楼", "entrance": "单元", "door": "室"}

# The end of an address in one cell, after the street: 3号楼2单元501, 3-2-501, 3号楼2-501, 501室.
_SPOKEN = re.compile(
    r"(?:(?P<building>\d+)(?:号楼|栋|幢|座|楼|号|#|-))?(?:(?P<entrance>\d+)(?:单元|门|-))?"
    r"(?P<number>\d+)(?:室|户|号)?$",
    re.ASCII,
)


def key_of(level: str, text: str) -> str:
    """Return by what two spellings of a place's name are known to be the same one."""
    plain = "".join(half_width(text).split()).lower()
    numbered = _NUMBERED[level].fullmatch(plain) if level in _NUMBERED else None
    return numbered[1] if numbered else plain


def name_of(level: str, text: str) -> str:
    """Return a place's name as it stands in the tree: 3 is 3号楼, 2 is 2单元, 501 is 501室."""
    plain = " ".join(half_width(text).split())
    bare = re.fullmatch(r"\d+(-\d+)*", plain, re.ASCII)
    return plain + _SUFFIX[level] if bare and level in _SUFFIX else plain


def number_of(text: str) -> str:
    """Return a door's number: what stands on the plate, without 室."""
    return key_of("door", text)


def floor_of(parts: Parts) -> int | None:
    """Return the floor: as written, else read off a door number such as 501 or 1203."""
    if "floor" in parts:
        return int(parts["floor"])
    number = number_of(parts.get("number", ""))
    return int(number[:-2]) if re.fullmatch(r"\d{3,4}", number, re.ASCII) else None


def order_of(name: str) -> int:
    """Return where a place stands among its neighbours: by its number."""
    digits = re.search(r"\d+", name, re.ASCII)
    return int(digits.group()[:9]) if digits else 0


def parts_of(tail: str) -> dict[str, str]:
    """Return building, entrance and number from the end of an address."""
    found = _SPOKEN.search("".join(half_width(tail).split()))
    return {name: text for name, text in found.groupdict().items() if text} if found else {}
