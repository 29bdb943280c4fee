"""A process that stores photos, makes people, corrects, backs up, imports and locks is killed.

The main run kills once; `dev.py test --faults` kills sixty times.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.services.test_responses import HOME
from tests.workbooks.books import book
from unionapp.models.desk import Desk
from unionapp.models.records import Response
from unionapp.paths import DataDir
from unionapp.services import (
    attachments,
    questionnaires,
    response_list,
    response_session,
    responses,
    vault,
    verify,
)

pytestmark = pytest.mark.xdist_group("kills")

FEW, MANY = 1, 60
PHOTO = "| | image | photo | 照片 |\n"
Deeds = list[dict[str, Any]]


def prepared(tmp_path: Path) -> DataDir:
    folder = DataDir(tmp_path / "office")
    desk = factories.office(folder.root)
    file = tmp_path / "home.md"
    repeat = "| | begin repeat | member |"
    file.write_text(HOME.replace(repeat, f"{PHOTO}{repeat}"), "utf-8")
    questionnaires.install(desk, folder, file)
    for _ in range(3):
        factories.household(desk)
    vault.lock(desk)
    people = [[f"王{number}", f"138{number:08d}"] for number in range(100)]
    book(tmp_path, [["姓名", "手机号"], *people]).rename(tmp_path / "people.xlsx")
    return folder


def killed(folder: DataDir, seed: int, seconds: float, out: Path) -> Deeds:
    """Let the day go on for so long after its first deed; return what it said it had done."""
    root = Path(__file__).resolve().parents[2]
    words = [sys.executable, "-m", "tests.faults.deeds_forever", str(folder.root), str(seed)]
    with subprocess.Popen(
        [*words, str(out)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
    ) as process:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if len(said) == 1:
                threading.Timer(seconds, process.kill).start()
    return [json.loads(line) for line in said if line.endswith("\n")]


def check(desk: Desk, deeds: Deeds, out: Path) -> None:
    assert verify.check_everything(desk).ok
    with desk.read() as reading:
        doubled = reading.rows(
            "SELECT name FROM person WHERE name LIKE '宝%' GROUP BY name HAVING count(*) > 1"
        )
        named = {row[0] for row in reading.rows("SELECT name FROM person")}
    assert doubled == []
    for deed in deeds:
        with desk.read() as reading:
            response = reading.get(Response, deed.get("response", ""))
        if deed["deed"] == "backup":
            assert (out / deed["file"]).stat().st_size > 0
        elif deed["deed"] == "photo":
            photo = attachments.read(desk, deed["response"], deed["name"])
            assert photo is not None
            assert len(photo) == deed["size"]
        elif deed["deed"] == "finished":
            assert response is not None
            assert response.state == "finished"
            person = next(one for one in deeds if one["deed"] == "person" and same(one, deed))
            assert person["name"] in named
        elif deed["deed"] == "corrected":
            assert response is not None
            assert response_session.answers_in(response)["/data/rooms"] == "77"


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one["response"] == other["response"])


def finish_what_is_left(desk: Desk) -> None:
    for draft in response_list.drafts(desk):
        session = responses.resume(desk, draft.response.id)
        rooms = session.filling.form.root.kids["rooms"][0]
        if not rooms.value:
            session.filling.answer(rooms, "1")
        responses.finish(desk, session, reason="断电以后补完")


def kill_many(tmp_path: Path, times: int, seed: int) -> None:
    folder = prepared(tmp_path)
    dice = random.Random(seed)
    for turn in range(times):
        deeds = killed(folder, turn, dice.uniform(0, 1.5), tmp_path)
        assert deeds, "the process died before its first deed"
        desk = vault.open_office(folder, factories.PASSPHRASE, wipe_memory=False)
        check(desk, deeds, tmp_path)
        finish_what_is_left(desk)
        vault.lock(desk)


def test_a_killed_day_of_deeds_loses_and_doubles_nothing(tmp_path: Path) -> None:
    kill_many(tmp_path, FEW, 3)


@pytest.mark.faults
def test_sixty_killed_days_of_deeds_lose_and_double_nothing(tmp_path: Path) -> None:
    kill_many(tmp_path, MANY, 4)
