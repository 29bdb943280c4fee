"""The buildings of a patch: found by what a worker types, counted by what is walked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from unionapp.models.desk import Desk
from unionapp.models.records import Place
from unionapp.services import building_list, places, visits


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = factories.office(tmp_path)
    for street, numbers in (("双兴街", (1, 2, 10)), ("和顺路", (2,))):
        above = factories.place(made, "street", street)
        for number in numbers:
            factories.place(made, "building", f"{number}号楼", above)
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["双兴街 1号楼", "双兴街 2号楼", "双兴街 10号楼", "和顺路 2号楼"]),
        ("2", ["双兴街 2号楼", "和顺路 2号楼"]),
        ("双兴 2", ["双兴街 2号楼"]),
        ("双兴2", ["双兴街 2号楼"]),
        ("sxj", ["双兴街 1号楼", "双兴街 2号楼", "双兴街 10号楼"]),
        ("shuangxing 10", ["双兴街 10号楼"]),
        ("hs2", ["和顺路 2号楼"]),
        ("双兴 ２", ["双兴街 2号楼"]),
        ("北", []),
        ("0", []),
    ],
)
def test_a_building_is_found_by_what_is_typed(desk: Desk, query: str, found: list[str]) -> None:
    lines = building_list.listing(desk, query)
    assert sorted(line.address for line in lines) == sorted(found)


def test_buildings_stand_in_natural_order(desk: Desk) -> None:
    own = [line.address for line in building_list.listing(desk, "双兴")]
    assert own == ["双兴街 1号楼", "双兴街 2号楼", "双兴街 10号楼"]


def test_what_is_settled_is_counted_by_the_last_visit(desk: Desk) -> None:
    building = factories.building(desk, "7号楼", entrances=1, floors=2)
    doors = places.building_matrix(desk, building.id).blocks[0].doors
    visits.record_outcome(desk, doors[0].id, "met")
    visits.record_outcome(desk, doors[1].id, "met")
    visits.record_outcome(desk, doors[1].id, "nobody_home")
    line = building_list.listing(desk, "7")[0]
    assert (line.doors, line.settled) == (4, 1)


def test_a_street_with_doors_of_its_own_is_listed(desk: Desk) -> None:
    lane = factories.place(desk, "street", "柳条巷")
    factories.place(desk, "door", "3号", lane)
    assert building_list.listing(desk, "柳条")[0].doors == 1


def test_a_building_goes_where_the_code_list_lets_it(desk: Desk) -> None:
    community: Place = factories.place(desk, "community", "光明社区")
    found = building_list.places_above(desk, "building")
    assert [one.kind for one in found] == ["street", "street", "community"]
    assert found[-1].id == community.id
    assert building_list.places_above(desk, "province") == ()
