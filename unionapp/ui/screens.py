"""Saves a picture of every screen: `python -m unionapp.ui.screens --out build/screens`.

The real windows are opened on a made-up patch of one fixed morning, so that two runs can be laid
beside each other. A screen that cannot be shown is reported, the others are saved all the same.
The tests of all screens show the same scenes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from unionapp.paths import DataDir
from unionapp.ui.desktop import make_application
from unionapp.ui.scenes import SCENES
from unionapp.ui.stage import Parts, Stage, Variant, play

if TYPE_CHECKING:
    from unionapp.models.desk import Desk
    from unionapp.services.vault import Sources

MOMENT = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # nine o'clock of a Wednesday in the office
PERSONS = 600


VARIANTS = (
    Variant("light"),
    Variant("dark", theme="dark"),
    Variant("large", scale=125),
    Variant("small", size=(1093, 614)),
    Variant("english", language="en"),
)


def sources() -> Sources:
    """Return a clock of that morning, and keys that are cheap to guess: the patch is made up."""
    from unionapp.models.keyfile import Cost
    from unionapp.services.vault import Sources

    now = MOMENT

    def clock() -> datetime:
        nonlocal now
        now += timedelta(milliseconds=1)
        return now

    return Sources(clock=clock, cost=Cost(memory_kib=64, passes=1, lanes=1))


def make_sample(folder: Path) -> None:
    """Write the sample patch into a folder."""
    from unionapp.services import sample, vault

    made = sample.make_office(
        DataDir(folder), persons=PERSONS, seed=1, now=MOMENT, cost=sources().cost
    )
    vault.lock(made.desk)


def parts() -> Parts:
    """Return the parts of the real window, with keys that cost nothing to make."""
    from unionapp import app
    from unionapp.services import sample, vault

    return Parts(
        replace(app.start_port(), make_office=_make_office),
        app.ports,
        lambda folder: vault.open_office(
            folder, sample.PASSPHRASE, sources=sources(), wipe_memory=False
        ),
    )


def _make_office(
    folder: DataDir, office: str, division: str, worker: str, passphrase: str
) -> tuple[Desk, str]:
    from unionapp.models.records import Office
    from unionapp.services import vault

    made = vault.create_office(
        folder,
        office=Office(office, division),
        worker_name=worker,
        passphrase=passphrase,
        sources=sources(),
    )
    return made.desk, made.recovery_code


# ---- pictures ------------------------------------------------------------------------------------


def save_all(sample: Path, out: Path, variant: Variant, wanted: Sequence[str]) -> int:
    """Save the pictures of one variant; returns how many screens failed."""
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        stage = Stage(sample, Path(scratch), variant, parts())
        for number, (name, scene) in enumerate(SCENES.items()):
            if wanted and name not in wanted:
                continue
            try:
                window, said = play(stage, scene)
                window.grab().save(str(out / f"{number:02d}-{name}.png"))
            except Exception:  # one screen must not cost the others
                said = [traceback.format_exc()]
                stage.leave()
            failed += bool(said)
            sys.stdout.write(f"{variant.name:8} {name}{' FAILED' if said else ''}\n")
            sys.stderr.writelines(f"{variant.name} {name}: {line}\n" for line in said)
        stage.leave()
    return failed


def main(words: Sequence[str] | None = None) -> int:
    """Save the pictures of every variant, each in a process of its own, as a theme needs one."""
    parser = argparse.ArgumentParser(prog="python -m unionapp.ui.screens")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--variant", choices=[one.name for one in VARIANTS])
    parser.add_argument("--sample", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--only", action="append", default=[], metavar="SCENE")
    told = parser.parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if told.sample is not None:
        variant = next(one for one in VARIANTS if one.name == told.variant)
        application = make_application(variant.settings())
        failed = save_all(told.sample, told.out / variant.name, variant, told.only)
        application.closeAllWindows()
        return 1 if failed else 0
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample"
        make_sample(sample)
        names = [told.variant] if told.variant else [one.name for one in VARIANTS]
        return max(_run_variant(name, sample, told.out, told.only) for name in names)


def _run_variant(name: str, sample: Path, out: Path, only: Sequence[str]) -> int:
    command = [sys.executable, "-m", "unionapp.ui.screens", "--variant", name]
    command += ["--sample", str(sample), "--out", str(out.absolute())]
    for scene in only:
        command += ["--only", scene]
    return 1 if subprocess.run(command, check=False).returncode else 0  # noqa: S603 - ourselves


if __name__ == "__main__":
    sys.exit(main())
