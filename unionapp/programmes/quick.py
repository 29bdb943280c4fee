"""The verdict alone, for very many cases: no proof, no sentences, nothing asked back.

Prepare a programme once for a day, the office's standards and its settings; then try it on facts
of that day. `evaluate.try_programme` says the same, with the proof; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from unionapp.programmes import frequency, standard_days, standards
from unionapp.programmes.facts import Facts
from unionapp.programmes.needs import chosen_parts
from unionapp.programmes.programme import Programme, Rule
from unionapp.programmes.standards import Standard
from unionapp.programmes.switches import Setting
from unionapp.programmes.vocabulary import Amount, Case
from unionapp.programmes.words import MONEY_RULES, PREDICATES

MISSING = "programme.fact_missing"
# Adds the reason codes of a condition to a list and says whether it holds; None: not known.
_Test = Callable[[Facts, list[str]], "bool | None"]


class QuickVerdict(NamedTuple):
    """`eligible` is None when a fact or a switch is missing that could turn the verdict.

    `codes` are the file's own reason codes, and `programme.…` ones of the engine. `amount_fen`
    is None when there is none.
    """

    eligible: bool | None
    codes: tuple[str, ...]
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A programme made ready for one day."""

    programme: Programme
    case: Case
    expired: str
    test: _Test

    def verdict(self, facts: Facts) -> QuickVerdict:
        """Try facts of the day for which the programme was prepared."""
        codes: list[str] = []
        eligible = self.test(facts, codes)
        if facts.earlier:
            free = frequency.holds(self._with(facts))
            if free is not True:
                codes.append("programme.had_already" if free is False else MISSING)
                eligible = False if free is False or eligible is False else None
        if self.expired:
            codes.append(self.expired)
            eligible = False
        if not eligible or self.programme.amount is None:
            return QuickVerdict(eligible, tuple(codes), None)
        return self._paid(self._with(facts), self.programme.amount, codes)

    def _paid(self, case: Case, rule: Rule, codes: list[str]) -> QuickVerdict:
        amount = _amount(case, rule)
        if amount is None:
            return QuickVerdict(None, (*codes, MISSING), None)
        if amount.refusal is not None:
            return QuickVerdict(False, (*codes, amount.refusal.code), None)
        if amount.fen == 0:
            return QuickVerdict(False, (*codes, "programme.nothing_to_pay"), None)
        return QuickVerdict(True, tuple(codes), amount.fen)

    def _with(self, facts: Facts) -> Case:
        base = self.case
        return Case(base.programme, facts, base.standards, base.settings, base.rows)


def prepare(
    programme: Programme,
    day: date,
    rows: Iterable[Standard] | None = None,
    settings: Mapping[str, Setting] | None = None,
) -> Prepared:
    """Make a programme ready for many cases of one day.

    `rows` are the office's standards (else the shipped ones), `settings` what it has decided.
    """
    defaults = {one.name: one.default for one in programme.switches if one.default is not None}
    known = standards.shipped() if rows is None else tuple(rows)
    facts = Facts(day=day, year=day.year)
    case = Case(programme, facts, known, {**defaults, **(settings or {})})
    return Prepared(programme, case, _expired(case), _test(case, programme.eligibility))


def _expired(case: Case) -> str:
    programme, day = case.programme, case.facts.day
    if programme.valid_from is not None and day < programme.valid_from:
        return "programme.not_yet_valid"
    last = case.last_day()
    if last is None or day <= last:
        return ""
    return "programme.expired" if case.value(programme.after_expiry) == "refuse" else ""


def _test(case: Case, rule: Rule, inside: str = "") -> _Test:
    if rule.word in PREDICATES:
        bare = _predicate(case, rule)
    else:
        parts = [_test(case, part, inside=rule.word) for part in rule.parts]
        compose = _all_known if (inside, rule.word) == ("any", "all") else _COMPOSED[rule.word]
        bare = compose(parts)
    if rule.warns:
        return lambda facts, codes: True
    code = rule.code

    def test(facts: Facts, codes: list[str]) -> bool | None:
        holds = bare(facts, codes)
        if holds is None:
            codes.append(MISSING)
        if not holds and code:
            codes.append(code)
        return holds

    return test if rule.word in PREDICATES or code else bare


def _predicate(case: Case, rule: Rule) -> _Test:
    word = PREDICATES[rule.word]
    if case.unset(rule, word):
        return lambda facts, codes: None
    given = case.arguments(rule)
    if word.quick is not None:
        quick = word.quick(case, given)
        return lambda facts, codes: quick(facts)

    def test(facts: Facts, codes: list[str]) -> bool | None:
        tried = replace(case, facts=facts)
        if word.missing(facts, given) or (word.needs_standard and standard_days.missing(tried)):
            return None
        return word.run(tried, given, ()).holds

    return test


def _all(parts: list[_Test]) -> _Test:
    def test(facts: Facts, codes: list[str]) -> bool | None:
        found: bool | None = True
        for part in parts:
            holds = part(facts, codes)
            if holds is False:
                found = False
            elif holds is None and found:
                found = None
        return found

    return test


def _all_known(parts: list[_Test]) -> _Test:
    """As `_all`, for an alternative: once a part fails, what is not known of the others is idle."""

    def test(facts: Facts, codes: list[str]) -> bool | None:
        told: list[tuple[bool | None, list[str]]] = []
        for part in parts:
            inner: list[str] = []
            told.append((part(facts, inner), inner))
        answers = [holds for holds, _ in told]
        fails = False in answers
        for holds, inner in told:
            codes.extend(inner if holds is False or not fails else ())
        if fails:
            return False
        return None if None in answers else True

    return test


def _any(parts: list[_Test]) -> _Test:
    def test(facts: Facts, codes: list[str]) -> bool | None:
        found: bool | None = False
        inner: list[str] = []
        for part in parts:
            holds = part(facts, inner)
            if holds:
                return True
            if holds is None:
                found = None
        codes.extend(inner)
        return found

    return test


def _not(parts: list[_Test]) -> _Test:
    def test(facts: Facts, codes: list[str]) -> bool | None:
        holds = parts[0](facts, [])
        return None if holds is None else not holds

    return test


_COMPOSED: Mapping[str, Callable[[list[_Test]], _Test]] = {"all": _all, "any": _any, "not": _not}


def _amount(case: Case, rule: Rule) -> Amount | None:
    word = MONEY_RULES[rule.word]
    if case.unset(rule, word):
        return None
    given = case.arguments(rule)
    if word.missing(case.facts, given):
        return None
    if word.needs_standard and standard_days.missing(case):
        return None
    parts = []
    for part in chosen_parts(case, rule):
        amount = _amount(case, part)
        if amount is None:
            return None
        parts.append(amount)
    return word.run(case, given, tuple(parts))
