"""Money rules that compose: per head, what is left after payers, prices, bounds, a union's mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from unionapp.errors import Problem
from unionapp.programmes.amounts import divided, line
from unionapp.programmes.facts import Facts
from unionapp.programmes.told import told_code
from unionapp.programmes.vocabulary import (
    MAX_FEN,
    NO_PRICE,
    PRICE,
    Amount,
    Arguments,
    Case,
    Parameter,
    Word,
)
from unionapp.values.money import format_fen

JUDGED = ("whole", "asked", "share", "capped")
MEAN_TESTS = ("union_mean", "per_member")
DENOMINATORS = ("monthly_mean", "year_end", "served")
MONTHS = 12


def _stated(case: Case, given: Arguments, _: tuple[Amount, ...]) -> Amount:
    """The sum that a fact states."""
    fact = given.text("fact")
    fen = case.facts.get(fact)
    return Amount(fen, (_of_fact(case, fact, format_fen(fen)),))


def _per_each(case: Case, given: Arguments, parts: tuple[Amount, ...]) -> Amount:
    """Another rule's amount for each of a number that a fact states."""
    one = parts[0]
    if one.refusal is not None or one.unbounded:
        return one
    count = case.facts.get(given.text("fact"))
    fen = one.fen * count
    told = line(f"{count} × {format_fen(one.fen)} = {format_fen(fen)}")
    return Amount(fen, (*one.proof, told), one.warnings)


def _residual(case: Case, given: Arguments, _: tuple[Amount, ...]) -> Amount:
    """What is left of a total after a cascade of payers, one after the other, never below nothing.

    A payer that nobody states has paid nothing.
    """
    fact, payers = given.text("fact"), given.texts("payers")
    left = case.facts.get(fact)
    proof = [_of_fact(case, fact, format_fen(left))]
    for payer in payers:
        paid = case.facts.get(payer) or 0
        rest = max(0, left - paid)
        told = f"{format_fen(left)} − {format_fen(paid)} = {format_fen(rest)}"
        proof.append(_of_fact(case, payer, told))
        left = rest
    return Amount(left, tuple(proof))


def _judged(case: Case, given: Arguments, parts: tuple[Amount, ...]) -> Amount:
    """A sum within the bound that another rule gives.

    `whole` is the bound itself, `share` a percentage of it, `asked` the sum that a fact states
    and that is refused above the bound, `capped` the same cut down to the bound.
    """
    bound, mode = parts[0], given.text("mode")
    if bound.refusal is not None or mode == "whole":
        return bound
    if mode == "share":
        percent = given.whole("percent")
        fen = divided(bound.fen * percent, 100)
        told = line(f"{format_fen(bound.fen)} × {percent}% {_sign(bound.fen * percent)} ", fen)
        return Amount(fen, (*bound.proof, told), bound.warnings)
    fact = given.text("fact")
    asked = case.facts.get(fact)
    sign = "" if bound.unbounded else f" {'≤' if asked <= bound.fen else '>'} "
    limit = "" if bound.unbounded else format_fen(bound.fen)
    proof = (*bound.proof, _of_fact(case, fact, f"{format_fen(asked)}{sign}{limit}"))
    reason = _reason(case, given)
    if reason == "":
        missing = Problem("programme.no_reason", fact)
        return Amount(0, proof, bound.warnings, missing)
    if reason:
        proof = (*proof, _of_fact(case, given.text("reason"), reason))
    if bound.unbounded or asked <= bound.fen:
        return Amount(asked, proof, bound.warnings)
    detail = {"amount": format_fen(asked), "bound": format_fen(bound.fen)}
    if mode == "capped":
        cut = Problem("programme.proof_ceiling", fact, detail)
        return Amount(bound.fen, (*proof, cut), bound.warnings)
    over = {**detail, "over": format_fen(asked - bound.fen)}
    return Amount(0, proof, bound.warnings, Problem("programme.above_bound", fact, over))


def _reason(case: Case, given: Arguments) -> str | None:
    """Return why a sum was judged as it was; None where no reason is wanted."""
    if "reason" not in given.values or given.text("mode") != "asked":
        return None
    return str(case.facts.get(given.text("reason"))).strip()


