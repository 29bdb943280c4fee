"""Everything behind one door, in few statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests import factories
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Employer, HardshipFile, Place
from unionapp.services import doors, members, people, visits

TODAY = date(2026, 11, 21)


@pytest.fixture
def door(desk: Desk) -> Place:
    return factories.door(desk)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that goes to a database."""
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_an_empty_door_is_empty(desk: Desk, door: Place) -> None:
    view = doors.view(desk, door.id)
    assert view.address == "双兴街 3号楼 2单元 201室"
    assert (view.door, view.path[-1]) == (door, door)
    assert (view.households, view.employers, view.visits) == ((), (), ())
    assert (view.outcome, view.appointment, view.in_progress) == (None, None, None)


def test_everything_behind_a_door_is_there(desk: Desk, door: Place, statements: list[str]) -> None:
    home = people.add_household(desk, door.id).household
    child = factories.person(desk, household_id=home.id, name="赵小敏")
    head = people.add_person(desk, home.id, {"name": "赵敏"}).record
    members.apply(desk, child.id, union_id=None, on=TODAY)
    file = factories.add(desk, HardshipFile(id="", home_division="210106", household_id=home.id))
    shop = factories.add(desk, Employer(id="", home_division="210106", name="店", door_id=door.id))
    visits.record_outcome(desk, door.id, "come_back", next_on=TODAY, next_time="晚上")
    begun = visits.start(desk, door.id).visit
    statements.clear()
    view = doors.view(desk, door.id)
    assert len([one for one in statements if one.lstrip().startswith(("SELECT", "WITH"))]) <= 6

    (household,) = view.households
    assert household.hardship_file_id == file.id
    assert [(one.person.id, one.is_head, one.status, one.on_roll) for one in household.people] == [
        (head.id, True, "", False),
        (child.id, False, "applicant", False),
    ]
    assert view.employers == (shop,)
    assert (view.members, view.hardship) == (0, True)
    assert (view.outcome, view.in_progress) == ("come_back", begun)
    assert view.appointment is not None
    assert (view.appointment.on, view.appointment.time, view.appointment.due) == (
        TODAY,
        "晚上",
        True,
    )


def test_an_appointment_ahead_is_not_due(desk: Desk, door: Place) -> None:
    visits.record_outcome(desk, door.id, "met", next_on=TODAY + timedelta(days=1))
    view = doors.view(desk, door.id)
    assert view.appointment is not None
    assert not view.appointment.due


def test_a_newer_visit_ends_the_appointment(desk: Desk, door: Place) -> None:
    visits.record_outcome(desk, door.id, "come_back", next_on=TODAY)
    visits.record_outcome(desk, door.id, "met")
    assert doors.view(desk, door.id).appointment is None


@pytest.mark.parametrize("which", ["nowhere", "street"])
def test_only_a_door_is_shown(desk: Desk, door: Place, which: str) -> None:
    place_id = door.parent_id if which == "street" else which
    with pytest.raises(UserError) as caught:
        doors.view(desk, place_id or "")
    expected = {"nowhere": "places.missing", "street": "places.not_a_door"}
    assert caught.value.problems[0].code == expected[which]
