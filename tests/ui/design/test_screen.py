"""The design screen by keys and mouse: the picture is the PDF, the file is the office's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.ui.benches import TestBench, make, press, show
from unionapp.paths import resources
from unionapp.printing import own_designs, preview
from unionapp.services import vault
from unionapp.ui.design.drawing import Spot
from unionapp.ui.design.geometry import Bounds
from unionapp.ui.design.screen import DesignScreen
from unionapp.ui.settings.page import SettingsPage

ENTER, ESC, RIGHT, DOWN = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Right,
    Qt.Key.Key_Down,
)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[TestBench]:
    made = make(tmp_path)
    yield made
    made.bench.tasks.shutdown()
    vault.lock(made.desk)


@pytest.fixture
def screen(qtbot: QtBot, bench: TestBench) -> DesignScreen:
    made = DesignScreen(bench.bench)
    qtbot.addWidget(made)
    show(qtbot, made, 1100, 620)
    made.show_documents()
    return made


def own_file(bench: TestBench, code: str) -> Path:
    return bench.bench.folder.own_documents / f"{code}.json"


def opened(qtbot: QtBot, screen: DesignScreen, code: str = "member_card") -> DesignScreen:
    screen.open(code)
    idle(qtbot, screen)
    return screen


def idle(qtbot: QtBot, screen: DesignScreen) -> None:
    qtbot.waitUntil(lambda: not screen._bench.tasks.busy())


def box(screen: DesignScreen) -> Bounds:
    assert screen.drawing is not None
    assert screen.placing.spot is not None
    return screen.drawing.bounds(screen.placing.spot)


def first_text(screen: DesignScreen) -> int:
    assert screen.drawing is not None
    things = screen.drawing.things(0)
    return next(at for at, one in enumerate(things) if one["type"] == "text")


def on_a_text(qtbot: QtBot, bench: TestBench, screen: DesignScreen) -> Bounds:
    opened(qtbot, screen)
    screen.objects.setCurrentRow(first_text(screen))
    press(qtbot, ENTER)
    assert screen.page.hasFocus()
    return box(screen)


def test_a_document_is_chosen_and_its_objects_are_listed(
    qtbot: QtBot, screen: DesignScreen
) -> None:
    press(qtbot, DOWN, ENTER)
    assert screen.drawing is not None
    assert screen.objects.count() == len(screen.drawing.things(0))
    assert screen.objects.hasFocus()


def test_the_marked_document_is_shown_before_it_is_opened(
    qtbot: QtBot, screen: DesignScreen
) -> None:
    idle(qtbot, screen)
    first = screen.page._pdf
    press(qtbot, DOWN)
    idle(qtbot, screen)
    assert screen.page._pdf not in (b"", first)
    assert screen.drawing is None


def test_arrows_move_and_size_by_a_millimetre_and_a_tenth(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    before = on_a_text(qtbot, bench, screen)
    qtbot.keyClick(screen.page, RIGHT)
    qtbot.keyClick(screen.page, RIGHT, CONTROL)
    qtbot.keyClick(screen.page, DOWN, SHIFT)
    qtbot.keyClick(screen.page, DOWN, SHIFT | CONTROL)
    after = box(screen)
    assert (after.x, after.y) == pytest.approx((before.x + 1.1, before.y))
    assert (after.w, after.h) == pytest.approx((before.w, before.h + 1.1))


def test_control_z_takes_back_and_control_y_does_it_again(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    before = on_a_text(qtbot, bench, screen)
    qtbot.keyClick(screen.page, RIGHT)
    qtbot.keyClick(screen.page, Qt.Key.Key_Z, CONTROL)
    assert box(screen) == before
    qtbot.keyClick(screen.page, Qt.Key.Key_Y, CONTROL)
    assert box(screen).x == pytest.approx(before.x + 1)


def test_the_mouse_moves_to_whole_millimetres(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    before = on_a_text(qtbot, bench, screen)
    page = screen.page
    start = page.point_of(before.x + before.w / 2, before.y + before.h / 2)
    end = page.point_of(before.x + before.w / 2 + 3.3, before.y + before.h / 2 + 2.2)
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(page, left, pos=QPoint(round(start.x()), round(start.y())))
    held = box(screen)
    qtbot.mouseMove(page, QPoint(round(end.x()), round(end.y())))
    qtbot.mouseRelease(page, left, pos=QPoint(round(end.x()), round(end.y())))
    after = box(screen)
    assert after != held
    assert (after.x, after.y) == (round(after.x), round(after.y))


def test_the_corner_sizes(qtbot: QtBot, bench: TestBench, screen: DesignScreen) -> None:
    before = on_a_text(qtbot, bench, screen)
    page = screen.page
    start = page.handle().center().toPoint()
    end = page.point_of(before.x + before.w + 5, before.y + before.h).toPoint()
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(page, left, pos=start)
    qtbot.mouseMove(page, QPoint(end.x(), start.y()))
    qtbot.mouseRelease(page, left, pos=QPoint(end.x(), start.y()))
    after = box(screen)
    assert (after.x, after.y, after.h) == (before.x, before.y, before.h)
    assert after.x + after.w == pytest.approx(round(before.x + before.w + 5))


def test_saving_makes_the_offices_own_design_that_is_printed(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    on_a_text(qtbot, bench, screen)
    shipped = (resources() / "documents" / "member_card.json").read_bytes()
    qtbot.keyClick(screen.page, RIGHT)
    moved = box(screen)
    qtbot.keyClick(screen.page, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(bench.said.infos))
    saved: Any = json.loads(own_file(bench, "member_card").read_text("utf-8"))
    assert saved["sides"]["front"][first_text(screen)]["x"] == moved.x
    assert (resources() / "documents" / "member_card.json").read_bytes() == shipped
    assert screen.drawing is not None
    assert not screen.drawing.is_changed


def test_a_design_with_a_mistake_is_named_and_not_saved(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    on_a_text(qtbot, bench, screen)
    press(qtbot, Qt.Key.Key_F2)
    screen.rows.source.setPlainText('{"type": "text", "x": 1, "y": 1, "w": 5, "h": 5, "size": 9, '
                               '"field": "person.shoe"}')  # fmt: skip
    qtbot.keyClick(screen.rows.source, ENTER, CONTROL)
    idle(qtbot, screen)
    assert screen.problem.isVisible()
    assert "person.shoe" in screen.problem.words.text()
    assert f"front {first_text(screen) + 1}" in screen.problem.words.text()
    qtbot.keyClick(screen.page, Qt.Key.Key_S, CONTROL)
    idle(qtbot, screen)
    assert not own_file(bench, "member_card").exists()
    qtbot.keyClick(screen.page, Qt.Key.Key_Z, CONTROL)
    idle(qtbot, screen)
    assert not screen.problem.isVisible()


def test_the_longest_values_and_the_back_are_shown(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    opened(qtbot, screen)
    usual = screen.page._pdf
    press(qtbot, "w")
    idle(qtbot, screen)
    assert screen.page._pdf != usual
    assert len(preview.page_sizes(screen.page._pdf)) == 2
    press(qtbot, "v")
    idle(qtbot, screen)
    assert screen.page._page == 1
    assert screen.placing.spot == Spot(1, 0)


def test_the_pages_on_which_a_long_table_goes_on_are_shown_and_changed(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    opened(qtbot, screen, "work_list")
    assert screen.drawing is not None
    things = screen.drawing.things(0)
    table = next(at for at, one in enumerate(things) if one["type"] == "table")
    screen.objects.setCurrentRow(table)
    first = box(screen)
    press(qtbot, "n")
    idle(qtbot, screen)
    assert "第 2 页，共 3 页" in screen.state.text()
    assert screen.page._page == 1
    shown = preview.render_page(screen.page._pdf, 1, dpi=20).rgb
    qtbot.keyClick(screen.page, DOWN)
    idle(qtbot, screen)
    assert preview.render_page(screen.page._pdf, 1, dpi=20).rgb != shown
    assert box(screen) == first
    press(qtbot, "n", "n")
    idle(qtbot, screen)
    assert screen.page._page == 0
    assert len(preview.page_sizes(screen.page._pdf)) == 1


def test_a_document_in_copies_shows_the_sides_of_one_copy(
    qtbot: QtBot, screen: DesignScreen
) -> None:
    opened(qtbot, screen, "aid_receipt")
    assert len(preview.page_sizes(screen.page._pdf)) == 2
    assert "页" not in screen.state.text()
    assert not screen.tools.page.isVisible()


def test_a_scan_lies_under_while_placing(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen, tmp_path: Path
) -> None:
    from PIL import Image

    scan = tmp_path / "blank.png"
    Image.new("RGB", (856, 540), "#3366cc").save(scan)
    opened(qtbot, screen, "aid_receipt")
    before = screen.page._pdf
    press(qtbot, "u", str(scan), ENTER)
    idle(qtbot, screen)
    assert len(screen.page._pdf) > len(before)
    assert screen.drawing is not None
    assert screen.drawing.data["underlay"] == "aid_receipt-scan.png"
    qtbot.keyClick(screen.page, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(bench.said.infos))
    assert (own_file(bench, "aid_receipt").parent / "aid_receipt-scan.png").is_file()


def test_escape_goes_back_by_one_and_asks_before_changes_are_dropped(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    on_a_text(qtbot, bench, screen)
    qtbot.keyClick(screen.page, RIGHT)
    press(qtbot, ESC)
    assert screen.objects.hasFocus()
    bench.said.answer = False
    press(qtbot, ESC)
    assert screen.drawing is not None
    bench.said.answer = True
    press(qtbot, ESC)
    assert screen.documents.hasFocus()
    with qtbot.waitSignal(screen.closed):
        press(qtbot, ESC)


def test_a_damaged_design_is_listed_and_named(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    own = own_file(bench, "broken")
    own.parent.mkdir(exist_ok=True)
    own.write_text("{", "utf-8")
    screen.show_documents()
    screen.open("broken")
    assert "broken.json" in screen.problem.words.text()


def test_the_settings_page_leads_there_and_back(qtbot: QtBot, bench: TestBench) -> None:
    page = SettingsPage(bench.bench)
    qtbot.addWidget(page)
    show(qtbot, page, 1200)
    page.setFocus()
    press(qtbot, Qt.Key.Key_F9)
    assert page.design is not None
    assert page.design.documents.hasFocus()
    page.design.open("member_card")
    page.choices["theme"].setFocus()
    page.setFocus()
    assert page.design.objects.hasFocus()
    press(qtbot, ESC, ESC)
    assert not page.design.isVisible()
    assert page.choices["theme"].hasFocus()


def test_what_was_not_saved_is_there_again_after_the_window_was_locked(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    before = on_a_text(qtbot, bench, screen)
    qtbot.keyClick(screen.page, RIGHT)
    idle(qtbot, screen)
    again = DesignScreen(bench.bench)
    qtbot.addWidget(again)
    show(qtbot, again, 1100, 620)
    opened(qtbot, again)
    again.objects.setCurrentRow(first_text(again))
    assert box(again).x == before.x + 1
    again.placing.undo()
    idle(qtbot, again)
    assert box(again).x == before.x
    assert again.drawing is not None
    assert not again.drawing.is_changed
    later = opened(qtbot, DesignScreen(bench.bench))
    qtbot.addWidget(later)
    assert later.drawing is not None
    assert not later.drawing.is_changed


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Insert])
def test_no_key_takes_away_what_is_being_written(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen, key: Qt.Key
) -> None:
    on_a_text(qtbot, bench, screen)
    assert screen.drawing is not None
    count = len(screen.drawing.things(0))
    press(qtbot, Qt.Key.Key_F2)
    screen.rows.source.set_value('{"type": "text"')
    press(qtbot, key)
    assert screen.rows.source.text() == '{"type": "text"'
    assert len(screen.drawing.things(0)) == count


def test_what_is_being_written_is_kept_as_a_draft_when_the_window_locks(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    on_a_text(qtbot, bench, screen)
    press(qtbot, Qt.Key.Key_F2)
    assert screen.drawing is not None
    assert screen.placing.spot is not None
    thing = {**screen.drawing.thing(screen.placing.spot), "size": 11.5}
    screen.rows.source.set_value(json.dumps(thing, ensure_ascii=False))
    screen.settle()
    kept = own_designs.draft(bench.bench.folder.own_documents, "member_card")
    assert kept is not None
    assert "11.5" in kept


def test_writing_that_cannot_be_read_yet_is_there_again_after_a_lock(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    on_a_text(qtbot, bench, screen)
    spot = screen.placing.spot
    press(qtbot, Qt.Key.Key_F2)
    screen.rows.source.set_value('{"type": "text", "x":')
    screen.settle()
    later = DesignScreen(bench.bench)
    qtbot.addWidget(later)
    show(qtbot, later, 1100, 620)
    later.open("member_card")
    assert later.placing.spot == spot
    assert later.rows.source.text() == '{"type": "text", "x":'
    assert later.rows.is_asking
    press(qtbot, ESC)
    assert own_designs.typed(bench.bench.folder.own_documents, "member_card") is None


@pytest.mark.parametrize("meant", [True, False])
def test_an_own_design_gives_way_to_the_shipped_one_and_is_kept(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen, *, meant: bool
) -> None:
    own = own_file(bench, "member_card")
    own.parent.mkdir(parents=True, exist_ok=True)
    said = (resources() / "documents" / "member_card.json").read_text("utf-8")
    own.write_text(said.replace('"size": 9', '"size": 8'), "utf-8")
    written = own.read_text("utf-8")
    screen.show_documents()
    screen.documents.mark("member_card")
    assert screen.tools.shipped.isVisible()
    bench.said.answer = meant
    press(qtbot, Qt.Key.Key_R)
    idle(qtbot, screen)
    assert own.is_file() != meant
    kept = list((own.parent / "earlier").glob("member_card-*.json"))
    assert [one.read_text("utf-8") for one in kept] == ([written] if meant else [])
    assert screen.tools.shipped.isVisible() != meant


def test_a_paper_that_is_shipped_only_has_no_way_back(
    qtbot: QtBot, bench: TestBench, screen: DesignScreen
) -> None:
    screen.documents.mark("member_card")
    press(qtbot, Qt.Key.Key_R)
    assert not screen.tools.shipped.isVisible()
    assert bench.said.infos == ["这种文书没有可恢复的原版式。"]


def test_a_box_without_words_is_told_by_its_place(qtbot: QtBot, screen: DesignScreen) -> None:
    opened(qtbot, screen, "aid_receipt")
    assert screen.objects.item(0).text() == "1  方框  14, 35 · 26 × 36"


def test_the_keys_of_the_settings_do_nothing_behind_the_design(
    qtbot: QtBot, bench: TestBench
) -> None:
    page = SettingsPage(bench.bench)
    qtbot.addWidget(page)
    show(qtbot, page, 1200)
    page.open_designs()
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8):
        press(qtbot, key)
    assert page.said.text() == ""
    assert not page.renew_code.open_button.isHidden()
    assert page.design is not None
    assert page.design.documents.hasFocus()
