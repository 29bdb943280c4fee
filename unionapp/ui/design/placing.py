"""The objects of an open design: chosen in the list or on the page, moved, sized, taken back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal

from unionapp.ui.design import words
from unionapp.ui.design.asking import AskingRows
from unionapp.ui.design.drawing import Drawing, Spot
from unionapp.ui.design.geometry import Bounds, Thing
from unionapp.ui.design.live_page import LivePage
from unionapp.ui.design.parts import KeyList
from unionapp.ui.design.view import View
from unionapp.ui.wording import tr

_NEW = {"type": "text", "x": 10, "y": 10, "w": 40, "h": 6, "size": 9}


class Placing(QObject):
    """What is chosen and how it is looked at; list, page and the written object follow it.

    `drawing` is None while no design is open; then nothing here does anything.

    Signals:
        changed: the design or what is to be seen of it is another, and must be drawn.
        chosen: carries the box of the object that is chosen now, or None.
    """

    changed = Signal()
    chosen = Signal(object)

    def __init__(self, page: LivePage, objects: KeyList, rows: AskingRows) -> None:
        super().__init__()
        self.drawing: Drawing | None = None
        self.spot: Spot | None = None
        self.view = View()
        self._page, self._objects, self._rows = page, objects, rows
        objects.currentRowChanged.connect(self._row_chosen)
        objects.itemActivated.connect(lambda _item: page.setFocus())
        page.pointed.connect(self._pointed)
        page.moved.connect(partial(self._act, "move"))
        page.sized.connect(partial(self._act, "resize"))
        page.stepped.connect(self._step)
        page.left.connect(objects.setFocus)
        rows.taken.connect(self._take_source)

    def open(self, drawing: Drawing) -> None:
        """Take up a design: its first side, its first object."""
        self.drawing, self.spot = drawing, None
        self.view = View(under="underlay" in drawing.data)
        self.show(Spot(0, 0) if drawing.things(0) else None)

    def close(self) -> None:
        """Let the design go."""
        self.drawing = self.spot = None

    def show(self, spot: Spot | None) -> None:
        """Show what the design is now, with an object chosen, and have it drawn again."""
        if self.drawing is None:
            return
        if spot is not None and spot.side != self.view.side:
            self.view = replace(self.view, side=spot.side, page=0, pages=1)
        with QSignalBlocker(self._objects):
            self._objects.clear()
            for number, thing in enumerate(self.drawing.things(self.view.side), start=1):
                self._objects.addItem(words.line_of(number, thing))
        self._choose(spot)
        self.changed.emit()

    def look(self, view: View) -> None:
        """Look at the design in another way."""
        turned = self.drawing is not None and view.side != self.view.side
        self.view = view
        if self.drawing is not None and turned:
            self.show(Spot(view.side, 0) if self.drawing.things(view.side) else None)
        else:
            self._choose(self.spot)
            self.changed.emit()

    # ---- which object ----------------------------------------------------------------------

    def _choose(self, spot: Spot | None) -> None:
        self.spot = spot
        box: Bounds | None = None
        if self.drawing is not None and spot is not None:
            box = self.drawing.bounds(spot, further=self.view.is_further)
        self._page.choose(box)
        self.chosen.emit(box)
        if spot is not None and self._objects.currentRow() != spot.at:
            with QSignalBlocker(self._objects):
                self._objects.setCurrentRow(spot.at)

    def _row_chosen(self, at: int) -> None:
        if self.drawing is not None and 0 <= at < len(self.drawing.things(self.view.side)):
            self._choose(Spot(self.view.side, at))

    def _pointed(self, x: float, y: float, slack: float) -> None:
        found = self.drawing.at(self.view, x, y, slack) if self.drawing is not None else None
        if found is not None:
            self._choose(found)

    def _step(self, by: int) -> None:
        if self.spot is not None:
            self._row_chosen(self.spot.at + by)

    def _still(self) -> Spot | None:
        """Return the chosen object where it is still there."""
        spot, drawing = self.spot, self.drawing
        if drawing is None or spot is None or spot.at >= len(drawing.things(spot.side)):
            return None
        return spot

    # ---- what is done with it --------------------------------------------------------------

    def _act(self, verb: str, across: float, down: float) -> None:
        """Move or size the chosen object."""
        if self.drawing is not None and self.spot is not None:
            act = getattr(self.drawing, verb)
            act(self.spot, across, down, further=self.view.is_further)
            self.show(self.spot)

    def undo(self) -> None:
        """Take back the last change."""
        if self.drawing is not None:
            self.show(self.drawing.undo() or self._still())

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.drawing is not None:
            self.show(self.drawing.redo() or self._still())

    def add(self) -> None:
        """Lay a new text on the side and open it."""
        if self.drawing is not None:
            self.show(self.drawing.add(self.view.side, {**_NEW, "text": tr("文本")}))
            self.edit()

    def remove(self) -> None:
        """Take the chosen object away; Ctrl+Z brings it back."""
        if self.drawing is not None and self.spot is not None:
            self.drawing.remove(self.spot)
            self.show(self._still())

    def edit(self) -> None:
        """Show the object as it is written, every key of it."""
        if self.drawing is not None and self.spot is not None:
            self._rows.ask_source(self.drawing.thing(self.spot))

    def write_on(self, spot: Spot, text: str) -> None:
        """Go on with the writing of an object that was not finished."""
        if self.drawing is None or spot.side >= len(self.drawing.sides):
            return
        if spot.at < len(self.drawing.things(spot.side)):
            self.show(spot)
            self._rows.ask_again(text)

    def _take_source(self, thing: Thing) -> None:
        if self.drawing is not None and self.spot is not None:
            self.drawing.replace(self.spot, thing)
            self.close_rows()
            self.show(self.spot)

    def close_rows(self) -> None:
        """Ask for nothing any more; the page has the keyboard."""
        self._rows.close_rows()
        self._page.setFocus(Qt.FocusReason.OtherFocusReason)
