"""Makes the search of a long list of choices ready between the keys, so that no key waits."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from unionapp.forms import choice_search
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node

_SLICE_SECONDS = 0.008


class Readying(QObject):
    """The work of one question; it runs on the thread of the form, in slices.

    Signals:
        ended: the list can be searched.
    """

    ended = Signal()

    def __init__(self, parent: QObject, filling: Filling, node: Node) -> None:
        super().__init__(parent)
        self._filling, self._node = filling, node
        self._work: Iterator[float] | None = None
        self._done = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._some)

    @property
    def is_done(self) -> bool:
        """Whether the list can be searched at once."""
        return self._done

    def start(self) -> None:
        """Begin, where it has not been begun; a short list is ready on return."""
        if self._done or self._work is not None:
            return
        self._work = choice_search.prepare(self._filling.form, self._node)
        self._some()
        if not self._done:
            self._timer.start(0)

    def finish(self) -> None:
        """Do the rest now: the worker goes away and what was typed has to be looked up."""
        self.start()
        for _ in self._work or ():
            pass
        self._end()

    def forget(self) -> None:
        """Begin anew the next time: the choices may be others now."""
        self._timer.stop()
        self._work, self._done = None, False

    def _some(self) -> None:
        until = time.perf_counter() + _SLICE_SECONDS
        for _ in self._work or ():
            if time.perf_counter() > until:
                return
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._work = None
        if not self._done:
            self._done = True
            self.ended.emit()
