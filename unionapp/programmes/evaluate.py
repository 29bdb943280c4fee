"""Tries a programme on the facts of one case: eligible or not, how much, and the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from unionapp.errors import Problem, UserError
from unionapp.programmes import facts as fact_reading
from unionapp.programmes import standard_days, standards
from unionapp.programmes.amounts import MONEY_RULES
from unionapp.programmes.fact_names import label_of, missing_fact
from unionapp.programmes.predicates import PREDICATES
from unionapp.programmes.programme import Label, Programme, Rule, switches_in
from unionapp.programmes.standards import Standard
from unionapp.programmes.vocabulary import Amount, Case, Finding
from unionapp.values import money
from unionapp.wording import sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is as it is: a code for machines and a text for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a programme says about a case; the amount is in fen, or None when there is none."""

    eligible: bool
    amount_fen: int | None
    amount_in_words: str | None
    proof: tuple[str, ...]
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]


def try_programme(
    programme: Programme,
    facts: Mapping[str, object],
    given_standards: Iterable[Standard] | None = None,
    *,
    language: str = "zh",
) -> Verdict:
    """Return the verdict; raises `UserError` with every wrong or missing fact.

    Standards stand in the facts, else in `given_standards` (the office's rows), else the shipped
    ones count. Without one in force nothing is granted: `programme.no_standard`.
    """
    roots = [rule for rule in (programme.eligibility, programme.amount) if rule is not None]
    case = _case(programme, facts, given_standards, roots)
    finding = _with_period(case, _condition(case, programme.eligibility))
    amount = Amount(0)
    if finding.holds and programme.amount is not None:
        amount = _amount(case, programme.amount)
        finding = _with_amount(finding, amount)
    paid = amount.fen if finding.holds and programme.amount is not None else None
    return _verdict(case, roots, finding, amount, paid, language)


def try_exit(
    programme: Programme,
    facts: Mapping[str, object],
    given_standards: Iterable[Standard] | None = None,
    *,
    language: str = "zh",
) -> Verdict:
    """Return whether a case may leave the programme (脱困), by the file's `exit` condition."""
    if programme.exit is None:
        raise UserError(Problem("programme.no_exit", programme.code))
    case = _case(programme, facts, given_standards, [programme.exit])
    finding = _condition(case, programme.exit)
    return _verdict(case, [programme.exit], finding, Amount(0), None, language)


def as_json(verdict: Verdict) -> dict[str, object]:
    """Return what `programme try` prints."""
    return {
        "eligible": verdict.eligible,
        "amount_fen": verdict.amount_fen,
        "amount_in_words": verdict.amount_in_words,
        "proof": list(verdict.proof),
        "reasons": [{"code": reason.code, "text": reason.text} for reason in verdict.reasons],
        "warnings": [{"code": reason.code, "text": reason.text} for reason in verdict.warnings],
    }


def _case(
    programme: Programme,
    given: Mapping[str, object],
    rows: Iterable[Standard] | None,
    roots: Iterable[Rule],
) -> Case:
    """Refuse with every wrong fact, every missing one and every switch without a value."""
    read, problems = fact_reading.read_what_can_be(given, programme)
    known = read.standards
    if known is None:
        known = standards.shipped() if rows is None else tuple(rows)
    case = Case(programme, read, known)
    told = {problem.where for problem in problems}
    lacking = [problem for problem in _lacking(case, roots) if problem.where not in told]
    if problems or lacking:
        raise UserError(*problems, *lacking)
    return case


def _lacking(case: Case, roots: Iterable[Rule]) -> list[Problem]:
    """Return a problem for each switch without a value, else for each fact that a rule needs."""
    rules = [rule for root in roots for rule in root.walk()]
    unset = [name for name in _switches_used(case, rules) if name not in case.facts.settings]
    if unset:
        return [_unset(case.programme, name) for name in unset]
    missing: dict[str, None] = {}
    for rule in rules:
        word: Any = PREDICATES.get(rule.word) or MONEY_RULES.get(rule.word)
        if word is None:
            continue
        missing.update(dict.fromkeys(word.missing(case.facts, case.arguments(rule))))
        if word.needs_standard:
            missing.update(dict.fromkeys(standard_days.missing(case)))
    return [missing_fact(name, label_of(name)) for name in missing]


def _unset(programme: Programme, name: str) -> Problem:
    switch = programme.switch(name)
    label = switch.label if switch else Label(name, name)
    return Problem("programme.switch_unset", f"switches.{name}", {"zh": label.zh, "en": label.en})


def _switches_used(case: Case, rules: Iterable[Rule]) -> tuple[str, ...]:
    """Names of the switches behind some rules, in the order of the file."""
    choice = case.programme.standard
    used = {name for rule in rules for name in switches_in(*rule.arguments.values())}
    if choice is not None:
        used.update(switches_in(choice.place, choice.kind, choice.day))
    used.update(switches_in(case.programme.after_expiry))
    return tuple(switch.name for switch in case.programme.switches if switch.name in used)


