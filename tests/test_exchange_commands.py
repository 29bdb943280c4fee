"""The way of a day's changes from a laptop to the hub, by commands alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.hub import hubs
from unionapp import cli
from unionapp.models import keyslots
from unionapp.paths import DataDir
from unionapp.services import vault

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    status: int
    told: dict[str, Any]
    errors: str


Command = Callable[..., Answer]


@pytest.fixture
def in_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    monkeypatch.setenv("UNIONAPP_PASSPHRASE", factories.PASSPHRASE)
    monkeypatch.setattr(keyslots, "calibrate", lambda: factories.CHEAP)

    def run(*words: object) -> Answer:
        status = cli.run(["--data-dir", str(tmp_path / "office"), "--json", *map(str, words)])
        said = capsys.readouterr()
        return Answer(status, json.loads(said.out), said.err)

    return run


@pytest.fixture
def as_a_process(tmp_path: Path) -> Command:
    def run(*words: object) -> Answer:
        command = [sys.executable, "-m", "unionapp", "--data-dir", str(tmp_path / "office")]
        done = subprocess.run(
            [*command, "--json", *map(str, words)],
            cwd=ROOT,
            env={**os.environ, "UNIONAPP_PASSPHRASE": factories.PASSPHRASE},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        return Answer(done.returncode, json.loads(done.stdout), done.stderr)

    return run


def work_for_a_day(tmp_path: Path) -> None:
    """Let the office, which is made when there is none, record a building and a person."""
    folder = tmp_path / "office"
    if folder.exists():
        desk = vault.open_office(
            DataDir(folder), factories.PASSPHRASE, sources=factories.sources(seed=9)
        )
    else:
        desk = factories.office(folder)
    factories.building(desk)
    factories.person(desk, phone="13800001234")
    vault.lock(desk)


def walk_the_whole_way(run: Command, tmp_path: Path) -> None:
    url = hubs.address(tmp_path)
    request, reply, bundle = (tmp_path / name for name in ("q.ghb", "r.ghb", "b.ghb"))

    made = run("hub", "init", "--name", "沈阳市中心", "--hub", url)
    assert (made.status, made.told["name"]) == (0, "沈阳市中心")
    asked = run("device", "request", "--out", request)
    answered = run("hub", "enrol", request, "--out", reply, "--hub", url)
    assert answered.told["fingerprint"] == asked.told["fingerprint"]
    installed = run("bundle", "import", reply)
    assert installed.told["hub"] == "沈阳市中心"
    assert installed.told["fingerprint"] == made.told["fingerprint"]
    assert installed.told["series"]["receipt"] == "T01"

    exported = run("bundle", "export", "--out", bundle)
    count = exported.told["operations"]
    shown = run("bundle", "show", bundle)
    assert (shown.told["operations"], shown.told["signature"]) == (count, "unknown")
    assert run("bundle", "show", bundle, "--check").told["signature"] == "signed"

    (taken,) = run("hub", "ingest", bundle, "--hub", url).told["files"]
    assert taken == {
        "file": "b.ghb",
        "status": "applied",
        "operations": count,
        "conflicts": 0,
        "reason": None,
    }
    before = run("hub", "report", "--hub", url).told
    again = run("hub", "ingest", bundle, "--hub", url)
    assert (again.status, again.told["files"][0]["status"]) == (0, "duplicate")
    assert run("hub", "report", "--hub", url).told == before

    flipped = bytearray(bundle.read_bytes())
    flipped[-50] ^= 4
    bundle.write_bytes(flipped)
    refused = run("hub", "ingest", bundle, "--hub", url)
    (taken,) = refused.told["files"]
    assert (refused.status, taken["status"], taken["operations"]) == (1, "quarantined", 0)
    assert taken["reason"] in refused.errors
    after = run("hub", "report", "--hub", url).told
    assert after["bundles"].pop("quarantined") == 1
    assert before["bundles"].pop("quarantined") == 0
    assert after == before
    assert after["records"]["person"] == 1


def test_a_day_travels_to_the_hub(in_process: Command, tmp_path: Path) -> None:
    work_for_a_day(tmp_path)
    walk_the_whole_way(in_process, tmp_path)
    work_for_a_day(tmp_path)
    second = in_process("bundle", "export", "--out", tmp_path / "2.ghb")
    assert (second.told["sequence"], second.told["left"]) == (2, 0)
    (taken,) = in_process(
        "hub", "ingest", tmp_path / "2.ghb", "--hub", hubs.address(tmp_path)
    ).told["files"]
    assert (taken["status"], taken["operations"]) == ("applied", second.told["operations"])


@pytest.mark.slow
def test_a_day_travels_to_the_hub_in_processes_of_their_own(
    as_a_process: Command, tmp_path: Path
) -> None:
    work_for_a_day(tmp_path)
    walk_the_whole_way(as_a_process, tmp_path)


def code(answer: Answer) -> str:
    (problem,) = answer.told["problems"]
    assert answer.status == 1
    assert problem["text"] in answer.errors
    return str(problem["code"])


def test_an_export_before_enrolment_says_what_to_do(in_process: Command, tmp_path: Path) -> None:
    work_for_a_day(tmp_path)
    refused = in_process("bundle", "export", "--out", tmp_path / "b.ghb")
    assert code(refused) == "exchange.not_enrolled"
    assert "device request" in refused.errors


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://keeper:secret@db/hub", "exchange.hub_later"),
        ("mysql://db/hub", "exchange.hub_address"),
        ("sqlite:///", "exchange.hub_address"),
        ("sqlite:///nowhere/at/all.db", "exchange.hub_missing"),
    ],
)
def test_a_hub_that_cannot_be_opened_gets_a_sentence(
    in_process: Command, url: str, expected: str
) -> None:
    refused = in_process("hub", "report", "--hub", url)
    assert code(refused) == expected
    assert "secret" not in refused.errors


def test_a_hub_is_not_made_twice_nor_with_bad_words(in_process: Command, tmp_path: Path) -> None:
    url = hubs.address(tmp_path)
    assert code(in_process("hub", "init", "--prefix", "t1", "--hub", url)) == "exchange.hub_prefix"
    assert code(in_process("hub", "init", "--name", "", "--hub", url)) == "exchange.hub_name"
    assert in_process("hub", "init", "--hub", url).status == 0
    assert code(in_process("hub", "init", "--hub", url)) == "exchange.hub_exists"


def test_a_wrong_file_is_refused_in_words(in_process: Command, tmp_path: Path) -> None:
    work_for_a_day(tmp_path)
    (tmp_path / "note.ghb").write_bytes(b"just a note")
    assert code(in_process("bundle", "show", tmp_path / "note.ghb")) == "bundle.not_a_bundle"
    assert code(in_process("bundle", "import", tmp_path / "note.ghb")) == "bundle.not_a_bundle"
    assert code(in_process("bundle", "import", tmp_path / "none.ghb")) == "exchange.no_such_file"
