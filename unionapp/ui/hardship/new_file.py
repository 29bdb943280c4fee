"""Chooses the applicant of a new hardship file: type a name or initials, Enter opens the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionapp.errors import Problem, UserError
from unionapp.models.records import Person
from unionapp.services import hardship, people_list
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import button, column, label, row, wrapping
from unionapp.ui.widgets.list_view import Column, IdTable, ListView
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

_SETTLE_MS = 120
_COLUMNS = (Column("name", "姓名", "Name", 96), Column("address", "住址", "Address", tail=True))


class NewFile(QWidget):
    """Finds a person and opens the household's file.

    Signals:
        opened: a file stands; carries its id.
        closed: Esc.
    """

    opened = Signal(str)
    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.search = TextEdit(tr("申请人"))
        self.search.setPlaceholderText(tr("姓名、拼音首字母、证件号码末几位"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.look)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.next_asked.connect(self._to_list)
        self.table = IdTable(_COLUMNS, self._fetch, self)
        self.view = ListView(self.table)
        self.view.setAccessibleName(tr("找到的人"))
        self.view.set_search(self.search)
        self.view.set_empty(tr("输入申请人的姓名，在这里选人。"))
        self.view.opened.connect(self.open_for)
        self.said = wrapping("", 13, "error")
        self.said.hide()
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.closed)
        self.setLayout(
            column(
                wrapping(tr("一户一档：选定申请人，为他所在的家庭建档。"), 13, "ink2"),
                label(tr("申请人"), 13, "ink2"),
                self.search,
                self.view,
                self.said,
                row(label(tr("Enter 建档"), 13, "ink3"), None, back),
                gap=8,
            )
        )
        self.setFocusProxy(self.search)

    def start(self) -> None:
        """Begin with nothing typed."""
        self.search.clear()
        self.said.hide()
        self.table.set_ids(())

    def look(self) -> None:
        """Look for whoever is typed."""
        text = self.search.text().strip()
        self.table.set_ids(people_list.ids(self._bench.desk, "all", text) if text else ())

    def open_for(self, person_id: str) -> None:
        """Open the file of a person's household, or say why it cannot be."""
        with self._bench.desk.read() as reading:
            person = reading.get(Person, person_id)
        household = person.household_id if person else None
        try:
            if household is None:
                name = person.name if person else ""
                raise UserError(Problem("hardship.no_household", name))
            opened = hardship.open_file(self._bench.desk, household, person_id)
        except UserError as error:
            self._refuse(error.problems, household)
            return
        self._bench.messages.saved()
        self._bench.changed(opened.changes)
        self.opened.emit(opened.file.id)

    def _refuse(self, problems: Sequence[Problem], household: str | None) -> None:
        """Say why not; a household that has its file already is led to it."""
        known = hardship.file_of(self._bench.desk, household) if household else None
        if known is not None:
            self._bench.messages.problems(problems)
            self.opened.emit(known.id)
            return
        self.said.setText(text_of(problems))
        self.said.show()

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        found = people_list.lines(self._bench.desk, ids)
        return {id_: {"name": one.name, "address": one.address} for id_, one in found.items()}

    def _to_list(self) -> None:
        self._timer.stop()
        self.look()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self._to_list()
        else:
            super().keyPressEvent(event)
