"""One household's hardship file: what it is entitled to, its cases, and the next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from unionapp.errors import Problem, UserError
from unionapp.models.records import Case, Receipt
from unionapp.services import (
    case_pages,
    cases,
    hardship,
    hardship_list,
    household_papers,
    payees,
    receipts,
    single_handed,
)
from unionapp.services.cases import GRANTED, PAID
from unionapp.services.hardship_list import FileLine
from unionapp.services.household_papers import PaperChoice
from unionapp.ui.casework import actions, words
from unionapp.ui.casework.glance import Glance
from unionapp.ui.casework.reason_form import ReasonForm
from unionapp.ui.hardship.assessment import missing_view, proof_view, tip, verdict_view
from unionapp.ui.hardship.pay_form import PayForm, Payment
from unionapp.ui.hardship.steps import Standing, Step, next_step
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer
from unionapp.ui.widgets.basics import avatar, button, chip, clear, column, label, row, wrapping
from unionapp.ui.widgets.flow import Group, flowing
from unionapp.ui.widgets.folding import Folding
from unionapp.ui.widgets.reading import Reading
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes, money

# Chips of a case by its state: ink and fill.
_STATE_LOOKS: Mapping[str, tuple[str, str]] = {
    "open": ("primary", "primary_tint"),
    "granted": ("ok", "ok_tint"),
    "paid": ("ok", "ok_tint"),
    "refused": ("error", "error_tint"),
}


class FilePanel(QStackedWidget):
    """Shows a file and takes it one step further on F9: apply, decide, pay, print.

    F7 shows the receipt, Ctrl+P offers the papers, F10 voids the receipt.

    Signals:
        edit_asked: the worker wants to mend the file; carries its id and a field or "".
        paper_asked: the worker wants to see a paper; carries its design and what it is about.
        standards_asked: the worker wants to see the standards.
        changed: a step was taken, or a form was left.
    """

    edit_asked = Signal(str, str)
    paper_asked = Signal(str, str)
    standards_asked = Signal()
    changed = Signal()

    def __init__(self, bench: Workbench, keys_in: QWidget) -> None:
        super().__init__()
        self._bench = bench
        self.line: FileLine | None = None
        self.standing: Standing | None = None
        self.form: PayForm | ReasonForm | None = None
        self.papers = PaperChooser(bench, self)
        self._scroll = Reading(tr("困难档案"))
        self._column = self._scroll.column
        self.addWidget(self._scroll)
        for keys, act in (
            ("F9", self.take_next_step),
            ("F7", self.show_receipt),
            ("Ctrl+P", self.ask_paper),
            ("F10", self.ask_void),
        ):
            bind(keys_in, keys, act, repeats=False)  # a key held too long takes no second step

    def show_file(self, file_id: str) -> None:
        """Show how a household's file stands; "" is none."""
        self._leave_form()
        if not file_id:
            self.line = self.standing = None
            return
        with self._bench.desk.read() as reading:
            file = hardship.file_in(reading, file_id)
        self.line = hardship_list.of_household(self._bench.desk, file.household_id)
        if self.line is not None:
            self.standing = self._standing(self.line)
            self._draw(self.line, self.standing)

    def reload(self) -> None:
        """Read the file again, unless a form is open."""
        if self.line is not None and self.form is None:
            self.show_file(self.line.file.id)

    def _standing(self, line: FileLine) -> Standing:
        today = self._bench.today()
        case = line.case
        day = (case.decided_on or case.opened_on) if case else None
        this_year = day is not None and day.year == today.year
        missing = list(hardship.problems_of(line.file))
        verdict = None
        try:
            verdict = hardship.assess(
                self._bench.desk, line.file.id, day=today, language=language()
            )
        except UserError as error:
            missing += error.problems
        waiting = None
        if case is not None and case.state == GRANTED:
            waiting = household_papers.waited_for(self._bench.desk, case.id)
        return Standing(verdict, tuple(missing), case, this_year, waiting)

    # ---- what is seen ----------------------------------------------------------------------

    def _draw(self, line: FileLine, standing: Standing) -> None:
        clear(self._column)
        self._column.addLayout(self._head(line))
        self._column.addLayout(self._actions(next_step(standing)))
        self.glance = Glance(self._bench)
        self.glance.show_subject("household", line.file.household_id)
        self._column.addWidget(self.glance)
        decided = standing.case if standing.this_year else None
        frozen = decided is not None and decided.decided_on is not None
        if standing.missing and not frozen:
            self._column.addWidget(missing_view(standing.missing))
        if frozen and decided is not None:
            self._column.addWidget(_decision(decided))
        elif standing.verdict is not None:
            self._column.addWidget(verdict_view(standing.verdict))
        self._draw_cases(line)
        self._column.addStretch(1)

    def _head(self, line: FileLine) -> QHBoxLayout:
        case = line.case
        marks = [_state_chip(case)] if case else [chip(tr("未申请"), "ink2", "page")]
        people = line.file.people
        told = [
            line.address,
            tr("{people} 口人", people=people) if people else "",
            tr("{day} 建档", day=line.file.filed_on.isoformat()) if line.file.filed_on else "",
        ]
        lines = column(
            row(label(line.applicant, 18, bold=True), *marks, None, gap=10),
            wrapping(" · ".join(one for one in told if one), 13, "ink2"),
            gap=4,
        )
        return row(avatar(line.applicant[:1], "brand", "error_tint", 44), lines, gap=12)

    def _actions(self, step: Step) -> QVBoxLayout:
        said = {
            "complete": tr("补齐档案"),
            "open": tr("受理申请"),
            "decide": tr("作出决定"),
            "paper": self._paper_words(),
            "pay": tr("开具领款签收单"),
            "print": tr("打印签收单"),
        }
        first = []
        if step in said:
            first = [button(said[step], "primary", key="F9", act=self.take_next_step)]
        rest = [
            button(tr("编辑档案"), key="Enter", act=self._edit),
            button(tr("打印"), key="Ctrl+P", act=self.ask_paper),
            button(tr("低保标准"), key="F6", act=self.standards_asked.emit),
        ]
        if step == "print":
            rest.append(button(tr("作废签收单"), "danger", key="F10", act=self.ask_void))
        return column(row(*first, None), flowing(*rest), gap=8)

    def _paper_words(self) -> str:
        waiting = self.standing.paper if self.standing is not None else None
        return (
            tr("打印{paper}", paper=words.paper(waiting.document, waiting.title)) if waiting else ""
        )

    def _draw_cases(self, line: FileLine) -> None:
        found = cases.of_household(self._bench.desk, line.file.household_id)
        if not found:
            return
        self._column.addWidget(label(tr("个案"), 15, bold=True))
        for case in found:
            day = case.decided_on or case.opened_on
            amount = tr("{yuan} 元", yuan=money.format_fen(case.amount_fen or 0))
            what = [label(case.number, 13), _state_chip(case)]
            if case.amount_fen:
                what.append(label(amount, 13, "ink2"))
            when = label(day.isoformat() if day else "", 13, "ink3")
            self._column.addWidget(Folding(Group(*what, gap=10), when))

    # ---- steps -----------------------------------------------------------------------------

    def take_next_step(self) -> None:
        """Do what the biggest button says."""
        if self.line is None or self.standing is None or self.form is not None:
            return
        steps: Mapping[Step, Callable[[], None]] = {
            "complete": self._complete,
            "open": self._open,
            "decide": self._decide,
            "paper": self._show_waiting,
            "pay": self._ask_payment,
            "print": self.show_receipt,
            "none": self._edit,
        }
        steps[next_step(self.standing)]()

    def _edit(self) -> None:
        if self.line is not None:
            self.edit_asked.emit(self.line.file.id, "")

    def _complete(self) -> None:
        """Open the editor on the field that keeps the file from being decided on."""
        line, standing = self.line, self.standing
        if line is None or standing is None:
            return
        if any(one.code in _NO_STANDARD for one in standing.missing):
            self.standards_asked.emit()
            return
        declared = {one.name for one in self._bench.desk.schema["hardship_file"].fields}
        places = [one.where.rsplit(".", 1)[-1] for one in standing.missing]
        self.edit_asked.emit(line.file.id, next((one for one in places if one in declared), ""))

    def _open(self) -> None:
        line = self.line
        if line is not None:
            self._do(lambda: cases.open_case(self._bench.desk, line.file.id).changes)

    def _decide(self) -> None:
        case = self.standing.case if self.standing else None
        if case is None:
            return
        with self._bench.desk.read() as reading:
            alone = single_handed.applies(reading)
        if case.step and not alone:  # its steps are other people's too: they stand on its page
            self._bench.open("case", case.id)
        else:
            self._do(lambda: cases.decide(self._bench.desk, case.id).changes)

    def _show_waiting(self) -> None:
        waiting = self.standing.paper if self.standing is not None else None
        if waiting is not None:
            self.paper_asked.emit(waiting.document, waiting.subject_id)

    def _ask_payment(self) -> None:
        case = self.standing.case if self.standing else None
        if case is None or self.line is None:
            return
        page = case_pages.page(self._bench.desk, case.id, language=language())
        first = actions.of(page).next
        if first is not None and (first.doing == "paper" or first.why_not):
            self._bench.open("case", case.id)  # what comes before the money stands on its page
            return
        amount = money.format_fen(case.amount_fen or 0)
        form = PayForm(amount, payees.listing(self._bench.desk, case.id))
        form.confirmed.connect(self._pay)
        self._show_form(form)

    def _show_form(self, form: PayForm | ReasonForm) -> None:
        self.form = form
        form.left.connect(self._back)
        self.addWidget(form)
        self.setCurrentWidget(form)
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pay(self, asked: Payment) -> None:
        case = self.standing.case if self.standing else None
        if case is None or not isinstance(self.form, PayForm):
            return
        try:
            issued = receipts.issue(
                self._bench.desk,
                case.id,
                payee_id=asked.payee_id,
                method=asked.method,
                proxy=asked.proxy,
                account_tail=asked.account_tail,
            )
        except UserError as error:
            self.form.show_problems(error.problems)
            return
        self._leave_form()
        self._took(issued.changes)
        self.paper_asked.emit("aid_receipt", issued.receipt.id)

    def show_receipt(self) -> None:
        """Show the receipt that stands for the household's case."""
        receipt = self._receipt()
        if receipt is not None:
            self.paper_asked.emit("aid_receipt", receipt.id)

    def ask_paper(self) -> None:
        """Offer the papers of the file and of the household's cases."""
        if self.line is None or self.form is not None or not self.isVisible():
            return
        found = household_papers.listing(self._bench.desk, self.line.file)
        self.papers.ask(
            [PaperOffer(_named(one), one.document, (one.subject_id,)) for one in found],
            lambda offer: self.paper_asked.emit(offer.document, offer.ids[0]),
        )

    def ask_void(self) -> None:
        """Ask why the receipt that stands is void."""
        receipt = self._receipt()
        if receipt is not None and self.form is None:
            self._show_form(_void_form(receipt.number, self._void))

    def _void(self, reason: str) -> None:
        receipt = self._receipt()
        if receipt is None or not isinstance(self.form, ReasonForm):
            return
        try:
            voided = receipts.void(self._bench.desk, receipt.id, reason=reason)
        except UserError as error:
            self.form.show_problems(error.problems)
            return
        self._leave_form()
        self._took(voided.changes)
        self.paper_asked.emit("aid_receipt", receipt.id)  # with 作废 across it, for the file

    def _receipt(self) -> Receipt | None:
        case = self.standing.case if self.standing else None
        if case is None or case.state != PAID:
            return None
        with self._bench.desk.read() as reading:
            return receipts.standing(reading, case.id)

    def _do(self, act: Callable[[], frozenset[str]]) -> None:
        try:
            changes = act()
        except UserError as error:
            self._refuse(error.problems)
            return
        self._took(changes)

    def _took(self, changes: frozenset[str]) -> None:
        self._bench.messages.saved()
        self._bench.changed(changes)
        self.reload()
        self.changed.emit()

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self._bench.messages.problems(problems)

    def _back(self) -> None:
        self._leave_form()
        self.changed.emit()

    def _leave_form(self) -> None:
        self.setCurrentWidget(self._scroll)
        if self.form is not None:
            self.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None


