"""The record editor by keyboard: every field stored when it is left, nothing typed lost."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui.benches import TestBench, focused, press, show
from unionapp.errors import refuse
from unionapp.models.records import SCHEMA, FieldType, Person
from unionapp.services import records
from unionapp.ui.records.editor import RecordEditor
from unionapp.ui.records.masking import SHOWN_MS
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.text_edit import TextEdit

NUMBER = "21010619760315002X"
OTHER = "11010519491231002X"
ENTER = Qt.Key.Key_Return


def editor_of(qtbot: QtBot, bench: TestBench, kind: str = "person") -> RecordEditor:
    made = RecordEditor(bench.bench, kind)
    qtbot.addWidget(made)
    show(qtbot, made)
    return made


def people(bench: TestBench) -> list[Person]:
    with bench.desk.read() as reading:
        return reading.select(Person)


def text_of(editor: RecordEditor, name: str) -> str:
    control = editor.form.places[name].control.widget
    assert isinstance(control, TextEdit)
    return control.text()


def message_of(editor: RecordEditor, name: str) -> str:
    return editor.form.places[name].frame.message.text()


@pytest.mark.parametrize("kind", [one.kind for one in SCHEMA.declarations if one.sections()])
def test_every_declared_field_has_a_control_with_its_label(
    qtbot: QtBot, bench: TestBench, kind: str
) -> None:
    editor = editor_of(qtbot, bench, kind)
    declared = [one for fields in SCHEMA[kind].sections().values() for one in fields]
    assert list(editor.form.places) == [one.name for one in declared]
    for field in declared:
        assert editor.form.places[field.name].control.widget.accessibleName() == field.zh


def test_a_new_record_is_written_when_the_first_field_is_left(
    qtbot: QtBot, bench: TestBench
) -> None:
    home = factories.household(bench.desk)
    editor = editor_of(qtbot, bench)
    editor.start({"household_id": home.id})
    assert people(bench) == []
    press(qtbot, "张桂芬")
    assert people(bench) == []
    press(qtbot, ENTER)
    assert [(one.name, one.household_id) for one in people(bench)] == [("张桂芬", home.id)]
    assert focused().accessibleName() == "证件号码"


def test_a_new_record_that_was_left_empty_is_not_written(qtbot: QtBot, bench: TestBench) -> None:
    editor = editor_of(qtbot, bench)
    editor.start()
    press(qtbot, ENTER, ENTER, Qt.Key.Key_Escape)
    assert people(bench) == []


def test_the_number_fills_sex_and_birth_date_at_once(qtbot: QtBot, bench: TestBench) -> None:
    editor = editor_of(qtbot, bench)
    editor.start()
    press(qtbot, "张桂芬", ENTER, NUMBER, ENTER)
    (person,) = people(bench)
    assert (person.sex, person.birth_date) == ("2", date(1976, 3, 15))
    assert text_of(editor, "birth_date") == "1976-03-15"
    assert message_of(editor, "identity_number") == "校验通过 · 女 · 1976-03-15"


def test_a_number_one_short_is_told_beneath_the_field_and_kept(
    qtbot: QtBot, bench: TestBench
) -> None:
    editor = editor_of(qtbot, bench)
    editor.start()
    press(qtbot, "张桂芬", ENTER, NUMBER[:17], ENTER)
    assert "17" in message_of(editor, "identity_number")
    assert people(bench)[0].identity_number == NUMBER[:17]
    press(qtbot, Qt.Key.Key_F4)
    assert focused().accessibleName() == "证件号码"


def test_text_that_is_no_value_is_a_draft_that_comes_back(qtbot: QtBot, bench: TestBench) -> None:
    editor = editor_of(qtbot, bench)
    editor.start()
    press(qtbot, "张桂芬", ENTER)
    editor.focus_first("birth_date")
    press(qtbot, "1976-02-31", Qt.Key.Key_Tab)
    (person,) = people(bench)
    assert records.drafts(bench.desk, "person", person.id) == {"birth_date": "1976-02-31"}
    again = editor_of(qtbot, bench)
    again.edit(person.id)
    assert text_of(again, "birth_date") == "1976-02-31"
    assert again.form.places["birth_date"].frame.state == "error"


def test_escape_stores_what_is_being_typed_before_it_closes(qtbot: QtBot, bench: TestBench) -> None:
    person = factories.person(bench.desk, name="王秀兰")
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    editor.focus_first("workplace")
    press(qtbot, "兴华机械厂")
    with qtbot.waitSignal(editor.closed):
        press(qtbot, Qt.Key.Key_Escape)
    assert people(bench)[0].workplace == "兴华机械厂"


def test_digits_choose_and_choose_again_takes_back(qtbot: QtBot, bench: TestBench) -> None:
    person = factories.person(bench.desk)
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    editor.focus_first("occupation_group")
    press(qtbot, "2")
    second = people(bench)[0].occupation_group
    assert second
    press(qtbot, Qt.Key.Key_Backspace)
    assert people(bench)[0].occupation_group is None


def test_a_long_list_is_filtered_by_initials(qtbot: QtBot, bench: TestBench) -> None:
    person = factories.person(bench.desk)
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    editor.focus_first("ethnicity")
    press(qtbot, "mz", ENTER)
    assert text_of(editor, "ethnicity") == "满族"
    assert people(bench)[0].ethnicity


def test_a_stored_number_is_masked_until_one_asks_for_it(qtbot: QtBot, bench: TestBench) -> None:
    person = factories.person(bench.desk, identity_number=NUMBER)
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    assert text_of(editor, "identity_number") == "210***********002X"
    editor.focus_first("identity_number")
    press(qtbot, "9")
    assert text_of(editor, "identity_number") == "210***********002X"
    press(qtbot, Qt.Key.Key_F2)
    assert text_of(editor, "identity_number") == NUMBER
    with bench.desk.read() as reading:
        actions = [row[0] for row in reading.rows("SELECT action FROM audit")]
    assert actions[-1] == "value_revealed"
    assert people(bench)[0].identity_number == NUMBER


def test_typing_at_a_masked_number_says_how_it_is_changed(qtbot: QtBot, bench: TestBench) -> None:
    person = factories.person(bench.desk, identity_number=NUMBER)
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    editor.focus_first("identity_number")
    buttons = {one.accessibleName(): one for one in editor.findChildren(QPushButton)}
    show_it = buttons["显示证件号码"]
    assert "先按 F2" not in show_it.text()
    qtbot.keyClick(focused(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "先按 F2" not in show_it.text()
    press(qtbot, "2")
    assert show_it.text() == "先按 F2 再修改"


def test_a_revealed_number_is_masked_again_after_ten_seconds(
    qtbot: QtBot, bench: TestBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SHOWN_MS == 10_000
    monkeypatch.setattr("unionapp.ui.records.masking.SHOWN_MS", 1)
    person = factories.person(bench.desk, identity_number=NUMBER)
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    editor.focus_first("identity_number")
    press(qtbot, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: text_of(editor, "identity_number") == "210***********002X")


def test_enter_goes_on_from_a_masked_number(qtbot: QtBot, bench: TestBench) -> None:
    person = factories.person(bench.desk, identity_number=NUMBER)
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    editor.focus_first("identity_number")
    press(qtbot, ENTER)
    assert focused().accessibleName() == "手机号"


def test_a_number_on_file_names_the_other_and_a_key_opens_it(
    qtbot: QtBot, bench: TestBench
) -> None:
    door = factories.door(bench.desk)
    home = factories.household(bench.desk, door_id=door.id)
    other = factories.person(bench.desk, name="王建国", identity_number=OTHER, household_id=home.id)
    editor = editor_of(qtbot, bench)
    editor.start()
    press(qtbot, "张桂芬", ENTER, OTHER, ENTER)
    assert editor.tip is not None
    assert editor.tip.isVisible()
    assert "王建国" in editor.tip.words.text()
    assert "双兴街" in editor.tip.words.text()
    press(qtbot, Qt.Key.Key_F6)
    assert bench.said.opened == [("person", other.id)]


def test_the_history_tells_who_changed_what(qtbot: QtBot, bench: TestBench) -> None:
    editor = editor_of(qtbot, bench)
    editor.start()
    press(qtbot, "张桂芬", ENTER)
    editor.focus_first("workplace")
    press(qtbot, "兴华机械厂", ENTER, Qt.Key.Key_F8)
    told = [(one.worker, one.zh, one.before, one.after) for one in editor.history.lines]
    assert told[0] == ("陈晓梅", "工作单位", "", "兴华机械厂")
    assert editor.history.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert not editor.history.isVisible()


def test_page_keys_walk_the_sections(qtbot: QtBot, bench: TestBench) -> None:
    person = factories.person(bench.desk)
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    editor.focus_first()
    press(qtbot, Qt.Key.Key_PageDown)
    assert focused().accessibleName() == "工作单位"
    press(qtbot, Qt.Key.Key_PageUp)
    assert focused().accessibleName() == "姓名"


def test_several_causes_are_ticked_by_digits(qtbot: QtBot, bench: TestBench) -> None:
    editor = editor_of(qtbot, bench, "worker")
    editor.start({"name": "李娜"})
    editor.focus_first("roles")
    press(qtbot, "1", "2")
    with bench.desk.read() as reading:
        worker = reading.by_kind("worker", editor.id or "")
    assert len(getattr(worker, "roles", ())) == 2


def test_every_type_of_field_has_a_control() -> None:
    from unionapp.ui.records.controls import _MAKERS

    assert set(_MAKERS) == set(FieldType)


def test_a_narrow_editor_stands_in_one_column(qtbot: QtBot, bench: TestBench) -> None:
    editor = editor_of(qtbot, bench)
    name, number = (editor.form.places[one].frame for one in ("name", "identity_number"))
    assert name.y() == number.y()
    editor.resize(320, 700)
    QTest.qWaitForWindowExposed(editor)
    qtbot.waitUntil(lambda: number.y() > name.y())


def test_what_could_not_be_stored_is_stored_the_next_time(
    qtbot: QtBot, bench: TestBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = factories.person(bench.desk)
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    editor.focus_first("phone")
    press(qtbot, "14000001234")

    def full_disk(*_given: object) -> None:
        raise refuse("database.disk_full", "case.db")

    with monkeypatch.context() as patch:
        patch.setattr(records, "save_field", full_disk)
        press(qtbot, ENTER)
        editor.focus_first("sex")
        press(qtbot, "1")
    assert set(bench.said.codes) == {"database.disk_full"}
    sex = editor.form.places["sex"].control.widget
    assert isinstance(sex, ChoiceRow)
    assert sex.value() == ""
    assert text_of(editor, "phone") == "14000001234"
    editor.focus_first("phone")
    press(qtbot, ENTER)
    assert [one.phone for one in people(bench)] == ["14000001234"]


def test_what_is_typed_is_kept_when_the_search_box_took_the_focus(
    qtbot: QtBot, bench: TestBench
) -> None:
    person = factories.person(bench.desk)
    editor = editor_of(qtbot, bench)
    editor.edit(person.id)
    editor.focus_first("phone")
    press(qtbot, "14000001234")
    search = QLineEdit(editor)
    search.show()
    search.setFocus(Qt.FocusReason.PopupFocusReason)  # as the search box over the window does
    assert [one.phone for one in people(bench)] == [None]
    editor.hide()
    assert [one.phone for one in people(bench)] == ["14000001234"]
