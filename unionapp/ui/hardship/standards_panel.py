"""The dibao standards that the office knows, and the row for a new one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from unionapp.errors import Problem, UserError
from unionapp.services import records, standards
from unionapp.services.standards import StandardLine
from unionapp.ui.hardship.assessment import tip
from unionapp.ui.messages import text_of
from unionapp.ui.records.controls import Setting
from unionapp.ui.records.form import RecordForm
from unionapp.ui.widgets.basics import button, chip, clear, column, label, row, rule, wrapping
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.reading import Reading
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes, money


class StandardsPanel(QWidget):
    """Rows by place and kind, the one in force marked; Enter on the last field enters a new one.

    Signals:
        closed: Esc.
        changed: a standard was entered.
    """

    closed = Signal()
    changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._values: dict[str, object] = {}
        scroll = Reading(tr("低保标准"), gap=8)
        self._rows = scroll.column
        setting = Setting(bench.today(), lambda _field: ())
        self.form = RecordForm(
            bench.desk.schema["standard"],
            setting,
            only=("division", "kind", "valid_from", "valid_to", "amount_fen", "document"),
        )
        self.form.entered.connect(self._values.__setitem__)
        self.form.ended.connect(self.enter)
        self.said = wrapping("", 13, "error")
        self.said.hide()
        done = button(tr("录入标准"), "primary", key="Enter")
        done.clicked.connect(self.enter)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.closed)
        parts = column(
            scroll,
            rule(),
            label(tr("录入新标准"), 15, bold=True),
            self.form,
            self.said,
            row(done, back, None),
            gap=10,
        )
        parts.setStretch(0, 1)
        parts.setStretch(3, 2)
        self.setLayout(parts)
        self.setFocusProxy(self.form.places["division"].control.widget)

    def open(self) -> None:
        """Show the standards and begin a new row for the office's own city."""
        self._draw()
        with self._bench.desk.read() as reading:
            city = reading.division[:4].ljust(6, "0")
        self._values.clear()
        self._values.update({"division": city, "kind": "urban"})
        self.form.show_values(self._values, {})
        self.form.show_problems((), {})
        self.said.hide()

    def enter(self) -> None:
        """Write the row, or say beneath its fields what is wrong."""
        self.form.commit()
        declaration = self._bench.desk.schema["standard"]
        problems = records.problems_in(declaration, self._values, today=self._bench.today())
        if any(not one.warning for one in problems):
            self.form.show_problems(problems, {})
            self.form.focus_next_problem()
            return
        try:
            added = _add(self._bench, self._values)
        except UserError as error:
            self._refuse(error.problems)
            return
        self._bench.messages.saved()
        self._bench.changed(added.changes)
        self._bench.messages.info(tr("已录入，立即生效。"))
        self.open()
        if added.warnings:
            self._refuse(added.warnings)
        self.form.focus_first()
        self.changed.emit()

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self.said.setText(text_of(problems))
        self.said.show()

    def _draw(self) -> None:
        clear(self._rows)
        self._rows.addWidget(label(tr("已录入（每人每月）"), 15, bold=True))
        lines = standards.listing(self._bench.desk)
        if not lines:
            self._rows.addWidget(
                tip("tip_warning", "warning", tr("还没有标准。没有标准就不能批准救助，请先录入。"))
            )
        for line in lines:
            self._rows.addWidget(_row(line))
        self._rows.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _add(bench: Workbench, values: dict[str, object]) -> standards.Added:
    first, last, amount = values["valid_from"], values.get("valid_to"), values["amount_fen"]
    if not isinstance(first, date) or not isinstance(amount, int):
        raise TypeError("the values were checked before")
    return standards.add(
        bench.desk,
        division=str(values["division"]),
        kind=str(values["kind"]),
        valid_from=first,
        valid_to=last if isinstance(last, date) else None,
        amount_fen=amount,
        document=str(values["document"]),
    )


def _row(line: StandardLine) -> QFrame:
    one = line.standard
    made = QFrame()
    kind = codes.load("dibao_kind").label(one.kind, language())
    period = one.valid_from.isoformat() if one.valid_from else "—"
    period = f"{period} – {one.valid_to.isoformat() if one.valid_to else tr('至今')}"
    marks = []
    if line.in_force:
        marks.append(chip(tr("执行中"), "ok", "ok_tint"))
    if line.old and line.in_force:
        marks.append(chip(tr("超过 12 个月"), "warning", "warning_tint"))
    head = Group(
        label(f"{line.place} · {kind}", 14, bold=True),
        label(tr("{yuan} 元", yuan=money.format_fen(one.amount_fen)), 14),
        *marks,
        gap=10,
    )
    made.setLayout(
        column(head, label(period, 13, "ink2"), wrapping(one.document or "", 12, "ink3"), gap=2)
    )
    return made
