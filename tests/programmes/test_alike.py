"""Subjects of whom the rules hear the same are in one class, and nobody else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from unionapp.programmes.alike import Alike
from unionapp.programmes.facts import ExclusionAnswer, Facts, Grant, Household

DAY = date(2018, 9, 1)
ANYBODY = Facts(day=DAY, year=2018, household=Household(people=3), values={"person.id": "a"})
OTHER_HOME = replace(ANYBODY, household=Household(people=4))
WOMAN = replace(ANYBODY, values={"person.id": "b", "person.sex": "2"})
BARRED = replace(ANYBODY, exclusions=(ExclusionAnswer("car", True, "看了"),))
GIVEN = replace(ANYBODY, earlier=(Grant("living_aid", DAY),))
ALL = (ANYBODY, OTHER_HOME, WOMAN, BARRED, GIVEN, WOMAN, ANYBODY)


@pytest.mark.parametrize(
    ("names", "numbers", "first"),
    [
        ((), [0, 0, 0, 0, 1, 0, 0], [0, 4]),
        (("person.health", "household.hukou"), [0, 0, 0, 0, 1, 0, 0], [0, 4]),
        (("household.people",), [0, 1, 0, 0, 2, 0, 0], [0, 1, 4]),
        (("person.sex",), [0, 0, 1, 0, 2, 1, 0], [0, 2, 4]),
        (("exclusions",), [0, 0, 0, 1, 2, 0, 0], [0, 3, 4]),
        (("person.sex", "household.people"), [0, 1, 2, 0, 3, 2, 0], [0, 1, 2, 4]),
    ],
)
def test_only_the_named_facts_tell_subjects_apart(
    names: tuple[str, ...], numbers: list[int], first: list[int]
) -> None:
    found = Alike(ALL).classes(names)
    assert (list(found.numbers), list(found.first)) == (numbers, first)


def test_everybody_with_an_earlier_grant_is_tried_alone() -> None:
    found = Alike((GIVEN, GIVEN, ANYBODY)).classes(())
    assert list(found.numbers) == [0, 1, 2]


def test_nobody_is_in_no_class() -> None:
    found = Alike(()).classes(("person.sex",))
    assert (list(found.numbers), list(found.first)) == ([], [])
