"""Which standard is in force for a division, a kind and a day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.programmes.cases import JULY_2018, standard
from unionapp.errors import Problem
from unionapp.programmes import standards


def test_one_sourced_row_ships() -> None:
    (row,) = standards.shipped()
    assert (row.division, row.kind, row.amount_fen) == ("210100", "urban", 65500)
    assert (row.valid_from, row.valid_to) == (JULY_2018, None)
    assert row.source


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2018, 6, 30), 63500),
        (date(2018, 7, 1), 65500),
        (date(2018, 7, 2), 65500),
    ],
)
def test_a_row_counts_from_its_first_day_and_a_later_one_takes_its_place(
    day: date, amount: int
) -> None:
    rows = (standard(65500), standard(63500, valid_from=date(2017, 7, 1)))
    found = standards.in_force(rows, "210106", "urban", day)
    assert isinstance(found, standards.Standard)
    assert found.amount_fen == amount


@pytest.mark.parametrize(
    ("division", "amount"),
    [
        ("210106", 70000),
        ("210106001", 70000),
        ("210102", 65500),
        ("2101", 65500),
        ("210100", 65500),
    ],
)
def test_a_county_goes_before_its_city(division: str, amount: int) -> None:
    rows = (standard(65500), standard(70000, division="210106", valid_from=date(2017, 1, 1)))
    found = standards.in_force(rows, division, "urban", date(2019, 1, 1))
    assert isinstance(found, standards.Standard)
    assert found.amount_fen == amount


def test_a_city_may_be_written_with_six_digits() -> None:
    found = standards.in_force([standard(division="210100")], "210106", "urban", JULY_2018)
    assert isinstance(found, standards.Standard)


@pytest.mark.parametrize(
    ("day", "is_found"), [(date(2019, 6, 30), True), (date(2019, 7, 1), False)]
)
def test_the_last_day_still_counts_and_an_older_row_does_not_come_back(
    day: date, is_found: bool
) -> None:
    rows = (
        standard(65500, valid_to=date(2019, 6, 30)),
        standard(63500, valid_from=date(2017, 7, 1)),
    )
    found = standards.in_force(rows, "2101", "urban", day)
    assert isinstance(found, standards.Standard) is is_found


@pytest.mark.parametrize(
    ("division", "kind", "day"),
    [
        ("210201", "urban", date(2018, 9, 1)),
        ("210106", "rural", date(2018, 9, 1)),
        ("210106", "urban", date(2018, 6, 30)),
        ("", "urban", date(2018, 9, 1)),
    ],
)
def test_nothing_in_force_is_a_refusal(
    division: str, kind: standards.StandardKind, day: date
) -> None:
    found = standards.in_force([standard()], division, kind, day)
    assert isinstance(found, Problem)
    assert found.code == "programme.no_standard"


def test_two_different_rows_of_one_day_are_refused() -> None:
    found = standards.in_force([standard(1), standard(2)], "2101", "urban", JULY_2018)
    assert isinstance(found, Problem)
    assert found.code == "programme.standard_twice"


@pytest.mark.parametrize(
    ("since", "day", "is_old"),
    [
        (date(2018, 7, 1), date(2019, 6, 30), False),
        (date(2018, 7, 1), date(2019, 7, 1), False),
        (date(2018, 7, 1), date(2019, 7, 2), True),
        (date(2020, 2, 29), date(2021, 2, 28), False),
        (date(2020, 2, 29), date(2021, 3, 1), True),
    ],
)
def test_a_row_warns_when_it_is_older_than_twelve_months(
    since: date, day: date, is_old: bool
) -> None:
    warning = standards.age_warning(standard(valid_from=since), day)
    assert (warning is not None) is is_old
    if warning is not None:
        assert warning.warning
        assert warning.code == "programme.standard_old"
