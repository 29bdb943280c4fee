"""What holds for the amount of every programme: ceiling and floor, and that no order matters."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.programmes.test_quick import DAY, ROW, SHIPPED, fully, tries
from unionapp.programmes.evaluate import Verdict
from unionapp.programmes.programme import Argument, Programme, Rule, SwitchRef

PEOPLE = "household.people"


def setting(programme: Programme, argument: Argument | None) -> Any:
    if not isinstance(argument, SwitchRef):
        return argument
    switch = programme.switch(argument.name)
    return switch.default if switch else None


def told(facts: dict[str, Any], argument: Argument | None) -> int:
    """Return the fen or the number that a fact states; nothing when nobody says it."""
    return int(facts.get(str(argument)) or 0)


def most(programme: Programme, rule: Rule, facts: dict[str, Any]) -> int:
    """Return the highest amount that a rule can give, by what its words mean."""
    arguments = rule.arguments
    inner = [most(programme, part, facts) for part in rule.parts]
    match rule.word:
        case "n_times_standard":
            people = int(facts.get(PEOPLE) or 1)
            each = setting(programme, arguments.get("unit")) in (None, "flat_per_household")
            return (
                int(setting(programme, arguments["n"])) * ROW.amount_fen * (1 if each else people)
            )
        case "fixed_sum":
            return int(setting(programme, arguments["fen"]) or 0)
        case "stated" | "mean_cap":
            return told(facts, arguments["fact"])
        case "residual":
            payers = arguments["payers"]
            assert isinstance(payers, tuple)
            paid = sum(told(facts, str(one)) for one in payers)
            return max(0, told(facts, arguments["fact"]) - paid)
        case "price_list":
            key = f"price.{facts.get(str(arguments['fact']))}"
            price = setting(programme, arguments.get(key))
            return 10**12 if price is None else int(price)
        case "per_each":
            return told(facts, arguments["fact"]) * inner[0]
        case "share":
            whole = -(-inner[0] * int(setting(programme, arguments["percent"])) // 100)
            return max(whole, int(setting(programme, arguments["floor"])))
        case "chosen" | "judged" | "greatest_of" | "least_of":
            return max(inner)
        case "sum_of":
            return sum(inner)
    raise AssertionError(f"what is the most of {rule.word}?")


@settings(max_examples=150, deadline=None)
@given(tries())
def test_an_amount_is_within_its_ceiling_and_above_its_floor(
    tried: tuple[Programme, dict[str, Any]],
) -> None:
    programme, facts = tried
    verdict = fully(programme, facts)
    if verdict is None or verdict.amount_fen is None:
        return
    rule = programme.amount
    assert rule is not None
    assert 0 < verdict.amount_fen <= most(programme, rule, facts)
    floor = setting(programme, rule.arguments.get("floor"))
    if floor and setting(programme, rule.arguments.get("floor_above_whole")) == "keep":
        assert verdict.amount_fen >= floor


def test_every_rule_of_every_amount_has_a_ceiling_here() -> None:
    for programme in SHIPPED:
        if programme.amount is not None:
            assert most(programme, programme.amount, {}) >= 0


@settings(max_examples=80, deadline=None)
@given(tries(), st.integers(1, 5), st.randoms(use_true_random=False))
def test_members_in_any_order_with_the_head_among_them_count_once(
    tried: tuple[Programme, dict[str, Any]], count: int, chance: Any
) -> None:
    programme, facts = tried
    members = [{"id": f"person {number}"} for number in range(count)]
    head = dict(members[0])
    chance.shuffle(members)
    bare = {name: value for name, value in facts.items() if name != PEOPLE}
    counted = fully(programme, {**bare, PEOPLE: count})
    by_list = fully(programme, {**bare, "household": {"head": head, "members": members}})
    assert said(by_list) == said(counted)


GRANTS = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.dates(DAY.replace(year=2014), DAY).map(lambda day: day.isoformat()),
            "among": st.sampled_from(["own", "household", "spouse"]),
            "round": st.sampled_from(["a", "b"]),
            "child": st.sampled_from(["a", "b"]),
        }
    ),
    min_size=2,
    max_size=4,
)


@settings(max_examples=80, deadline=None)
@given(tries(), GRANTS, st.randoms(use_true_random=False))
def test_the_order_of_what_was_given_before_does_not_matter(
    tried: tuple[Programme, dict[str, Any]], earlier: list[dict[str, str]], chance: Any
) -> None:
    programme, facts = tried
    occasion = {"event": "a", "illness": "a", "round": "a", "stay": "a", "child": "a"}
    given_facts = {**facts, "occasion": occasion, "earlier": earlier}
    mixed = list(earlier)
    chance.shuffle(mixed)
    assert said(fully(programme, {**given_facts, "earlier": mixed})) == said(
        fully(programme, given_facts)
    )


def said(verdict: Verdict | None) -> tuple[object, ...]:
    if verdict is None:
        return ()
    codes = sorted(one.code for one in verdict.reasons)
    return (verdict.eligible, verdict.amount_fen, codes)
