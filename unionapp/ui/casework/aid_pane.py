"""The left half when somebody is looked at: who it is, and every programme at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from unionapp.services.case_pages import Aid
from unionapp.ui.casework import aid_rows
from unionapp.ui.casework.aid_list import LOOKS, AidList
from unionapp.ui.casework.aid_rows import Heading, Line
from unionapp.ui.casework.case_parts import heading
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, chip, clear, column, label, row, wrapping
from unionapp.ui.widgets.flow import FlowLayout
from unionapp.ui.wording import tr


class AidPane(QFrame):
    """A head over the list of programmes; Esc goes back to where the worker came from.

    Signals:
        closed: Esc.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.aid: Aid | None = None
        self.list = AidList()
        self._title = heading("")
        self._about = wrapping("", 13, "ink2")
        self._counts = QWidget()
        self._flow = FlowLayout(self._counts, theme().px(6))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._counts.setSizePolicy(policy)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.closed)
        head = row(gap=12)
        head.addLayout(column(self._title, self._about, gap=2), 1)
        head.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        parts = column(head, self._counts, self.list, gap=8, margins=(20, 14, 10, 10))
        parts.setStretch(2, 1)
        self.setLayout(parts)
        self.list.setMinimumWidth(theme().px(320))
        self.setFocusProxy(self.list)

    def show_waiting(self, title: str) -> None:
        """Say that the programmes are being tried."""
        self.aid = None
        self._title.setText(title)
        self._about.setText(tr("正在逐个项目核对…"))
        self._show_counts(())
        self.list.show_lines(())

    def show_aid(self, aid: Aid) -> None:
        """Show how somebody stands to every programme."""
        self.aid = aid
        self._title.setText(aid.title)
        people = words_of_people(aid)
        self._about.setText(" · ".join(one for one in (aid.address, people) if one))
        lines = aid_rows.lines(aid)
        self._show_counts(lines)
        self.list.show_lines(lines)

    def _show_counts(self, lines: Sequence[Line]) -> None:
        """Show how many programmes gave which answer."""
        clear(self._flow)
        headings = [one for one in lines if isinstance(one, Heading)]
        for one in headings:
            _, ink, ground = LOOKS[one.answer]
            self._flow.addWidget(chip(f"{one.title} {one.count}", ink, ground))
        if self.aid is not None and not headings:
            self._flow.addWidget(label(tr("没有适合这里的项目。"), 13, "ink3"))
        self._counts.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def words_of_people(aid: Aid) -> str:
    """Return who belongs to the household, and whether it is on file."""
    told = []
    if aid.household_id and aid.people:
        told.append(tr("{people} 口人", people=len(aid.people)))
    if aid.file is not None and aid.file.filed_on is not None:
        told.append(tr("{day} 建档", day=aid.file.filed_on.isoformat()))
    return " · ".join(told)
