"""Lists the buildings of the patch and finds one by street, number or initials."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from unionapp.models.addresses import SPOKEN, Addresses
from unionapp.models.desk import Desk, Reading
from unionapp.services.last_visit import LAST_VISIT
from unionapp.values import codes, names
from unionapp.values.text import half_width


@dataclass(frozen=True, slots=True)
class BuildingLine:
    """A building, or a street with doors of its own.

    `above` is what stands over its street (district to grid) for telling namesakes apart.
    """

    id: str
    address: str
    above: str
    doors: int = 0
    settled: int = 0


def listing(desk: Desk, query: str = "", *, limit: int = 60) -> tuple[BuildingLine, ...]:
    """Return the buildings that a query means, in walking order.

    Every part of the query has to fit: characters stand in the address, figures are one of its
    numbers, letters begin the pinyin or the initials of its street ("双兴 3", "sxj3").
    """
    with desk.read() as reading:
        found = [line for line in _all(reading) if _fits(line, query)][:limit]
        counted = _counts(reading, [line.id for line in found])
    return tuple(
        replace(line, doors=doors, settled=settled)
        for line in found
        for doors, settled in [counted.get(line.id, (0, 0))]
    )


@dataclass(frozen=True, slots=True)
class Above:
    """A place under which something may be put; `text` is its path in words."""

    id: str
    kind: str
    text: str


def places_above(desk: Desk, kind: str) -> tuple[Above, ...]:
    """Return the places under which one of this kind may stand, the nearest levels first."""
    item = codes.load("place_kind").item(kind)
    inside = item.more.get("inside") if item else ()
    nearest = tuple(str(one) for one in inside) if isinstance(inside, list) else ()
    with desk.read() as reading:
        rows = reading.rows(_ABOVE, (json.dumps(nearest),))
        addresses = Addresses(reading)
        addresses.load([str(id_) for id_, _ in rows])
        found = [
            Above(id_, kind, " ".join(node.name for node in addresses.path(id_)[-3:]))
            for id_, kind in rows
        ]
    return tuple(sorted(found, key=lambda one: (nearest.index(one.kind), _natural(one.text))))


_ABOVE = """
SELECT id, kind FROM place
WHERE kind IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL
"""


def _all(reading: Reading) -> list[BuildingLine]:
    """Return every building; one walk over the levels above the doors, for a large patch."""
    rows = reading.rows(_LEVELS)
    nodes = {id_: (parent_id, kind, name) for id_, parent_id, kind, name, _ in rows}
    lines = []
    for id_, _, kind, _, has_doors in rows:
        if kind == "building" or has_doors:
            path = list(_path(nodes, id_))
            spoken = [name for level, name in path if level in SPOKEN]
            above = [name for level, name in path if level in ("community", "grid")]
            lines.append(BuildingLine(id_, " ".join(spoken), " ".join(above)))
    return sorted(lines, key=lambda line: _natural(line.address))


def _path(nodes: Mapping[str, tuple[str | None, str, str]], id_: str) -> Iterator[tuple[str, str]]:
    """Yield kind and name from the outermost node down to this one."""
    found: dict[str, tuple[str, str]] = {}
    at: str | None = id_
    while at is not None and at in nodes and at not in found:
        parent_id, kind, name = nodes[at]
        found[at] = kind, name
        at = parent_id
    yield from reversed(found.values())


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort 2号楼 before 10号楼."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", text)
        if part
    )


def _fits(line: BuildingLine, query: str) -> bool:
    text = half_width(query).casefold()
    if not text.strip():
        return True
    numbers = re.findall(r"\d+", line.address)
    words = re.findall(r"[^\W\d]+", line.address)
    for part in re.findall(r"\d+|[a-z]+|[^\W\da-z]+", text):
        if part.isdecimal():
            fits = part in numbers
        elif part.isascii():
            fits = any(key.startswith(part) for word in words for key in names.pinyin_keys(word))
        else:
            fits = part in line.address or part in line.above
        if not fits:
            return False
    return True


def doors_in(desk: Desk, building_id: str) -> int:
    """Return how many doors a building has; it tells how long its matrix takes to read."""
    with desk.read() as reading:
        return int(reading.scalar(_DOORS_IN, (building_id, building_id)))


_DOORS_IN = """
SELECT count(*) FROM place d WHERE d.kind = 'door' AND d.deleted_at IS NULL
    AND d.parent_id IN (SELECT ? UNION SELECT id FROM place WHERE parent_id = ?)
"""


def _counts(reading: Reading, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    settled = [item.code for item in codes.load("visit_outcome") if item.more.get("settled")]
    rows = reading.rows(_DOORS, (json.dumps(settled), json.dumps(list(ids))))
    return {str(id_): (int(doors), int(done or 0)) for id_, doors, done in rows}


_LEVELS = """
SELECT id, parent_id, kind, name, kind = 'street' AND EXISTS (
    SELECT 1 FROM place d
    WHERE d.parent_id = place.id AND d.kind = 'door' AND d.deleted_at IS NULL)
FROM place
WHERE kind IN ('community', 'grid', 'street', 'building') AND deleted_at IS NULL
"""

_DOORS = f"""
SELECT b.value, count(d.id), sum(v.outcome IN (SELECT value FROM json_each(?)))
FROM json_each(?) b
JOIN place d ON d.kind = 'door' AND d.deleted_at IS NULL AND (d.parent_id = b.value
    OR d.parent_id IN (SELECT id FROM place WHERE parent_id = b.value AND kind = 'entrance'))
LEFT JOIN visit v ON v.rid = {LAST_VISIT}
GROUP BY b.value
"""  # noqa: S608 - a part of ours
