"""The page 工作清单: what waits, who may have what, and what was given."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from unionapp.ui.widgets.part_bar import Part
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists.lists_part import ListsPart
from unionapp.ui.worklists.parts_page import PartsPage

_CASES = frozenset({"case", "case_event", "receipt", "hardship_file", "hardship_event"})
_KINDS = {
    "lists": _CASES | {"follow_up", "campaign", "campaign_entry"},
    "finder": frozenset[str](),
    "totals": frozenset({"receipt", "case", "aid_item"}),
}


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return WorklistsPage(bench)


class WorklistsPage(PartsPage):
    """Three parts, Ctrl+1 to Ctrl+3; F7 prints and F8 exports what is shown."""

    def __init__(self, bench: Workbench) -> None:
        parts = (
            Part("lists", tr("待办清单"), lambda: ListsPart(bench, self.outlet)),
            Part("finder", tr("谁能享受"), self._finder),
            Part("totals", tr("发放汇总"), self._totals),
        )
        super().__init__(bench, tr("工作清单"), parts, _KINDS)

    def _finder(self) -> QWidget:
        from unionapp.ui.worklists.finder_part import FinderPart

        return FinderPart(self._bench, self.outlet)

    def _totals(self) -> QWidget:
        from unionapp.ui.worklists.totals_part import TotalsPart

        return TotalsPart(self._bench, self.outlet)

    def show_record(self, kind: str, id_: str) -> bool:
        """Show a list by its name."""
        part = self.parts.bring("lists")
        if kind != "worklist" or not isinstance(part, ListsPart):
            return False
        part.show_list(id_)
        return True
