"""Questions of one line: what is typed, shown back, refused, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessible import nameless
from tests.ui.questionnaire.controls_bench import Bench
from unionapp.ui.questionnaire.controls.nothing import Nothing

Opened = Callable[..., Bench]


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    kept: list[Bench] = []

    def opened(*rows: tuple[str, ...], columns: str = "") -> Bench:
        header = ("type", "name", "label", *columns.split())
        made = Bench(tmp_path, {"survey": [header, *rows]})
        kept.append(made)
        return made

    yield opened
    for one in kept:
        one.close()


def field(bench: Bench, name: str) -> QLineEdit:
    found = bench.control(name).focusProxy()
    assert isinstance(found, QLineEdit)
    return found


def leave(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.keyClick(widget, Qt.Key.Key_Tab)


def compose(widget: QWidget, preedit: str, commit: str = "") -> None:
    """Type as an input method does: what is being composed, then what was chosen."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


def paste(widget: QLineEdit, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QApplication.clipboard().setMimeData(data)
    widget.paste()


@pytest.mark.parametrize(
    ("kind", "appearance", "typed", "stored", "shown"),
    [
        ("text", "", "Wang", "Wang", "Wang"),
        ("text", "numbers", "13800001234", "13800001234", "138 0000 1234"),
        ("text", "numbers", "210106199003079991", "210106199003079991", "210106 19900307 9991"),
        ("text", "numbers", "024-23456789", "024-23456789", "024-23456789"),
        ("barcode", "", "690123", "690123", "690123"),
        ("integer", "", "1,234", "1234", "1234"),
        ("integer", "thousands-sep", "1234567", "1234567", "1,234,567"),
        ("decimal", "thousands-sep", "1234.50", "1234.5", "1,234.5"),
        ("date", "", "20261121", "2026-11-21", "2026-11-21"),
        ("date", "", "t", "2026-11-21", "2026-11-21"),
        ("date", "", "z", "2026-11-20", "2026-11-20"),
        ("date", "no-calendar", "2026.1.2", "2026-01-02", "2026-01-02"),
        ("date", "month-year", "2026.11", "2026-11-01", "2026-11"),
        ("date", "year", "2026", "2026-01-01", "2026"),
        ("time", "", "2130", "21:30:00.000+08:00", "21:30"),
        ("datetime", "", "2026.11.21 2130", "2026-11-21T21:30:00.000+08:00", "2026-11-21 21:30"),
        ("geopoint", "", "41.79,123.43", "41.79 123.43 0 0", "41.79, 123.43"),
    ],
)
def test_what_is_typed_is_stored_and_shown_back(
    qtbot: QtBot,
    bench: Opened,
    kind: str,
    appearance: str,
    typed: str,
    stored: str,
    shown: str,
) -> None:
    form = bench((kind, "q", "问题", appearance), columns="appearance")
    form.open(qtbot, "q")
    edit = field(form, "q")
    qtbot.keyClicks(edit, typed)
    leave(qtbot, edit)
    assert (form.value("q"), edit.text()) == (stored, shown)


@pytest.mark.parametrize(
    ("check", "typed", "stored", "shown"),
    [
        ("identity-number", "21010619900307999x", "21010619900307999X", "210106 19900307 999X"),
        ("identity-number", "210106 19900307", "21010619900307", "21010619900307"),
        ("mobile-number", "138-0000-1234", "13800001234", "138 0000 1234"),
        ("credit-code", "91210100ma0p4b1234", "91210100MA0P4B1234", "91210100MA0P4B1234"),
    ],
)
def test_a_checked_number_is_tidied_and_read_in_its_parts(
    qtbot: QtBot, bench: Opened, check: str, typed: str, stored: str, shown: str
) -> None:
    form = bench(("text", "q", "号码", f"{check}(.)"), columns="constraint")
    form.open(qtbot, "q")
    edit = field(form, "q")
    compose(edit, "", "你")
    qtbot.keyClicks(edit, typed)
    leave(qtbot, edit)
    assert (form.value("q"), edit.text()) == (stored, shown)
    edit.setFocus(Qt.FocusReason.TabFocusReason)
    assert edit.text() == stored


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("integer", "约30人"),
        ("date", "2026-02-31"),
        ("time", "25:00"),
        ("geopoint", "99 200"),
        ("decimal", "1.2.3"),
    ],
)
def test_what_is_no_value_stays_to_be_mended_and_enter_goes_on(
    qtbot: QtBot, bench: Opened, kind: str, wrong: str
) -> None:
    form = bench((kind, "q", "问题"))
    form.open(qtbot, "q")
    edit = field(form, "q")
    paste(edit, wrong)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert (form.filling.typed(form.node("q")), form.ended) == (wrong, ["q"])
    leave(qtbot, edit)
    assert (edit.text(), form.value("q")) == (wrong, "")


def test_keys_that_make_no_number_do_nothing(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("integer", "q", "人数"))
    form.open(qtbot, "q")
    edit = field(form, "q")
    qtbot.keyClicks(edit, "3a0!")
    compose(edit, "", "人")
    assert edit.text() == "30"


def test_an_input_method_is_off_in_figures_and_on_in_text(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("integer", "n", "人数"), ("text", "t", "姓名"))
    assert not field(form, "n").inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    form.open(qtbot, "t")
    assert field(form, "t").inputMethodQuery(Qt.InputMethodQuery.ImEnabled)


def test_what_is_being_composed_is_no_answer_and_is_not_taken_away(
    qtbot: QtBot, bench: Opened
) -> None:
    form = bench(("text", "q", "姓名"))
    control = form.open(qtbot, "q")
    edit = field(form, "q")
    compose(edit, "wang")
    form.filling.answer(form.node("q"), "李")
    control.read()
    assert (edit.text(), form.answers) == ("", [])
    compose(edit, "", "王")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("王", ["q"])


