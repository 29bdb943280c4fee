"""Totals reconcile to the fen with the receipts, by whatever they are grouped."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Receipt
from unionapp.services import case_repeats, cases, people, receipts, totals, verify

ALWAYS = (date(2000, 1, 1), date(2099, 12, 31))


pytestmark = pytest.mark.usefixtures("dibao")


def paid_families(desk: Desk, count: int, seed: int = 1) -> int:
    """Pay so many families on two streets, void some, and return the sum of the receipts."""
    random_source = random.Random(seed)
    doors = []
    for name in ("兴华街道", "工人村街道"):
        office = factories.place(desk, "street_office", name)
        lane = factories.place(desk, "street", f"{name}一巷", office)
        doors.append(factories.place(desk, "door", "101室", lane))
    for turn in range(count):
        cause = random_source.choice(("1", "6", "9"))
        family = aid.family(desk, main_cause=cause)
        if turn % 3:
            people.move_household(desk, family.household.id, random_source.choice(doors).id)
        at = aid.on(desk, datetime(2026, 11 + turn % 2, 1 + turn, 2, 0, tzinfo=UTC))
        if at.clock() < desk.clock():
            at = desk
        case = cases.decide(at, cases.open_case(at, family.file.id).case.id).case
        aid.print_approval(at, case.id)
        receipt = receipts.issue(at, case.id).receipt
        if random_source.random() < 0.4:
            receipts.void(at, receipt.id, reason="错")
    with desk.read() as reading:
        return sum(one.amount_fen for one in reading.select(Receipt))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("by", get_args(totals.By))
def test_the_parts_are_the_sum_of_the_receipts(desk: Desk, by: totals.By, seed: int) -> None:
    whole = paid_families(desk, 6, seed)
    found = totals.of_period(desk, by, *ALWAYS)
    assert found.total_fen == whole
    assert sum(one.amount_fen for one in found.lines) == whole
    assert sum(one.cases for one in found.lines) * aid.AMOUNT == whole


def test_a_void_takes_back_money_and_household(desk: Desk) -> None:
    first, second = aid.paid(desk), aid.paid(desk)
    receipts.void(desk, first.id, reason="错")
    (line,) = totals.of_period(desk, "programme", *ALWAYS).lines
    assert (line.key, line.label) == ("living_aid", "生活救助")
    assert (line.amount_fen, line.cases, line.households, line.receipts) == (aid.AMOUNT, 1, 1, 3)
    assert second.amount_fen == aid.AMOUNT


def test_a_period_counts_its_first_and_its_last_day(desk: Desk) -> None:
    aid.paid(desk)
    for first, last, paid in (
        (aid.TODAY, aid.TODAY, aid.AMOUNT),
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 22), date(2026, 11, 22), 0),
    ):
        assert totals.of_period(desk, "month", first, last).total_fen == paid


def test_a_later_move_changes_no_total(desk: Desk) -> None:
    paid_families(desk, 4)
    before = totals.of_period(desk, "street", *ALWAYS)
    assert len(before.lines) > 1
    office = factories.place(desk, "street_office", "新街道")
    door = factories.place(desk, "door", "1室", office)
    with desk.read() as reading:
        homes = [row[0] for row in reading.rows("SELECT id FROM household")]
    for home in homes:
        people.move_household(desk, home, door.id)
    assert totals.of_period(desk, "street", *ALWAYS) == before


def test_streets_and_causes_are_named(desk: Desk) -> None:
    paid_families(desk, 5)
    streets = {one.label for one in totals.of_period(desk, "street", *ALWAYS).lines}
    assert streets <= {"兴华街道", "工人村街道", "—"}
    causes = totals.of_period(desk, "cause", *ALWAYS, language="en").lines
    assert {one.key for one in causes} <= {"1", "6", "9"}
    assert all(one.label != one.key for one in causes)


def test_everything_agrees_after_paying_and_voiding(desk: Desk) -> None:
    paid_families(desk, 5)
    report = verify.check_everything(desk)
    (line,) = [one for one in report.checks if one.name == "totals"]
    assert line.ok, line.texts()


def test_a_case_that_was_paid_otherwise_is_named(desk: Desk) -> None:
    receipt = aid.paid(desk)
    with desk.write() as work:
        work.set_fields("case", receipt.case_id or "", {"state": "granted"})
    with desk.read() as reading:
        assert [one.code for one in totals.verify(reading)] == ["totals.paid_otherwise"]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_sum_of_a_batch_is_the_sum_of_its_receipts(desk: Desk, count: int) -> None:
    granted = [aid.granted(desk) for _ in range(count)]
    batch = receipts.issue_batch(desk, [one.id for one in granted])
    assert batch.total_fen == sum(one.amount_fen for one in batch.receipts)
    assert batch.total_fen == sum(one.amount_fen or 0 for one in granted)
    assert batch.total_fen == totals.of_period(desk, "programme", *ALWAYS).total_fen
    assert [one.running for one in batch.receipts] == list(range(1, count + 1))
    with desk.read() as reading:
        assert receipts.verify_chain(reading) == ()


def test_one_case_that_cannot_be_paid_stops_the_batch_and_leaves_no_gap(desk: Desk) -> None:
    good = aid.granted(desk)
    refused = cases.open_case(desk, aid.family(desk).file.id).case
    with pytest.raises(UserError) as error:
        receipts.issue_batch(desk, [good.id, refused.id])
    assert [one.code for one in error.value.problems] == ["receipts.not_decided"]
    with desk.read() as reading:
        assert reading.scalar("SELECT count(*) FROM receipt") == 0
    assert receipts.issue_batch(desk, [good.id]).receipts[0].running == 1


@pytest.mark.parametrize("times", [0, 2])
def test_a_batch_of_nothing_or_of_one_case_twice_is_refused(desk: Desk, times: int) -> None:
    case = aid.granted(desk)
    with pytest.raises(UserError):
        receipts.issue_batch(desk, [case.id] * times)


def test_what_two_laptops_granted_is_warned_of(desk: Desk) -> None:
    first = aid.granted(desk)
    with desk.read() as reading:
        assert list(case_repeats.verify(reading)) == []
    factories.add(desk, replace(first, id=desk.new_id(), number="ANDERS-1"))
    with desk.read() as reading:
        (problem,) = case_repeats.verify(reading)
    assert (problem.code, problem.warning) == ("cases.granted_twice", True)
    assert first.number in problem.where
    assert "ANDERS-1" in problem.where
