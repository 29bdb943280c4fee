"""Employers: the four answers, the call list, the figures."""

from __future__ import annotations

from itertools import product

import pytest

from tests import factories
from unionapp.models.desk import Desk
from unionapp.models.records import Employer
from unionapp.services import employers

WHOLE = {
    "union_state": "none",
    "belongs_to": "兴华街道总工会",
    "workers": 120,
    "women": 0,
    "eight_group_workers": 0,
    "organising_progress": "willing",
}


def employer(**values: object) -> Employer:
    return Employer(id="e", home_division="210106", name="店", **values)  # type: ignore[arg-type] # a test's own words


def test_four_answers_are_complete_when_nothing_is_empty() -> None:
    answers = employers.four_answers(employer(**WHOLE))
    assert (answers.answered, answers.missing, answers.complete) == (4, (), True)


@pytest.mark.parametrize("name", WHOLE)
def test_each_empty_field_leaves_its_answer_open(name: str) -> None:
    answers = employers.four_answers(employer(**{**WHOLE, name: None}))
    assert (answers.answered, answers.missing, answers.complete) == (3, (name,), False)


@pytest.mark.parametrize(
    ("workers", "state", "progress", "called"),
    [
        (100, None, None, True),
        (100, "none", "willing", True),
        (100, "to_prepare", None, True),
        (100, "preparing", "preparing", True),
        (100, "closed", None, True),
        (99, "none", None, False),
        (None, "none", None, False),
        (500, "established", None, False),
        (500, None, "joint_union", False),
        (500, None, "closed", False),
    ],
)
def test_the_call_list_has_large_employers_without_a_union(
    workers: int | None, state: str | None, progress: str | None, called: bool
) -> None:
    one = employer(workers=workers, union_state=state, organising_progress=progress)
    assert employers.on_call_list(one) is called


def test_the_call_list_begins_with_the_largest(desk: Desk) -> None:
    for name, workers in (("小厂", 100), ("大厂", 900), ("小店", 3)):
        employers.add(desk, {"name": name, "workers": workers})
    assert [one.employer.name for one in employers.call_list(desk)] == ["大厂", "小厂"]


def test_an_employer_behind_a_door_has_its_address(desk: Desk) -> None:
    door = factories.door(desk)
    saved = employers.add(desk, {"name": "店", "workers": "12"}, door_id=door.id)
    assert isinstance(saved.record, Employer)
    assert (saved.record.door_id, saved.record.workers) == (door.id, 12)
    (line,) = employers.listing(desk)
    assert line.address == "双兴街 3号楼 2单元 201室"


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (employers.EmployerFilter(), ["甲厂", "乙店", "丙社"]),
        (employers.EmployerFilter(show="complete"), ["甲厂"]),
        (employers.EmployerFilter(show="incomplete"), ["乙店", "丙社"]),
        (employers.EmployerFilter(show="call_list"), ["甲厂"]),
        (employers.EmployerFilter(union_state="established"), ["乙店"]),
        (employers.EmployerFilter(union_state=""), ["丙社"]),
        (employers.EmployerFilter(text="店"), ["乙店"]),
        (employers.EmployerFilter(text="-"), []),
        (employers.EmployerFilter(text="91210106ma"), ["丙社"]),
        (employers.EmployerFilter(limit=1), ["丙社"]),
    ],
)
def test_employers_are_listed_by_what_is_asked(
    desk: Desk, wanted: employers.EmployerFilter, names: list[str]
) -> None:
    employers.add(desk, {"name": "甲厂", **WHOLE})
    employers.add(desk, {"name": "乙店", "union_state": "已建"})
    employers.add(desk, {"name": "丙社", "credit_code": "91210106MA0TL1XXXX"})
    found = {one.employer.name for one in employers.listing(desk, wanted)}
    if wanted.limit:
        assert len(found) == wanted.limit
    else:
        assert found == set(names)


def test_the_same_credit_code_is_found(desk: Desk) -> None:
    saved = employers.add(desk, {"name": "甲厂", "credit_code": "91210106MA0TL1XXXX"})
    (found,) = employers.on_file(desk, "9121 0106 ma0tl1xxxx")
    assert found.id == saved.record.id
    assert employers.on_file(desk, "91210106MA0TL1XXXX", but=found.id) == ()
    assert employers.on_file(desk, " ") == ()


def test_the_figures_are_those_of_the_list(desk: Desk) -> None:
    """The figures are counted in SQL; here they meet the rules themselves."""
    choices = product(
        (None, "none", "established"), (None, 99, 100), (None, 0), (None, "willing", "closed")
    )
    for state, workers, women, progress in choices:
        values = {**WHOLE, "union_state": state, "workers": workers, "women": women}
        employers.add(desk, {"name": "厂", **values, "organising_progress": progress})
    lines = employers.listing(desk)
    counts = employers.counts(desk)
    assert counts.employers == len(lines) == 54
    assert counts.complete == sum(one.answers.complete for one in lines) > 0
    assert counts.call_list == sum(one.on_call_list for one in lines) > 0
    assert counts.workers == sum(one.employer.workers or 0 for one in lines)
    assert counts.by_union_state[""] == counts.by_union_state["none"] == 18
    assert counts.by_union_state["closed"] == 0
