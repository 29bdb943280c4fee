"""Predicates over several facts: comparisons, sums that must add up, rates, shares, the past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from unionapp.errors import Problem
from unionapp.programmes import frequency
from unionapp.programmes.facts import Facts
from unionapp.programmes.programme import Among, FactKind, Period
from unionapp.programmes.told import told_value
from unionapp.programmes.vocabulary import Arguments, Case, Finding, Parameter, Word

_CUT_OFFS = ("by_first", "by_second", "by_third")
COMPARISONS = ("<", "<=", ">", ">=", "=")
_SIGNS = {"<=": "≤", ">=": "≥"}
_NUMBERS: tuple[FactKind, ...] = ("whole", "money")
_FACT = Parameter("fact", "fact", fact_kinds=_NUMBERS)
MOST_PERCENT = 10_000


def largest_remainder(base: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Split a number by shares so that the parts add up to it; ties go to the earlier one.

    Every part is first cut to the whole below it; what is left goes one by one to the largest
    remainders. `shares` need not make a hundred.
    """
    whole = sum(shares)
    if whole <= 0 or base < 0:
        raise ValueError("shares must be above nothing and the base not below it")
    parts = [base * share // whole for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (-(base * shares[i] % whole), i))
    for place in order[: base - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def _compared(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """One fact against a percentage of another: fact × 100 ? other × percent."""
    fact, other, percent = given.text("fact"), given.text("other"), given.whole("percent")
    left, right = case.facts.get(fact) * 100, case.facts.get(other) * percent
    comparison = given.text("comparison")
    holds = {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "=": left == right,
    }[comparison]
    times = "" if percent == 100 else f" × {percent}%"
    sign = _SIGNS.get(comparison, comparison)
    detail = {
        "line_zh": f"{_said(case, fact, 'zh')} {sign} {_said(case, other, 'zh')}{times}",
        "line_en": f"{_said(case, fact, 'en')} {sign} {_said(case, other, 'en')}{times}",
    }
    return _told(holds, fact, detail)


def _said(case: Case, fact: str, language: str) -> str:
    value = told_value(case.programme, fact, case.facts.get(fact)).text(language)
    return f"{case.label(fact).text(language)} {value}"


def _adds_up(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """The parts of a total make exactly the total; none told at all may pass as unanswered."""
    total = given.text("fact")
    parts = tuple(part for part in given.texts("parts") if case.facts.get(part) is not None)
    if not parts:
        return Finding(True)
    values = [case.facts.get(part) for part in parts]
    holds = sum(values) == case.facts.get(total)
    texts = [told_value(case.programme, name, case.facts.get(name)).zh for name in parts]
    made = told_value(case.programme, total, sum(values)).zh
    line = f"{' + '.join(texts)} = {made}"
    detail = {
        "line_zh": f"{line}；{_said(case, total, 'zh')}",
        "line_en": f"{line}; {_said(case, total, 'en')}",
    }
    return _told(holds, total, detail)


def _rate(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """A share of a whole reaches a percentage; after the day `by` it is overdue, before a target.

    Nothing of nothing reaches no target.
    """
    part, whole = case.facts.get(given.text("fact")), case.facts.get(given.text("whole"))
    percent, by = given.whole("percent"), given.optional_day("by")
    reached = whole > 0 and part * 100 >= whole * percent
    needed = max(0, -(-whole * percent // 100) - part)
    detail = {
        "line_zh": f"{part} ÷ {whole} {_percent(part, whole)}，目标 {percent}%"
        + (f"（{by} 前）" if by else "")
        + (f"，还差 {needed}" if not reached else ""),
        "line_en": f"{part} ÷ {whole} {_percent(part, whole)}; target {percent}%"
        + (f" by {by}" if by else "")
        + (f"; {needed} short" if not reached else ""),
    }
    return _told(reached, given.text("fact"), detail)


def _percent(part: int, whole: int) -> str:
    if whole <= 0:
        return "= —"
    hundredths, rest = divmod(part * 10_000, whole)
    return f"{'≈' if rest else '='} {hundredths // 100}.{hundredths % 100:02d}%"


def _split(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """A base is planned in shares, each with the day by which it is due; every part is a line."""
    fact, percents = given.text("fact"), given.wholes("percents")
    base = case.facts.get(fact)
    added = case.facts.get(given.text("added")) or 0
    if given.text("count_added") == "yes":
        base += added
    parts = largest_remainder(base, percents)
    shares = zip(given.texts("names"), percents, parts, _CUT_OFFS, strict=False)
    lines = [
        Problem(
            "programme.proof_share" if given.optional_day(by) else "programme.proof_share_open",
            fact,
            {
                "name": name,
                "base": base,
                "percent": percent,
                "part": part,
                "by": given.optional_day(by) or "",
            },
        )
        for name, percent, part, by in shares
    ]
    total = " + ".join(str(part) for part in parts)
    whole = Problem("programme.proof_line", fact, {"line": f"{total} = {base}"})
    return Finding(True, proof=(*lines, whole))


def _office_says(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """The office, or the default of the document, says this word."""
    holds = given.text("says") == given.text("word")
    return Finding(holds, () if holds else (Problem("programme.not_said"),))


def _not_given(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """Nothing of this kind was given by this programme in a period, to those meant."""
    kind = str(given.values.get("kind", ""))
    among = frequency.AMONG[given.text("among")]
    months = given.optional_whole("months")
    found = [
        grant
        for grant in frequency.counted(case, given.text("period"), months, case.facts.earlier)
        if grant.programme == case.programme.code
        and grant.among in among
        and (not kind or grant.kind in ("", kind))
    ]
    if not found:
        return Finding(True)
    detail = {"day": max(grant.day for grant in found), "times": len(found), "next": ""}
    return Finding(False, (Problem("programme.had_already", "earlier", detail),))


def _earlier(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """Some other programme was given before, or was not."""
    code = given.text("programme")
    found = [grant for grant in case.facts.earlier if grant.programme == code]
    detail = {"programme": code, "times": len(found), "at_least": given.whole("at_least")}
    holds = len(found) >= given.whole("at_least")
    problem = Problem("programme.earlier_grants", "earlier", detail)
    return Finding(holds, () if holds else (problem,), (problem,) if holds else ())


def _told(holds: bool, fact: str, detail: Mapping[str, object]) -> Finding:
    if holds:
        return Finding(True, proof=(Problem("programme.sum_holds", fact, detail),))
    return Finding(False, (Problem("programme.sum_fails", fact, detail),))


_OTHER = Parameter("other", "fact", fact_kinds=_NUMBERS)


def _occasion_facts(facts: Facts, given: Arguments) -> tuple[str, ...]:
    name = frequency.occasion(given.text("period"))
    asked = bool(facts.earlier) and bool(name) and facts.get(name) is None
    return (name,) if asked else ()


SUM_WORDS: tuple[Word[Finding], ...] = (
    Word(
        "compared",
        _compared,
        (
            _FACT,
            Parameter("comparison", "choice", COMPARISONS),
            _OTHER,
            Parameter("percent", "whole", lowest=1, highest=MOST_PERCENT, default=100),
        ),
        missing=lambda facts, given: _lacking(facts, given, "fact", "other"),
    ),
    Word(
        "adds_up",
        _adds_up,
        (
            _FACT,
            Parameter("parts", "facts", fact_kinds=_NUMBERS),
            Parameter("unanswered", "choice", ("ask", "pass"), default="ask"),
        ),
        missing=lambda facts, given: (
            *_lacking(facts, given, "fact"),
            *(_lacking(facts, given, "parts") if given.text("unanswered") == "ask" else ()),
        ),
    ),
    Word(
        "rate_at_least",
        _rate,
        (
            Parameter("fact", "fact", fact_kinds=("whole",)),
            Parameter("whole", "fact", fact_kinds=("whole",)),
            Parameter("percent", "whole", lowest=1, highest=100),
            Parameter("by", "day", optional=True),
        ),
        missing=lambda facts, given: _lacking(facts, given, "fact", "whole"),
    ),
    Word(
        "split_by_largest_remainder",
        _split,
        (
            Parameter("fact", "fact", fact_kinds=("whole",)),
            Parameter("percents", "wholes", lowest=1, highest=100),
            Parameter("names", "texts"),
            *(Parameter(name, "day", optional=True, may_be_unset=True) for name in _CUT_OFFS),
            Parameter("added", "fact", fact_kinds=("whole",)),
            Parameter("count_added", "choice", ("no", "yes"), default="no"),
        ),
        missing=lambda facts, given: _lacking(facts, given, "fact"),
    ),
    Word(
        "earlier_grant",
        _earlier,
        (
            Parameter("programme", "text"),
            Parameter("at_least", "whole", lowest=1, highest=1000, default=1),
        ),
    ),
    Word("office_says", _office_says, (Parameter("says", "said"), Parameter("word", "text"))),
    Word(
        "not_given_before",
        _not_given,
        (
            Parameter("kind", "text", optional=True),
            Parameter("among", "choice", get_args(Among), default="own"),
            Parameter("period", "choice", get_args(Period)),
            Parameter("months", "whole", lowest=1, highest=1200, optional=True),
        ),
        missing=_occasion_facts,
    ),
)


def _lacking(facts: Facts, given: Arguments, *names: str) -> tuple[str, ...]:
    wanted = [fact for name in names for fact in given.texts(name)]
    return tuple(fact for fact in wanted if facts.get(fact) is None)
