"""Asks what a way out of a programme asks besides: facts that only its condition reads, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.programmes.describe import AskedFact
from unionapp.programmes.programme import Programme
from unionapp.ui.casework import fact_controls
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr

Act = Callable[[str, Mapping[str, Any]], object]


class ExitForm(QWidget):
    """The facts one below the other, then the reason; Enter on it goes through with the step.

    Signals:
        left: Esc.
    """

    left = Signal()

    def __init__(
        self, title: str, programme: Programme, asked: Sequence[AskedFact], today: date, act: Act
    ) -> None:
        """`act` is called with the reason and what was told."""
        super().__init__()
        self._act = act
        self.facts = {one.name: fact_controls.make(programme, one, today) for one in asked}
        self.reason = TextEdit(tr("理由"))
        parts = column(label(title, 16, bold=True), gap=10)
        parts.addWidget(wrapping(tr("填好后按项目的退出条件核对，依据随这一步留存。"), 13, "ink2"))
        controls = [control.widget for control in self.facts.values()]
        self._order: list[QWidget] = [*controls, self.reason]
        for fact, control in zip(asked, self.facts.values(), strict=True):
            parts.addWidget(FormField(fact.label.text(language()), control.widget))
            control.next_asked.connect(lambda *_given, widget=control.widget: self._after(widget))
        parts.addWidget(FormField(tr("理由"), self.reason, required=True))
        self.reason.next_asked.connect(self.confirm)
        self._wrong = wrapping("", 13, "error")
        parts.addWidget(self._wrong)
        go = button(title, "primary", key="Enter")
        go.clicked.connect(self.confirm)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        parts.addLayout(row(go, back, None))
        parts.addStretch(1)
        self.setLayout(parts)
        self.setFocusProxy(self._order[0])

    def _after(self, widget: QWidget) -> None:
        at = self._order.index(widget) + 1
        self._order[at].setFocus(Qt.FocusReason.TabFocusReason)

    def confirm(self) -> None:
        """Go through with it."""
        said = {name: control.value() for name, control in self.facts.items()}
        told = {name: value for name, value in said.items() if value is not None}
        self._act(self.reason.text().strip(), told)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why it was not done."""
        self._wrong.setText(text_of(problems))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
