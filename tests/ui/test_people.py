"""The page 人员与会员 by keyboard: find, filter, edit, add."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui.benches import TestBench, first_cells, focused, page_shown, press
from unionapp.models.records import Person
from unionapp.services import members
from unionapp.ui.people.page import PeoplePage

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


def page_of(qtbot: QtBot, bench: TestBench) -> PeoplePage:
    return page_shown(qtbot, bench, PeoplePage(bench.bench))


def names(page: PeoplePage) -> list[str]:
    return first_cells(page.list.table)


def three(desk_bench: TestBench) -> list[Person]:
    made = [
        factories.person(desk_bench.desk, name=name, occupation_group=group)
        for name, group in (("丁凯", None), ("王秀兰", "2"), ("张桂芬", None))
    ]
    with desk_bench.desk.read() as reading:
        today = reading.today
    taken = members.apply(desk_bench.desk, made[1].id, union_id=None, on=today)
    members.record_event(desk_bench.desk, taken.membership.id, "approved", on=today)
    return made


def test_everybody_is_listed_and_the_first_is_shown(qtbot: QtBot, bench: TestBench) -> None:
    three(bench)
    page = page_of(qtbot, bench)
    assert sorted(names(page)) == ["丁凯", "张桂芬", "王秀兰"]
    assert page.panel.member is not None
    assert page.panel.member.person.name == names(page)[0]


@pytest.mark.parametrize(
    ("presses", "wanted"),
    [(1, ["王秀兰"]), (2, ["丁凯", "张桂芬"]), (3, ["王秀兰"])],
)
def test_f5_walks_the_filters(
    qtbot: QtBot, bench: TestBench, presses: int, wanted: list[str]
) -> None:
    three(bench)
    page = page_of(qtbot, bench)
    press(qtbot, *[Qt.Key.Key_F5] * presses)
    qtbot.waitUntil(lambda: sorted(names(page)) == sorted(wanted))


def test_typing_at_the_list_searches_by_initials(qtbot: QtBot, bench: TestBench) -> None:
    three(bench)
    page = page_of(qtbot, bench)
    press(qtbot, "zgf")
    qtbot.waitUntil(lambda: names(page) == ["张桂芬"])
    press(qtbot, ESC)
    qtbot.waitUntil(lambda: len(names(page)) == 3)
    assert page.list.view.hasFocus()


def test_enter_edits_and_escape_comes_back_to_the_list(qtbot: QtBot, bench: TestBench) -> None:
    three(bench)
    page = page_of(qtbot, bench)
    press(qtbot, Qt.Key.Key_Home, ENTER)
    assert focused().accessibleName() == "姓名"
    page.person.focus_first("workplace")
    press(qtbot, "兴华机械厂", ESC)
    assert page.list.view.hasFocus()
    assert page.panel.isVisible()
    with bench.desk.read() as reading:
        assert [one.workplace for one in reading.select(Person, "workplace IS NOT NULL")] == [
            "兴华机械厂"
        ]


def test_an_enter_that_comes_before_the_list_opens_its_first_line(
    qtbot: QtBot, bench: TestBench
) -> None:
    factories.person(bench.desk, name="刘")
    page = page_of(qtbot, bench)
    page.list.table.set_ids(())
    page.list.show_all()
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: focused().accessibleName() == "姓名")


def test_a_new_person_is_added_and_shown(qtbot: QtBot, bench: TestBench) -> None:
    page = page_of(qtbot, bench)
    qtbot.keyClick(focused(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, "欧阳春华", ESC)
    qtbot.waitUntil(lambda: names(page) == ["欧阳春华"])
    assert page.panel.member is not None
    assert page.panel.member.person.name == "欧阳春华"


def test_a_membership_leads_to_its_person(qtbot: QtBot, bench: TestBench) -> None:
    made = three(bench)
    view = members.view(bench.desk, made[1].id)
    assert view.membership is not None
    page = page_of(qtbot, bench)
    assert page.show_record("membership", view.membership.id)
    assert page.panel.member is not None
    assert page.panel.member.person.id == made[1].id
    assert not page.show_record("employer", "x")


def test_an_empty_list_says_what_to_do(qtbot: QtBot, bench: TestBench) -> None:
    page = page_of(qtbot, bench)
    assert names(page) == []
    assert page.side.shown() is not page.panel


def test_a_search_that_finds_nobody_leaves_nobody_to_act_on(qtbot: QtBot, bench: TestBench) -> None:
    three(bench)
    page = page_of(qtbot, bench)
    assert page.panel.member is not None
    press(qtbot, "zzzz")
    qtbot.waitUntil(lambda: names(page) == [])
    press(qtbot, Qt.Key.Key_F9)
    assert (page.panel.member, page.panel.form) == (None, None)


def test_enter_in_the_search_goes_to_the_list_that_was_asked_for(
    qtbot: QtBot, bench: TestBench
) -> None:
    three(bench)
    page = page_of(qtbot, bench)
    press(qtbot, "zgf", ENTER)
    assert not page.list.view.hasFocus()  # it still shows everybody
    qtbot.waitUntil(page.list.view.hasFocus)
    assert names(page) == ["张桂芬"]
    assert page.panel.member is not None
    assert page.panel.member.person.name == "张桂芬"


def test_the_card_of_somebody_who_is_no_member_is_refused_in_words(
    qtbot: QtBot, bench: TestBench
) -> None:
    three(bench)
    page_of(qtbot, bench)
    press(qtbot, Qt.Key.Key_Home, Qt.Key.Key_F7)
    assert bench.said.infos == ["丁凯 还不在籍，核准入会以后才有会员卡。"]
