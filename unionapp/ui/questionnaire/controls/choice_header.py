"""The labels of choices above the rows of a table of choices (appearance `label`)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.basics import clear, row, wrapping


class ChoiceHeader(Control):
    """Shows the labels in columns as wide as those of the rows beneath; takes no keyboard."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self._shown: list[str] = []
        self._line = row(gap=8)
        self.setLayout(self._line)
        self.read()

    def read(self) -> None:
        offered = self.filling.form.choices(self.node)
        texts = [one.label or one.value for one in offered]
        if texts == self._shown:
            return
        self._shown = texts
        clear(self._line)
        for text in texts:
            shown = wrapping(text, 13, "ink2")
            shown.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            shown.setMinimumWidth(1)
            self._line.addWidget(shown, 1)

    def focus_first(self) -> None:
        """There is nothing to choose here."""
