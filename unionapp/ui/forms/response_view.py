"""One response as it is read: its answers in words, what was done with it, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from unionapp.services.protocols import AnswerLine
from unionapp.services.response_list import TrailLine
from unionapp.services.response_session import Session, read_only
from unionapp.ui.forms import words
from unionapp.ui.forms.answer_table import AnswerTable
from unionapp.ui.forms.reason_bar import ReasonBar
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, clear, column, label, row, wrapping
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes


@dataclass(frozen=True, slots=True)
class _Read:
    session: Session
    lines: Sequence[AnswerLine]
    trail: Sequence[TrailLine]


class ResponseView(QFrame):
    """F9 corrects it, F7 prints it, F2 shows numbers whole, Del discards it, Esc goes back.

    Signals:
        closed: Esc.
        correct_asked: correct it; carries its id.
        paper_asked: print it.
        dropped: discard it; carries id and reason.
    """

    closed = Signal()
    correct_asked = Signal(str)
    paper_asked = Signal()
    dropped = Signal(str, str)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bench = bench
        self._id, self._asked = "", 0
        self.session: Session | None = None
        self._title = label("", 20, bold=True)
        self._about = label("", 13, "ink2")
        self.table = AnswerTable()
        self._trail = column(gap=10)
        self.bar = ReasonBar()
        self._correct = self._button(tr("改正"), "primary", "F9", self.correct)
        self._print = self._button(tr("打印"), "", "F7", self.paper_asked.emit)
        self._reveal = self._button(tr("看完整号码"), "", "F2", self.reveal)
        self._drop = self._button(tr("作废"), "danger", "Del", self.drop)
        back = self._button(tr("返回"), "", "Esc", self.closed.emit)
        body = row(self.table, self._make_trail(), gap=16)
        body.setStretch(0, 1)
        layout = column(
            row(column(self._title, self._about, gap=2), None, self._reveal, self._print, gap=8),
            body,
            self.bar,
            row(back, self._drop, None, self._correct, gap=8),
            gap=12,
            margins=(24, 14, 20, 14),
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.table)
        for keys, act in (("F9", self.correct), ("F7", self.paper_asked.emit), ("F2", self.reveal)):
            bind(self, keys, act)

    def _button(self, text: str, look: str, key: str, act: Callable[[], object]) -> QWidget:
        made = button(text, look, key=key)
        made.clicked.connect(lambda: act())
        return made

    def _make_trail(self) -> QWidget:
        body = QWidget()
        body.setObjectName("body")
        body.setLayout(
            column(label(tr("经过"), 16, bold=True), self._trail, None, gap=8, margins=(0, 4, 8, 4))
        )
        made = QScrollArea()
        made.setWidgetResizable(True)
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setFixedWidth(theme().px(264))
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName(tr("经过"))
        made.setWidget(body)
        return made

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the view."""
        return (
            KeyHint("F9", tr("改正")),
            KeyHint("F7", tr("打印")),
            KeyHint("F2", tr("看完整号码")),
            KeyHint("Del", tr("作废")),
            KeyHint("Esc", tr("返回")),
        )

    def show_response(self, response_id: str) -> None:
        """Read a response and show it, numbers masked."""
        self._id = response_id
        self.session = None
        self.bar.hide()
        self.table.show_lines(())
        self._read(reveal=False)

    def reveal(self) -> None:
        """Show identity and phone numbers whole; the audit trail says who did."""
        self._read(reveal=True)

    def _read(self, *, reveal: bool) -> None:
        self._asked += 1
        asked, desk, id_ = self._asked, self._bench.desk, self._id
        forms, spoken = self._bench.ports.forms, language()

        def work(_progress: object) -> _Read:
            return _Read(
                read_only(desk, id_),
                forms.answers(desk, id_, spoken, reveal=reveal),
                forms.trail(desk, id_, spoken, reveal=reveal),
            )

        self._bench.tasks.run(
            work,
            Handlers(lambda read: self._show(asked, read), failed=self._bench.messages.problems),
        )

    def _show(self, asked: int, read: _Read) -> None:
        if asked != self._asked:
            return
        self.session = read.session
        response = read.session.response
        self._title.setText(read.session.title)
        state = codes.load("response_state").label(response.state, language())
        about = (read.session.subtitle, state, words.when(response.finished_at))
        self._about.setText(" · ".join(filter(None, about)))
        self._correct.setEnabled(response.state == "finished")
        self._drop.setEnabled(response.state != "discarded")
        self.table.show_lines(read.lines)
        clear(self._trail)
        for line in read.trail:
            self._trail.addLayout(
                column(
                    wrapping(words.event(line), 14),
                    wrapping(tr("理由：{reason}", reason=line.reason), 13, "ink2")
                    if line.reason
                    else label("", 1),
                    label(f"{words.when(line.at)}  {line.worker}", 12, "ink3"),
                    gap=2,
                )
            )

    def correct(self) -> None:
        """Open it for correction."""
        if self.session is not None and self.session.response.state == "finished":
            self.correct_asked.emit(self._id)

    def drop(self) -> None:
        """Ask for a reason and discard it."""
        if self.session is None or self.session.response.state == "discarded":
            return
        self.bar.ask(
            tr("作废这份答卷？它仍可查看，但不再计入、不再导出。"),
            tr("作废"),
            lambda reason: self.dropped.emit(self._id, reason),
            before=self.table,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.drop()
        else:
            super().keyPressEvent(event)
