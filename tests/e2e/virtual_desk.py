"""A screen, a window manager and a pinyin input method of a test's own, and hands to type there.

Everything is started here, has a home folder of its own, and is ended here; nothing is shared
with the machine's own desktop.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sources import ROOT

PROGRAMS = ("Xvfb", "openbox", "xdotool", "dbus-daemon", "fcitx5")
_AGAIN = 10  # seconds
_PINYIN = Path("/usr/share/fcitx5/inputmethod/pinyin.conf")
PATIENCE = 60.0
# Between two keys, as a quick typist; the input method answers each over the bus.
KEY_MILLISECONDS = 30

_FCITX_PROFILE = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
_FCITX_CONFIG = """\
[Behavior]
ActiveByDefault=True
ShareInputState=No
"""


def skip_without_programs() -> None:
    """Skip by the name of what is missing; `dev.py test` installs it where it may."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the input methods of Linux desktops are tested on Linux")
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if not _PINYIN.exists():
        missing.append("fcitx5-pinyin")
    if missing:
        pytest.skip(f"not installed: {' '.join(missing)}")


class VirtualDesk:
    """A desktop that nobody sees."""

    def __init__(self, folder: Path) -> None:
        self._logs = folder / "logs"
        self._started: list[subprocess.Popen[bytes]] = []
        self.environment = _own_environment(folder)
        self._logs.mkdir()

    def start(
        self, name: str, command: list[str], more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program of this desktop; its output goes to a file that `log` reads."""
        with (self._logs / name).open("wb") as log:
            made = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, **(more or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._started.append(made)
        return made

    def log(self, name: str) -> str:
        """Return what a program has said."""
        return (self._logs / name).read_text("utf-8", "replace")

    def start_desktop(self) -> None:
        """Start the screen, the session bus, the window manager and the input method."""
        read, write = os.pipe()
        screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten"]
        made = subprocess.Popen(
            [*screen, "tcp"],
            env=self.environment,
            pass_fds=(write,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started.append(made)
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()  # ends with the screen too, if it cannot start
        assert number, "Xvfb did not start"
        self.environment["DISPLAY"] = f":{number}"
        self.start("bus", ["dbus-daemon", "--session", "--nofork", "--print-address=1"])
        self.wait(lambda: "\n" in self.log("bus"), "the session bus")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.log("bus").splitlines()[0]
        self.start("openbox", ["openbox", "--sm-disable"])
        off = "cloudpinyin,notifications,notificationitem,kimpanel,clipboard,wayland,waylandim"
        self.start("fcitx5", ["fcitx5", f"--disable={off}"])
        self.wait(lambda: "Loaded addon pinyin" in self.log("fcitx5"), "pinyin in fcitx5")
        self.wait(self._answers_as_ibus, "fcitx5 answering as ibus")

    def _answers_as_ibus(self) -> bool:
        """Say whether Qt, which looks only once, would find an address to speak to."""
        folder = Path(self.environment["XDG_CONFIG_HOME"]) / "ibus" / "bus"
        display = self.environment["DISPLAY"].removeprefix(":")
        found = list(folder.glob(f"*-unix-{display}"))
        return bool(found) and "IBUS_ADDRESS=unix:" in found[0].read_text("utf-8")

    def xdotool(self, *words: str) -> str:
        """Run one xdotool command; returns what it prints, "" when it finds nothing."""
        found = subprocess.run(
            ["xdotool", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return found.stdout.strip()

    def window(self, title: str) -> str:
        """Wait for a visible window with a title and the focus; returns its id."""

        def active() -> bool:
            number = self.xdotool("getactivewindow")
            return bool(number) and title in self.xdotool("getwindowname", number)

        self.wait(active, f"the window {title}")
        return self.xdotool("getactivewindow")

    def type(self, letters: str) -> None:
        """Press the keys of ASCII letters and digits one after the other."""
        self.xdotool("type", "--delay", str(KEY_MILLISECONDS), letters)

    def press(self, *keys: str) -> None:
        """Press keys by their X names: Return, Tab, space, ctrl+q."""
        self.xdotool("key", "--delay", str(KEY_MILLISECONDS), *keys)

    def leave(self, program: subprocess.Popen[bytes]) -> None:
        """Close the window as its user does, until the program has ended.

        While the input method still loads its keyboards a key may be lost before any program
        sees it: it is pressed again after a while, as anybody would.
        """
        pressed = 0.0

        def ended() -> bool:
            nonlocal pressed
            if program.poll() is None and time.monotonic() - pressed > _AGAIN:
                self.press("alt+F4")
                pressed = time.monotonic()
            return program.poll() is not None

        self.wait(ended, "the end of the program")

    def wait(
        self, arrived: Callable[[], object], what: str, state: Callable[[], object] = str
    ) -> None:
        """Wait for something; fails after a minute with the last state and all logs."""
        end = time.monotonic() + PATIENCE
        while not arrived():
            if time.monotonic() > end:
                said = (f"--- {file.name}\n{self.log(file.name)[-1500:]}" for file in self._files())
                lines = "\n".join(said)
                pytest.fail(f"waited in vain for {what}: {state()}\n{lines}", pytrace=False)
            time.sleep(0.05)

    def _files(self) -> list[Path]:
        return sorted(self._logs.iterdir())

    def close(self) -> None:
        """End everything that was started here, the last first."""
        for made in reversed(self._started):
            if made.poll() is None:
                os.killpg(made.pid, signal.SIGTERM)
        for made in reversed(self._started):
            try:
                made.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(made.pid, signal.SIGKILL)
                made.wait(5)


def _own_environment(folder: Path) -> dict[str, str]:
    """Return the variables of a session that knows nothing of whoever runs the tests."""
    home = folder / "home"
    found = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "QT_SCALE_FACTOR": "1",
        "QT_QPA_PLATFORM": "xcb",
    }
    for name in ("config", "cache", "data", "state", "runtime"):
        place = home / name
        place.mkdir(parents=True, mode=0o700)
        key = "XDG_RUNTIME_DIR" if name == "runtime" else f"XDG_{name.upper()}_HOME"
        found[key] = str(place)
    settings = home / "config" / "fcitx5"
    settings.mkdir()
    (settings / "profile").write_text(_FCITX_PROFILE, "utf-8")
    (settings / "config").write_text(_FCITX_CONFIG, "utf-8")
    return found


@contextmanager
def virtual_desk(folder: Path) -> Iterator[VirtualDesk]:
    """Give a running desktop and end it, whatever happens."""
    desk = VirtualDesk(folder)
    try:
        desk.start_desktop()
        yield desk
    finally:
        desk.close()
