"""Issues and voids sign-offs for money (领款签收单): gapless, frozen, chained by hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from unionapp.errors import Problem, UserError, refuse
from unionapp.models import audit, chain, series
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Case, Person, Receipt, Worker
from unionapp.services import (
    case_payment,
    cases,
    payees,
    programme_files,
    receipt_chain,
    receipt_standing,
)
from unionapp.services.cases import GRANTED, OPEN, PAID
from unionapp.values import codes, identity, money


@dataclass(frozen=True, slots=True)
class Proxy:
    """Who signs in the payee's stead (Civil Code, article 165)."""

    name: str
    identity_number: str
    relation: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A receipt that is committed, and may now be printed."""

    receipt: Receipt
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Batch:
    """The receipts of one batch (汇总发放), and their sum in fen."""

    receipts: tuple[Receipt, ...]
    total_fen: int
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt of the list; `voided_by` is the number of the receipt that voids it."""

    receipt: Receipt
    payee: str
    voided_by: str | None


def issue(
    desk: Desk,
    case_id: str,
    *,
    payee_id: str | None = None,
    method: str = "cash",
    proxy: Proxy | None = None,
    account_tail: str | None = None,
) -> Issued:
    """Sign off the money of a granted case, in one transaction; the applicant is the payee.

    Number, content, chain, case step and audit entry are written together or not at all. Raises
    `receipts.not_decided`, `receipts.not_granted`, `receipts.paid_already`,
    `receipts.nothing_to_pay`, `receipts.decision_altered`, `receipts.bad_method`,
    `receipts.payee_missing`, `receipts.payee_elsewhere`, `receipts.payee_unidentified`,
    `receipts.proxy_incomplete`, `receipts.account_wrong`, and `flow.*` where the programme's
    paying step may not be taken now or not by this worker.
    """
    folder = programme_files.own_folder(desk)
    with desk.write() as work:
        asked = _Payment(payee_id, method, proxy, account_tail)
        return Issued(_issue(work, folder, case_id, asked), frozenset(work.changed))


def issue_batch(desk: Desk, case_ids: Sequence[str], *, method: str = "cash") -> Batch:
    """Sign off the money of many cases at once, each with a receipt of its own, or of none.

    The applicant of each is the payee. The batch's sum is the sum of its receipts. Raises
    `receipts.batch_empty`, `receipts.batch_twice`, and everything that `issue` raises, for every
    case that cannot be paid.
    """
    if not case_ids:
        raise refuse("receipts.batch_empty", "batch")
    if len(set(case_ids)) < len(case_ids):
        raise refuse("receipts.batch_twice", "batch")
    folder = programme_files.own_folder(desk)
    asked = _Payment(None, method, None, None)
    found: list[Receipt] = []
    problems: list[Problem] = []
    with desk.write() as work:
        for case_id in case_ids:
            try:
                found.append(_issue(work, folder, case_id, asked))
            except UserError as error:
                problems += error.problems
        if problems:
            raise UserError(*problems)
        total = sum(one.amount_fen for one in found)
        return Batch(tuple(found), total, frozenset(work.changed))


def void(desk: Desk, receipt_id: str, *, reason: str) -> Issued:
    """Void a receipt by a further one of today; the case may then be paid again.

    Raises `receipts.missing`, `receipts.reason_missing`, `receipts.voided_already`,
    `receipts.is_a_void`.
    """
    with desk.write() as work:
        voided = _voidable(work, receipt_id)
        if not reason.strip():
            raise refuse("receipts.reason_missing", voided.number)
        case = cases.case_in(work, voided.case_id or "")
        content = {
            **dict(voided.content or {}),
            **_office_words(work),
            "voids_number": voided.number,
            "reason": reason.strip(),
        }
        receipt = _write(
            work, case, voided.payee_id, -voided.amount_fen, content, voids_id=voided.id
        )
        case_payment.write_voided(work, case, voided.number)
        _note(work, "receipt_voided", receipt)
        return Issued(receipt, frozenset(work.changed))


def of_case(desk: Desk, case_id: str) -> tuple[Receipt, ...]:
    """Return the receipts of a case in the order of their making."""
    with desk.read() as reading:
        return tuple(reading.select(Receipt, "case_id = ?", (case_id,)))


def listing(desk: Desk, *, limit: int | None = None) -> tuple[ReceiptLine, ...]:
    """Return the receipts, the newest first."""
    with desk.read() as reading:
        found = reading.select(Receipt, order="rid DESC", limit=limit)
        voids = {
            row[0]: row[1]
            for row in reading.rows(
                "SELECT voids_id, number FROM receipt WHERE voids_id IS NOT NULL"
            )
        }
    return tuple(
        ReceiptLine(one, str((one.content or {}).get("payee_name", "")), voids.get(one.id))
        for one in found
    )


def standing(reading: Reading, case_id: str) -> Receipt | None:
    """Return the receipt of a case that is not voided, or None."""
    return receipt_standing.of_case(reading, case_id)


def verify_chain(reading: Reading) -> tuple[Problem, ...]:
    """Return what is wrong with any series: gaps, changed contents, broken chain, totals."""
    return receipt_chain.verify(reading)


@dataclass(frozen=True, slots=True)
class _Payment:
    """How a case is paid: to whom, by which means, signed by whom in the payee's stead."""

    payee_id: str | None
    method: str
    proxy: Proxy | None
    account_tail: str | None


