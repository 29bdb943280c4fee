"""Reads where a place stands in the tree; remembers the nodes above while many are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unionapp.models.store import Reader

# What a person calls the address begins below the grid: 双兴街 3号楼 2单元 501.
SPOKEN = frozenset({"street", "building", "entrance", "door"})
_BATCH = 500
# UNION drops what was seen, so the walk ends even where a tree bites its own tail.
_UPWARDS = (
    "WITH RECURSIVE up(id, parent_id, kind, name, number) AS ("
    "  SELECT id, parent_id, kind, name, number FROM place WHERE id IN ({marks})"
    "  UNION SELECT p.id, p.parent_id, p.kind, p.name, p.number"
    "  FROM up JOIN place p ON p.id = up.parent_id) SELECT * FROM up"
)


@dataclass(frozen=True, slots=True)
class Node:
    """One place on the way up."""

    id: str
    parent_id: str | None
    kind: str
    name: str
    number: str | None


class Addresses:
    """The addresses of places, as of one transaction."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, Node] = {}

    def path(self, place_id: str) -> tuple[Node, ...]:
        """Return the nodes from the root down to the place; empty when it is unknown."""
        found: list[Node] = []
        seen: set[str] = set()
        at: str | None = place_id
        while at is not None and at not in seen:
            seen.add(at)
            node = self._node(at)
            if node is None:
                break
            found.append(node)
            at = node.parent_id
        return tuple(reversed(found))

    def text(self, place_id: str) -> str:
        """Return the address as it is spoken: street, building, entrance, door."""
        return " ".join(node.name for node in self.path(place_id) if node.kind in SPOKEN)

    def load(self, place_ids: Sequence[str]) -> None:
        """Read many places at once, with all that stand above them."""
        wanted = [one for one in dict.fromkeys(place_ids) if one not in self._known]
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            for row in self._reader.rows(_UPWARDS.format(marks=marks), batch):
                self._known[row[0]] = Node(*row)

    def _node(self, place_id: str) -> Node | None:
        if place_id not in self._known:
            self.load([place_id])
        return self._known.get(place_id)
