"""Forms are begun from a visit, a person, an employer: the fitting ones are offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui import benches
from tests.ui.benches import TestBench, press
from unionapp.models.records import Place, Visit
from unionapp.services import vault, visits
from unionapp.services.response_subject import About
from unionapp.ui.forms.choosing import about_of, abouts_of, at_door
from unionapp.ui.matrix.page import MatrixPage
from unionapp.ui.people.page import PeoplePage
from unionapp.ui.widgets.palette import Command, Palette

Key = Qt.Key
Begun = list[tuple[str, About]]


@pytest.fixture
def begun() -> Begun:
    return []


@pytest.fixture
def office(tmp_path: Path, begun: Begun) -> Iterator[TestBench]:
    made = benches.make(tmp_path)
    yield TestBench(
        replace(made.bench, fill=lambda form_id, about: begun.append((form_id, about))), made.said
    )
    made.bench.tasks.shutdown()
    vault.lock(made.desk)


def offered(palette: Palette | None) -> list[str]:
    assert palette is not None
    return [one.name for one in palette.items() if isinstance(one, Command)]


def doors(office: TestBench) -> list[str]:
    factories.building(office.desk, entrances=1, floors=1)
    with office.desk.read() as reading:
        return [one.id for one in reading.select(Place, "kind = 'door'")]


def test_f11_in_a_visit_offers_forms_and_begins_one_for_it(
    office: TestBench, qtbot: QtBot, begun: Begun
) -> None:
    building = factories.building(office.desk)
    page = MatrixPage(office.bench)
    qtbot.addWidget(page)
    benches.show(qtbot, page, 1200, 700)
    page.open_building(building.id)
    door = page.door_id()
    press(qtbot, Key.Key_Return, Key.Key_F11)
    chooser = page.visit._forms
    qtbot.waitUntil(lambda: chooser.palette is not None and chooser.palette.isVisible())
    assert "入户走访登记表" in offered(chooser.palette)
    press(qtbot, "rhzfdj", Key.Key_Return)
    with office.desk.read() as reading:
        visit = reading.select(Visit, "door_id = ?", (door,))[0]
    assert begun == [("household_visit", About("household", "", door, visit.id))]
    page.visit.leave()
    assert visits.of_door(office.desk, door) != ()  # a visit with a form is no blank one


def test_f11_at_a_person_offers_what_fits(office: TestBench, qtbot: QtBot, begun: Begun) -> None:
    home = factories.household(office.desk, door_id=doors(office)[0])
    person = factories.person(office.desk, household_id=home.id, name="李红")
    page = PeoplePage(office.bench)
    qtbot.addWidget(page)
    benches.show(qtbot, page, 1200, 700)
    qtbot.waitUntil(lambda: page.panel.member is not None)
    page.setFocus()
    press(qtbot, Key.Key_F11)
    chooser = page._forms
    qtbot.waitUntil(lambda: chooser.palette is not None and chooser.palette.isVisible())
    names = offered(chooser.palette)
    assert "培训报名" in names
    assert "入户走访登记表" in names
    assert "用人单位走访排查（四清）" not in names
    press(qtbot, "pxbm", Key.Key_Return)
    assert begun == [("training_enrolment", About("person", person.id))]


def test_what_was_chosen_becomes_what_the_form_is_about(office: TestBench) -> None:
    door = doors(office)[0]
    home = factories.household(office.desk, door_id=door)
    person = factories.person(office.desk, household_id=home.id)
    bench = office.bench
    assert about_of(bench, "person", "person", person.id) == About("person", person.id)
    assert about_of(bench, "household", "person", person.id) == About("household", home.id)
    assert about_of(bench, "door", "place", door) == About("door", door, door)
    assert about_of(bench, "person", "place", door) == About("person", "", door)
    assert abouts_of(bench, "person", person.id) == {
        "person": About("person", person.id),
        "household": About("household", home.id),
        "door": About("door", door),
    }


def test_the_record_in_focus_is_what_a_form_at_the_door_is_about() -> None:
    found = at_door("d", "v", "person", "p")
    assert found["person"] == About("person", "p", "d", "v")
    assert found["household"] == About("household", "", "d", "v")
    assert found["door"] == About("door", "d", "d", "v")
