"""Questions with choices: digits, arrows, typing to find, choices that change under the hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.questionnaire.controls_bench import Bench
from unionapp.ui.questionnaire.controls.chip import Chip
from unionapp.ui.questionnaire.controls.chips import Chips
from unionapp.ui.questionnaire.controls.choice import ChipsControl
from unionapp.ui.questionnaire.controls.choice_header import ChoiceHeader
from unionapp.ui.questionnaire.controls.choosing import Choosing
from unionapp.ui.questionnaire.controls.finder import Finder
from unionapp.ui.questionnaire.controls.rank import Rank
from unionapp.ui.questionnaire.controls.rating import Rating
from unionapp.ui.questionnaire.controls.scale import Scale

KINDS = [("c", f"k{at}", text) for at, text in enumerate(["外卖", "网约车", "快递", "家政"], 1)]
STREETS = [("c", f"s{at}", f"{chr(0x4E00 + at)}街道") for at in range(30)]
STREETS[7] = ("c", "s7", "兴华街道")
STREETS[21] = ("c", "s21", "兴工街道")
Opened = Callable[..., Bench]
Rows = list[tuple[str, ...]]


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    kept: list[Bench] = []

    def opened(
        rows: Rows,
        choices: Rows,
        columns: str = "appearance",
        extra: str = "",
        **more: object,
    ) -> Bench:
        survey = [("type", "name", "label", *columns.split()), *rows]
        header = ("list_name", "name", "label", *extra.split())
        made = Bench(tmp_path, {"survey": survey, "choices": [header, *choices]}, **more)  # type: ignore[arg-type] # handed through
        kept.append(made)
        return made

    yield opened
    for one in kept:
        one.close()


def one(
    qtbot: QtBot, bench: Opened, kind: str = "select_one", look: str = "", choices: Rows = KINDS
) -> Bench:
    """A form with one such question, the keyboard in it."""
    form = bench([(f"{kind} c", "q", "从业", look)], choices)
    form.open(qtbot, "q")
    return form


def place(form: Bench) -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def keys(qtbot: QtBot, form: Bench, *pressed: Qt.Key | str) -> None:
    for key in pressed:
        if isinstance(key, str):
            qtbot.keyClicks(place(form), key)
        else:
            qtbot.keyClick(place(form), key)


def inner(form: Bench) -> ChipsControl | Finder:
    made = form.control("q")
    assert isinstance(made, Choosing)
    return made.inner


def finder(form: Bench) -> Finder:
    made = inner(form)
    assert isinstance(made, Finder)
    return made


def found(form: Bench) -> list[str]:
    model = finder(form).list.model
    return [str(model.data(model.index(at))) for at in range(model.rowCount())]


def ticks(form: Bench) -> list[str]:
    return [one.text() for one in form.control("q").findChildren(QPushButton) if one.text()]


# --- chips


def test_a_digit_chooses_and_enter_goes_on(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench)
    keys(qtbot, form, "2", Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("k2", ["q"])


def test_the_digit_of_what_is_chosen_does_not_take_it_back(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench)
    keys(qtbot, form, "2", "2")
    assert (form.value("q"), form.answers) == ("k2", ["k2"])
    keys(qtbot, form, Qt.Key.Key_Backspace)
    assert form.value("q") == ""


def test_nought_chooses_the_tenth(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS[:10])
    keys(qtbot, form, "0")
    assert form.value("q") == "s9"


def test_arrows_walk_and_change_nothing_until_enter(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench)
    keys(qtbot, form, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert form.answers == []
    keys(qtbot, form, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("k3", ["q"])


def test_several_are_ticked_by_digits_and_by_space(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, "select_multiple")
    keys(qtbot, form, "3", "1", "2", "1", Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    keys(qtbot, form, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert (form.value("q").split(), form.ended) == (["k2", "k3", "k4"], ["q"])


def test_quick_goes_on_at_once(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, look="quick")
    keys(qtbot, form, "1")
    assert (form.value("q"), form.ended) == ("k1", ["q"])


def test_a_click_chooses_and_takes_back(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench)
    chip = form.control("q").findChildren(QPushButton)[3]
    chip.click()
    assert form.value("q") == "k4"
    chip.click()
    assert form.value("q") == ""


def test_a_readonly_choice_stays(qtbot: QtBot, bench: Opened) -> None:
    form = bench([("select_one c", "q", "从业", "true()")], KINDS, "read_only")
    form.say("q", "k2")
    form.open(qtbot, "q")
    keys(qtbot, form, "1", Qt.Key.Key_Backspace, Qt.Key.Key_Right, Qt.Key.Key_Return)
    form.control("q").findChildren(QPushButton)[0].click()
    assert (form.value("q"), form.answers, form.ended) == ("k2", [], ["q"])


def test_a_choice_with_no_option_is_shown_as_it_was(qtbot: QtBot, bench: Opened) -> None:
    rows: Rows = [
        ("select_one t", "town", "区", "", ""),
        ("select_one c", "q", "街道", "", "town=${town}"),
    ]
    choices: Rows = [("t", "a", "甲", ""), ("t", "b", "乙", ""), ("c", "a1", "甲一", "a")]
    choices.append(("c", "b1", "乙一", "b"))
    form = bench(rows, choices, "appearance choice_filter", "town")
    form.say("town", "a")
    form.control("q")
    form.say("q", "a1")
    form.open(qtbot, "q")
    form.say("town", "b")
    shown = inner(form)
    assert isinstance(shown, ChipsControl)
    assert (shown.lost.text(), shown.lost.isVisible()) == ("原值：a1（不在选项中）", True)
    shown_now = [one for one in shown.chips.findChildren(Chip) if not one.isHidden()]
    assert [one.words for one in shown_now] == ["乙一"]
    keys(qtbot, form, "1")
    assert (form.value("q"), shown.lost.isVisible()) == ("b1", False)


@pytest.mark.parametrize(
    ("look", "columns"),
    [("columns-2", 2), ("columns-3", 3), ("likert", 4), ("list-nolabel", 4), ("", 4)],
)
def test_chips_lie_as_the_form_says(qtbot: QtBot, bench: Opened, look: str, columns: int) -> None:
    form = one(qtbot, bench, look=look)
    chips = form.control("q").findChildren(QPushButton)
    top = [chip for chip in chips if chip.y() == chips[0].y()]
    assert len(top) == columns
    if look:
        assert len({chip.width() for chip in top}) == 1
    assert all(chip.height() >= 34 for chip in chips)


def test_labels_stand_above_the_cells_of_a_table(qtbot: QtBot, bench: Opened) -> None:
    form = bench(
        [("select_one c", "h", "-", "label"), ("select_one c", "q", "一", "list-nolabel")], KINDS
    )
    header = form.control("h")
    form.open(qtbot, "q")
    assert isinstance(header, ChoiceHeader)
    centres = [one.geometry().center().x() for one in header.children() if isinstance(one, QWidget)]
    cells = form.control("q").findChildren(QPushButton)
    for centre, cell in zip(centres, cells, strict=True):
        assert abs(centre - cell.geometry().center().x()) <= 2


def test_a_long_option_breaks_into_lines_and_is_whole(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=[*KINDS, ("c", "long", "没有签合同，" * 30)])
    chips = form.control("q").findChildren(QPushButton)
    box = form.control("q").findChildren(Chips)[0]
    assert chips[4].height() > 2 * chips[0].height()
    assert chips[4].geometry().bottom() <= box.height()


def test_a_picture_is_drawn_on_its_option(qtbot: QtBot, bench: Opened) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs want bytes, Qt a text
    rows: Rows = [("c", "a", "甲", "a.png"), ("c", "b", "乙", "b.png")]
    media = {"a.png": bytes(buffer.data().data())}
    form = bench([("select_one c", "q", "哪种", "")], rows, "appearance", "image", media=media)
    form.open(qtbot, "q")
    with_picture, without = form.control("q").findChildren(QPushButton)
    assert with_picture.height() > 90 > without.sizeHint().height()
    assert QColor(with_picture.grab().toImage().pixel(60, 30)) == QColor("red")


# --- many choices


def test_many_choices_are_found_by_any_part_or_initials(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    keys(qtbot, form, "xh")
    qtbot.waitUntil(lambda: found(form) == ["兴华街道"])
    keys(qtbot, form, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("s7", ["q"])
    assert finder(form).edit.text() == "兴华街道"


def test_chinese_finds_only_what_is_committed(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    edit = place(form)
    QApplication.sendEvent(edit, QInputMethodEvent("xing", []))
    assert not finder(form).list.isVisible()
    event = QInputMethodEvent("", [])
    event.setCommitString("兴")
    QApplication.sendEvent(edit, event)
    assert found(form) == ["兴华街道", "兴工街道"]
    keys(qtbot, form, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert form.value("q") == "s21"


def test_what_names_no_choice_says_so_and_enter_keeps_it(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    keys(qtbot, form, "zzz", Qt.Key.Key_Return)
    assert "zzz" in finder(form).list.says.text()
    assert (form.ended, finder(form).edit.text()) == ([], "zzz")
    keys(qtbot, form, Qt.Key.Key_Escape)
    assert (finder(form).edit.text(), finder(form).list.isVisible()) == ("", False)


def test_an_emptied_field_takes_the_choice_back(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    form.say("q", "s7")
    place(form).selectAll()  # type: ignore[attr-defined] # a line edit
    keys(qtbot, form, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert (form.value("q"), form.answers, form.ended) == ("", [""], ["q"])


def test_minimal_is_closed_until_it_is_asked_for(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, look="minimal")
    assert not finder(form).list.isVisible()
    keys(qtbot, form, Qt.Key.Key_Down)
    assert found(form) == ["外卖", "网约车", "快递", "家政"]
    keys(qtbot, form, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("k2", ["q"])


def test_several_of_many_are_ticked_one_by_one(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, "select_multiple", choices=STREETS)
    keys(qtbot, form, "xh", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.value("q") == "s7")  # the first search of all is made ready
    keys(qtbot, form, "xg", Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("s7 s21", [])
    assert ticks(form) == ["兴华街道  ✕", "兴工街道  ✕"]
    keys(qtbot, form, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("s7", ["q"])


def test_leaving_with_enter_before_typing_goes_on(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, choices=STREETS)
    keys(qtbot, form, Qt.Key.Key_Return)
    assert (form.ended, form.answers) == (["q"], [])


def test_ten_thousand_choices_stall_no_key(qtbot: QtBot, bench: Opened) -> None:
    names = [("c", f"n{at}", f"{chr(0x4E00 + at % 5000)}{at}号") for at in range(10_000)]
    names[9_876] = ("c", "last", "铁西区劳动里社区")
    form = one(qtbot, bench, choices=names)
    began = time.perf_counter()
    keys(qtbot, form, "l")
    assert time.perf_counter() - began < 0.4  # the tables of pinyin are read once
    qtbot.waitUntil(lambda: bool(found(form)))
    slowest = 0.0
    for key in "dlsq":
        began = time.perf_counter()
        keys(qtbot, form, key)
        slowest = max(slowest, time.perf_counter() - began)
    assert slowest < 0.1
    assert found(form) == ["铁西区劳动里社区"]
    keys(qtbot, form, Qt.Key.Key_Return)
    assert form.value("q") == "last"


def test_a_long_list_is_read_page_by_page(qtbot: QtBot, bench: Opened) -> None:
    names = [("c", f"n{at}", f"第{at}号") for at in range(200)]
    form = one(qtbot, bench, choices=names)
    keys(qtbot, form, Qt.Key.Key_Down)
    assert len(found(form)) < 200
    for _ in range(10):
        keys(qtbot, form, Qt.Key.Key_PageDown)
    keys(qtbot, form, Qt.Key.Key_Return)
    assert form.value("q") == "n80"


def test_few_choices_become_many_and_few_again(qtbot: QtBot, bench: Opened) -> None:
    rows: Rows = [
        ("select_one t", "town", "区", "", ""),
        ("select_one c", "q", "街道", "", "town=${town}"),
    ]
    choices: Rows = [("t", "a", "甲", ""), ("t", "b", "乙", "")]
    choices += [("c", f"a{at}", f"甲{at}", "a") for at in range(3)]
    choices += [("c", f"b{at}", f"乙{at}", "b") for at in range(40)]
    form = bench(rows, choices, "appearance choice_filter", "town")
    form.say("town", "a")
    form.open(qtbot, "q")
    assert isinstance(inner(form), ChipsControl)
    form.say("town", "b")
    assert isinstance(inner(form), Finder)
    assert isinstance(place(form), QLineEdit)
    keys(qtbot, form, "b39", Qt.Key.Key_Return)
    assert form.value("q") == "b39"
    form.say("town", "a")
    assert isinstance(inner(form), ChipsControl)
    keys(qtbot, form, "3")
    assert form.value("q") == "a2"


# --- order, scales, acknowledgements


def test_digits_put_in_order_and_enter_gives_the_last_place(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, "rank")
    assert isinstance(form.control("q"), Rank)
    keys(qtbot, form, "3", "1")
    assert form.value("q") == "k3 k1"
    keys(qtbot, form, "4", Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("k3 k1 k4 k2", ["q"])


@pytest.mark.parametrize(
    "modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier]
)
def test_the_marked_moves_in_the_order(
    qtbot: QtBot, bench: Opened, modifier: Qt.KeyboardModifier
) -> None:
    form = one(qtbot, bench, "rank")
    keys(qtbot, form, "1", "2", "3", "4")
    assert form.value("q") == "k1 k2 k3 k4"
    rank = form.control("q")
    assert isinstance(rank, Rank)
    rank.chips.stand_on("k3")
    qtbot.keyClick(place(form), Qt.Key.Key_Up, modifier)
    qtbot.keyClick(place(form), Qt.Key.Key_Up, modifier)
    qtbot.keyClick(place(form), Qt.Key.Key_Up, modifier)
    assert form.value("q") == "k3 k1 k2 k4"


def test_a_rank_takes_a_place_back(qtbot: QtBot, bench: Opened) -> None:
    form = one(qtbot, bench, "rank")
    keys(qtbot, form, "3", "1", "3")
    assert form.value("q") == "k1"


def scale(qtbot: QtBot, bench: Opened, look: str, how: str, kind: str = "range") -> Bench:
    form = bench([(kind, "q", "满意度", look, how)], KINDS, "appearance parameters")
    form.open(qtbot, "q")
    return form


def test_a_scale_is_typed_stepped_and_pointed_at(qtbot: QtBot, bench: Opened) -> None:
    form = scale(qtbot, bench, "", "start=0 end=10 step=2")
    made = form.control("q")
    assert isinstance(made, Scale)
    keys(qtbot, form, "4", Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("6", ["q"])
    centre = made.track.rect().center()
    qtbot.mouseClick(made.track, Qt.MouseButton.LeftButton, pos=centre)
    assert form.value("q") in ("4", "6")
    keys(qtbot, form, Qt.Key.Key_Backspace)
    place(form).clear()  # type: ignore[attr-defined] # a line edit
    keys(qtbot, form, Qt.Key.Key_Tab)
    assert (made.off.text(), form.value("q") in ("", "4", "6")) == ("", True)


def test_a_number_off_the_scale_is_said(qtbot: QtBot, bench: Opened) -> None:
    form = scale(qtbot, bench, "", "start=0.5 end=5 step=0.5")
    made = form.control("q")
    assert isinstance(made, Scale)
    keys(qtbot, form, "7", Qt.Key.Key_Tab)
    assert made.off.text() == "应为 0.5–5，每档 0.5"
    made.focus_first()
    place(form).selectAll()  # type: ignore[attr-defined] # a line edit
    keys(qtbot, form, "2.5", Qt.Key.Key_Tab)
    assert (made.off.text(), form.value("q")) == ("", "2.5")


def test_stars_are_given_by_a_digit(qtbot: QtBot, bench: Opened) -> None:
    form = scale(qtbot, bench, "rating", "start=1 end=5 step=1")
    assert isinstance(form.control("q"), Rating)
    keys(qtbot, form, "4")
    assert form.value("q") == "4"
    keys(qtbot, form, "9", Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("3", ["q"])
    keys(qtbot, form, Qt.Key.Key_Backspace)
    assert form.value("q") == ""


def test_an_acknowledgement_is_pressed_or_not(qtbot: QtBot, bench: Opened) -> None:
    form = bench([("acknowledge", "q", "已告知", "")], KINDS)
    form.open(qtbot, "q")
    keys(qtbot, form, Qt.Key.Key_Space)
    assert form.value("q") == "OK"
    keys(qtbot, form, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert (form.value("q"), form.ended) == ("", ["q"])
