"""Runs what is too long for the screen's thread, one at a time, and hands back a value or error."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from unionapp.errors import Problem, UserError, problem_of

_PROGRESS_SECONDS = 0.1
_SHUTDOWN_MS = 5000


class Cancelled(Exception):
    """The worker asked to stop."""


class Progress:
    """Handed to the work: tells how far it is and stops it when it was cancelled."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def __call__(self, done: int, of: int) -> None:
        """Tell progress, at most ten times a second; raises `Cancelled` when asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told >= _PROGRESS_SECONDS or done >= of:
            self._told = now
            self._tell(done, of)


Work = Callable[[Progress], Any]


@dataclass(frozen=True, slots=True)
class Handlers:
    """What happens with a result; each is called on the screen's thread."""

    done: Callable[[Any], None]
    failed: Callable[[tuple[Problem, ...]], None] | None = None
    cancelled: Callable[[], None] | None = None
    progress: Callable[[int, int], None] | None = None


class _Signals(QObject):
    progress = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    crashed = Signal(str)


class _Run(QRunnable):
    def __init__(self, work: Work, signals: _Signals, progress: Progress) -> None:
        super().__init__()
        self.setAutoDelete(True)
        self._work, self._signals, self._progress = work, signals, progress

    def run(self) -> None:
        try:
            result = self._work(self._progress)
        except Cancelled:
            self._signals.cancelled.emit()
        except UserError as error:
            self._signals.failed.emit(error.problems)
        except OSError as error:
            problem = problem_of(error)
            if problem is not None:
                self._signals.failed.emit((problem,))
            else:
                self._signals.crashed.emit(traceback.format_exc())
        except Exception:
            self._signals.crashed.emit(traceback.format_exc())
        else:
            self._signals.done.emit(result)


class Tasks(QObject):
    """One worker thread, so that the database has one writer beside the screen.

    `data_changed(kinds)` is emitted once for each result that has `.changes`; `crashed(text)` for
    a fault of ours.
    """

    data_changed = Signal(object)
    crashed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._running: dict[_Signals, Progress] = {}

    def run(self, work: Work, handlers: Handlers) -> Progress:
        """Start the work; returns what can cancel it."""
        signals = _Signals()
        progress = Progress(signals.progress.emit)
        self._running[signals] = progress
        queued = Qt.ConnectionType.QueuedConnection
        if handlers.progress is not None:
            signals.progress.connect(handlers.progress, queued)
        signals.done.connect(lambda result: self._done(signals, handlers, result), queued)
        signals.failed.connect(lambda problems: self._failed(signals, handlers, problems), queued)
        signals.cancelled.connect(lambda: self._cancelled(signals, handlers), queued)
        signals.crashed.connect(lambda text: self._crashed(signals, text), queued)
        self._pool.start(_Run(work, signals, progress))
        return progress

    def busy(self) -> bool:
        """Say whether anything runs or waits."""
        return bool(self._running)

    def shutdown(self) -> None:
        """Cancel what runs and wait for it; at lock and at close."""
        for progress in list(self._running.values()):
            progress.cancel()
        self._pool.waitForDone(_SHUTDOWN_MS)
        self._running.clear()

    def _forget(self, signals: _Signals) -> bool:
        """Return whether the result is still wanted; after a shutdown it is not."""
        return self._running.pop(signals, None) is not None

    def _done(self, signals: _Signals, handlers: Handlers, result: Any) -> None:  # noqa: ANN401
        if not self._forget(signals):
            return
        changes = getattr(result, "changes", None)
        if changes:
            self.data_changed.emit(frozenset(changes))
        handlers.done(result)

    def _failed(self, signals: _Signals, handlers: Handlers, problems: tuple[Problem, ...]) -> None:
        if self._forget(signals) and handlers.failed is not None:
            handlers.failed(problems)

    def _cancelled(self, signals: _Signals, handlers: Handlers) -> None:
        if self._forget(signals) and handlers.cancelled is not None:
            handlers.cancelled()

    def _crashed(self, signals: _Signals, text: str) -> None:
        if self._forget(signals):
            self.crashed.emit(text)
