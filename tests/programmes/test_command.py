"""`programme list | check | try`: no database, no passphrase, one JSON object."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from unionapp import cli
from unionapp.programmes import catalogue

FACTS = {"day": "2018-09-01", "household": {"division": "210106", "category": "deep"}}


def run(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> tuple[int, Any]:
    code = cli.run(["--data-dir", str(folder), "programme", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_list_tells_of_every_programme(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, said = run(capsys, tmp_path, "list")
    assert code == 0
    listed = {one["code"]: one for one in said["programmes"]}
    assert set(listed) == {one.code for one in catalogue.available()}
    assert listed["screening"]["subject"] == "person"
    assert listed["dalian_measures"]["active"] is False


def test_a_try_answers_with_amount_and_proof(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(FACTS), "utf-8")
    code, said = run(capsys, tmp_path, "try", "living_aid", "--facts", str(file))
    assert (code, said["amount_fen"]) == (0, 786000)
    assert "12 × 655.00 = 7,860.00" in said["proof"]


def test_a_wrong_file_is_told_with_line_key_and_remedy(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    file.write_text('code = "A"\nsubject = "dog"\n', "utf-8")
    code, said = run(capsys, tmp_path, "check", str(file))
    assert (code, said["ok"]) == (1, False)
    assert {"row", "code", "text"} <= set(said["problems"][0])


def own(folder: Path, edition: str, fen: int) -> None:
    text = f"""
code = "own_gift"
edition = "{edition}"
zh = "自办慰问"
en = "Own gift"
subject = "person"
valid_from = {edition}-01-01
steps = "gift"

[[basis]]
document = "本单位文件"

[eligibility]
predicate = "age_between"
fact = "person.birth_date"
at_least = 60
code = "own_gift.young"
zh = "未满六十周岁"
en = "Below sixty"

[amount]
rule = "fixed_sum"
fen = {fen}
"""
    programmes = folder / "programmes"
    programmes.mkdir(exist_ok=True)
    (programmes / f"own_{edition}.toml").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("day", "fen"), [("2019-12-31", 10000), ("2020-01-01", 20000), ("2024-02-29", 20000)]
)
def test_a_file_alone_adds_a_programme_and_the_edition_of_the_day_counts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, day: str, fen: int
) -> None:
    own(tmp_path, "2018", 10000)
    own(tmp_path, "2020", 20000)
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"day": day, "person.birth_date": "1940-02-29"}), "utf-8")
    code, said = run(capsys, tmp_path, "try", "own_gift", "--facts", str(file))
    assert (code, said["amount_fen"]) == (0, fen)
    _, listed = run(capsys, tmp_path, "list")
    assert [one["edition"] for one in listed["programmes"] if one["code"] == "own_gift"] == [
        "2018",
        "2020",
    ]
