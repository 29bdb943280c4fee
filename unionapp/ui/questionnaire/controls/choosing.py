"""A question with choices, whichever way they are shown now."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.choice import ChipsControl, is_long
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.finder import Finder
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.basics import clear, column


class Choosing(Control):
    """Chips while the choices are few, a field to find them with when they have become many."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self._state = ""
        self._column = column()
        self.setLayout(self._column)
        self.inner = self._made()

    def _made(self) -> ChipsControl | Finder:
        make = Finder if is_long(self.filling, self.node) else ChipsControl
        made = make(self.filling, self.node, self.tools)
        made.answered.connect(self.answered)
        made.ended.connect(self.ended)
        self._column.addWidget(made)
        self.setFocusProxy(made)
        return made

    def read(self) -> None:
        wanted = Finder if is_long(self.filling, self.node) else ChipsControl
        if isinstance(self.inner, wanted):
            self.inner.read()
            return
        had = self.isAncestorOf(QApplication.focusWidget() or self)
        clear(self._column)
        self.inner = self._made()
        self.inner.show_state(self._state)
        if had:
            self.focus_first()

    def commit(self) -> None:
        self.inner.commit()

    def focus_first(self) -> None:
        self.inner.focus_first()

    def show_state(self, state: str) -> None:
        self._state = state
        self.inner.show_state(state)
