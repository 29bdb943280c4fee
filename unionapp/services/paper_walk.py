"""The papers of the street: a sheet of doors in walking order, and the slip left at a door."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.addresses import SPOKEN, Addresses
from unionapp.models.desk import OFFICE_ZONE, Desk, Reading
from unionapp.models.records import Place, Visit, Worker
from unionapp.services import standings, today
from unionapp.services.last_visit import LAST_VISIT, day_began
from unionapp.services.paper_kind import PaperKind, Words, paper
from unionapp.services.today import TodayLine
from unionapp.values import codes

# `<place>` are all its doors, `<place>:open` those that are not done, `today:<worker>` the day's.
OPEN, TODAY = ":open", "today:"
# After these a slip may be left: nobody spoke to us.
MISSED = frozenset({"nobody_home", "come_back", "locked_entrance"})
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class _Walk:
    """Which doors are to be walked; `place` is None for the day's list."""

    id: str
    place: Place | None
    worker_id: str
    only_open: bool
    deleted_at: datetime | None = None


def _walk(reading: Reading, id_: str) -> _Walk | None:
    if id_.startswith(TODAY):
        worker = reading.get(Worker, id_.removeprefix(TODAY))
        return _Walk(id_, None, worker.id, only_open=False) if worker else None
    place = reading.get(Place, id_.removesuffix(OPEN))
    if place is None:
        return None
    return _Walk(id_, place, "", only_open=id_.endswith(OPEN), deleted_at=place.deleted_at)


def _walk_words(reading: Reading, walk: _Walk, folder: Path) -> Words:
    """Return the doors in walking order: each level of the tree by its own order.

    Raises `papers.no_doors`.
    """
    marks: Mapping[str, str] = {}
    if walk.place is None:
        lines = today.list_in(reading, walk.worker_id).lines
        marks = {line.door_id: _why(line) for line in lines}
        known = _doors(reading, [line.door_id for line in lines])
        title, note = "今日走访单", "约好的、要再去的和顺路的门户，按步行顺序"
    else:
        ids = [row[0] for row in reading.rows(_BELOW, (walk.place.id,))]
        known = _doors(reading, ids)
        if walk.only_open:
            known = [one for one in known if not one.settled]
        title = f"{_title(reading, walk.place)} 走访单"
        note = "还没有走完的门户，按步行顺序" if walk.only_open else "按步行顺序"
    if not known:
        raise refuse("papers.no_doors", title)
    places = Addresses(reading)
    places.load([one.id for one in known])
    above = _above(places, walk.place.id) if walk.place else frozenset()
    ranks = _ranks(reading, [one.id for one in known])
    return {
        "walk.title": title,
        "walk.note": note,
        "walk.day": reading.today,
        "walk.rows": tuple(
            one.row(places, above, marks.get(one.id, "")) for one in _ordered(known, places, ranks)
        ),
    }


@dataclass(slots=True)
class _Door:
    """One door with what is known behind it."""

    id: str
    outcome: str | None
    visited_at: str | None
    next_on: str | None
    next_time: str | None
    people: list[str]
    employers: list[str]
    member: bool = False
    hardship: bool = False

    @property
    def settled(self) -> bool:
        item = codes.load("visit_outcome").item(self.outcome or "")
        return item is not None and item.more.get("settled") is True

    def row(self, places: Addresses, above: frozenset[str], why: str) -> Mapping[str, object]:
        nodes = [
            node for node in places.path(self.id) if node.kind in SPOKEN and node.id not in above
        ]
        cells = {
            "door": " ".join(node.name for node in nodes),
            "people": self._behind(),
            "last": self._last(),
            "mark": "、".join(self._marks(why)),
        }
        return {name: value for name, value in cells.items() if value}

    def _behind(self) -> str:
        names = [*self.employers, *self.people]
        if not self.people or len(names) == 1:
            return "、".join(names[:2])
        first = names[0] if self.employers else self.people[0]
        return f"{first} 等{len(self.people)}人"

    def _last(self) -> str:
        if self.visited_at is None:
            return ""
        day = datetime.fromisoformat(self.visited_at).astimezone(OFFICE_ZONE).date()
        return f"{day.month}月{day.day}日 {codes.load('visit_outcome').label(self.outcome)}"

    def _marks(self, why: str) -> Iterable[str]:
        if self.hardship:
            # The sheet is carried from door to door: no label that shames whoever looks on.
            yield "帮扶"
        if self.member:
            yield "会员"
        if why:
            yield why
        elif self.next_on:
            day = date.fromisoformat(self.next_on)
            yield f"约{day.month}/{day.day} {self.next_time or ''}".strip()


def _doors(reading: Reading, ids: Sequence[str]) -> list[_Door]:
    given = json.dumps(ids)
    people: defaultdict[str, list[str]] = defaultdict(list)
    for door_id, name in reading.rows(_PEOPLE, (given,)):
        people[door_id].append(name)
    employers: defaultdict[str, list[str]] = defaultdict(list)
    for door_id, name in reading.rows(_EMPLOYERS, (given,)):
        employers[door_id].append(name)
    members = {one.door_id for one in standings.behind_doors(reading, ids).values() if one.on_roll}
    return [
        _Door(
            id_,
            outcome,
            at,
            next_on,
            next_time,
            people[id_],
            employers[id_],
            id_ in members,
            bool(filed),
        )
        for id_, outcome, at, next_on, next_time, filed in reading.rows(_DOORS, (given,))
    ]


