"""Tries a programme on the facts of one case: eligible or not, how much, and the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from unionapp.errors import Problem, UserError
from unionapp.programmes import frequency, needs, read_facts, standards
from unionapp.programmes import quick as finder
from unionapp.programmes.facts import Facts
from unionapp.programmes.programme import Programme, Rule, switches_in
from unionapp.programmes.quick import QuickVerdict
from unionapp.programmes.standards import Standard
from unionapp.programmes.vocabulary import Amount, Case, Finding
from unionapp.programmes.words import MONEY_RULES, PREDICATES
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
    finding = _condition(case, programme.eligibility)
    finding = _with_period(case, _joined_with(finding, frequency.check(case)))
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


def quick(
    programme: Programme, facts: Facts, rows: Iterable[Standard] | None = None
) -> QuickVerdict:
    """Return (eligible, reason codes, amount in fen) without any proof.

    For many cases of one day `quick.prepare` the programme once and call its `verdict`.
    """
    known = facts.standards if rows is None else rows
    return finder.prepare(programme, facts.day, known, facts.settings).verdict(facts)


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
    read, problems = read_facts.read_what_can_be(given, programme)
    known = read.standards
    if known is None:
        known = standards.shipped() if rows is None else tuple(rows)
    case = Case(programme, read, known, read.settings)
    told = {problem.where for problem in problems}
    needed = needs.lacking(case, roots, lambda rule: _condition(case, rule).holds)
    lacking = [problem for problem in needed if problem.where not in told]
    if problems or lacking:
        raise UserError(*problems, *lacking)
    return case


def _switches_used(case: Case, roots: Iterable[Rule]) -> tuple[str, ...]:
    """Names of the switches that count here and have a value, in the order of the file."""
    programme, choice = case.programme, case.programme.standard
    used = {
        name
        for root in roots
        for name in needs.switches_in_play(case, root, lambda rule: _condition(case, rule).holds)
    }
    if choice is not None:
        used.update(switches_in(choice.place, choice.kind, choice.day))
    for timed in programme.timed():
        used.update(switches_in(timed.period, timed.months))
    used.update(switches_in(programme.valid_to))
    last = case.last_day()
    if last is not None and case.facts.day > last:
        used.update(switches_in(programme.after_expiry))
    return tuple(
        switch.name
        for switch in programme.switches
        if switch.name in used and switch.name in case.settings
    )


def _condition(case: Case, rule: Rule) -> Finding:
    if rule.warns:
        left_open = needs.left_open(case, rule, lambda part: _condition(case, part).holds)
        if left_open:
            return Finding(True, warnings=left_open)
    if rule.word in PREDICATES:
        finding = PREDICATES[rule.word].run(case, case.arguments(rule), ())
    else:
        finding = _COMPOSED[rule.word](tuple(_condition(case, part) for part in rule.parts))
    if finding.holds or not rule.code or rule.label is None:
        return _as_warning(finding) if rule.warns and not finding.holds else finding
    own = Problem(rule.code, detail={"zh": rule.label.zh, "en": rule.label.en})
    told = replace(finding, reasons=(own, *finding.reasons))
    if rule.warns:
        return _as_warning(told if not rule.parts else replace(finding, reasons=(own,)))
    return told


def _as_warning(finding: Finding) -> Finding:
    """A condition that is no gate: failing is told, and bars nobody."""
    warnings = tuple(replace(reason, warning=True) for reason in finding.reasons)
    return Finding(True, (), finding.proof, (*finding.warnings, *warnings))


def _joined_with(first: Finding, second: Finding) -> Finding:
    return Finding(
        first.holds and second.holds,
        (*second.reasons, *first.reasons),
        (*first.proof, *second.proof),
        (*first.warnings, *second.warnings),
    )


def _all(parts: tuple[Finding, ...]) -> Finding:
    wrong = [part for part in parts if not part.holds]
    return _joined(not wrong, wrong or parts, parts)


def _any(parts: tuple[Finding, ...]) -> Finding:
    """What holds is told by the alternatives that hold, first of all those without a warning."""
    right = [part for part in parts if part.holds]
    told = [part for part in right if not part.warnings] or right or parts
    return _joined(bool(right), told, told)


def _not(parts: tuple[Finding, ...]) -> Finding:
    """What bars is told by its own reasons, or by the lines that show it."""
    inner = parts[0]
    telling = inner if inner.reasons else replace(inner, reasons=inner.proof)
    return _joined(not inner.holds, (telling,) if inner.holds else (), parts)


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
    parts = tuple(_amount(case, part) for part in needs.chosen_parts(case, rule))
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
    if not programme.active:
        off = Problem("programme.not_active", programme.code, warning=True)
        finding = replace(finding, warnings=(*finding.warnings, off))
    if programme.valid_from is not None and day < programme.valid_from:
        reason = Problem("programme.not_yet_valid", detail={"day": programme.valid_from})
        return replace(finding, holds=False, reasons=(reason, *finding.reasons))
    last = case.last_day()
    if last is None or day <= last:
        return finding
    after = case.value(programme.after_expiry)
    detail = {"day": last}
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
    lines = (
        *_basis_lines(case.programme),
        *finding.proof,
        *amount.proof,
        *_switch_lines(case, roots, language),
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


def _switch_lines(case: Case, roots: Iterable[Rule], language: str) -> tuple[Problem, ...]:
    lines = []
    for name in _switches_used(case, roots):
        switch = case.programme.switch(name)
        if switch is None:
            continue
        value = case.settings[name]
        is_default = value == switch.default and switch.source == "document"
        code = "programme.proof_switch_document" if is_default else "programme.proof_switch_office"
        detail = {
            "label": switch.label.text(language),
            "value": switch.value_text(value, language),
        }
        lines.append(Problem(code, name, detail))
    return tuple(lines)