_NO_STANDARD = frozenset({"programme.no_standard", "programme.standard_twice", "cases.no_standard"})


def _named(paper: PaperChoice) -> str:
    """Return what a paper is called, with its case where it has one."""
    return "　".join(one for one in (words.paper(paper.document, paper.title), paper.case) if one)


def _decision(case: Case) -> QWidget:
    """Show a decision as it was frozen."""
    made = QWidget()
    granted = case.state in (GRANTED, PAID)
    day = case.decided_on.isoformat() if case.decided_on else ""
    parts = column(label(tr("决定（{day}）", day=day), 15, bold=True), gap=8)
    if granted:
        amount = money.format_fen(case.amount_fen or 0)
        parts.addWidget(label(tr("{yuan} 元", yuan=amount), 24, bold=True))
        parts.addWidget(wrapping(money.in_words(case.amount_fen or 0), 13, "ink2"))
    else:
        parts.addWidget(tip("tip_error", "error", tr("不予救助，理由见下。")))
    parts.addWidget(proof_view(case.proof))
    made.setLayout(parts)
    return made


def _void_form(number: str, void: Callable[[str], object]) -> ReasonForm:
    """Return what asks why a receipt is void; the void one stays, a further one says so."""
    told = tr(
        "签收单 {number} 作废后不能恢复，编号不再使用；个案回到已批准，可以重开。", number=number
    )
    return ReasonForm(tr("作废签收单"), told, tr("作废"), void, asks=tr("作废原因"))


def _state_chip(case: Case) -> QWidget:
    ink, fill = _STATE_LOOKS.get(case.state, ("ink2", "page"))
    return chip(codes.load("case_state").label(case.state, language()), ink, fill)
