"""Offers the papers of a household, each with a digit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from unionapp.services.household_papers import PaperChoice
from unionapp.ui.casework import words
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.wording import tr


class PapersForm(QWidget):
    """One line a paper; a digit or a click shows it.

    Signals:
        chosen: carries the paper.
        left: Esc.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, papers: Sequence[PaperChoice]) -> None:
        super().__init__()
        self.papers = tuple(papers)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("打印文书"))
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        lines = [self._line(number, one) for number, one in enumerate(self.papers, start=1)]
        self.setLayout(
            column(
                label(tr("打印文书"), 16, bold=True),
                wrapping(tr("按数字看这一份，再打印或另存。"), 13, "ink2"),
                *lines,
                row(back, None),
                None,
                gap=8,
            )
        )

    def _line(self, number: int, one: PaperChoice) -> QHBoxLayout:
        made = button(words.paper(one.document), key=str(number) if number < 10 else "")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(partial(self._clicked, one))
        return row(made, label(one.case, 12, "ink3"), None, gap=8)

    def _clicked(self, one: PaperChoice, _checked: bool = False) -> None:
        self.chosen.emit(one)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif number and number in "123456789" and int(number) <= len(self.papers):
            self.chosen.emit(self.papers[int(number) - 1])
        else:
            super().keyPressEvent(event)
