"""The lists of people and of hardship files: who stands in them, and in which words."""

from __future__ import annotations

from tests import factories
from tests.services import aid
from unionapp.models.desk import Desk
from unionapp.models.records import Employer, Union
from unionapp.services import (
    employers,
    hardship_list,
    members,
    people_list,
    references,
    unions,
)


def test_people_are_listed_by_membership_and_group(desk: Desk) -> None:
    courier = factories.person(desk, name="王秀兰", occupation_group="2")
    other = factories.person(desk, name="丁凯")
    with desk.read() as reading:
        today = reading.today
    taken = members.apply(desk, other.id, union_id=None, on=today)
    assert people_list.ids(desk, "member") == ()
    members.record_event(desk, taken.membership.id, "approved", on=today)
    assert people_list.ids(desk) == (other.id, courier.id)
    assert people_list.ids(desk, "member") == (other.id,)
    assert people_list.ids(desk, "not_member") == (courier.id,)
    assert people_list.ids(desk, "eight_groups") == (courier.id,)


def test_names_stand_in_the_order_in_which_they_are_spoken(desk: Desk) -> None:
    wanted = ["丁凯", "欧阳娜", "单雄信", "王伟", "王秀兰", "赵一"]  # Shàn is the surname
    for name in ("赵一", "王秀兰", "欧阳娜", "丁凯", "王伟", "单雄信"):
        factories.person(desk, name=name)
        factories.add(desk, Employer(id="", home_division="210106", name=name))
        factories.add(desk, Union(id="", home_division="210106", name=name))
    lines = people_list.lines(desk, found := people_list.ids(desk))
    assert [lines[id_].name for id_ in found] == wanted
    assert [one.employer.name for one in employers.listing(desk)] == wanted
    assert [one.union.name for one in unions.listing(desk) if one.union.name in wanted] == wanted


def test_a_person_is_found_within_a_filter(desk: Desk) -> None:
    person = factories.person(desk, name="王秀兰")
    factories.person(desk, name="丁凯")
    assert people_list.ids(desk, "all", "wxl") == (person.id,)
    assert people_list.ids(desk, "member", "wxl") == ()


def test_a_line_is_masked_and_tells_the_address(desk: Desk) -> None:
    door = factories.door(desk)
    home = factories.household(desk, door_id=door.id)
    person = factories.person(
        desk,
        identity_number="21010619760315002X",
        phone="13800001234",
        household_id=home.id,
    )
    line = people_list.lines(desk, [person.id])[person.id]
    assert (line.identity_masked, line.phone_masked) == ("210***********002X", "138****1234")
    assert line.address.startswith("双兴街")
    assert (line.status, line.on_roll) == ("", False)


def test_files_are_listed_with_their_latest_case(desk: Desk) -> None:
    aid.standard(desk)
    case = aid.granted(desk)
    without = aid.family(desk).file
    assert {line.file.id for line in hardship_list.listing(desk)} > {without.id}
    assert [line.file.id for line in hardship_list.listing(desk, "no_case")] == [without.id]
    (granted,) = hardship_list.listing(desk, "granted")
    assert (granted.applicant, granted.case) == ("王秀兰", case)
    assert hardship_list.of_household(desk, case.subject_id) == granted
    assert hardship_list.of_household(desk, "nobody") is None


def test_a_file_is_found_by_its_applicant(desk: Desk) -> None:
    file = aid.family(desk).file
    assert [line.file.id for line in hardship_list.listing(desk, text="wxl")] == [file.id]
    assert hardship_list.listing(desk, text="zgf") == ()


def test_a_reference_may_name_the_unions(desk: Desk) -> None:
    assert [title for _, title in references.options(desk, "union")] == ["铁西区兴华街道总工会"]
