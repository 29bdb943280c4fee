"""Makes a new recovery code, for the day the paper is lost; the old one opens nothing any more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unionapp.errors import Problem
from unionapp.services import workers
from unionapp.ui.messages import text_of
from unionapp.ui.start.forms import secret_edit
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import button, column, label, restyle, row, wrapping
from unionapp.ui.widgets.field import FormField
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench


class RenewCode(QWidget):
    """A button that asks for the worker's passphrase and then shows the new code, once."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.open_button = button(tr("换新的恢复码"), key="F7")
        self.open_button.clicked.connect(self.open_form)
        self.own = secret_edit(tr("您自己的口令"))
        self.own.next_asked.connect(self.renew)
        self.accept = button(tr("换新"), "primary", key="Enter")
        self.accept.clicked.connect(self.renew)
        self.said = wrapping("", 13, "error")
        self.code = label("", 18, bold=True)
        self.code.setWordWrap(True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.code.setAccessibleName(tr("恢复码"))
        self._form = QWidget()
        self._form.setLayout(
            column(
                FormField(
                    tr("您自己的口令"),
                    self.own,
                    help_text=tr("换新之后，旧的恢复码不能再用"),
                ),
                self.said,
                self.code,
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
        """Ask for the passphrase."""
        self.open_button.hide()
        self.code.clear()
        self._form.show()
        self.own.setFocus()

    def close_form(self) -> None:
        """Forget passphrase and code, and show the button again."""
        self.own.clear()
        self.code.clear()
        self.said.clear()
        self._form.hide()
        self.open_button.show()
        self.open_button.setFocus()

    def renew(self) -> None:
        """Make the code, off the screen's thread: it takes most of a second."""
        if not self.accept.isEnabled() or not self.own.text():
            return
        desk, folder, own = self._bench.desk, self._bench.folder, self.own.text()
        self.accept.setEnabled(False)
        self._say(tr("正在换新……"), "ink2")
        self._bench.tasks.run(
            lambda _progress: workers.renew_recovery_code(desk, folder, own),
            Handlers(done=self._renewed, failed=self._failed),
        )

    def _renewed(self, code: str) -> None:
        self.accept.setEnabled(True)
        self.own.clear()
        self.code.setText(code)
        self._say(tr("请抄下新的恢复码，锁进柜子；按 Esc 收起。"), "ok")

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        self.accept.setEnabled(True)
        self.own.clear()
        self._say(text_of(problems), "error")
        self.own.setFocus()

    def _say(self, text: str, colour: str) -> None:
        self.said.setText(text)
        restyle(self.said, 13, colour)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._form.isVisible():
            self.close_form()
            return
        super().keyPressEvent(event)
