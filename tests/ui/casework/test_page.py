"""Programmes at a glance and cases by keys: opened, told, stepped, refused in words, withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests import factories
from tests.services import aid
from tests.ui.benches import TestBench, focused, press, show
from tests.ui.casework.conftest import Opened
from unionapp.models.records import Case, Worker
from unionapp.services import (
    case_flow,
    cases,
    duplicate_aid,
    hardship,
    papers,
    programme_files,
    questionnaires,
    receipts,
    responses,
    single_handed,
)
from unionapp.services.cases import Application
from unionapp.services.finder import Standing
from unionapp.ui.casework.aid_rows import AidRow, Heading
from unionapp.ui.casework.exit_form import ExitForm
from unionapp.ui.casework.open_form import OpenForm
from unionapp.ui.casework.page import CaseworkPage
from unionapp.ui.hardship.pay_form import PayForm
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.values import codes

ENTER, ESC, F9 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F9


def rows(page: CaseworkPage) -> list[AidRow]:
    return [one for one in page.pane.list.lines() if isinstance(one, AidRow)]


def row_of(page: CaseworkPage, programme: str) -> AidRow:
    return next(one for one in rows(page) if any(s.programme == programme for s in one.standings))


def all_cases(bench: TestBench) -> list[Case]:
    with bench.desk.read() as reading:
        return reading.select(Case, order="rid")


def settled(qtbot: QtBot, bench: TestBench) -> None:
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())


def colleague(bench: TestBench, roles: tuple[str, ...] = ("worker", "approver")) -> Worker:
    made = Worker(
        id=bench.desk.new_id(), home_division=factories.DIVISION, name="赵志强", roles=roles
    )
    return factories.add(bench.desk, made)


# ---- at a glance ---------------------------------------------------------------------------------


def test_a_household_is_seen_at_a_glance_in_groups(bench: TestBench, page_of: Opened) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    page = page_of("household", family.household.id)
    headings = [one for one in page.pane.list.lines() if isinstance(one, Heading)]
    assert [one.answer for one in headings] == ["qualifies", "misses", "unknown"] or [
        one.answer for one in headings
    ] == ["qualifies", "unknown"]
    living = row_of(page, "living_aid")
    assert (living.answer, living.right) == ("qualifies", "8,400.00 元")
    school = row_of(page, "study_aid_school")
    assert school.answer == "unknown"
    assert "就读阶段" in school.about


def test_what_is_missed_says_by_how_much(bench: TestBench, page_of: Opened) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk, annual_income_fen=9_000_000)
    page = page_of("household", family.household.id)
    living = row_of(page, "living_aid")
    assert living.answer == "misses"
    assert "90,000.00" in living.about or "7,500.00" in living.about


def test_the_bundle_holds_every_case_with_its_sum(bench: TestBench, page_of: Opened) -> None:
    aid.standard(bench.desk)
    receipt = aid.paid(bench.desk)
    case = aid.case_now(bench.desk, receipt.case_id or "")
    page = page_of("household", case.subject_id)
    heading = next(
        one for one in page.pane.list.lines() if isinstance(one, Heading) and one.answer == "has"
    )
    assert (heading.count, heading.right) == (1, "已发 8,400.00 元")


@pytest.mark.parametrize("kind", ["employer", "union"])
def test_an_employer_and_a_union_have_programmes_too(
    bench: TestBench, page_of: Opened, kind: str
) -> None:
    from unionapp.models.records import Employer, Union

    record: Employer | Union = (
        Employer(id="", home_division=factories.DIVISION, name="沈阳顺达即时配送有限公司")
        if kind == "employer"
        else Union(id="", home_division=factories.DIVISION, name="兴华街道总工会")
    )
    made = factories.add(bench.desk, record)
    page = page_of(kind, made.id)
    assert rows(page)
    assert {s.subject_kind for one in rows(page) for s in one.standings} == {kind}


def test_a_person_brings_the_household_and_comes_first(bench: TestBench, page_of: Opened) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    child = factories.person(bench.desk, name="王小明", household_id=family.household.id)
    page = page_of("person", child.id)
    assert row_of(page, "living_aid").answer == "qualifies"
    assert page.pane.aid is not None
    assert page.pane.aid.title == "王小明"


# ---- opening -------------------------------------------------------------------------------------


def test_one_digit_opens_a_case_with_what_is_known(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    page = page_of("household", family.household.id)
    press(qtbot, row_of(page, "living_aid").digit)
    settled(qtbot, bench)
    (case,) = all_cases(bench)
    assert (case.programme, case.state) == ("living_aid", "open")
    assert (case.facts or {})["household"]["annual_income_fen"] == 500_000
    assert page.case.hasFocus()
    page.reload(frozenset({"case"}))
    settled(qtbot, bench)
    line = page.pane.list.selected()
    assert line is not None
    assert line.case is not None
    assert line.case.id == case.id


def test_enter_opens_the_case_that_stands(qtbot: QtBot, bench: TestBench, page_of: Opened) -> None:
    aid.standard(bench.desk)
    case = aid.granted(bench.desk)
    page = page_of("household", case.subject_id)
    page.pane.list.select(case.id)
    press(qtbot, ENTER)
    assert page.case.page is not None
    assert page.case.page.case.id == case.id
    assert len(all_cases(bench)) == 1


def test_a_programme_with_a_form_begins_it(qtbot: QtBot, bench: TestBench, page_of: Opened) -> None:
    filled: list[tuple[str, ...]] = []
    asked = replace(
        bench.bench,
        fill=lambda form, about: filled.append(
            (form, about.subject_kind, about.subject_id, about.case_id)
        ),
    )
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    page = CaseworkPage(asked)
    qtbot.addWidget(page)
    page.show_record("household", family.household.id)
    settled(qtbot, bench)
    page.open_line(row_of(page, "hardship_filing"))
    (case,) = all_cases(bench)
    assert case.programme == "hardship_filing"
    begun = ("hardship_home_visit", "household", family.household.id, case.id)
    assert filled == [begun]
    form = next(n for n, one in enumerate(page.case.doable.others) if one.doing == "form")
    page.case.take(page.case.doable.others[form])
    assert filled == [begun, begun]


def test_what_the_form_told_stands_on_the_page_with_its_amount(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    family = aid.family(bench.desk)
    asked = Application("training", "person", family.head.id)
    case = cases.open_for(bench.desk, asked).case
    page = page_of("case", case.id)
    assert page.case.page is not None
    assert [one.code for one in page.case.page.missing] == ["programme.fact_missing"]
    form = questionnaires.ready(bench.desk, bench.bench.folder, "training_enrolment")
    about = responses.About("person", family.head.id, case_id=case.id)
    session = responses.begin(bench.desk, form, about)
    for path, text in (("who/consent", "yes"), ("course_part/course", "育婴员班")):
        node = session.filling.form.node(f"/data/{path}")
        assert node is not None
        session.filling.answer(node, text)
    phone = session.filling.form.node("/data/identity/phone")
    assert phone is not None
    session.filling.answer(phone, "13804012345")
    number = session.filling.form.node("/data/identity/identity_number")
    assert number is not None
    session.filling.answer(number, "")
    done = responses.finish(bench.desk, session)
    page.reload(done.changes)
    assert page.case.page.missing == ()
    assert page.case.page.verdict is not None
    assert page.case.page.verdict.eligible
    assert (page.case.page.case.facts or {})["course"] == {"consents": True, "name": "育婴员班"}


def test_several_people_are_asked_for_whom_by_digits(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    child = factories.person(bench.desk, name="王小明", household_id=family.household.id)
    page = page_of("household", family.household.id)
    page.open_line(row_of(page, "study_aid_school"))
    assert focused().accessibleName() == "为谁办理"
    press(qtbot, "2", ENTER, ENTER, ENTER)
    (case,) = all_cases(bench)
    assert (case.programme, case.subject_id) == ("study_aid_school", child.id)


# ---- the guard -----------------------------------------------------------------------------------


def test_what_bars_a_case_is_shown_where_it_is_and_an_approver_passes_it_over(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    first = aid.granted(bench.desk)
    # The same woman was entered a second time, in another household.
    twin_home = factories.household(bench.desk)
    twin = factories.person(
        bench.desk, name="王秀兰", identity_number=aid.IDENTITY, household_id=twin_home.id
    )
    file = hardship.open_file(bench.desk, twin_home.id, twin.id).file
    with bench.desk.write() as work:
        work.set_fields(
            "hardship_file",
            file.id,
            {
                "annual_income_fen": 500_000,
                "rigid_costs_fen": 0,
                "main_cause": "6",
                "exclusion_evidence": "看了房产查询结果",
            },
        )
    page = page_of("household", twin_home.id)
    page.open_line(row_of(page, "living_aid"))
    assert page.form is not None
    assert [(one.case.id, one.blocks) for one in page.form.found] == [(first.id, True)]
    press(qtbot, ENTER, ENTER, ENTER)
    assert len(all_cases(bench)) == 1, "without a reason nothing is opened"
    assert focused() is page.form.reason
    press(qtbot, "同名不同人，已核对", ENTER)
    assert [one.subject_id for one in all_cases(bench)] == [first.subject_id, twin_home.id]
    with bench.desk.read() as reading:
        notes = reading.rows("SELECT note FROM case_event WHERE step = 'duplicate_override'")
    assert "同名不同人" in notes[0][0]


def test_the_same_case_twice_is_told_while_the_illness_is_typed(
    qtbot: QtBot, bench: TestBench
) -> None:
    family = aid.family(bench.desk)
    matter = {"concern": "尿毒症", "period": "2026"}
    duplicate_aid.open_for(
        bench.desk, Application("medical_aid", "person", family.head.id, **matter)
    )
    with bench.desk.read() as reading:
        found = programme_files.in_force(bench.desk, reading.today)
    programme = next(one for one in found if one.code == "medical_aid")
    standing = Standing(
        *("medical_aid", programme.label, "person", family.head.id, None, "unknown", None),
        *((), (), None),
    )
    form = OpenForm(bench.bench, programme, [standing], {})
    qtbot.addWidget(form)
    show(qtbot, form)
    form.concern.setFocus()
    assert not any(one.blocks for one in form.found)
    press(qtbot, "尿毒症")
    qtbot.waitUntil(lambda: any(one.blocks for one in form.found))
    assert not form.reason.isHidden()


# ---- facts that no record holds ------------------------------------------------------------------


def test_facts_are_asked_by_keys_and_kept_one_by_one(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    case = cases.open_for(
        bench.desk, Application("study_aid_school", "person", family.head.id)
    ).case
    page = page_of("case", case.id)
    asked = [n for n, one in enumerate(page.case.doable.others) if one.doing == "facts"]
    number = str(asked[0] + 1) if asked else ""
    press(qtbot, number or F9)
    assert focused().accessibleName() == "就读阶段"
    press(qtbot, "2")
    told = (aid.case_now(bench.desk, case.id).answers or {})["study"]
    assert told == {"stage": "high_school"}
    press(qtbot, ESC)
    assert page.case.form is None
    assert page.case.hasFocus()


# ---- steps ---------------------------------------------------------------------------------------


def test_every_step_to_the_receipt_by_f9_in_a_single_handed_office(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    case = cases.open_case(bench.desk, family.file.id).case
    page = page_of("case", case.id)
    press(qtbot, F9, F9)
    assert aid.case_now(bench.desk, case.id).step == "notice"
    press(qtbot, F9)
    assert page.paper.isVisible(), "the notice is printed before anything else"
    papers.note_issued(bench.desk, "public_notice", "case", case.id, "a" * 64)
    press(qtbot, ESC, F9)
    assert aid.case_now(bench.desk, case.id).state == "open", "the notice still hangs"
    assert [one.code for one in page.case.refused] == ["flow.notice_running"]
    page.case.show_case("")
    page.case.show_case(case.id)
    for _ in range(2):  # as it is opened, and as it was refused
        said = [one.text() for one in page.case.findChildren(QLabel) if "公示" in one.text()]
        until = str(aid.case_now(bench.desk, case.id).notice_until)
        assert sum(until in one for one in said) == 1
        page.case.take_next()


def test_the_papers_of_a_case_are_offered_on_ctrl_p(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    person = factories.person(bench.desk, name="赵䶮")
    asked = Application("medical_aid", "person", person.id, concern="尿毒症")
    case = cases.open_for(bench.desk, asked).case
    for step in ("check", "notice"):
        case_flow.take_step(bench.desk, case.id, step)
    page = page_of("case", case.id)
    qtbot.keyClick(focused(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, "核算表", ENTER)
    assert page.paper.isVisible()
    assert page.paper._document == "medical_worksheet"


def test_the_other_hand_is_missing_and_the_page_says_so(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    colleague(bench)
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    case = cases.open_case(bench.desk, family.file.id).case
    for step in ("check", "notice"):
        case_flow.take_step(bench.desk, case.id, step)
    papers.note_issued(bench.desk, "public_notice", "case", case.id, sha256="a" * 64)
    papers.note_issued(bench.desk, "public_notice", "case", case.id, "a" * 64)
    later = aid.on(bench.desk, factories.START.replace(month=12, day=10))
    with later.write() as work:
        work.set_fields("case", case.id, {"notice_until": aid.TODAY.replace(day=20)})
    before = aid.case_now(bench.desk, case.id)
    page = page_of("case", case.id)
    assert page.case.doable.next is not None
    assert "flow.same_person" in [one.code for one in page.case.doable.next.why_not]
    press(qtbot, ENTER)
    assert "flow.same_person" in [one.code for one in page.case.refused]
    assert aid.case_now(bench.desk, case.id) == before


def test_a_case_is_withdrawn_with_its_reason_alone(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    case = aid.granted(bench.desk)
    page = page_of("case", case.id)
    at = [n for n, one in enumerate(page.case.doable.others) if one.doing == "withdraw"]
    press(qtbot, str(at[0] + 1), ENTER)
    assert aid.case_now(bench.desk, case.id).state == "granted"
    press(qtbot, "本人放弃", ENTER)
    assert aid.case_now(bench.desk, case.id).state == "withdrawn"
    assert page.case.doable.next is None


def test_a_granted_case_is_paid_and_its_receipt_voided(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    case = aid.granted(bench.desk)
    page = page_of("case", case.id)
    press(qtbot, F9)
    assert focused().accessibleName() == "发放方式"
    press(qtbot, "1", ENTER, ENTER, ENTER)
    assert aid.case_now(bench.desk, case.id).state == "paid"
    assert page.paper.isVisible()
    settled(qtbot, bench)
    press(qtbot, ESC)
    assert page.case.hasFocus()
    at = [n for n, one in enumerate(page.case.doable.others) if one.doing == "void"]
    press(qtbot, str(at[0] + 1), "金额写错", ENTER)
    assert aid.case_now(bench.desk, case.id).state == "granted"
    settled(qtbot, bench)
    assert page.paper.isVisible(), "the voided paper is offered for the file"
    assert page.paper.view.pages == 2


def test_somebody_else_of_the_household_is_paid_by_a_digit(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    case = aid.granted(bench.desk)
    home = {"household_id": case.subject_id}
    factories.person(bench.desk, name="王小明", **home)  # too young for a card
    factories.person(bench.desk, name="李建国", identity_number="210106195203011219", **home)
    page = page_of("case", case.id)
    press(qtbot, F9)
    assert focused().accessibleName() == "领款人"
    press(qtbot, "2", ENTER, ENTER, ENTER, ENTER)
    assert aid.case_now(bench.desk, case.id).state == "granted", "nobody without a number signs"
    assert isinstance(page.case.form, PayForm)
    assert isinstance(page.case.form.payee, ChoiceRow)
    page.case.form.payee.setFocus()
    press(qtbot, "3", ENTER, ENTER, ENTER, ENTER)
    (receipt,) = receipts.of_case(bench.desk, case.id)
    assert (receipt.content or {})["payee_name"] == "李建国"
    assert aid.case_now(bench.desk, case.id).state == "paid"


def test_goods_are_listed_before_they_are_given(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    case = cases.open_for(
        bench.desk,
        Application("in_kind_aid", "household", family.household.id, answers={"aid.item": "轮椅"}),
    ).case
    page = page_of("case", case.id)
    for _ in range(6):
        if page.case.doable.next is not None and page.case.doable.next.doing == "goods":
            break
        press(qtbot, F9)
    assert page.case.doable.next is not None
    assert page.case.doable.next.doing == "goods"
    press(qtbot, F9, ENTER, "轮椅", ENTER, "1", ENTER, ENTER, "680", ENTER)
    assert goods(bench) == [("轮椅", 1, 68_000)]
    # A line is corrected, and struck, where it was listed.
    at = next(n for n, one in enumerate(page.case.doable.others) if one.doing == "goods")
    press(qtbot, str(at + 1))
    assert focused().accessibleName() == "改哪一项"
    press(qtbot, "2", ENTER, ENTER, ENTER, "2", ENTER, ENTER, ENTER)
    assert goods(bench) == [("轮椅", 2, 68_000)]
    at = next(n for n, one in enumerate(page.case.doable.others) if one.doing == "goods")
    press(qtbot, str(at + 1), "2", Qt.Key.Key_F4)
    assert goods(bench) == []
    assert page.case.doable.next is not None
    assert page.case.doable.next.doing == "goods"


def goods(bench: TestBench) -> list[tuple[str, int, int]]:
    with bench.desk.read() as reading:
        rows = reading.rows(
            "SELECT name, quantity, value_fen FROM aid_item WHERE deleted_at IS NULL"
        )
    return [(name, quantity, fen) for name, quantity, fen in rows]


def test_a_household_leaves_when_the_months_are_told_by_keys(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    single_handed.choose(bench.desk, "yes")
    family = aid.family(bench.desk)
    with bench.desk.write() as work:
        aid.decided(work, "hardship_filing", exit_months=6)
    asked = Application("hardship_filing", "household", family.household.id)
    case = cases.open_for(bench.desk, asked).case
    cases.decide(bench.desk, case.id)
    with bench.desk.write() as work:
        work.set_fields("hardship_file", family.file.id, {"annual_income_fen": 9_000_000})
    papers.note_issued(bench.desk, "hardship_file_form", "case", case.id, sha256="a" * 64)
    papers.note_issued(
        bench.desk, "hardship_file_form", "hardship_file", family.file.id, sha256="a" * 64
    )
    case_flow.take_step(bench.desk, case.id, "review")
    page = page_of("case", case.id)
    offers = [page.case.doable.next, *page.case.doable.others]
    leave = next(one for one in offers if one and one.offer and one.offer.step.code == "leave")
    page.case.take(leave)
    assert focused().accessibleName() == "连续高于低保的月数"
    press(qtbot, "5", ENTER, "收入稳定", ENTER)
    assert isinstance(page.case.form, ExitForm)
    assert aid.case_now(bench.desk, case.id).step == "review"
    page.case.form.setFocus()
    select_all(qtbot)
    press(qtbot, "6", ENTER, ENTER)
    assert aid.case_now(bench.desk, case.id).step == "leave"
    assert hardship.file_of(bench.desk, family.household.id).state == "resolved"  # type: ignore[union-attr] # it is there


def select_all(qtbot: QtBot) -> None:
    qtbot.keyClick(focused(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)


# ---- the list ------------------------------------------------------------------------------------


def test_cases_of_every_subject_stand_in_one_list(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    cases.open_case(bench.desk, family.file.id)
    cases.open_for(bench.desk, Application("study_aid_school", "person", family.head.id))
    page = page_of()
    assert page.list.table.rowCount() == 2
    press(qtbot, Qt.Key.Key_Down, ENTER)
    assert page.case.hasFocus()
    press(qtbot, ESC)
    assert page.list.view.hasFocus()


def test_esc_goes_back_to_where_the_worker_came_from(
    qtbot: QtBot, bench: TestBench, page_of: Opened
) -> None:
    aid.standard(bench.desk)
    family = aid.family(bench.desk)
    page = page_of()
    came: list[str] = []
    page.show_subject("household", family.household.id, lambda: came.append("back"))
    settled(qtbot, bench)
    press(qtbot, ESC)
    assert came == ["back"]


def test_every_state_of_a_case_has_a_word() -> None:
    assert {"open", "granted", "paid", "refused", "withdrawn", "closed"} <= {
        one.code for one in codes.load("case_state")
    }
