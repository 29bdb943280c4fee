"""The page 企业建会 by keyboard: the four answers, and whom to call on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.benches import TestBench, first_cells, focused, page_shown, press
from unionapp.models.records import Employer
from unionapp.services import employers
from unionapp.ui.employers.page import EmployersPage

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


def page_of(qtbot: QtBot, bench: TestBench) -> EmployersPage:
    return page_shown(qtbot, bench, EmployersPage(bench.bench))


def names(page: EmployersPage) -> list[str]:
    return first_cells(page.list.table)


def standing(bench: TestBench) -> Employer:
    with bench.desk.read() as reading:
        (found,) = reading.select(Employer)
    return found


def test_a_new_employer_and_its_four_answers_by_keys(qtbot: QtBot, bench: TestBench) -> None:
    page = page_of(qtbot, bench)
    qtbot.keyClick(focused(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, "兴华物流", ESC)
    qtbot.waitUntil(lambda: names(page) == ["兴华物流"])
    assert page.panel.missing() == "union_state"
    press(qtbot, Qt.Key.Key_F3)
    assert focused().accessibleName() == "建会状态"
    press(qtbot, "1", ENTER, "兴华街道", ENTER, "120", ENTER, "40", ENTER, "15", ENTER, ENTER)
    press(qtbot, Qt.Key.Key_Down, ENTER, ESC)
    employer = standing(bench)
    assert (employer.workers, employer.women, employer.eight_group_workers) == (120, 40, 15)
    assert employers.four_answers(employer).complete
    assert page.panel.missing() == ""


def test_the_editor_begins_with_the_four_answers(qtbot: QtBot, bench: TestBench) -> None:
    page = page_of(qtbot, bench)
    assert next(iter(page.editor.form.places)) == "union_state"


def test_more_women_than_workers_is_told(qtbot: QtBot, bench: TestBench) -> None:
    made = employers.add(bench.desk, {"name": "兴华物流", "workers": 10})
    page = page_of(qtbot, bench)
    page.edit(made.record.id, "women")
    press(qtbot, "12", ENTER)
    assert page.editor.form.places["women"].frame.state == "error"
    assert standing(bench).women == 12


def test_the_call_list_has_the_large_ones_without_a_union(qtbot: QtBot, bench: TestBench) -> None:
    for name, workers, state in (
        ("小店", 8, "none"),
        ("大厂", 300, "none"),
        ("有会", 500, "established"),
    ):
        employers.add(bench.desk, {"name": name, "workers": workers, "union_state": state})
    page = page_of(qtbot, bench)
    assert sorted(names(page)) == ["大厂", "小店", "有会"]
    press(qtbot, *[Qt.Key.Key_F5] * 3)
    qtbot.waitUntil(lambda: names(page) == ["大厂"])


def test_an_employer_is_shown_on_request(qtbot: QtBot, bench: TestBench) -> None:
    made = employers.add(bench.desk, {"name": "兴华物流"})
    page = page_of(qtbot, bench)
    assert page.show_record("employer", made.record.id)
    assert page.panel.employer is not None
    assert page.panel.employer.name == "兴华物流"
    assert not page.show_record("person", made.record.id)
