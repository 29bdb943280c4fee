"""Asks how the money is paid and who signs for it, before a receipt takes its number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.services.receipts import Proxy
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_edit import IDENTITY, CodeEdit
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.values import codes


class PayForm(QWidget):
    """Method, last digits of an account, and a proxy if somebody else signs.

    Signals:
        confirmed: method, account tail or "", and the `Proxy` or None.
        left: Esc.
    """

    confirmed = Signal(str, str, object)
    left = Signal()

    def __init__(self, amount: str, payee: str) -> None:
        super().__init__()
        methods = [(one.code, one.label(language())) for one in codes.load("receipt_method")]
        self.method = ChoiceRow(tr("发放方式"), methods)
        self.method.set_value(methods[0][0])
        self.account = CodeEdit(tr("账号后四位"), longest=4)
        self.proxy_name = TextEdit(tr("代领人姓名"))
        self.proxy_number = CodeEdit(tr("代领人证件号码"), characters=IDENTITY)
        self.proxy_relation = TextEdit(tr("与领款人关系"))
        self._order: list[QWidget] = [
            self.method,
            self.account,
            self.proxy_name,
            self.proxy_number,
            self.proxy_relation,
        ]
        parts = column(
            label(tr("开具领款签收单"), 16, bold=True),
            wrapping(
                tr("领款人 {payee}，金额 {amount} 元", payee=payee, amount=amount), 14, "ink2"
            ),
            gap=10,
        )
        for control in self._order:
            parts.addWidget(FormField(control.accessibleName(), control))
            control.next_asked.connect(lambda control=control: self._after(control))  # type: ignore[attr-defined] # every control has it
        self._wrong = wrapping("", 13, "error")
        parts.addWidget(self._wrong)
        done = button(tr("开具并编号"), "primary", key="Enter")
        done.clicked.connect(self.confirm)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        parts.addWidget(wrapping(tr("本人领款时，代领人各项留空。"), 12, "ink3"))
        parts.addLayout(row(done, back, None))
        parts.addStretch(1)
        self.setLayout(parts)
        self.setFocusProxy(self.method)

    def _after(self, control: QWidget) -> None:
        at = self._order.index(control) + 1
        if (control is self.proxy_name and not self.proxy_name.text().strip()) or at == len(
            self._order
        ):
            self.confirm()
        else:
            self._order[at].setFocus(Qt.FocusReason.TabFocusReason)

    def confirm(self) -> None:
        """Hand over what was entered."""
        words = (self.proxy_name, self.proxy_number, self.proxy_relation)
        told = [one.text().strip() for one in words]
        proxy = Proxy(*told) if any(told) else None
        self.confirmed.emit(self.method.value(), self.account.text().strip(), proxy)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why no receipt was issued."""
        self._wrong.setText(text_of(problems))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
