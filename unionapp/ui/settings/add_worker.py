"""Adds a worker in place: name, role, a passphrase of their own, and proof of who adds."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal

from unionapp.errors import Problem
from unionapp.services import workers
from unionapp.ui.settings.fold_out import FoldOut
from unionapp.ui.start.forms import secret_edit
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import button, column, row
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.values import codes


class AddWorker(FoldOut):
    """Closes when the worker is added; closed before, it forgets the passphrases, not the name.

    Signals:
        added: a worker was added.
    """

    added = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(tr("添加工作人员"), "F6")
        self._bench = bench
        self.name = TextEdit(tr("新同事姓名"), longest=50)
        roles = [(one.code, one.label(language())) for one in codes.load("worker_role")]
        self.role = ChoiceRow(tr("角色"), roles)
        self.role.set_value(roles[0][0])
        self.passphrase = secret_edit(tr("新同事的口令"))
        self.own = secret_edit(tr("您自己的口令"))
        self.accept = button(tr("添加"), "primary", key="Enter")
        self.accept.clicked.connect(self.add)
        steps: tuple[TextEdit | ChoiceRow, ...] = (self.name, self.role, self.passphrase, self.own)
        for one, following in pairwise(steps):
            one.next_asked.connect(following.setFocus)
        self.own.next_asked.connect(self.add)
        parts = column(
            FormField(tr("新同事姓名"), self.name),
            FormField(tr("角色"), self.role),
            FormField(tr("新同事的口令"), self.passphrase, help_text=tr("由新同事自己输入")),
            FormField(tr("您自己的口令"), self.own, help_text=tr("证明是您在添加")),
            self.said,
            row(self.accept, None),
            gap=6,
        )
        self.lay_out(parts, self.name)

    def forget(self) -> None:
        """Forget the passphrases; the name stays."""
        self.passphrase.clear()
        self.own.clear()

    def add(self) -> None:
        """Add the worker, off the screen's thread: making a key takes most of a second."""
        if not self.accept.isEnabled():
            return  # Enter twice
        self.accept.setEnabled(False)
        desk, folder = self._bench.desk, self._bench.folder
        name, role = self.name.text(), self.role.value()
        secret, own = self.passphrase.text(), self.own.text()
        self.say(tr("正在添加……"), "ink2")
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
        self.refuse(problems)
