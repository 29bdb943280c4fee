"""Adds a street, a grid or a community where it is missing, without leaving what one is at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout

from unionapp.errors import UserError
from unionapp.services import building_list, places
from unionapp.ui.messages import text_of
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes

_KINDS = ("street", "grid", "community", "street_office")


class AddPlace(QFrame):
    """A small form: what kind of place, under which, its name.

    Signals:
        added: the place was written; carries its id.
        closed: Esc.
    """

    added = Signal(str)
    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.setObjectName("tip")
        self._bench = bench
        kinds = codes.load("place_kind")
        self.kind = ChoiceRow(tr("类型"), [(one, kinds.label(one, language())) for one in _KINDS])
        self.above = CodePicker(tr("上级"), [])
        self.name = TextEdit(tr("名称"), longest=60)
        self.name.setPlaceholderText(tr("例如：双兴街"))
        self._problem = wrapping("", 12, "error")
        self._problem.hide()
        add = button(tr("新增"), key="Enter")
        add.clicked.connect(self._write)
        back = button(tr("取消"), "quiet", key="Esc")
        back.clicked.connect(self.closed)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().px(16))
        self._above_field = FormField(tr("放在哪里下面"), self.above)
        grid.addWidget(FormField(tr("类型"), self.kind), 0, 0, 1, 2)
        grid.addWidget(self._above_field, 1, 0)
        grid.addWidget(FormField(tr("名称"), self.name), 1, 1)
        head = row(label(tr("新增街路、社区"), 14, bold=True), None, back, add)
        self.setLayout(column(head, grid, self._problem, gap=6, margins=(12, 8, 12, 4)))
        self.kind.picked.connect(self._choose_kind)
        self.kind.next_asked.connect(self._after_kind)
        self.above.next_asked.connect(self.name.setFocus)
        self.name.next_asked.connect(self._write)

    def open(self) -> None:
        """Begin anew."""
        self.name.clear()
        self.kind.set_value("street")
        self._choose_kind("street")
        self._problem.hide()
        self.show()
        self.kind.setFocus()

    def _choose_kind(self, code: str) -> None:
        if not code:
            self.kind.set_value("street")
            code = "street"
        found = building_list.places_above(self._bench.desk, code)
        self.above.set_options([(one.id, one.text) for one in found])
        self.above.set_value(found[0].id if len(found) == 1 else "")
        self._above_field.setVisible(bool(found))

    def _after_kind(self) -> None:
        (self.above if self._above_field.isVisible() else self.name).setFocus()

    def _write(self) -> None:
        if self._above_field.isVisible() and not self.above.value():
            self.above.setFocus()
            return
        above = self.above.value() or None
        try:
            made = places.add(self._bench.desk, above, self.kind.value(), self.name.text())
        except UserError as error:
            self._problem.setText(text_of(error.problems))
            self._problem.show()
            self.name.setFocus()
            return
        self._bench.changed(made.changes)
        self.added.emit(made.place.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
