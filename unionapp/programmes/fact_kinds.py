"""How the value of a fact is read, by its kind; a wrong one is told what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unionapp.errors import UserError
from unionapp.programmes.programme import FactKind, OwnFact
from unionapp.programmes.switches import Label
from unionapp.values import codes, money

WANTED_MONEY = '65500 (fen) / "655.00" (yuan)'
MOST = 10**9


class WrongValue(Exception):
    """A value that is not what its fact wants; the text says what is wanted, as a code."""


@dataclass(frozen=True, slots=True)
class FactName:
    """One name that FACTS takes, how its value is read, and what a person calls it."""

    name: str
    kind: FactKind
    read: Callable[[object], Any]
    label: Label


def whole(lowest: int = 0, highest: int = MOST) -> Callable[[object], int]:
    """A whole number in a range."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongValue(f"{lowest} … {highest}")
        if not lowest <= value <= highest:
            raise WrongValue(f"{lowest} … {highest}")
        return value

    return read


def fen(value: object) -> int:
    """Fen as a whole number, or yuan as a text with a decimal point: 65500 or "655.00"."""
    if isinstance(value, str) and "." in value:
        try:
            value = money.parse(value)
        except UserError:
            raise WrongValue(WANTED_MONEY) from None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise WrongValue(WANTED_MONEY)
    return value


def day(value: object) -> date:
    if type(value) is date:
        return value
    try:
        found = date.fromisoformat(value if isinstance(value, str) else "")
        if found.isoformat() != value:  # 20180901 and 2018-W35-6 are days of the same standard
            raise ValueError(value)
        return found
    except ValueError:
        raise WrongValue("YYYY-MM-DD") from None


def division(value: object) -> str:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) >= 4:
        return value
    raise WrongValue('"210106"')


def yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise WrongValue("true / false")


def text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    raise WrongValue('"…"')


def coded(code_list: str, values: Sequence[str] = ()) -> Callable[[object], str]:
    """A code of a list or one of its labels, as long as it is among `values` (none: all)."""

    def read(value: object) -> str:
        known = codes.load(code_list)
        found = known.code_for(value) if isinstance(value, str) else None
        wanted = values or [item.code for item in known]
        if found is None or found not in wanted:
            raise WrongValue(" / ".join(wanted))
        return found

    return read


def several(one: Callable[[object], str]) -> Callable[[object], tuple[str, ...]]:
    """A list of codes."""

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, (list, tuple)):
            raise WrongValue("[…]")
        return tuple(one(part) for part in value)

    return read


def _among(labels: Mapping[str, str]) -> Callable[[object], str]:
    """A code of a programme file's own options, or its label."""

    def read(value: object) -> str:
        found = labels.get(value) if isinstance(value, str) else None
        if found is None:
            raise WrongValue(" / ".join(dict.fromkeys(labels.values())))
        return found

    return read


def own_name(fact: OwnFact) -> FactName:
    """Return how a fact that a programme file declares is read."""
    return FactName(fact.name, fact.kind, _reader(fact), fact.label)


def _reader(fact: OwnFact) -> Callable[[object], Any]:
    if fact.kind in ("code", "codes"):
        one = coded(fact.codes) if fact.codes else _among(_labels(fact))
        if fact.open:
            one = _or_text(one)
        return one if fact.kind == "code" else several(one)
    plain: Mapping[FactKind, Callable[[object], Any]] = {
        "yes_no": yes_no,
        "whole": whole(),
        "money": fen,
        "day": day,
        "text": text,
    }
    return plain[fact.kind]


def _or_text(one: Callable[[object], str]) -> Callable[[object], str]:
    def read(value: object) -> str:
        try:
            return one(value)
        except WrongValue:
            return text(value)

    return read


def _labels(fact: OwnFact) -> Mapping[str, str]:
    found = {option.value: option.value for option in fact.options}
    for option in fact.options:
        found.setdefault(option.label.zh, option.value)
    return found
