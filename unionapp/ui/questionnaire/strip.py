"""A question that is asked inside the sheet, beneath the answer that it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton

from unionapp.ui.widgets.basics import button, column, row, wrapping
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr


class Strip(QFrame):
    """Words, and beneath them what can be done; Esc leaves everything as it is.

    Signals:
        closed: the question was answered or left.
    """

    closed = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setObjectName("tip_warning")
        self.setAccessibleName(text)
        self.words = wrapping(text, 13, "warning")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class RowsAtStake(Strip):
    """Asks whether rows with answers may go: Enter keeps them, Alt+Delete lets them go."""

    def __init__(self, count: int, drop: Callable[[], None]) -> None:
        super().__init__(tr("这样改会删去 {count} 行已填的内容。", count=count))
        self._drop = drop
        self._keep = _Answer(tr("保留这些行"), "Enter")
        self._keep.clicked.connect(self.closed)
        go = button(tr("删去"), "danger", key="Alt+Del")
        go.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        go.clicked.connect(self._go)
        self.setLayout(column(self.words, row(self._keep, go, None), margins=(12, 8, 12, 8)))
        self.setFocusProxy(self._keep)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._go()
        else:
            super().keyPressEvent(event)

    def drop(self) -> None:
        """Let the rows go."""
        self._go()

    def _go(self) -> None:
        drop = self._drop
        self.closed.emit()
        drop()


class Reason(Strip):
    """Asks for the reason with which a warning is passed over."""

    def __init__(self, accept: Callable[[str], None]) -> None:
        super().__init__(tr("为什么仍然这样填？理由会一起留下。"))
        self._accept = accept
        self.edit = TextEdit(tr("理由"))
        self.edit.setPlaceholderText(tr("如：已当面核对"))
        self.edit.next_asked.connect(self._done)
        done = button(tr("接受"), key="Enter")
        done.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        done.clicked.connect(self._done)
        leave = button(tr("返回"), "quiet", key="Esc")
        leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        leave.clicked.connect(self.closed)
        self.setLayout(column(self.words, row(self.edit, done, leave), margins=(12, 8, 12, 8)))
        self.setFocusProxy(self.edit)

    def _done(self) -> None:
        reason = QLineEdit.text(self.edit).strip()
        if reason:
            accept = self._accept
            self.closed.emit()
            accept(reason)


class _Answer(QPushButton):
    """A button that Enter presses wherever it stands."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(f"{text}  {key}")
        self.setAccessibleName(text)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
