"""The names that FACTS takes, and how the value of each is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unionapp.errors import Problem, UserError
from unionapp.programmes.categories import CATEGORIES
from unionapp.programmes.programme import Label
from unionapp.programmes.standards import KINDS
from unionapp.values import codes, money

WANTED_MONEY = '65500 (fen) / "655.00" (yuan)'


class WrongValue(Exception):
    """A value that is not what its fact wants; the text says what is wanted, as a code."""


@dataclass(frozen=True, slots=True)
class FactName:
    """One name that FACTS takes, how its value is read, and what a person calls it."""

    name: str
    read: Callable[[object], Any]
    label: Label


def _whole(lowest: int, highest: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongValue(f"{lowest} … {highest}")
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
            raise WrongValue(WANTED_MONEY) from None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise WrongValue(WANTED_MONEY)
    return value


def _day(value: object) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise WrongValue("YYYY-MM-DD") from None


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
    FactName("day", _day, Label("审批日", "Day of decision")),
    FactName("year", _whole(1949, 2999), Label("救助年度", "Year aided")),
    FactName("payment_day", _day, Label("发放日", "Day of payment")),
)
HOUSEHOLD_FACTS = (
    FactName("people", _whole(1, 99), Label("家庭人口", "People")),
    FactName("annual_income_fen", _fen, Label("家庭年可支配收入", "Year's disposable income")),
    FactName("rigid_costs_fen", _fen, Label("刚性支出", "Rigid costs")),
    FactName("accident_losses_fen", _fen, Label("意外损失", "Accident losses")),
    FactName("still_in_difficulty", _yes_no, Label("救助后是否仍有困难", "Still in difficulty")),
    FactName("division", _division, Label("居住地区划", "Division of residence")),
    FactName("hukou", _division, Label("户籍地区划", "Division of registration")),
    FactName("filing_union", _division, Label("建档工会区划", "Division of the filing union")),
    FactName("dibao_kind", _coded("dibao_kind", KINDS), Label("低保类别", "Kind of standard")),
    FactName(
        "category", _coded("hardship_category", CATEGORIES), Label("困难类别", "Hardship category")
    ),
    FactName("on_file_since", _day, Label("建档日期", "On file since")),
    FactName(
        "months_above_standard",
        _whole(0, 1200),
        Label("连续高于低保的月数", "Months above the standard"),
    ),
)
STANDARD_FACTS = (
    FactName("division", _division, Label("区划代码", "Division code")),
    FactName("kind", _coded("dibao_kind", KINDS), Label("低保类别", "Kind of standard")),
    FactName("valid_from", _day, Label("起始日期", "First day")),
    FactName("valid_to", _day, Label("截止日期", "Last day")),
    FactName("amount_fen", _fen, Label("标准金额", "Amount")),
    FactName("document", _text, Label("文件", "Document")),
    FactName("source", _text, Label("来源", "Source")),
)
EXCLUSION_FACTS = (
    FactName("code", _text, Label("排除情形代码", "Code")),
    FactName("applies", _yes_no, Label("是否属于", "Applies")),
    FactName("evidence", _text, Label("依据", "Evidence")),
)
# Read by rules of their own, in `facts`.
OTHER_FACTS = ("household.head", "household.members", "exclusions", "standards", "switches")


def label_of(name: str) -> Label:
    """Return what a person calls a fact of the case or the household: `household.people`."""
    facts = HOUSEHOLD_FACTS if name.startswith("household.") else CASE_FACTS
    short = name.removeprefix("household.")
    return next((fact.label for fact in facts if fact.name == short), Label(name, name))


def missing_fact(where: str, label: Label) -> Problem:
    return Problem("programme.fact_missing", where, {"zh": label.zh, "en": label.en})
