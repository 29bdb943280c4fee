"""The closed vocabulary of money rules; integer fen, multiplied first and divided last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from unionapp.errors import Problem
from unionapp.programmes import standard_days
from unionapp.programmes.categories import MONTHS
from unionapp.programmes.dates import ACADEMIC_YEAR_MONTH, academic_year, add_months
from unionapp.programmes.facts import Facts, Household
from unionapp.programmes.standards import Standard
from unionapp.programmes.vocabulary import MAX_FEN, Amount, Arguments, Case, Parameter, Word
from unionapp.values.money import format_fen

UNITS = ("flat_per_household", "per_person", "top_up")


def divided(total: int, by: int) -> int:
    """Divide and round half a fen up, the one rounding of every money rule."""
    return (2 * total + by) // (2 * by)


def _n_times_standard(case: Case, given: Arguments, _: tuple[Amount, ...]) -> Amount:
    """n months of the standard in force: for the household, per person, or topped up to it."""
    months = _months(case, given)
    rows = _rows(case, months)
    if isinstance(rows, Problem):
        return Amount(0, refusal=rows)
    total = sum(row.amount_fen for _, row in rows)
    left = _sum_text(rows)
    household = case.facts.household
    proof = list(standard_days.lines(rows))
    if given.text("unit") == "flat_per_household":
        fen = total
        proof.append(line(f"{left} = {format_fen(fen)}"))
    elif given.text("unit") == "per_person":
        fen = total * (household.people or 0)
        proof.append(line(f"{_bracketed(left)} × {household.people} = {format_fen(fen)}"))
    else:
        fen = _top_up(household, rows)
        proof.extend(_top_up_lines(household, rows, left, fen))
    if given.text("payout") == "monthly" and fen and months:
        proof.append(_instalments(fen, len(months)))
    return Amount(fen, tuple(proof), standard_days.warnings(rows))


def _rows(case: Case, months: tuple[date, ...]) -> tuple[tuple[date, Standard], ...] | Problem:
    """The row of each month: its own when counted month by month, else the one of the day."""
    if standard_days.is_month_wise(case):
        return standard_days.by_month(case, months)
    row = standard_days.on_day(case)
    if isinstance(row, Problem):
        return row
    return tuple((standard_days.day_of(case), row) for _ in months)


def _months(case: Case, given: Arguments) -> tuple[date, ...]:
    """First days of the months that count: the first n of the year, or the last since the filing.

    A programme that is given once an academic year counts the months of that year.
    """
    n, since = given.whole("n"), case.facts.household.on_file_since
    first = _first_month(case)
    months = tuple(add_months(first, past) for past in range(MONTHS))
    if given.text("partial_year") == "full" or since is None or since < first:
        return months[:n]
    return tuple(month for month in months if month >= since.replace(day=1))[-n:]


def _first_month(case: Case) -> date:
    often = case.programme.frequency
    if often is not None and case.value(often.period) == "academic_year":
        return date(academic_year(case.facts.day), ACADEMIC_YEAR_MONTH, 1)
    return date(case.facts.year, 1, 1)


def _top_up(household: Household, rows: tuple[tuple[date, Standard], ...]) -> int:
    """What is missing to the standard for everybody, over the months that count."""
    needed = sum(row.amount_fen for _, row in rows) * (household.people or 0)
    income = (household.annual_income_fen or 0) * len(rows)
    return max(0, divided(needed * MONTHS - income, MONTHS))


def _top_up_lines(
    household: Household, rows: tuple[tuple[date, Standard], ...], left: str, fen: int
) -> list[Problem]:
    income = format_fen(household.annual_income_fen or 0)
    if len(rows) != MONTHS:
        income = f"{income} × {len(rows)} ÷ {MONTHS}"
    found = [line(f"{_bracketed(left)} × {household.people} − {income} = {format_fen(fen)}")]
    if fen == 0:
        found = [Problem("programme.proof_no_top_up", detail={"income": income})]
    return found


def _top_up_facts(facts: Facts, given: Arguments) -> tuple[str, ...]:
    household = facts.household
    needed: dict[str, object] = {}
    if given.text("unit") != "flat_per_household":
        needed["people"] = household.people
    if given.text("unit") == "top_up":
        needed["annual_income_fen"] = household.annual_income_fen
    if given.text("partial_year") == "months_on_file":
        needed["on_file_since"] = household.on_file_since
    return tuple(f"household.{name}" for name, value in needed.items() if value is None)


def _instalments(fen: int, months: int) -> Problem:
    each, rest = divmod(fen, months)
    detail = {
        "months": months,
        "each": format_fen(each),
        "last": format_fen(each + rest),
        "line": f"{format_fen(fen)} ÷ {months} {'≈' if rest else '='} {format_fen(each)}",
    }
    return Problem("programme.proof_instalments", detail=detail)


def _fixed_sum(case: Case, given: Arguments, _: tuple[Amount, ...]) -> Amount:
    """A sum that the document names."""
    fen = given.whole("fen")
    return Amount(fen, (Problem("programme.proof_fixed", detail={"text": format_fen(fen)}),))


def _share(case: Case, given: Arguments, parts: tuple[Amount, ...]) -> Amount:
    """A percentage of another rule's amount, with a floor and a ceiling (0: none).

    A floor above the whole of which this is a share stands (`keep`) or gives way (`cap`).
    """
    whole = parts[0]
    if whole.refusal is not None or whole.unbounded:
        return whole
    percent, floor, ceiling = given.whole("percent"), given.whole("floor"), given.whole("ceiling")
    if given.text("floor_above_whole") == "cap":
        floor = min(floor, whole.fen)
    fen = divided(whole.fen * percent, 100)
    proof = [*whole.proof]
    if percent != 100:
        sign = "≈" if whole.fen * percent % 100 else "="
        proof.append(line(f"{format_fen(whole.fen)} × {percent}% {sign} ", fen))
    if fen < floor:
        proof.append(_bound("programme.proof_floor", fen, floor))
        fen = floor
    if ceiling and fen > ceiling:
        proof.append(_bound("programme.proof_ceiling", fen, ceiling))
        fen = ceiling
    return Amount(fen, tuple(proof), whole.warnings)


def _bound(code: str, fen: int, bound: int) -> Problem:
    return Problem(code, detail={"amount": format_fen(fen), "bound": format_fen(bound)})


def line(text: str, fen: int | None = None) -> Problem:
    """Return a line of arithmetic, with an amount at its end when one is given."""
    end = "" if fen is None else format_fen(fen)
    return Problem("programme.proof_line", detail={"line": text + end})


def _sum_text(rows: Iterable[tuple[date, Standard]]) -> str:
    """Write the months as a person would: `6 × 635.00 + 6 × 655.00`."""
    counted = groupby(row.amount_fen for _, row in rows)
    return " + ".join(f"{len(list(same))} × {format_fen(fen)}" for fen, same in counted) or "0"


def _bracketed(text: str) -> str:
    return f"({text})" if " + " in text else text


AMOUNT_WORDS: tuple[Word[Amount], ...] = (
    Word(
        "n_times_standard",
        _n_times_standard,
        (
            Parameter("n", "whole", lowest=1, highest=MONTHS),
            Parameter("unit", "choice", UNITS, default="flat_per_household"),
            Parameter("partial_year", "choice", ("full", "months_on_file"), default="full"),
            Parameter("payout", "choice", ("once", "monthly"), default="once"),
        ),
        missing=_top_up_facts,
        needs_standard=True,
    ),
    Word("fixed_sum", _fixed_sum, (Parameter("fen", "money", lowest=1, highest=MAX_FEN),)),
    Word(
        "share",
        _share,
        (
            Parameter("percent", "whole", lowest=1, highest=100),
            Parameter("floor", "money", lowest=0, highest=MAX_FEN, default=0),
            Parameter("ceiling", "money", lowest=0, highest=MAX_FEN, default=0),
            Parameter("floor_above_whole", "choice", ("keep", "cap"), default="keep"),
        ),
        parts="one",
    ),
)
