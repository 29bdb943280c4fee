"""The place tree, generated buildings and the matrix."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import (
    Employer,
    HardshipFile,
    Household,
    Membership,
    MembershipEvent,
    Person,
    Place,
    Visit,
)
from unionapp.services import buildings, members, places, standings, visits

SPEC = places.BuildingSpec("street", "5号楼", entrances=2, floors=3, doors_per_floor=2)


@pytest.fixture
def street(desk: Desk) -> Place:
    return factories.place(desk, "street", "双兴街")


def codes_of(caught: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [one.code for one in caught.value.problems]


def operations(desk: Desk) -> int:
    with desk.read() as reading:
        return int(reading.scalar("SELECT count(*) FROM operation"))


# ---- generating --------------------------------------------------------------------------------


def test_three_entrances_of_six_floors_with_two_doors_are_36_doors() -> None:
    doors = list(buildings.doors_of(replace(SPEC, entrances=3, floors=6)))
    assert len(doors) == 36
    assert [doors[0].number, doors[1].number, doors[-1].number] == ["101", "102", "602"]


@pytest.mark.parametrize(
    ("changes", "numbers"),
    [
        ({}, ["101", "102", "201", "202", "301", "302"]),
        ({"numbering": "continuous"}, ["1", "2", "3", "4", "5", "6"]),
        ({"floors": 12, "doors_per_floor": 1, "gaps": frozenset({"401"})},
         [f"{floor}01" for floor in range(1, 13) if floor != 4]),
    ],
)  # fmt: skip
def test_doors_are_numbered_as_on_the_door_plate(
    changes: dict[str, object], numbers: list[str]
) -> None:
    spec = replace(SPEC, entrances=1, **changes)  # type: ignore[arg-type] # a table's own words
    assert [door.number for door in buildings.doors_of(spec)] == numbers


def test_a_gap_is_in_every_entrance_or_in_one() -> None:
    doors = list(buildings.doors_of(replace(SPEC, gaps=frozenset({"101", "2-302"}))))
    assert [(door.entrance, door.number) for door in doors if door.floor in (1, 3)] == [
        (1, "102"), (1, "301"), (1, "302"), (2, "102"), (2, "301"),
    ]  # fmt: skip


def test_ground_floor_doors_are_shopfronts() -> None:
    doors = list(buildings.doors_of(replace(SPEC, non_residential_floors=frozenset({1}))))
    assert {(door.floor, door.door_kind) for door in doors} == {
        (1, "shopfront"),
        (2, "residential"),
        (3, "residential"),
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "places.no_name"),
        ({"floors": 0}, "places.out_of_range"),
        ({"entrances": 60, "floors": 120}, "places.too_many_doors"),
        ({"numbering": "letters"}, "places.no_such_numbering"),
        ({"non_residential_kind": "?"}, "places.no_such_door_kind"),
        ({"gaps": frozenset({"909"})}, "places.no_such_gap"),
        ({"non_residential_floors": frozenset({4})}, "places.no_such_floor"),
        ({"floors": 1, "gaps": frozenset({"101", "102"})}, "places.no_doors"),
    ],
)
def test_a_specification_that_cannot_be_is_refused(changes: dict[str, object], code: str) -> None:
    spec = replace(SPEC, **changes)  # type: ignore[arg-type] # a table's own words
    assert [one.code for one in buildings.problems_in(spec)] == [code]


def test_a_building_is_written_whole_with_one_operation_a_place(desk: Desk, street: Place) -> None:
    before = operations(desk)
    made = places.generate_building(desk, replace(SPEC, parent_id=street.id))
    assert (made.entrances, made.doors, made.changes) == (2, 12, frozenset({"place"}))
    assert operations(desk) - before == 1 + 2 + 12
    assert [one.place.name for one in places.children(desk, made.building.id)] == [
        "1单元",
        "2单元",
    ]
    assert [one.children for one in places.children(desk, made.building.id)] == [6, 6]


def test_a_building_that_is_refused_leaves_nothing(desk: Desk, street: Place) -> None:
    places.generate_building(desk, replace(SPEC, parent_id=street.id))
    before = operations(desk)
    with pytest.raises(UserError) as caught:
        places.generate_building(desk, replace(SPEC, parent_id=street.id))
    assert codes_of(caught) == ["places.same_name"]
    assert operations(desk) == before


def test_a_building_cut_off_half_way_leaves_nothing(
    desk: Desk, street: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = operations(desk)
    made = 0

    def cut_off() -> str:
        nonlocal made
        made += 1
        if made == 10:
            raise KeyboardInterrupt
        return desk.new_id()

    with pytest.raises(KeyboardInterrupt):
        places.generate_building(replace(desk, new_id=cut_off), replace(SPEC, parent_id=street.id))
    assert operations(desk) == before


# ---- the tree ----------------------------------------------------------------------------------


def test_the_path_leads_from_the_root_to_the_door(desk: Desk) -> None:
    door = factories.door(desk)
    assert [one.kind for one in places.path(desk, door.id)] == [
        "street",
        "building",
        "entrance",
        "door",
    ]
    assert places.address(desk, door.id) == "双兴街 3号楼 2单元 201室"
    assert places.path(desk, "nowhere") == ()


def test_places_moved_into_each_other_have_a_path_all_the_same(desk: Desk) -> None:
    """Two laptops may each move one of two places; merged, they stand in a ring."""
    first = factories.place(desk, "grid", "一")
    second = factories.place(desk, "grid", "二", first)
    with desk.write() as work:
        work.set_fields("place", first.id, {"parent_id": second.id})
    assert {one.id for one in places.path(desk, first.id)} == {first.id, second.id}


def test_a_root_stands_below_nothing_and_counts_what_is_below_it(desk: Desk) -> None:
    before = places.roots(desk)
    province = places.add(desk, None, "province", "某省").place
    places.add(desk, province.id, "city", "某市")
    assert places.roots(desk) == (*before, places.Node(province, 1))


def test_a_place_is_added_behind_its_siblings(desk: Desk, street: Place) -> None:
    first = places.add(desk, street.id, "building", " 1号楼 ")
    second = places.add(desk, street.id, "building", "2号楼")
    assert first.place.name == "1号楼"
    assert [one.place.id for one in places.children(desk, street.id)] == [
        first.place.id,
        second.place.id,
    ]


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("building", "​ ", "places.no_name"),
        ("castle", "一", "places.no_such_kind"),
        ("community", "一", "places.not_inside"),
        ("building", "1号楼", "places.same_name"),
    ],
)
def test_a_place_that_cannot_stand_there_is_refused(
    desk: Desk, street: Place, kind: str, name: str, code: str
) -> None:
    places.add(desk, street.id, "building", "1号楼")
    with pytest.raises(UserError) as caught:
        places.add(desk, street.id, kind, name)
    assert codes_of(caught) == [code]


def test_a_recut_grid_keeps_its_visits(desk: Desk) -> None:
    door = factories.door(desk)
    visits.record_outcome(desk, door.id, "met")
    old = places.path(desk, door.id)[0]
    grid = factories.place(desk, "grid", "第2网格")
    places.move(desk, old.id, grid.id)
    assert [one.name for one in places.path(desk, door.id)][:2] == ["第2网格", "双兴街"]
    assert len(visits.of_door(desk, door.id)) == 1


def test_a_place_is_moved_before_a_sibling(desk: Desk, street: Place) -> None:
    ids = [places.add(desk, street.id, "building", f"{n}号楼").place.id for n in (1, 2, 3)]
    places.move(desk, ids[2], street.id, before=ids[0])
    names = [one.place.name for one in places.children(desk, street.id)]
    assert names == ["3号楼", "1号楼", "2号楼"]


def test_a_building_cannot_be_moved_into_its_own_entrance(desk: Desk) -> None:
    made = factories.building(desk)
    entrance = places.children(desk, made.id)[0].place
    with pytest.raises(UserError) as caught:
        places.move(desk, made.id, entrance.id)
    assert codes_of(caught) == ["places.not_inside"]


def test_a_renamed_place_keeps_its_id(desk: Desk, street: Place) -> None:
    assert places.rename(desk, street.id, "双喜街").place.id == street.id
    assert places.path(desk, street.id)[-1].name == "双喜街"


def test_only_an_empty_place_is_removed(desk: Desk) -> None:
    door = factories.door(desk)
    visits.record_outcome(desk, door.id, "met")
    with pytest.raises(UserError) as caught:
        places.remove(desk, door.id)
    assert codes_of(caught) == ["places.not_empty"]
    visits.take_back_last(desk)
    assert places.remove(desk, door.id).place.deleted_at is not None
    with pytest.raises(UserError) as gone:
        places.rename(desk, door.id, "别名")
    assert codes_of(gone) == ["places.missing"]


def test_every_kind_of_place_names_what_may_stand_in_it() -> None:
    assert places.kinds_below()["building"] == ("entrance", "door")
    assert places.kinds_below()["door"] == ()


# ---- the matrix --------------------------------------------------------------------------------


def cell(desk: Desk, building_id: str, door_id: str) -> places.DoorCell:
    matrix = places.building_matrix(desk, building_id)
    return next(one for block in matrix.blocks for one in block.doors if one.id == door_id)


def building_with_door(desk: Desk) -> tuple[Place, Place]:
    made = factories.building(desk)
    entrance = places.children(desk, made.id)[0].place
    return made, places.children(desk, entrance.id)[0].place


def test_a_block_is_an_entrance_with_its_floors_from_the_top(desk: Desk) -> None:
    matrix = places.building_matrix(desk, factories.building(desk, entrances=2, floors=3).id)
    assert matrix.address == "双兴街 3号楼"
    assert [block.name for block in matrix.blocks] == ["1单元", "2单元"]
    first = matrix.blocks[0]
    assert (first.floors, first.columns) == ((3, 2, 1), 2)
    assert [(one.floor, one.column, one.number) for one in first.doors[:3]] == [
        (1, 0, "101"),
        (1, 1, "102"),
        (2, 0, "201"),
    ]


def test_doors_right_under_a_building_stand_in_a_block_of_their_own(desk: Desk) -> None:
    made = factories.building(desk, entrances=1, floors=1)
    factories.place(desk, "door", "门面1", made, number="1")
    blocks = places.building_matrix(desk, made.id).blocks
    assert [(block.name, block.floors) for block in blocks] == [("", (None,)), ("1单元", (1,))]


def test_a_door_shows_the_last_outcome_that_was_not_taken_back(desk: Desk) -> None:
    made, door = building_with_door(desk)
    assert cell(desk, made.id, door.id).outcome is None
    visits.record_outcome(desk, door.id, "nobody_home")
    visits.record_outcome(desk, door.id, "met", next_on=date(2026, 11, 21))
    shown = cell(desk, made.id, door.id)
    assert (shown.outcome, shown.appointment, shown.due) == ("met", date(2026, 11, 21), True)
    visits.take_back_last(desk)
    shown = cell(desk, made.id, door.id)
    assert (shown.outcome, shown.appointment, shown.due) == ("nobody_home", None, False)


def test_a_visit_under_way_is_marked_until_it_is_overtaken(desk: Desk) -> None:
    made, door = building_with_door(desk)
    visits.record_outcome(desk, door.id, "nobody_home")
    visits.start(desk, door.id)
    shown = cell(desk, made.id, door.id)
    assert (shown.outcome, shown.in_progress) == ("nobody_home", True)
    visits.record_outcome(desk, door.id, "met")
    assert not cell(desk, made.id, door.id).in_progress


def test_a_visit_entered_late_does_not_hide_a_newer_one(desk: Desk) -> None:
    made, door = building_with_door(desk)
    visits.record_outcome(desk, door.id, "met")
    visits.record_outcome(desk, door.id, "refused", at=factories.START)
    assert cell(desk, made.id, door.id).outcome == "met"


def test_a_door_shows_people_members_employers_and_hardship(desk: Desk) -> None:
    made, door = building_with_door(desk)
    home = factories.household(desk, door_id=door.id)
    person = factories.person(desk, household_id=home.id)
    factories.person(desk, household_id=home.id, name="赵敏")
    members.apply(desk, person.id, union_id=None, on=date(2026, 1, 5))
    assert cell(desk, made.id, door.id).members == 0
    view = members.view(desk, person.id)
    assert view.membership is not None
    members.record_event(desk, view.membership.id, "approved", on=date(2026, 1, 6))
    factories.add(desk, Employer(id="", home_division="210106", name="店", door_id=door.id))
    factories.add(desk, HardshipFile(id="", home_division="210106", household_id=home.id))
    shown = cell(desk, made.id, door.id)
    assert (shown.people, shown.members, shown.employers, shown.hardship) == (2, 1, 1, True)


def test_counts_add_up(desk: Desk) -> None:
    made, door = building_with_door(desk)
    visits.record_outcome(desk, door.id, "met")
    visits.record_outcome(desk, factories.door(desk).id, "met")
    other = places.building_matrix(desk, made.id).blocks[1].doors[0]
    visits.record_outcome(desk, other.id, "locked_entrance")
    counts = places.building_matrix(desk, made.id).counts
    assert (counts.doors, counts.visited, counts.settled) == (12, 2, 1)
    assert counts.by_outcome["met"] == counts.by_outcome["locked_entrance"] == 1
    assert counts.by_outcome["moved"] == 0


def test_an_unknown_building_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError) as caught:
        places.building_matrix(desk, "nowhere")
    assert codes_of(caught) == ["places.missing"]


@pytest.mark.parametrize("seed", range(5))
def test_standing_is_what_the_members_service_says(desk: Desk, seed: int) -> None:
    """Any events in any order, also those that may not follow each other after a merge."""
    random = Random(seed)  # a made-up order, nothing secret
    door = factories.door(desk)
    home = factories.household(desk, door_id=door.id)
    every = sorted(members.transitions())
    for _ in range(20):
        person = factories.person(desk, household_id=home.id)
        for _ in range(random.randint(0, 2)):
            membership = factories.add(
                desk, Membership(id="", home_division="210106", person_id=person.id)
            )
            for _ in range(random.randint(1, 6)):
                event = MembershipEvent(
                    id="",
                    home_division="210106",
                    membership_id=membership.id,
                    event=random.choice(every),
                    on=date(2026, 1, random.randint(1, 5)),
                )
                factories.add(desk, event)
    with desk.read() as reading:
        expected = members.statuses(reading)
        found = standings.behind_doors(reading, [door.id])
    assert {person: one.status for person, one in found.items()} == expected


def test_a_matrix_of_3000_doors_counts_every_door(desk: Desk, street: Place) -> None:
    spec = replace(SPEC, parent_id=street.id, entrances=10, floors=30, doors_per_floor=10)
    made = places.generate_building(desk, spec)
    _fill(desk)
    matrix = places.building_matrix(desk, made.building.id)
    assert (matrix.counts.doors, matrix.counts.visited) == (3000, 3000)
    assert matrix.counts.with_members > 500


def _fill(desk: Desk) -> None:
    """Put a household, two people and two visits behind every door, a member behind every third."""
    common: dict[str, Any] = {"home_division": "210106"}
    with desk.read() as reading:
        doors = reading.select(Place, "kind = 'door'")
    with desk.write() as work:
        homes = [Household(id=f"h{n}", door_id=one.id, **common) for n, one in enumerate(doors)]
        work.add_all(homes)
        work.add_all(
            Person(id=f"p{n}", name="王", household_id=homes[n // 2].id, **common)
            for n in range(2 * len(homes))
        )
        numbers = range(0, 2 * len(homes), 6)
        work.add_all(Membership(id=f"m{n}", person_id=f"p{n}", **common) for n in numbers)
        work.add_all(
            MembershipEvent(
                id=f"e{n}{event}",
                membership_id=f"m{n}",
                event=event,
                on=date(2026, 1, 5),
                **common,
            )
            for n in numbers
            for event in ("applied", "approved")
        )
        work.add_all(
            Visit(
                id=f"v{n}{again}",
                door_id=one.id,
                worker_id=work.worker_id,
                at=factories.START,
                outcome="met",
                **common,
            )
            for n, one in enumerate(doors)
            for again in range(2)
        )
