"""Predicates about one fact: yes or no, a code, a number, an amount, an age, a day, a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from unionapp.errors import Problem
from unionapp.programmes.dates import add_months, age_on
from unionapp.programmes.facts import Facts
from unionapp.programmes.programme import FactKind
from unionapp.programmes.switches import Label
from unionapp.programmes.told import told_code, told_value
from unionapp.programmes.vocabulary import (
    MAX_FEN,
    Arguments,
    Case,
    Finding,
    Parameter,
    Quick,
    Word,
)
from unionapp.values.money import format_fen

# What a fact says; each test takes what its own kind of fact says.
Said = Any
Test = Callable[[Said, Arguments, Facts], bool]
Wanted = Callable[[Case, Arguments], Label]
Gap = Callable[[Any, Arguments, Facts], Label]

_MANY = 10**9
_FIRST = Parameter("first", "day", optional=True)
_LAST = Parameter("last", "day", optional=True)


_UNANSWERED = Parameter("unanswered", "choice", ("ask", "warn", "pass"), default="ask")


def _fact(*kinds: FactKind) -> Parameter:
    return Parameter("fact", "fact", fact_kinds=kinds)


def _least_most(kind: str = "whole") -> tuple[Parameter, Parameter]:
    most = MAX_FEN if kind == "money" else _MANY
    if kind == "money":
        return (
            Parameter("at_least", "money", highest=most, optional=True),
            Parameter("at_most", "money", highest=most, optional=True),
        )
    return (
        Parameter("at_least", "whole", highest=most, optional=True),
        Parameter("at_most", "whole", highest=most, optional=True),
    )


def _in_range(value: int, given: Arguments) -> bool:
    """At the bound is within it, on both sides."""
    least, most = given.optional_whole("at_least"), given.optional_whole("at_most")
    return (least is None or value >= least) and (most is None or value <= most)


@dataclass(frozen=True, slots=True)
class _Unit:
    """How a number is said: what stands before and after it; `one` after 1 in English."""

    zh: str = ""
    en: str = ""
    one: str = ""
    before_zh: str = ""
    text: Callable[[int], str] = str

    def said(self, number: int) -> Label:
        after = self.one if self.one and number == 1 else self.en
        return Label(f"{self.text(number)}{self.zh}", f"{self.text(number)}{after}")


def _range_label(given: Arguments, unit: _Unit) -> Label:
    """Say a range as a person does: 恰好 1 项, 不少于 3 项, 1 至 3 项."""
    least, most = given.optional_whole("at_least"), given.optional_whole("at_most")
    low = unit.said(least) if least is not None else None
    high = unit.said(most) if most is not None else None
    before = unit.before_zh
    if low is not None and high is not None and least is not None:
        if low == high:
            return Label(f"{before}恰好 {low.zh}", f"exactly {low.en}")
        return Label(f"{before}{unit.text(least)} 至 {high.zh}", f"{unit.text(least)} to {high.en}")
    if low is not None:
        return Label(f"{before}不少于 {low.zh}", f"at least {low.en}")
    if high is not None:
        return Label(f"{before}不超过 {high.zh}", f"at most {high.en}")
    return Label("不限", "any")


def _gap(value: int, given: Arguments) -> int:
    """Return by how much a number misses its range; 0 within it."""
    least, most = given.optional_whole("at_least"), given.optional_whole("at_most")
    if least is not None and value < least:
        return least - value
    return value - most if most is not None and value > most else 0


def _months_hold(value: date, given: Arguments, facts: Facts) -> bool:
    """So many months have passed when the day of the same number has come."""
    least, most = given.optional_whole("at_least"), given.optional_whole("at_most")
    return (least is None or add_months(value, least) <= facts.day) and (
        most is None or facts.day <= add_months(value, most)
    )


def _day_holds(value: date, given: Arguments, _: Facts) -> bool:
    first, last = given.optional_day("first"), given.optional_day("last")
    return (first is None or first <= value) and (last is None or value <= last)


def _is_one_of(value: str | tuple[str, ...], given: Arguments, _: Facts) -> bool:
    wanted = given.texts("values")
    if isinstance(value, tuple):
        return any(part in wanted for part in value)
    return value in wanted


def _codes_label(case: Case, given: Arguments) -> Label:
    found = [told_code(case.programme, given.text("fact"), code) for code in given.texts("values")]
    zh, en = "、".join(one.zh for one in found), ", ".join(one.en for one in found)
    return Label(zh, en) if len(found) == 1 else Label(f"{zh}之一", f"one of {en}")


def _period_label(case: Case, given: Arguments) -> Label:
    first, last = given.optional_day("first"), given.optional_day("last")
    if first is not None and first == last:
        return Label(f"{first} 当天", f"on {first}")
    if first is not None and last is not None:
        return Label(f"{first} 至 {last}", f"from {first} to {last}")
    if first is not None:
        return Label(f"不早于 {first}", f"not before {first}")
    return (
        Label(f"不晚于 {last}", f"not after {last}") if last is not None else Label("不限", "any")
    )


def _plain(zh: str, en: str) -> Wanted:
    return lambda case, given: Label(zh, en)


def _ranged(unit: _Unit) -> Wanted:
    return lambda case, given: _range_label(given, unit)


_NUMBER = _Unit()
_YUAN = _Unit(" 元", " yuan", text=format_fen)
_ENTRIES = _Unit(" 项", " entries", " entry")
_YEARS = _Unit(" 周岁", " years of age", " year of age")
_MONTHS = _Unit(" 个月", " months ago", " month ago", "距今")
_DAYS = _Unit(" 天", " days ago", " day ago", "距今")
# Differences of them.
_A_YEAR = _Unit(" 岁", " years", " year")
_A_DAY = _Unit(" 天", " days", " day")


@dataclass(frozen=True, slots=True)
class _FactTest:
    """A test on the fact that the argument `fact` names, told and quickly.

    `since`: time is counted from the fact, which is a day.
    """

    test: Test
    wanted: Wanted
    gap: Gap | None
    since: bool

    def run(self, case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
        fact = given.text("fact")
        value = case.facts.get(fact)
        if value is None:
            return _open(case, fact, given)
        holds = self.test(value, given, case.facts)
        detail = self._detail(case, given, value, holds)
        ahead = _ahead(case, fact, value) if self.since else ()
        if holds:
            proof = (Problem("programme.fact_holds", fact, detail),)
            return Finding(True, proof=proof, warnings=ahead)
        code = "programme.fact_fails_by" if detail["gap_zh"] else "programme.fact_fails"
        return Finding(False, (Problem(code, fact, detail),), warnings=ahead)

    def _detail(self, case: Case, given: Arguments, value: Said, holds: bool) -> dict[str, object]:
        fact = given.text("fact")
        label, wanted = case.label(fact), self.wanted(case, given)
        said = told_value(case.programme, fact, value)
        gap = Label("", "")
        if not holds and self.gap is not None:
            gap = self.gap(value, given, case.facts)
        return {
            "zh": label.zh,
            "en": label.en,
            "value_zh": said.zh,
            "value_en": said.en,
            "wanted_zh": wanted.zh,
            "wanted_en": wanted.en,
            "gap_zh": gap.zh,
            "gap_en": gap.en,
        }

    def quick(self, case: Case, given: Arguments) -> Quick:
        fact = given.text("fact")
        unknown = None if given.text("unanswered") == "ask" else True

        def test_quickly(facts: Facts) -> bool | None:
            value = facts.get(fact)
            return unknown if value is None else self.test(value, given, facts)

        return test_quickly

    def missing(self, facts: Facts, given: Arguments) -> tuple[str, ...]:
        fact = given.text("fact")
        asked = given.text("unanswered") == "ask" and facts.get(fact) is None
        return (fact,) if asked else ()


def _word(
    name: str,
    test: Test,
    parameters: tuple[Parameter, ...],
    wanted: Wanted,
    gap: Gap | None = None,
    *,
    since: bool = False,
) -> Word[Finding]:
    """Make the predicate of a test."""
    made = _FactTest(test, wanted, gap, since)
    return Word(name, made.run, (*parameters, _UNANSWERED), missing=made.missing, quick=made.quick)


def _ahead(case: Case, fact: str, value: date) -> tuple[Problem, ...]:
    """A day from which time is counted cannot lie after the decision: most likely a slip."""
    if value <= case.facts.day:
        return ()
    label = case.label(fact)
    detail = {"zh": label.zh, "en": label.en, "value": value, "day": case.facts.day}
    return (Problem("programme.day_ahead", fact, detail, warning=True),)


def _open(case: Case, fact: str, given: Arguments) -> Finding:
    """Nobody has said it: it bars nobody, and is named when the file wants a warning."""
    label = case.label(fact)
    detail = {"zh": label.zh, "en": label.en}
    warning = Problem("programme.fact_open", fact, detail, warning=True)
    return Finding(True, warnings=(warning,) if given.text("unanswered") == "warn" else ())


FACT_WORDS: tuple[Word[Finding], ...] = (
    _word("is_yes", lambda value, *_: bool(value), (_fact("yes_no"),), _plain("是", "yes")),
    _word("is_no", lambda value, *_: not value, (_fact("yes_no"),), _plain("否", "no")),
    _word(
        "is_one_of",
        _is_one_of,
        (_fact("code", "codes"), Parameter("values", "values")),
        _codes_label,
    ),
    _word(
        "is_stated",
        lambda value, *_: value not in ("", ()),
        (_fact(*get_args(FactKind)),),
        _plain("写明", "to be stated"),
    ),
    _word(
        "number_between",
        lambda value, given, _: _in_range(value, given),
        (_fact("whole"), *_least_most()),
        _ranged(_NUMBER),
        lambda value, given, _: _NUMBER.said(_gap(value, given)),
    ),
    _word(
        "amount_between",
        lambda value, given, _: _in_range(value, given),
        (_fact("money"), *_least_most("money")),
        _ranged(_YUAN),
        lambda value, given, _: _YUAN.said(_gap(value, given)),
    ),
    _word(
        "listed_between",
        lambda value, given, _: _in_range(len(set(value)), given),
        (_fact("codes"), *_least_most()),
        _ranged(_ENTRIES),
        lambda value, given, _: _ENTRIES.said(_gap(len(set(value)), given)),
    ),
    _word(
        "age_between",
        lambda value, given, facts: _in_range(age_on(value, facts.day), given),
        (_fact("day"), *_least_most()),
        _ranged(_YEARS),
        lambda value, given, facts: _A_YEAR.said(_gap(age_on(value, facts.day), given)),
        since=True,
    ),
    _word(
        "months_since",
        _months_hold,
        (_fact("day"), *_least_most()),
        _ranged(_MONTHS),
        since=True,
    ),
    _word(
        "days_since",
        lambda value, given, facts: _in_range((facts.day - value).days, given),
        (_fact("day"), *_least_most()),
        _ranged(_DAYS),
        lambda value, given, facts: _A_DAY.said(_gap((facts.day - value).days, given)),
        since=True,
    ),
    _word("day_between", _day_holds, (_fact("day"), _FIRST, _LAST), _period_label),
)
