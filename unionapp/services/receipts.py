"""Issues and voids sign-offs for money: numbered without gaps, frozen, chained by hash."""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.errors import Problem
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Receipt


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
    """Sign off the money of a decided case, in one transaction; the applicant is the payee.

    Raises `receipts.not_decided`, `receipts.not_granted`, `receipts.paid_already`,
    `receipts.nothing_to_pay`, `receipts.decision_altered`, `receipts.bad_method`,
    `receipts.payee_missing`, `receipts.proxy_incomplete`.
    """
    raise NotImplementedError


def void(desk: Desk, receipt_id: str, *, reason: str) -> Issued:
    """Void a receipt by a further one of today; the case may then be paid again.

    Raises `receipts.reason_missing`, `receipts.voided_already`, `receipts.is_a_void`.
    """
    raise NotImplementedError


def of_case(desk: Desk, case_id: str) -> tuple[Receipt, ...]:
    """Return the receipts of a case in the order of their making."""
    raise NotImplementedError


def listing(desk: Desk, *, limit: int | None = None) -> tuple[ReceiptLine, ...]:
    """Return the receipts, the newest first."""
    raise NotImplementedError


def verify_chain(reading: Reading) -> tuple[Problem, ...]:
    """Return what is wrong with any series: gaps, changed contents, broken chain, totals."""
    raise NotImplementedError
