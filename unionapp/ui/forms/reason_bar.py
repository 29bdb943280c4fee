"""Asks for a reason in place, beneath what it is about: no dialog comes up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from unionapp.ui.widgets.basics import button, column, row, wrapping
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr


class ReasonBar(QFrame):
    """One question with a field for the reason: Enter does it, Esc does not."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tip_warning")
        self._question = wrapping("", 14)
        self.reason = TextEdit(tr("理由"))
        self.reason.setPlaceholderText(tr("写明理由，按 Enter"))
        self._yes = button("", "danger", key="Enter")
        self._yes.clicked.connect(self._give)
        no = button(tr("返回"), key="Esc")
        no.clicked.connect(self.dismiss)
        self.reason.next_asked.connect(self._give)
        self.setLayout(
            column(
                self._question,
                row(self.reason, self._yes, no, gap=8),
                gap=6,
                margins=(14, 8, 10, 8),
            )
        )
        self._act: Callable[[str], None] = lambda _reason: None
        self._before: QWidget | None = None
        self._needs_words = True
        self.hide()

    def ask(
        self,
        question: str,
        yes: str,
        act: Callable[[str], None],
        *,
        before: QWidget | None = None,
        needs_words: bool = True,
    ) -> None:
        """Ask; `act` is called with the reason, and the focus then goes back to `before`."""
        self._question.setText(question)
        self._yes.setText(f"{yes}  Enter")
        self._yes.setAccessibleName(yes)
        self._act, self._before, self._needs_words = act, before, needs_words
        self.reason.setVisible(needs_words)
        self.reason.set_value("")
        self.show()
        (self.reason if needs_words else self._yes).setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Go back without having done it."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        reason = self.reason.text().strip()
        if self._needs_words and not reason:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.dismiss()
        self._act(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        else:
            super().keyPressEvent(event)
