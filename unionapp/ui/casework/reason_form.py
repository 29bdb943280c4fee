"""Asks why: a refusal, a withdrawal, a void; one field, Enter goes through with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr


class ReasonForm(QWidget):
    """A title, what follows from it, and the reason.

    Signals:
        left: Esc.
    """

    left = Signal()

    def __init__(
        self,
        title: str,
        told: str,
        done: str,
        act: Callable[[str], object],
        *,
        asks: str = "",
        given: str = "",
    ) -> None:
        """`done` is what the button says, `asks` the field; `act` is called with the reason."""
        super().__init__()
        self._act = act
        asks = asks or tr("理由")
        self.reason = TextEdit(asks)
        self.reason.set_value(given)
        self.reason.next_asked.connect(self.confirm)
        self._wrong = wrapping("", 13, "error")
        go = button(done, "danger", key="Enter", act=self.confirm)
        back = button(tr("返回"), key="Esc", act=self.left.emit)
        self.setLayout(
            column(
                label(title, 16, bold=True),
                wrapping(told, 13, "ink2"),
                FormField(asks, self.reason, required=True),
                self._wrong,
                row(go, back, None),
                None,
                gap=10,
            )
        )
        self.setFocusProxy(self.reason)

    def confirm(self) -> None:
        """Go through with it."""
        self._act(self.reason.text().strip())

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why it was not done."""
        self._wrong.setText(text_of(problems))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