def _condition(case: Case, rule: Rule) -> Finding:
    if rule.word in PREDICATES:
        finding = PREDICATES[rule.word].run(case, case.arguments(rule), ())
    else:
        finding = _COMPOSED[rule.word](tuple(_condition(case, part) for part in rule.parts))
    if finding.holds or not rule.code or rule.label is None:
        return finding
    own = Problem(rule.code, detail={"zh": rule.label.zh, "en": rule.label.en})
    return replace(finding, reasons=(own, *finding.reasons))


def _all(parts: tuple[Finding, ...]) -> Finding:
    wrong = [part for part in parts if not part.holds]
    return _joined(not wrong, wrong or parts, parts)


def _any(parts: tuple[Finding, ...]) -> Finding:
    right = [part for part in parts if part.holds]
    return _joined(bool(right), right or parts, parts)


def _not(parts: tuple[Finding, ...]) -> Finding:
    return _joined(not parts[0].holds, parts, parts)


_COMPOSED: Mapping[str, Callable[[tuple[Finding, ...]], Finding]] = {
    "all": _all,
    "any": _any,
    "not": _not,
}


def _joined(holds: bool, telling: Iterable[Finding], parts: Iterable[Finding]) -> Finding:
    return Finding(
        holds,
        tuple(reason for part in telling for reason in part.reasons),
        tuple(line for part in parts for line in part.proof),
        tuple(warning for part in parts for warning in part.warnings),
    )


def _amount(case: Case, rule: Rule) -> Amount:
    parts = tuple(_amount(case, part) for part in rule.parts)
    return MONEY_RULES[rule.word].run(case, case.arguments(rule), parts)


def _with_amount(finding: Finding, amount: Amount) -> Finding:
    """An amount that cannot be computed, or is nothing, turns the verdict round."""
    refusal = amount.refusal
    if refusal is None and amount.fen == 0:
        refusal = Problem("programme.nothing_to_pay")
    if refusal is None:
        return finding
    return replace(finding, holds=False, reasons=(refusal, *finding.reasons))


def _with_period(case: Case, finding: Finding) -> Finding:
    programme, day = case.programme, case.facts.day
    if programme.valid_from is not None and day < programme.valid_from:
        reason = Problem("programme.not_yet_valid", detail={"day": programme.valid_from})
        return replace(finding, holds=False, reasons=(reason, *finding.reasons))
    if programme.valid_to is None or day <= programme.valid_to:
        return finding
    after = case.value(programme.after_expiry)
    detail = {"day": programme.valid_to}
    if after == "refuse":
        reason = Problem("programme.expired", detail=detail)
        return replace(finding, holds=False, reasons=(reason, *finding.reasons))
    if after == "warn":
        warning = Problem("programme.expired", detail=detail, warning=True)
        return replace(finding, warnings=(*finding.warnings, warning))
    return finding


def _verdict(
    case: Case,
    roots: Iterable[Rule],
    finding: Finding,
    amount: Amount,
    paid: int | None,
    language: str,
) -> Verdict:
    rules = [rule for root in roots for rule in root.walk()]
    lines = (
        *_basis_lines(case.programme),
        *finding.proof,
        *amount.proof,
        *_switch_lines(case, rules, language),
    )
    warnings = (*case.facts.warnings, *finding.warnings, *amount.warnings)
    return Verdict(
        eligible=finding.holds,
        amount_fen=paid,
        amount_in_words=money.in_words(paid) if paid is not None else None,
        proof=tuple(dict.fromkeys(sentence(line, language) for line in lines)),
        reasons=_worded(finding.reasons, language),
        warnings=_worded(warnings, language),
    )


def _worded(problems: Iterable[Problem], language: str) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(_reason(problem, language) for problem in problems))


def _reason(problem: Problem, language: str) -> Reason:
    """A reason of a programme file brings its own text; the others have a sentence."""
    if problem.code.startswith("programme."):
        return Reason(problem.code, sentence(problem, language))
    return Reason(problem.code, str(problem.detail[language]))


def _basis_lines(programme: Programme) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            "programme.proof_basis" if basis.day else "programme.proof_basis_undated",
            detail={"document": basis.document, "number": basis.number, "day": basis.day},
        )
        for basis in programme.basis
    )


def _switch_lines(case: Case, rules: Iterable[Rule], language: str) -> tuple[Problem, ...]:
    lines = []
    for name in _switches_used(case, rules):
        switch = case.programme.switch(name)
        if switch is None:
            continue
        value = case.facts.settings[name]
        is_default = value == switch.default and switch.source == "document"
        code = "programme.proof_switch_document" if is_default else "programme.proof_switch_office"
        detail = {
            "label": switch.label.text(language),
            "value": switch.value_text(value, language),
        }
        lines.append(Problem(code, name, detail))
    return tuple(lines)
