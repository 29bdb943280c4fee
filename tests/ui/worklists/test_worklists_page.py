"""The page 工作清单 by keyboard: lists open records, go to paper and Excel; finder; totals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.services import aid
from tests.ui import benches
from tests.ui.benches import TestBench, focused, press
from unionapp.services import totals, vault, worklists
from unionapp.services.protocols import ListSheet, SheetColumn
from unionapp.ui.tasks import Cancelled
from unionapp.ui.worklists import finder_part, verdict_sets
from unionapp.ui.worklists.finder_part import FinderPart
from unionapp.ui.worklists.lists_part import ListsPart
from unionapp.ui.worklists.page import WorklistsPage
from unionapp.ui.worklists.totals_part import TotalsPart
from unionapp.workbooks import lists

Key = Qt.Key
ENTER, ESC = Key.Key_Return, Key.Key_Escape
P = TypeVar("P", bound=QWidget)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TestBench]:
    made = benches.make(tmp_path / "office")
    aid.standard(made.desk)
    yield made
    made.bench.tasks.shutdown()
    vault.lock(made.desk)


def rest(office: TestBench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not office.bench.tasks.busy(), timeout=20_000)


def part_of(office: TestBench, qtbot: QtBot, key: str, kind: type[P]) -> tuple[WorklistsPage, P]:
    page = WorklistsPage(office.bench)
    qtbot.addWidget(page)
    benches.show(qtbot, page, 1200, 700)
    part = page.parts.bring(key)
    assert isinstance(part, kind)
    rest(office, qtbot)
    return page, part


def filed(office: TestBench, **changes: object) -> aid.Family:
    """A family whose file is two years old: its review is due, nobody was ever aided."""
    return aid.family(office.desk, filed_on=date(2024, 11, 21), **changes)


# ---- lists -----------------------------------------------------------------------------------


def test_every_list_is_named_and_counted(office: TestBench, qtbot: QtBot) -> None:
    filed(office)
    _, part = part_of(office, qtbot, "lists", ListsPart)
    told = {
        part.table.id_at(at): str(part.table.data(part.table.index(at, 1)))
        for at in range(part.table.rowCount())
    }
    assert set(told) == set(worklists.NAMES)
    assert (told["review_due"], told["never_aided"]) == ("1", "1")


def test_enter_opens_the_record_of_a_row(office: TestBench, qtbot: QtBot) -> None:
    family = filed(office)
    _, part = part_of(office, qtbot, "lists", ListsPart)
    part.view.setFocus()
    press(qtbot, Key.Key_F6)
    assert part.list.view.hasFocus()
    press(qtbot, ENTER)
    assert office.said.opened == [("hardship_file", family.file.id)]


def test_a_list_is_narrowed_by_what_is_overdue_and_by_name(office: TestBench, qtbot: QtBot) -> None:
    filed(office)
    aid.family(office.desk, filed_on=date(2025, 11, 28))
    _, part = part_of(office, qtbot, "lists", ListsPart)
    assert part.list.table.rowCount() == 2
    part.list.focus_list()
    press(qtbot, Key.Key_F5)
    qtbot.waitUntil(lambda: part.list.table.rowCount() == 1)
    press(qtbot, Key.Key_F5)
    rest(office, qtbot)
    assert "还有 7 天" in str(part.list.table.data(part.list.table.index(0, 3)))
    press(qtbot, "zzz")
    qtbot.waitUntil(lambda: part.list.table.rowCount() == 0)


def test_a_list_becomes_paper_and_the_focus_comes_back(office: TestBench, qtbot: QtBot) -> None:
    filed(office)
    page, part = part_of(office, qtbot, "lists", ListsPart)
    part.list.focus_list()
    press(qtbot, Key.Key_F7)
    assert page.outlet.shows_paper()
    qtbot.waitUntil(
        lambda: page.outlet.paper is not None and page.outlet.paper.view.pages == 1, timeout=20_000
    )
    press(qtbot, ESC)
    assert not page.outlet.shows_paper()
    assert part.list.view.hasFocus()
    with office.desk.read() as reading:
        assert not reading.scalar("SELECT count(*) FROM audit WHERE action = 'list_printed'")


def test_a_list_is_written_into_a_workbook_and_the_audit_says_so(
    office: TestBench, qtbot: QtBot, tmp_path: Path
) -> None:
    import openpyxl

    filed(office)
    page, part = part_of(office, qtbot, "lists", ListsPart)
    part.list.focus_list()
    press(qtbot, Key.Key_F8)
    assert focused() is page.outlet.bar.path
    file = tmp_path / "list.xlsx"
    page.outlet.bar.path.set_value(str(file))
    press(qtbot, ENTER)
    rest(office, qtbot)
    sheet = openpyxl.load_workbook(file).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["姓名 / 名称", "地址", "日期", "天数", "说明"]
    assert rows[1][0] == "王秀兰"
    assert part.list.view.hasFocus()
    with office.desk.read() as reading:
        assert reading.scalar("SELECT count(*) FROM audit WHERE action = 'list_exported'") == 1


def test_a_place_that_cannot_be_written_to_is_said_and_the_bar_stays(
    office: TestBench, qtbot: QtBot, tmp_path: Path
) -> None:
    filed(office)
    page, part = part_of(office, qtbot, "lists", ListsPart)
    part.list.focus_list()
    press(qtbot, Key.Key_F8)
    page.outlet.bar.path.set_value(str(tmp_path / "list.txt"))
    press(qtbot, ENTER)
    rest(office, qtbot)
    assert page.outlet.bar.isVisible()
    press(qtbot, ESC)
    assert part.list.view.hasFocus()


def test_an_empty_list_is_not_printed(office: TestBench, qtbot: QtBot) -> None:
    page, part = part_of(office, qtbot, "lists", ListsPart)
    part.list.focus_list()
    press(qtbot, Key.Key_F7)
    assert not page.outlet.shows_paper()
    assert "空的" in office.said.infos[-1]


def test_a_text_that_looks_like_a_formula_stays_a_text(office: TestBench, tmp_path: Path) -> None:
    import openpyxl

    sheet = ListSheet(
        "probe",
        "试",
        "",
        (SheetColumn("名称"), SheetColumn("金额", "fen"), SheetColumn("日期", "day")),
        (("=1+1", 12_345, "2026-11-21"), ("王", None, None)),
    )
    file = tmp_path / "probe.xlsx"
    assert lists.export_list(office.desk, sheet, file) == 2
    page = openpyxl.load_workbook(file).active
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert (page["B2"].value, page["C2"].value.date()) == (123.45, date(2026, 11, 21))


# ---- the finder ------------------------------------------------------------------------------


def test_everybody_is_searched_and_sorted_into_sets(office: TestBench, qtbot: QtBot) -> None:
    deep = filed(office)
    filed(office, annual_income_fen=1_500_000)
    _, part = part_of(office, qtbot, "finder", FinderPart)
    press(qtbot, Key.Key_F9)
    rest(office, qtbot)
    assert part.found is not None
    part.findings.show_id("living_aid")
    rest(office, qtbot)
    assert list(part._hits) == [deep.household.id]
    amount = part.names.table.data(part.names.table.index(0, 2))
    assert amount == f"{aid.AMOUNT / 100:,.2f}"
    part.findings.focus_list()
    press(qtbot, Key.Key_F6, ENTER)
    assert office.said.opened == [("hardship_file", deep.file.id)]


def test_who_just_misses_is_told_why_and_by_how_much(office: TestBench, qtbot: QtBot) -> None:
    filed(office, annual_income_fen=1_500_000)
    _, part = part_of(office, qtbot, "finder", FinderPart)
    press(qtbot, Key.Key_F9)
    rest(office, qtbot)
    part.findings.show_id("living_aid")
    rest(office, qtbot)
    part.names.focus_list()
    press(qtbot, Key.Key_F5)
    rest(office, qtbot)
    assert part.names.table.rowCount() == 1
    assert "困难类别不在生活救助范围内" in part.why.text()
    press(qtbot, Key.Key_F2)
    qtbot.waitUntil(lambda: "王秀兰" in part.why.text(), timeout=20_000)


def test_a_search_is_stopped_by_esc_and_nothing_is_lost(
    office: TestBench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_desk: object, *, progress: object) -> object:
        from threading import Event

        wait = Event()
        for step in range(100_000):
            wait.wait(0.001)
            progress(step, 100_000)  # type: ignore[operator] # it is what the tasks hand in
        raise AssertionError("nobody stopped it")

    _, part = part_of(office, qtbot, "finder", FinderPart)
    monkeypatch.setattr(finder_part.finder, "everybody", endless)
    press(qtbot, Key.Key_F9)
    qtbot.waitUntil(lambda: "已判断" in part.said.text())
    assert not part.search.isEnabled()
    press(qtbot, ESC)
    rest(office, qtbot)
    assert part.search.isEnabled()
    assert "已停止" in part.said.text()
    assert issubclass(Cancelled, Exception)


def test_the_names_of_a_set_go_into_a_workbook(
    office: TestBench, qtbot: QtBot, tmp_path: Path
) -> None:
    import openpyxl

    filed(office)
    page, part = part_of(office, qtbot, "finder", FinderPart)
    press(qtbot, Key.Key_F9)
    rest(office, qtbot)
    part.findings.show_id("living_aid")
    rest(office, qtbot)
    part.names.focus_list()
    press(qtbot, Key.Key_F8)
    file = tmp_path / "names.xlsx"
    page.outlet.bar.path.set_value(str(file))
    press(qtbot, ENTER)
    rest(office, qtbot)
    sheet = openpyxl.load_workbook(file).active
    assert [cell.value for cell in sheet[2]][:4:2] == ["王秀兰", aid.AMOUNT / 100]


def test_every_answer_of_the_finder_has_its_set() -> None:
    from unionapp.services.finder import HAS_CASE, Group

    groups = {
        "qualifies": Group(True, (), ("a",)),
        "close": Group(False, ("x.one",), ("a",)),
        "misses": Group(False, ("x.one", "x.two"), ("a",)),
        "has": Group(False, (HAS_CASE,), ("a",)),
        "unknown": Group(None, ("programme.fact_missing",), ("a",)),
    }
    assert {verdict_sets.answer_of(one) for one in groups.values()} == set(groups)
    assert all(verdict_sets.answer_of(one) == name for name, one in groups.items())


# ---- totals ----------------------------------------------------------------------------------


def test_totals_agree_with_the_receipts_by_every_grouping(office: TestBench, qtbot: QtBot) -> None:
    paid = aid.paid(office.desk)
    _, part = part_of(office, qtbot, "totals", TotalsPart)
    for _ in range(5):
        assert part.totals is not None
        assert part.totals.total_fen == paid.amount_fen
        assert "一致" in part.check.text()
        press(qtbot, Key.Key_F5)
        rest(office, qtbot)
    assert part.by.value() == "programme"


def test_another_period_adds_up_anew(office: TestBench, qtbot: QtBot) -> None:
    aid.paid(office.desk)
    _, part = part_of(office, qtbot, "totals", TotalsPart)
    while part.period.value() != "last_year":
        press(qtbot, Key.Key_F6)
        rest(office, qtbot)
    assert part.totals is not None
    assert (part.totals.total_fen, part.view.model().rowCount()) == (0, 0)


def test_a_sum_that_differs_from_the_receipts_is_said(
    office: TestBench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from unionapp.errors import Problem

    aid.paid(office.desk)
    wrong = Problem("totals.parts_differ", "street", {"parts": 1, "whole": 2})
    monkeypatch.setattr(totals, "verify", lambda _reading: iter((wrong,)))
    _, part = part_of(office, qtbot, "totals", TotalsPart)
    assert "一致" not in part.check.text()


def test_a_search_without_a_hit_says_so_and_not_that_nothing_was_tried(
    office: TestBench, qtbot: QtBot
) -> None:
    filed(office)
    _, part = part_of(office, qtbot, "finder", FinderPart)
    part.search_all()
    rest(office, qtbot)
    part.findings.search.setText("没有这样的项目")
    qtbot.waitUntil(lambda: part.findings.table.rowCount() == 0)
    said = [one.text() for one in part.findings.view.findChildren(QLabel) if one.isVisible()]
    assert said == ["没有找到「没有这样的项目」。按 Esc 清除查找。"]
