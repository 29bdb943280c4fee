"""`worklist` and `programme find` on a made-up patch: counts, rows, a workbook, sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unionapp import cli
from unionapp.paths import DataDir
from unionapp.services import sample, vault
from unionapp.services.worklists import NAMES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("office")
    vault.lock(sample.make_office(DataDir(made), persons=120, seed=3).desk)
    return made


@pytest.fixture(autouse=True)
def _passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNIONAPP_PASSPHRASE", sample.PASSPHRASE)


def test_lists_are_counted_shown_and_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--data-dir", str(folder), "--json"]
    assert cli.run([*at, "worklist"]) == 0
    counts = json.loads(capsys.readouterr().out)["worklists"]
    assert set(counts) == set(NAMES)
    file = tmp_path / "list.xlsx"
    assert cli.run([*at, "worklist", "never_aided", "--out", str(file)]) == 0
    assert len(json.loads(capsys.readouterr().out)["rows"]) == counts["never_aided"] > 0
    assert file.exists()


def test_a_list_that_is_none_is_refused_with_those_there_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--data-dir", str(folder), "worklist", "nope"]) == 1
    assert "never_aided" in capsys.readouterr().err


def test_the_finder_answers_for_every_subject_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--data-dir", str(folder), "--json", "programme", "find", "--ids"]) == 0
    told = json.loads(capsys.readouterr().out)
    for finding in told["findings"]:
        counted = sum(group["count"] for group in finding["groups"])
        assert counted == told["subjects"][finding["subject"]], finding["programme"]
        assert all(len(group["ids"]) == group["count"] for group in finding["groups"])