def _price_list(case: Case, given: Arguments, _: tuple[Amount, ...]) -> Amount:
    """The price of a code; a code without one is refused, or passes as `no_price` says."""
    fact = given.text("fact")
    code = case.facts.get(fact)
    price = given.optional_whole(PRICE + code)
    label = told_code(case.programme, fact, code)
    if price is not None:
        told = {"zh": label.zh, "en": label.en, "text": format_fen(price)}
        return Amount(price, (Problem("programme.proof_price", fact, told),))
    detail = {"zh": label.zh, "en": label.en}
    if given.text(NO_PRICE) == "block":
        return Amount(0, refusal=Problem("programme.no_price", fact, detail))
    warns = given.text(NO_PRICE) == "warn"
    warning = Problem("programme.no_price", fact, detail, warning=True)
    return Amount(0, warnings=(warning,) if warns else (), unbounded=True)


def _chosen(case: Case, given: Arguments, parts: tuple[Amount, ...]) -> Amount:
    """The rule that stands under a fact's code; only that one is run."""
    if parts:
        return parts[0]
    fact = given.text("fact")
    label = told_code(case.programme, fact, case.facts.get(fact))
    detail = {"zh": label.zh, "en": label.en}
    return Amount(0, refusal=Problem("programme.no_price", fact, detail))


