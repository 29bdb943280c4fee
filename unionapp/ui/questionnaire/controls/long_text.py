"""A text of several lines: Ctrl+Enter and Tab go on, Enter makes a new line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.asked import parameter
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.basics import row
from unionapp.ui.widgets.text_edit import LongTextEdit, show_state

_LINES, _MOST_LINES = 3, 12


class LongText(Control):
    """A field of several lines."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        rows = parameter(node, "rows")
        lines = min(int(rows), _MOST_LINES) if rows.isdecimal() and rows != "0" else _LINES
        self.edit = LongTextEdit(lines=lines)
        self._composing = False
        self.setLayout(row(self.edit))
        self.setFocusProxy(self.edit)
        self.edit.left.connect(self._hand_over)
        self.edit.next_asked.connect(self.ended)
        self.edit.installEventFilter(self)
        self.read()

    def read(self) -> None:
        self.edit.setAccessibleName(self.label)
        self.edit.setReadOnly(self.readonly)
        document = self.edit.document()
        typing = self.edit.hasFocus() and document.isModified()
        if not typing and not self._composing:
            self.edit.set_value(self.filling.typed(self.node))
            document.setModified(False)

    def commit(self) -> None:
        self.edit.commit()

    def show_state(self, state: str) -> None:
        show_state(self.edit, state)

    def _hand_over(self, text: str) -> None:
        self.edit.document().setModified(False)
        self.answered.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() is QEvent.Type.FocusOut:
            self._composing = False
        return super().eventFilter(watched, event)
