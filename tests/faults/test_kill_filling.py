"""A process that fills a form is killed at random moments: what it said was kept, is there.

The main run kills a few times; `dev.py test --faults` kills a hundred times.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests import factories
from unionapp.models.records import Place
from unionapp.paths import DataDir
from unionapp.services import questionnaires, response_list, responses, vault, verify

FEW, MANY = 3, 100
FORM = """
| survey | | | |
| | type | name | label |
| | begin repeat | r | R |
| | text | a | A |
| | end repeat | | |
| settings | |
| | form_id | version |
| | rows | 1 |
"""


def prepared(tmp_path: Path) -> str:
    """Make an office with the form; return a door."""
    desk = factories.office(tmp_path / "office")
    file = tmp_path / "rows.md"
    file.write_text(FORM, "utf-8")
    questionnaires.install(desk, DataDir(tmp_path / "office"), file)
    factories.building(desk, entrances=1, floors=1)
    with desk.read() as reading:
        door = reading.select(Place, "kind = 'door'")[0].id
    vault.lock(desk)
    return door


def killed_after(tmp_path: Path, door: str, answers: int, seconds: float) -> list[str]:
    """Fill, and kill the process so many seconds after its n-th answer; return what it said."""
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.fill_forever", str(tmp_path / "office"), door],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        if len(said) == answers:
            threading.Timer(seconds, process.kill).start()
    process.wait()
    process.stdout.close()
    return said


def check(tmp_path: Path, said: list[str]) -> None:
    desk = vault.open_office(DataDir(tmp_path / "office"), factories.PASSPHRASE)
    try:
        (draft,) = response_list.drafts(desk)
        session = responses.resume(desk, draft.response.id)
        rows = [row.kids["a"][0].value for row in session.filling.form.root.kids["r"]]
        turn, _, last = said[-1].partition(" ")
        # the very next action may have been kept before it was said
        assert "|".join(rows) == last or abs(len(rows) - len(last.split("|"))) <= 1, turn
        kept = [one for one in last.split("|") if one]
        missing = [one for one in kept if one not in rows]
        assert len(missing) <= 1, "at most the one that the unsaid action changed or took out"
        assert verify.check_everything(desk).ok
    finally:
        vault.lock(desk)


def kill_many(tmp_path: Path, times: int, seed: int) -> None:
    door = prepared(tmp_path)
    dice = random.Random(seed)
    for _ in range(times):
        said = killed_after(tmp_path, door, dice.randint(1, 60), dice.uniform(0, 0.02))
        assert said, "the process died before its first answer"
        check(tmp_path, said)


def test_a_killed_filling_goes_on_where_it_was(tmp_path: Path) -> None:
    kill_many(tmp_path, FEW, 11)


@pytest.mark.faults
def test_a_hundred_killed_fillings_go_on_where_they_were(tmp_path: Path) -> None:
    kill_many(tmp_path, MANY, 12)
