"""Repeats that stand are told once more when everything is checked, as each programme counts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid, test_duplicate_aid
from unionapp.paths import DataDir
from unionapp.services import cases, vault, verify


@pytest.mark.parametrize(
    ("period", "told"), [('"months"\nmonths = 1', []), ('"calendar_year"', ["cases.granted_twice"])]
)
def test_an_own_programme_may_give_every_month_and_no_yearly_one_does(
    tmp_path: Path, period: str, told: list[str]
) -> None:
    desk = factories.office(tmp_path)
    test_duplicate_aid.programme(desk)
    own = DataDir(tmp_path).own_programmes / "try_study.toml"
    monthly = own.read_text("utf-8").replace('"calendar_year"', '"months"\nmonths = 1')
    own.write_text(monthly, "utf-8")
    family = aid.family(desk)
    student = test_duplicate_aid.child(desk, family)
    for month in (11, 12):
        at = aid.on(desk, datetime(2026, month, 25, 1, 0, tzinfo=UTC))
        case = cases.open_for(at, test_duplicate_aid.asked(family, student)).case
        assert cases.decide(at, case.id).case.state == "granted"
    own.write_text(monthly.replace('"months"\nmonths = 1', period), "utf-8")
    found = next(one for one in verify.check_everything(desk).checks if one.name == "repeats")
    assert [one.code for one in found.detail] == told
    vault.lock(desk)
