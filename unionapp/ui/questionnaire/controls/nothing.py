"""A note has no control: its label is all there is."""

from __future__ import annotations

from PySide6.QtCore import Qt

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.tools import Tools


class Nothing(Control):
    """Takes no room and no keyboard."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(0)

    def focus_first(self) -> None:
        """There is nothing to type."""
