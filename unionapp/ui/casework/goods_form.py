"""Lists aid in kind of a case: what, how many, what one is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_edit import CodeEdit, MoneyEdit
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.values import codes


@dataclass(frozen=True, slots=True)
class Goods:
    """What was entered; `value_fen` is that of one piece, -1 where it is no amount."""

    kind: str
    name: str
    quantity: int
    unit: str
    value_fen: int


class GoodsForm(QWidget):
    """Kind, name, quantity, unit, value of one; Enter on the last lists it.

    Signals:
        confirmed: carries the `Goods`.
        left: Esc.
    """

    confirmed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        kinds = [(one.code, one.label(language())) for one in codes.load("aid_item")]
        self.kind = ChoiceRow(tr("实物类别"), kinds)
        self.kind.set_value(kinds[0][0])
        self.name = TextEdit(tr("品名"))
        self.quantity = CodeEdit(tr("数量"), longest=7)
        self.quantity.set_value("1")
        self.unit = TextEdit(tr("单位（如 袋、台）"), longest=10)
        self.value = MoneyEdit(tr("每件价值（元）"))
        self._order: list[QWidget] = [self.kind, self.name, self.quantity, self.unit, self.value]
        parts = column(label(tr("登记实物"), 16, bold=True), gap=8)
        for control in self._order:
            parts.addWidget(FormField(control.accessibleName(), control))
            control.next_asked.connect(lambda control=control: self._after(control))  # type: ignore[attr-defined] # every control has it
        self._wrong = wrapping("", 13, "error")
        done = button(tr("登记"), "primary", key="Enter")
        done.clicked.connect(self.confirm)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        parts.addWidget(self._wrong)
        parts.addLayout(row(done, back, None))
        parts.addStretch(1)
        self.setLayout(parts)
        self.setFocusProxy(self.kind)

    def _after(self, control: QWidget) -> None:
        at = self._order.index(control) + 1
        if at == len(self._order):
            self.confirm()
        else:
            self._order[at].setFocus(Qt.FocusReason.TabFocusReason)

    def confirm(self) -> None:
        """Hand over what was entered."""
        value = self.value.entered()
        self.confirmed.emit(
            Goods(
                self.kind.value(),
                self.name.text().strip(),
                int(self.quantity.text() or 0),
                self.unit.text().strip(),
                value if isinstance(value, int) else (0 if value is None else -1),
            )
        )

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why nothing was listed."""
        self._wrong.setText(text_of(problems))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
