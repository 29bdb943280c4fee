"""Questions that are answered in one line of text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls import faces
from unionapp.ui.questionnaire.controls.asked import words
from unionapp.ui.questionnaire.controls.control import Control, is_popup
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import row
from unionapp.ui.widgets.text_edit import TextEdit, show_state
from unionapp.ui.wording import tr

Face = Callable[[str], str]
_FIRST = 1000  # the field grows to its width before the free room beside it does
_HIDING = {"masked", "hidden-answer"}


class LineControl(Control):
    """A field of one line.

    `face` makes of a stored value what is read while the keyboard is elsewhere (1,234,567), `plain`
    what is typed into (1234567). Text that is no value of the question is shown as it was typed.
    `tidy` makes of what was typed what is handed over: a number without blanks.
    `masked` and `hidden-answer` show dots; F2 shows the text as long as the keyboard is here.
    """

    def __init__(
        self,
        filling: Filling,
        node: Node,
        tools: Tools,
        edit: TextEdit,
        *,
        face: Face = faces.as_it_is,
        plain: Face = faces.as_it_is,
        tidy: Face = faces.as_it_is,
        width: int = 0,
        beside: tuple[QWidget, ...] = (),
    ) -> None:
        super().__init__(filling, node, tools)
        self.edit = edit
        self._face, self._plain, self._tidy = face, plain, tidy
        self._composing = False
        self._hidden = bool(words(node) & _HIDING)
        self._cover()
        if width:
            edit.setMaximumWidth(theme().px(width))
        line = row(edit, *beside, None)
        line.setStretch(0, _FIRST)
        self.setLayout(line)
        self.setFocusProxy(edit)
        edit.left.connect(self._hand_over)
        edit.next_asked.connect(self.ended)
        edit.installEventFilter(self)
        self.read()

    def read(self) -> None:
        self.edit.setAccessibleName(self.label)
        self.edit.setReadOnly(self.readonly)
        typing = self.edit.hasFocus() and self.edit.isModified()
        if not typing and not self._composing:
            self._dress()

    def commit(self) -> None:
        self.edit.commit()

    def show_state(self, state: str) -> None:
        show_state(self.edit, state)

    def _cover(self) -> None:
        if self._hidden:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
            self.edit.setToolTip(tr("按 F2 显示"))

    def _dress(self) -> None:
        """Show the value as it is read, or as it is typed when the keyboard is here."""
        text = self.filling.typed(self.node)
        if not self.filling.is_mistyped(self.node):
            shape = self._plain if self.edit.hasFocus() and not self.readonly else self._face
            text = shape(text)
        self.edit.set_value(text)

    def _hand_over(self, text: str) -> None:
        # From here on nothing is being typed: the answer may be shown in its usual spelling.
        self.edit.setModified(False)
        self.answered.emit(self._tidy(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif kind is QEvent.Type.FocusIn:
            self.read()
        elif kind is QEvent.Type.FocusOut and not is_popup(event):
            self._composing = False
            self.commit()
            self._cover()
            self.read()
        elif kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._leaves_to_the_window(event)
        elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._reveals(event)
        return super().eventFilter(watched, event)

    def _reveals(self, event: QKeyEvent) -> bool:
        if self._hidden and event.key() == Qt.Key.Key_F2:
            self.edit.setEchoMode(QLineEdit.EchoMode.Normal)
            return True
        return False

    def _leaves_to_the_window(self, event: QKeyEvent) -> bool:
        """Let Ctrl+Z take back the last answer where nothing is being typed."""
        undo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
        if not self.edit.isModified() and any(event.matches(key) for key in undo):
            event.ignore()
            return True
        return False
