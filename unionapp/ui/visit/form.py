"""The fields of a visit: outcome, time, note, next appointment; each saved when it is left."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem, UserError
from unionapp.models.records import Visit
from unionapp.services import moments, records
from unionapp.services.moments import office_time
from unionapp.ui.matrix import outcomes
from unionapp.ui.matrix.days import weekday
from unionapp.ui.records.form_grid import FormGrid
from unionapp.ui.widgets.basics import column
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import LongTextEdit, TextEdit
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

_BREADTH = 150  # pixels at 100 % of a short field


class VisitForm(QWidget):
    """Edits one visit.

    Signals:
        saved: a field was stored; carries the kinds that changed.
        ended: Ctrl+Enter in the note, the last field.
    """

    saved = Signal(object)
    ended = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._visit: Visit | None = None
        choices = [(one.code, one.label) for one in outcomes.all_outcomes()]
        self.outcome = ChoiceRow(tr("走访结果"), choices)
        self.at = TextEdit(tr("走访时间"), longest=30)
        self.at.setPlaceholderText("14:30")
        self.next_on = TextEdit(tr("下次约定日期"), longest=30)
        self.next_on.setPlaceholderText(tr("11-25、周五、后天、+3"))
        self.next_time = TextEdit(tr("约定时间"), longest=40)
        self.next_time.setPlaceholderText(tr("例如：晚 7 点后"))
        self.note = LongTextEdit(tr("备注"), lines=2)
        self.note.setPlaceholderText(tr("下次来的人需要知道的一句话"))
        self._fields = {
            "outcome": FormField(tr("走访结果（按数字键选择）"), self.outcome),
            "at": FormField(tr("走访时间"), self.at),
            "next_on": FormField(tr("下次约定日期"), self.next_on),
            "next_time": FormField(tr("约定时间"), self.next_time),
            "note": FormField(tr("备注"), self.note),
        }
        grid = FormGrid()
        for name in ("at", "next_on", "next_time"):
            grid.add(self._fields[name], _BREADTH)
        self.setLayout(column(self._fields["outcome"], grid, self._fields["note"], gap=4))
        self._connect()
        self.setFocusProxy(self.outcome)

    def _connect(self) -> None:
        self.outcome.picked.connect(lambda code: self._save("outcome", code))
        self.at.left.connect(self._save_time)
        self.next_on.left.connect(self._save_day)
        self.next_time.left.connect(lambda text: self._save("next_time", text))
        self.note.left.connect(lambda text: self._save("note", text))
        self.outcome.next_asked.connect(self.at.setFocus)
        self.at.next_asked.connect(self.next_on.setFocus)
        self.next_on.next_asked.connect(self.next_time.setFocus)
        self.next_time.next_asked.connect(self.note.setFocus)
        self.note.next_asked.connect(self.ended)

    def show_visit(self, visit: Visit) -> None:
        """Show a visit with what was typed into it earlier and is no value."""
        self._visit = visit
        drafts = records.drafts(self._bench.desk, "visit", visit.id)
        self.outcome.set_value(visit.outcome)
        self.at.set_value(drafts.get("at") or self._time_text(visit.at))
        self.next_on.set_value(drafts.get("next_on") or _iso(visit.next_on))
        self.next_time.set_value(visit.next_time or "")
        self.note.set_value(visit.note or "")
        for field in self._fields.values():
            field.show_problems(())
        self._say_day(visit.next_on)
        for name in drafts:
            self._say_draft(name, drafts[name])

    def visit(self) -> Visit | None:
        """Return the visit as it was last stored."""
        return self._visit

    def commit(self) -> None:
        """Store what is being typed."""
        for edit in (self.at, self.next_on, self.next_time, self.note):
            edit.commit()

    # ---- storing ---------------------------------------------------------------------------

    def _save(self, name: str, value: object) -> bool:
        """Store a field; False when it could not be stored and must be handed over again."""
        if self._visit is None:
            return False
        try:
            saved = records.save_field(self._bench.desk, "visit", self._visit.id, name, value)
        except UserError as error:
            self._bench.messages.problems(error.problems)
            self._keep_unstored(name)
            return False
        if isinstance(saved.record, Visit):
            self._visit = saved.record
        self._bench.messages.saved()
        self.saved.emit(saved.changes)
        return True

    def _keep_unstored(self, name: str) -> None:
        """Let what could not be stored be handed over again; a choice shows what is stored."""
        control = self._fields[name].control
        if isinstance(control, TextEdit | LongTextEdit):
            control.hand_again()
        elif self._visit is not None:
            self.outcome.set_value(self._visit.outcome)

    def _save_time(self, text: str) -> None:
        now = self._now()
        value: object = text
        problems: tuple[Problem, ...] = ()
        try:
            value = moments.moment_of(text, now=now) if text.strip() else None
        except UserError as error:
            problems = error.problems
        if isinstance(value, datetime) and value > now:
            shown = office_time(value).strftime("%Y-%m-%d %H:%M")
            problems, value = (Problem("visits.ahead", "at", {"at": shown}),), text
        elif value is None:
            value = self._visit.at if self._visit else None  # a visit has a time
        if not self._save("at", value):
            return
        if isinstance(value, datetime):
            self.at.set_value(self._time_text(value))
        self._fields["at"].show_problems(problems)

    def _save_day(self, text: str) -> None:
        today = self._bench.today()
        value: object = text
        problems: tuple[Problem, ...] = ()
        try:
            value = moments.day_ahead(text, today=today) if text.strip() else None
        except UserError as error:
            problems = error.problems
        if isinstance(value, date) and value < today:
            detail = {"day": value.isoformat()}
            problems = (Problem("visits.appointment_past", "next_on", detail, warning=True),)
        if not self._save("next_on", value):
            return
        if isinstance(value, date):
            self.next_on.set_value(value.isoformat())
        if problems:
            self._fields["next_on"].show_problems(problems)
        else:
            self._say_day(value if isinstance(value, date) else None)

    def _say_day(self, day: date | None) -> None:
        """Say which day of the week that is, and how far off: a slip of the keys shows."""
        said = ""
        if day is not None:
            days = (day - self._bench.today()).days
            words = tr("今天") if days == 0 else tr("{days} 天后", days=days)
            said = f"{weekday(day)} · {words}" if days >= 0 else weekday(day)
        self._fields["next_on"].show_problems((), said)

    def _say_draft(self, name: str, text: str) -> None:
        """Say again what was wrong with a text that was kept."""
        try:
            if name == "at":
                moments.moment_of(text, now=self._now())
            elif name == "next_on":
                moments.day_ahead(text, today=self._bench.today())
        except UserError as error:
            self._fields[name].show_problems(error.problems)

    def _now(self) -> datetime:
        with self._bench.desk.read() as reading:
            return reading.now

    def _time_text(self, at: datetime | None) -> str:
        if at is None:
            return ""
        local = office_time(at)
        same_day = local.date() == self._bench.today()
        return local.strftime("%H:%M" if same_day else "%Y-%m-%d %H:%M")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
