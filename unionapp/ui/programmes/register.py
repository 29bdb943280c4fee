"""One part of the page that lists records of a kind: the list, a summary, the editor, forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.ui.records.editor import RecordEditor
from unionapp.ui.records.list_pane import ListPane
from unionapp.ui.records.side import Side, halves
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import clear, wrapping
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.widgets.reading import Reading
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench


class Register(QWidget):
    """The list on the left; beside it what is known of the chosen record, its editor, or a form.

    A register says which ids there are, the words of a row, and draws the summary. Enter edits,
    Ctrl+N begins a new record, Esc leads back to the list.

    Signals:
        hints_changed: other keys do something now.
    """

    hints_changed = Signal()

    def __init__(
        self,
        bench: Workbench,
        kind: str,
        title: str,
        columns: Sequence[Column],
        filters: Sequence[tuple[str, str]],
        *,
        empty: tuple[str, str],
        spare: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.bench, self.kind = bench, kind
        self.chosen = ""
        self.form: QWidget | None = None
        self.list = ListPane(bench, title, columns, filters, self.ids, self.fetch, spare=spare)
        self.list.view.set_empty(*empty, self.start)
        self.list.moved.connect(self._moved)
        self.list.opened.connect(self.edit)
        self.list.new_asked.connect(self.start)
        self._summary = Reading(title, gap=8, by_keys=True)
        self.sheet = self._summary.column
        self.editor = RecordEditor(bench, kind)
        self.editor.closed.connect(self._edited)
        self.editor.ended.connect(self.editor.close_record)
        self.nothing = wrapping(tr("在左边选一条，这里显示内容。"), 14, "ink3")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._holder = QWidget()
        self._held = QVBoxLayout(self._holder)
        self._held.setContentsMargins(0, 0, 0, 0)
        self.side = Side(
            (self.nothing, self._summary, self.editor, self._holder, *self.more_parts())
        )
        self.side.brought.connect(self.hints_changed)
        self.setLayout(halves(self.list, self.side, (1, 1)))
        self.setFocusProxy(self.list)

    # ---- what each register says -----------------------------------------------------------

    def ids(self, chosen: str, text: str) -> Sequence[str]:
        """Return which records to list; runs off the screen's thread."""
        raise NotImplementedError

    def fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """Return the rows of some records."""
        raise NotImplementedError

    def draw(self, id_: str) -> None:
        """Draw what is known of a record into `sheet`."""
        raise NotImplementedError

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the list and the summary."""
        raise NotImplementedError

    def more_parts(self) -> Sequence[QWidget]:
        """Return what else may stand beside the list."""
        return ()

    def preset(self) -> Mapping[str, object]:
        """Return what is known of a new record before anything is typed."""
        return {}

    # ---- what is shown ---------------------------------------------------------------------

    def bind(self, keys: str, act: Callable[[], object]) -> None:
        """Let a key do something while the list or the summary has the focus."""
        for holder in (self.list, self._summary):
            bind(holder, keys, act, repeats=False)

    def again(self) -> None:
        """Read the list and the summary anew."""
        self.list.read()
        if self.chosen and self.is_at_rest():
            self.show_summary(self.chosen)

    def show_id(self, id_: str) -> None:
        """Choose a record."""
        self.list.show_id(id_)
        self._moved(id_)

    def _moved(self, id_: str) -> None:
        self.chosen = id_
        if self.is_at_rest():
            self.show_summary(id_)

    def is_at_rest(self) -> bool:
        """Say whether nothing is edited or asked: another record may be shown."""
        return self.side.shown() in (self.nothing, self._summary)

    def show_summary(self, id_: str) -> None:
        """Show what is known of a record; "" is none."""
        clear(self.sheet)
        if not id_:
            self.side.bring(self.nothing)
            return
        self.draw(id_)
        self.sheet.addStretch(1)
        self.side.bring(self._summary)

    def edit(self, id_: str) -> None:
        """Edit a record in the generic editor."""
        self.editor.edit(id_)
        self.side.bring(self.editor, self.editor.accessibleName())
        self.editor.focus_first()

    def start(self) -> None:
        """Begin a new record."""
        self.editor.start(dict(self.preset()))
        self.side.bring(self.editor, self.editor.accessibleName())
        self.editor.focus_first()

    def _edited(self) -> None:
        made = self.editor.id
        self.side.bring(self.nothing)
        if made:
            self.chosen = made
            self.list.show_id(made)
        self.show_summary(self.chosen)
        self.list.read()
        self.list.focus_list()

    # ---- forms beside the list -------------------------------------------------------------

    def show_form(self, form: QWidget, title: str) -> None:
        """Show a form in the summary's place; it is left with `leave_form`."""
        self._drop_form()
        self.form = form
        self._held.addWidget(form)
        self.side.bring(self._holder, title)
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_form(self) -> None:
        """Go back to the summary and the list."""
        self._drop_form()
        self.side.bring(self.nothing)
        self.show_summary(self.chosen)
        self.list.focus_list()

    def _drop_form(self) -> None:
        if self.form is not None:
            self._held.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def took(self, changes: frozenset[str]) -> None:
        """Say that something was stored, and let every page read it again."""
        self.bench.messages.saved()
        self.bench.changed(changes)
        self.list.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.form is not None:
            self.leave_form()
        elif event.key() == Qt.Key.Key_Escape and self.is_at_rest():
            self.list.focus_list()
        else:
            super().keyPressEvent(event)

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what is open."""
        if self.side.shown() is self.editor:
            return self.editor.key_hints()
        if self.form is not None:
            hints: tuple[KeyHint, ...] = getattr(self.form, "key_hints", tuple)()
            return hints
        return self.hints()
