"""What the documents of a programme leave open: each point with its value, source, and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from unionapp.errors import UserError
from unionapp.programmes.programme import Setting, Switch
from unionapp.services import programme_settings
from unionapp.services.moments import office_time
from unionapp.services.programme_settings import Decision
from unionapp.ui.programmes.panel import Shown, source_of
from unionapp.ui.programmes.speaking import Speaker
from unionapp.ui.programmes.switch_form import SwitchForm
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import button, clear, column, row, rule, wrapping
from unionapp.ui.widgets.list_view import Column, IdTable, ListView
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

_COLUMNS = (
    Column("name", "待定事项", "Open point"),
    Column("value", "现在的取值", "Value in force", 190),
    Column("source", "来源", "Source", 134),
)


class SwitchesPanel(QWidget):
    """The switches of one programme; Enter sets one, Del goes back to the default, Esc closes.

    Signals:
        closed: Esc.
        decided: the office decided something.
    """

    closed = Signal()
    decided = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.shown: Shown | None = None
        self.form: SwitchForm | None = None
        self._history: Sequence[Decision] = ()
        self.table = IdTable(_COLUMNS, self._fetch, self)
        self.view = ListView(self.table, spare=("source",))
        self.view.setAccessibleName(tr("待定事项"))
        self.view.set_empty(tr("这个项目的文件没有留下待定事项。"))
        self.view.opened.connect(self.edit)
        self.view.moved.connect(self._tell)
        self._about: QVBoxLayout = column(gap=4)
        change = button(tr("决定"), "primary", key="Enter")
        change.clicked.connect(self._edit_chosen)
        self._back_to_default = button(tr("恢复默认"), key="Del")
        self._back_to_default.clicked.connect(self.clear_value)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.closed)
        front = QWidget()
        parts = column(
            self.view, rule(), self._about, row(change, self._back_to_default, None, back), gap=10
        )
        parts.setStretch(0, 1)
        front.setLayout(parts)
        self._front = front
        self._stack = QStackedWidget()
        self._stack.addWidget(front)
        self.setLayout(column(self._stack))
        self.setFocusProxy(self.view)
        bind(front, "Del", self.clear_value)

    def show_programme(self, shown: Shown) -> None:
        """Show the switches of a programme; those without a value come first."""
        self._leave_form()
        self.shown = shown
        self._history = programme_settings.decisions(self._bench.desk, shown.programme)
        waiting = programme_settings.open_points(shown.programme, shown.decided)
        rest = [one for one in shown.programme.switches if one not in waiting]
        self.table.set_ids([one.name for one in (*waiting, *rest)])
        if self.view.selected() is None and shown.programme.switches:
            self.view.select(self.table.id_at(0))
        self._tell(self.view.selected() or "")

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the panel."""
        if self.form is not None:
            return self.form.key_hints()
        return (
            KeyHint("↑↓", tr("选事项")),
            KeyHint("Enter", tr("决定")),
            KeyHint("Del", tr("恢复默认")),
            KeyHint("Esc", tr("返回")),
        )

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        if self.shown is None:
            return {}
        speaker = Speaker(self.shown.programme, self.shown.decided)
        found = {}
        for id_ in ids:
            switch = self._switch(id_)
            if switch is not None:
                value = speaker.setting(id_)
                found[id_] = {
                    "name": speaker.label(switch.label),
                    "value": tr("— 未确定") if value is None else speaker.switch(id_),
                    "source": source_of(switch, self.shown.decided),
                }
        return found

    def _switch(self, name: str) -> Switch | None:
        return self.shown.programme.switch(name) if self.shown is not None else None

    def _tell(self, name: str) -> None:
        """Say in plain words what is open about a switch, and what was decided before."""
        clear(self._about)
        switch, shown = self._switch(name), self.shown
        if switch is None or shown is None:
            return
        speaker = Speaker(shown.programme, shown.decided)
        self._about.addWidget(wrapping(speaker.label(switch.note), 13))
        told = [
            speaker.label(one.label) for one in switch.options if one.value != speaker.setting(name)
        ]
        if told:
            other = tr("；").join(told)
            self._about.addWidget(wrapping(tr("也可以：{other}", other=other), 13, "ink2"))
        self._back_to_default.setEnabled(name in shown.decided)
        for one in [one for one in self._history if one.name == name][:3]:
            self._about.addWidget(wrapping(self._decision(switch, one), 12, "ink3"))

    def _decision(self, switch: Switch, one: Decision) -> str:
        value = tr("恢复默认")
        if one.value is not None and self.shown is not None:
            value = Speaker(self.shown.programme, {switch.name: one.value}).switch(switch.name)
        return tr(
            "{day} {worker}：{value}。理由：{reason}",
            day=f"{office_time(one.at):%Y-%m-%d}",
            worker=one.worker,
            value=value,
            reason=one.reason,
        )

    # ---- deciding --------------------------------------------------------------------------

    def _edit_chosen(self) -> None:
        chosen = self.view.selected()
        if chosen:
            self.edit(chosen)

    def edit(self, name: str) -> None:
        """Ask for the value of a switch and for the reason."""
        switch, shown = self._switch(name), self.shown
        if switch is None or shown is None:
            return
        self._leave_form()
        value = shown.decided.get(name, switch.default)
        made = SwitchForm(switch, value, self._bench.today())
        made.confirmed.connect(lambda value, reason: self._decide(name, value, reason))
        made.left.connect(self._back)
        self._show_form(made)

    def clear_value(self) -> None:
        """Ask for the reason to go back to the default of the file."""
        name = self.view.selected() or ""
        switch, shown = self._switch(name), self.shown
        if switch is None or shown is None or name not in shown.decided:
            return
        made = SwitchForm(switch, None, self._bench.today(), only_reason=True)
        made.confirmed.connect(lambda _value, reason: self._decide(name, None, reason))
        made.left.connect(self._back)
        self._show_form(made)

    def _show_form(self, form: SwitchForm) -> None:
        self.form = form
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        form.focus_first()
        self._bench.hints(self.key_hints())

    def _decide(self, name: str, value: Setting | None, reason: str) -> None:
        shown = self.shown
        if shown is None or self.form is None:
            return
        try:
            done = programme_settings.decide(
                self._bench.desk, shown.programme, name, value, reason=reason
            )
        except UserError as error:
            self.form.show_problems(error.problems)
            return
        self._back()
        self._bench.messages.saved()
        self._bench.messages.info(tr("已决定，以后的测算按新的取值。已决定的个案不变。"))
        self.decided.emit()
        self._bench.changed(done.changes)

    def _back(self) -> None:
        self._leave_form()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bench.hints(self.key_hints())

    def _leave_form(self) -> None:
        self._stack.setCurrentWidget(self._front)
        if self.form is not None:
            self._stack.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
