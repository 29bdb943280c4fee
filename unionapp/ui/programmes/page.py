"""The page 项目: programmes and what the office decided, campaigns, activities, points."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from unionapp.ui.programmes.catalogue_part import CataloguePart
from unionapp.ui.widgets.part_bar import Part
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists.parts_page import PartsPage

# Kind of record -> the part that shows it, and what each part has to read again.
_PART_OF = {"campaign": "campaigns", "activity": "activities", "point": "points"}
_KINDS = {
    "catalogue": frozenset({"programme", "standard"}),
    "campaigns": frozenset({"programme", "campaign", "campaign_entry"}),
    "activities": frozenset({"activity", "activity_entry", "expense_line"}),
    "points": frozenset({"point", "inspection", "response"}),
}


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return ProgrammesPage(bench)


class ProgrammesPage(PartsPage):
    """Four parts, Ctrl+1 to Ctrl+4."""

    def __init__(self, bench: Workbench) -> None:
        parts = (
            Part("catalogue", tr("项目"), lambda: CataloguePart(bench), tr("全部项目")),
            Part("campaigns", tr("慰问批次"), self._campaigns),
            Part("activities", tr("活动"), self._activities),
            Part("points", tr("服务点位"), self._points),
        )
        super().__init__(bench, tr("项目"), parts, _KINDS)

    def _campaigns(self) -> QWidget:
        from unionapp.ui.programmes.campaigns import CampaignsPart

        return CampaignsPart(self._bench, self.outlet)

    def _activities(self) -> QWidget:
        from unionapp.ui.programmes.activities import ActivitiesPart

        return ActivitiesPart(self._bench, self.outlet)

    def _points(self) -> QWidget:
        from unionapp.ui.programmes.points import PointsPart

        return PointsPart(self._bench)

    def show_record(self, kind: str, id_: str) -> bool:
        """Show a programme by its code, or a campaign, an activity, a point."""
        if kind == "programme":
            part = self.parts.bring("catalogue")
            return isinstance(part, CataloguePart) and part.show_code(id_)
        key = _PART_OF.get(kind)
        if key is None:
            return False
        show = getattr(self.parts.bring(key), "show_id", None)
        if show is not None:
            show(id_)
        return show is not None
