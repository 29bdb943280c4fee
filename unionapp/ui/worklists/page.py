"""The page 工作清单: what waits, who may have what, and what was given."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.ui.programmes.part_bar import Part, PartBar
from unionapp.ui.shell import KeyHint
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists.lists_part import ListsPart
from unionapp.ui.worklists.outlet import Outlet

_CASES = frozenset({"case", "case_event", "receipt", "hardship_file", "hardship_event"})
_KINDS = {
    "lists": _CASES | {"follow_up", "campaign", "campaign_entry"},
    "finder": frozenset[str](),
    "totals": frozenset({"receipt", "case", "aid_item"}),
}


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return WorklistsPage(bench)


class WorklistsPage(QWidget):
    """Three parts, Ctrl+1 to Ctrl+3; F7 prints and F8 exports what is shown."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._stale: set[str] = set()
        self.parts = PartBar(
            (
                Part("lists", tr("待办清单"), self._lists),
                Part("finder", tr("谁能享受"), self._finder),
                Part("totals", tr("发放汇总"), self._totals),
            )
        )
        self.outlet = Outlet(bench, self.parts)
        self.outlet.turned.connect(self._tell)
        self.parts.brought.connect(self._brought)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.outlet)
        self.setFocusProxy(self.outlet)
        self.parts.bring("lists")

    def _lists(self) -> QWidget:
        self._stale.add("lists")
        return ListsPart(self._bench, self.outlet)

    def _finder(self) -> QWidget:
        from unionapp.ui.worklists.finder_part import FinderPart

        return FinderPart(self._bench, self.outlet)

    def _totals(self) -> QWidget:
        from unionapp.ui.worklists.totals_part import TotalsPart

        self._stale.add("totals")
        return TotalsPart(self._bench, self.outlet)

    def _brought(self, key: str) -> None:
        self._read(key)
        self._tell()

    def _read(self, key: str) -> None:
        if key in self._stale and self.isVisible():
            self._stale.discard(key)
            again = getattr(self.parts.part(key), "again", None)
            if again is not None:
                again()

    # ---- what the window asks --------------------------------------------------------------

    def show_record(self, kind: str, id_: str) -> bool:
        """Show a list by its name."""
        part = self.parts.bring("lists")
        if kind != "worklist" or not isinstance(part, ListsPart):
            return False
        part.show_list(id_)
        return True

    def reload(self, kinds: frozenset[str]) -> None:
        """Read again what has changed; at once if it is looked at."""
        for key, mine in _KINDS.items():
            if kinds & mine:
                self._stale.add(key)
        self._read(self.parts.key())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read(self.parts.key())
        self._tell()

    def _tell(self) -> None:
        if not self.isVisible():
            return
        titles = {
            "lists": tr("待办清单"),
            "finder": tr("谁能享受"),
            "totals": tr("发放汇总"),
        }
        self._bench.crumbs((tr("工作清单"), titles.get(self.parts.key(), "")))
        self._bench.hints(self.key_hints())

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the part that is shown, or of its paper."""
        if self.outlet.shows_paper():
            return self.outlet.key_hints()
        part = self.parts.part(self.parts.key())
        hints: tuple[KeyHint, ...] = getattr(part, "key_hints", tuple)()
        return (*hints, KeyHint("Ctrl+1…3", tr("换栏")))
