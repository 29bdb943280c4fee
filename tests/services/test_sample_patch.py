"""The made-up patch: always the same, valid to the last digit, and whole."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from unionapp.services.sample_patch import make_patch
from unionapp.services.sample_places import data
from unionapp.services.sample_specs import Patch
from unionapp.values import codes, credit_code, identity, names, phone

TODAY = date(2026, 3, 2)
PERSONS = 3_000


@pytest.fixture(scope="module")
def patch() -> Patch:
    return make_patch(PERSONS, 7, TODAY)


def test_the_same_seed_makes_the_same_patch_and_another_seed_another() -> None:
    assert make_patch(300, 5, TODAY) == make_patch(300, 5, TODAY)
    assert make_patch(300, 5, TODAY) != make_patch(300, 6, TODAY)


@pytest.mark.parametrize("persons", [0, 1, 2, 3, 100, 601])
def test_there_are_exactly_as_many_persons_as_asked_for(persons: int) -> None:
    assert len(make_patch(persons, 1, TODAY).persons) == persons


def test_every_identity_number_is_right_and_agrees_with_its_holder(patch: Patch) -> None:
    for person in patch.persons:
        result = identity.check(person.identity_number, today=TODAY)
        assert result.verdict != "error"
        assert (result.birth_date, result.sex) == (person.birth_date, person.sex)
        assert person.birth_date <= TODAY
        assert int(person.identity_number[14:17]) >= 900


def test_no_number_is_given_out_twice(patch: Patch) -> None:
    for given in (
        [person.identity_number for person in patch.persons],
        [person.phone for person in patch.persons if person.phone],
        [unit.credit_code for unit in (*patch.employers, *patch.unions)],
    ):
        assert Counter(given).most_common(1)[0][1] == 1


def test_phones_belong_to_a_block_that_people_are_not_given(patch: Patch) -> None:
    for number in [person.phone for person in patch.persons if person.phone]:
        assert number.startswith("140")
        assert phone.check(number).kind == "mobile"


def test_credit_codes_are_right_and_say_that_they_are_made_up(patch: Patch) -> None:
    for unit in (*patch.employers, *patch.unions):
        assert credit_code.check(unit.credit_code).verdict == "ok"
        assert unit.credit_code[8:12] == "MADE"
    assert all(union.credit_code.startswith("81") for union in patch.unions)


def test_a_small_patch_has_every_rare_name() -> None:
    there = {person.name for person in make_patch(600, 1, TODAY).persons}
    assert {one["name"] for one in data("names")["rare"]} <= there


def test_names_are_spelt_as_they_are_stored(patch: Patch) -> None:
    for person in patch.persons:
        assert names.normalise(person.name) == person.name
        assert names.problems_in(person.name) == ()


def test_every_code_is_in_its_list(patch: Patch) -> None:
    def known(code_list: str, values: list[str | None]) -> None:
        listed = codes.load(code_list)
        assert {value for value in values if value is not None and value not in listed} == set()

    persons, employers = patch.persons, patch.employers
    known("sex", [one.sex for one in persons])
    known("family_relation", [one.relation for one in persons])
    known("ethnicity", [one.ethnicity for one in persons])
    known("eight_groups", [one.occupation_group for one in persons])
    known("work_status", [one.work_status for one in persons])
    known("education", [one.education for one in persons])
    known("political_status", [one.political_status for one in persons])
    known("marital_status", [one.marital_status for one in persons])
    known("health", [one.health for one in persons])
    known("housing", [one.tenure for one in patch.households])
    known("unit_kind", [one.unit_kind for one in employers])
    known("industry", [one.industry for one in employers])
    known("union_state", [one.union_state for one in employers])
    known("organising_progress", [one.organising_progress for one in employers])
    known("place_kind", [one.kind for one in patch.places])
    known("door_kind", [one.door_kind for one in patch.places])
    known("visit_outcome", [one.outcome for one in patch.visits])
    known("hardship_cause", [one.main_cause for one in patch.hardship_files])


def test_all_eight_groups_work_in_the_patch(patch: Patch) -> None:
    groups = {person.occupation_group for person in patch.persons} - {None}
    assert groups == {item.code for item in codes.load("eight_groups")}


def test_places_come_after_what_they_stand_in_and_fit_into_it(patch: Patch) -> None:
    kinds = codes.load("place_kind")
    seen: dict[int, str] = {}
    for place in patch.places:
        item = kinds.item(place.kind)
        assert item is not None
        if place.parent is not None:
            assert seen[place.parent] in item.more["inside"]  # type: ignore[operator]  # a list
        seen[place.key] = place.kind
    siblings = Counter((place.parent, place.kind, place.name) for place in patch.places)
    assert siblings.most_common(1)[0][1] == 1


def test_every_key_refers_to_something_that_is_there(patch: Patch) -> None:
    doors = {place.key for place in patch.places if place.kind == "door"}
    households = {one.key for one in patch.households}
    persons = {one.key for one in patch.persons}
    employers = {one.key for one in patch.employers}
    unions = {one.key for one in patch.unions}
    assert len(persons) == PERSONS
    assert {one.door for one in patch.households} <= doors
    assert {one.head for one in patch.households} <= persons
    assert {one.household for one in patch.persons} == households
    assert {one.employer for one in patch.persons if one.employer} <= employers
    assert {one.door for one in patch.employers if one.door} <= doors
    assert {one.employer for one in patch.unions if one.employer} <= employers
    assert {one.person for one in patch.memberships} <= persons
    assert {one.union for one in patch.memberships} <= unions
    assert {one.household for one in patch.hardship_files} <= households
    assert {one.door for one in patch.visits} <= doors
    assert {one.household for one in patch.visits if one.household} <= households


def test_every_household_has_one_head_and_at_most_one_file(patch: Patch) -> None:
    heads = Counter(one.household for one in patch.persons if one.relation == "02")
    assert set(heads.values()) == {1}
    assert len(heads) == len(patch.households)
    files = Counter(one.household for one in patch.hardship_files)
    assert set(files.values()) == {1}
    assert all(len(one.further_causes) <= 3 for one in patch.hardship_files)


def test_nothing_lies_before_a_birth_or_after_today(patch: Patch) -> None:
    assert all(visit.on < TODAY for visit in patch.visits)
    assert all(one.filed_on < TODAY for one in patch.hardship_files)
    approved = [one for one in patch.memberships if one.approved_on is not None]
    assert all(one.applied_on < one.approved_on < TODAY for one in approved)


def test_an_empty_door_was_found_vacant_and_no_other(patch: Patch) -> None:
    for visit in patch.visits:
        is_empty = visit.household is None and visit.employer is None
        assert (visit.outcome == "vacant") is is_empty


def test_every_part_of_a_patch_has_something_to_show() -> None:
    small = make_patch(600, 1, TODAY)
    assert [field.name for field in fields(small) if not getattr(small, field.name)] == []
    shops = {place.key for place in small.places if place.door_kind == "shopfront"}
    assert {one.door for one in small.employers if one.door} <= shops
    assert any(one.door for one in small.employers)


def test_the_makers_know_no_tables() -> None:
    folder = Path(__file__).parents[2] / "unionapp" / "services"
    for file in folder.glob("sample_p*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith(("unionapp.models", "sqlalchemy"))
