"""Which papers are offered of what is in hand, and how one comes and goes by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests import factories
from tests.ui import benches
from tests.ui.benches import TestBench
from unionapp.services import activities, campaigns, members, places, visits
from unionapp.ui.matrix.page import MatrixPage
from unionapp.ui.members.panel import offers
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer, monthly_offers
from unionapp.ui.programmes import papers
from unionapp.ui.today.page import TodayPage
from unionapp.ui.widgets.palette import Command

TODAY = date(2026, 11, 21)


def documents(offered: Sequence[PaperOffer]) -> list[str]:
    return [one.document for one in offered]


def press_ctrl_p(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.keyClick(widget, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def take(chooser: PaperChooser, begins: str) -> None:
    """Run the offer whose name begins so, as Enter does."""
    assert chooser.palette is not None
    named = {one.name: one for one in chooser.palette.items() if isinstance(one, Command)}
    chooser.palette.close_palette()
    next(one for name, one in named.items() if name.startswith(begins)).run()


def at_rest(office: TestBench, qtbot: QtBot, done: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: not office.bench.tasks.busy() and done(), timeout=20_000)


def test_a_card_is_offered_to_members_a_letter_to_who_leaves(office: TestBench) -> None:
    desk = office.desk
    person = factories.person(desk)
    joining = ["membership_application", "member_register"]
    always = ["training_enrolment", "own_record"]
    assert documents(offers(members.view(desk, person.id))) == [*joining, *always]
    membership = members.apply(desk, person.id, union_id=None, on=TODAY).membership
    members.record_event(desk, membership.id, "approved", on=TODAY)
    assert documents(offers(members.view(desk, person.id))) == ["member_card", *joining, *always]
    members.record_event(desk, membership.id, "transfer_started", on=TODAY)
    told = documents(offers(members.view(desk, person.id)))
    assert told == ["member_card", *joining, "transfer_letter", *always]


def test_a_roll_offers_what_is_on_it(office: TestBench) -> None:
    desk = office.desk
    person = factories.person(desk)

    def roll(programme: str, fen: int, goods: str) -> campaigns.Roll:
        made = campaigns.begin(
            desk, programme=programme, name="慰问", from_on=TODAY, each_fen=fen, goods=goods
        ).campaign
        assert papers.of_campaign(campaigns.roll(desk, made.id), None) == ()
        campaigns.put_on_roll(desk, made.id, [("person", person.id)])
        return campaigns.roll(desk, made.id)

    money, goods = roll("gift_pack", 500, ""), roll("gift_pack", 0, "头盔")
    assert documents(papers.of_campaign(money, None)) == ["campaign_roll", "welfare_receipt"]
    assert documents(papers.of_campaign(goods, None)) == ["sign_off_list", "welfare_receipt"]
    one, all_ = papers.of_campaign(goods, goods.lines[0])[1:]
    assert one.ids == all_.ids == (goods.lines[0].entry.id,)
    screening = papers.of_campaign(roll("screening", 30_000, ""), None)
    assert documents(screening) == ["screening_roll", "settlement_list"]


def test_a_ceremony_has_its_roll_and_months_their_reports(office: TestBench) -> None:
    made = [
        activities.add(office.desk, kind=kind, name="活动", held_on=TODAY).record
        for kind in ("joining", "talk")
    ]
    assert [papers.of_activity(one)[0].document for one in made] == [
        "ceremony_roll",
        "training_attendance",
    ]
    months = [one.ids for one in monthly_offers(date(2026, 1, 5))]
    assert months == [("2026-01",), ("2025-12",)]


def test_the_day_s_papers_come_on_ctrl_p_and_go_on_esc(office: TestBench, qtbot: QtBot) -> None:
    building = factories.building(office.desk)
    matrix = places.building_matrix(office.desk, building.id)
    visits.record_outcome(office.desk, matrix.blocks[0].doors[0].id, "nobody_home")
    page = TodayPage(office.bench)
    benches.show(qtbot, page, 1100, 700)
    at_rest(office, qtbot, page.view.isVisible)
    page.view.setFocus()
    press_ctrl_p(qtbot, page.view)
    take(page.papers, "“我们来过了”")
    paper = page.place.paper
    assert paper is not None
    at_rest(office, qtbot, lambda: paper.view.pages == 1)
    assert page.place.shows_paper()
    qtbot.keyClick(paper, Qt.Key.Key_Escape)
    assert not page.place.shows_paper()
    assert page.view.hasFocus()


def test_a_building_s_doors_are_printed_from_the_matrix(office: TestBench, qtbot: QtBot) -> None:
    building = factories.building(office.desk)
    page = MatrixPage(office.bench)
    benches.show(qtbot, page, 1200, 700)
    page.open_building(building.id)
    press_ctrl_p(qtbot, benches.focused())
    take(page.papers, "走访单：3号楼，全部")
    at_rest(office, qtbot, lambda: page.paper.view.pages == 1)
    assert page.stack.currentWidget() is page.paper
    qtbot.keyClick(page.paper, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.view
