"""Draws what a specification will make: one small square a door, entrance by entrance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from unionapp.services.buildings import DoorPlan
from unionapp.ui.theme import theme
from unionapp.ui.wording import tr

_WIDEST, _HIGHEST = 34, 16
_WITH_NUMBER = 30  # narrower squares carry none


class BuildingPreview(QWidget):
    """The building to be, too small to work with and large enough to see a slip."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("预览"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._doors: Sequence[DoorPlan] = ()
        self._places: dict[tuple[int, int], list[DoorPlan]] = {}

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(140))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(90))

    def show_doors(self, doors: Sequence[DoorPlan]) -> None:
        """Show these doors, given in walking order."""
        self._places = {}
        for door in doors:
            self._places.setdefault((door.entrance, door.floor), []).append(door)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._places:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        entrances = max(entrance for entrance, _ in self._places)
        floors = max(floor for _, floor in self._places)
        widest = max(len(doors) for doors in self._places.values())
        between = look.px(10)
        room = (self.width() - between * (entrances - 1)) / (entrances * widest)
        width = max(1.0, min(look.px(_WIDEST), room))
        height = max(1.0, min(look.px(_HIGHEST), self.height() / floors))
        painter.setFont(look.font(9))
        for (entrance, floor), doors in self._places.items():
            left = (entrance - 1) * (widest * width + between)
            top = (floors - floor) * height
            for number, door in enumerate(doors):
                area = QRectF(left + number * width, top, width - 1.5, height - 1.5)
                self._door(painter, area, door)
        painter.end()

    def _door(self, painter: QPainter, area: QRectF, door: DoorPlan) -> None:
        look = theme()
        home = door.door_kind == "residential"
        painter.setPen(look.colour("border") if area.height() > 5 else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("card" if home else "warning_tint"))
        painter.drawRoundedRect(area, 2, 2)
        if area.width() >= look.px(_WITH_NUMBER) - 2 and area.height() >= look.px(11):
            painter.setPen(look.colour("ink2" if home else "warning"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, door.number)
