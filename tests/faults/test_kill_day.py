"""The real process is killed at random moments of the day; nothing acknowledged is lost.

The main run kills a few times; `dev.py test --faults` kills a hundred times.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests import day_runs, factories
from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.services import sample, vault, verify

pytestmark = pytest.mark.xdist_group("kills")  # what is shared costs more than the tests

FEW, MANY = 2, 100
EARLIEST = 0.5  # seconds after the start of the process


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small office, made once and copied for every kill."""
    folder = tmp_path_factory.mktemp("prepared")
    vault.lock(sample.make_office(DataDir(folder), persons=80, seed=3, cost=factories.CHEAP).desk)
    return folder


@pytest.fixture(scope="module")
def whole_day(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How many seconds a day takes here and now when nobody kills it."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copytree(prepared, folder / "data")
    began = time.monotonic()
    acks, cut_off = killed_at(folder, folder / "data", day_runs.PATIENCE)
    assert not cut_off
    assert acks[-1]["ack"] == "bundle"
    return time.monotonic() - began


def killed_at(out: Path, data: Path, seconds: float) -> tuple[list[dict[str, Any]], bool]:
    """Run the day and kill it after so many seconds; return what it had acknowledged."""
    process = day_runs.start_day(out, data)
    lines: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=lambda: lines.extend(process.stdout or ()))
    reader.start()
    try:
        process.wait(seconds)
        cut_off = False
    except subprocess.TimeoutExpired:
        process.kill()
        cut_off = True
    process.wait()
    reader.join()
    process.stdout.close()
    if process.stderr is not None:
        process.stderr.close()
    return day_runs.acknowledged(lines), cut_off


def check_nothing_was_lost(out: Path, data: Path, acks: list[dict[str, Any]]) -> None:
    began = time.monotonic()
    desk = vault.open_office(DataDir(data), sample.PASSPHRASE, wipe_memory=False)
    opened_in = time.monotonic() - began
    try:
        report = verify.check_everything(desk)
        assert [check for check in report.checks if not check.ok] == []
        with desk.read() as reading:
            known = {row[0] for row in reading.rows("SELECT id FROM operation")}
        lost = [ack for ack in acks if ack["operation"] not in known]
        assert lost == []
        check_answers_are_kept(desk, acks)
        for ack in acks:
            if "file" in ack:
                assert (out / ack["file"]).stat().st_size > 0
    finally:
        vault.lock(desk)
    assert opened_in < 10


def check_answers_are_kept(desk: Desk, acks: list[dict[str, Any]]) -> None:
    """A draft has no operations yet: its answers stand on their own until it is finished."""
    with desk.read() as reading:
        for ack in acks:
            if "answers" in ack:
                state = reading.scalar(
                    "SELECT state FROM response WHERE id = ?", (ack["response"],)
                )
                kept = reading.scalar(
                    "SELECT count(*) FROM draft_answer WHERE response = ?", (ack["response"],)
                )
                assert state == "finished" or kept >= ack["answers"], ack


def kill_many(prepared: Path, tmp_path: Path, longest: float, times: int, seed: int) -> None:
    moments = random.Random(seed)
    cut_offs = 0
    for turn in range(times):
        out, data = tmp_path / f"out{turn}", tmp_path / f"data{turn}"
        shutil.copytree(prepared, data)
        acks, cut_off = killed_at(out, data, moments.uniform(EARLIEST, longest))
        cut_offs += cut_off
        check_nothing_was_lost(out, data, acks)
        shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(data)
    # A test in which every day came to its end would prove nothing.
    assert cut_offs >= times // 2


def test_a_few_kills_lose_nothing(prepared: Path, whole_day: float, tmp_path: Path) -> None:
    kill_many(prepared, tmp_path, whole_day, FEW, seed=11)


@pytest.mark.faults
def test_a_hundred_kills_lose_nothing(prepared: Path, whole_day: float, tmp_path: Path) -> None:
    kill_many(prepared, tmp_path, whole_day, MANY, seed=29)