def _ranks(reading: Reading, ids: Sequence[str]) -> Mapping[str, tuple[int, str, int]]:
    rows = reading.rows(_ORDERS, (json.dumps(ids),))
    return {id_: (order, name if kind == "entrance" else "", rid)
            for id_, kind, order, name, rid in rows}  # fmt: skip


def _ordered(
    doors: list[_Door], places: Addresses, ranks: Mapping[str, tuple[int, str, int]]
) -> list[_Door]:
    """Return doors as they are walked: every node above a door by its order among its siblings."""
    return sorted(doors, key=lambda one: [ranks[node.id] for node in places.path(one.id)])


def _above(places: Addresses, place_id: str) -> frozenset[str]:
    return frozenset(node.id for node in places.path(place_id))


def _title(reading: Reading, place: Place) -> str:
    return Addresses(reading).text(place.id) or place.name


def _why(line: TodayLine) -> str:
    """Return in few characters why a door stands on the day's list."""
    time = line.next_time or ""
    if line.reason == "in_progress":
        return "结果未登记"
    if line.reason == "due":
        return f"今天{time}"
    if line.reason == "overdue" and line.day:
        return f"约{line.day.month}/{line.day.day} {time}".strip()
    return "再访" if line.reason == "come_back" else ""


# ---- the slip ----------------------------------------------------------------------------------


def missed_today(desk: Desk) -> tuple[str, ...]:
    """Return the visits of this worker today that found nobody, in their order."""
    with desk.read() as reading:
        rows = reading.rows(_MISSED_TODAY, (desk.worker_id, day_began(reading)))
    return tuple(row[0] for row in rows)


def _visit(reading: Reading, id_: str) -> Visit | None:
    """Return a visit, or the last one at a door."""
    visit = reading.get(Visit, id_)
    if visit is None:
        found = reading.select(Visit, _LAST_AT, (id_,))
        visit = found[0] if found else None
    return visit if visit is not None and visit.withdrawn_at is None else None


def _slip_words(reading: Reading, visit: Visit, folder: Path) -> Words:
    """Return what the slip says; raises `papers.somebody_met` where it would not be true."""
    door = Addresses(reading).text(visit.door_id)
    if visit.outcome not in MISSED or visit.at is None:
        raise refuse("papers.somebody_met", door)
    at = visit.at.astimezone(OFFICE_ZONE)
    worker = reading.get(Worker, visit.worker_id)
    return {
        "called.door": door,
        "called.at": f"{_day(at.date())} {at:%H:%M}",
        "called.next": f"{_day(visit.next_on)}{visit.next_time or ''}" if visit.next_on else None,
        "called.phone": worker.phone if worker else None,
        "document.worker": worker.name if worker else None,
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


# UNION drops what was seen, so the walk ends even where a tree bites its own tail.
_BELOW = """
WITH RECURSIVE down (id, kind) AS (
    SELECT id, kind FROM place WHERE id = ? AND deleted_at IS NULL
    UNION SELECT p.id, p.kind FROM down JOIN place p ON p.parent_id = down.id
    WHERE p.deleted_at IS NULL)
SELECT id FROM down WHERE kind = 'door'
"""
_ORDERS = """
WITH RECURSIVE up (id, parent_id, kind, "order", name, rid) AS (
    SELECT id, parent_id, kind, "order", name, rid FROM place
    WHERE id IN (SELECT value FROM json_each(?))
    UNION SELECT p.id, p.parent_id, p.kind, p."order", p.name, p.rid
    FROM up JOIN place p ON p.id = up.parent_id)
SELECT id, kind, "order", name, rid FROM up
"""
_DOORS = f"""
SELECT d.id, v.outcome, v.at, v.next_on, v.next_time,
    EXISTS (SELECT 1 FROM household h JOIN hardship_file f ON f.household_id = h.id
        WHERE h.door_id = d.id AND h.deleted_at IS NULL AND f.deleted_at IS NULL
        AND coalesce(f.state, 'open') = 'open')
FROM json_each(?) j JOIN place d ON d.id = j.value
LEFT JOIN visit v ON v.rid = {LAST_VISIT}
"""  # noqa: S608 - a part of ours
# The head first.
_PEOPLE = """
SELECT h.door_id, p.name FROM json_each(?) d
JOIN household h ON h.door_id = d.value AND h.deleted_at IS NULL
JOIN person p ON p.household_id = h.id AND p.deleted_at IS NULL
ORDER BY h.rid, p.id != coalesce(h.head_id, ''), p.rid
"""
_EMPLOYERS = """
SELECT e.door_id, e.name FROM json_each(?) d
JOIN employer e ON e.door_id = d.value AND e.deleted_at IS NULL ORDER BY e.rid
"""
_LAST_AT = f"rid = (SELECT {LAST_VISIT} FROM place d WHERE d.id = ?)"  # noqa: S608 - ours
_MISSED_TODAY = """
SELECT v.id FROM visit v WHERE v.worker_id = ? AND v.at >= ? AND v.outcome = 'nobody_home'
    AND v.withdrawn_at IS NULL AND v.deleted_at IS NULL ORDER BY v.at, v.rid
"""

PAPERS: Mapping[str, PaperKind] = {
    "patch_walk_sheet": paper("walk", _walk, _walk_words),
    "we_called": paper("visit", _visit, _slip_words),
}
