"""One person's membership: the status, what has happened, and the next step on one key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from unionapp.errors import UserError
from unionapp.services import members, records, references
from unionapp.services.members import MemberView
from unionapp.services.membership_rules import TRANSFERS, is_on_roll
from unionapp.ui.members.ledger import ledger
from unionapp.ui.members.step_form import StepForm
from unionapp.ui.paper.choosing import PaperChooser, PaperOffer
from unionapp.ui.records.facts import facts
from unionapp.ui.widgets.basics import avatar, button, chip, clear, column, label, row, wrapping
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.reading import Reading
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes

# The step that most often comes next, by the event that the status allows.
_USUAL = ("approved", "applied")


class MembershipPanel(QStackedWidget):
    """Shows a membership and takes it one step further.

    F9 takes the usual next step, F10 any other that is allowed, F7 shows the member card,
    Ctrl+P offers every paper.

    Signals:
        missing_asked: the worker wants to fill in the registration form; carries kind and field.
        paper_asked: the worker wants to see a paper; carries a `PaperOffer`.
        changed: an event was recorded.
    """

    missing_asked = Signal(str, str)
    paper_asked = Signal(object)
    changed = Signal()

    def __init__(self, bench: Workbench, keys_in: QWidget) -> None:
        super().__init__()
        self._bench = bench
        self._papers = PaperChooser(bench, self)
        self.member: MemberView | None = None
        self.form: StepForm | None = None
        self._scroll = Reading(tr("会籍"))
        self._column = self._scroll.column
        self.addWidget(self._scroll)
        for keys, act in (
            ("F9", self.take_next_step),
            ("F10", self.ask_other_step),
            ("F7", self.ask_card),
            ("F3", self.ask_missing),
            ("Ctrl+P", self.ask_paper),
        ):
            bind(keys_in, keys, act, repeats=False)  # a key held too long takes no second step

    def show_person(self, person_id: str) -> None:
        """Show how a person's membership stands; "" is nobody."""
        self._leave_form()
        if not person_id:
            self.member = None
            return
        self.member = members.view(self._bench.desk, person_id)
        self._draw(self.member)

    def reload(self) -> None:
        """Read the membership again, unless a step is being entered."""
        if self.member is not None and self.form is None:
            self.show_person(self.member.person.id)

    # ---- what is seen ----------------------------------------------------------------------

    def _draw(self, member: MemberView) -> None:
        clear(self._column)
        self._column.addLayout(self._head(member))
        self._column.addLayout(self._actions(member))
        missing = self._missing(member)
        if missing is not None:
            self._column.addWidget(missing)
        self._column.addWidget(label(tr("会籍记录"), 15, bold=True))
        unions = dict(references.options(self._bench.desk, "union"))
        self._column.addWidget(ledger(member.events, unions))
        self._column.addWidget(label(tr("登记资料"), 15, bold=True))
        declaration = self._bench.desk.schema["person"]
        self._column.addWidget(facts(declaration, member.person, ("identity", "work")))
        self._column.addStretch(1)

    def _head(self, member: MemberView) -> Any:  # noqa: ANN401 - a layout
        status = codes.load("membership_status").label(member.status, language())
        colours = ("ok", "ok_tint") if is_on_roll(member.status) else ("warning", "warning_tint")
        facts = [member.number or tr("尚无会员号")]
        if member.since:
            facts.append(tr("{day} 入会", day=member.since.isoformat()))
        words = column(
            row(
                label(member.person.name, 18, bold=True),
                chip(status or tr("未入会"), *colours),
                None,
                gap=10,
            ),
            wrapping(" · ".join(facts), 13, "ink2"),
            gap=4,
        )
        return row(avatar(member.person.name[:1], "primary", "primary_tint", 44), words, gap=12)

    def _actions(self, member: MemberView) -> Any:  # noqa: ANN401 - a layout
        made = []
        step = usual_step(member.may)
        if step:
            made.append(button(step_words(step), "primary", key="F9", act=self.take_next_step))
        if is_on_roll(member.status):
            made.append(
                button(tr("会员卡"), "" if step else "primary", key="F7", act=self.ask_card)
            )
        if [one for one in member.may if one != step]:
            made.append(button(tr("其他事项"), key="F10", act=self.ask_other_step))
        made.append(button(tr("打印"), key="Ctrl+P", act=self.ask_paper))
        return column(Group(*made))

    def _missing(self, member: MemberView) -> QFrame | None:
        """Name what the 工会会员登记表 still lacks; the number comes with the approval."""
        fields = [one for one in member.missing if one.field.name != "number"]
        if not fields:
            return None
        tip = QFrame()
        tip.setObjectName("tip")
        between = "、" if language() == "zh" else ", "
        names = between.join(one.field.label(language()) for one in fields)
        said = wrapping(
            tr("登记表还缺 {count} 项：{names}", count=len(fields), names=names), 13, "ink2"
        )
        fill = button(tr("补登记表"), key="F3", act=self.ask_missing)
        tip.setLayout(column(said, row(fill, None), gap=8, margins=(12, 10, 12, 10)))
        return tip

    # ---- steps -----------------------------------------------------------------------------

    def take_next_step(self) -> None:
        """Ask for what the usual next step needs."""
        if self.member is not None and self.form is None:
            step = usual_step(self.member.may)
            if step:
                self._ask(step_words(step), {"event": step})

    def ask_other_step(self) -> None:
        """Ask which of the allowed steps is to be recorded."""
        if self.member is not None and self.form is None:
            others = tuple(one for one in self.member.may if one != usual_step(self.member.may))
            if others:
                self._ask(tr("其他事项"), {}, others)

    def ask_card(self) -> None:
        """Ask for the member card, when there is one."""
        member = self.member
        if member is not None and member.membership is not None and is_on_roll(member.status):
            self.paper_asked.emit(PaperOffer(tr("会员卡"), "member_card", (member.membership.id,)))
        elif member is not None and self.form is None:
            self._bench.messages.info(
                tr("{name} 还不在籍，核准入会以后才有会员卡。", name=member.person.name)
            )

    def ask_paper(self) -> None:
        """Offer the papers of this person."""
        if self.member is not None and self.form is None:
            self._papers.ask(offers(self.member), self.paper_asked.emit)

    def ask_missing(self) -> None:
        """Ask for the first empty field of the registration form."""
        member = self.member
        if member is None or self.form is not None:
            return
        fields = [one for one in member.missing if one.field.name != "number"]
        known = [one for one in fields if one.kind == "person" or member.membership is not None]
        if known:
            self.missing_asked.emit(known[0].kind, known[0].field.name)
        elif fields:
            self._bench.messages.info(tr("先登记入会申请，再补这些项目。"))

    def _ask(self, title: str, preset: Mapping[str, object], events: tuple[str, ...] = ()) -> None:
        member = self.member
        union = member.membership.union_id if member and member.membership else None
        with self._bench.desk.read() as reading:
            union = union or reading.meta("union")
            on = reading.today
        values = {"on": on, "union_id": union, **preset}
        whose = f"{title} · {member.person.name}" if member else title
        self.form = StepForm(self._bench, whose, values, events)
        self.form.confirmed.connect(self._record)
        self.form.left.connect(self._back)
        self.addWidget(self.form)
        self.setCurrentWidget(self.form)
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _record(self, values: dict[str, object]) -> None:
        member, form = self.member, self.form
        if member is None or form is None:
            return
        declaration = self._bench.desk.schema["membership_event"]
        problems = records.problems_in(declaration, values, today=self._bench.today())
        if any(not one.warning for one in problems):
            form.show_problems(problems)
            form.form.focus_next_problem()
            return
        try:
            done = _write(self._bench, member, values)
        except UserError as error:
            self._bench.messages.problems(error.problems)
            form.show_problems(error.problems)
            return
        self._bench.messages.saved()
        self._bench.changed(done.changes)
        self._back()
        self.show_person(member.person.id)
        self.changed.emit()

    def _back(self) -> None:
        self._leave_form()
        self.changed.emit()

    def _leave_form(self) -> None:
        self.setCurrentWidget(self._scroll)
        if self.form is not None:
            self.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None


