"""The closed list of ways in which a design may show a value; no code stands in designs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from unionapp.printing.fields import Field, Kind
from unionapp.values import codes, identity, money, phone


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


def _masked_name(name: str) -> str:
    """Return 王*兰, 丁*: the first character and, from three on, the last stay."""
    last = name[-1] if len(name) > 2 else ""
    return name[0] + "*" * (len(name) - 1 - len(last)) + last


def _grouped_phone(number: str) -> str:
    is_mobile = len(number) == 11 and number.isdecimal() and number[0] == "1"
    return f"{number[:3]} {number[3:7]} {number[7:]}" if is_mobile else number


def _grouped_identity(number: str) -> str:
    return f"{number[:6]} {number[6:14]} {number[14:]}" if len(number) == 18 else number


FORMATTERS: Mapping[str, Formatter] = {
    "plain": Formatter(frozenset({"text", "count"}), str),
    "label": Formatter(frozenset({"text", "choices"}), str),
    "mask_id": _of_text(identity.mask),
    "mask_phone": _of_text(phone.mask),
    "mask_name": _of_text(_masked_name),
    "phone": _of_text(_grouped_phone),
    "identity": _of_text(_grouped_identity),
    "upper": _of_text(str.upper),
    "last4": _of_text(lambda text: text[-4:]),
    "date_cn": _of_date(_chinese_date),
    "date_iso": _of_date(date.isoformat),
    "date_dots": _of_date(lambda day: f"{day.year}.{day.month:02d}.{day.day:02d}"),
    "month_cn": _of_date(lambda day: f"{day.year}年{day.month}月"),
    "year": _of_date(lambda day: str(day.year)),
    "month": _of_date(lambda day: str(day.month)),
    "day": _of_date(lambda day: str(day.day)),
    "cheque_date": _of_date(money.cheque_date),
    "money": _of_fen(money.format_fen),
    "money_sign": _of_fen(lambda fen: f"¥{money.format_fen(fen)}"),
    "money_digits": _of_fen(lambda fen: f"¥{fen:03d}"),
    "money_caps": _of_fen(money.in_words),
    "pad6": Formatter(frozenset({"count"}), lambda value: f"{cast(int, value):06d}"),
    "yes_no": Formatter(frozenset({"flag"}), lambda value: "是" if value else "否"),
}

# What a value looks like when the design names no formatter.
DEFAULTS: Mapping[Kind, str] = {
    "text": "plain",
    "count": "plain",
    "date": "date_iso",
    "fen": "money",
    "choices": "label",
    "flag": "yes_no",
}


def fitting(kind: Kind) -> tuple[str, ...]:
    """Return the names of the formatters that can show a value of this kind."""
    return tuple(name for name, formatter in FORMATTERS.items() if kind in formatter.kinds)


def shown(field: Field, value: object, name: str | None, language: str = "zh") -> str:
    """Return a value of a field as text; `label` looks its codes up in the field's list."""
    name = name or DEFAULTS[field.kind]
    if name != "label" or field.codes is None:
        return FORMATTERS[name].write(value)
    known = codes.load(field.codes)
    labels = [known.label(code, language) for code in str(value).split()]
    return (", " if language == "en" else "、").join(labels)
