"""Fills a form answer by answer in a process of its own, and says each one after it was kept."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.factories import PASSPHRASE
from unionapp.paths import DataDir
from unionapp.services import questionnaires, responses, vault
from unionapp.services.responses import About


def main(folder: Path, door: str) -> None:
    """Answer, add rows and take rows out until somebody kills the process."""
    data = DataDir(folder)
    desk = vault.open_office(data, PASSPHRASE)
    form = questionnaires.ready(desk, data, "rows")
    session = responses.begin(desk, form, About("door", door))
    filling = session.filling
    repeat = filling.form.definition.root.children["r"]
    turn = 0
    while True:
        turn += 1
        rows = filling.form.root.kids["r"]
        if turn % 7 == 0 and len(rows) > 2:
            filling.remove_row(rows[turn % len(rows)])
        elif turn % 3 == 0:
            filling.add_row(repeat, filling.form.root)
        else:
            filling.answer(rows[turn % len(rows)].kids["a"][0], f"答{turn}")
        said = [row.kids["a"][0].value for row in filling.form.root.kids["r"]]
        sys.stdout.write(f"{turn} {'|'.join(said)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
