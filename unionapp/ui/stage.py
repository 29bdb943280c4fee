"""The stage on which `unionapp.ui.scenes` are played: real windows on a copy of a sample patch."""

from __future__ import annotations

import shutil
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

from unionapp import settings as setting_file
from unionapp.paths import DataDir
from unionapp.settings import Settings
from unionapp.ui.desktop import Desktop
from unionapp.ui.typist import Typist

if TYPE_CHECKING:
    from unionapp.models.desk import Desk
    from unionapp.ui.start.window import StartPort
    from unionapp.ui.workbench import Ports, Workbench

# What the screenless platform of Qt says of itself; no window of ours is at fault.
_PLATFORM = "This plugin does not support"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the composition root hands over; `open_office` opens the copy of the sample patch."""

    start: StartPort
    ports: Callable[[DataDir], Ports]
    open_office: Callable[[DataDir], Desk]


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


class Stage:
    """The windows of one variant on a copy of the sample patch; scenes are played on it."""

    def __init__(self, sample: Path, scratch: Path, variant: Variant, parts: Parts) -> None:
        self.variant, self.scratch = variant, scratch
        self.typist = Typist()
        self.office = DataDir(scratch / "office")
        shutil.copytree(sample, self.office.root)
        setting_file.write(self.office.settings, variant.settings())
        self._parts = parts
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
        port = replace(self._parts.start, **asked)
        self._start = Desktop(where, port, self._parts.ports(where))
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
        made = Desktop(self.office, self._parts.start, self._parts.ports(self.office))
        made.tasks.crashed.connect(self.crashes.append)
        desk = self._parts.open_office(self.office)
        made.open(desk).resize(QSize(*self.variant.size))
        return made

    @property
    def shell(self) -> Any:  # noqa: ANN401 - it is there while an office is open
        """The window of the open office."""
        return self.desktop.shell

    def window(self) -> QWidget:
        """Return the window of the open office, which a scene shows."""
        shown: QWidget = self.shell
        return shown

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


Scene = Callable[[Stage], QWidget]


def play(stage: Stage, scene: Scene) -> tuple[QWidget, list[str]]:
    """Show a scene; returns its window and what Qt complained of and what was raised meanwhile."""
    said: list[str] = []

    def hear(kind: QtMsgType, _context: object, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not text.startswith(_PLATFORM):
            said.append(text)

    def raised(kind: type[BaseException], error: BaseException, trace: Any) -> None:  # noqa: ANN401
        said.append("".join(traceback.format_exception(kind, error, trace)))

    before, hook = qInstallMessageHandler(hear), sys.excepthook
    sys.excepthook = raised
    stage.crashes.clear()
    try:
        window = scene(stage)
        stage.typist.settle()
    finally:
        qInstallMessageHandler(before)
        sys.excepthook = hook
    return window, said + stage.crashes
