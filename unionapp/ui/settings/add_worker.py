"""Adds a worker in place: name, role, a passphrase of their own, and proof of who adds."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.errors import Problem
from unionapp.services import workers
from unionapp.ui.start.forms import secret_edit
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import button, column, restyle, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes
from unionapp.wording import sentence


class AddWorker(QWidget):
    """A button that opens into a small form, and closes again when the worker is added.

    Signals:
        added: a worker was added.
    """

    added = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.open_button = button(tr("添加工作人员"), key="F6")
        self.open_button.clicked.connect(self.open_form)
        self.name = TextEdit(tr("新同事姓名"), longest=50)
        roles = [(one.code, one.label(language())) for one in codes.load("worker_role")]
        self.role = ChoiceRow(tr("角色"), roles)
        self.role.set_value(roles[0][0])
        self.passphrase = secret_edit(tr("新同事的口令"))
        self.own = secret_edit(tr("您自己的口令"))
        self.said = wrapping("", 13, "error")
        self.accept = button(tr("添加"), "primary", key="Enter")
        self.accept.clicked.connect(self.add)
        steps: tuple[TextEdit | ChoiceRow, ...] = (self.name, self.role, self.passphrase, self.own)
        for one, following in pairwise(steps):
            one.next_asked.connect(following.setFocus)
        self.own.next_asked.connect(self.add)
        self._form = QWidget()
        self._form.setLayout(
            column(
                FormField(tr("新同事姓名"), self.name),
                FormField(tr("角色"), self.role),
                FormField(tr("新同事的口令"), self.passphrase, help_text=tr("由新同事自己输入")),
                FormField(tr("您自己的口令"), self.own, help_text=tr("证明是您在添加")),
                self.said,
                row(self.accept, None),
                gap=6,
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(self.open_button, None))
        layout.addWidget(self._form)
        self._form.hide()

    def open_form(self) -> None:
        """Show the form and begin with the name."""
        self.open_button.hide()
        self._form.show()
        self.name.setFocus()

    def close_form(self) -> None:
        """Hide the form; passphrases are forgotten, the name stays."""
        self.passphrase.clear()
        self.own.clear()
        self.said.clear()
        self._form.hide()
        self.open_button.show()
        self.open_button.setFocus()

    def add(self) -> None:
        """Add the worker, off the screen's thread: making a key takes most of a second."""
        if not self.accept.isEnabled():
            return  # Enter twice
        self.accept.setEnabled(False)
        desk, folder = self._bench.desk, self._bench.folder
        name, role = self.name.text(), self.role.value()
        secret, own = self.passphrase.text(), self.own.text()
        self._say(tr("正在添加……"), "ink2")
        self._bench.tasks.run(
            lambda _progress: workers.add(
                desk,
                folder,
                name=name,
                roles=(role,) if role else (),
                passphrase=secret,
                own_passphrase=own,
            ),
            Handlers(done=lambda _added: self._done(), failed=self._failed),
        )

    def _done(self) -> None:
        self.accept.setEnabled(True)
        self.name.clear()
        self.close_form()
        self.added.emit()

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        self.accept.setEnabled(True)
        self._say("\n".join(sentence(one, language()) for one in problems), "error")

    def _say(self, text: str, colour: str) -> None:
        self.said.setText(text)
        restyle(self.said, 13, colour)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F6:
            self.open_form()
            return
        if event.key() == Qt.Key.Key_Escape and self._form.isVisible():
            self.close_form()
            return
        super().keyPressEvent(event)
