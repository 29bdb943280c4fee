"""The place tree in memory while a workbook is read against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from unionapp.models.records import Place
from unionapp.models.store import Reader
from unionapp.workbooks.place_columns import (
    LEVELS,
    Parts,
    floor_of,
    key_of,
    name_of,
    number_of,
    order_of,
    parts_of,
)


@dataclass(frozen=True, slots=True)
class Node:
    """One place: where it hangs, what it is, by what its name is known, what kind of door."""

    parent: str | None
    kind: str
    key: str
    door_kind: str | None = None


@dataclass(frozen=True, slots=True)
class DoorPlan:
    """A door that was found or planned, and the places that must be made for it, in order.

    `ambiguous` is the word that names several places of the tree; then nothing is planned.
    """

    door_id: str
    missing: tuple[Place, ...] = ()
    ambiguous: str = ""


class PlaceIndex:
    """The places on file and those planned so far, found by the words of a workbook."""

    def __init__(self, reader: Reader) -> None:
        self.nodes: dict[str, Node] = {}
        self._children: dict[tuple[str | None, str, str], str] = {}
        # What lies anywhere below a place, for workbooks that leave a level out.
        self._below: defaultdict[tuple[str | None, str, str], list[str]] = defaultdict(list)
        self._doors: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._streets: re.Pattern[str] | None = None
        self._found: dict[tuple[tuple[str, str], ...], str | None] = {}
        self._root: str | None = None
        rows = reader.rows(
            "SELECT id, parent_id, kind, name, number, door_kind, division FROM place "
            "WHERE deleted_at IS NULL ORDER BY rid"
        )
        self._root = _root_of(rows)
        for id_, parent, kind, name, number, door_kind, _ in rows:
            self.nodes[id_] = Node(parent, kind, key_of(kind, number or name or ""), door_kind)
        for id_ in list(self.nodes):
            self._index(id_)

    def _index(self, id_: str) -> None:
        node = self.nodes[id_]
        self._children[node.parent, node.kind, node.key] = id_
        above = list(self._above(node))
        if node.kind == "door":
            keys = {self.nodes[one].kind: self.nodes[one].key for one in reversed(above)}
            for street in {"", keys.get("street", "")}:
                self._doors[street, keys.get("building", ""), node.key].append(id_)
            # Under a whole street a door's number says nothing; under its building it may.
            above = [one for one in above if self.nodes[one].kind == "building"][:1]
        for ancestor in (None, *above):
            if ancestor is not None or node.kind != "door":
                self._below[ancestor, node.kind, node.key].append(id_)

    def _above(self, node: Node) -> Iterator[str]:
        seen: set[str] = set()
        at = node.parent
        while at is not None and at in self.nodes and at not in seen:
            seen.add(at)
            yield at
            at = self.nodes[at].parent

    # ---- places of a workbook of places -----------------------------------------------------

    def plan_door(
        self, parts: Parts, *, division: str, new_id: Callable[[], str], door_kind: str | None
    ) -> DoorPlan:
        """Return the door that the parts name, with the places that are not there yet."""
        at, missing = self._root, list[Place]()
        for level in (*LEVELS, "door"):
            text = parts.get("number" if level == "door" else level)
            if not text:
                continue
            known = self._standing(at, level, key_of(level, text))
            if len(known) > 1:
                return DoorPlan("", ambiguous=text)
            if known:
                at = known[0]
                continue
            place = _place(parts, level, text, at, division, new_id(), door_kind)
            missing.append(place)
            at = place.id
            # Planned at once, so that the next line finds it; a row that is refused plans nothing.
            self.nodes[at] = Node(place.parent_id, level, key_of(level, text), place.door_kind)
            self._index(at)
        return DoorPlan(at or "", tuple(missing))

    def _standing(self, at: str | None, level: str, key: str) -> list[str]:
        """Return the place of that name right below, else those deeper down."""
        child = self._children.get((at, level, key))
        if child is not None:
            return [child]
        return self._below.get((None if at == self._root else at, level, key), [])

    # ---- the door of a person ---------------------------------------------------------------

    def find_door(self, parts: Parts) -> str | None:
        """Return the one door that the parts name, or None when there is none or several."""
        asked = tuple(sorted((name, text) for name, text in parts.items() if name != "floor"))
        if asked not in self._found:
            self._found[asked] = self._find_door(dict(asked))
        return self._found[asked]

    def _find_door(self, parts: Parts) -> str | None:
        wanted = {level: key_of(level, parts[level]) for level in LEVELS if parts.get(level)}
        number = number_of(parts.get("number", ""))
        named = self._doors.get((wanted.get("street", ""), wanted.get("building", ""), number), ())
        found = [door for door in named if wanted.items() <= self._above_as_words(door)]
        return found[0] if len(found) == 1 else None

    def _above_as_words(self, id_: str) -> set[tuple[str, str]]:
        return {(self.nodes[a].kind, self.nodes[a].key) for a in self._above(self.nodes[id_])}

    def parts_of(self, address: str) -> dict[str, str]:
        """Return the parts of an address written in one cell: 双兴街3号楼2单元501."""
        if self._streets is None:
            names = {node.key for node in self.nodes.values() if node.kind == "street"}
            longest_first = sorted(filter(None, names), key=len, reverse=True)
            self._streets = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        squeezed = key_of("street", address)
        street = self._streets.search(squeezed)
        if street is None:
            return parts_of(squeezed)
        return {"street": street.group(), **parts_of(squeezed[street.end() :])}


def _root_of(rows: list[tuple[str, ...]]) -> str | None:
    """Return what an office's own streets hang under: its district, or its city."""
    upper = [row for row in rows if row[2] in ("city", "district")]
    return max(upper, key=lambda row: len(row[6] or ""))[0] if upper else None


def _place(
    parts: Parts,
    level: str,
    text: str,
    parent: str | None,
    division: str,
    id_: str,
    door_kind: str | None,
) -> Place:
    name = name_of(level, text)
    if level != "door":
        return Place(
            id=id_,
            home_division=division,
            kind=level,
            parent_id=parent,
            name=name,
            order=order_of(name),
        )
    return Place(
        id=id_,
        home_division=division,
        kind=level,
        parent_id=parent,
        name=name,
        order=order_of(name),
        floor=floor_of(parts),
        number=number_of(text),
        door_kind=door_kind or "residential",
    )
