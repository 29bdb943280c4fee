"""The four answers of one employer at a glance: which stand, which are missing, what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from unionapp.models.records import Employer
from unionapp.services import employers, shown
from unionapp.services.employers import ANSWERS, FourAnswers
from unionapp.ui.records.facts import facts
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import avatar, button, chip, clear, column, label, row, wrapping
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench


class AnswersPanel(QScrollArea):
    """Shows an employer.

    Signals:
        edit_asked: the worker wants to edit it.
        fill_asked: the worker wants to go on with the survey.
    """

    edit_asked = Signal()
    fill_asked = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.employer: Employer | None = None
        self.setWidgetResizable(True)
        self.setAccessibleName(tr("四清"))
        body = QWidget()
        body.setObjectName("body")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, theme().px(8), 0)
        self._column.setSpacing(theme().px(12))
        self.setWidget(body)

    def show_employer(self, id_: str) -> None:
        """Show an employer as it stands; "" is none."""
        if not id_:
            self.employer = None
            return
        with self._bench.desk.read() as reading:
            found = reading.by_kind("employer", id_)
        if isinstance(found, Employer):
            self.employer = found
            self._draw(found)

    def missing(self) -> str:
        """Return the first field that no answer stands in; "" when all four are given."""
        answers = employers.four_answers(self.employer) if self.employer else None
        return answers.missing[0] if answers and answers.missing else ""

    def _draw(self, employer: Employer) -> None:
        clear(self._column)
        answers = employers.four_answers(employer)
        self._column.addLayout(_head(employer, answers))
        self._column.addLayout(self._actions(answers))
        if employers.on_call_list(employer):
            self._column.addWidget(_call_tip())
        for number, names in enumerate(ANSWERS):
            self._column.addWidget(self._answer(number, names, employer, answers))
        self._column.addWidget(label(tr("单位情况"), 15, bold=True))
        self._column.addWidget(facts(self._bench.desk.schema["employer"], employer, ("employer",)))
        self._column.addStretch(1)

    def _actions(self, answers: FourAnswers) -> QHBoxLayout:
        made = []
        if not answers.complete:
            made.append(button(tr("继续排查"), "primary", key="F3"))
            made[0].clicked.connect(self.fill_asked)
        made.append(button(tr("编辑"), key="Enter"))
        made[-1].clicked.connect(self.edit_asked)
        return row(*made, None)

    def _answer(
        self, number: int, names: tuple[str, ...], employer: Employer, answers: FourAnswers
    ) -> QFrame:
        stands = not set(names) & set(answers.missing)
        declaration, spoken = self._bench.desk.schema["employer"], language()
        told = []
        for name in names:
            field = declaration.field(name)
            value = shown.text_of(field, getattr(employer, name), language=spoken)
            told.append(f"{field.label(spoken)} {value or tr('未问')}")
        made = QFrame()
        made.setObjectName("answer")
        mark = (
            avatar("✓", "ok", "ok_tint", 26)
            if stands
            else avatar("?", "warning", "warning_tint", 26)
        )
        words = column(
            label(_title(number), 14, bold=True), wrapping("　".join(told), 13, "ink2"), gap=2
        )
        made.setLayout(row(mark, words, gap=12))
        return made


def _title(number: int) -> str:
    """Return what one of the four answers is called in the survey (五年组织和会员工作 review)."""
    return (tr("建会数量清"), tr("所辖区位清"), tr("职工数量清"), tr("推进建会入会工作情况清"))[
        number
    ]


def _head(employer: Employer, answers: FourAnswers) -> QVBoxLayout:
    colours = ("ok", "ok_tint") if answers.complete else ("warning", "warning_tint")
    state = chip(tr("四清 {done}/4", done=answers.answered), *colours)
    name = wrapping(employer.name, 18)
    name.setStyleSheet(name.styleSheet().replace("400", "600"))
    return column(name, row(state, None), gap=6)


def _call_tip() -> QFrame:
    tip = QFrame()
    tip.setObjectName("tip_warning")
    words = wrapping(tr("百人以上还没有工会：列入约谈名单，请上门动员建会。"), 13, "warning")
    tip.setLayout(column(words, margins=(12, 8, 12, 8)))
    return tip
