"""Asks for what a step of a membership needs: day, acting union, paper; Enter confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.services import references
from unionapp.ui.records.controls import Setting
from unionapp.ui.records.form import RecordForm
from unionapp.ui.widgets.basics import button, column, label, row
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

# A note takes Enter for a new line, so it is asked only where it is wanted.
_ASKED = ("on", "union_id", "paper")


class StepForm(QWidget):
    """A small form over the declared fields of a membership event; it stores nothing itself.

    Signals:
        confirmed: carries the values that were entered, by field name.
        left: Esc.
    """

    confirmed = Signal(object)
    left = Signal()

    def __init__(
        self, bench: Workbench, title: str, preset: Mapping[str, object], events: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._values = dict(preset)
        setting = Setting(
            bench.today(),
            lambda field: references.options(bench.desk, field.refers or ""),
            {"event": events},
        )
        asked = ("event", *_ASKED, "other_union", "note") if events else _ASKED
        declaration = bench.desk.schema["membership_event"]
        self.form = RecordForm(declaration, setting, only=asked)
        self.form.show_values(self._values, {})
        self.form.entered.connect(self._values.__setitem__)
        self.form.ended.connect(self.confirm)
        done = button(tr("确定"), "primary", key="Ctrl+Enter" if events else "Enter")
        done.clicked.connect(self.confirm)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        self.setLayout(
            column(label(title, 16, bold=True), self.form, row(done, back, None), gap=12)
        )
        self.setFocusProxy(self.form.places[asked[0]].control.widget)

    def confirm(self) -> None:
        """Hand over what was entered, the field in work included."""
        self.form.commit()
        self.confirmed.emit(dict(self._values))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show beneath the fields why the step was refused."""
        self.form.show_problems(problems, {})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.confirm()
        else:
            super().keyPressEvent(event)
