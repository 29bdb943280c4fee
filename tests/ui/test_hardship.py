"""A hardship case by keyboard: file, figures, decision, receipt; refusals say why and how."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests import factories
from tests.services import aid
from tests.ui.benches import TestBench, focused, page_shown, press
from unionapp.models.records import HardshipFile, Receipt, Worker
from unionapp.services import cases, standards
from unionapp.ui.hardship.page import HardshipPage
from unionapp.ui.hardship.steps import next_step

ENTER, ESC, F9 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F9


def page_of(qtbot: QtBot, bench: TestBench) -> HardshipPage:
    return page_shown(qtbot, bench, HardshipPage(bench.bench))


def control(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(focused(), key, Qt.KeyboardModifier.ControlModifier)


def step_of(page: HardshipPage) -> str:
    assert page.panel.standing is not None
    return next_step(page.panel.standing)


def test_from_a_new_file_to_the_printed_receipt_by_keys(
    qtbot: QtBot, bench: TestBench, tmp_path: Path
) -> None:
    door = factories.door(bench.desk)
    home = factories.household(bench.desk, door_id=door.id)
    factories.person(bench.desk, name="王秀兰", identity_number=aid.IDENTITY, household_id=home.id)
    aid.standard(bench.desk)
    page = page_of(qtbot, bench)

    control(qtbot, Qt.Key.Key_N)
    press(qtbot, "wxl", ENTER, ENTER)
    assert focused().accessibleName() == "建档日期"
    page.editor.focus_first("annual_income_fen")
    press(qtbot, "5000", ENTER, "0", ENTER)
    page.editor.focus_first("main_cause")
    press(qtbot, "hztdjb", ENTER)
    page.editor.focus_first("exclusion_evidence")
    press(qtbot, "看了房产查询结果，问了社区", ESC)

    assert page.panel.standing is not None
    assert not page.panel.standing.missing
    assert step_of(page) == "open"
    press(qtbot, F9)
    assert step_of(page) == "decide"
    press(qtbot, F9)
    assert step_of(page) == "paper"
    press(qtbot, F9)
    sheet = tmp_path / "审批表.pdf"
    qtbot.waitUntil(lambda: page.paper.view.pages > 0)
    page.paper.ask_path()
    page.paper.path.set_value(str(sheet))
    press(qtbot, ENTER)
    qtbot.waitUntil(sheet.exists)
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    press(qtbot, ESC)
    assert step_of(page) == "pay"
    press(qtbot, F9)
    assert focused().accessibleName() == "发放方式"
    press(qtbot, "1", ENTER, ENTER, ENTER)
    assert page.paper.isVisible()
    qtbot.waitUntil(lambda: page.paper.view.pages > 0)

    with bench.desk.read() as reading:
        (file,) = reading.select(HardshipFile)
        (receipt,) = reading.select(Receipt)
    assert (file.people, file.annual_income_fen, file.main_cause) == (1, 500_000, "6")
    assert receipt.amount_fen == aid.AMOUNT
    press(qtbot, ESC)
    assert step_of(page) == "print"


def test_an_unfinished_file_says_what_is_missing_and_leads_there(
    qtbot: QtBot, bench: TestBench
) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk, exclusion_evidence=None)
    page = page_of(qtbot, bench)
    page.show_record("hardship_file", family.file.id)
    assert step_of(page) == "complete"
    page.setFocus()
    press(qtbot, F9)
    assert focused().accessibleName() == "核查依据"


def test_without_a_standard_the_next_step_is_the_standard(qtbot: QtBot, bench: TestBench) -> None:
    family = aid.family(bench.desk)
    page = page_of(qtbot, bench)
    page.show_record("hardship_file", family.file.id)
    page.setFocus()
    assert page.panel.standing is not None
    assert step_of(page) in ("complete", "open")
    press(qtbot, F9)
    if step_of(page) == "decide":
        page.setFocus()
        press(qtbot, F9)
        assert bench.said.codes == ["cases.no_standard"]
        press(qtbot, Qt.Key.Key_F6)
    assert page.standards.isVisible()


def test_a_standard_is_entered_by_keys(qtbot: QtBot, bench: TestBench) -> None:
    page = page_of(qtbot, bench)
    press(qtbot, Qt.Key.Key_F6)
    assert focused().accessibleName() == "区划代码"
    press(qtbot, ENTER, ENTER, "2026-07-01", ENTER, ENTER, "755", ENTER)
    press(qtbot, "沈民发〔2026〕1号", ENTER)
    lines = [one for one in standards.listing(bench.desk) if one.in_force]
    assert [(one.standard.amount_fen, one.standard.division, one.old) for one in lines] == [
        (75_500, "210100", False)
    ]
    assert bench.said.infos
    press(qtbot, ESC)
    assert page.list.view.hasFocus()


def test_a_standard_without_a_document_is_refused_beneath_its_field(
    qtbot: QtBot, bench: TestBench
) -> None:
    before = len(standards.listing(bench.desk))
    page = page_of(qtbot, bench)
    press(qtbot, Qt.Key.Key_F6)
    press(qtbot, ENTER, ENTER, "2026-07-01", ENTER, ENTER, "755", ENTER, ENTER)
    assert page.standards.form.places["document"].frame.state == "error"
    assert len(standards.listing(bench.desk)) == before


def test_more_than_three_further_causes_are_told(qtbot: QtBot, bench: TestBench) -> None:
    family = aid.family(bench.desk)
    page = page_of(qtbot, bench)
    page.edit(family.file.id, "further_causes")
    press(qtbot, "1", "2", "3")
    assert page.editor.form.places["further_causes"].frame.state != "error"
    press(qtbot, "4")
    assert page.editor.form.places["further_causes"].frame.state == "error"


def test_an_old_standard_warns_in_the_assessment(qtbot: QtBot, bench: TestBench) -> None:
    aid.standard(bench.desk, valid_from=date(2018, 7, 1))
    family = aid.family(bench.desk)
    page = page_of(qtbot, bench)
    page.show_record("hardship_file", family.file.id)
    assert page.panel.standing is not None
    assert page.panel.standing.verdict is not None
    assert [one.code for one in page.panel.standing.verdict.warnings] == ["programme.standard_old"]


def test_a_household_with_a_file_is_led_to_it(qtbot: QtBot, bench: TestBench) -> None:
    family = aid.family(bench.desk)
    page = page_of(qtbot, bench)
    control(qtbot, Qt.Key.Key_N)
    press(qtbot, "wxl", ENTER, ENTER)
    assert bench.said.codes == ["hardship.filed_already"]
    assert page.editor.id == family.file.id


def test_a_person_without_a_household_is_refused_in_words(qtbot: QtBot, bench: TestBench) -> None:
    factories.person(bench.desk, name="张桂芬")
    page = page_of(qtbot, bench)
    control(qtbot, Qt.Key.Key_N)
    press(qtbot, "zgf", ENTER, ENTER)
    assert "张桂芬" in page.new.said.text()


def test_a_transfer_without_four_digits_is_refused_and_nothing_is_numbered(
    qtbot: QtBot, bench: TestBench
) -> None:
    aid.standard(bench.desk)
    case = aid.granted(bench.desk)
    page = page_of(qtbot, bench)
    page.show_record("case", case.id)
    page.setFocus()
    press(qtbot, F9, "2", ENTER, "12", ENTER, ENTER)
    assert page.panel.form is not None
    with bench.desk.read() as reading:
        assert reading.select(Receipt) == []
    assert cases.view(bench.desk, case.id).case.state == "granted"


@pytest.mark.parametrize(
    ("state", "presses", "count"), [("all", 0, 1), ("no_case", 1, 0), ("granted", 3, 1)]
)
def test_files_are_filtered_by_their_case(
    qtbot: QtBot, bench: TestBench, state: str, presses: int, count: int
) -> None:
    aid.standard(bench.desk)
    aid.granted(bench.desk)
    page = page_of(qtbot, bench)
    press(qtbot, *[Qt.Key.Key_F5] * presses)
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    assert page.list.filter == state
    assert page.list.table.rowCount() == count


def test_a_receipt_is_voided_with_its_reason_and_may_be_issued_again(
    qtbot: QtBot, bench: TestBench
) -> None:
    aid.standard(bench.desk)
    receipt = aid.paid(bench.desk)
    page = page_of(qtbot, bench)
    page.show_record("receipt", receipt.id)
    page.setFocus()
    assert step_of(page) == "print"
    press(qtbot, Qt.Key.Key_F10, ENTER)
    assert page.panel.form is not None
    press(qtbot, "金额写错", ENTER)
    assert step_of(page) == "pay"
    with bench.desk.read() as reading:
        voids = reading.select(Receipt, "voids_id = ?", (receipt.id,))
    assert [(one.content or {}).get("reason") for one in voids] == ["金额写错"]


def test_the_papers_of_a_household_are_offered_on_ctrl_p(qtbot: QtBot, bench: TestBench) -> None:
    aid.standard(bench.desk)
    case = aid.granted(bench.desk)
    page = page_of(qtbot, bench)
    page.show_record("case", case.id)
    page.setFocus()
    control(qtbot, Qt.Key.Key_P)
    press(qtbot, "档案表", ENTER)
    assert page.paper.isVisible()
    qtbot.waitUntil(lambda: page.paper.view.pages > 0)
    press(qtbot, ESC)
    assert page.panel.isVisible()


def test_where_others_must_take_steps_too_the_case_goes_on_on_its_page(
    qtbot: QtBot, bench: TestBench
) -> None:
    aid.standard(bench.desk)
    factories.add(
        bench.desk,
        Worker(id="", home_division=factories.DIVISION, name="赵志强", roles=("approver",)),
    )
    case = cases.open_case(bench.desk, aid.family(bench.desk).file.id).case
    page = page_of(qtbot, bench)
    page.show_record("case", case.id)
    page.setFocus()
    press(qtbot, F9)
    assert bench.said.opened == [("case", case.id)]
    assert aid.case_now(bench.desk, case.id).state == "open"


def test_the_programmes_of_a_household_stand_on_its_page(qtbot: QtBot, bench: TestBench) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    page = page_of(qtbot, bench)
    page.show_record("hardship_file", family.file.id)
    qtbot.waitUntil(lambda: page.panel.glance.ready)
    told = " ".join(one.text() for one in page.panel.glance.findChildren(QLabel))
    assert "生活救助（8,400.00 元）" in told
