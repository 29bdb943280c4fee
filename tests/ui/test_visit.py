"""A visit by keyboard alone: its fields, its people, and what a kill leaves behind."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui import benches
from tests.ui.benches import TestBench, press
from unionapp.errors import refuse
from unionapp.models.records import Household, Person, Visit
from unionapp.services import doors, records, today, visits
from unionapp.services.moments import office_time
from unionapp.ui.matrix.page import MatrixPage

Key = Qt.Key
LIU = "210106198403151233"


@pytest.fixture
def page(office: TestBench, qtbot: QtBot) -> MatrixPage:
    """The page with 1单元 101 in focus."""
    building = factories.building(office.desk)
    made = MatrixPage(office.bench)
    benches.show(qtbot, made, 1200, 700)
    made.open_building(building.id)
    return made


def last(office: TestBench, page: MatrixPage) -> Visit:
    return visits.of_door(office.desk, page.door_id())[0].visit


def words(page: MatrixPage) -> str:
    shown = (one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))
    return "\n".join(shown)


def test_a_whole_visit_needs_no_mouse(office: TestBench, page: MatrixPage, qtbot: QtBot) -> None:
    door = page.door_id()
    press(qtbot, Key.Key_Return)
    assert page.stack.currentWidget() is page.visit
    press(qtbot, "3", Key.Key_Return, Key.Key_Return, "周五", Key.Key_Return)
    press(qtbot, "晚 7 点后", Key.Key_Return, "夜班", Key.Key_Escape)
    assert page.stack.currentWidget() is page.view
    assert page.door_id() == door
    assert benches.focused() is page.view.matrix
    visit = last(office, page)
    assert visit.outcome == "come_back"
    assert visit.next_on == date(2026, 11, 27)
    assert visit.next_time == "晚 7 点后"
    assert visit.note == "夜班"
    assert page.view.cells()[0].status == "come_back"


def test_each_field_is_saved_when_it_is_left(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return, "1")
    assert last(office, page).outcome == "met"
    press(qtbot, Key.Key_Return, Key.Key_Return, "+3", Key.Key_Tab)
    assert last(office, page).next_on == date(2026, 11, 24)
    assert "周二 · 3 天后" in words(page)
    assert office.said.saved == 2


def test_the_time_is_taken_as_it_is_said(office: TestBench, page: MatrixPage, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Return, "1", Key.Key_Return)
    page.visit.form.at.selectAll()
    press(qtbot, "0830", Key.Key_Return)
    at = last(office, page).at
    assert at is not None
    assert office_time(at).strftime("%H:%M") == "08:30"
    assert page.visit.form.at.text() == "08:30"


@pytest.mark.parametrize(("typed", "told"), [("25:00", "不是时间"), ("23:59", "晚于现在")])
def test_a_time_that_cannot_be_is_told_and_kept(
    office: TestBench, page: MatrixPage, qtbot: QtBot, typed: str, told: str
) -> None:
    press(qtbot, Key.Key_Return, "1", Key.Key_Return)
    before = last(office, page).at
    page.visit.form.at.selectAll()
    press(qtbot, typed, Key.Key_Return)
    assert told in words(page)
    visit = last(office, page)
    assert visit.at == before
    assert records.drafts(office.desk, "visit", visit.id) == {"at": typed}


def test_a_day_that_cannot_be_is_told_and_kept(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return, "3", Key.Key_Return, Key.Key_Return, "改天", Key.Key_Return)
    assert "不是完整的日期" in words(page)
    visit = last(office, page)
    assert visit.next_on is None
    assert records.drafts(office.desk, "visit", visit.id)["next_on"] == "改天"


def test_a_day_that_is_past_is_kept_with_a_warning(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return, "3", Key.Key_Return, Key.Key_Return, "2026-11-01", Key.Key_Tab)
    assert "早于走访当天" in words(page)
    assert last(office, page).next_on == date(2026, 11, 1)


def test_a_door_that_was_only_looked_at_leaves_no_visit(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return, Key.Key_Escape)
    assert visits.of_door(office.desk, page.door_id()) == ()


def test_adding_somebody_after_the_visit_begins_no_other_one(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, "1", Key.Key_Return, Key.Key_F6, "刘洋", Key.Key_Escape, Key.Key_Escape)
    assert [line.visit.outcome for line in visits.of_door(office.desk, page.door_id())] == ["met"]
    people = [one.people for one in doors.view(office.desk, page.door_id()).households]
    assert [line.person.name for own in people for line in own] == ["刘洋"]


def test_adding_somebody_before_an_outcome_leaves_the_visit_under_way(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return, Key.Key_F6, "刘洋", Key.Key_Escape, Key.Key_Escape)
    assert [line.visit.outcome for line in visits.of_door(office.desk, page.door_id())] == [None]


def test_a_visit_without_an_outcome_is_offered_again(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return, Key.Key_Return, Key.Key_Return, Key.Key_Return, Key.Key_Return)
    press(qtbot, "电话打不通", Key.Key_Escape)
    assert today.today_list(office.desk).lines[0].reason == "in_progress"
    qtbot.waitUntil(lambda: "走访未完成" in words(page))
    assert page.panel.start.text().startswith("继续走访")
    press(qtbot, Key.Key_Return)
    assert page.visit.form.note.text() == "电话打不通"
    assert len(visits.of_door(office.desk, page.door_id())) == 1


def test_after_a_kill_the_visit_goes_on_where_it_was(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return, Key.Key_Return, Key.Key_Return, "25号", Key.Key_Return)
    # The process dies here: nothing of the window is told. A new one reads the same database.
    again = MatrixPage(office.bench)
    benches.show(qtbot, again, 1200, 700)
    line = today.today_list(office.desk).lines[0]
    assert line.reason == "in_progress"
    assert again.show_record("place", line.door_id)
    press(qtbot, Key.Key_Return)
    assert again.visit.form.next_on.text() == "2026-11-25"
    assert "继续" in words(again)


def test_a_person_is_added_in_place(office: TestBench, page: MatrixPage, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Return, "1", Key.Key_F6, "刘洋", Key.Key_Return, LIU, Key.Key_Return)
    found = doors.view(office.desk, page.door_id()).households
    assert [line.person.name for home in found for line in home.people] == ["刘洋"]
    person = found[0].people[0].person
    assert person.identity_number == LIU
    assert person.birth_date == date(1984, 3, 15)
    assert found[0].people[0].is_head
    press(qtbot, Key.Key_Escape)
    qtbot.waitUntil(lambda: "刘洋" in words(page))
    assert page.visit.behind.focused() == ("person", person.id)
    press(qtbot, Key.Key_Escape)
    assert benches.focused() is page.view.matrix


def test_who_is_on_file_already_is_shown_at_once(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    factories.person(office.desk, name="刘洋", identity_number=LIU)
    press(qtbot, Key.Key_Return, Key.Key_F6, "刘阳", Key.Key_Return, LIU, Key.Key_Return)
    assert "刘洋" in words(page)


def test_a_second_household_gets_its_own_people(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    home = factories.household(office.desk, door_id=page.door_id())
    factories.person(office.desk, name="王建国", household_id=home.id)
    press(qtbot, Key.Key_Return, Key.Key_F7, "李秀芳", Key.Key_Return, Key.Key_Escape)
    found = doors.view(office.desk, page.door_id()).households
    assert [[line.person.name for line in one.people] for one in found] == [["王建国"], ["李秀芳"]]


def test_a_household_that_stayed_empty_is_not_left_behind(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return, Key.Key_F6, Key.Key_Escape, Key.Key_Escape)
    with office.desk.read() as reading:
        assert reading.select(Household) == []
    assert visits.of_door(office.desk, page.door_id()) == ()


def test_an_employer_is_added_behind_the_door(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return, Key.Key_F9, "双兴理发店", Key.Key_Return, Key.Key_Escape)
    assert [one.name for one in doors.view(office.desk, page.door_id()).employers] == ["双兴理发店"]
    qtbot.waitUntil(lambda: "双兴理发店" in words(page))


def test_enter_on_a_person_opens_the_editor(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    home = factories.household(office.desk, door_id=page.door_id())
    person = factories.person(office.desk, name="王建国", household_id=home.id)
    page.reload(frozenset({"person"}))
    press(qtbot, Key.Key_Return, "1")
    assert page.visit.behind.focus("person", person.id)
    press(qtbot, Key.Key_Return, "军", Key.Key_Escape)
    with office.desk.read() as reading:
        stored = reading.get(Person, person.id)
    assert stored is not None
    assert "军" in stored.name


def every(office: TestBench) -> list[tuple[str, str | None, bool]]:
    with office.desk.read() as reading:
        return [
            (one.door_id, one.outcome, one.withdrawn_at is not None)
            for one in reading.select(Visit)
        ]


def test_leaving_a_blank_visit_takes_back_no_other(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    blank = page.door_id()
    press(qtbot, Key.Key_Return)
    page.hide()  # the worker goes to another page and records something there
    other = factories.door(office.desk).id
    visits.record_outcome(office.desk, other, "met")
    page.show()
    page.visit.close_visit()
    assert every(office) == [(blank, None, True), (other, "met", False)]


def test_what_another_window_recorded_meanwhile_stays(
    office: TestBench, page: MatrixPage, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Return)
    visits.record_outcome(office.desk, page.door_id(), "met")
    page.visit.close_visit()
    assert every(office) == [(page.door_id(), "met", False)]


def test_a_note_that_could_not_be_stored_is_stored_the_next_time(
    office: TestBench, page: MatrixPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, Key.Key_Return)
    form = page.visit.form
    form.note.setFocus()
    press(qtbot, "狗凶，先打电话")
    with monkeypatch.context() as patch:
        patch.setattr(records, "save_field", full_disk)
        form.at.setFocus()
        form.outcome.setFocus()
        press(qtbot, "1")
    assert office.said.codes == ["database.disk_full"] * 2
    assert form.outcome.value() == ""
    form.note.setFocus()
    form.at.setFocus()
    assert last(office, page).note == "狗凶，先打电话"


def full_disk(*_given: object) -> None:
    raise refuse("database.disk_full", "case.db")
