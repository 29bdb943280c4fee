"""The names that FACTS takes, and how the value of each is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unionapp.errors import UserError
from unionapp.programmes.categories import CATEGORIES
from unionapp.programmes.standards import KINDS
from unionapp.values import codes, money


class WrongValue(Exception):
    """A value that is not what its fact wants; the text says what is wanted, as a code."""


@dataclass(frozen=True, slots=True)
class FactName:
    """One name that FACTS takes, and how its value is read."""

    name: str
    read: Callable[[object], Any]


def _whole(lowest: int, highest: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongValue("whole number")
        if not lowest <= value <= highest:
            raise WrongValue(f"{lowest} … {highest}")
        return value

    return read


def _fen(value: object) -> int:
    """Fen as a whole number, or yuan as a text with a decimal point: 65500 or "655.00"."""
    if isinstance(value, str) and "." in value:
        try:
            value = money.parse(value)
        except UserError:
            raise WrongValue('65500 / "655.00"') from None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise WrongValue('65500 / "655.00"')
    return value


def _day(value: object) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise WrongValue("2019-03-18") from None


def _division(value: object) -> str:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) >= 4:
        return value
    raise WrongValue('"210106"')


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise WrongValue("true / false")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    raise WrongValue('"…"')


def _coded(code_list: str, values: Sequence[str]) -> Callable[[object], str]:
    """A code of a list or one of its labels, as long as it is among `values`."""

    def read(value: object) -> str:
        found = codes.load(code_list).code_for(value) if isinstance(value, str) else None
        if found is None or found not in values:
            raise WrongValue(" / ".join(values))
        return found

    return read


CASE_FACTS = (
    FactName("day", _day),
    FactName("year", _whole(1949, 2999)),
    FactName("payment_day", _day),
)
HOUSEHOLD_FACTS = (
    FactName("people", _whole(1, 99)),
    FactName("annual_income_fen", _fen),
    FactName("rigid_costs_fen", _fen),
    FactName("accident_losses_fen", _fen),
    FactName("still_in_difficulty", _yes_no),
    FactName("division", _division),
    FactName("hukou", _division),
    FactName("filing_union", _division),
    FactName("dibao_kind", _coded("dibao_kind", KINDS)),
    FactName("category", _coded("hardship_category", CATEGORIES)),
    FactName("on_file_since", _day),
    FactName("months_above_standard", _whole(0, 1200)),
)
STANDARD_FACTS = (
    FactName("division", _division),
    FactName("kind", _coded("dibao_kind", KINDS)),
    FactName("valid_from", _day),
    FactName("valid_to", _day),
    FactName("amount_fen", _fen),
    FactName("document", _text),
    FactName("source", _text),
)
EXCLUSION_FACTS = (
    FactName("code", _text),
    FactName("applies", _yes_no),
    FactName("evidence", _text),
)
# Read by rules of their own, in `facts`.
OTHER_FACTS = ("household.head", "household.members", "exclusions", "standards", "switches")
