"""Shows a building at one glance: floors × doors with what is known behind each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Place
from unionapp.services import standings
from unionapp.services.last_visit import LAST_VISIT
from unionapp.services.place_rules import standing
from unionapp.values import codes


@dataclass(frozen=True, slots=True)
class DoorCell:
    """One door. `outcome` and `visited_at` are of the last visit that was not taken back.

    `column` counts from 0 within its floor in walking order. `appointment` is the day agreed on
    at the last visit, `due` when that day has come. `members` counts who is on the roll.
    """

    id: str
    floor: int | None
    column: int
    name: str
    number: str | None
    door_kind: str | None
    outcome: str | None
    visited_at: datetime | None
    in_progress: bool
    appointment: date | None
    due: bool
    people: int
    members: int
    employers: int
    hardship: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One entrance; doors right under the building or street stand in a block without a name.

    `floors` are the rows from the top down, `columns` the width of the widest; `doors` are in
    walking order.
    """

    id: str
    name: str
    floors: tuple[int | None, ...]
    columns: int
    doors: tuple[DoorCell, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures over the doors; `by_outcome` holds every code of `visit_outcome`."""

    doors: int
    visited: int
    settled: int
    due: int
    with_members: int
    with_hardship: int
    by_outcome: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BuildingMatrix:
    """A building with its blocks and their figures."""

    building: Place
    address: str
    blocks: tuple[Block, ...]
    counts: Counts


def building_matrix(desk: Desk, building_id: str) -> BuildingMatrix:
    """Return the matrix of a building, or of a street with doors of its own.

    Raises `places.missing`.
    """
    with desk.read() as reading:
        building = standing(reading, building_id)
        address = Addresses(reading).text(building_id)
        blocks = tuple(_blocks(reading, building_id))
    return BuildingMatrix(building, address, blocks, count(blocks))


def count(blocks: Iterable[Block]) -> Counts:
    """Return the figures of some blocks, as the filters leave them."""
    doors = [door for block in blocks for door in block.doors]
    outcomes = codes.load("visit_outcome")
    met = Counter(door.outcome for door in doors if door.outcome is not None)
    return Counts(
        doors=len(doors),
        visited=met.total(),
        settled=sum(met[item.code] for item in outcomes if item.more.get("settled")),
        due=sum(door.due for door in doors),
        with_members=sum(door.members > 0 for door in doors),
        with_hardship=sum(door.hardship for door in doors),
        by_outcome=MappingProxyType({**{item.code: 0 for item in outcomes}, **met}),
    )


def _blocks(reading: Reading, building_id: str) -> Iterable[Block]:
    rows = reading.rows(_DOORS, (building_id, building_id))
    today = reading.today
    on_roll: Counter[str] = Counter()
    for one in standings.behind_doors(reading, [row[2] for row in rows]).values():
        on_roll[one.door_id] += one.on_roll
    by_block: defaultdict[tuple[str, str], list[DoorCell]] = defaultdict(list)
    columns: Counter[tuple[str, int | None]] = Counter()
    for block_id, block_name, *row in rows:
        place = (block_id, row[1])
        cell = _cell(row, columns[place], on_roll[row[0]], today)
        columns[place] += 1
        by_block[block_id, block_name].append(cell)
    for (block_id, block_name), doors in by_block.items():
        widest = max(cell.column for cell in doors) + 1
        yield Block(block_id, block_name, _floors(doors), widest, tuple(doors))


def _cell(row: Sequence[Any], column: int, members: int, today: date) -> DoorCell:
    id_, floor, name, number, kind, outcome, at, next_on, under_way, people, employers, filed = row
    appointment = date.fromisoformat(next_on) if next_on else None
    return DoorCell(
        id=id_,
        floor=floor,
        column=column,
        name=name,
        number=number,
        door_kind=kind,
        outcome=outcome,
        visited_at=datetime.fromisoformat(at) if at else None,
        in_progress=bool(under_way),
        appointment=appointment,
        due=appointment is not None and appointment <= today,
        people=people,
        members=members,
        employers=employers,
        hardship=bool(filed),
    )


def _floors(doors: Iterable[DoorCell]) -> tuple[int | None, ...]:
    """Return the floors from the top down; doors whose floor nobody noted come last."""
    found = {cell.floor for cell in doors}
    known = sorted((floor for floor in found if floor is not None), reverse=True)
    return (*known, None) if None in found else tuple(known)


# A visit under way that is older than the last one that counts was never finished: overtaken.
_DOORS = f"""
WITH block (id, name, rank) AS (
    SELECT ?, '', -1
    UNION ALL
    SELECT id, name, "order" FROM place
    WHERE parent_id = ? AND kind = 'entrance' AND deleted_at IS NULL)
SELECT b.id, b.name, d.id, d.floor, d.name, d.number, d.door_kind, v.outcome, v.at, v.next_on,
    EXISTS (SELECT 1 FROM visit u WHERE u.door_id = d.id AND u.at > coalesce(v.at, '')
        AND u.outcome IS NULL AND u.withdrawn_at IS NULL AND u.deleted_at IS NULL),
    (SELECT count(*) FROM household h JOIN person p ON p.household_id = h.id
        WHERE h.door_id = d.id AND h.deleted_at IS NULL AND p.deleted_at IS NULL),
    (SELECT count(*) FROM employer e WHERE e.door_id = d.id AND e.deleted_at IS NULL),
    EXISTS (SELECT 1 FROM household h JOIN hardship_file f ON f.household_id = h.id
        WHERE h.door_id = d.id AND h.deleted_at IS NULL AND f.deleted_at IS NULL
        AND coalesce(f.state, 'open') = 'open')
FROM block b
JOIN place d ON d.parent_id = b.id AND d.kind = 'door' AND d.deleted_at IS NULL
LEFT JOIN visit v ON v.rid = {LAST_VISIT}
ORDER BY b.rank, b.name, d."order", d.rid
"""  # noqa: S608 - a part of ours
