"""What a programme asks: its facts, for its page, for a form and for the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unionapp.programmes.fact_names import known_names
from unionapp.programmes.programme import FactKind, Programme, Rule
from unionapp.programmes.switches import Label
from unionapp.programmes.words import MONEY_RULES, PREDICATES

# What the words that know the household by themselves may ask.
_HOUSEHOLD = {
    "household_category": (
        "household.category",
        "household.people",
        "household.annual_income_fen",
        "household.rigid_costs_fen",
        "household.accident_losses_fen",
        "household.struck",
        "household.still_in_difficulty",
    ),
    "income_above_standard": (
        "household.people",
        "household.annual_income_fen",
        "household.rigid_costs_fen",
        "household.months_above_standard",
    ),
    "n_times_standard": (
        "household.people",
        "household.annual_income_fen",
        "household.on_file_since",
    ),
}
# Parameters whose fact a rule cannot do without.
_NEEDED = ("fact", "other", "whole")
_STANDARD = ("household.division", "household.dibao_kind")
# Whether the file stands is the file's to say and is never asked for.
_FILE = "household.file_state"
# Where the standard may be that of another place than the one of residence.
_PLACES = ("household.hukou", "household.filing_union", "household.school")


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact that a programme may ask for; `optional`: it can be tried without."""

    name: str
    kind: FactKind
    label: Label
    optional: bool


def facts_asked(programme: Programme) -> tuple[AskedFact, ...]:
    """Return every fact that a rule of the programme reads, in the order of its rules.

    Behind them stand those that only its papers print.
    """
    known = known_names(programme.facts)
    defaults = {fact.name for fact in programme.facts if fact.default is not None}
    asked: dict[str, bool] = {}
    for root in (programme.eligibility, programme.amount, programme.exit):
        for name, needed in _names(root) if root else ():
            asked[name] = asked.get(name, False) or (needed and name not in defaults)
    for fact in programme.facts:
        if fact.printed:
            asked.setdefault(fact.name, False)
    return tuple(
        AskedFact(name, known[name].kind, known[name].label, not needed)
        for name, needed in asked.items()
    )


def facts_of_exit(programme: Programme) -> tuple[AskedFact, ...]:
    """Return the facts that the condition for leaving reads, in the order of its rules."""
    read = {name for name, _ in _names(programme.exit)} if programme.exit else set()
    return tuple(one for one in facts_asked(programme) if one.name in read)


def facts_read(programme: Programme) -> tuple[str, ...]:
    """Return every fact on which the verdict of a day depends, but for what was given before.

    The names are those that `Facts.get` takes. A test holds verdicts to it.
    """
    roots = (programme.eligibility, programme.amount)
    names = {name for root in roots if root for name, _ in _names(root)}
    if programme.standard is not None:
        names.update(_STANDARD, _PLACES)
    if programme.exclusions:
        names.add("exclusions")
    if "household.category" in names:
        names.add(_FILE)
    return tuple(sorted(names))


def _names(rule: Rule) -> Iterator[tuple[str, bool]]:
    """Yield the facts that a rule and those inside it read, and whether they are asked for."""
    for name, needed in _own_names(rule):
        yield name, needed and not rule.warns
    for part in rule.parts:
        for name, needed in _names(part):
            yield name, needed and not rule.warns


def _own_names(rule: Rule) -> Iterator[tuple[str, bool]]:
    word = PREDICATES.get(rule.word) or MONEY_RULES.get(rule.word)
    if word is None:
        return
    for name in _HOUSEHOLD.get(rule.word, ()):
        yield name, False
    if word.needs_standard:
        yield _STANDARD[0], True
        yield _STANDARD[1], False
    needed = rule.arguments.get("unanswered", "ask") == "ask"
    for parameter in word.parameters:
        given = rule.arguments.get(parameter.name)
        if parameter.kind == "fact" and isinstance(given, str):
            yield given, needed and parameter.name in _NEEDED
        elif parameter.kind == "facts" and isinstance(given, tuple):
            yield from ((str(name), needed and parameter.name == "parts") for name in given)
