"""The one record editor: every field of any declared kind, saved when its field is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from unionapp.errors import Problem, UserError
from unionapp.models.records import Field, Record
from unionapp.services import employers, people, records, references, reveals
from unionapp.services.records import Saved
from unionapp.ui.records.controls import Setting
from unionapp.ui.records.form import RecordForm, empty
from unionapp.ui.records.history import HistoryView
from unionapp.ui.records.on_file import UNIQUE, OnFileTip
from unionapp.ui.records.verdicts import verdicts_of
from unionapp.ui.shell import KeyHint
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, label, row, rule
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

Values = Mapping[str, object]


class RecordEditor(QWidget):
    """Edits one record of a kind, as its declaration says.

    What is typed is stored when its field is left; there is no Save button. Text that is no value
    is kept as a draft and shown again. Enter goes to the next field, F4 to the next problem, PgUp
    and PgDn to another section, F2 shows a masked number, F8 the history, Esc closes.

    Signals:
        saved: something was stored; carries kind and id.
        closed: Esc; whatever was typed is stored before.
        ended: Enter on the last field.
    """

    saved = Signal(str, str)
    closed = Signal()
    ended = Signal()

    def __init__(
        self, bench: Workbench, kind: str, parent: QWidget | None = None, *, first: str = ""
    ) -> None:
        super().__init__(parent)
        self._bench, self.kind = bench, kind
        self._declaration = bench.desk.schema[kind]
        self.id: str | None = None
        self._record: Record | None = None
        self._preset: dict[str, object] = {}
        self._problems: tuple[Problem, ...] = ()
        self.setAccessibleName(self._declaration.label(language()))
        self.form = RecordForm(
            self._declaration,
            Setting(bench.today(), self._references),
            first=first,
            reveal=self._reveal,
        )
        self.form.entered.connect(self._entered)
        self.form.ended.connect(self.ended)
        self.history = HistoryView(bench)
        self.history.closed.connect(self._show_form)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.form)
        self._stack.addWidget(self.history)
        self.tip = OnFileTip(bench, kind, self) if kind in UNIQUE else None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(10))
        if self.tip is not None:
            layout.addWidget(self.tip)
        layout.addWidget(self._stack, 1)
        layout.addWidget(rule())
        layout.addLayout(self._make_foot())
        bind(self, "F4", self.focus_next_problem)
        bind(self, "F8", self.show_history)
        bind(self, "PgDown", lambda: self.form.step_section(1))
        bind(self, "PgUp", lambda: self.form.step_section(-1))
        self.setFocusProxy(next(iter(self.form.places.values())).control.widget)

    def _make_foot(self) -> Any:  # noqa: ANN401 - a layout
        self._count = label("", 13, "error")
        self._next = button(tr("下一处"), key="F4")
        self._next.clicked.connect(self.focus_next_problem)
        self._history = button(tr("历史"), key="F8")
        self._history.clicked.connect(self.show_history)
        self._close = button(tr("关闭"), key="Esc")
        self._close.clicked.connect(self.close_record)
        return row(self._history, None, self._count, self._next, self._close)

    # ---- which record ----------------------------------------------------------------------

    def edit(self, id_: str) -> None:
        """Show a stored record with its drafts and its problems."""
        self.commit()
        self.id, self._preset = id_, {}
        self._show_form(focus=False)
        self._reload()

    def start(self, values: Values | None = None) -> None:
        """Begin a new record with some values known; it is written when a field is left."""
        self.commit()
        self.id, self._record, self._preset = None, None, dict(values or {})
        self._show_form(focus=False)
        self.form.show_values(self._preset, {})
        self._show_state(())
        self.form.focus_first()

    def reload(self) -> None:
        """Read the record again after it was changed elsewhere; what is being typed stays."""
        if self.id is not None and not self.commit():
            self._reload()

    def commit(self) -> bool:
        """Store what stands in the field that has the focus; returns whether anything was."""
        before = self._record
        self.form.commit()
        return self._record is not before

    def close_record(self) -> None:
        """Store what is being typed and tell that the editor may go."""
        self.commit()
        self.closed.emit()

    def _reload(self) -> None:
        id_ = self.id or ""
        with self._bench.desk.read() as reading:
            self._record = reading.by_kind(self.kind, id_)
        self.form.show_values(self._values(), records.drafts(self._bench.desk, self.kind, id_))
        self._show_state(records.problems_of(self._bench.desk, self.kind, id_))

    def _values(self) -> Values:
        record = self._record
        if record is None:
            return MappingProxyType(self._preset)
        return {one.name: getattr(record, one.name) for one in self._declaration.fields}

    # ---- storing ---------------------------------------------------------------------------

    def _entered(self, name: str, value: object) -> None:
        if self.id is None and empty(value):
            return
        try:
            saved = self._store(name, value)
        except UserError as error:
            self._bench.messages.problems(error.problems)
            self.form.keep_unstored(name, self._values().get(name))
            return
        self._record, self.id = saved.record, saved.record.id
        self._show_stored(name, value, saved)
        self._bench.messages.saved()
        self._bench.changed(saved.changes)
        self.saved.emit(self.kind, saved.record.id)

    def _store(self, name: str, value: object) -> Saved:
        desk = self._bench.desk
        if self.id is not None:
            return records.save_field(desk, self.kind, self.id, name, value)
        values = {**self._preset, name: value}
        make = _MAKERS.get(self.kind)
        return make(self._bench, values) if make else records.new(desk, self.kind, values)

    def _show_stored(self, name: str, value: object, saved: Saved) -> None:
        """Show the fields as they now stand: the one that was left, and those filled by it."""
        is_draft = name in records.drafts(self._bench.desk, self.kind, saved.record.id)
        for filled in saved.filled:
            if filled in self.form.places:
                self.form.show_value(filled, getattr(saved.record, filled))
        masking = self.form.places[name].masking
        if masking is not None:
            if not is_draft:
                masking.keep_shown(getattr(saved.record, name))
        elif not is_draft:
            self.form.show_value(name, getattr(saved.record, name))
        self._show_state(saved.problems)

    def _show_state(self, problems: Sequence[Problem]) -> None:
        self._problems = tuple(problems)
        values = self._values()
        said = verdicts_of(self._declaration, values, self._bench.today())
        shown = self._problems if self.id is not None else ()
        self.form.show_problems(shown, said)
        errors, warnings = self.form.count("error"), self.form.count("warning")
        self._count.setText(tr("{count} 处待更正", count=errors) if errors else "")
        if warnings and not errors:
            self._count.setText(tr("{count} 处请核对", count=warnings))
        self._next.setVisible(bool(errors or warnings))
        self._history.setEnabled(self.id is not None)
        if self.tip is not None:
            field, _ = UNIQUE[self.kind]
            self.tip.look(values.get(field), self.id)

    # ---- keys ------------------------------------------------------------------------------

    def focus_next_problem(self) -> None:
        """Go to the next field that wants mending."""
        self.form.focus_next_problem()

    def focus_first(self, name: str = "") -> None:
        """Put the focus into a field, the first one if none is named."""
        self.form.focus_first(name)

    def show_history(self) -> None:
        """Show who changed what when; Esc or F8 leads back."""
        if self._stack.currentWidget() is self.history:
            self._show_form()
        elif self.id is not None:
            self.commit()
            self.history.show_record(self.kind, self.id)
            self._stack.setCurrentWidget(self.history)
            self.history.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, *, focus: bool = True) -> None:
        self._stack.setCurrentWidget(self.form)
        if focus:
            self.form.focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_record()
        else:
            super().keyPressEvent(event)

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the editor."""
        return (
            KeyHint("Enter", tr("下一项")),
            KeyHint("F4", tr("下一处问题")),
            KeyHint("PgUp PgDn", tr("换节")),
            KeyHint("F2", tr("显示号码")),
            KeyHint("F8", tr("历史")),
            KeyHint("Esc", tr("关闭，不丢内容")),
        )

    # ---- what the form asks for ------------------------------------------------------------

    def _references(self, field: Field) -> Sequence[tuple[str, str]]:
        return references.options(self._bench.desk, field.refers or "")

    def _reveal(self, name: str) -> str:
        return reveals.reveal(self._bench.desk, self.kind, self.id or "", name)


# Kinds that have a way of their own into the database; all others are written as they are.
def _make_person(bench: Workbench, values: Values) -> Saved:
    household = values.get("household_id")
    if isinstance(household, str) and household:
        return people.add_person(bench.desk, household, values)
    return records.new(bench.desk, "person", values)


def _make_employer(bench: Workbench, values: Values) -> Saved:
    door = values.get("door_id")
    return employers.add(bench.desk, values, door_id=door if isinstance(door, str) else None)


_MAKERS: Mapping[str, Callable[[Workbench, Values], Saved]] = {
    "person": _make_person,
    "employer": _make_employer,
}
