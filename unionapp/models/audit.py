"""Keeps the audit trail: an append-only table in which every row is chained to the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from unionapp.errors import Problem
from unionapp.models.chain import START, canonical, digest
from unionapp.models.desk import Reading, Work
from unionapp.models.store import instant_text

Detail = Mapping[str, str | int | bool | None]

_ENCODING = "audit-1"
_HEAD = "audit_head"

_COLUMNS = "seq, at, worker, action, kind, record, detail, previous_hash"
# Ids, codes, counts and hashes: visible ASCII. A name is none of these, and a bare number of
# eleven digits or more is a phone, an identity or an account number.
_PLAIN = re.compile(r"[\x21-\x7e]{0,120}")
_PERSONAL = re.compile(r"\d{11,}[Xx]?")


def append(
    work: Work,
    action: str,
    kind: str | None = None,
    id_: str | None = None,
    detail: Detail | None = None,
) -> None:
    """Add a row: who did what to which record.

    `detail` holds ids, codes, counts and hashes; personal data in it is a fault of the program
    (`ValueError`), because the trail can never be erased.
    """
    told = dict(detail or {})
    for name, value in told.items():
        _refuse_personal(name, value)
    seq, previous = _head(work)
    row = (
        seq + 1,
        instant_text(work.now),
        work.worker_id,
        action,
        kind,
        id_,
        canonical(told),
        previous,
    )
    row_hash = _row_hash(row)
    work.execute(
        f"INSERT INTO audit ({_COLUMNS}, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, row_hash)
    )
    work.set_meta(_HEAD, f"{seq + 1}:{row_hash}")


def verify(reading: Reading) -> tuple[Problem, ...]:
    """Return what is wrong with the trail, each row that was changed or is missing named."""
    return tuple(_faults(reading))


def head(reading: Reading) -> str:
    """Return the hash of the last row, which a bundle carries out of the file."""
    return _head(reading)[1]


def _faults(reading: Reading) -> Iterator[Problem]:
    expected, previous = 1, START
    for *row, row_hash in reading.rows(f"SELECT {_COLUMNS}, hash FROM audit ORDER BY seq"):
        if row[0] != expected:
            yield Problem("audit.missing", str(expected), {"next": row[0]})
        elif row[7] != previous or _row_hash(tuple(row)) != row_hash:
            yield Problem("audit.changed", str(row[0]))
        expected, previous = row[0] + 1, row_hash
    known = reading.meta(_HEAD)
    if (known or f"0:{START}") != f"{expected - 1}:{previous}":
        yield Problem("audit.cut_off", str(expected - 1))


def _head(reading: Reading) -> tuple[int, str]:
    rows = reading.rows("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, START)


def _row_hash(row: tuple[Any, ...]) -> str:
    return digest(_ENCODING, *row)


def _refuse_personal(name: str, value: object) -> None:
    if isinstance(value, str) and (not _PLAIN.fullmatch(value) or _PERSONAL.fullmatch(value)):
        raise ValueError(f"audit detail {name!r} is no id, code or hash")
    if isinstance(value, float):
        raise TypeError(f"audit detail {name!r} is a float")
