"""Dibao standards: what the office enters, what counts on a day, and what ships."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests import factories
from tests.services.aid import standard
from unionapp.errors import Problem, UserError
from unionapp.models.desk import Desk
from unionapp.services import standards, vault


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    with made.write() as work:
        for row in work.rows("SELECT id FROM standard"):
            work.set_fields("standard", row[0], {"deleted_at": work.now})
    yield made
    vault.lock(made)


def test_the_shipped_row_is_entered_once_with_its_source(tmp_path: Path) -> None:
    desk = factories.office(tmp_path)
    standards.install_shipped(desk)
    assert standards.install_shipped(desk) == frozenset()
    (line,) = standards.listing(desk)
    vault.lock(desk)
    assert (line.standard.division, line.standard.kind) == ("210100", "urban")
    assert (line.standard.valid_from, line.standard.amount_fen) == (date(2018, 7, 1), 65_500)
    assert "沈阳晚报" in (line.standard.document or "")
    assert (line.place, line.in_force, line.old) == ("沈阳市", True, True)


def test_a_row_that_was_withdrawn_does_not_ship_again(tmp_path: Path) -> None:
    desk = factories.office(tmp_path)
    standards.install_shipped(desk)
    (line,) = standards.listing(desk)
    standards.withdraw(desk, line.standard.id)
    assert standards.install_shipped(desk) == frozenset()
    assert standards.listing(desk) == ()
    vault.lock(desk)


def test_an_entered_standard_counts_from_its_first_day(desk: Desk) -> None:
    standard(desk, valid_from=date(2026, 7, 1))
    before = standards.in_force(desk, division="210106", kind="urban", day=date(2026, 6, 30))
    assert isinstance(before, Problem)
    assert before.code == "programme.no_standard"
    found = standards.in_force(desk, division="210106", kind="urban", day=date(2026, 7, 1))
    assert not isinstance(found, Problem)
    assert found.amount_fen == 70_000


def test_the_county_goes_before_its_city_and_the_kinds_are_apart(desk: Desk) -> None:
    standard(desk, division="2101", amount_fen=69_000)
    standard(desk, division="210106", amount_fen=70_000)
    standard(desk, division="2101", kind="rural", amount_fen=45_000)
    day = date(2026, 8, 1)
    amounts = [
        getattr(standards.in_force(desk, division=division, kind=kind, day=day), "amount_fen", None)
        for division, kind in (("210106", "urban"), ("210102", "urban"), ("210106", "rural"))
    ]
    assert amounts == [70_000, 69_000, 45_000]


def test_the_list_tells_which_row_counts_today(desk: Desk) -> None:
    standard(desk, valid_from=date(2025, 7, 1), amount_fen=68_000)
    standard(desk, valid_from=date(2026, 7, 1))
    standard(desk, valid_from=date(2027, 7, 1), amount_fen=72_000)
    lines = standards.listing(desk)
    assert [line.in_force for line in lines] == [False, True, False]
    assert [line.old for line in lines] == [False, False, True]


def test_an_old_standard_is_taken_with_a_warning(desk: Desk) -> None:
    added = standards.add(
        desk,
        division="2101",
        kind="urban",
        valid_from=date(2018, 7, 1),
        amount_fen=65_500,
        document="沈阳晚报",
    )
    assert [problem.code for problem in added.warnings] == ["programme.standard_old"]
    assert added.changes >= {"standard"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"division": "999999"}, "standards.unknown_division"),
        ({"kind": "suburban"}, "standards.unknown_kind"),
        ({"amount_fen": 0}, "standards.amount_wrong"),
        ({"amount_fen": -1}, "standards.amount_wrong"),
        ({"valid_to": date(2026, 6, 30)}, "standards.days_wrong"),
        ({"document": "  "}, "standards.document_missing"),
    ],
)
def test_a_standard_that_cannot_be_is_refused(
    desk: Desk, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(UserError) as error:
        standard(desk, **changes)
    assert error.value.problems[0].code == code
    assert standards.listing(desk) == ()


@pytest.mark.parametrize("division", ["2101", "210100", " 2101 "])
def test_a_city_is_entered_with_four_digits_or_six(desk: Desk, division: str) -> None:
    standard(desk, division=division)
    assert [line.place for line in standards.listing(desk)] == ["沈阳市"]


def test_a_second_row_for_the_same_day_is_refused_until_the_first_is_withdrawn(desk: Desk) -> None:
    standard(desk)
    with pytest.raises(UserError) as error:
        standard(desk, amount_fen=71_000)
    assert error.value.problems[0].code == "standards.known_already"
    standards.withdraw(desk, standards.listing(desk)[0].standard.id)
    standard(desk, amount_fen=71_000)
    assert [line.standard.amount_fen for line in standards.listing(desk)] == [71_000]
