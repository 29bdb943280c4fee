"""Every programme that ships opens a case on facts that it knows, and offers its next steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.models.desk import Desk
from unionapp.models.records import Union
from unionapp.programmes import catalogue, read_facts
from unionapp.programmes.programme import Programme
from unionapp.services import case_flow, case_rules, cases, employers, finder, vault
from unionapp.services.cases import Application

SHIPPED = catalogue.available()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("office")
    made = factories.office(folder)
    aid.standard(made)
    yield made
    vault.lock(made)


def subject(desk: Desk, kind: str) -> str:
    if kind == "employer":
        return employers.add(desk, {"name": "沈阳顺达", "workers": 120}).record.id
    if kind == "union":
        made = Union(id=desk.new_id(), home_division=factories.DIVISION, name="兴华街道总工会")
        return factories.add(desk, made).id
    family = aid.family(desk)
    return family.household.id if kind == "household" else family.head.id


@pytest.mark.parametrize("programme", SHIPPED, ids=lambda one: f"{one.code}-{one.edition}")
def test_a_case_opens_on_facts_that_the_programme_knows(desk: Desk, programme: Programme) -> None:
    asked = Application(programme.code, programme.subject, subject(desk, programme.subject))
    case = cases.open_for(desk, asked).case
    assert case.facts is not None
    facts, problems = read_facts.read_what_can_be(case.facts, programme)
    assert problems == ()
    assert [one.where for one in facts.warnings if one.code == "programme.fact_unknown"] == []
    offered = case_flow.steps_open_to(desk, case.id)
    assert [one.step.code for one in offered] == [
        one.code for one in programme.next_steps(case.step or "")
    ]
    assert offered


@pytest.mark.parametrize("programme", SHIPPED, ids=lambda one: f"{one.code}-{one.edition}")
def test_money_is_reached_from_the_opening(programme: Programme) -> None:
    """A programme that pays has a way to the decision, and from there to the payment."""
    first = programme.next_steps()[0].code
    if not any(step.pays for step in programme.steps):
        assert any(step.closes for step in programme.steps)
        return
    way = case_rules.way_to(programme, first, lambda step: step.grants)
    assert way
    assert case_rules.way_to(programme, way[-1].code, lambda step: step.pays)


def test_the_finder_answers_for_each_that_is_on(desk: Desk) -> None:
    found = {one.programme for one in finder.everybody(desk).findings}
    assert found == {one.code for one in SHIPPED if one.active}
