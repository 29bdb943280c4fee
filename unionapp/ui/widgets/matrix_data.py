"""What the building matrix shows, as data, and the words and looks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from unionapp.ui.theme import NOT_VISITED, StatusLook, Theme
from unionapp.ui.wording import language, tr
from unionapp.values import codes

if TYPE_CHECKING:
    from unionapp.services.building_matrix import BuildingMatrix, DoorCell

Mode = Literal["visit", "membership", "hardship"]
HOME = "residential"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One door; `column` counts from 0 within its floor and entrance.

    `status` is a code of `visit_outcome` or `not_visited`, `kind` a code of `door_kind`,
    `membership` is `members`, `no_members` or `nobody_known`.
    """

    door_id: str
    floor: int | None
    column: int
    number: str
    status: str = NOT_VISITED
    membership: str = "nobody_known"
    hardship: bool = False
    appointment_due: bool = False
    kind: str = HOME

    def key(self, mode: Mode) -> str:
        """Return the key of the legend that this door stands under in a mode."""
        if mode == "membership":
            return self.membership
        if mode == "hardship":
            return "on_file" if self.hardship else "not_on_file"
        return self.status


@dataclass(frozen=True, slots=True)
class MatrixBlock:
    """One entrance; an untitled one holds the doors right under the building or street."""

    title: str
    columns: int
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixData:
    """A building: its entrances side by side over common floors, from the top down."""

    title: str
    blocks: tuple[MatrixBlock, ...]
    floors: tuple[int | None, ...]


EMPTY = MatrixData("", (), ())


def from_service(found: BuildingMatrix) -> MatrixData:
    """Return a building of the service as the matrix takes it."""
    blocks = tuple(
        MatrixBlock(block.name, block.columns, tuple(cell_of(door) for door in block.doors))
        for block in found.blocks
    )
    floors = {floor for block in found.blocks for floor in block.floors}
    known = sorted((floor for floor in floors if floor is not None), reverse=True)
    return MatrixData(found.building.name, blocks, (*known, None) if None in floors else (*known,))


def cell_of(door: DoorCell) -> MatrixCell:
    """Return a door of the service as the matrix takes it."""
    membership = "members" if door.members else "no_members" if door.people else "nobody_known"
    return MatrixCell(
        door_id=door.id,
        floor=door.floor,
        column=door.column,
        number=door.number or door.name,
        status=door.outcome or NOT_VISITED,
        membership=membership,
        hardship=door.hardship,
        appointment_due=door.due,
        kind=door.door_kind or HOME,
    )


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry of the legend: the key that a filter takes, its words and its look."""

    key: str
    text: str
    look: StatusLook


_RING = "M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8z"
_TICK = "M2 6.5 5 9.5 10 3"
_HEART = "M6 10S2 7.6 2 4.8A2.1 2.1 0 0 1 6 3.6a2.1 2.1 0 0 1 4 1.2C10 7.6 6 10 6 10z"
# Colours come from a visit status, so that one set of colours is told apart in every mode.
_OTHER_LOOKS = {
    "members": ("met", _TICK),
    "no_members": ("nobody_home", _RING),
    "nobody_known": (NOT_VISITED, ""),
    "on_file": ("refused", _HEART),
    "not_on_file": (NOT_VISITED, ""),
}


def legend(mode: Mode, theme: Theme) -> tuple[LegendItem, ...]:
    """Return what the colours and glyphs mean in a mode, in the language of the window."""
    if mode == "visit":
        found = [(NOT_VISITED, tr("未走访"))]
        for item in codes.load("visit_outcome"):
            found.append((item.code, item.zh if language() == "zh" else item.en))
    elif mode == "membership":
        found = [
            ("members", tr("有会员")),
            ("no_members", tr("无会员")),
            ("nobody_known", tr("未登记人员")),
        ]
    else:
        found = [("on_file", tr("困难建档")), ("not_on_file", tr("未建档"))]
    return tuple(LegendItem(key, text, look_of(key, theme)) for key, text in found)


def look_of(key: str, theme: Theme) -> StatusLook:
    """Return the look of a legend's key; a code that is new to this program looks unvisited."""
    if key in _OTHER_LOOKS:
        status, glyph = _OTHER_LOOKS[key]
        coloured = theme.statuses[status]
        return StatusLook(coloured.fill, coloured.ink, glyph)
    return theme.statuses.get(key, theme.statuses[NOT_VISITED])


def floor_text(floor: int | None) -> str:
    """Return the words at the left of a line."""
    if floor is None:
        return ""
    return tr("{floor} 层", floor=floor) if floor > 0 else tr("地下 {floor} 层", floor=-floor or 1)


def spoken(block: MatrixBlock, cell: MatrixCell, theme: Theme) -> str:
    """Return what a screen reader says of a door, everything that the picture shows."""
    said = [block.title, floor_text(cell.floor), tr("{number} 室", number=cell.number)]
    if cell.kind != HOME and (kind := codes.load("door_kind").item(cell.kind)) is not None:
        said.append(kind.zh if language() == "zh" else kind.en)
    texts = {item.key: item.text for item in legend("visit", theme)}
    said.append(texts.get(cell.status, cell.status))
    if cell.membership == "members":
        said.append(tr("有会员"))
    if cell.hardship:
        said.append(tr("困难建档"))
    if cell.appointment_due:
        said.append(tr("约定的日子已到"))
    return tr("，").join(part for part in said if part)
