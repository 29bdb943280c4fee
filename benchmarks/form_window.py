"""How the window of a form keeps up: opening, walking by Enter, key presses, rows, stalls.

Run: python benchmarks/form_window.py. Forms are those of benchmarks/forms.py; the window is drawn
on the screenless platform. A stall is a gap between two beats of a 5 ms timer, less those 5 ms.
Key presses are measured in processor time of the window's thread, the clock's time stands beside:
nothing in them waits, so on a machine that does nothing else both are the same.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from forms import household_form, imported, long_form, opened, report, wide_form
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from unionapp.forms.filling import Filling
from unionapp.ui import theme
from unionapp.ui.messages import Offer
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.questionnaire.panel import FillPanel
from unionapp.ui.tasks import Tasks

SIZE = (1366, 768)
_KEY_TO_KEY = 0.06  # seconds
_PLAIN = Qt.KeyboardModifier.NoModifier


class Silent:
    """Messages and files of a form that is only measured."""

    def saved(self, text: str = "") -> None:
        """Say nothing."""

    def info(self, text: str, offer: Offer | None = None) -> None:
        """Say nothing."""

    def problems(self, problems: object) -> None:
        """Say nothing."""

    def ask(self, _question: str, _yes: str) -> bool:
        """Agree."""
        return True

    def store(self, name: str, _content: bytes) -> str:
        """Keep nothing."""
        return name

    def load(self, _name: str) -> bytes | None:
        """Nothing is kept."""
        return None


class Beat:
    """Notes the longest gap between two turns of the event loop."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)
        self._last = time.perf_counter()
        self.longest = 0.0

    def start(self) -> None:
        """Begin to listen."""
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - 5)
        self._last = now


class Bench:
    """A window with a form in it."""

    def __init__(self, folder: Path, text: str) -> None:
        xform = imported(folder, text)
        self.beat, self.tasks = Beat(), Tasks()
        form = opened(xform, folder)
        silent = Silent()
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        QTest.qWait(20)
        self.beat.start()
        start = time.perf_counter()
        tools = Tools(self.tasks, silent, silent, "zh")
        self.panel = FillPanel(Filling(form), tools, title="Form")
        layout.addWidget(self.panel)
        self.panel.setFocus()
        QCoreApplication.processEvents()
        self.opened = (time.perf_counter() - start) * 1000
        QTest.qWait(150)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press a key where the keyboard is."""
        target = QApplication.focusWidget() or self.panel
        QTest.keyClick(target, key, modifiers)

    def close(self) -> None:
        """Let the window go."""
        self.tasks.shutdown()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def walk(bench: Bench, *, answer: bool) -> tuple[int, list[float]]:
    """Walk to the end by Enter as fast as a key repeats; milliseconds of each step."""
    dice, times, steps = random.Random(7), [], 0
    while not bench.panel.foot.isAncestorOf(QApplication.focusWidget() or bench.panel):
        start = time.perf_counter()
        if answer:
            bench.press(Qt.Key(Qt.Key.Key_1 + dice.randrange(8)))
        bench.press(Qt.Key.Key_Return)
        times.append((time.perf_counter() - start) * 1000)
        steps += 1
        QTest.qWait(15)
        if steps > 2_000:
            raise SystemExit("the walk does not come to its end")
    return steps, times


def presses(bench: Bench, most: int = 2_000) -> tuple[list[float], list[float]]:
    """Milliseconds of each key until all that it changes is computed and painted: worked, passed.

    As somebody types fast: three figures into a field, one digit for a choice, then Enter, and 60
    ms from one key to the next, in which is made ready what comes after. The machine is kept awake
    meanwhile: a processor that sleeps between two keys takes several times as long for the next.
    """
    worked, passed = [], []
    dice = random.Random(7)
    while len(worked) < most and not bench.panel.foot.isAncestorOf(
        QApplication.focusWidget() or bench.panel
    ):
        typed = 3 if isinstance(QApplication.focusWidget(), QLineEdit) else 1
        digits = [Qt.Key(Qt.Key.Key_1 + dice.randrange(8)) for _ in range(typed)]
        for key in (*digits, Qt.Key.Key_Return):
            work, start = time.thread_time(), time.perf_counter()
            bench.press(key)
            QCoreApplication.processEvents()
            worked.append((time.thread_time() - work) * 1000)
            passed.append((time.perf_counter() - start) * 1000)
            while time.perf_counter() - start < _KEY_TO_KEY:
                QCoreApplication.processEvents()
    return worked, passed


def rows(bench: Bench, count: int) -> list[float]:
    """Milliseconds of each new row by Ctrl+Enter, until its first field has the keyboard."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        QCoreApplication.processEvents()
        times.append((time.perf_counter() - start) * 1000)
        QTest.keyClicks(QApplication.focusWidget() or bench.panel, "x")
    return times


def measured(folder: Path, text: str, act: Callable[[Bench], list[bool]]) -> list[bool]:
    """Open a form, measure it, close it."""
    bench = Bench(folder, text)
    try:
        return act(bench)
    finally:
        bench.close()


def walking(bench: Bench) -> list[bool]:
    """Open and walk 250 questions."""
    held = [
        report("250 questions: window opened", bench.opened, 250),
        report("250 questions: longest stall, opening", bench.beat.longest, 100),
    ]
    bench.beat.start()
    steps, times = walk(bench, answer=True)
    print(f"  {steps} stops by digit and Enter, {statistics.mean(times):.2f} ms each")
    held.append(report("250 questions: longest stall, walking", bench.beat.longest, 100))
    return held


def pressing(bench: Bench) -> list[bool]:
    """Key presses in 300 questions."""
    worked, passed = presses(bench)
    print(f"  by the clock: mean {statistics.mean(passed):.2f} ms, worst {max(passed):.2f} ms")
    return [
        report("300 questions: key press and redraw, mean", statistics.mean(worked), 2),
        report("300 questions: key press and redraw, worst", max(worked), 16),
    ]


def wide(bench: Bench) -> list[bool]:
    """1,000 questions with 1,000 calculations."""
    held = [
        report("1,000 + 1,000: window opened", bench.opened, 1000),
        report("1,000 + 1,000: longest stall, opening", bench.beat.longest, 100),
    ]
    worked, _ = presses(bench, most=600)
    held.append(report("1,000 + 1,000: key press and redraw, worst", max(worked), 50))
    alive = len(bench.panel.sheet.widgets())
    held.append(report("1,000 + 1,000: lines that have widgets", alive, 80, "  "))
    return held


def members(bench: Bench) -> list[bool]:
    """Members of a household, one after the other."""
    times = rows(bench, 220)
    early, late = statistics.median(times[1:21]), statistics.median(times[190:210])
    return [
        report("household: a row about the 2nd", early, 100),
        report("household: a row about the 200th", late, 100),
        report("  as a multiple", late / early, 2, "x "),
    ]


def main() -> int:
    """Print all figures; 1 when one is over its limit."""
    app = QApplication.instance() or QApplication([])
    theme.apply(app)  # type: ignore[arg-type] # a window has an application with widgets
    held: list[bool] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        held += measured(folder, long_form(250), walking)
        held += measured(folder, long_form(300), pressing)
        held += measured(folder, wide_form(1000), wide)
        held += measured(folder, household_form(), members)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
