"""Writes places, persons, employers and members into a workbook that the import reads back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from unionapp import files
from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.addresses import Addresses, Node
from unionapp.models.declare import Field, FieldType, Record
from unionapp.models.desk import Desk
from unionapp.models.records import Employer, Person, Place
from unionapp.services import member_roll
from unionapp.values import codes, identity, phone
from unionapp.workbooks.book import Book, Cell
from unionapp.workbooks.place_columns import DOOR_KIND, LEVELS, PARTS

Line = Sequence[Cell]

_MASKS: Mapping[str, Callable[[str], str]] = {"identity": identity.mask, "phone": phone.mask}
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file and its lines without the header.

    `moved` counts texts longer than a cell of Excel: they stand whole in the sheet MORE.
    """

    file: Path
    rows: int
    moved: int = 0


def export_workbook(desk: Desk, kind: str, path: Path, *, full: bool = False) -> Exported:
    """Write all records of a kind into `path`, masked unless `full`; whole or not at all.

    A full export is noted in the audit trail before the file is written. Raises `UserError`: no
    such kind, a name that is no `.xlsx`, a place that cannot be written to.
    """
    if kind not in _KINDS:
        raise refuse("import.unknown_kind", kind, known="、".join(KINDS))
    if path.suffix.lower() != ".xlsx":
        raise refuse("export.not_xlsx", path.name)
    heading, lines_of = _KINDS[kind]
    content, rows, moved = _workbook(heading(desk), lines_of(desk, full))
    if full:
        with desk.write() as work:
            audit.append(work, "export_full", detail={"kind": kind, "rows": rows})
    try:
        files.write_atomically(path, content)
    except OSError as error:
        raise refuse("export.cannot_write", str(path.name)) from error
    return Exported(path, rows, moved)


# ---- the lines of each kind ---------------------------------------------------------------------


def _shown(desk: Desk, kind: str) -> list[Field]:
    return [field for field in desk.schema[kind].fields if field.section]


def _place_heading(_desk: Desk) -> list[str]:
    return [field.zh for field in (*PARTS, DOOR_KIND)]


def _place_lines(desk: Desk, _full: bool) -> Iterator[Line]:
    with desk.read() as now:
        addresses = Addresses(now)
        doors = now.select(Place, "kind = 'door'")
        addresses.load([door.id for door in doors])
        for door in doors:
            parts = {**_parts(addresses.path(door.id)), "floor": door.floor}
            kind = _cell(DOOR_KIND, door.door_kind, full=True)
            yield (*(parts.get(field.name) for field in PARTS), kind)


def _parts(path: Sequence[Node]) -> dict[str, str | int | None]:
    found: dict[str, str | int | None] = {
        node.kind: node.name for node in path if node.kind in LEVELS
    }
    if path and path[-1].kind == "door":
        found["number"] = path[-1].number or path[-1].name
    return found


def _person_heading(desk: Desk) -> list[str]:
    return [field.zh for field in (*_shown(desk, "person"), *PARTS)]


def _person_lines(desk: Desk, full: bool) -> Iterator[Line]:
    fields = _shown(desk, "person")
    with desk.read() as now:
        addresses = Addresses(now)
        doors = dict(now.rows("SELECT id, door_id FROM household WHERE deleted_at IS NULL"))
        addresses.load([door for door in doors.values() if door])
        for person in now.select(Person):
            door = doors.get(person.household_id)
            parts = _parts(addresses.path(door)) if door else {}
            yield (*_cells(fields, person, full), *(parts.get(field.name) for field in PARTS))


def _employer_heading(desk: Desk) -> list[str]:
    return [field.zh for field in _shown(desk, "employer")]


def _employer_lines(desk: Desk, full: bool) -> Iterator[Line]:
    fields = _shown(desk, "employer")
    with desk.read() as now:
        for employer in now.select(Employer):
            yield _cells(fields, employer, full)


def _member_heading(_desk: Desk) -> list[str]:
    return ["会员证号码", "姓名", "证件号码", "手机号", "所属工会", "会籍状态", "入会日期"]


def _member_lines(desk: Desk, full: bool) -> Iterator[Line]:
    roll = member_roll.roll(desk)
    person = desk.schema["person"]
    fields = [person.field("identity_number"), person.field("phone")]
    with desk.read() as now:
        for start in range(0, len(roll), _BATCH):
            batch = roll[start : start + _BATCH]
            people = now.by_ids(Person, [line.person_id for line in batch])
            for line in batch:
                numbers = _cells(fields, people[line.person_id], full)
                status = _label("membership_status", line.status)
                since = line.since.isoformat() if line.since else None
                yield (line.number, line.name, *numbers, line.union_name, status, since)


Heading = Callable[[Desk], list[str]]
Lines = Callable[[Desk, bool], Iterator[Line]]
_KINDS: Mapping[str, tuple[Heading, Lines]] = {
    "places": (_place_heading, _place_lines),
    "persons": (_person_heading, _person_lines),
    "employers": (_employer_heading, _employer_lines),
    "members": (_member_heading, _member_lines),
}
KINDS = tuple(_KINDS)


def _cells(fields: Sequence[Field], record: Record, full: bool) -> Line:
    return [_cell(field, getattr(record, field.name), full) for field in fields]


def _cell(field: Field, value: object, full: bool) -> str | int | Decimal | None:
    """Return a field's value as an office writes it, so that the import reads it back."""
    if value is None or value == ():
        return None
    if field.mask is not None and not full:
        return _MASKS[field.mask](str(value))
    if field.type is FieldType.BOOLEAN:
        return "是" if value else "否"
    if isinstance(value, int):
        return Decimal(value) / 100 if field.type is FieldType.MONEY else value
    if field.codes is not None:
        listed = value if isinstance(value, tuple) else (value,)
        return "、".join(_label(field.codes, one) for one in listed)
    return str(value)


def _label(code_list: str, code: str) -> str:
    """Return a code's own words; a code that no list knows stands for itself."""
    item = codes.load(code_list).item(code)
    return item.zh if item else code


# ---- the workbook -------------------------------------------------------------------------------


def _workbook(heading: Sequence[str], lines: Iterable[Line]) -> tuple[bytes, int, int]:
    """Return the workbook, its lines, and the texts that are too long for a cell of it."""
    with Book() as book:
        sheet, rows = book.sheet("名册", heading), 0
        for line in lines:
            sheet.append(line)
            rows += 1
        return book.content(), rows, book.moved
