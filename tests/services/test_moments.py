"""Times and days of a visit as a worker says them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from unionapp.errors import UserError
from unionapp.services import moments

TODAY = date(2026, 11, 21)  # a Saturday
NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-25", date(2026, 11, 25)),
        ("11-25", date(2026, 11, 25)),
        ("11月25日", date(2026, 11, 25)),
        ("1.5", date(2027, 1, 5)),
        ("25号", date(2026, 11, 25)),
        ("5号", date(2026, 12, 5)),
        ("21日", date(2026, 11, 21)),
        ("周六", date(2026, 11, 21)),
        ("周五", date(2026, 11, 27)),
        ("下周三", date(2026, 11, 25)),
        ("星期天", date(2026, 11, 22)),
        ("明天", date(2026, 11, 22)),
        ("大后天", date(2026, 11, 24)),
        ("+3", date(2026, 11, 24)),
        ("3天后", date(2026, 11, 24)),
        ("2-29", date(2028, 2, 29)),
        ("１１－２５", date(2026, 11, 25)),
    ],
)
def test_an_appointment_means_the_next_such_day(said: str, meant: date) -> None:
    assert moments.day_ahead(said, today=TODAY) == meant


@pytest.mark.parametrize("said", ["", "改天", "13-40", "2-30", "32号", "周八"])
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(UserError):
        moments.day_ahead(said, today=TODAY)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("14:30", (21, 14, 30)),
        ("14：30", (21, 14, 30)),
        ("1430", (21, 14, 30)),
        ("9点", (21, 9, 0)),
        ("下午3点半", (21, 15, 30)),
        ("晚7点", (21, 19, 0)),
        ("昨天 15:20", (20, 15, 20)),
        ("2026-11-19 08:05", (19, 8, 5)),
    ],
)
def test_a_time_is_read_as_it_is_said(said: str, meant: tuple[int, int, int]) -> None:
    found = moments.office_time(moments.moment_of(said, now=NOW))
    assert (found.day, found.hour, found.minute) == meant


@pytest.mark.parametrize("said", ["", "25:00", "半夜", "改天 14:30", "14:75"])
def test_what_is_no_time_is_refused_by_name(said: str) -> None:
    with pytest.raises(UserError) as refused:
        moments.moment_of(said, now=NOW)
    assert refused.value.problems[0].code == "visits.not_a_time"
