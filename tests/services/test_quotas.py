"""Plans in shares: the oracles of 20/60/20, sums that agree, and progress by stage."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.services import hardship_review, quotas
from unionapp.services.quotas import Stage

STAGES = (
    Stage("2026", 20, date(2026, 12, 31)),
    Stage("2027", 60, date(2027, 12, 31)),
    Stage("2028", 20, date(2028, 6, 30)),
)


pytestmark = pytest.mark.usefixtures("dibao")


def planned(desk: Desk, base: int, stages: tuple[Stage, ...] = STAGES) -> quotas.Planned:
    return quotas.plan(desk, programme="exit_plan", name="计划", base=base, stages=stages)


@pytest.mark.parametrize(
    ("base", "targets"),
    [(10_003, (2001, 6002, 2000)), (12, (3, 7, 2)), (0, (0, 0, 0)), (1, (0, 1, 0))],
)
def test_targets_are_by_the_largest_remainder(
    desk: Desk, base: int, targets: tuple[int, ...]
) -> None:
    assert tuple(one.target for one in planned(desk, base).rows) == targets


@pytest.mark.parametrize("base", range(0, 103, 7))
def test_targets_add_up_to_the_base(desk: Desk, base: int) -> None:
    assert sum(one.target for one in planned(desk, base).rows) == base


@pytest.mark.parametrize(
    ("stages", "code"),
    [
        ((Stage("a", 20), Stage("b", 79)), "quotas.shares_wrong"),
        ((), "quotas.shares_wrong"),
        (
            (Stage("a", 50, date(2027, 1, 1)), Stage("b", 50, date(2026, 1, 1))),
            "quotas.days_wrong",
        ),
    ],
)
def test_shares_and_days_that_cannot_be_are_refused(
    desk: Desk, stages: tuple[Stage, ...], code: str
) -> None:
    with pytest.raises(UserError) as error:
        planned(desk, 10, stages)
    assert error.value.problems[0].code == code


def test_progress_counts_a_file_once_and_not_while_it_is_back(desk: Desk) -> None:
    with desk.write() as work:
        aid.decided(work, "hardship_filing", exit_months=0)
    files = [aid.family(desk, annual_income_fen=9_000_000).file.id for _ in range(3)]
    plan = planned(desk, 3).plan
    hardship_review.resolve(desk, files[0])
    hardship_review.resolve(desk, files[1])
    next_year = aid.on(desk, datetime(2027, 3, 1, 1, 0, tzinfo=UTC))
    hardship_review.relapse(next_year, files[1], note="返困")
    hardship_review.resolve(next_year, files[2])
    lines = quotas.progress(desk, plan.id).lines
    assert [(one.reached, one.reached_in_all) for one in lines] == [(1, 1), (1, 2), (0, 2)]
    assert [one.target_in_all for one in lines] == [1, 3, 3]