def _mean_cap(case: Case, given: Arguments, _: tuple[Amount, ...]) -> Amount:
    """An outlay that keeps a union's mean a member and year within a cap.

    `union_mean` holds the year's sum against cap × members (for a monthly mean × 12 against the
    sum of the monthly head-counts), and warns about a single member above the cap; `per_member`
    holds the most that one member has had against the cap.
    """
    fact = given.text("fact")
    asked, before = case.facts.get(fact), case.facts.get(given.text("before")) or 0
    cap, most = given.whole("cap"), case.facts.get(given.text("member"))
    spent = before + asked
    told = f"{format_fen(before)} + {format_fen(asked)} = {format_fen(spent)}"
    proof: tuple[Problem, ...] = (_of_fact(case, fact, told),)
    detail = {"cap": format_fen(cap), "most": format_fen(most or 0)}
    if given.text("test") == "per_member":
        refusal = Problem("programme.member_above_cap", fact, detail) if most > cap else None
        return Amount(0 if refusal else asked, proof, refusal=refusal)
    heads, months = _heads(case, given)
    limit = cap * heads
    divisor = f" ÷ {months}" if months > 1 else ""
    bound = f"{format_fen(cap)} × {heads}{divisor} {_sign(limit, months)} "
    proof = (*proof, line(bound, divided(limit, months)))
    if spent * months > limit:
        over = {
            "spent": format_fen(spent),
            "limit": format_fen(limit // months),
            "over": format_fen(-(-(spent * months - limit) // months)),
            "cap": format_fen(cap),
        }
        return Amount(0, proof, refusal=Problem("programme.mean_above_cap", fact, over))
    warning = Problem("programme.member_above_cap", fact, detail, warning=True)
    return Amount(asked, proof, (warning,) if most is not None and most > cap else ())


def _heads(case: Case, given: Arguments) -> tuple[int, int]:
    """Return the head-count and by how many months it is to be divided."""
    name = given.text("denominator")
    found = case.facts.get(given.text(name))
    if found is not None:
        return found, MONTHS if name == "monthly_mean" else 1
    return case.facts.get(given.text("members")), 1


def _mean_facts(facts: Facts, given: Arguments) -> tuple[str, ...]:
    names = [given.text("fact")]
    if given.text("test") == "per_member":
        names.append(given.text("member"))
    elif facts.get(given.text(given.text("denominator"))) is None:
        names.append(given.text("members"))
    return tuple(name for name in names if facts.get(name) is None)


def _several(choose: Callable[[list[int]], int], sign: str) -> Callable[..., Amount]:
    def run(case: Case, given: Arguments, parts: tuple[Amount, ...]) -> Amount:
        refused = next((part for part in parts if part.refusal or part.unbounded), None)
        if refused is not None:
            return refused
        fen = choose([part.fen for part in parts])
        texts = [format_fen(part.fen) for part in parts]
        told = line(f"{' + '.join(texts)} = ", fen)
        if sign != "+":
            told = Problem(sign, detail={"parts": " / ".join(texts), "text": format_fen(fen)})
        return Amount(
            fen,
            (*(one for part in parts for one in part.proof), told),
            tuple(one for part in parts for one in part.warnings),
        )

    return run


def _of_fact(case: Case, fact: str, text: str) -> Problem:
    label = case.label(fact)
    return Problem("programme.proof_fact", fact, {"zh": label.zh, "en": label.en, "text": text})


def _sign(total: int, by: int = 100) -> str:
    """Tell whether a division comes out even."""
    return "≈" if total % by else "="


def _lacking(*names: str) -> Callable[[Facts, Arguments], tuple[str, ...]]:
    def missing(facts: Facts, given: Arguments) -> tuple[str, ...]:
        wanted = [given.text(name) for name in names if name in given.values]
        return tuple(fact for fact in wanted if facts.get(fact) is None)

    return missing


def _judged_facts(facts: Facts, given: Arguments) -> tuple[str, ...]:
    names = {"asked": ("fact", "reason"), "capped": ("fact",)}.get(given.text("mode"), ())
    return _lacking(*names)(facts, given)


_MONEY = Parameter("fact", "fact", fact_kinds=("money",))
_COUNT = Parameter("fact", "fact", fact_kinds=("whole",))
_CODE = Parameter("fact", "fact", fact_kinds=("code",))


def _heads_fact(name: str) -> Parameter:
    return Parameter(name, "fact", fact_kinds=("whole",))


BOUNDED_WORDS: tuple[Word[Amount], ...] = (
    Word("stated", _stated, (_MONEY,), missing=_lacking("fact")),
    Word("per_each", _per_each, (_COUNT,), missing=_lacking("fact"), parts="one"),
    Word(
        "residual",
        _residual,
        (_MONEY, Parameter("payers", "facts", fact_kinds=("money",))),
        missing=_lacking("fact"),
    ),
    Word(
        "judged",
        _judged,
        (
            Parameter("mode", "choice", JUDGED),
            replace(_MONEY, optional=True, only_if=("mode", ("asked", "capped"))),
            Parameter(
                "reason",
                "fact",
                fact_kinds=("text",),
                optional=True,
                only_if=("mode", ("asked",)),
            ),
            Parameter(
                "percent",
                "whole",
                lowest=1,
                highest=100,
                optional=True,
                only_if=("mode", ("share",)),
            ),
        ),
        missing=_judged_facts,
        parts="one",
    ),
    Word(
        "price_list",
        _price_list,
        (
            _CODE,
            Parameter("prices", "prices"),
            Parameter(NO_PRICE, "choice", ("block", "warn", "allow"), default="block"),
        ),
        missing=_lacking("fact"),
    ),
    Word("chosen", _chosen, (_CODE,), missing=_lacking("fact"), parts="keyed"),
    Word(
        "mean_cap",
        _mean_cap,
        (
            _MONEY,
            Parameter("before", "fact", fact_kinds=("money",)),
            Parameter("member", "fact", fact_kinds=("money",)),
            Parameter("cap", "money", lowest=1, highest=MAX_FEN),
            Parameter("test", "choice", MEAN_TESTS, default="union_mean"),
            Parameter(
                "denominator",
                "choice",
                DENOMINATORS,
                default="monthly_mean",
                only_if=("test", ("union_mean",)),
            ),
            *(_heads_fact(name) for name in (*DENOMINATORS, "members")),
        ),
        missing=_mean_facts,
    ),
    Word("sum_of", _several(sum, "+"), parts="many"),
    Word("least_of", _several(min, "programme.proof_least"), parts="many"),
    Word("greatest_of", _several(max, "programme.proof_greatest"), parts="many"),
)
