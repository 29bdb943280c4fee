"""Makes a new recovery code, for the day the paper is lost; the old one opens nothing any more."""

from __future__ import annotations

from PySide6.QtCore import Qt

from unionapp.errors import Problem
from unionapp.services import workers
from unionapp.ui.settings.fold_out import FoldOut
from unionapp.ui.start.forms import secret_edit
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import button, column, label, row
from unionapp.ui.widgets.field import FormField
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench


class RenewCode(FoldOut):
    """Asks for the worker's passphrase and then shows the new code, once."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(tr("换新的恢复码"), "F7")
        self._bench = bench
        self.own = secret_edit(tr("您自己的口令"))
        self.own.next_asked.connect(self.renew)
        self.accept = button(tr("换新"), "primary", key="Enter")
        self.accept.clicked.connect(self.renew)
        self.code = label("", 18, bold=True)
        self.code.setWordWrap(True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.code.setAccessibleName(tr("恢复码"))
        warning = tr("换新之后，旧的恢复码不能再用")
        parts = column(
            FormField(tr("您自己的口令"), self.own, help_text=warning),
            self.said,
            self.code,
            row(self.accept, None),
            gap=6,
        )
        self.lay_out(parts, self.own)

    def forget(self) -> None:
        """Forget passphrase and code."""
        self.own.clear()
        self.code.clear()

    def renew(self) -> None:
        """Make the code, off the screen's thread: it takes most of a second."""
        if not self.accept.isEnabled() or not self.own.text():
            return
        desk, folder, own = self._bench.desk, self._bench.folder, self.own.text()
        self.accept.setEnabled(False)
        self.say(tr("正在换新……"), "ink2")
        self._bench.tasks.run(
            lambda _progress: workers.renew_recovery_code(desk, folder, own),
            Handlers(done=self._renewed, failed=self._failed),
        )

    def _renewed(self, code: str) -> None:
        self.accept.setEnabled(True)
        self.own.clear()
        self.code.setText(code)
        self.say(tr("请抄下新的恢复码，锁进柜子；按 Esc 收起。"), "ok")

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        self.accept.setEnabled(True)
        self.own.clear()
        self.refuse(problems)
        self.own.setFocus()
