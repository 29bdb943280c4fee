"""The closed list of ways in which a design may show a value; no code stands in designs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from unionapp.printing.fields import Kind
from unionapp.values import identity, money, phone


@dataclass(frozen=True, slots=True)
class Formatter:
    """One way to write a value of the given kinds as text."""

    kinds: frozenset[Kind]
    write: Callable[[object], str]


def _of_text(write: Callable[[str], str]) -> Formatter:
    return Formatter(frozenset({"text"}), lambda value: write(cast(str, value)))


def _of_date(write: Callable[[date], str]) -> Formatter:
    return Formatter(frozenset({"date"}), lambda value: write(cast(date, value)))


def _of_fen(write: Callable[[int], str]) -> Formatter:
    return Formatter(frozenset({"fen"}), lambda value: write(cast(int, value)))


def _chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


FORMATTERS: Mapping[str, Formatter] = {
    "plain": Formatter(frozenset({"text", "count"}), str),
    "mask_id": _of_text(identity.mask),
    "mask_phone": _of_text(phone.mask),
    "date_cn": _of_date(_chinese_date),
    "date_iso": _of_date(date.isoformat),
    "cheque_date": _of_date(money.cheque_date),
    "money": _of_fen(money.format_fen),
    "money_caps": _of_fen(money.in_words),
}

# What a value looks like when the design names no formatter.
DEFAULTS: Mapping[Kind, str] = {
    "text": "plain",
    "count": "plain",
    "date": "date_iso",
    "fen": "money",
}


def fitting(kind: Kind) -> tuple[str, ...]:
    """Return the names of the formatters that can show a value of this kind."""
    return tuple(name for name, formatter in FORMATTERS.items() if kind in formatter.kinds)
