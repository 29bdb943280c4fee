"""The closed vocabulary of predicates: what a programme file may ask about a case."""

from __future__ import annotations

from unionapp.errors import Problem
from unionapp.programmes import standard_days
from unionapp.programmes.categories import (
    CATEGORIES,
    MEASURES,
    MONTHS,
    REASON_CODES,
    CategoryFinding,
    Measure,
    category,
    category_code,
    counted_income,
)
from unionapp.programmes.facts import Facts, Household
from unionapp.programmes.standards import Standard
from unionapp.programmes.vocabulary import Arguments, Case, Finding, Parameter, Quick, Word
from unionapp.values.money import format_fen

_MEASURE = Parameter("measure", "choice", MEASURES, default="income_less_rigid_costs")


def _household_category(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """The household's category is one of those named.

    The category of the file counts; where the income says otherwise, that is a warning, because
    the file was decided on and its review is due. Without a file it is computed; a file that was
    resolved or cancelled gives none, whatever the income says.
    """
    household = case.facts.household
    if household.off_file:
        return Finding(False, (Problem(household.off_file, "household"),))
    computed = _computed_category(case, given)
    if isinstance(computed, Problem):
        if household.category is None:
            return Finding(False, (computed,))
        computed = None
    proof, warnings = (computed.proof, computed.warnings) if computed else ((), ())
    found = household.category or (computed.category if computed else "none")
    if household.category is not None:
        proof = (*proof, Problem("programme.proof_filed_category", REASON_CODES[found]))
        if computed is not None and computed.category != household.category:
            warnings = (*warnings, Problem("programme.category_differs", warning=True))
    reason = Problem(REASON_CODES[found], "household")
    return Finding(found in given.texts("categories"), (reason,), proof, warnings)


def _computed_category(case: Case, given: Arguments) -> CategoryFinding | Problem | None:
    household = case.facts.household
    if household.people is None or household.annual_income_fen is None:
        return None
    row = standard_days.on_day(case)
    if isinstance(row, Problem):
        return row
    found = category(household, row, _measure(given))
    rows = ((standard_days.day_of(case), row),)
    return CategoryFinding(
        found.category,
        found.reasons,
        (*standard_days.lines(rows), *found.proof),
        (*standard_days.warnings(rows), *found.warnings),
    )


def _quick_category(case: Case, given: Arguments) -> Quick:
    """The category alone, without the lines that explain it."""
    wanted, measure = frozenset(given.texts("categories")), _measure(given)
    row_of = standard_days.quickly(case)

    def test(facts: Facts) -> bool | None:
        household = facts.household
        row = row_of(facts)
        if row is None:
            return None
        if household.off_file:
            return False
        if household.category is not None:
            return household.category in wanted
        if household.people is None or household.annual_income_fen is None:
            return None
        if isinstance(row, Problem):
            return False
        return category_code(household, row.amount_fen, measure) in wanted

    return test


def _quick_exclusion(case: Case, given: Arguments) -> Quick:
    listed = frozenset(exclusion.code for exclusion in case.programme.exclusions)
    return lambda facts: (
        not any(answer.applies and answer.code in listed for answer in facts.exclusions)
    )


def _category_facts(facts: Facts, given: Arguments) -> tuple[str, ...]:
    household = facts.household
    if household.off_file or household.category is not None:
        return ()
    return _income_facts(facts, given)


def _income_facts(facts: Facts, given: Arguments) -> tuple[str, ...]:
    household = facts.household
    needed = {"people": household.people, "annual_income_fen": household.annual_income_fen}
    return tuple(f"household.{name}" for name, value in needed.items() if value is None)


def _no_exclusion(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """None of the programme's exclusions applies.

    `unanswered = "warn"` names those that nobody looked into: they are ticked at the filing.
    """
    answers = {answer.code: answer for answer in case.facts.exclusions}
    reasons, proof, warnings = [], [], []
    for exclusion in case.programme.exclusions:
        label = {"zh": exclusion.label.zh, "en": exclusion.label.en}
        answer = answers.get(exclusion.code)
        if answer is None:
            if given.text("unanswered") == "warn":
                open_one = Problem("programme.exclusion_open", exclusion.code, label, warning=True)
                warnings.append(open_one)
            continue
        detail = {**label, "evidence": answer.evidence or "—"}
        if answer.applies:
            reasons.append(Problem("programme.excluded", exclusion.code, detail))
        else:
            proof.append(Problem("programme.proof_not_excluded", exclusion.code, detail))
    return Finding(not reasons, tuple(reasons), tuple(proof), tuple(warnings))


def _income_above_standard(case: Case, given: Arguments, _: tuple[Finding, ...]) -> Finding:
    """Per-head income is above the standard, for as many months running as are asked for."""
    row = standard_days.on_day(case)
    if isinstance(row, Problem):
        return Finding(False, (row,))
    household = case.facts.household
    counted = counted_income(household, _measure(given))
    limit = row.amount_fen * MONTHS * (household.people or 1)
    is_above = counted > limit or (given.text("comparison") == ">=" and counted == limit)
    months, asked = household.months_above_standard or 0, given.whole("months")
    rows = ((standard_days.day_of(case), row),)
    detail = {
        "counted": format_fen(max(counted, 0)),
        "limit": _limit_text(row, household),
        "comparison": {">=": "≥"}.get(given.text("comparison"), given.text("comparison")),
        "comparison_zh": {">=": "不低于"}.get(given.text("comparison"), "高于"),
        "comparison_en": {">=": "at or above"}.get(given.text("comparison"), "above"),
        "months": months,
        "asked": asked,
    }
    proof = (*standard_days.lines(rows), Problem("programme.proof_exit", "household", detail))
    holds = is_above and months >= asked
    code = "programme.above_standard" if holds else "programme.not_above_standard"
    reasons = (Problem(code, "household", detail),)
    return Finding(holds, reasons, proof, standard_days.warnings(rows))


def _exit_facts(facts: Facts, given: Arguments) -> tuple[str, ...]:
    missing = _income_facts(facts, given)
    if given.whole("months") and facts.household.months_above_standard is None:
        missing = (*missing, "household.months_above_standard")
    return missing


def _limit_text(row: Standard, household: Household) -> str:
    people = household.people or 1
    limit = format_fen(row.amount_fen * MONTHS * people)
    return f"{format_fen(row.amount_fen)} × {MONTHS} × {people} = {limit}"


def _measure(given: Arguments) -> Measure:
    return "per_head_income" if given.text("measure") == "per_head_income" else MEASURES[0]


HOUSEHOLD_WORDS: tuple[Word[Finding], ...] = (
    Word(
        "household_category",
        _household_category,
        (Parameter("categories", "several", CATEGORIES), _MEASURE),
        missing=_category_facts,
        needs_standard=True,
        quick=_quick_category,
    ),
    Word(
        "no_exclusion",
        _no_exclusion,
        (Parameter("unanswered", "choice", ("warn", "pass"), default="warn"),),
        quick=_quick_exclusion,
    ),
    Word(
        "income_above_standard",
        _income_above_standard,
        (
            Parameter("comparison", "choice", (">", ">=")),
            Parameter("months", "whole", lowest=0, highest=120),
            _MEASURE,
        ),
        missing=_exit_facts,
        needs_standard=True,
    ),
)
