"""A machine that wakes up in 2001 breaks neither the order of what is written nor a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.models import series
from unionapp.models.records import Person
from unionapp.models.steady_clock import SteadyClock
from unionapp.paths import DataDir
from unionapp.services import history, records, vault

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DEAD = datetime(2001, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Machine:
    """A machine's clock that a test sets."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def test_time_goes_on_from_what_was_seen_last() -> None:
    machine = Machine(DEAD)
    clock = SteadyClock(machine, FRIDAY)
    first, second = clock(), clock()
    assert first == FRIDAY
    assert second - first == timedelta(seconds=1)
    assert clock.behind > timedelta(days=9_000)


def test_a_clock_that_is_mended_is_followed_again() -> None:
    machine = Machine(DEAD)
    clock = SteadyClock(machine, FRIDAY)
    clock()
    machine.now = FRIDAY + 3 * HOUR
    assert clock() == machine.now
    assert clock.behind == timedelta(0)
    machine.now -= HOUR
    before = clock()
    assert clock() > before, "also when it is set back while the window is open"


def test_a_year_ahead_that_was_wrong_is_left_when_the_worker_says_so() -> None:
    machine = Machine(FRIDAY)
    clock = SteadyClock(machine, FRIDAY.replace(year=2099))
    assert clock().year == 2099
    clock.trust()
    assert clock() == machine.now
    assert clock.behind == timedelta(0)


def test_an_office_opened_in_2001_keeps_its_order_and_takes_no_number(tmp_path: Path) -> None:
    sources = factories.sources()
    desk = factories.office(tmp_path)
    person = factories.person(desk, name="李红")
    with desk.read() as reading:
        last = reading.now
    vault.lock(desk)
    machine = Machine(DEAD)
    folder = DataDir(tmp_path)
    desk = vault.open_office(
        folder, factories.PASSPHRASE, sources=replace(sources, clock=machine), wipe_memory=False
    )
    records.save_field(desk, "person", person.id, "name", "李洪")
    newest = history.of_record(desk, "person", person.id)[0]
    assert newest.after == "李洪"
    assert newest.at is not None
    assert newest.at >= last.replace(microsecond=0)
    problem = vault.clock_problem(desk)
    assert problem is not None
    assert (problem.where, problem.detail["last"]) == ("2001-01-01", "2026-11-21")
    with pytest.raises(UserError) as refused, desk.write() as work:
        series.take(work, "receipt")
    assert refused.value.problems[0].code == "series.clock_behind"
    vault.trust_clock(desk)
    assert vault.clock_problem(desk) is None
    with desk.write() as work:
        assert "-2001-" in series.take(work, "receipt").text
        assert work.get(Person, person.id) is not None
    vault.lock(desk)
