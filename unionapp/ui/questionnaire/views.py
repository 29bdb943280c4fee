"""The two views of a form: its sheet of questions, and the list of all that is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from unionapp.ui.questionnaire.problem_list import ProblemList
from unionapp.ui.questionnaire.sheet import Sheet


class Views(QStackedWidget):
    """Shows one of the two.

    Signals:
        turned: the other one is seen now.
        came_back: the sheet is seen again and wants the keyboard.
    """

    turned = Signal()
    came_back = Signal()

    def __init__(self, sheet: Sheet, problems: ProblemList) -> None:
        super().__init__()
        self._sheet, self._problems = sheet, problems
        self.addWidget(sheet)
        self.addWidget(problems)

    @property
    def in_list(self) -> bool:
        """Whether the list is seen."""
        return self.currentWidget() is self._problems

    def show_list(self) -> None:
        """Show the list, as things are, and give it the keyboard."""
        self._problems.read()
        self.setCurrentWidget(self._problems)
        self._problems.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit()

    def show_sheet(self, *, focus: bool = True) -> None:
        """Show the questions."""
        if self.in_list:
            self.setCurrentWidget(self._sheet)
            self.turned.emit()
            if focus:
                self.came_back.emit()
