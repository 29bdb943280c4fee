"""Numbers run without gaps, tell their series apart, and carry a check character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.models import series
from unionapp.models.desk import Desk, Work
from unionapp.services import vault

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    yield made
    vault.lock(made)


def take(desk: Desk, purpose: str = "receipt") -> series.Number:
    with desk.write() as work:
        return series.take(work, purpose)


def test_numbers_run_from_one_without_a_gap(desk: Desk) -> None:
    taken = [take(desk) for _ in range(5)]
    assert [one.running for one in taken] == [1, 2, 3, 4, 5]
    assert len({one.series for one in taken}) == 1
    assert all(one.text == series.number_text(one.series, one.running) for one in taken)


def take_then_fail(work: Work) -> None:
    series.take(work, "receipt")
    raise KeyError


def test_a_number_of_a_transaction_that_failed_is_given_back(desk: Desk) -> None:
    take(desk)
    with pytest.raises(KeyError), desk.write() as work:
        take_then_fail(work)
    assert take(desk).running == 2


def test_every_purpose_counts_by_itself_under_a_name_of_its_own(desk: Desk) -> None:
    taken = [take(desk, purpose) for purpose in series.PURPOSES]
    assert [one.running for one in taken] == [1] * len(taken)
    assert len({one.text for one in taken}) == len(taken)


def test_a_new_year_begins_at_one(desk: Desk) -> None:
    take(desk)
    # 00:30 on 1 January in the office is still December in UTC.
    later = replace(desk, clock=lambda: datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    taken = take(later)
    assert (taken.running, taken.series[-4:]) == (1, "2027")


def test_the_provisional_series_stays_when_the_hub_answers(desk: Desk) -> None:
    first = take(desk)
    with desk.write() as work:
        series.install(work, "receipt", "SY0012")
    second, third = take(desk), take(desk)
    assert series.is_provisional(first.text)
    assert not series.is_provisional(second.text)
    assert (second.series, second.running, third.running) == ("SY0012RA-2026", 1, 2)
    assert series.is_well_formed(first.text)
    with desk.read() as reading:
        lasts = dict(reading.rows("SELECT series, last FROM series"))
    assert lasts == {first.series: 1, second.series: 2}


def test_only_the_named_purpose_gets_the_new_series(desk: Desk) -> None:
    with desk.write() as work:
        series.install(work, "receipt", "SY0012")
    assert series.is_provisional(take(desk, "member").text)


def test_a_restored_database_never_gives_a_number_out_again(desk: Desk) -> None:
    first = take(desk)
    with desk.write() as work:
        work.execute("UPDATE clock SET incarnation = 2")
    second = take(desk)
    assert second.running == 1
    assert second.series != first.series
    assert second.text.split("-")[0].endswith("RB")


@pytest.mark.parametrize("wrong", ["", "S", "SY001234", "sy0012", "SY-12", "沈阳01", "P12345"])
def test_a_prefix_of_another_shape_is_refused(desk: Desk, wrong: str) -> None:
    with pytest.raises(UserError) as error, desk.write() as work:
        series.install(work, "receipt", wrong)
    assert error.value.problems[0].code == "series.bad_prefix"
    assert series.is_provisional(take(desk).text)


def test_two_devices_have_two_provisional_series(tmp_path: Path) -> None:
    taken = []
    for seed in range(1, 4):
        desk = factories.office(tmp_path / str(seed), seed=seed)
        taken.append(take(desk).series)
        vault.lock(desk)
    assert len(set(taken)) == 3


def test_every_single_wrong_character_is_found() -> None:
    """ISO 7064 MOD 37,36 finds every single substitution."""
    number = series.number_text("SY0012RA-2026", 318)
    assert series.is_well_formed(number)
    for place, character in enumerate(number):
        if character == "-":
            continue
        for other in DIGITS:
            wrong = number[:place] + other + number[place + 1 :]
            assert series.is_well_formed(wrong) is (wrong == number), wrong


def test_neighbours_that_changed_places_are_found() -> None:
    """ISO 7064 MOD 37,36 finds nearly all of them; those of this number without exception."""
    number = series.number_text("SY0012RA-2026", 318)
    for place in range(len(number) - 1):
        one, two = number[place : place + 2]
        wrong = number[:place] + two + one + number[place + 2 :]
        assert series.is_well_formed(wrong) is (wrong == number), wrong


def test_the_check_character_is_that_of_the_standard() -> None:
    """The worked example of ISO 7064 for MOD 37,36: A12425GABC1234002M."""
    assert series._check_character("A12425GABC1234002") == "M"


def test_typed_numbers_may_be_in_small_letters_with_blanks_round_them() -> None:
    assert series.is_well_formed(f"  {series.number_text('SY0012RA-2026', 1).lower()} ")
    assert not series.is_well_formed("收据 318")


def test_a_seventh_digit_is_written_when_six_are_used_up() -> None:
    assert "-1000000-" in series.number_text("SY0012RA-2026", 1_000_000)
