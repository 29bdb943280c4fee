"""A building on the page: its title and progress, the legend, the filter, the matrix."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QProgressBar

from unionapp.services.building_matrix import BuildingMatrix
from unionapp.services.doors import DoorView
from unionapp.ui.matrix.legend import Legend
from unionapp.ui.theme import NOT_VISITED, theme
from unionapp.ui.widgets.basics import button, column, label, row
from unionapp.ui.widgets.matrix import Matrix
from unionapp.ui.widgets.matrix_data import MatrixCell, Mode, from_service
from unionapp.ui.widgets.segments import Segments
from unionapp.ui.wording import tr
from unionapp.values import codes

_MODES: tuple[Mode, ...] = get_args(Mode)


class BuildingView(QFrame):
    """One building; the matrix has the keyboard.

    Signals:
        pick_asked: open another building.
        paper_asked: print something of this one.
    """

    pick_asked = Signal()
    paper_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.matrix = Matrix()
        self._cells: dict[str, MatrixCell] = {}
        self.mode: Mode = "visit"
        self._title = label("", 20, bold=True)
        self._size = label("", 13, "ink3")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme().px(90))
        self._bar.setAccessibleName(tr("走访进度"))
        self._done = label("", 14, bold=True)
        self._share = label("", 13, "ink3")
        self.legend = Legend()
        self.legend.picked.connect(lambda key: self.matrix.set_filter(key or None))
        other = self._other = button(tr("换楼"), "quiet", key="Ctrl+O")
        other.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        other.clicked.connect(self.pick_asked)
        paper = button(tr("打印"), "quiet", key="Ctrl+P")
        paper.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        paper.clicked.connect(self.paper_asked)
        progress = row(self._bar, self._done, self._share, gap=8)
        modes = tuple(zip(_MODES, (tr("走访"), tr("会员"), tr("困难")), strict=True))
        self._modes = Segments([(key, text, "F") for key, text in modes], self._mode_pressed)
        head = row(self._title, other, paper, self._size, None, progress, self._modes, gap=12)
        self._head = (self._title, other, paper, self._bar, self._done, self._modes)
        self._paper = paper
        body = column(head, self.legend, self.matrix, gap=8, margins=(20, 12, 16, 12))
        self.setLayout(body)
        self.setFocusProxy(self.matrix)

    def show_building(self, found: BuildingMatrix) -> None:
        """Show a building; the door in focus keeps it where the building has it."""
        data = from_service(found)
        self._cells = {cell.door_id: cell for block in data.blocks for cell in block.cells}
        self.matrix.set_data(data)
        self._title.setText(found.address or found.building.name)
        floors = sum(floor is not None for floor in data.floors)
        parts = [
            tr("{count} 单元", count=sum(bool(one.title) for one in data.blocks)),
            tr("{count} 层", count=floors),
            tr("{count} 户", count=len(self._cells)),
        ]
        self._size.setText(" · ".join(parts if len(data.blocks) > 1 or floors else parts[-1:]))
        self.set_mode(self.mode)

    def cells(self) -> tuple[MatrixCell, ...]:
        """Return the doors that are shown, in walking order."""
        return tuple(self._cells.values())

    def first_door(self) -> str:
        """Return where a walk begins: the first door that nobody has been to, or the first."""
        fresh = (cell.door_id for cell in self._cells.values() if cell.status == NOT_VISITED)
        return next(fresh, next(iter(self._cells), ""))

    def set_mode(self, mode: Mode) -> None:
        """Colour the doors by visit, membership or hardship."""
        self.mode = mode
        self._modes.choose(mode)
        self.matrix.set_mode(mode)
        self.legend.show_mode(mode)
        self._show_counts()
        self._fit()

    def _mode_pressed(self, key: str) -> None:
        self.set_mode(next(one for one in _MODES if one == key))

    def next_mode(self) -> None:
        """Go on to the next way of looking."""
        self.set_mode(_MODES[(_MODES.index(self.mode) + 1) % len(_MODES)])

    def show_door(self, view: DoorView) -> None:
        """Show what changed at one door."""
        known = self._cells.get(view.door.id)
        if known is None:
            return
        people = sum(len(home.people) for home in view.households)
        cell = replace(
            known,
            status=view.outcome or NOT_VISITED,
            membership=("members" if view.members else "no_members" if people else "nobody_known"),
            hardship=view.hardship,
            appointment_due=view.appointment is not None and view.appointment.due,
        )
        if cell != known:
            self._cells[cell.door_id] = cell
            self.matrix.update_cell(cell)
            self._show_counts()

    def _show_counts(self) -> None:
        self.legend.show_counts(Counter(cell.key(self.mode) for cell in self._cells.values()))
        settled = {item.code for item in codes.load("visit_outcome") if item.more.get("settled")}
        done = sum(cell.status in settled for cell in self._cells.values())
        count = len(self._cells)
        self._bar.setMaximum(max(1, count))
        self._bar.setValue(done)
        self._done.setText(f"{done}/{count}")
        self._share.setText(f"{100 * done // max(1, count)}%")

    def _fit(self) -> None:
        """Leave out what there is no room for: the legend's words, the size, the share."""
        room = self.width() - theme().px(40)
        self.legend.set_narrow(narrow=room < self.legend.words_width())
        gap = theme().px(12)
        for extra in (self._share, self._size):
            extra.hide()
        room -= sum(one.sizeHint().width() + gap for one in self._head)
        self._bar.setVisible(room > 0)  # beside the figures, which say the same
        room += 0 if self._bar.isVisibleTo(self) else self._bar.sizeHint().width() + gap
        self._other.setVisible(room > 0)  # its key stands in the status bar
        room += 0 if room > 0 else self._other.sizeHint().width() + gap
        self._paper.setVisible(room > 0)  # its key is on F1
        for extra in (self._share, self._size):
            room -= extra.sizeHint().width() + gap
            extra.setVisible(room > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
