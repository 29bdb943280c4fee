"""Checks that the receipts of every series follow each other, unchanged and without gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from unionapp.errors import Problem
from unionapp.models import chain, series
from unionapp.models.declare import Schema
from unionapp.models.desk import Reading
from unionapp.models.records import Receipt


def receipt_hash(schema: Schema, receipt: Receipt) -> str:
    """Return the SHA-256 over every field of a receipt, the hash of the one before included."""
    return chain.record_digest("receipt-1", schema["receipt"], receipt, but=("hash",))


def verify(reading: Reading) -> tuple[Problem, ...]:
    """Return what is wrong: one problem for every receipt or series that is."""
    found = reading.select(Receipt, order="series, running", deleted=True)
    return (*_series_faults(reading, found), *_case_faults(found))


def _series_faults(reading: Reading, receipts: list[Receipt]) -> Iterator[Problem]:
    own = {
        row[0]: row[1:]
        for row in reading.rows(
            "SELECT series, last, last_hash, total_fen FROM series WHERE purpose = 'receipt'"
        )
    }
    seen = set()
    for name, group in groupby(receipts, key=lambda one: one.series):
        listed = list(group)
        seen.add(name)
        yield from _chain_faults(reading.schema, listed, is_own=name in own)
        if name in own and own[name] != _end_of(listed):
            yield Problem("receipts.end_differs", name, {"last": own[name][0]})
    for name in own.keys() - seen:
        yield Problem("receipts.end_differs", name, {"last": own[name][0]})


def _chain_faults(schema: Schema, receipts: list[Receipt], *, is_own: bool) -> Iterator[Problem]:
    """A series of another laptop may begin in the middle: only a part of it came here."""
    first = receipts[0]
    expected = 1 if is_own else first.running
    previous = first.previous_hash if expected > 1 else chain.START
    total = _total(first) - first.amount_fen if expected > 1 else 0
    for receipt in receipts:
        if receipt.running != expected:
            yield Problem("receipts.gap", receipt.series, {"next": receipt.running})
        if receipt.hash != receipt_hash(schema, receipt):
            yield Problem("receipts.changed", receipt.number)
        elif receipt.previous_hash != previous and receipt.running == expected:
            yield Problem("receipts.chain_broken", receipt.number)
        own = series.is_well_formed(receipt.number)
        if not (own and receipt.number.startswith(f"{receipt.series}-{receipt.running:06d}-")):
            yield Problem("receipts.number_wrong", receipt.number)
        total += receipt.amount_fen
        if _total(receipt) != total and receipt.running == expected:
            yield Problem("receipts.total_wrong", receipt.number)
        expected, previous, total = receipt.running + 1, receipt.hash, _total(receipt)


def _case_faults(receipts: list[Receipt]) -> Iterator[Problem]:
    """A receipt is voided once and by its own amount; a case is paid once at a time."""
    by_id = {one.id: one for one in receipts}
    voids = [one for one in receipts if one.voids_id is not None]
    times = Counter(one.voids_id for one in voids)
    for one in voids:
        voided = by_id.get(one.voids_id or "")
        if times[one.voids_id] > 1 or (voided and voided.amount_fen + one.amount_fen != 0):
            yield Problem("receipts.void_wrong", one.number)
    paid = Counter(one.case_id for one in receipts if one.voids_id is None and one.id not in times)
    for one in receipts:
        if paid[one.case_id] > 1 and one.voids_id is None and one.id not in times:
            yield Problem("receipts.paid_twice", one.number)


def _end_of(receipts: list[Receipt]) -> tuple[int, str, int]:
    last = receipts[-1]
    return last.running, last.hash, _total(last)


def _total(receipt: Receipt) -> int:
    return int((receipt.content or {}).get("series_total_fen", 0))
