"""One case: the next thing to do as the biggest button, then what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from unionapp.errors import Problem, UserError
from unionapp.programmes.describe import facts_of_exit
from unionapp.services import case_bundle, case_flow, case_pages, cases, payees, receipts
from unionapp.services.case_pages import CasePage
from unionapp.ui.casework import actions, case_parts, words
from unionapp.ui.casework.actions import Action, Actions
from unionapp.ui.casework.exit_form import ExitForm
from unionapp.ui.casework.facts_form import FactsForm, value_in
from unionapp.ui.casework.goods_form import Goods, GoodsForm
from unionapp.ui.casework.reason_form import ReasonForm
from unionapp.ui.hardship.assessment import tip
from unionapp.ui.hardship.pay_form import PayForm, Payment
from unionapp.ui.messages import text_of
from unionapp.ui.shell import KeyHint
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import avatar, button, clear, column, row, wrapping
from unionapp.ui.widgets.flow import flowing
from unionapp.ui.widgets.reading import Reading
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import money

Form = FactsForm | GoodsForm | ReasonForm | ExitForm | PayForm


class CasePanel(QStackedWidget):
    """Shows a case; F9 or Enter does the next thing, digits the others, Esc leaves.

    Signals:
        left: Esc.
        paper_asked: a paper is to be seen; carries its design and the id of what it is about.
        form_asked: the application form is to be filled; carries the case.
        changed: a step was taken, or a form was left.
    """

    left = Signal()
    paper_asked = Signal(str, str)
    form_asked = Signal(object)
    changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.page: CasePage | None = None
        self.doable = Actions(None, ())
        self.form: Form | None = None
        self.refused: tuple[Problem, ...] = ()
        self.setObjectName("reading")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("个案"))
        self._scroll = Reading(tr("个案"), gap=14)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = self._scroll.column
        self.addWidget(self._scroll)

    # ---- which case ------------------------------------------------------------------------

    def show_case(self, case_id: str) -> None:
        """Show a case as it stands; "" is none."""
        if self.page is None or self.page.case.id != case_id:
            self.refused = ()
            self._scroll.verticalScrollBar().setValue(0)
        self._leave_form()
        if not case_id:
            self.page = None
            return
        self.page = case_pages.page(self._bench.desk, case_id, language=language())
        self.doable = actions.of(self.page)
        self._draw(self.page)

    def reload(self) -> None:
        """Read the case again, unless a form is open."""
        if self.page is not None and self.form is None:
            self.show_case(self.page.case.id)

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the case, or of the form that is open."""
        if self.form is not None:
            leaving = (KeyHint("Enter", tr("下一项 / 确定")), KeyHint("Esc", tr("返回个案")))
            strikes = isinstance(self.form, GoodsForm) and self.form.line is not None
            return (*((KeyHint("F4", tr("划去这一项")),) if strikes else ()), *leaving)
        found = [KeyHint("F9", words.action(self.doable.next))] if self.doable.next else []
        for number, one in enumerate(self.doable.others[:9], start=1):
            found.append(KeyHint(str(number), words.action(one)))
        return (*found, KeyHint("↑↓", tr("翻看")), KeyHint("Esc", tr("返回列表")))

    # ---- what is seen ----------------------------------------------------------------------

    def _draw(self, page: CasePage) -> None:
        clear(self._column)
        self._column.addLayout(self._head(page))
        self._column.addLayout(self._buttons())
        parts = (
            case_parts.stepper(page),
            None if self._tells_notice() else case_parts.notice(page),
            case_parts.outcome(page),
            _titled(tr("办理步骤"), case_parts.trail(page)),
            _titled(tr("事实"), case_parts.facts(page)),
            _titled(tr("文书"), case_parts.papers(page)),
        )
        for part in parts:
            if part is not None:
                self._column.addWidget(part)
        self._column.addStretch(1)

    def _head(self, page: CasePage) -> QHBoxLayout:
        case = page.case
        name = page.programme.label.text(language()) if page.programme else case.programme
        told = [
            page.subject,
            case.concern or "",
            tr("{year} 年度", year=case.period) if case.period else "",
            case.number,
            page.address,
        ]
        lines = column(
            row(case_parts.heading(name), words.state_chip(case), gap=10),
            wrapping(" · ".join(one for one in told if one), 13, "ink2"),
            gap=4,
        )
        made = row(gap=12)
        mark = avatar(page.subject[:1], "primary", "primary_tint", 44)
        made.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        made.addLayout(lines, 1)
        return made

    def _buttons(self) -> QVBoxLayout:
        """The next thing, what stands in its way right under it, then everything else."""
        made = column(gap=8)
        following = self.doable.next
        if following is not None:
            look = "" if following.why_not else "primary"
            first = case_parts.big(button(words.action(following), look, key="F9"))
            first.clicked.connect(self.take_next)
            made.addWidget(first)
        for told in self._tips(following):
            made.addWidget(told)
        if self.doable.others:
            made.addWidget(self._others())
        return made

    def _tips(self, following: Action | None) -> list[QFrame]:
        found = []
        if self.refused:
            found.append(tip("tip_error", "error", text_of(self.refused)))
        elif following is not None and following.why_not:
            found.append(tip("tip_warning", "warning", text_of(following.why_not)))
        if following is not None and following.notes and not following.why_not:
            said = tr("一人办理：本单位只有一名经办人，这一步记入个案和审计。")
            found.append(tip("tip", "ink2", said))
        return found

    def _tells_notice(self) -> bool:
        """Whether the tip under the biggest button says already how long the notice hangs."""
        following = self.doable.next
        said = self.refused or (following.why_not if following is not None else ())
        return any(one.code == "flow.notice_running" for one in said)

    def _others(self) -> QWidget:
        made: list[QWidget] = []
        for number, one in enumerate(self.doable.others, start=1):
            look = "danger" if one.needs_reason else ""
            small = button(words.action(one), look, key=str(number) if number < 10 else "")
            small.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if one.why_not:
                small.setToolTip(text_of(one.why_not))
            small.clicked.connect(partial(self._clicked, one))
            made.append(small)
        return flowing(*made)

    # ---- doing -----------------------------------------------------------------------------

    def take_next(self) -> None:
        """Do what the biggest button says."""
        if self.doable.next is not None and self.form is None:
            self.take(self.doable.next)

    def _clicked(self, action: Action, _checked: bool = False) -> None:
        self.take(action)

    def take(self, action: Action) -> None:
        """Do one thing, or ask what it needs; what stands in its way is said here."""
        page = self.page
        if page is None or self.form is not None:
            return
        if action.why_not:
            self._refuse(action.why_not)
        elif action.offer is not None and action.offer.step.exits:
            self._ask_exit(page, action)
        elif action.needs_reason:
            self._ask_reason(page, action)
        elif action.doing == "paper":
            self.paper_asked.emit(action.document, action.subject_id)
        elif action.doing == "form":
            self.form_asked.emit(page.case)
        elif action.doing in ("facts", "goods", "pay"):
            self._open_form(page, action)
        elif action.doing == "decide":
            self._do(lambda: cases.decide(self._bench.desk, page.case.id).changes)
        else:
            self._step(page, action, "")

    def _step(
        self,
        page: CasePage,
        action: Action,
        reason: str,
        told: Mapping[str, Any] | None = None,
    ) -> None:
        step = action.offer.step.code if action.offer is not None else ""
        warnings: list[Problem] = []

        def act() -> frozenset[str]:
            taken = case_flow.take_step(
                self._bench.desk, page.case.id, step, reason=reason, told=told
            )
            warnings.extend(taken.warnings)
            return taken.changes

        self._do(act)
        if warnings:
            self._bench.messages.problems(warnings)

    def _ask_exit(self, page: CasePage, action: Action) -> None:
        """Ask what only the condition for leaving reads, beside the reason."""
        if page.programme is None:
            return
        known = page.case.facts or {}
        asked = [one for one in facts_of_exit(page.programme) if value_in(known, one.name) is None]
        self._show_form(
            ExitForm(
                words.action(action),
                page.programme,
                asked,
                page.today,
                lambda reason, told: self._step(page, action, reason, told),
            )
        )

    def _ask_reason(self, page: CasePage, action: Action) -> None:
        receipt = page.standing_receipt
        told = {
            "void": tr(
                "签收单 {number} 作废后不能恢复，编号不再使用；个案回到已批准，可以重开。",
                number=receipt.number if receipt else "",
            ),
            "withdraw": tr("撤销后这个个案不再办理，内容留存，不再妨碍同类申请。"),
        }.get(action.doing, tr("理由写入个案，随决定留存。"))
        given = ""
        if action.offer is not None and action.offer.step.refuses and page.verdict is not None:
            given = "；".join(one.text for one in page.verdict.reasons)
        title = words.action(action)
        self._show_form(
            ReasonForm(title, told, title, partial(self._with_reason, page, action), given=given)
        )

    def _with_reason(self, page: CasePage, action: Action, reason: str) -> None:
        desk, receipt = self._bench.desk, page.standing_receipt
        if action.doing == "withdraw":
            self._do(lambda: _withdrawn(case_flow.withdraw(desk, page.case.id, reason=reason)))
        elif action.doing == "void" and receipt is not None:
            self._void(receipt.id, reason)
        else:
            self._step(page, action, reason)

    def _void(self, receipt_id: str, reason: str) -> None:
        """Void a receipt and show its paper, which now says so, for the file."""
        voided: list[str] = []

        def act() -> frozenset[str]:
            done = receipts.void(self._bench.desk, receipt_id, reason=reason)
            voided.append(receipt_id)
            return done.changes

        self._do(act)
        for one in voided:
            self.paper_asked.emit("aid_receipt", one)

    def _open_form(self, page: CasePage, action: Action) -> None:
        if action.doing == "facts" and page.programme is not None:
            asking = FactsForm(self._bench, page, page.programme)
            self._show_form(asking)
            asking.focus_first()
        elif action.doing == "goods":
            listing = GoodsForm(page.items)
            listing.confirmed.connect(self._list_goods)
            listing.struck.connect(self._strike_goods)
            self._show_form(listing)
        else:
            amount = money.format_fen(page.case.amount_fen or 0)
            paying = PayForm(amount, payees.listing(self._bench.desk, page.case.id))
            paying.confirmed.connect(self._pay)
            self._show_form(paying)

    def _pay(self, asked: Payment) -> None:
        page = self.page
        if page is None:
            return
        made: list[str] = []

        def act() -> frozenset[str]:
            issued = receipts.issue(
                self._bench.desk,
                page.case.id,
                payee_id=asked.payee_id,
                method=asked.method,
                proxy=asked.proxy,
                account_tail=asked.account_tail,
            )
            made.append(issued.receipt.id)
            return issued.changes

        self._do(act)
        for receipt_id in made:
            self.paper_asked.emit("aid_receipt", receipt_id)

    def _list_goods(self, goods: Goods) -> None:
        page, desk = self.page, self._bench.desk
        if page is None:
            return
        told: dict[str, Any] = {
            "kind": goods.kind,
            "name": goods.name,
            "quantity": goods.quantity,
            "unit": goods.unit,
            "value_fen": goods.value_fen,
        }
        if goods.item_id:
            self._do(lambda: case_bundle.change_goods(desk, goods.item_id, **told).changes)
        else:
            self._do(lambda: case_bundle.list_goods(desk, page.case.id, **told).changes)

    def _strike_goods(self, item_id: str) -> None:
        self._do(lambda: case_bundle.strike_goods(self._bench.desk, item_id).changes)

    def _do(self, act: Callable[[], frozenset[str]]) -> None:
        """Do something; refused, it says why where the worker looks, and nothing has changed."""
        try:
            changes = act()
        except UserError as error:
            if self.form is not None and not isinstance(self.form, FactsForm):
                self.form.show_problems(error.problems)
            else:
                self._refuse(error.problems)
            return
        self.refused = ()
        self._leave_form()
        self._bench.messages.saved()
        self._bench.changed(changes)
        self.reload()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _refuse(self, problems: Sequence[Problem]) -> None:
        """Say right under the button why it cannot be; the case is as it was."""
        self.refused = tuple(problems)
        if self.page is not None:
            self._draw(self.page)
        self._scroll.verticalScrollBar().setValue(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- forms -----------------------------------------------------------------------------

    def _show_form(self, form: Form) -> None:
        self.refused = ()
        self.form = form
        form.left.connect(self._back)
        self.addWidget(form)
        self.setCurrentWidget(form)
        form.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bench.hints(self.key_hints())

    def _back(self) -> None:
        self._leave_form()
        self.reload()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _leave_form(self) -> None:
        self.setCurrentWidget(self._scroll)
        if self.form is not None:
            self.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.form is not None:
            super().keyPressEvent(event)
            return
        key, others = event.key(), self.doable.others
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.take_next()
        elif event.text() and event.text() in "123456789" and int(event.text()) <= len(others):
            self.take(others[int(event.text()) - 1])
        elif key in _SCROLLS:
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + _SCROLLS[Qt.Key(key)] * theme().px(60))
        else:
            super().keyPressEvent(event)


_SCROLLS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -6,
    Qt.Key.Key_PageDown: 6,
}


def _withdrawn(_case: object) -> frozenset[str]:
    return frozenset({"case", "case_event", "follow_up"})


def _titled(title: str, part: QWidget | None) -> QWidget | None:
    return case_parts.section(title, part) if part is not None else None
