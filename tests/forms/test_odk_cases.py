"""The cases of ODK's own engines: our answers are theirs, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.forms.agreement import differences
from unionapp.cli import run

CASES = Path(__file__).parents[1] / "data" / "forms"


def names() -> list[str]:
    return sorted(one.name for one in CASES.iterdir() if one.is_dir())


def expected(case: str) -> list[dict[str, Any]]:
    files = [CASES / case / "expected.json", CASES / case / "expected_javarosa.json"]
    return [json.loads(file.read_text("utf-8")) for file in files if file.exists()]


def output(case: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    folder = CASES / case
    words = ["form", "run", str(folder / "form.xlsx"), "--steps", str(folder / "steps.json")]
    assert run([*words, "--media", str(folder)]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_all_cases_are_here() -> None:
    assert len(names()) == 40


@pytest.mark.parametrize("case", names())
def test_the_form_comes_out_as_in_odk(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = differences(output(case, capsys), *expected(case))
    if case == "time_questions":  # the constraint compares times, which ODK Web Forms cannot
        found = [line for line in found if "/data/to " not in line]
    assert found == []


def test_a_difference_is_seen() -> None:
    wanted = expected("relevance_basic")
    changed = json.loads(json.dumps(wanted[0]))
    changed["snapshots"][0]["nodes"][1]["value"] = "6"
    assert any("/data/packs value" in line for line in differences(changed, *wanted))
