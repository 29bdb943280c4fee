"""The page 楼栋图: leads between the picker, a building, a new building and a visit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from unionapp.errors import UserError
from unionapp.models.records import Place
from unionapp.services import building_list, doors, places, visits
from unionapp.services.building_matrix import BuildingMatrix
from unionapp.ui.matrix import keys, outcomes, targets
from unionapp.ui.matrix.building_view import BuildingView
from unionapp.ui.matrix.door_panel import DoorPanel, door_title
from unionapp.ui.matrix.generate import GeneratePanel
from unionapp.ui.matrix.papers import papers_of
from unionapp.ui.matrix.picker import BuildingPicker
from unionapp.ui.messages import Offer
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer
from unionapp.ui.paper.panel import PaperPanel
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.visit.panel import VisitPanel
from unionapp.ui.visit.undo import take_back
from unionapp.ui.widgets.basics import row
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

_KINDS = frozenset(
    {"place", "visit", "person", "household", "employer", "membership_event", "hardship_file"}
)
_ABOVE_CRUMBS = frozenset({"province", "city", "district"})
# Keys that repeat walk over many doors; the panel follows when they rest.
_PANEL_DELAY_MS = 30
_NARROW = 1060
# Doors whose matrix is read within a few milliseconds.
_AT_ONCE = 1000


def make(bench: Workbench) -> QWidget:
    """Return the page."""
    return MatrixPage(bench)


class MatrixPage(QWidget):
    """A building with the door in focus beside it; the visit takes the building's place."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._building: Place | None = None
        self._path: tuple[Place, ...] = ()
        self._reading = ""
        self._stale = self._telling = False
        self.picker = BuildingPicker(bench)
        self.view = BuildingView()
        self.generate = GeneratePanel(bench)
        self.visit = VisitPanel(bench)
        self.panel = DoorPanel()
        self.paper = PaperPanel(bench)
        self.papers = PaperChooser(bench, self)
        self.stack = QStackedWidget()
        for one in (self.picker, self.view, self.generate, self.visit, self.paper):
            self.stack.addWidget(one)
        layout = row(self.stack, self.panel, gap=16, margins=(16, 16, 16, 16))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PANEL_DELAY_MS)
        self._timer.timeout.connect(self._show_door)
        self._connect()
        self._show_part(self.picker)

    def _connect(self) -> None:
        self.picker.chosen.connect(self.open_building)
        self.picker.new_asked.connect(self.open_generate)
        self.picker.closed.connect(self._back)
        self.view.pick_asked.connect(self.open_picker)
        self.view.paper_asked.connect(self.ask_paper)
        self.paper.closed.connect(self._back)
        self.view.matrix.moved.connect(lambda _door: self._timer.start())
        self.view.matrix.opened.connect(self.start_visit)
        self.view.matrix.outcome_typed.connect(self._digit)
        self.view.matrix.undo_asked.connect(self.take_back)
        self.panel.start_asked.connect(self._start_here)
        self.panel.outcome_asked.connect(self._record_here)
        self.generate.created.connect(self._created)
        self.generate.closed.connect(self._back)
        self.visit.changed.connect(self._tell)
        self.visit.closed.connect(self._end_visit)
        bind(self, "Ctrl+N", self.open_generate)
        bind(self, "Ctrl+O", self.open_picker)
        bind(self, "Ctrl+P", self.ask_paper)

    # ---- which part is shown ---------------------------------------------------------------

    def _show_part(self, part: QWidget) -> None:
        self.stack.setCurrentWidget(part)
        visiting = part is self.visit
        self.panel.setVisible(visiting or part is self.view)
        self.panel.set_visiting(visiting=visiting)
        self.setFocusProxy(part)
        if self.isVisible():
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_where()

    def _show_where(self) -> None:
        part = self.stack.currentWidget()
        words = [place.name for place in self._path if place.kind not in _ABOVE_CRUMBS]
        if part in (self.picker, self.generate) or not words:
            words = [tr("楼栋图")]
        elif part is self.visit:
            words.append(tr("走访登记"))
        self._bench.crumbs(words)
        self._bench.hints(self.key_hints())

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the part that is shown."""
        part = self.stack.currentWidget()
        if part is self.visit:
            return self.visit.key_hints()
        if part is self.paper:
            return self.paper.key_hints()
        if part is self.picker:
            return keys.of_picker()
        return keys.of_new_building() if part is self.generate else keys.of_building()

    def open_picker(self) -> None:
        """Show the buildings to choose from."""
        self.visit.leave()
        self.picker.query.clear()
        self.picker.read()
        self._show_part(self.picker)

    def open_generate(self) -> None:
        """Show the form of a new building, on the street of the one in hand."""
        self.visit.leave()
        near = self._building.parent_id if self._building else None
        self._show_part(self.generate)
        self.generate.open(near or "")

    def ask_paper(self) -> None:
        """Offer the papers of the building, of its street and of the door in focus."""
        if self.stack.currentWidget() is self.view and self._building is not None:
            offers = papers_of(self._bench.desk, self._path, self.door_id())
            self.papers.ask(offers, self._show_paper)

    def _show_paper(self, offer: PaperOffer) -> None:
        self._show_part(self.paper)
        self.paper.show_paper(offer.document, offer.ids)

    def _back(self) -> None:
        if self._building is None:
            self.open_picker()
        else:
            self._show_part(self.view)

    def _created(self, building_id: str) -> None:
        self.open_building(building_id)
        count = len(self.view.cells())
        self._bench.messages.info(tr("已生成 {count} 户，可以开始走访", count=count))

    # ---- the building ----------------------------------------------------------------------

    def open_building(self, place_id: str, door_id: str = "") -> bool:
        """Show a building with a door in focus; False when it is not there any more.

        A very large one is read off the screen's thread and shown a moment later.
        """
        self.visit.leave()
        return self._read(place_id, lambda found: self._show_building(found, door_id))

    def _read(self, place_id: str, show: Callable[[BuildingMatrix], None]) -> bool:
        desk = self._bench.desk
        self._reading = place_id
        if building_list.doors_in(desk, place_id) > _AT_ONCE:

            def done(found: BuildingMatrix) -> None:
                if self._reading == found.building.id:  # no other was opened meanwhile
                    show(found)

            work = Handlers(done=done, failed=self._bench.messages.problems)
            self._bench.tasks.run(lambda _progress: places.building_matrix(desk, place_id), work)
            return True
        try:
            found = places.building_matrix(desk, place_id)
        except UserError:
            return False
        show(found)
        return True

    def _show_building(self, found: BuildingMatrix, door_id: str) -> None:
        building = found.building
        if self._building is None or self._building.id != building.id:
            self._bench.change_setting("last_building", building.id)
        self._building, self._stale = building, False
        self._path = places.path(self._bench.desk, building.id)
        self.view.show_building(found)
        first = door_id or self.view.matrix.selected() or self.view.first_door()
        self.view.matrix.select(first)
        self._show_door()
        self._show_part(self.view)

    def _read_again(self) -> None:
        """Read the building again after somebody else changed it."""
        self._stale = False
        if self._building is None:
            self.picker.read()
        elif not self._read(self._building.id, self._show_again):
            self._building, self._path = None, ()
            self.open_picker()

    def _show_again(self, found: BuildingMatrix) -> None:
        self._building = found.building
        self.view.show_building(found)
        self._show_door()

    def door_id(self) -> str:
        """Return the door in focus, "" when there is none."""
        return self.view.matrix.selected() or ""

    def _show_door(self) -> None:
        """Show the door in focus in the panel, and in the matrix what changed of it."""
        self._timer.stop()
        door_id = self.door_id()
        if not door_id:
            self.panel.show_nothing()
            return
        try:
            found = doors.view(self._bench.desk, door_id)
        except UserError:
            self.panel.show_nothing()
            return
        self.panel.show_door(found, self._bench.today())
        self.view.show_door(found)

    # ---- what happens at a door ------------------------------------------------------------

    def _digit(self, door_id: str, digit: int) -> None:
        outcome = outcomes.of_digit(digit)
        if outcome is not None:
            self.record(door_id, outcome.code)

    def _record_here(self, code: str) -> None:
        if self.door_id():
            self.record(self.door_id(), code)

    def record(self, door_id: str, code: str) -> None:
        """Record an outcome at once and offer to take it back."""
        try:
            done = visits.record_outcome(self._bench.desk, door_id, code)
        except UserError as error:
            self._bench.messages.problems(error.problems)
            return
        self._tell(done.changes)
        said = tr(
            "{door} 已登记「{outcome}」",
            door=door_title(doors.view(self._bench.desk, door_id)),
            outcome=outcomes.label_of(code),
        )
        self._bench.messages.saved()
        self._bench.messages.info(said, Offer(tr("撤销 Ctrl+Z"), self.take_back))

    def take_back(self) -> None:
        """Take back what this worker recorded last today, and go to its door."""
        taken = take_back(self._bench)
        if taken is not None:
            self.view.matrix.select(taken.visit.door_id)
            self._tell(taken.changes)

    def _start_here(self) -> None:
        if self.door_id():
            self.start_visit(self.door_id())

    def start_visit(self, door_id: str) -> None:
        """Begin a visit at a door, or go on with the one that was begun there today."""
        try:
            started = visits.start(self._bench.desk, door_id)
        except UserError as error:
            self._bench.messages.problems(error.problems)
            return
        self.visit.open(started, doors.view(self._bench.desk, door_id))
        self._tell(started.changes)
        self._show_part(self.visit)

    def _end_visit(self) -> None:
        self._show_part(self.view)
        if self._stale:
            self._read_again()
        else:
            self._show_door()

    def _tell(self, changes: frozenset[str]) -> None:
        """Show the door in focus anew and tell the other pages; the building stands as it is."""
        self._show_door()
        if changes:
            self._telling = True
            try:
                self._bench.changed(changes)
            finally:
                self._telling = False

    # ---- what the window asks for ----------------------------------------------------------

    def show_record(self, kind: str, id_: str) -> bool:
        """Show a place, a visit or a household: its building with the door in focus."""
        target = targets.find(self._bench, kind, id_)
        if target is None:
            return False
        if target.building_id:
            return self.open_building(target.building_id, target.door_id)
        self.open_picker()
        self.picker.query.setText(target.name)
        return True

    def reload(self, kinds: frozenset[str]) -> None:
        """Read again what others changed; during a visit only its door, the building after it."""
        if self._telling or not kinds & _KINDS:
            return
        if self.stack.currentWidget() is self.visit:
            self._stale = self._stale or "place" in kinds
            self.visit.reload()
            self._show_door()
        elif self.isVisible():
            self._read_again()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._building is None and self.stack.currentWidget() is self.picker:
            self._open_last()
        elif self._stale and self.stack.currentWidget() is not self.visit:
            self._read_again()
        self._show_where()

    def _open_last(self) -> None:
        last = self._bench.settings.text("last_building")
        if not last or not self.open_building(last):
            self.picker.read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.visit.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.set_narrow(narrow=self.width() < theme().px(_NARROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that the matrix leaves over."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if self.stack.currentWidget() is not self.view or not plain:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_N:
            self.open_generate()
        elif event.key() == Qt.Key.Key_F:
            self.view.next_mode()
        elif event.key() == Qt.Key.Key_Escape:
            self.open_picker()
        else:
            super().keyPressEvent(event)