def _issue(work: Work, folder: Path, case_id: str, asked: _Payment) -> Receipt:
    """Pay one case within a transaction."""
    case = cases.case_in(work, case_id)
    _refuse_unpayable(work, case)
    _refuse_bad_method(asked.method, asked.account_tail)
    paying = case_payment.paying_step(work, folder, case)
    payee = payees.payee_of(work, case, asked.payee_id)
    content = {
        **_office_words(work),
        **_payee_words(payee),
        **_case_words(case, folder),
        **_proxy_words(asked.proxy),
        **case_payment.counted_under(work, case.subject_kind, case.subject_id),
        "method": asked.method,
        "account_tail": asked.account_tail,
    }
    receipt = _write(work, case, payee.id, case.amount_fen or 0, content)
    case_payment.write_paid(work, folder, case, paying, receipt.number)
    _note(work, "receipt_issued", receipt)
    return receipt


def _refuse_unpayable(work: Work, case: Case) -> None:
    paid = standing(work, case.id)
    if case.state == PAID or paid is not None:
        raise refuse("receipts.paid_already", case.number, receipt=paid.number if paid else "—")
    if case.state == OPEN:
        raise refuse("receipts.not_decided", case.number)
    if case.state != GRANTED:
        raise refuse("receipts.not_granted", case.number)
    if not case.amount_fen or case.amount_fen < 0:
        raise refuse("receipts.nothing_to_pay", case.number)
    if cases.is_altered(case):
        raise refuse("receipts.decision_altered", case.number)


def _refuse_bad_method(method: str, account_tail: str | None) -> None:
    if method not in codes.load("receipt_method"):
        wanted = " / ".join(item.code for item in codes.load("receipt_method"))
        raise refuse("receipts.bad_method", method, wanted=wanted)
    # The whole account number has no business on a receipt.
    if account_tail and not (account_tail.isdecimal() and len(account_tail) == 4):
        raise refuse("receipts.account_wrong", "account_tail")


def _voidable(work: Work, receipt_id: str) -> Receipt:
    receipt = work.get(Receipt, receipt_id)
    if receipt is None:
        raise refuse("receipts.missing", receipt_id)
    if receipt.voids_id is not None:
        raise refuse("receipts.is_a_void", receipt.number)
    by = work.select(Receipt, "voids_id = ?", (receipt_id,), limit=1)
    if by:
        raise refuse("receipts.voided_already", receipt.number, by=by[0].number)
    return receipt


def _write(
    work: Work,
    case: Case,
    payee_id: str | None,
    amount_fen: int,
    content: Mapping[str, Any],
    voids_id: str | None = None,
) -> Receipt:
    """Take the number, tie the receipt to the one before it, and add it."""
    taken = series.take(work, "receipt")
    total = taken.total_fen + amount_fen
    bare = Receipt(
        id=work.new_id(),
        home_division=case.home_division,
        series=taken.series,
        running=taken.running,
        number=taken.text,
        case_id=case.id,
        payee_id=payee_id,
        amount_fen=amount_fen,
        voids_id=voids_id,
        issued_at=work.now,
        worker_id=work.worker_id,
        content={
            **content,
            "series_total_fen": total,
            "amount_fen": amount_fen,
            "paid_on": work.today.isoformat(),
        },
        previous_hash=taken.previous_hash or chain.START,
    )
    receipt = replace(bare, hash=receipt_chain.receipt_hash(work.schema, bare))
    work.add(receipt)
    series.close(work, "receipt", taken, receipt.hash, total)
    return receipt


def _note(work: Work, action: str, receipt: Receipt) -> None:
    detail: audit.Detail = {
        "number": receipt.number,
        "amount_fen": receipt.amount_fen,
        "hash": receipt.hash,
    }
    audit.append(work, action, "receipt", receipt.id, detail)


def _office_words(work: Work) -> dict[str, Any]:
    worker = work.get(Worker, work.worker_id)
    return {"office": work.meta("office"), "clerk": worker.name if worker else None}


def _payee_words(payee: Person) -> dict[str, Any]:
    return {
        "payee_name": payee.name,
        "payee_identity_masked": identity.mask(payee.identity_number or ""),
    }


def _case_words(case: Case, folder: Path) -> dict[str, Any]:
    amount = case.amount_fen or 0
    label = cases.programme_of(case, folder)
    return {
        "amount_in_words": money.in_words(amount),
        "programme": label.zh if label else case.programme,
        "policy": label.policy if label else None,
        "calculation": _calculation(case, amount),
        "case_number": case.number,
        "decision_hash": case.decision_hash,
    }


def _calculation(case: Case, amount_fen: int) -> str:
    """Return the proof line that ends in the amount: 12 × 655.00 = 7,860.00."""
    ending = f"= {money.format_fen(amount_fen)}"
    lines = [line for line in case.proof if line.endswith(ending)]
    return lines[-1] if lines else ending


def _proxy_words(proxy: Proxy | None) -> dict[str, Any]:
    if proxy is None:
        return {}
    words = (proxy.name.strip(), proxy.identity_number.strip(), proxy.relation.strip())
    if not all(words):
        raise refuse("receipts.proxy_incomplete", "proxy")
    name, number, relation = words
    return {
        "proxy_name": name,
        "proxy_identity_masked": identity.mask(identity.normalise(number)),
        "proxy_relation": relation,
    }
