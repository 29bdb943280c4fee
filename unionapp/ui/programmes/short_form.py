"""A few labelled fields with one button: Enter goes on and does it, Esc is left to the part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from unionapp.errors import Problem
from unionapp.ui.messages import text_of
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import button, column, row, wrapping
from unionapp.ui.widgets.code_edit import DateEdit, MoneyEdit
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.wording import tr
from unionapp.values import dates, money

_WHOLE = 3  # fields beyond the first ones are short and stand in pairs


def day_of(edit: DateEdit, today: date) -> date | None:
    """Return the day of a field, None when it is empty; raises what is wrong with it."""
    text = edit.text().strip()
    return dates.parse(text, today=today) if text else None


def fen_of(edit: MoneyEdit) -> int | None:
    """Return the fen of a field, None when it is empty; raises what is wrong with it."""
    text = edit.text().strip()
    return money.parse(text) if text else None


def _pairs(frames: Sequence[QWidget]) -> list[QHBoxLayout]:
    """Return short fields two to a line."""
    lines = [row(*frames[at : at + 2], gap=12) for at in range(0, len(frames), 2)]
    for line in lines:
        for place in range(line.count()):
            line.setStretch(place, 1)
    return lines


class ShortForm(QWidget):
    """Fields above each other; every control has the signal `next_asked`.

    Signals:
        confirmed: Enter in the last field, or the button.
        left: Esc, or the other button.
    """

    confirmed = Signal()
    left = Signal()

    def __init__(
        self, explanation: str, fields: Sequence[tuple[str, QWidget]], action: str
    ) -> None:
        super().__init__()
        self._said = wrapping("", 13, "error")
        self._said.hide()
        done = button(action, "primary", key="Enter")
        done.clicked.connect(self.confirmed)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        controls = [control for _, control in fields]
        for at, control in enumerate(controls):
            following = controls[at + 1] if at + 1 < len(controls) else None
            control.next_asked.connect(self._leads_to(following))  # type: ignore[attr-defined] # each has it
        body = QWidget()
        self._frames = frames = [FormField(caption, control) for caption, control in fields]
        for frame in frames:
            if isinstance(frame.control, DateEdit | MoneyEdit):
                frame.control.left.connect(partial(self._check, frame, frame.control))
        body.setLayout(
            column(
                *([wrapping(explanation, 13, "ink2")] if explanation else []),
                *frames[:_WHOLE],
                *_pairs(frames[_WHOLE:]),
                None,
                gap=8,
                margins=(2, 2, 8, 2),
            )
        )
        self._scroll = Scrolling(body, action, grows=True)
        whole = column(self._scroll, self._said, row(done, back, None), gap=8)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.setFocusProxy(controls[0])

    def _leads_to(self, following: QWidget | None) -> Callable[[], None]:
        def go() -> None:
            if following is None:
                self.confirmed.emit()
            else:
                following.setFocus(Qt.FocusReason.TabFocusReason)

        return go

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why it was not done, and go to the first field that is wrong."""
        self._said.setText(text_of(problems))
        self._said.show()
        for frame in self._frames:
            if frame.state == "error":
                frame.control.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _check(self, frame: FormField, edit: DateEdit | MoneyEdit, _text: str) -> None:
        """Say beneath a field what is wrong with it, as soon as it is left."""
        frame.show_problems(edit.problems())

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the form."""
        return (KeyHint("Enter", tr("下一项 / 确定")), KeyHint("Esc", tr("返回")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
