"""What the sheet of questions may ask of every control."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.asked import label_of
from unionapp.ui.questionnaire.controls.tools import Tools


class Control(QWidget):
    """The control of one question: it shows what the filling says and hands over what is entered.

    Signals:
        answered: text as it was typed, or choice names joined by a blank.
        ended: Enter; the sheet goes on to the next question.
        print_wanted: the worker pressed the button of the appearance `printer`.
    """

    answered = Signal(str)
    ended = Signal()
    print_wanted = Signal()

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__()
        self.filling, self.node, self.tools = filling, node, tools

    @property
    def label(self) -> str:
        """The label of the question, for a screen reader."""
        return label_of(self.filling, self.node)

    @property
    def readonly(self) -> bool:
        """Whether the worker cannot change the answer."""
        return self.filling.form.is_readonly(self.node)

    @property
    def busy(self) -> bool:
        """Whether an answer is still being made ready; the sheet keeps the control meanwhile."""
        return False

    def read(self) -> None:
        """Show again what the filling says; never takes away what is being typed."""

    def commit(self) -> None:
        """Hand over what is being typed now."""

    def focus_first(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def show_state(self, state: str) -> None:
        """Draw the border as the state says: "", ok, warning or error."""


def is_popup(event: QEvent) -> bool:
    """Whether a focus event only tells that a menu of the same field has opened."""
    return isinstance(event, QFocusEvent) and event.reason() is Qt.FocusReason.PopupFocusReason
