"""Asks who is paid, how, and who signs for it, before a receipt takes its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem
from unionapp.services.payees import Payee
from unionapp.services.receipts import Proxy
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.choice_row import MOST_OPEN, ChoiceRow
from unionapp.ui.widgets.code_edit import IDENTITY, CodeEdit
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.values import codes


@dataclass(frozen=True, slots=True)
class Payment:
    """How money is to be paid; without a `payee_id` the case's own payee is paid."""

    payee_id: str | None
    method: str
    account_tail: str | None
    proxy: Proxy | None


class PayForm(QWidget):
    """Payee where there are several, method, last digits of an account, and a proxy if any.

    Signals:
        confirmed: carries the `Payment`.
        left: Esc.
    """

    confirmed = Signal(object)
    left = Signal()

    def __init__(self, amount: str, payees: Sequence[Payee]) -> None:
        super().__init__()
        is_plain = len(payees) <= 1 and all(one.own for one in payees)
        self.payee = None if is_plain else _payee_choice(payees)
        methods = [(one.code, one.label(language())) for one in codes.load("receipt_method")]
        self.method = ChoiceRow(tr("发放方式"), methods)
        self.method.set_value(methods[0][0])
        self.account = CodeEdit(tr("账号后四位"), longest=4)
        self.proxy_name = TextEdit(tr("代领人姓名"))
        self.proxy_number = CodeEdit(tr("代领人证件号码"), characters=IDENTITY)
        self.proxy_relation = TextEdit(tr("与领款人关系"))
        self._order: list[QWidget] = [
            *([self.payee] if self.payee is not None else []),
            self.method,
            self.account,
            self.proxy_name,
            self.proxy_number,
            self.proxy_relation,
        ]
        self._wrong = wrapping("", 13, "error")
        self._lay_out(_told(amount, payees))
        self.setFocusProxy(self._order[0])

    def _lay_out(self, told: str) -> None:
        title = tr("开具领款签收单")
        parts = column(label(title, 16, bold=True), wrapping(told, 14, "ink2"), gap=10)
        fields = column(gap=10, margins=(2, 0, 8, 0))
        frames = {one: FormField(one.accessibleName(), one) for one in self._order}
        if self.payee is not None:
            fields.addWidget(frames[self.payee])
        for pair in (
            (self.method, self.account),
            (self.proxy_name, self.proxy_number),
            (self.proxy_relation,),
        ):
            line = row(*(frames[one] for one in pair), gap=12)
            for at in range(line.count()):
                line.setStretch(at, 1)
            fields.addLayout(line)
        for control in self._order:
            control.next_asked.connect(lambda control=control: self._after(control))  # type: ignore[attr-defined] # every control has it
        fields.addWidget(wrapping(tr("本人领款时，代领人各项留空。"), 12, "ink3"))
        body = QWidget()
        body.setLayout(fields)
        parts.addWidget(Scrolling(body, title))
        parts.addWidget(self._wrong)
        done = button(tr("开具并编号"), "primary", key="Enter")
        done.clicked.connect(self.confirm)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        parts.addLayout(row(done, back, None))
        parts.addStretch(1)
        self.setLayout(parts)

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
        self.confirmed.emit(
            Payment(
                self.payee.value() or None if self.payee is not None else None,
                self.method.value(),
                self.account.text().strip() or None,
                Proxy(*told) if any(told) else None,
            )
        )

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why no receipt was issued."""
        self._wrong.setText(text_of(problems))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _payee_choice(payees: Sequence[Payee]) -> ChoiceRow | CodePicker:
    """Return the choice of the payee, by a digit or by typing a name; the own one is chosen."""
    options = [(one.id, _named(one)) for one in payees]
    name = tr("领款人")
    made = ChoiceRow(name, options) if len(options) <= MOST_OPEN else CodePicker(name, options)
    made.set_value(next((one.id for one in payees if one.own), ""))
    return made


def _told(amount: str, payees: Sequence[Payee]) -> str:
    if len(payees) == 1 and payees[0].own:
        return tr("领款人 {payee}，金额 {amount} 元", payee=_named(payees[0]), amount=amount)
    return tr("金额 {amount} 元", amount=amount)


def _named(one: Payee) -> str:
    return one.name if one.identified else tr("{name}（缺证件号码）", name=one.name)
