"""The worked example of the manual is a right file, and computes what the manual says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.programmes.cases import programme_from
from unionapp.programmes import neighbours
from unionapp.programmes.evaluate import try_programme

MANUAL = (Path(__file__).parents[2] / "docs" / "manual" / "programmes.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", MANUAL, re.DOTALL)
    assert found
    return found.group(1)


def test_the_example_of_the_manual_can_be_taken_in(tmp_path: Path) -> None:
    programme = programme_from(tmp_path, block("toml"))
    assert programme.code == "heating_aid"
    assert neighbours.check(tmp_path / "own.toml", tmp_path, tmp_path, tmp_path) == ()


def test_the_example_of_the_manual_computes_what_it_says(tmp_path: Path) -> None:
    verdict = try_programme(programme_from(tmp_path, block("toml")), json.loads(block("json")))
    assert (verdict.eligible, verdict.amount_fen) == (True, 80000)
    said = MANUAL[MANUAL.index("结果是") :]
    for line in ("5 × 200.00 = 1,000.00", "1,000.00 / 800.00 中取最小：800.00"):
        assert line in verdict.proof
        assert line in said
