"""Asks for the value of one open point and for the reason; nothing is decided without one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.programmes.programme import Setting, Switch
from unionapp.ui.messages import text_of
from unionapp.ui.records.choice_set import ChoiceSet
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_edit import NUMBER, CodeEdit, DateEdit, MoneyEdit
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr

Read = Callable[[], Any]


class SwitchForm(QWidget):
    """The value by digits or typing, Enter, the reason, Enter; Esc decides nothing.

    Signals:
        confirmed: carries the value and the reason.
        left: Esc.
    """

    confirmed = Signal(object, str)
    left = Signal()

    def __init__(
        self, switch: Switch, value: Setting | None, today: date, *, only_reason: bool = False
    ) -> None:
        super().__init__()
        self._only_reason = only_reason
        name = switch.label.text(language())
        self.control, self._read = _control(switch, value, name, today)
        self.reason = TextEdit(tr("理由"))
        self.reason.setPlaceholderText(tr("依据什么决定，例如：2026 年 3 月工会委员会会议"))
        self._value = FormField(name, self.control, required=True, help_text=_help(switch))
        self._said = wrapping("", 13, "error")
        self._said.hide()
        self.control.next_asked.connect(self._go_on)  # type: ignore[attr-defined] # each has it
        self.reason.next_asked.connect(self._confirm)
        done = button(tr("恢复默认") if only_reason else tr("决定"), "primary", key="Enter")
        done.clicked.connect(self._confirm)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        if only_reason:
            self._value.hide()
        self.setLayout(
            column(
                label(name, 16, bold=True),
                wrapping(switch.note.text(language()), 13, "ink2"),
                self._value,
                FormField(tr("理由（留痕）"), self.reason, required=True),
                self._said,
                row(done, back, None),
                None,
                gap=10,
            )
        )

    def focus_first(self) -> None:
        """Put the focus on what is asked first."""
        first = self.reason if self._only_reason else self.control
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why it was not decided."""
        self._said.setText(text_of(problems))
        self._said.show()

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the form."""
        return (
            KeyHint("1–9", tr("选项")),
            KeyHint("Enter", tr("下一项 / 决定")),
            KeyHint("Esc", tr("返回，不作决定")),
        )

    def _go_on(self) -> None:
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        self.confirmed.emit(None if self._only_reason else self._read(), self.reason.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _help(switch: Switch) -> str:
    helps = {
        "several": tr("可选几项：按数字选中或取消"),
        "money": tr("以元填写，例如 500 或 1,800.00"),
        "whole": tr("填整数"),
        "day": tr("年-月-日"),
    }
    return helps.get(switch.kind, tr("按数字选择"))


def _control(switch: Switch, value: Setting | None, name: str, today: date) -> tuple[QWidget, Read]:
    """Return the control of a switch, filled, and how it is read; "" is no value of any kind."""
    options = [(one.value, one.label.text(language())) for one in switch.options]
    if switch.kind == "one":
        choice = ChoiceRow(name, options)
        choice.set_value(value if isinstance(value, str) else None)
        return choice, choice.value
    if switch.kind == "several":
        ticks = ChoiceSet(name, options)
        ticks.set_value(value)
        order = [code for code, _ in options]
        return ticks, lambda: tuple(sorted(ticks.value(), key=order.index))
    if switch.kind == "money":
        yuan = MoneyEdit(name)
        yuan.show_fen(value if isinstance(value, int) else None)
        return yuan, lambda: _told(yuan.entered())
    if switch.kind == "day":
        day = DateEdit(name, today)
        day.show_date(value if isinstance(value, date) else None)
        return day, lambda: _told(day.entered())
    number = CodeEdit(name, characters=NUMBER, longest=9)
    number.set_value(str(value) if isinstance(value, int) else "")
    return number, lambda: int(number.text()) if number.text() else ""


def _told(value: object) -> object:
    """An empty field is no going back to the default: that is another key."""
    return "" if value is None else value
