"""A few lines on a household's page: what it may have, just misses, and has, of all programmes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from unionapp.services import case_pages
from unionapp.services.case_pages import Aid
from unionapp.ui.casework import aid_rows, words
from unionapp.ui.casework.aid_list import LOOKS
from unionapp.ui.casework.aid_rows import AidRow, Heading
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, chip, clear, column, label, row, wrapping
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

# Trying every programme takes a moment: not for a household that the arrows only pass by.
_SETTLE_MS = 250
_NAMED = 4
_TOP = Qt.AlignmentFlag.AlignTop


class Glance(QFrame):
    """Tries every programme on somebody off the screen's thread; F12 shows all of it.

    `ready` tells that what is shown is the answer.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bench = bench
        self._subject = ("", "")
        self._asked = 0
        self.ready = False
        self._lines = column(gap=6)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._read)
        everything = button(tr("全部项目"), key="F12")
        everything.clicked.connect(lambda: self._bench.aid(*self._subject))
        head = row(label(tr("帮扶项目"), 15, bold=True), None, everything)
        self.setMinimumHeight(theme().px(156))  # what is below stays where it is
        self.setLayout(column(head, self._lines, None, gap=8, margins=(14, 10, 10, 12)))

    def show_subject(self, kind: str, id_: str) -> None:
        """Begin to try the programmes on a subject."""
        if self._subject != (kind, id_):
            self._say(tr("正在逐个项目核对…"))
        self._subject = (kind, id_)
        self._asked += 1
        self.ready = False
        self._timer.start()

    def _say(self, text: str) -> None:
        clear(self._lines)
        self._lines.addWidget(wrapping(text, 13, "ink3"))

    def _read(self) -> None:
        if not self.isVisible() or not self._subject[1]:
            return
        asked, (kind, id_), desk, spoken = self._asked, self._subject, self._bench.desk, language()
        self._bench.tasks.run(
            lambda _progress: case_pages.of_subject(desk, kind, id_, language=spoken),
            Handlers(lambda aid: self._show(asked, aid), failed=self._bench.messages.problems),
        )

    def _show(self, asked: int, aid: Aid) -> None:
        if asked != self._asked or not isValid(self):
            return  # another subject is asked about by now, or the panel is gone
        self.ready = True
        clear(self._lines)
        lines = aid_rows.lines(aid)
        for at, heading in enumerate(lines):
            if isinstance(heading, Heading) and heading.answer != "fails":
                below = lines[at + 1 : at + 1 + heading.count]
                rows = [one for one in below if isinstance(one, AidRow)]
                self._lines.addWidget(_group(heading, rows))


def _group(heading: Heading, rows: Sequence[AidRow]) -> QWidget:
    """Return one answer with the first programmes that gave it."""
    _, ink, ground = LOOKS[heading.answer]
    mark = chip(f"{heading.title} {heading.count}", ink, ground)
    named = [_named(one) for one in rows[:_NAMED]]
    more = tr("等 {count} 项", count=len(rows)) if len(rows) > _NAMED else ""
    said = wrapping(f"{words.between(named)} {more}".strip(), 13, "ink2")
    made = QWidget()
    layout = row(gap=10)
    layout.addWidget(mark)
    layout.setAlignment(mark, _TOP)
    layout.addWidget(said, 1)
    made.setLayout(layout)
    mark.setMinimumWidth(theme().px(64))
    return made


def _named(one: AidRow) -> str:
    told = " ".join(part for part in (one.right, one.people) if part)
    return f"{one.title}（{told}）" if told and one.answer != "unknown" else one.title
