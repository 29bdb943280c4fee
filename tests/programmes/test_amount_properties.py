"""What holds for every amount: its ceiling, its floor, and that no order of anything matters."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.programmes.test_oracles import BILLS, ON_FILE, SCHOOL, rows, tried, welfare
from unionapp.programmes.amounts import divided
from unionapp.programmes.sum_tests import largest_remainder
from unionapp.values.money import format_fen

FEN = st.integers(0, 10**8)
PAYERS = ("basic_fen", "major_fen", "supplement_fen", "mutual_fen")


@settings(max_examples=60, deadline=None)
@given(total=FEN, paid=st.lists(FEN, min_size=4, max_size=4), judged=FEN)
def test_medical_aid_is_never_above_what_remains(total: int, paid: list[int], judged: int) -> None:
    bills: dict[str, Any] = {**BILLS, "total_fen": total, "judged_fen": judged}
    bills |= dict(zip(PAYERS, paid, strict=True))
    amount = tried("medical_aid", {"household": ON_FILE, "medical": bills}).amount_fen
    remains = max(0, total - sum(paid))
    assert (amount or 0) <= remains
    assert (amount is not None) is (0 < judged <= remains)


@settings(max_examples=60, deadline=None)
@given(total=FEN, paid=st.permutations([100, 20_000, 3_000_000, 7]))
def test_the_order_of_the_payers_does_not_matter(total: int, paid: list[int]) -> None:
    bills: dict[str, Any] = {**BILLS, "total_fen": total}
    bills |= dict(zip(PAYERS, paid, strict=True))
    given_facts = {"household": ON_FILE, "medical": bills}
    amount = tried("medical_aid", given_facts, hardly_bearable="full_residual").amount_fen
    assert (amount or 0) == max(0, total - sum(paid))


@settings(max_examples=60, deadline=None)
@given(standard=st.integers(1, 10**6), switch=st.sampled_from(["keep", "cap"]))
def test_school_aid_is_never_below_its_floor(standard: int, switch: str) -> None:
    facts = {"household": ON_FILE, "study": SCHOOL, "standards": rows(standard)}
    amount = tried("study_aid_school", facts, floor_above_higher=switch).amount_fen or 0
    higher = 10 * standard
    floor = 300_000 if switch == "keep" else min(300_000, higher)
    assert amount == max(floor, divided(higher * 70, 100))


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(["marriage", "birth", "illness"]), fen=st.integers(1, 200_000))
def test_welfare_is_never_above_its_cap(kind: str, fen: int) -> None:
    cap = 60_000 if kind == "marriage" else 100_000
    verdict = welfare(kind, format_fen(fen))
    assert verdict.amount_fen == (fen if fen <= cap else None)


@settings(max_examples=60, deadline=None)
@given(
    amount=st.integers(1, 4_000_000), before=st.integers(0, 4_000_000), members=st.integers(0, 30)
)
def test_the_mean_of_a_union_is_never_above_the_cap(amount: int, before: int, members: int) -> None:
    union = {"members": members}
    found = welfare("festival", format_fen(amount), union, spent_before_fen=before)
    assert found.eligible is (amount + before <= 180_000 * members)


@given(st.integers(0, 10**7), st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_parts_by_largest_remainder_make_the_base_and_are_nearest(
    base: int, shares: list[int]
) -> None:
    parts = largest_remainder(base, shares)
    whole = sum(shares)
    assert sum(parts) == base
    assert all(
        part in (base * share // whole, base * share // whole + 1)
        for part, share in zip(parts, shares, strict=True)
    )


@given(st.lists(st.integers(1, 100), min_size=2, max_size=5))
def test_a_tie_goes_to_the_earlier_part(shares: list[int]) -> None:
    first, second, *_ = largest_remainder(3, [shares[0], shares[0]])
    assert (first, second) == (2, 1)


@settings(max_examples=30, deadline=None)
@given(order=st.permutations(["甲", "乙", "丙"]), listed=st.integers(0, 2))
def test_members_count_once_in_any_order(order: list[str], listed: int) -> None:
    members = [{"id": name} for name in order]
    household = {"division": "210106", "head": {"id": order[listed]}, "members": members}
    income = {"annual_income_fen": 65500 * 12 * 3 - 1}
    verdict = tried("living_aid", {"household": {**household, **income}}, living_unit="per_person")
    assert verdict.amount_fen == 12 * 65500 * 3
