"""How often a programme is given, and what it may not be had beside.

`months` is a rolling period: after a grant the next one is possible on the day of the same number
so many months later, not one day before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from unionapp.errors import Problem
from unionapp.programmes.dates import academic_year, add_months
from unionapp.programmes.facts import Facts, Grant
from unionapp.programmes.programme import Argument, Clash, Frequency, Programme
from unionapp.programmes.vocabulary import Case, Finding

_OCCASIONS = {
    "fixed_round": "round",
    "illness": "illness",
    "child": "child",
    "stay": "stay",
    "event": "event",
}
AMONG = {
    "own": ("own",),
    "household": ("own", "household", "spouse"),
    "spouse": ("spouse",),
    "union": ("own", "household", "spouse", "union"),
}


def missing(case: Case) -> tuple[str, ...]:
    """Return the facts that tell apart the grants that were made before."""
    names = [
        occasion(case.value(rule.period))
        for rule in case.programme.timed()
        if (_own(case, rule) if isinstance(rule, Frequency) else _clashing(case, rule))
    ]
    return tuple(name for name in dict.fromkeys(names) if name and case.facts.get(name) is None)


def check(case: Case) -> Finding:
    """Return whether it may be given now: often enough already, or beside something else."""
    if not case.facts.earlier:
        return Finding(True)
    found = [_clash(case, clash) for clash in case.programme.clashes]
    if case.programme.frequency is not None:
        found.append(_had(case, case.programme.frequency))
    return Finding(
        all(one.holds for one in found),
        tuple(reason for one in found for reason in one.reasons),
        (),
        tuple(warning for one in found for warning in one.warnings),
    )


def barred(programme: Programme, facts: Facts) -> tuple[Problem, ...]:
    """Return what was given before stands in the way, whatever else the programme asks."""
    case = Case(programme, facts, (), facts.settings)
    return () if missing(case) else check(case).reasons


def holds(case: Case) -> bool | None:
    """Return the bare answer of `check`; None when a fact is missing."""
    if not case.facts.earlier:
        return True
    return None if missing(case) else check(case).holds


def next_day(case: Case) -> date | None:
    """Return the first day on which a rolling period is over again, or None when none runs."""
    frequency = case.programme.frequency
    if frequency is None or case.value(frequency.period) != "months":
        return None
    found = counted(case, frequency.period, frequency.months, _own(case, frequency))
    if len(found) < frequency.times:
        return None
    first = sorted(found, key=lambda grant: grant.day)[-frequency.times]
    return add_months(first.day, _months(case, frequency.months))


def _had(case: Case, frequency: Frequency) -> Finding:
    found = counted(case, frequency.period, frequency.months, _own(case, frequency))
    if len(found) < frequency.times:
        return Finding(True)
    last = max(grant.day for grant in found)
    free = next_day(case)
    detail = {"day": last, "times": frequency.times, "next": free or ""}
    code = "programme.had_already_until" if free else "programme.had_already"
    return Finding(False, (Problem(code, "earlier", detail),))


def _clash(case: Case, clash: Clash) -> Finding:
    found = counted(case, clash.period, clash.months, _clashing(case, clash))
    if not found:
        return Finding(True)
    detail = {
        "zh": clash.label.zh,
        "en": clash.label.en,
        "programme": clash.programme,
        "day": max(grant.day for grant in found),
    }
    if clash.refuses:
        return Finding(False, (Problem("programme.clash", "earlier", detail),))
    return Finding(True, warnings=(Problem("programme.clash", "earlier", detail, warning=True),))


def _own(case: Case, frequency: Frequency) -> list[Grant]:
    """Grants of this programme to the same holder."""
    among = AMONG["household" if frequency.per == "household" else "own"]
    return [
        grant
        for grant in case.facts.earlier
        if grant.programme == case.programme.code
        and (grant.among in among or frequency.per == "union")
        and _is_same(case.facts, grant, frequency.per)
    ]


def _clashing(case: Case, clash: Clash) -> list[Grant]:
    return [
        grant
        for grant in case.facts.earlier
        if grant.programme == clash.programme and grant.among in AMONG[clash.among]
    ]


def _is_same(facts: Facts, grant: Grant, per: str) -> bool:
    """A grant that names nobody is the subject's own."""
    named, mine = {
        "household": (grant.household, facts.household.id),
        "union": (grant.union, facts.values.get("union.id")),
        "employer": ("", None),
    }.get(per, (grant.person, facts.values.get("person.id")))
    return not named or not mine or named == mine


def counted(
    case: Case, period: Argument, months: Argument | None, grants: Sequence[Grant]
) -> Sequence[Grant]:
    """Return the grants that fall into the period of the case."""
    facts, word = case.facts, case.value(period)
    match word:
        case "life":
            return grants
        case "calendar_year":
            return [grant for grant in grants if grant.day.year == facts.year]
        case "academic_year":
            year = academic_year(facts.day)
            return [grant for grant in grants if academic_year(grant.day) == year]
        case "months":
            count = _months(case, months)
            return [grant for grant in grants if _is_within(grant.day, facts.day, count)]
        case _:
            name = _OCCASIONS[str(word)]
            mine = facts.get(f"occasion.{name}")
            return [grant for grant in grants if getattr(grant, name) in ("", mine)]


def _is_within(earlier: date, day: date, months: int) -> bool:
    first, last = sorted((earlier, day))
    return last < add_months(first, months)


def _months(case: Case, months: Argument | None) -> int:
    value = None if months is None else case.value(months)
    return value if isinstance(value, int) else 0


def occasion(period: object) -> str:
    """Return the fact that tells grants apart where the period is no stretch of time."""
    word = _OCCASIONS.get(str(period))
    return f"occasion.{word}" if word else ""
