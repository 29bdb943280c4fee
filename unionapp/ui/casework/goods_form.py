"""Lists aid in kind of a case, corrects a line of it, or strikes it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.models.records import AidItem
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.choice_row import MOST_OPEN, ChoiceRow
from unionapp.ui.widgets.code_edit import CodeEdit, MoneyEdit
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.values import codes

_NEW = "new"


@dataclass(frozen=True, slots=True)
class Goods:
    """What was entered; `value_fen` is that of one piece, -1 where it is no amount.

    `item_id` is the line that is corrected, "" for a further one.
    """

    kind: str
    name: str
    quantity: int
    unit: str
    value_fen: int
    item_id: str = ""


class GoodsForm(QWidget):
    """Which line, where some are listed already; kind, name, quantity, unit, value of one.

    Enter on the last lists or corrects it, F4 strikes the chosen line.

    Signals:
        confirmed: carries the `Goods`.
        struck: carries the id of a line.
        left: Esc.
    """

    confirmed = Signal(object)
    struck = Signal(str)
    left = Signal()

    def __init__(self, items: Sequence[AidItem]) -> None:
        super().__init__()
        self._items = {one.id: one for one in items}
        self.line = self._make_line(items) if items else None
        kinds = [(one.code, one.label(language())) for one in codes.load("aid_item")]
        self.kind = ChoiceRow(tr("实物类别"), kinds)
        self.kind.set_value(kinds[0][0])
        self.name = TextEdit(tr("品名"))
        self.quantity = CodeEdit(tr("数量"), longest=7)
        self.quantity.set_value("1")
        self.unit = TextEdit(tr("单位（如 袋、台）"), longest=10)
        self.value = MoneyEdit(tr("每件价值（元）"))
        self._order: list[QWidget] = [
            *([self.line] if self.line is not None else []),
            *(self.kind, self.name, self.quantity, self.unit, self.value),
        ]
        self._wrong = wrapping("", 13, "error")
        self._strike = button(tr("划去这一项"), "danger", key="F4")
        self._strike.clicked.connect(self.strike)
        self._strike.setVisible(False)
        self._lay_out()
        self.setFocusProxy(self._order[0])

    def _make_line(self, items: Sequence[AidItem]) -> ChoiceRow | CodePicker:
        options = [
            (_NEW, tr("登记新的一项")),
            *((one.id, f"{one.name} ×{one.quantity}{one.unit or ''}") for one in items),
        ]
        name = tr("改哪一项")
        made = ChoiceRow(name, options) if len(options) <= MOST_OPEN else CodePicker(name, options)
        made.set_value(_NEW)
        made.picked.connect(self._show)
        return made

    def _lay_out(self) -> None:
        parts = column(label(tr("登记实物"), 16, bold=True), gap=8)
        for control in self._order:
            parts.addWidget(FormField(control.accessibleName(), control))
            control.next_asked.connect(lambda control=control: self._after(control))  # type: ignore[attr-defined] # every control has it
        done = button(tr("登记"), "primary", key="Enter")
        done.clicked.connect(self.confirm)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        parts.addWidget(self._wrong)
        parts.addLayout(row(done, self._strike, back, None))
        parts.addStretch(1)
        self.setLayout(parts)

    @property
    def chosen(self) -> AidItem | None:
        """The line that is corrected, None for a further one."""
        return self._items.get(self.line.value()) if self.line is not None else None

    def _show(self, _code: str) -> None:
        item = self.chosen
        self._strike.setVisible(item is not None)
        self.kind.set_value(item.kind if item else self.kind.codes[0])
        self.name.set_value(item.name if item else "")
        self.quantity.set_value(str(item.quantity) if item else "1")
        self.unit.set_value((item.unit or "") if item else "")
        self.value.show_fen(item.value_fen if item else None)

    def _after(self, control: QWidget) -> None:
        at = self._order.index(control) + 1
        if at == len(self._order):
            self.confirm()
        else:
            self._order[at].setFocus(Qt.FocusReason.TabFocusReason)

    def confirm(self) -> None:
        """Hand over what was entered."""
        value, item = self.value.entered(), self.chosen
        self.confirmed.emit(
            Goods(
                self.kind.value(),
                self.name.text().strip(),
                int(self.quantity.text() or 0),
                self.unit.text().strip(),
                value if isinstance(value, int) else (0 if value is None else -1),
                item.id if item else "",
            )
        )

    def strike(self) -> None:
        """Ask to strike the chosen line."""
        if self.chosen is not None:
            self.struck.emit(self.chosen.id)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why nothing was listed."""
        self._wrong.setText(text_of(problems))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_F4:
            self.strike()
        else:
            super().keyPressEvent(event)
