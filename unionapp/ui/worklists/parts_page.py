"""A page of several parts beside each other, whose lists leave on paper and as workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.part_bar import Part, PartBar
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists.outlet import Outlet


class PartsPage(QWidget):
    """Ctrl with a digit brings a part; each is made, and read, when it is first looked at.

    `kinds` are the kinds of record that each part shows. A part may have `again()`, `key_hints()`
    and a signal `hints_changed`.
    """

    def __init__(
        self,
        bench: Workbench,
        title: str,
        parts: Sequence[Part],
        kinds: Mapping[str, frozenset[str]],
    ) -> None:
        super().__init__()
        self._bench, self._title, self._kinds = bench, title, kinds
        self._crumbs = {one.key: one.crumb or one.title for one in parts}
        self._stale = {key for key, mine in kinds.items() if mine}
        self.parts = PartBar(parts)
        self.outlet = Outlet(bench, self.parts)
        self.outlet.turned.connect(self._tell)
        self.parts.made_new.connect(self._made)
        self.parts.brought.connect(self._brought)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.outlet)
        self.setFocusProxy(self.outlet)
        self.parts.bring(parts[0].key)

    def reload(self, kinds: frozenset[str]) -> None:
        """Read again what has changed; at once if it is looked at."""
        self._stale |= {key for key, mine in self._kinds.items() if kinds & mine}
        self._read(self.parts.key())

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the part that is shown, or of its paper."""
        if self.outlet.shows_paper():
            return self.outlet.key_hints()
        part = self.parts.part(self.parts.key())
        hints: tuple[KeyHint, ...] = getattr(part, "key_hints", tuple)()
        return (*hints, KeyHint(f"Ctrl+1…{len(self._crumbs)}", tr("换栏")))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read(self.parts.key())
        self._tell()

    def _made(self, part: QWidget) -> None:
        changed = getattr(part, "hints_changed", None)
        if changed is not None:
            changed.connect(self._tell)

    def _brought(self, key: str) -> None:
        self._read(key)
        self._tell()

    def _read(self, key: str) -> None:
        """Read what a part shows, once it is looked at; again only when something has changed."""
        if key in self._stale and self.isVisible():
            self._stale.discard(key)
            again = getattr(self.parts.part(key), "again", None)
            if again is not None:
                again()

    def _tell(self) -> None:
        if self.isVisible():
            self._bench.crumbs((self._title, self._crumbs.get(self.parts.key(), "")))
            self._bench.hints(self.key_hints())
