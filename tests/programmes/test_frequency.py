"""How often a programme is given, to the day, and what it may not be had beside."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes.cases import programme_from
from unionapp.errors import UserError
from unionapp.programmes import frequency, read_facts
from unionapp.programmes.dates import academic_year, add_months, age_on
from unionapp.programmes.evaluate import Verdict, try_programme
from unionapp.programmes.vocabulary import Case

OWN = """
code = "own_gift"
edition = "1"
zh = "自办"
en = "Own gift"
subject = "person"

[[basis]]
document = "文件"

[eligibility]
predicate = "is_stated"
fact = "person.id"
code = "own_gift.nobody"
zh = "没有写明"
en = "Nobody"

[amount]
rule = "fixed_sum"
fen = 5000

[frequency]
per = "person"
period = "{period}"
{more}
"""
CLASH = """
[[clash]]
programme = "other_gift"
period = "calendar_year"
among = "{among}"
then = "{then}"
zh = "不能兼得"
en = "Not both"
"""


def tried(folder: Path, earlier: list[dict[str, object]], **options: Any) -> Verdict:
    text = OWN.format(period=options.pop("period", "life"), more=options.pop("more", ""))
    facts = {"day": "2020-02-29", "person": {"id": "a"}, "earlier": earlier, **options}
    return try_programme(programme_from(folder, text), facts)


@pytest.mark.parametrize(
    ("period", "grant", "eligible"),
    [
        ("life", {"day": "1999-01-01"}, False),
        ("calendar_year", {"day": "2019-12-31"}, True),
        ("calendar_year", {"day": "2020-01-01"}, False),
        ("academic_year", {"day": "2019-08-31"}, True),
        ("academic_year", {"day": "2019-09-01"}, False),
        ("event", {"day": "2020-01-01", "event": "a"}, False),
        ("event", {"day": "2020-01-01", "event": "b"}, True),
        ("event", {"day": "2020-01-01"}, False),
        ("life", {"day": "1999-01-01", "person": "b"}, True),
        ("life", {"day": "1999-01-01", "person": "a"}, False),
        ("life", {"day": "1999-01-01", "among": "spouse"}, True),
        ("life", {"day": "1999-01-01", "programme": "other_gift"}, True),
    ],
)
def test_a_grant_is_counted_in_its_period(
    tmp_path: Path, period: str, grant: dict[str, object], eligible: bool
) -> None:
    occasion = {"event": "a"}
    assert tried(tmp_path, [grant], period=period, occasion=occasion).eligible is eligible


def test_what_tells_grants_apart_is_asked_for_once_there_are_some(tmp_path: Path) -> None:
    assert tried(tmp_path, [], period="illness").eligible
    with pytest.raises(UserError) as refused:
        tried(tmp_path, [{"day": "2019-01-01"}], period="illness")
    assert [one.where for one in refused.value.problems] == ["occasion.illness"]


@pytest.mark.parametrize(
    ("last", "eligible", "free"),
    [
        ("2017-02-28", True, date(2020, 2, 28)),
        ("2017-03-01", False, date(2020, 3, 1)),
        ("2017-02-27", True, date(2020, 2, 27)),
    ],
)
def test_a_rolling_period_ends_on_the_day_of_the_same_number(
    tmp_path: Path, last: str, eligible: bool, free: date
) -> None:
    verdict = tried(tmp_path, [{"day": last}], period="months", more="months = 36")
    assert verdict.eligible is eligible
    assert any(free.isoformat() in one.text for one in verdict.reasons) is not eligible


def test_the_next_day_is_told_for_work_lists(tmp_path: Path) -> None:
    programme = programme_from(tmp_path, OWN.format(period="months", more="months = 36\ntimes = 2"))
    grants = [{"day": "2018-01-31"}, {"day": "2019-05-05"}]
    facts = read_facts.read({"day": "2020-01-01", "earlier": grants}, programme)
    assert frequency.next_day(Case(programme, facts, ())) == date(2021, 1, 31)


def test_so_many_times_are_allowed(tmp_path: Path) -> None:
    grants: list[dict[str, object]] = [{"day": "2020-01-01"}, {"day": "2020-02-01"}]
    assert tried(tmp_path, grants, period="calendar_year", more="times = 3").eligible
    assert not tried(tmp_path, grants, period="calendar_year", more="times = 2").eligible


@pytest.mark.parametrize(
    ("among", "given_to", "then", "eligible", "warned"),
    [
        ("own", "own", "refuse", False, False),
        ("own", "spouse", "refuse", True, False),
        ("spouse", "spouse", "refuse", False, False),
        ("household", "spouse", "warn", True, True),
        ("union", "union", "warn", True, True),
    ],
)
def test_a_clash_is_refused_or_told(
    tmp_path: Path, among: str, given_to: str, then: str, eligible: bool, warned: bool
) -> None:
    grant: dict[str, object] = {"programme": "other_gift", "day": "2020-01-01", "among": given_to}
    verdict = tried(tmp_path, [grant], more=CLASH.format(among=among, then=then))
    assert verdict.eligible is eligible
    assert ("programme.clash" in [one.code for one in verdict.warnings]) is warned
    assert ("programme.clash" in [one.code for one in verdict.reasons]) is not eligible


def test_a_rolling_period_without_its_months_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        programme_from(tmp_path, OWN.format(period="months", more=""))
    assert [one.where for one in refused.value.problems] == ["frequency.months"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2019, 12, 31), 2, date(2020, 2, 29)),
        (date(2019, 12, 31), 1, date(2020, 1, 31)),
        (date(9999, 12, 1), 12, date.max),
    ],
)
def test_months_are_added_to_the_day(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(2000, 5, 1), date(2018, 4, 30), 17),
        (date(2000, 5, 1), date(2018, 5, 1), 18),
    ],
)
def test_age_is_counted_in_completed_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 400))
def test_adding_months_never_goes_back_and_never_leaves_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert academic_year(later) in (later.year, later.year - 1)
