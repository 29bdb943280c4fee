"""Does what a day holds beside typing in a process of its own, and says each deed after it."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

from tests import factories
from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.services import backups, questionnaires, response_corrections, responses, vault
from unionapp.services.responses import About
from unionapp.workbooks import importing


def say(deed: str, **facts: object) -> None:
    """Tell what is done, and kept, now."""
    sys.stdout.write(json.dumps({"deed": deed, **facts}) + "\n")
    sys.stdout.flush()


def main(folder: DataDir, seed: int, out: Path) -> None:
    """Store, make, finish, correct, back up, import, lock, until somebody kills the process."""
    dice = random.Random(seed)
    desk = vault.open_office(folder, factories.PASSPHRASE, wipe_memory=False)
    turn = 0
    while True:
        turn += 1
        fill(desk, folder, dice, f"{seed}-{turn}")
        if turn % 3 == 0:
            backups.backup(desk, folder, out / f"{seed}-{turn}.bak")
            say("backup", file=f"{seed}-{turn}.bak")
        if turn % 2 == 0:
            importing.import_workbook(desk, "persons", out / "people.xlsx")
        if turn % 4 == 0:
            vault.lock(desk)
            desk = vault.open_office(folder, factories.PASSPHRASE, wipe_memory=False)


def fill(desk: Desk, folder: DataDir, dice: random.Random, mark: str) -> None:
    """Fill a form about one of the households, finish it, and correct it."""
    with desk.read() as reading:
        homes = [str(row[0]) for row in reading.rows("SELECT id FROM household ORDER BY rid")]
    form = questionnaires.ready(desk, folder, "home")
    session = responses.begin(desk, form, About("household", dice.choice(homes)))
    filling, response = session.filling, session.response.id
    tree = filling.form
    content = os.urandom(dice.randint(100, 9_000))
    name = session.files.store("p.jpg", content)
    filling.answer(tree.root.kids["photo"][0], name)
    say("photo", response=response, name=name, size=len(content))
    filling.answer(tree.root.kids["rooms"][0], "3")
    filling.add_row(tree.definition.root.children["member"], tree.root)
    filling.answer(tree.root.kids["member"][-1].kids["name"][0], f"宝{mark}")
    say("person", response=response, name=f"宝{mark}")
    responses.finish(desk, session)
    say("finished", response=response)
    correction = response_corrections.correct(desk, response)
    correction.filling.answer(correction.filling.form.root.kids["rooms"][0], "77")
    responses.finish(desk, correction, reason="记错了")
    say("corrected", response=response)


if __name__ == "__main__":
    main(DataDir(Path(sys.argv[1])), int(sys.argv[2]), Path(sys.argv[3]))