def offers(member: MemberView) -> tuple[PaperOffer, ...]:
    """Return the papers that can be made of a person, those of a member first."""
    person, found = (member.person.id,), []
    if member.membership is not None and is_on_roll(member.status):
        found.append(PaperOffer(tr("会员卡"), "member_card", (member.membership.id,)))
    found += [
        PaperOffer(tr("入会申请书"), "membership_application", person),
        PaperOffer(tr("会员登记表"), "member_register", person),
    ]
    if member.membership is not None and any(one.event in TRANSFERS for one in member.events):
        letter = tr("会籍接转介绍信和回执")
        found.append(PaperOffer(letter, "transfer_letter", (member.membership.id,)))
    found += [
        PaperOffer(tr("培训报名表"), "training_enrolment", person),
        PaperOffer(tr("本人登记信息"), "own_record", person),
    ]
    return tuple(found)


def usual_step(may: tuple[str, ...]) -> str:
    """Return the step that usually comes next; "" when nothing needs to be done."""
    return next((one for one in _USUAL if one in may), "")


def step_words(step: str) -> str:
    """Return what a step is called on its button."""
    return {"applied": tr("登记入会申请"), "approved": tr("核准入会")}[step]


def _write(
    bench: Workbench, member: MemberView, values: Mapping[str, object]
) -> members.Registered:
    event, on = str(values["event"]), values["on"]
    union, paper, note = (_text(values.get(name)) for name in ("union_id", "paper", "note"))
    other = _text(values.get("other_union"))
    if not isinstance(on, date):
        raise TypeError("the day was checked before")
    desk, person_id = bench.desk, member.person.id
    if event == "applied":
        return members.apply(desk, person_id, union_id=union, on=on, paper=paper)
    if event == "transferred_in":
        return members.transfer_in(
            desk, person_id, union_id=union, on=on, paper=paper, other_union=other
        )
    if member.membership is None:
        return members.intend(desk, person_id, on=on, union_id=union)
    return members.record_event(
        desk,
        member.membership.id,
        event,
        on=on,
        union_id=union,
        paper=paper,
        other_union=other,
        note=note,
    )


def _text(value: object) -> str | None:
    return str(value).strip() or None if value else None
