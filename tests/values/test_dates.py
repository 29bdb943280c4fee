"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from unionapp.errors import UserError
from unionapp.values import dates

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-21", TODAY),
        ("2026/1/2", date(2026, 1, 2)),
        ("2026.01.02", date(2026, 1, 2)),
        ("2026。1。2", date(2026, 1, 2)),
        ("２０２６年１月２日", date(2026, 1, 2)),
        ("2026 年 1 月 2 号", date(2026, 1, 2)),
        ("20260102", date(2026, 1, 2)),
        ("1990-03-07 00:00:00", date(1990, 3, 7)),
        (" 今天 ", TODAY),
        ("明天", date(2026, 11, 22)),
        ("后天", date(2026, 11, 23)),
        ("昨天", date(2026, 11, 20)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert dates.parse(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "dates.not_a_date"),
        ("3月7日", "dates.not_a_date"),
        ("1990-03", "dates.not_a_date"),
        ("90-3-7", "dates.not_a_date"),
        ("2026-1.2", "dates.not_a_date"),
        ("1990-03-07 08:30", "dates.not_a_date"),
        ("2026-02-31", "dates.no_such_day"),
        ("2025年2月29日", "dates.no_such_day"),
        ("0000-01-01", "dates.no_such_day"),
    ],
)
def test_a_day_is_never_guessed(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        dates.parse(text, today=TODAY)
    assert [one.code for one in caught.value.problems] == [code]
