"""Starts the real program and keeps telling in a file what has the focus and what stands in it.

Run as a program: python tests/e2e/watched_program.py STATE_FILE -- WORDS OF THE COMMAND LINE.
Tests drive it from outside, by the keys of a real keyboard, and wait for what they see here.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

_EVERY_MS = 25


def focus_of(app: Any) -> dict[str, str]:
    """Return what has the focus: its accessible name, its text, its class, the page around it."""
    widget = app.focusWidget()
    if widget is None:
        return {"name": "", "text": "", "kind": "", "page": ""}
    text = getattr(widget, "text", None) or getattr(widget, "toPlainText", None)
    around, page = widget, ""
    while around is not None and not page:
        kind = type(around).__name__
        page = kind if kind.endswith("Page") else ""
        around = around.parentWidget()
    return {
        "name": widget.accessibleName(),
        "text": text() if text is not None else "",
        "kind": type(widget).__name__,
        "page": page,
    }


def main(state: Path, words: list[str]) -> int:
    """Run the program with those words; the state file is replaced whenever the focus changes."""
    from PySide6.QtCore import QTimer

    from unionapp.ui import desktop

    make_application = desktop.make_application
    written = {"state": ""}

    def tell(app: Any) -> None:
        now = json.dumps({**focus_of(app), "input_method": os.environ.get("QT_IM_MODULE", "")})
        if now != written["state"]:
            fresh = state.with_suffix(".new")
            fresh.write_text(now, "utf-8")
            fresh.replace(state)
            written["state"] = now

    def made(*given: Any) -> Any:
        app = make_application(*given)
        timer = QTimer(app)
        timer.timeout.connect(lambda: tell(app))
        timer.start(_EVERY_MS)
        return app

    desktop.make_application = made
    sys.argv = ["unionapp", *words]
    from unionapp.__main__ import main as start

    return start()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[3:]))
