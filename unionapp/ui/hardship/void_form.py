"""Asks why a receipt is void; the void one stays, a further one says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr


class VoidForm(QWidget):
    """One field: the reason.

    Signals:
        confirmed: carries the reason.
        left: Esc.
    """

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, number: str) -> None:
        super().__init__()
        self.reason = TextEdit(tr("作废原因"))
        self.reason.next_asked.connect(self._confirm)
        self._wrong = wrapping("", 13, "error")
        done = button(tr("作废"), "danger", key="Enter")
        done.clicked.connect(self._confirm)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        told = tr(
            "签收单 {number} 作废后不能恢复，编号不再使用；个案回到已批准，可以重开。",
            number=number,
        )
        self.setLayout(
            column(
                label(tr("作废签收单"), 16, bold=True),
                wrapping(told, 13, "ink2"),
                FormField(tr("作废原因"), self.reason, required=True),
                self._wrong,
                row(done, back, None),
                None,
                gap=10,
            )
        )
        self.setFocusProxy(self.reason)

    def _confirm(self) -> None:
        self.confirmed.emit(self.reason.text().strip())

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why nothing was voided."""
        self._wrong.setText(text_of(problems))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
