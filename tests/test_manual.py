"""The examples of the manual work as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.forms.desk import markdown
from unionapp.forms.load import Loaded, load
from unionapp.services import questionnaires

PAGE = Path(__file__).parent.parent / "docs" / "manual" / "questionnaires.md"
SHEETS = ("survey", "choices", "settings", "entities")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _after(words: str) -> str:
    _, found, rest = PAGE.read_text("utf-8").partition(words)
    assert found, words
    return rest


def table(name: str) -> list[list[str]]:
    """The rows of an example's sheet, without the line below the head."""
    lines = _after(f"工作表 `{name}`：\n\n").partition("\n\n")[0].splitlines()
    return [cells(line) for line in (lines[0], *lines[2:])]


@pytest.fixture
def example(tmp_path: Path) -> Loaded:
    file = tmp_path / "winter_heating.md"
    file.write_text(markdown({name: table(name) for name in SHEETS}), "utf-8")
    return load(file, tmp_path, case_fields=questionnaires.case_fields())


def test_the_example_of_the_manual_is_a_form_without_remarks(example: Loaded) -> None:
    assert example.warnings == ()
    assert (example.definition.form_id, example.definition.subject) == (
        "winter_heating",
        "household",
    )


def test_the_example_shows_what_is_ours(example: Loaded) -> None:
    spec = example.definition.spec("/data/phone")
    assert spec is not None
    assert spec.bind.prefill == "household#phone"
    assert [dict(one.properties).keys() for one in example.definition.entities] == [
        {"phone": 0}.keys()
    ]
    assert set(example.extras.soft_checks) == {"phone", "temperature"}


def test_the_fields_that_the_manual_names_can_be_read() -> None:
    known = questionnaires.case_fields()
    rows = re.findall(
        r"^\| (person|household|employer|door) \| (.+) \|$", _after("常用字段："), re.M
    )
    assert [kind for kind, _ in rows] == ["person", "household", "employer", "door"]
    for kind, names in rows:
        for field in re.findall(r"[a-z_]+", names):
            assert field in known[kind], f"{kind}#{field}"
