"""Makes up the places of a patch, from the province down to the door."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count, product
from random import Random
from typing import Any

from unionapp.paths import resources
from unionapp.services.sample_specs import PlaceSpec
from unionapp.values import divisions

# From this many persons on, streets and grids are as long as in a real street office.
_LARGE_PATCH = 3_000


@cache
def data(name: str) -> Any:  # noqa: ANN401 - a TOML table of the file's own shape
    """Return a file of `resources/sample/`."""
    return tomllib.loads((resources() / "sample" / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class _Shape:
    entrances: int
    floors: int
    doors: int
    has_shops: bool


class PlaceMaker:
    """Yields one building after the other, opening streets, grids and offices on the way."""

    def __init__(self, random: Random, persons: int) -> None:
        known = data("places")
        self._random = random
        self._keys = count(1)
        self._division: str = known["division"]
        self._shapes = [
            _Shape(one["entrances"], one["floors"], one["doors"], one.get("shops", False))
            for one in known["shapes"]
        ]
        self._weights = [one["weight"] for one in known["shapes"]]
        # buildings in a street, streets in a grid, grids in a community, communities in an office
        self._sizes = (5, 4, 5, 8) if persons >= _LARGE_PATCH else (2, 2, 2, 2)
        self._office_names = known["street_offices"].split()
        self._community_names = known["communities"].split()
        self._street_names = _street_names(known, random)
        self.belongs_to = ""

    def buildings(self) -> Iterator[list[PlaceSpec]]:
        """Yield, without end, the places that come with each next building, parents first."""
        buildings, streets, grids, communities = self._sizes
        above, district = self._above()
        office = community = grid = street = 0
        for number in count():
            found, above = above, []
            street_number = number // buildings
            grid_number = street_number // streets
            community_number = grid_number // grids
            if number % (buildings * streets * grids * communities) == 0:
                place = community_number // communities
                name = self._office_name(place)
                office = self._add(found, district, "street_office", name, place)
            if number % (buildings * streets * grids) == 0:
                name = f"{self._numbered(self._community_names, community_number)}社区"
                community = self._add(found, office, "community", name, community_number)
                self.belongs_to = name
            if number % (buildings * streets) == 0:
                in_community = grid_number % grids
                grid = self._add(
                    found, community, "grid", f"第{in_community + 1}网格", in_community
                )
            if number % buildings == 0:
                name = self._numbered(self._street_names, street_number)
                street = self._add(found, grid, "street", name, street_number % streets)
            self._building(found, street, number % buildings)
            yield found

    def _above(self) -> tuple[list[PlaceSpec], int]:
        found: list[PlaceSpec] = []
        parent: int | None = None
        levels = (("province", 2), ("city", 4), ("district", 6))
        for kind, digits in levels:
            code = self._division[:digits].ljust(6, "0")
            known = divisions.find(code)
            parent = self._add(found, parent, kind, known.zh if known else code, 0, code)
        return found, parent or 0

    def _building(self, found: list[PlaceSpec], street: int, order: int) -> None:
        shape = self._random.choices(self._shapes, self._weights)[0]
        building = self._add(found, street, "building", f"{order + 1}号楼", order)
        for entrance_order in range(shape.entrances):
            name = f"{entrance_order + 1}单元"
            entrance = self._add(found, building, "entrance", name, entrance_order)
            order_in_entrance = count()
            for floor in range(1, shape.floors + 1):
                is_shop = shape.has_shops and floor == 1
                for door in range(1, shape.doors + 1):
                    number = f"{floor}{door:02d}"
                    found.append(
                        PlaceSpec(
                            key=next(self._keys),
                            parent=entrance,
                            kind="door",
                            name=f"门面{number}" if is_shop else number,
                            division=self._division,
                            order=next(order_in_entrance),
                            floor=floor,
                            number=number,
                            door_kind="shopfront" if is_shop else "residential",
                        )
                    )

    def _add(
        self,
        found: list[PlaceSpec],
        parent: int | None,
        kind: str,
        name: str,
        order: int,
        division: str | None = None,
    ) -> int:
        key = next(self._keys)
        found.append(PlaceSpec(key, parent, kind, name, division or self._division, order))
        return key

    def _office_name(self, place: int) -> str:
        return f"{self._numbered(self._office_names, place)}街道"

    @staticmethod
    def _numbered(names: list[str], place: int) -> str:
        """Take the names in turn; a second turn says so: 光明二."""
        turn, place = divmod(place, len(names))
        return names[place] + ("" if turn == 0 else f"{turn + 1}")


def _street_names(known: Any, random: Random) -> list[str]:  # noqa: ANN401 - see `data`
    """Plain names first, in the order of the file; those with a side are mixed."""
    stems = known["streets"].split()
    kinds = known["kinds"]
    plain = [f"{stem}{kinds[place % len(kinds)]}" for place, stem in enumerate(stems)]
    sided = [
        f"{stem}{side}{kind}" for side, stem, kind in product(known["sides"][1:], stems, kinds)
    ]
    random.shuffle(sided)
    return plain + sided
