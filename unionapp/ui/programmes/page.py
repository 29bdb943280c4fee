"""The page 项目: programmes and what the office decided, campaigns, activities, points."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.ui.programmes.catalogue_part import CataloguePart
from unionapp.ui.programmes.part_bar import Part, PartBar
from unionapp.ui.shell import KeyHint
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench
from unionapp.ui.worklists.outlet import Outlet

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


class ProgrammesPage(QWidget):
    """Four parts, Ctrl+1 to Ctrl+4; each is made when it is first shown."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._stale: set[str] = set()
        self.parts = PartBar(
            (
                Part("catalogue", tr("项目"), self._catalogue),
                Part("campaigns", tr("慰问批次"), self._campaigns),
                Part("activities", tr("活动"), self._activities),
                Part("points", tr("服务点位"), self._points),
            )
        )
        self.outlet = Outlet(bench, self.parts)
        self.outlet.turned.connect(self._tell)
        self.parts.brought.connect(self._brought)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.outlet)
        self.setFocusProxy(self.outlet)
        self.parts.bring("catalogue")

    # ---- parts -----------------------------------------------------------------------------

    def _catalogue(self) -> QWidget:
        made = CataloguePart(self._bench)
        made.hints_changed.connect(self._tell)
        self._stale.add("catalogue")
        return made

    def _campaigns(self) -> QWidget:
        from unionapp.ui.programmes.campaigns import CampaignsPart

        made = CampaignsPart(self._bench, self.outlet)
        made.hints_changed.connect(self._tell)
        self._stale.add("campaigns")
        return made

    def _activities(self) -> QWidget:
        from unionapp.ui.programmes.activities import ActivitiesPart

        made = ActivitiesPart(self._bench)
        made.hints_changed.connect(self._tell)
        self._stale.add("activities")
        return made

    def _points(self) -> QWidget:
        from unionapp.ui.programmes.points import PointsPart

        made = PointsPart(self._bench)
        made.hints_changed.connect(self._tell)
        self._stale.add("points")
        return made

    def _brought(self, key: str) -> None:
        self._read(key)
        self._tell()

    def _read(self, key: str) -> None:
        """Read what a part shows, once it is looked at; again only when something has changed."""
        if key in self._stale and self.isVisible():
            self._stale.discard(key)
            part = self.parts.part(key)
            again = getattr(part, "again", None)
            if again is not None:
                again()

    # ---- what the window asks --------------------------------------------------------------

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
        if self.isVisible():
            self._bench.crumbs((tr("项目"), self._title()))
            self._bench.hints(self.key_hints())

    def _title(self) -> str:
        names = {
            "catalogue": tr("全部项目"),
            "campaigns": tr("慰问批次"),
            "activities": tr("活动"),
            "points": tr("服务点位"),
        }
        return names.get(self.parts.key(), "")

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the part that is shown."""
        if self.outlet.shows_paper():
            return self.outlet.key_hints()
        part = self.parts.part(self.parts.key())
        hints: tuple[KeyHint, ...] = getattr(part, "key_hints", tuple)()
        return (*hints, KeyHint("Ctrl+1…4", tr("换栏")))
