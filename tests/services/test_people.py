"""People and households: added, found on file at once, moved."""

from __future__ import annotations

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Household, Person
from unionapp.services import people
from unionapp.values import identity

BODY = "21010619900307122"
NUMBER = BODY + identity.check_character(BODY)
SHORT = "210106900307122"


def head_of(desk: Desk, household_id: str) -> str | None:
    with desk.read() as reading:
        household = reading.get(Household, household_id)
    assert household is not None
    return household.head_id


def test_the_first_person_of_a_household_is_its_head(desk: Desk) -> None:
    home = people.add_household(desk, factories.door(desk).id).household
    first = people.add_person(desk, home.id, {"name": "赵敏", "identity_number": NUMBER})
    people.add_person(desk, home.id, {"name": "赵小敏"})
    assert head_of(desk, home.id) == first.record.id
    assert isinstance(first.record, Person)
    assert (first.record.household_id, first.record.sex) == (home.id, "2")
    assert first.changes == {"person", "household"}


def test_a_household_is_put_behind_a_door_only(desk: Desk) -> None:
    building = factories.building(desk)
    with pytest.raises(UserError) as caught:
        people.add_household(desk, building.id)
    assert caught.value.problems[0].code == "places.not_a_door"


def test_nobody_is_added_to_a_household_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(UserError) as caught:
        people.add_person(desk, "nowhere", {"name": "赵敏"})
    assert caught.value.problems[0].code == "people.household_missing"
    with desk.read() as reading:
        assert reading.select(Person) == []


@pytest.mark.parametrize("filed", [NUMBER, SHORT])
@pytest.mark.parametrize("typed", [NUMBER, SHORT, f"{NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:]}"])
def test_who_is_on_file_is_found_in_either_form(desk: Desk, filed: str, typed: str) -> None:
    door = factories.door(desk)
    home = factories.household(desk, door_id=door.id)
    person = factories.person(
        desk, name="赵敏", identity_number=filed, household_id=home.id, phone="13812345678"
    )
    (found,) = people.on_file(desk, typed)
    assert (found.person_id, found.name, found.door_id) == (person.id, "赵敏", door.id)
    assert found.address == "双兴街 3号楼 2单元 201室"
    assert found.phone_masked == "138****5678"
    assert filed not in (found.identity_masked,)
    assert people.on_file(desk, typed, but=person.id) == ()


@pytest.mark.parametrize("typed", ["", "  ", "21010", NUMBER[:-1] + "?", "210106199003071999"])
def test_nobody_is_found_by_another_number(desk: Desk, typed: str) -> None:
    factories.person(desk, identity_number=NUMBER)
    factories.person(desk, identity_number=None)
    assert people.on_file(desk, typed) == ()


def test_a_number_of_another_century_has_no_short_form(desk: Desk) -> None:
    body = "21010620050307122"
    factories.person(desk, identity_number="210106050307122")
    assert people.on_file(desk, body + identity.check_character(body)) == ()


def test_someone_removed_is_not_on_file(desk: Desk) -> None:
    factories.person(desk, identity_number=NUMBER, deleted_at=factories.START)
    assert people.on_file(desk, NUMBER) == ()


def test_a_head_who_moves_leaves_the_household_without_one(desk: Desk) -> None:
    old = people.add_household(desk, factories.door(desk).id).household
    new = people.add_household(desk, factories.door(desk).id).household
    person = people.add_person(desk, old.id, {"name": "赵敏"}).record
    moved = people.move(desk, person.id, new.id)
    assert moved.person.household_id == new.id
    assert (head_of(desk, old.id), head_of(desk, new.id)) == (None, person.id)
    assert people.move(desk, person.id, None).person.household_id is None
    assert head_of(desk, new.id) is None


def test_a_move_that_fails_half_way_leaves_everything(desk: Desk) -> None:
    old = people.add_household(desk, factories.door(desk).id).household
    person = people.add_person(desk, old.id, {"name": "赵敏"}).record
    with pytest.raises(UserError):
        people.move(desk, person.id, "nowhere")
    assert head_of(desk, old.id) == person.id


def test_a_household_moves_with_its_people(desk: Desk) -> None:
    home = people.add_household(desk, factories.door(desk).id).household
    person = people.add_person(desk, home.id, {"name": "赵敏", "identity_number": NUMBER}).record
    door = factories.door(desk, "102")
    assert people.move_household(desk, home.id, door.id).changes == {"household"}
    (found,) = people.on_file(desk, NUMBER)
    assert (found.person_id, found.door_id) == (person.id, door.id)
