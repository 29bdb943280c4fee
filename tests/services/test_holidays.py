"""Working days: by the shipped table, by the office's own, and by weekends where there is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.services import holidays


@pytest.mark.parametrize(
    ("start", "days", "until"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday: Monday is the first
        (date(2026, 11, 21), 5, date(2026, 11, 27)),  # a Saturday
        (date(2026, 2, 12), 1, date(2026, 2, 13)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday that is worked
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # nine days of Spring Festival
        (date(2026, 9, 24), 5, date(2026, 10, 9)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),  # a leap year
    ],
)
def test_a_notice_counts_working_days_after_its_first_day(
    start: date, days: int, until: date
) -> None:
    found = holidays.period(holidays.shipped_calendar(), start, days)
    assert found.until == until


@pytest.mark.parametrize("length", [1, 5, 15, 260])
def test_counting_there_and_back_agrees(length: int) -> None:
    table = holidays.shipped_calendar()
    for offset in range(0, 365, 7):
        start = date(2026, 1, 1) + timedelta(days=offset)
        assert table.between(start, table.after(start, length)) == length


def test_a_year_without_a_table_warns_and_counts_weekends_only() -> None:
    found = holidays.period(holidays.shipped_calendar(), date(2026, 12, 30), 3)
    assert found.until == date(2027, 1, 4)
    assert [(one.code, one.where, one.warning) for one in found.warnings] == [
        ("holidays.no_table", "2027", True)
    ]


def test_the_years_that_ship_have_as_many_days_off_as_their_notices() -> None:
    table = holidays.shipped_calendar()
    for year, working in ((2025, 248), (2026, 248)):
        days = [date(year, 1, 1) + timedelta(days=one) for one in range(365)]
        assert sum(table.is_working(day) for day in days) == working


def test_the_office_edits_a_year_and_keeps_the_rest_of_it(desk: Desk) -> None:
    holidays.enter(desk, on=date(2026, 11, 23), kind="off", name="本地停工")
    assert len(holidays.listing(desk, 2026)) == 26
    with desk.read() as reading:
        table = holidays.calendar(reading)
    assert table.after(date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert not table.is_working(date(2026, 10, 1))


def test_a_withdrawn_day_is_an_ordinary_one_again(desk: Desk) -> None:
    holidays.withdraw(desk, date(2026, 10, 1))
    with desk.read() as reading:
        table = holidays.calendar(reading)
    assert table.is_working(date(2026, 10, 1))
    assert not table.is_working(date(2026, 10, 2))
    with pytest.raises(UserError) as error:
        holidays.withdraw(desk, date(2026, 10, 1))
    assert error.value.problems[0].code == "holidays.missing"


def test_a_new_year_is_entered_by_the_office(desk: Desk) -> None:
    holidays.enter(desk, on=date(2027, 1, 1), kind="off", name="元旦")
    with desk.read() as reading:
        table = holidays.calendar(reading)
    assert holidays.period(table, date(2026, 12, 30), 2) == holidays.Period(date(2027, 1, 4), ())


@pytest.mark.parametrize(
    ("on", "kind", "code"),
    [
        (date(2026, 11, 22), "off", "holidays.no_change"),
        (date(2026, 11, 23), "work", "holidays.no_change"),
        (date(2026, 11, 23), "half", "holidays.unknown_kind"),
        (date(2026, 10, 1), "off", "holidays.entered_already"),
    ],
)
def test_a_day_that_says_nothing_new_is_refused(desk: Desk, on: date, kind: str, code: str) -> None:
    with pytest.raises(UserError) as error:
        holidays.enter(desk, on=on, kind=kind, name="x")
    assert error.value.problems[0].code == code
    with desk.read() as reading:
        assert reading.scalar("SELECT count(*) FROM holiday") == 0


def test_a_length_that_cannot_be_is_refused() -> None:
    with pytest.raises(UserError):
        holidays.period(holidays.shipped_calendar(), date(2026, 1, 1), -1)
