"""Joining the union by keyboard: application, approval, the roll, the card."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui.benches import TestBench, focused, press, show
from unionapp.models.records import Person
from unionapp.services import members
from unionapp.ui.people.page import PeoplePage

ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
TODAY = date(2026, 11, 21)


@pytest.fixture
def person(bench: TestBench) -> Person:
    return factories.person(
        bench.desk, name="王秀兰", identity_number="21010619760315002X", sex="2"
    )


@pytest.fixture
def page(qtbot: QtBot, bench: TestBench, person: Person) -> PeoplePage:
    made = PeoplePage(bench.bench)
    qtbot.addWidget(made)
    show(qtbot, made, 1200)
    made.show_record("person", person.id)
    made.setFocus()
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    return made


def step(qtbot: QtBot, paper: str) -> None:
    """Take the next step: day and union as proposed, a paper reference."""
    press(qtbot, Qt.Key.Key_F9)
    assert focused().accessibleName() == "日期"
    press(qtbot, ENTER, ENTER)
    assert focused().accessibleName() == "文书编号"
    press(qtbot, paper, ENTER)


def test_from_application_to_the_roll_by_keys(
    qtbot: QtBot, bench: TestBench, page: PeoplePage, person: Person
) -> None:
    step(qtbot, "XH-2026-17")
    assert members.view(bench.desk, person.id).status == "applicant"
    step(qtbot, "XH-2026-18")
    view = members.view(bench.desk, person.id)
    assert (view.status, view.since) == ("member", TODAY)
    assert view.number
    assert [(one.event, one.paper) for one in view.events] == [
        ("applied", "XH-2026-17"),
        ("approved", "XH-2026-18"),
    ]
    assert all(one.union_id for one in view.events)
    assert page.list.view.hasFocus()


def test_whoever_left_the_list_by_a_step_stays_in_hand(
    qtbot: QtBot, bench: TestBench, page: PeoplePage, person: Person
) -> None:
    """With the filter 未入会 an approval takes the person off the list: no key may meet another."""
    factories.person(bench.desk, name="安德海")
    press(qtbot, Qt.Key.Key_F5, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    page.list.show_id(person.id)
    step(qtbot, "申2026-001")
    step(qtbot, "批2026-001")
    page.reload(frozenset({"membership_event"}))
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    assert page.list.view.selected() is None
    assert page.panel.member is not None
    assert page.panel.member.person.id == person.id


def test_a_day_ahead_is_told_beneath_its_field(
    qtbot: QtBot, bench: TestBench, page: PeoplePage, person: Person
) -> None:
    press(qtbot, Qt.Key.Key_F9)
    qtbot.keyClick(focused(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, "2026-12-31", ENTER, ENTER, ENTER)
    assert page.panel.form is not None
    assert page.panel.form.form.places["on"].frame.state == "error"
    assert members.view(bench.desk, person.id).status == ""


def test_escape_leaves_the_step_undone(
    qtbot: QtBot, bench: TestBench, page: PeoplePage, person: Person
) -> None:
    press(qtbot, Qt.Key.Key_F9, ESC)
    assert page.panel.form is None
    assert members.view(bench.desk, person.id).events == ()
    assert page.list.view.hasFocus()


def test_the_form_fields_that_are_missing_are_named_and_asked_for(
    qtbot: QtBot, page: PeoplePage
) -> None:
    assert page.panel.member is not None
    first = page.panel.member.missing[1]
    press(qtbot, Qt.Key.Key_F3)
    assert focused().accessibleName() == first.field.zh


def test_other_steps_are_those_that_are_allowed(
    qtbot: QtBot, bench: TestBench, page: PeoplePage, person: Person
) -> None:
    step(qtbot, "1")
    step(qtbot, "2")
    press(qtbot, Qt.Key.Key_F10)
    assert focused().accessibleName() == "事项"
    press(qtbot, "退休", ENTER)
    qtbot.keyClick(focused(), ENTER, Qt.KeyboardModifier.ControlModifier)
    view = members.view(bench.desk, person.id)
    assert (view.status, view.events[-1].event) == ("retained", "retained_retired")


def test_the_card_is_shown_for_a_member_only(
    qtbot: QtBot, bench: TestBench, page: PeoplePage, person: Person
) -> None:
    press(qtbot, Qt.Key.Key_F7)
    assert not page.paper.isVisible()
    step(qtbot, "1")
    step(qtbot, "2")
    press(qtbot, Qt.Key.Key_F7)
    assert page.paper.isVisible()
    qtbot.waitUntil(lambda: page.paper.view.pages == 2)
    press(qtbot, ESC)
    assert page.list.view.hasFocus()