def test_what_is_being_typed_outlives_a_reading(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("text", "q", "姓名"))
    control = form.open(qtbot, "q")
    qtbot.keyClicks(field(form, "q"), "Wa")
    control.read()
    qtbot.keyClicks(field(form, "q"), "ng")
    control.commit()
    assert form.value("q") == "Wang"


def test_an_answer_from_elsewhere_is_shown_where_nothing_is_typed(
    qtbot: QtBot, bench: Opened
) -> None:
    form = bench(("text", "q", "姓名"))
    form.open(qtbot, "q")
    form.say("q", "王建国")
    assert field(form, "q").text() == "王建国"


def test_a_passed_through_field_hands_nothing_over(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("integer", "q", "人数", "thousands-sep"), columns="appearance")
    form.control("q")
    form.say("q", "12345")
    form.open(qtbot, "q")
    leave(qtbot, field(form, "q"))
    assert form.answers == []


def test_undo_of_the_window_acts_where_nothing_is_being_typed(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("text", "q", "姓名"))
    form.open(qtbot, "q")
    edit = field(form, "q")
    undone: list[str] = []
    QShortcut(QKeySequence("Ctrl+Z"), form.window).activated.connect(lambda: undone.append("z"))
    qtbot.keyClicks(edit, "Wang")
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (undone, edit.text()) == ([], "")
    qtbot.keyClicks(edit, "Li")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (undone, edit.text()) == (["z"], "Li")


def test_a_readonly_field_shows_its_value_and_takes_nothing(qtbot: QtBot, bench: Opened) -> None:
    form = bench(
        ("integer", "n", "人数", ""),
        ("date", "d", "日期", "true()"),
        columns="read_only",
    )
    form.say("d", "2026-11-20")
    form.open(qtbot, "d")
    edit = field(form, "d")
    qtbot.keyClicks(edit, "t5")
    for word in form.control("d").findChildren(QPushButton):
        word.click()
    leave(qtbot, edit)
    assert (edit.text(), form.value("d"), form.answers) == ("2026-11-20", "2026-11-20", [])


def test_arrows_move_a_day_and_words_put_it(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("date", "d", "日期"))
    form.open(qtbot, "d")
    edit = field(form, "d")
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert form.value("d") == "2026-11-19"
    form.control("d").findChildren(QPushButton)[1].click()
    assert form.value("d") == "2026-11-20"


def test_a_scanner_types_and_ends_with_enter(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("barcode", "q", "条码"))
    form.open(qtbot, "q")
    qtbot.keyClicks(field(form, "q"), "6901234567892")
    qtbot.keyClick(field(form, "q"), Qt.Key.Key_Enter)
    assert (form.value("q"), form.ended) == ("6901234567892", ["q"])


@pytest.mark.parametrize("appearance", ["masked", "hidden-answer"])
def test_a_hidden_answer_is_shown_by_f2_until_it_is_left(
    qtbot: QtBot, bench: Opened, appearance: str
) -> None:
    form = bench(("text", "q", "口令", appearance), columns="appearance")
    form.open(qtbot, "q")
    edit = field(form, "q")
    qtbot.keyClicks(edit, "s3cret")
    assert edit.displayText() != "s3cret"
    qtbot.keyClick(edit, Qt.Key.Key_F2)
    assert edit.displayText() == "s3cret"
    leave(qtbot, edit)
    assert (edit.displayText() == "s3cret", form.value("q")) == (False, "s3cret")


def test_a_counter_counts_by_the_arrows(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("integer", "q", "人数", "counter"), columns="appearance")
    form.open(qtbot, "q")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(field(form, "q"), key)
    assert form.value("q") == "2"


def test_several_lines_take_enter_and_go_on_with_control(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("text", "q", "情况", "multiline"), columns="appearance")
    form.open(qtbot, "q")
    edit = form.control("q").focusProxy()
    assert isinstance(edit, QPlainTextEdit)
    compose(edit, "", "夜班")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    compose(edit, "", "再访")
    form.control("q").read()
    assert form.answers == []
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (form.value("q"), form.ended) == ("夜班\n再访", ["q"])


def test_a_note_has_no_control_and_a_shown_result_has(bench: Opened, qtbot: QtBot) -> None:
    form = bench(("note", "n", "请核对", ""), ("calculate", "c", "", "1+1"), columns="calculation")
    assert isinstance(form.control("n"), Nothing)
    assert form.control("n").focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_printer_asks_for_paper(qtbot: QtBot, bench: Opened) -> None:
    form = bench(("text", "q", "打印", "printer"), columns="appearance")
    made = form.open(qtbot, "q")
    with qtbot.waitSignal(made.print_wanted):
        qtbot.keyClick(made.focusProxy(), Qt.Key.Key_Space)
    qtbot.keyClick(made.focusProxy(), Qt.Key.Key_Return)
    assert form.ended == ["q"]


def test_every_control_has_a_name_and_the_height_of_a_target(qtbot: QtBot, bench: Opened) -> None:
    kinds = ("text", "integer", "date", "time", "datetime", "geopoint", "barcode", "image", "range")
    form = bench(*[(kind, f"q{at}", f"问题{at}") for at, kind in enumerate(kinds)])
    for at, _ in enumerate(kinds):
        form.control(f"q{at}")
    form.open(qtbot, "q0")
    assert nameless(form.window) == []
    for node, control in form.controls.items():
        proxy = control.focusProxy()
        assert proxy is not None
        assert proxy.height() >= 34, node.name
        assert proxy.accessibleName() == f"问题{node.name[1:]}"
