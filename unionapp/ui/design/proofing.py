"""Draws the page of a design again and again while it is changed, off the screen's thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from unionapp.errors import Problem
from unionapp.printing import own_designs
from unionapp.ui.tasks import Handlers, Tasks

if TYPE_CHECKING:
    from unionapp.ui.design.drawing import Drawing
    from unionapp.ui.design.proof import Order, Proof


@dataclass(frozen=True, slots=True)
class _Asked:
    order: Order
    drawing: Drawing
    is_changed: bool


class Proofing(QObject):
    """One proof after another; of those that are asked for meanwhile only the last is drawn.

    Signals:
        drawn: carries the drawing that was asked about, and its proof.
        failed: carries the problems of a proof that could not be made at all.
    """

    drawn = Signal(object, object)
    failed = Signal(tuple)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._waiting: _Asked | None = None
        self._is_drawing = False

    def ask(self, order: Order, drawing: Drawing) -> None:
        """Draw what a drawing says now; what is not saved of it is kept first."""
        asked = _Asked(order, drawing, drawing.is_changed)
        if self._is_drawing:
            self._waiting = asked
            return
        self._is_drawing = True
        self._tasks.run(
            lambda _progress: draw(order, is_changed=asked.is_changed),
            Handlers(partial(self._done, drawing), failed=self._failed),
        )

    def _done(self, drawing: Drawing, made: Proof) -> None:
        self._go_on()
        self.drawn.emit(drawing, made)

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        self._go_on()
        self.failed.emit(problems)

    def _go_on(self) -> None:
        self._is_drawing = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.ask(waiting.order, waiting.drawing)


def draw(order: Order, *, is_changed: bool) -> Proof:
    """Draw a design, and keep what is not saved: the window may be locked at any moment."""
    from unionapp.ui.design import proof

    if is_changed:
        own_designs.keep_draft(order.files)
    else:
        own_designs.drop_draft(order.files.own, order.files.code)
    return proof.draw(order)
