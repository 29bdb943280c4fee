"""The page of sources names every programme, and nothing that is not there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from unionapp.paths import resources
from unionapp.programmes import catalogue

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "programme-sources.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and line.count(" | ") == 3 and "---" not in line
]
RULES = [row for row in ROWS if row[0] != "rule"]


def ticked(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def stands(place: str) -> bool:
    """`programme: key.key` leads somewhere in its file; anything else is a path."""
    code, colon, keys = place.partition(": ")
    if not colon:
        return (ROOT / place).exists()
    found: Any = tomllib.loads((resources() / "programmes" / f"{code}.toml").read_text("utf-8"))
    for key in keys.split("."):
        found = _inner(found, key)
        if found is None:
            return False
    return True


def _inner(found: object, key: str) -> Any:
    """A table by its key (`facts.fair_firms` is `fair.firms`), a list's entry by its code."""
    if isinstance(found, list):
        return next((one for one in found if one.get("code") == key), None)
    if not isinstance(found, dict):
        return None
    return found.get(key, found.get(key.replace("_", ".", 1)))


@pytest.mark.parametrize("row", RULES, ids=lambda row: row[0][:40])
def test_every_place_and_every_test_of_a_rule_exists(row: list[str]) -> None:
    _, document, places, tests = row
    assert document
    assert ticked(places)
    assert [place for place in ticked(places) if not stands(place)] == []
    for one in ticked(tests):
        file, _, name = one.partition(": ")
        assert f"def {name}(" in (ROOT / "tests" / file).read_text("utf-8"), one
    assert ticked(tests)


def test_every_shipped_programme_has_a_rule_with_its_source() -> None:
    named = {place.partition(": ")[0] for row in RULES for place in ticked(row[2])}
    assert [one.code for one in catalogue.available() if one.code not in named] == []


def test_every_switch_of_the_documents_open_points_has_a_row() -> None:
    """Switches that several programmes share are named once."""
    keys = {place.split(": ")[-1] for row in RULES for place in ticked(row[2])}
    names = {key.removeprefix("switches.") for key in keys if key.startswith("switches.")}
    shared = {"quota", "standard_day", "standard_kind", "standard_place", "visit_months"}
    limits = {"each_limit", "year_limit", "cut_off_2019"}
    declared = {switch.name for one in catalogue.available() for switch in one.switches}
    assert declared - names - shared - limits == set()
