"""A page that reads when it is looked at: what changed behind it waits until then."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from unionapp.ui.shell import KeyHint
from unionapp.ui.workbench import Workbench


class FreshPage(QWidget):
    """Says where the worker is and which keys there are, and reads again what is stale.

    `kinds` are the kinds of record that the page shows.
    """

    def __init__(self, bench: Workbench, title: str, kinds: frozenset[str]) -> None:
        super().__init__()
        self._bench = bench
        self._title, self._kinds = title, kinds
        self._stale = True

    def read(self) -> None:
        """Read everything that the page shows."""
        raise NotImplementedError

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what is open on the page."""
        raise NotImplementedError

    def reload(self, kinds: frozenset[str]) -> None:
        """Read again what has changed; at once if the page is looked at."""
        if kinds & self._kinds:
            self._stale = True
            if self.isVisible():
                self._read_stale()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bench.crumbs((self._title,))
        self._bench.hints(self.key_hints())
        if self._stale:
            self._read_stale()

    def _read_stale(self) -> None:
        self._stale = False
        self.read()
