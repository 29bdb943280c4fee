"""The bundle of a household: every case of it and its people, money and goods, one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.services import case_bundle, case_flow, cases, employers, receipts, totals, vault
from unionapp.services.cases import Application

GOODS = """
code = "try_{subject}"
edition = "1"
zh = "试办实物"
en = "Goods on trial"
subject = "{subject}"
gives = "goods"

[[basis]]
document = "《试办办法》"

[eligibility]
predicate = "no_exclusion"
code = "try.barred"
zh = "有不予办理的情形"
en = "Barred"

[[steps]]
code = "apply"
zh = "登记"
en = "Note"

[[steps]]
code = "grant"
zh = "批准"
en = "Grant"
from = ["apply"]
role = "approver"
other_than = ["apply"]
decides = true
grants = true

[[steps]]
code = "give"
zh = "发放"
en = "Give"
from = ["grant"]
pays = true
closes = true
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    own = DataDir(tmp_path).own_programmes
    own.mkdir()
    for subject in ("person", "household", "employer", "union"):
        (own / f"{subject}.toml").write_text(GOODS.format(subject=subject), "utf-8")
    aid.standard(made)
    yield made
    vault.lock(made)


def test_the_cases_of_a_household_and_its_people_stand_together(desk: Desk) -> None:
    family = aid.family(desk)
    money = cases.decide(desk, cases.open_case(desk, family.file.id).case.id).case
    aid.print_approval(desk, money.id)
    receipts.issue(desk, money.id)
    goods = cases.open_for(desk, Application("try_person", "person", family.head.id)).case
    case_bundle.list_goods(desk, goods.id, kind="goods", name="大米", quantity=2, value_fen=6_000)
    case_bundle.list_goods(desk, goods.id, kind="asset", name="三轮车", value_fen=200_000)
    bundle = case_bundle.of_household(desk, family.household.id)
    assert bundle.file is not None
    assert bundle.file.id == family.file.id
    assert {one.case.id for one in bundle.lines} == {money.id, goods.id}
    assert (bundle.paid_fen, bundle.in_kind_fen) == (aid.AMOUNT, 212_000)
    with desk.read() as reading:
        assert list(totals.verify(reading)) == []
    period = totals.of_period(desk, "programme", aid.TODAY, aid.TODAY)
    assert (period.total_fen, period.in_kind_fen) == (aid.AMOUNT, 212_000)


def test_goods_count_as_given_only_when_they_are_listed(desk: Desk) -> None:
    family = aid.family(desk)
    case = cases.open_for(desk, Application("try_person", "person", family.head.id)).case
    cases.decide(desk, case.id)
    with pytest.raises(UserError) as error:
        case_flow.take_step(desk, case.id, "give")
    assert error.value.problems[0].code == "flow.no_goods"
    case_bundle.list_goods(desk, case.id, kind="goods", name="棉被", value_fen=10_000)
    assert case_flow.take_step(desk, case.id, "give").case.state == "paid"


def test_a_struck_line_counts_no_more(desk: Desk) -> None:
    family = aid.family(desk)
    case = cases.open_for(desk, Application("try_household", "household", family.household.id)).case
    item = case_bundle.list_goods(desk, case.id, kind="goods", name="油", value_fen=5_000).item
    case_bundle.strike_goods(desk, item.id)
    assert case_bundle.of_household(desk, family.household.id).in_kind_fen == 0


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "money", "name": "x"}, "goods.unknown_kind"),
        ({"kind": "goods", "name": " "}, "goods.name_missing"),
        ({"kind": "goods", "name": "x", "quantity": 0}, "goods.quantity_wrong"),
        ({"kind": "goods", "name": "x", "value_fen": -1}, "goods.value_wrong"),
    ],
)
def test_goods_that_cannot_be_are_refused(desk: Desk, values: dict[str, object], code: str) -> None:
    case = cases.open_case(desk, aid.family(desk).file.id).case
    with pytest.raises(UserError) as error:
        case_bundle.list_goods(desk, case.id, **values)  # type: ignore[arg-type] # a test's
    assert error.value.problems[0].code == code


def test_employers_and_unions_have_cases_too(desk: Desk) -> None:
    employer = employers.add(desk, {"name": "沈阳顺达"}).record
    case = cases.open_for(desk, Application("try_employer", "employer", employer.id)).case
    assert (case.subject_kind, case.subject_id) == ("employer", employer.id)
    assert cases.decide(desk, case.id).case.state == "granted"


@pytest.mark.parametrize("subject", ["household", "employer", "union"])
def test_a_case_is_about_what_its_programme_is_for(desk: Desk, subject: str) -> None:
    family = aid.family(desk)
    with pytest.raises(UserError) as error:
        cases.open_for(desk, Application(f"try_{subject}", "person", family.head.id))
    assert error.value.problems[0].code == "cases.wrong_subject"


def test_a_person_of_another_household_is_not_aided_here(desk: Desk) -> None:
    here, there = aid.family(desk), aid.family(desk)
    asked = Application("living_aid", "household", here.household.id, there.head.id)
    with pytest.raises(UserError) as error:
        cases.open_for(desk, asked)
    assert error.value.problems[0].code == "cases.person_elsewhere"


def test_what_was_told_is_kept_until_the_decision_and_frozen_with_it(desk: Desk) -> None:
    family = aid.family(desk)
    case = cases.open_case(desk, family.file.id).case
    told = cases.tell(desk, case.id, {"household.accident_losses_fen": 100}).case
    assert told.facts is not None
    assert told.facts["household"]["accident_losses_fen"] == 100
    decided = cases.decide(desk, case.id).case
    assert decided.answers == {"household": {"accident_losses_fen": 100}}
    with pytest.raises(UserError) as error:
        cases.tell(desk, case.id, {"household.accident_losses_fen": 0})
    assert error.value.problems[0].code == "cases.decided_already"
