"""Opens a case: for whom, for what, and what was given already; an approver may pass that over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.errors import Problem, UserError
from unionapp.programmes.programme import Programme, SwitchRef
from unionapp.services import duplicate_aid
from unionapp.services.cases import Application, Opened
from unionapp.services.duplicate_aid import Duplicate
from unionapp.services.finder import Standing
from unionapp.ui.hardship.assessment import tip
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, clear, column, label, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_edit import CodeEdit
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

_SETTLE_MS = 120
_MATTERS = ("illness", "stay", "event")


def application(standing: Standing) -> Application:
    """Return what is asked for when a case is opened for a standing."""
    return Application(
        standing.programme, standing.subject_kind, standing.subject_id, standing.person_id
    )


def needs_asking(programme: Programme, standings: Sequence[Standing]) -> bool:
    """Whether something must be told before the case: for whom, or what it is about."""
    return len(standings) > 1 or (programme.frequency is not None and _is_about_a_matter(programme))


def _is_about_a_matter(programme: Programme) -> bool:
    """Whether one case is told from another by what it is about: an illness, an event.

    A switch that may say so is enough: an office may choose otherwise tomorrow.
    """
    if programme.frequency is None:
        return True
    period = programme.frequency.period
    if not isinstance(period, SwitchRef):
        return period in _MATTERS
    switch = programme.switch(period.name)
    return switch is not None and any(option.word in _MATTERS for option in switch.options)


class OpenForm(QWidget):
    """For whom, the matter, the year; what bars the case is told while that is typed.

    Signals:
        opened: a case stands; carries the `Opened`.
        left: Esc.
    """

    opened = Signal(object)
    left = Signal()

    def __init__(
        self,
        bench: Workbench,
        programme: Programme,
        standings: Sequence[Standing],
        people: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._bench, self._programme = bench, programme
        self._standings = {one.person_id or one.subject_id: one for one in standings}
        self.found: tuple[Duplicate, ...] = ()
        named = [(key, people.get(key) or "—") for key in self._standings]
        self.whom = ChoiceRow(tr("为谁办理"), named[:9])
        self.whom.set_value(named[0][0])
        self.concern = TextEdit(tr("事由（如病种、事项）"))
        self.year = CodeEdit(tr("年度"), longest=4)
        self.year.set_value(str(bench.today().year))
        self.reason = TextEdit(tr("重复仍办理的理由（审批人填）"))
        self._order: list[QWidget] = [self.year, self.reason]
        if _is_about_a_matter(programme):
            self._order.insert(0, self.concern)
        if len(named) > 1:
            self._order.insert(0, self.whom)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.look)
        self._told = QVBoxLayout()
        self._wrong = wrapping("", 13, "error")
        self._build()
        self.look()

    def _build(self) -> None:
        parts = column(
            label(tr("受理申请"), 16, bold=True),
            wrapping(self._programme.label.text(language()), 14, "ink2"),
            gap=8,
        )
        fields = column(gap=8, margins=(2, 0, 8, 0))
        self._fields = {}
        for control in self._order:
            field = FormField(control.accessibleName(), control)
            self._fields[control] = field
            if control is self.reason:
                fields.addLayout(self._told)
            fields.addWidget(field)
            control.next_asked.connect(lambda control=control: self._after(control))  # type: ignore[attr-defined] # every control has it
        self.whom.picked.connect(lambda _code: self.look())
        for typed in (self.concern, self.year):
            typed.textChanged.connect(lambda _text: self._timer.start())
        body = QWidget()
        body.setLayout(fields)
        parts.addWidget(Scrolling(body, tr("受理申请")))
        self.done = button(tr("受理"), "primary", key="Enter")
        self.done.clicked.connect(self.confirm)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.left)
        parts.addWidget(self._wrong)
        parts.addLayout(row(self.done, back, None))
        parts.addStretch(1)
        self.setLayout(parts)
        self.setFocusProxy(self._order[0])

    def asked(self) -> Application:
        """Return what is asked for as it stands in the fields."""
        standing = self._standings[self.whom.value()]
        return replace(
            application(standing),
            concern=self.concern.text().strip() or None,
            period=self.year.text().strip() or None,
        )

    def look(self) -> None:
        """Tell what was given, or asked for, already: where it is, and whether it bars this one."""
        self.found = duplicate_aid.look(self._bench.desk, self.asked())
        clear(self._told)
        for one in guard(self.found):
            self._told.addWidget(one)
        barred = any(one.blocks for one in self.found)
        self._fields[self.reason].setVisible(barred)
        self.done.setText(f"{tr('写明理由，仍然受理') if barred else tr('受理')}  Enter")

    def _after(self, control: QWidget) -> None:
        shown = [one for one in self._order if not self._fields[one].isHidden()]
        at = shown.index(control) + 1
        if at >= len(shown):
            self.confirm()
        else:
            shown[at].setFocus(Qt.FocusReason.TabFocusReason)

    def confirm(self) -> None:
        """Open the case, or say why it cannot be."""
        self.look()
        try:
            opened = duplicate_aid.open_for(
                self._bench.desk, self.asked(), override=self.reason.text()
            )
        except UserError as error:
            self.show_problems(error.problems)
            return
        self.opened.emit(opened)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say why no case was opened; what the guard says already is not said twice."""
        told = {one.problem.code for one in self.found if one.blocks}
        rest = [one for one in problems if one.code not in told]
        barred = tr("上面的个案挡住了这次受理：由审批人写明理由，或返回。")
        self._wrong.setText(text_of(rest) if rest else barred)
        if not rest and not self._fields[self.reason].isHidden():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def guard(found: Sequence[Duplicate]) -> list[QWidget]:
    """Return what was found, the barring ones in red: whose, which, when and where."""
    return [
        tip(
            "tip_error" if one.blocks else "tip",
            "error" if one.blocks else "ink2",
            text_of([one.problem]),
        )
        for one in found
    ]


def open_directly(bench: Workbench, standing: Standing) -> Opened:
    """Open a case without asking; raises what `duplicate_aid.open_for` raises."""
    return duplicate_aid.open_for(bench.desk, application(standing))
