"""What a programme still needs before it can be tried: facts, and switches without a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from unionapp.errors import Problem
from unionapp.programmes import frequency, standard_days
from unionapp.programmes.fact_names import label_of, missing_fact
from unionapp.programmes.programme import Programme, Rule
from unionapp.programmes.switches import Argument, Label, switches_in
from unionapp.programmes.vocabulary import Case, Word
from unionapp.programmes.words import MONEY_RULES, PREDICATES

# The key of the rule for every code that has none of its own.
OTHERWISE = "else"


@dataclass(frozen=True, slots=True)
class _Needs:
    switches: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.switches or self.facts)


def lacking(case: Case, roots: Iterable[Rule], holds: Callable[[Rule], bool]) -> list[Problem]:
    """Return a problem for each switch without a value, else for each fact that a rule needs.

    Of alternatives that hold already the others need nothing; of keyed rules only the chosen one
    counts; a rule that only warns needs nothing. `holds` tries a condition whose facts are all
    there.
    """
    found = _joined([*(_needs(case, root, holds) for root in roots), _around(case)])
    if found.switches:
        return [_unset(case.programme, name) for name in found.switches]
    names = dict.fromkeys((*found.facts, *frequency.missing(case)))
    return [missing_fact(name, label_of(name, case.programme.facts)) for name in names]


def chosen_parts(case: Case, rule: Rule) -> tuple[Rule, ...]:
    """Return the rules inside that count: under keys only the one of the fact's code."""
    if not rule.keys:
        return rule.parts
    code = case.facts.get(str(rule.arguments.get("fact", "")))
    if code not in rule.keys:
        code = OTHERWISE
    return tuple(part for key, part in zip(rule.keys, rule.parts, strict=True) if key == code)


def switches_in_play(case: Case, rule: Rule, holds: Callable[[Rule], bool]) -> tuple[str, ...]:
    """Return the switches that decide about this case.

    Of keyed rules only those of its key count; of alternatives the first that holds and those
    before it, which might have held.
    """
    word: Word[Any] | None = PREDICATES.get(rule.word) or MONEY_RULES.get(rule.word)
    own = case.switches_of(rule, word) if word else ()
    parts = chosen_parts(case, rule)
    if rule.word == "any":
        parts = parts[: _first_holding(case, parts, holds) + 1]
    return (*own, *(name for part in parts for name in switches_in_play(case, part, holds)))


def _first_holding(case: Case, parts: tuple[Rule, ...], holds: Callable[[Rule], bool]) -> int:
    """Return the place of the first alternative that holds; behind the last when none does."""
    found = (i for i, part in enumerate(parts) if not _needs(case, part, holds) and holds(part))
    return next(found, len(parts))


def left_open(case: Case, rule: Rule, holds: Callable[[Rule], bool]) -> tuple[Problem, ...]:
    """Return a warning for everything that a rule which only warns would need."""
    found = _needs(case, replace(rule, warns=False), holds)
    labels = [label_of(name, case.programme.facts) for name in found.facts]
    unset = [_unset(case.programme, name) for name in found.switches]
    return tuple(
        Problem("programme.fact_open", name, {"zh": label.zh, "en": label.en}, warning=True)
        for name, label in zip(found.facts, labels, strict=True)
    ) + tuple(replace(problem, warning=True) for problem in unset)


def _needs(case: Case, rule: Rule, holds: Callable[[Rule], bool]) -> _Needs:
    if rule.warns:
        return _Needs()
    inner = [_needs(case, part, holds) for part in chosen_parts(case, rule)]
    if rule.word == "any":
        parts = zip(rule.parts, inner, strict=True)
        if any(not need and holds(part) for part, need in parts):
            return _Needs()
        pairs = zip(rule.parts, inner, strict=True)
        inner = [need for part, need in pairs if not _fails_anyway(case, part, holds)]
    word: Word[Any] | None = PREDICATES.get(rule.word) or MONEY_RULES.get(rule.word)
    return _joined([_of_word(case, rule, word), *inner]) if word else _joined(inner)


def _fails_anyway(case: Case, rule: Rule, holds: Callable[[Rule], bool]) -> bool:
    """Say whether one part of an alternative fails already, so that its others need nothing."""
    return rule.word == "all" and any(
        not _needs(case, part, holds) and not holds(part) for part in rule.parts
    )


def _of_word(case: Case, rule: Rule, word: Word[Any]) -> _Needs:
    unset = case.unset(rule, word)
    choice = case.programme.standard
    if word.needs_standard and choice is not None:
        unset += _without_value(case, choice.place, choice.kind, choice.day)
    if unset:
        return _Needs(unset)
    facts = word.missing(case.facts, case.arguments(rule))
    return _Needs((), facts + (standard_days.missing(case) if word.needs_standard else ()))


def _around(case: Case) -> _Needs:
    """Switches that count for every case: what holds after the last day, and how often."""
    programme = case.programme
    arguments = [programme.after_expiry]
    for rule in programme.timed():
        arguments.append(rule.period)
        if rule.months is not None and case.value(rule.period) == "months":
            arguments.append(rule.months)
    return _Needs(_without_value(case, *arguments))


def _without_value(case: Case, *arguments: Argument) -> tuple[str, ...]:
    return tuple(name for name in switches_in(*arguments) if name not in case.settings)


def _joined(needs: Iterable[_Needs]) -> _Needs:
    switches: dict[str, None] = {}
    facts: dict[str, None] = {}
    for need in needs:
        switches.update(dict.fromkeys(need.switches))
        facts.update(dict.fromkeys(need.facts))
    return _Needs(tuple(switches), tuple(facts))


def _unset(programme: Programme, name: str) -> Problem:
    switch = programme.switch(name)
    label = switch.label if switch else Label(name, name)
    return Problem("programme.switch_unset", f"switches.{name}", {"zh": label.zh, "en": label.en})
