"""Receipts: gapless, frozen, chained; voided by a further one; every change is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from tests import factories
from tests.services import aid
from tests.services.aid import AMOUNT, IDENTITY, family, granted, paid, print_approval, standard
from unionapp.errors import UserError
from unionapp.models import series
from unionapp.models.desk import Desk
from unionapp.models.records import SCHEMA, Receipt
from unionapp.services import (
    cases,
    hardship,
    members,
    payees,
    receipt_chain,
    receipts,
    vault,
)
from unionapp.services.receipts import Proxy


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    standard(made)
    yield made
    vault.lock(made)


def codes_of(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def faults(desk: Desk) -> set[str]:
    with desk.read() as reading:
        return {problem.code for problem in receipts.verify_chain(reading)}


def test_a_receipt_freezes_what_was_paid_to_whom_and_why(desk: Desk) -> None:
    case = granted(desk)
    issued = receipts.issue(desk, case.id, method="transfer", account_tail="6621")
    receipt = issued.receipt
    content = receipt.content or {}
    assert (receipt.amount_fen, content["amount_in_words"]) == (AMOUNT, "人民币捌仟肆佰元整")
    assert content["payee_name"] == "王秀兰"
    assert content["payee_identity_masked"] == "210***********0021"
    assert content["calculation"] == "12 × 700.00 = 8,400.00"
    assert content["programme"] == "生活救助"
    assert "实施意见" in str(content["policy"])
    assert content["case_number"] == case.number
    assert (content["clerk"], content["office"]) == ("陈晓梅", "铁西区兴华街道总工会")
    assert (content["method"], content["account_tail"]) == ("transfer", "6621")
    assert content["paid_on"] == aid.TODAY.isoformat()
    assert issued.changes >= {"receipt", "case", "case_event"}
    assert IDENTITY not in str(receipt)


def test_what_changes_later_does_not_change_the_receipt(desk: Desk) -> None:
    receipt = paid(desk)
    with desk.write() as work:
        work.set_fields("person", receipt.payee_id or "", {"name": "另一个人"})
    with desk.read() as reading:
        assert reading.get(Receipt, receipt.id) == receipt


def test_numbers_run_without_a_gap_and_are_tied_to_each_other(desk: Desk) -> None:
    made = [paid(desk) for _ in range(4)]
    assert [one.running for one in made] == [1, 2, 3, 4]
    assert [one.previous_hash for one in made[1:]] == [one.hash for one in made[:-1]]
    assert [(one.content or {})["series_total_fen"] for one in made] == [
        AMOUNT * count for count in range(1, 5)
    ]
    assert all(series.is_well_formed(one.number) for one in made)
    assert faults(desk) == set()


def test_the_case_is_paid_with_step_and_audit_entry(desk: Desk) -> None:
    receipt = paid(desk)
    seen = cases.view(desk, receipt.case_id or "")
    assert (seen.case.state, seen.payable) == ("paid", False)
    assert (seen.events[-1].step, seen.events[-1].note) == ("pay", receipt.number)
    with desk.read() as reading:
        assert reading.scalar("SELECT count(*) FROM audit WHERE record = ?", (receipt.id,)) == 1


def test_the_first_is_told_when_a_case_is_paid_twice(desk: Desk) -> None:
    receipt = paid(desk)
    with pytest.raises(UserError) as error:
        receipts.issue(desk, receipt.case_id or "")
    (problem,) = error.value.problems
    assert problem.code == "receipts.paid_already"
    assert problem.detail["receipt"] == receipt.number


def test_an_open_case_is_not_paid(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk).file.id).case
    with pytest.raises(UserError) as error:
        receipts.issue(desk, opened.id)
    assert codes_of(error) == ["receipts.not_decided"]


def test_a_refused_case_is_not_paid(desk: Desk) -> None:
    opened = cases.open_case(desk, family(desk, annual_income_fen=9_000_000).file.id).case
    cases.decide(desk, opened.id)
    with pytest.raises(UserError) as error:
        receipts.issue(desk, opened.id)
    assert codes_of(error) == ["receipts.not_granted"]


@pytest.mark.parametrize("amount", [0, None, -1])
def test_nothing_is_not_paid(desk: Desk, amount: int | None) -> None:
    case = granted(desk)
    with desk.write() as work:
        work.set_fields("case", case.id, {"amount_fen": amount})
    with pytest.raises(UserError) as error:
        receipts.issue(desk, case.id)
    assert codes_of(error) == ["receipts.nothing_to_pay"]


def test_a_decision_that_was_altered_is_not_paid(desk: Desk) -> None:
    case = granted(desk)
    with desk.write() as work:
        work.set_fields("case", case.id, {"amount_fen": AMOUNT * 10})
    with pytest.raises(UserError) as error:
        receipts.issue(desk, case.id)
    assert codes_of(error) == ["receipts.decision_altered"]


def test_somebody_of_another_household_is_not_paid(desk: Desk) -> None:
    stranger = factories.person(desk, identity_number=IDENTITY)
    with pytest.raises(UserError) as error:
        receipts.issue(desk, granted(desk).id, payee_id=stranger.id)
    assert codes_of(error) == ["receipts.payee_elsewhere"]


def test_the_dead_are_not_paid_and_somebody_at_home_is(desk: Desk) -> None:
    case = aid.granted(desk)
    file = hardship.file_of(desk, case.subject_id)
    assert file is not None
    joined = members.apply(desk, file.applicant_id or "", union_id=None, on=aid.TODAY)
    members.record_event(desk, joined.membership.id, "died", on=aid.TODAY)
    number = "21010619800101002X"
    widow = factories.person(desk, household_id=case.subject_id, identity_number=number)
    with pytest.raises(UserError) as error:
        receipts.issue(desk, case.id)
    assert [one.code for one in error.value.problems] == ["receipts.payee_deceased"]
    assert [one.id for one in payees.listing(desk, case.id)] == [widow.id]
    assert receipts.issue(desk, case.id, payee_id=widow.id).receipt.payee_id == widow.id


def test_nobody_is_paid_without_a_real_name(desk: Desk) -> None:
    made = family(desk)
    other = factories.person(desk, household_id=made.household.id)
    case = cases.decide(desk, cases.open_case(desk, made.file.id).case.id).case
    print_approval(desk, case.id)
    with pytest.raises(UserError) as error:
        receipts.issue(desk, case.id, payee_id=other.id)
    assert codes_of(error) == ["receipts.payee_unidentified"]
    with pytest.raises(UserError) as error:
        receipts.issue(desk, case.id, payee_id="nobody")
    assert codes_of(error) == ["receipts.payee_missing"]


@pytest.mark.parametrize(
    ("method", "tail", "code"),
    [
        ("cheque", None, "receipts.bad_method"),
        ("transfer", "6222020200011236621", "receipts.account_wrong"),
        ("transfer", "66a1", "receipts.account_wrong"),
    ],
)
def test_a_method_or_account_that_cannot_be_is_refused(
    desk: Desk, method: str, tail: str | None, code: str
) -> None:
    with pytest.raises(UserError) as error:
        receipts.issue(desk, granted(desk).id, method=method, account_tail=tail)
    assert codes_of(error) == [code]


def test_a_proxy_stands_on_the_receipt_masked(desk: Desk) -> None:
    proxy = Proxy("李敏", "210106198801010025", "儿媳")
    content = receipts.issue(desk, granted(desk).id, proxy=proxy).receipt.content or {}
    assert (content["proxy_name"], content["proxy_relation"]) == ("李敏", "儿媳")
    assert content["proxy_identity_masked"] == "210***********0025"


@pytest.mark.parametrize(
    "proxy", [Proxy("", "1", "子"), Proxy("李", " ", "子"), Proxy("李", "1", "")]
)
def test_a_proxy_is_named_in_full_or_not_at_all(desk: Desk, proxy: Proxy) -> None:
    with pytest.raises(UserError) as error:
        receipts.issue(desk, granted(desk).id, proxy=proxy)
    assert codes_of(error) == ["receipts.proxy_incomplete"]


def test_what_was_refused_takes_no_number(desk: Desk) -> None:
    case = granted(desk)
    with pytest.raises(UserError):
        receipts.issue(desk, case.id, method="cheque")
    with pytest.raises(UserError):
        receipts.issue(desk, case.id, payee_id="nobody")
    assert receipts.issue(desk, case.id).receipt.running == 1
    assert faults(desk) == set()


def test_a_failure_at_the_last_step_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = granted(desk)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(receipts.audit, "append", fail)
        with pytest.raises(OSError, match="disk full"):
            receipts.issue(desk, case.id)
    assert receipts.of_case(desk, case.id) == ()
    assert aid.case_now(desk, case.id).state == "granted"
    assert receipts.issue(desk, case.id).receipt.running == 1


def test_a_void_is_a_further_receipt_of_today_and_frees_the_case(desk: Desk) -> None:
    receipt = paid(desk)
    voided = receipts.void(desk, receipt.id, reason="金额录错").receipt
    assert (voided.voids_id, voided.amount_fen, voided.running) == (receipt.id, -AMOUNT, 2)
    assert (voided.content or {})["reason"] == "金额录错"
    assert (voided.content or {})["series_total_fen"] == 0
    assert aid.case_now(desk, receipt.case_id or "").state == "granted"
    again = receipts.issue(desk, receipt.case_id or "").receipt
    assert again.running == 3
    assert [one.id for one in receipts.of_case(desk, receipt.case_id or "")] == [
        receipt.id,
        voided.id,
        again.id,
    ]
    assert faults(desk) == set()


def test_a_void_needs_a_reason(desk: Desk) -> None:
    receipt = paid(desk)
    with pytest.raises(UserError) as error:
        receipts.void(desk, receipt.id, reason="  ")
    assert codes_of(error) == ["receipts.reason_missing"]


def test_a_receipt_is_voided_once_and_a_void_never(desk: Desk) -> None:
    receipt = paid(desk)
    voided = receipts.void(desk, receipt.id, reason="金额录错").receipt
    for id_, code in (
        (receipt.id, "receipts.voided_already"),
        (voided.id, "receipts.is_a_void"),
        ("nothing", "receipts.missing"),
    ):
        with pytest.raises(UserError) as error:
            receipts.void(desk, id_, reason="再作废")
        assert codes_of(error) == [code]


def test_the_list_tells_payee_and_what_was_voided(desk: Desk) -> None:
    first = paid(desk)
    voided = receipts.void(desk, first.id, reason="金额录错").receipt
    last = paid(desk)
    lines = receipts.listing(desk)
    assert [line.receipt.id for line in lines] == [last.id, voided.id, first.id]
    assert [line.voided_by for line in lines] == [None, None, voided.number]
    assert {line.payee for line in lines} == {"王秀兰"}
    assert len(receipts.listing(desk, limit=1)) == 1


def test_the_chain_goes_on_in_the_hubs_series(desk: Desk) -> None:
    first = paid(desk)
    with desk.write() as work:
        series.install(work, "receipt", "SY0012")
    second, third = paid(desk), paid(desk)
    assert (first.running, second.running, third.running) == (1, 1, 2)
    assert third.previous_hash == second.hash
    assert faults(desk) == set()


COLUMNS = ["id", "home_division", *(field.name for field in SCHEMA["receipt"].fields)]
CHANGED: dict[str, str | int] = {
    "running": 77,
    "amount_fen": 77,
    "deleted_at": "2026-01-01T00:00:00.000Z",
    "issued_at": "2026-01-01T00:00:00.000Z",
    "content": '{"amount_fen":1}',
}


def tamper(desk: Desk, *statements: str) -> None:
    """Do what somebody with the key and another tool could do."""
    with desk.write() as work:
        for guard in ("update", "delete", "replace"):
            work.execute(f"DROP TRIGGER receipt_refuse_{guard}")
        for statement in statements:
            work.execute(statement)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_of_any_column_of_a_receipt_is_found(desk: Desk, column: str) -> None:
    second = [paid(desk) for _ in range(3)][1]
    with desk.write() as work:
        work.execute("DROP TRIGGER receipt_refuse_update")
        work.execute(
            f'UPDATE receipt SET "{column}" = ? WHERE id = ?', (CHANGED.get(column, "x"), second.id)
        )
    assert faults(desk) != set()


@pytest.mark.parametrize(
    "key", ["payee_name", "payee_identity_masked", "amount_in_words", "calculation", "clerk"]
)
def test_a_change_of_one_word_of_the_content_is_found(desk: Desk, key: str) -> None:
    paid(desk)
    tamper(desk, f"UPDATE receipt SET content = json_set(content, '$.{key}', 'x')")
    assert faults(desk) == {"receipts.changed"}


@pytest.mark.parametrize(
    ("gone", "expected"), [(1, "receipts.gap"), (2, "receipts.gap"), (3, "receipts.end_differs")]
)
def test_a_receipt_that_is_gone_is_found(desk: Desk, gone: int, expected: str) -> None:
    for _ in range(3):
        paid(desk)
    tamper(desk, f"DELETE FROM receipt WHERE running = {gone}")
    assert expected in faults(desk)


def test_all_receipts_gone_are_found(desk: Desk) -> None:
    paid(desk)
    tamper(desk, "DELETE FROM receipt")
    assert faults(desk) == {"receipts.end_differs"}


def test_a_counter_that_was_set_back_is_found(desk: Desk) -> None:
    paid(desk)
    paid(desk)
    with desk.write() as work:
        work.execute("UPDATE series SET last = 1 WHERE purpose = 'receipt'")
    assert "receipts.end_differs" in faults(desk)


def test_a_recomputed_hash_breaks_the_chain(desk: Desk) -> None:
    """Who changes a receipt and its hash still cannot tie the next one to it."""
    first = paid(desk)
    paid(desk)
    tamper(desk, "UPDATE receipt SET payee_id = 'x' WHERE running = 1")
    with desk.write() as work:
        changed = work.get(Receipt, first.id)
        assert changed is not None
        forged = receipt_chain.receipt_hash(SCHEMA, changed)
        work.execute("UPDATE receipt SET hash = ? WHERE id = ?", (forged, first.id))
    assert faults(desk) == {"receipts.chain_broken"}


@pytest.mark.parametrize("statement", ["DELETE FROM receipt", "UPDATE receipt SET amount_fen = 1"])
def test_the_guards_refuse_change_and_deletion(desk: Desk, statement: str) -> None:
    paid(desk)
    with pytest.raises(DatabaseError), desk.write() as work:
        work.execute(statement)
