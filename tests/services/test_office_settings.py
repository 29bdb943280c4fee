"""What the office decided travels like every record: laptops agree on it, or show a conflict."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.sync import peers
from unionapp.models.desk import Desk
from unionapp.models.records import OfficeSetting
from unionapp.services import case_facts, office_settings, single_handed
from unionapp.sync import operations
from unionapp.sync.operations import Operation

CODE = "living_aid"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    made = tuple(peers.peer(tmp_path, number, ticking=True) for number in (1, 2))
    for one in made:
        with one.write() as work:
            work.set_meta("division", factories.DIVISION)
    yield made[0], made[1]
    for one in made:
        one.database.close()


def decide(desk: Desk, name: str, value: object, reason: str) -> None:
    with desk.write() as work:
        office_settings.put(work, CODE, name, value, reason)


def told(desk: Desk) -> dict[str, object]:
    with desk.read() as reading:
        return case_facts.switches(reading, CODE)


def log(desk: Desk) -> list[Operation]:
    with desk.read() as reading:
        return operations.from_log(reading, "kind = ?", ("office_setting",), 100)


def test_a_decision_reaches_the_other_laptop_with_its_reason(pair: tuple[Desk, Desk]) -> None:
    here, there = pair
    decide(here, "payout", "monthly", "委员会决定")
    decide(here, "payout", None, "改回")
    decide(here, "eligible_categories", ["deep", "relative"], "扩大范围")
    merged = peers.deliver(there, log(here))
    assert merged.conflicts == 0
    assert told(there) == told(here) == {"eligible_categories": ["deep", "relative"]}
    with there.read() as reading:
        found = office_settings.decisions(reading, CODE)
    assert [(one.name, one.value, one.reason) for one in found] == [
        ("payout", "monthly", "委员会决定"),
        ("payout", None, "改回"),
        ("eligible_categories", ["deep", "relative"], "扩大范围"),
    ]
    assert {one.worker_id for one in found} == {"worker-1"}


def test_two_laptops_that_decide_one_point_otherwise_are_in_conflict_until_one_decides(
    pair: tuple[Desk, Desk],
) -> None:
    here, there = pair
    decide(here, "payout", "monthly", "甲会")
    decide(there, "payout", "once", "乙会")
    first, second = log(here), log(there)
    assert peers.deliver(here, second).conflicts == 2  # the value and its reason
    assert peers.deliver(there, first).conflicts == 2
    assert told(here) == told(there)
    with here.read() as reading:
        assert len(reading.select(OfficeSetting)) == 1
    decide(here, "payout", "once", "两会商定")
    peers.deliver(there, log(here))
    assert told(there) == {"payout": "once"}
    with there.read() as reading:
        open_now = reading.scalar("SELECT count(*) FROM conflict WHERE settled_by IS NULL")
    assert open_now == 0


def test_another_offices_decisions_do_not_count_here(pair: tuple[Desk, Desk]) -> None:
    here, there = pair
    with there.write() as work:
        work.set_meta("division", "210102")
    decide(here, "payout", "monthly", "本会")
    peers.deliver(there, log(here))
    assert told(there) == {}


def test_the_choice_of_a_single_handed_office_travels_too(pair: tuple[Desk, Desk]) -> None:
    here, there = pair
    with here.write() as work:
        office_settings.put(work, "", "single_handed", "no", "")
    peers.deliver(there, log(here))
    with there.read() as reading:
        assert single_handed.mode(reading) == "no"
