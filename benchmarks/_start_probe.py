"""Starts the real program and tells, as JSON lines, when its windows were first painted.

Run by benchmarks/start.py and tests/test_start_cost.py as a process of its own:

    python benchmarks/_start_probe.py DIR                  until the start window is painted
    python benchmarks/_start_probe.py DIR --open           types $UNIONAPP_PASSPHRASE at once
    python benchmarks/_start_probe.py DIR --open --settled types it when loading has ended
    python benchmarks/_start_probe.py --hello              a bare QMainWindow, as the limit

Each line holds `event`, `at` (seconds since the epoch) and the names of all loaded `modules`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any


def tell(event: str) -> None:
    """Print one line; standard error gets a mark between the lines of `-X importtime`."""
    at = time.time()
    print(json.dumps({"event": event, "at": at, "modules": sorted(sys.modules)}), flush=True)
    print(f"## {event}", file=sys.stderr, flush=True)


def hello() -> None:
    """Show a window with nothing in it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: Any) -> None:  # noqa: ANN401
            tell("painted")
            QTimer.singleShot(0, app.quit)

    app = QApplication([])
    window = Window()
    window.resize(900, 620)
    window.show()
    app.exec()


def watch(passphrase: str | None, *, settled: bool) -> None:
    """Let the windows of the program tell when they were painted; then go on or end."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from unionapp.ui.desktop import Desktop
    from unionapp.ui.start.window import StartWindow

    painted: set[str] = set()
    desks: list[Desktop] = []
    start_paint, show_start, open_office = (
        StartWindow.paintEvent,
        Desktop.show_start,
        Desktop.open,
    )

    def paint(window: StartWindow, event: Any) -> None:  # noqa: ANN401
        start_paint(window, event)
        if "start" not in painted:
            painted.add("start")
            tell("start_painted")
            if passphrase is None:
                QTimer.singleShot(0, QApplication.quit)
            else:
                QTimer.singleShot(0, type_passphrase)

    def type_passphrase() -> None:
        if settled and desks[0].tasks.busy():
            QTimer.singleShot(20, type_passphrase)
            return
        page: Any = desks[0].start_window.page()  # type: ignore[union-attr] # it was just painted
        page.passphrase.setText(passphrase)
        tell("entered")
        page.accepted.emit()

    def shown(desktop: Desktop) -> StartWindow:
        desks.append(desktop)
        return show_start(desktop)

    def opened(desktop: Desktop, desk: Any) -> Any:  # noqa: ANN401
        tell("unlocked")
        shell = open_office(desktop, desk)
        QTimer.singleShot(0, lambda: first_page(desktop))
        return shell

    def first_page(desktop: Desktop) -> None:
        # The page paints in its turn of the event loop; a grab paints what is not painted yet.
        shell: Any = desktop.shell
        shell.grab()
        tell("page_painted")
        wait_for_badges(desktop)

    def wait_for_badges(desktop: Desktop) -> None:
        if desktop.tasks.busy():
            QTimer.singleShot(5, lambda: wait_for_badges(desktop))
            return
        tell("counted")
        QApplication.quit()

    StartWindow.paintEvent = paint  # type: ignore[method-assign] # nothing of the program changes
    Desktop.show_start = shown  # type: ignore[method-assign]
    Desktop.open = opened  # type: ignore[method-assign]


def main(words: list[str]) -> int:
    """Run the program as `python -m unionapp --data-dir DIR` does."""
    if words == ["--hello"]:
        hello()
        return 0
    passphrase = os.environ["UNIONAPP_PASSPHRASE"] if "--open" in words else None
    watch(passphrase, settled="--settled" in words)
    from unionapp.__main__ import main as start

    sys.argv = ["unionapp", "--data-dir", words[0]]
    return start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
