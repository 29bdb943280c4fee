"""Puts a household into its category of hardship, by whole-number comparison.

National rules as cities publish them (困难职工 categories; `resources/programmes/hardship_filing
.toml` names the documents): deep below the local dibao, relative below twice the dibao, accident
for who was struck by disaster, accident or epidemic, or lost more than 80 % of the year's income,
and is still in difficulty. Nothing is divided before it is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from unionapp.errors import Problem
from unionapp.values.money import format_fen

if TYPE_CHECKING:
    from unionapp.programmes.facts import Household
    from unionapp.programmes.standards import Standard

Category = Literal["deep", "relative", "accident", "none"]
FileState = Literal["open", "resolved", "cancelled"]
Measure = Literal["income_less_rigid_costs", "per_head_income"]

CATEGORIES: tuple[Category, ...] = get_args(Category)
MEASURES: tuple[Measure, ...] = get_args(Measure)
FILE_STATES: tuple[FileState, ...] = get_args(FileState)
# Files of these states give no category: reason by state.
OFF_FILE: Mapping[FileState, str] = {
    "resolved": "programme.category_resolved",
    "cancelled": "programme.category_cancelled",
}
REASON_CODES: Mapping[Category, str] = {
    "deep": "programme.category_deep",
    "relative": "programme.category_relative",
    "accident": "programme.category_accident",
    "none": "programme.category_none",
}
MONTHS = 12
# Below once the standard is deep hardship, below twice it is relative hardship.
RELATIVE_MULTIPLE = 2
# "losses or costs in the year > 80 % of annual household income" (Qingdao).
ACCIDENT_PERCENT = 80


@dataclass(frozen=True, slots=True)
class CategoryFinding:
    """A category, its reasons, and the lines that a person would write to check it."""

    category: Category
    reasons: tuple[Problem, ...]
    proof: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def category(
    household: Household, standard: Standard, measure: Measure = "income_less_rigid_costs"
) -> CategoryFinding:
    """Return the category of a household whose income and head-count are known."""
    if household.people is None or household.annual_income_fen is None:
        raise ValueError("a category needs head-count and income")
    if household.off_file:
        return CategoryFinding("none", (Problem(household.off_file, "household"),), ())
    counted = counted_income(household, measure)
    limit = standard.amount_fen * MONTHS * household.people
    proof = [_income_line(household, standard, measure, counted)]

    def compared(code: str, against: int) -> Problem:
        known = {
            "people": household.people,
            "standard": format_fen(standard.amount_fen),
            "counted": signed(counted),
            "limit": format_fen(against),
        }
        return Problem(code, "household", known)

    found: Category = "none"
    warnings: tuple[Problem, ...] = ()
    if counted < limit:
        found = "deep"
        proof.append(compared("programme.proof_deep", limit))
    elif counted < RELATIVE_MULTIPLE * limit:
        found = "relative"
        proof.append(compared("programme.proof_not_deep", limit))
        proof.append(compared("programme.proof_relative", RELATIVE_MULTIPLE * limit))
    else:
        proof.append(compared("programme.proof_not_relative", RELATIVE_MULTIPLE * limit))
        if household.struck or household.accident_losses_fen:
            found, line, warnings = _accident(household)
            proof.append(line)
    reason = Problem(REASON_CODES[found], "household")
    return CategoryFinding(found, (reason,), tuple(proof), warnings)


def category_code(household: Household, standard_fen: int, measure: Measure) -> Category:
    """Return the category alone; a test holds it to `category`."""
    if household.off_file:
        return "none"
    counted = counted_income(household, measure)
    limit = standard_fen * MONTHS * (household.people or 1)
    if counted < limit:
        return "deep"
    if counted < RELATIVE_MULTIPLE * limit:
        return "relative"
    if household.still_in_difficulty is False:
        return "none"
    return "accident" if household.struck or _lost_most(household) else "none"


def counted_income(household: Household, measure: Measure) -> int:
    """Return the year's income in fen that is held against the standard; it may be negative."""
    income = household.annual_income_fen or 0
    return income - household.rigid_costs_fen if measure == "income_less_rigid_costs" else income


def _lost_most(household: Household) -> bool:
    income = household.annual_income_fen or 0
    return household.accident_losses_fen * 100 > income * ACCIDENT_PERCENT


def _accident(household: Household) -> tuple[Category, Problem, tuple[Problem, ...]]:
    income = household.annual_income_fen or 0
    losses = household.accident_losses_fen
    detail = {
        "losses": format_fen(losses),
        "income": format_fen(income),
        "percent": ACCIDENT_PERCENT,
        "limit": format_fen(income * ACCIDENT_PERCENT // 100),
    }
    if not household.struck and not _lost_most(household):
        return "none", Problem("programme.proof_not_accident", "household", detail), ()
    if household.still_in_difficulty is False:
        codes = ("programme.proof_struck_relieved", "programme.proof_accident_relieved")
        return "none", Problem(codes[not household.struck], "household", detail), ()
    code = "programme.proof_struck" if household.struck else "programme.proof_accident"
    line = Problem(code, "household", detail)
    if household.still_in_difficulty is None:
        return "accident", line, (Problem("programme.accident_relief_open", warning=True),)
    return "accident", line, ()


def _income_line(
    household: Household, standard: Standard, measure: Measure, counted: int
) -> Problem:
    people = household.people or 1
    income = format_fen(household.annual_income_fen or 0)
    if measure == "income_less_rigid_costs":
        income = f"({income} − {format_fen(household.rigid_costs_fen)})"
    share, rest = divmod(counted * 100, MONTHS * people)
    detail = {
        "income": income,
        "people": people,
        "sign": "≈" if rest else "=",
        "share": _four_decimals(share),
        "standard": format_fen(standard.amount_fen),
    }
    return Problem("programme.proof_per_head", "household", detail)


def signed(fen: int) -> str:
    """Write an amount that may be below nothing."""
    return format_fen(fen) if fen >= 0 else f"−{format_fen(-fen)}"


def _four_decimals(hundredths_of_fen: int) -> str:
    """Write 1/100 fen in yuan with as many decimals as it needs, two at least."""
    sign = "−" if hundredths_of_fen < 0 else ""
    fen, rest = divmod(abs(hundredths_of_fen), 100)
    return f"{sign}{format_fen(fen)}{rest:02d}" if rest else f"{sign}{format_fen(fen)}"
