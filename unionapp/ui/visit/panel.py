"""The visit: its fields, who is behind the door, and the editor of one of them in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from unionapp.errors import UserError
from unionapp.models.records import Visit
from unionapp.services import doors, people, records, visits
from unionapp.services.doors import DoorView
from unionapp.services.moments import office_time
from unionapp.services.visits import Started
from unionapp.ui.forms.choosing import FormChooser, at_door
from unionapp.ui.matrix.door_panel import door_title
from unionapp.ui.shell import KeyHint
from unionapp.ui.visit.behind import BehindDoor
from unionapp.ui.visit.form import VisitForm
from unionapp.ui.widgets.basics import button, column, label, row, rule
from unionapp.ui.widgets.elided import ElidedLabel
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.folding import Folding
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.ui.records.editor import RecordEditor


class VisitPanel(QFrame):
    """One visit at one door. Esc goes back; what was typed is stored before.

    Signals:
        changed: something was stored; carries the kinds that changed.
        closed: the worker goes back to the building.
    """

    changed = Signal(object)
    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bench = bench
        self._view: DoorView | None = None
        self._fresh = self._touched = False
        self._new_home = ""
        self._editors: dict[str, RecordEditor] = {}
        self._title = label("", 20, bold=True)
        self._since = label("", 13, "ink3")
        self.form = VisitForm(bench)
        self.form.saved.connect(self._form_saved)
        self.form.ended.connect(self.close_visit)
        self.behind = BehindDoor()
        self.behind.opened.connect(self.edit)
        self._stack = QStackedWidget()
        self._main = self._make_main()
        self._stack.addWidget(self._main)
        self._foot = self._make_foot()
        fill = button(tr("填问卷"), key="F11")
        fill.clicked.connect(self.fill_form)
        aid = button(tr("帮扶项目"), key="F12")
        aid.clicked.connect(self.show_aid)
        head = Folding(Group(self._title, self._since, gap=12), Group(aid, fill, gap=12))
        layout = column(head, rule(), self._stack, self._foot, gap=10, margins=(24, 14, 16, 12))
        layout.setStretch(2, 1)
        self.setLayout(layout)
        bind(self, "F6", self.add_person)
        bind(self, "F7", self.add_household)
        bind(self, "F9", self.add_employer)
        bind(self, "F11", self.fill_form)
        bind(self, "F12", self.show_aid)
        self._forms = FormChooser(bench, self)
        bind(self, "Ctrl+Return", self.close_visit)
        self.setFocusProxy(self.form)

    def _make_main(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("body")
        title = label(tr("门里的人和单位"), 16, bold=True)
        hint = label(tr("Enter 打开修改"), 12, "ink3")
        body.setLayout(
            column(
                self.form,
                rule(),
                Folding(Group(title, hint), Group(*self._adding())),
                self.behind,
                None,
                gap=10,
                margins=(0, 4, 8, 4),
            )
        )
        made = QScrollArea()
        made.setWidgetResizable(True)
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName(tr("走访登记"))
        made.setWidget(body)
        return made

    def _adding(self) -> tuple[QWidget, ...]:
        found = []
        for text, key, act in (
            (tr("+ 人"), "F6", self.add_person),
            (tr("+ 户"), "F7", self.add_household),
            (tr("+ 单位"), "F9", self.add_employer),
        ):
            made = button(text, key=key)
            made.clicked.connect(act)
            found.append(made)
        return tuple(found)

    def _make_foot(self) -> QWidget:
        made = QWidget()
        back = button(tr("返回楼栋图"), key="Esc")
        done = button(tr("完成"), "primary", key="Ctrl+Enter")
        for one in (back, done):
            one.clicked.connect(self.close_visit)
        made.setLayout(row(back, None, self._saved_note(), done, gap=12))
        return made

    def _saved_note(self) -> QWidget:
        return ElidedLabel(tr("每一项离开时自动保存"), 12, "ink3")

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what is shown."""
        if self._stack.currentWidget() is not self._main:
            return (
                KeyHint("Enter", tr("下一项")),
                KeyHint("F4", tr("下一处问题")),
                KeyHint("PgUp/PgDn", tr("换段")),
                KeyHint("Esc", tr("返回走访")),
            )
        return (
            KeyHint("1–7", tr("结果")),
            KeyHint("Enter", tr("下一项")),
            KeyHint("F6", tr("加人")),
            KeyHint("F7", tr("加户")),
            KeyHint("F9", tr("加单位")),
            KeyHint("F11", tr("填问卷")),
            KeyHint("F12", tr("帮扶项目")),
            KeyHint("Esc", tr("返回楼栋图")),
        )

    # ---- opening and leaving ---------------------------------------------------------------

    def open(self, started: Started, view: DoorView) -> None:
        """Show a visit that was begun or is gone on with."""
        self._fresh, self._touched = not started.resumed, False
        self._show_main()
        self._show(view)
        self.form.show_visit(started.visit)
        self._title.setText(tr("走访登记 · {door}", door=door_title(view)))
        self._since.setText(_since(started.visit, resumed=started.resumed))
        self._main.verticalScrollBar().setValue(0)

    def commit(self) -> None:
        """Store what is being typed, wherever the focus is."""
        if self._view is not None:
            self.form.commit()
            for editor in self._editors.values():
                editor.commit()

    def leave(self) -> None:
        """Store what is being typed; a visit in which nothing was done is no visit.

        Nor is one that was only begun to add somebody after today's visit had its outcome.
        """
        if self._view is None:
            return
        self.commit()
        self._drop_empty_home()
        visit = self.form.visit()
        needless = not self._touched or self._done_today(self._view)
        if self._fresh and needless and visit is not None:
            taken = visits.take_back_blank(self._bench.desk, visit.id)
            if taken is not None:
                self.changed.emit(taken.changes)
        self._view = None

    def _done_today(self, view: DoorView) -> bool:
        """Say whether this worker has recorded an outcome at the door today."""
        today = self._bench.today()
        return any(
            one.visit.outcome is not None
            and one.visit.worker_id == self._bench.desk.worker_id
            and one.visit.at is not None
            and office_time(one.visit.at).date() == today
            for one in view.visits
        )

    def close_visit(self) -> None:
        """Go back to the building."""
        self.leave()
        self.closed.emit()

    def reload(self) -> None:
        """Read again who is behind the door."""
        if self._view is not None:
            self._show(doors.view(self._bench.desk, self._view.door.id))

    def _show(self, view: DoorView) -> None:
        self._view = view
        self.behind.show_door(view, self._bench.today())

    def _form_saved(self, changes: frozenset[str]) -> None:
        self._touched = True
        self.changed.emit(changes)

    # ---- who is behind the door ------------------------------------------------------------

    def add_person(self) -> None:
        """Begin a person of the first household, making one where there is none."""
        view = self._view
        if view is None:
            return
        home = self._home_in_focus(view) or self._new_household(view)
        if home:
            self._begin("person", {"household_id": home})

    def add_household(self) -> None:
        """Put one more household behind the door and begin its first person."""
        view = self._view
        home = self._new_household(view) if view is not None else ""
        if home:
            self._begin("person", {"household_id": home})

    def add_employer(self) -> None:
        """Begin an employer behind the door."""
        if self._view is not None:
            self._begin("employer", {"door_id": self._view.door.id})

    def fill_form(self) -> None:
        """Offer the forms for this door, or for who is in focus; the visit stays open."""
        view, visit = self._view, self.form.visit()
        if view is not None:
            self.commit()
            self._touched = True
            kind, id_ = self.behind.focused()
            self._forms.ask(at_door(view.door.id, visit.id if visit else "", kind, id_))

    def show_aid(self) -> None:
        """Show which programmes the household in focus may have, or who is in focus."""
        view = self._view
        if view is None:
            return
        self.commit()
        kind, id_ = self.behind.focused()
        if kind not in ("person", "employer"):
            kind, id_ = "household", self._home_in_focus(view)
        if id_:
            self._bench.aid(kind, id_)
        else:
            self._bench.messages.info(tr("先按 F6 加人，才知道能办理哪些项目。"))

    def _begin(self, kind: str, values: Mapping[str, object]) -> None:
        self.form.commit()
        self._editor(kind).start(values)
        self._show_editor(kind)

    def edit(self, kind: str, id_: str) -> None:
        """Edit who is behind the door, in place of the visit's own fields."""
        self.form.commit()
        self._editor(kind).edit(id_)
        self._show_editor(kind)

    def _home_in_focus(self, view: DoorView) -> str:
        """Return the household that the focus is in, else the first; "" when there is none."""
        kind, id_ = self.behind.focused()
        for home in view.households:
            inside = any(line.person.id == id_ for line in home.people)
            if (kind == "household" and home.household.id == id_) or inside:
                return home.household.id
        return view.households[0].household.id if view.households else ""

    def _new_household(self, view: DoorView) -> str:
        try:
            added = people.add_household(self._bench.desk, view.door.id)
        except UserError as error:
            self._bench.messages.problems(error.problems)
            return ""
        self._new_home = added.household.id
        self.changed.emit(added.changes)
        return self._new_home

    def _drop_empty_home(self) -> None:
        """Take away the household that was made for a person who then was not entered."""
        home, self._new_home = self._new_home, ""
        if home:
            removed = records.remove(self._bench.desk, "household", home)
            self.changed.emit(removed.changes)

    def _editor(self, kind: str) -> RecordEditor:
        """Return the editor of a kind, made when it is first wanted: it has many fields."""
        from unionapp.ui.records.editor import RecordEditor

        if kind not in self._editors:
            made = RecordEditor(self._bench, kind, first=_FIRST.get(kind, ""))
            made.saved.connect(self._editor_saved)
            made.closed.connect(lambda: self._close_editor(kind))
            made.ended.connect(made.close_record)
            self._stack.addWidget(made)
            self._editors[kind] = made
        return self._editors[kind]

    def _show_editor(self, kind: str) -> None:
        editor = self._editors[kind]
        self._foot.hide()
        self._stack.setCurrentWidget(editor)
        editor.focus_first()
        self._bench.hints(self.key_hints())

    def _editor_saved(self, _kind: str, _id: str) -> None:
        self._touched, self._new_home = True, ""

    def _close_editor(self, kind: str) -> None:
        self._drop_empty_home()
        self._show_main()
        self.reload()
        if not self.behind.focus(kind, self._editors[kind].id or ""):
            self.form.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bench.hints(self.key_hints())

    def _show_main(self) -> None:
        self._foot.show()
        self._stack.setCurrentWidget(self._main)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_visit()
        else:
            super().keyPressEvent(event)


# The section in which the editor of a kind begins at a door.
_FIRST: Mapping[str, str] = {"employer": "employer"}


def _since(visit: Visit, *, resumed: bool) -> str:
    if visit.at is None:
        return ""
    began = office_time(visit.at).strftime("%H:%M")
    return tr("继续 {time} 开始的走访", time=began) if resumed else tr("{time} 开始", time=began)
