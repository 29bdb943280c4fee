"""Saves a picture of every screen: `python -m unionapp.ui.screens --out build/screens`.

The real windows are opened on a made-up patch of one fixed morning, so that two runs can be laid
beside each other. A screen that cannot be shown is reported, the others are saved all the same.
The tests of all screens show the same scenes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

from unionapp import settings as setting_file
from unionapp.paths import DataDir
from unionapp.settings import Settings
from unionapp.ui.desktop import Desktop, make_application
from unionapp.ui.typist import Typist

if TYPE_CHECKING:
    from unionapp.services.vault import Sources
    from unionapp.ui.workbench import Workbench

MOMENT = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # nine o'clock of a Wednesday in the office
PERSONS = 600
# What the screenless platform of Qt says of itself; no window of ours is at fault.
_PLATFORM = "This plugin does not support"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which every screen is shown; the size is that of the window in pixels."""

    name: str
    size: tuple[int, int] = (1366, 768)
    theme: str = "light"
    scale: int = 100
    language: str = "zh"

    def settings(self) -> Settings:
        """Return the settings of this way of showing."""
        chosen = setting_file.defaults()
        for key in ("theme", "scale", "language"):
            chosen = chosen.changed(key, getattr(self, key))
        return chosen


VARIANTS = (
    Variant("light"),
    Variant("dark", theme="dark"),
    Variant("large", scale=125),
    Variant("small", size=(1093, 614)),
    Variant("english", language="en"),
)


class Stage:
    """The windows of one variant on a copy of the sample patch; scenes are played on it."""

    def __init__(self, sample: Path, scratch: Path, variant: Variant) -> None:
        from unionapp import app

        self.variant, self.scratch = variant, scratch
        self.typist = Typist()
        self.office = DataDir(scratch / "office")
        shutil.copytree(sample, self.office.root)
        setting_file.write(self.office.settings, variant.settings())
        self._app = app
        self._start: Desktop | None = None
        self._desktop: Desktop | None = None
        self.crashes: list[str] = []
        self.dialog: QWidget | None = None

    # ---- the start window ------------------------------------------------------------------

    def start(self, folder: Path, **asked: Any) -> Any:  # noqa: ANN401 - the start window
        """Show the start window of a folder; `asked` takes the place of what its port does."""
        self.leave()
        where = DataDir(folder)
        if not where.settings.exists():
            folder.mkdir(parents=True, exist_ok=True)
            setting_file.write(where.settings, self.variant.settings())
        port = replace(self._app.start_port(), **asked)
        self._start = Desktop(where, port, self._app.ports(where))
        window = self._start.show_start()
        width, height = self.variant.size
        window.resize(min(window.width(), width), min(window.height(), height))
        self.typist.settle()
        return window

    # ---- the open office -------------------------------------------------------------------

    @property
    def desktop(self) -> Desktop:
        """The open office; it is opened when it is first asked for."""
        if self._desktop is None:
            self._leave_start()
            self._desktop = self._open()
        return self._desktop

    def _open(self) -> Desktop:
        from unionapp.services import sample, vault

        made = Desktop(self.office, self._app.start_port(), self._app.ports(self.office))
        made.tasks.crashed.connect(self.crashes.append)
        desk = vault.open_office(
            self.office, sample.PASSPHRASE, sources=sources(), wipe_memory=False
        )
        made.open(desk).resize(QSize(*self.variant.size))
        return made

    @property
    def shell(self) -> Any:  # noqa: ANN401 - it is there while an office is open
        """The window of the open office."""
        return self.desktop.shell

    def page(self, key: str) -> Any:  # noqa: ANN401 - each page has parts of its own
        """Bring a page to the front, with nothing lying over it."""
        shell = self.shell
        shell.activateWindow()
        page = shell.show_page(key)
        self.idle()
        return page

    def idle(self) -> None:
        """Wait until nothing runs in the background."""
        self.typist.settle()
        self.typist.wait(lambda: not self.desktop.tasks.busy(), "the end of the work")
        self.typist.settle()

    @property
    def bench(self) -> Workbench:
        """What the pages were handed."""
        bench = self.desktop.bench
        if bench is None:
            raise RuntimeError("no office is open")
        return bench

    def first(self, statement: str, *parameters: str) -> str:
        """Return the first value that a statement finds in the sample patch."""
        with self.bench.desk.read() as reading:
            return str(reading.scalar(statement, parameters) or "")

    # ---- the end ---------------------------------------------------------------------------

    def _leave_start(self) -> None:
        if self._start is not None:
            if self._start.start_window is not None:
                self._start.start_window.close()
            self._start.leave()
            self._start.tasks.shutdown()
            self._start = None

    def leave(self) -> None:
        """Close whatever is open; the next scene begins anew."""
        self._leave_start()
        if self.dialog is not None:
            self.dialog.close()
            self.dialog = None
        if self._desktop is not None:
            self._desktop.leave()
            self._desktop.tasks.shutdown()
            self._desktop = None


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


# ---- pictures ------------------------------------------------------------------------------------


def play(stage: Stage, scene: Scene) -> tuple[QWidget, list[str]]:
    """Show a scene; returns its window and what Qt and the background work complained of."""
    said: list[str] = []

    def hear(kind: QtMsgType, _context: object, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not text.startswith(_PLATFORM):
            said.append(text)

    before = qInstallMessageHandler(hear)
    stage.crashes.clear()
    try:
        window = scene(stage)
        stage.typist.settle()
    finally:
        qInstallMessageHandler(before)
    return window, said + stage.crashes


def save_all(sample: Path, out: Path, variant: Variant, wanted: Sequence[str]) -> int:
    """Save the pictures of one variant; returns how many screens failed."""
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        stage = Stage(sample, Path(scratch), variant)
        for number, (name, scene) in enumerate(scenes().items()):
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


Scene = Callable[[Stage], QWidget]


def scenes() -> dict[str, Scene]:
    """Return every scene by its name, in the order in which they are played."""
    from unionapp.ui.scenes import SCENES

    return dict(SCENES)


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
