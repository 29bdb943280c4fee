"""What the window says to the worker: toasts, and the rare question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from unionapp.errors import Problem
from unionapp.ui.theme import theme
from unionapp.ui.wording import language, tr
from unionapp.wording import sentence

# A toast goes after 3 s (design rule 12); one that has to be read gets the time that reading takes.
_TOAST_MS = 3000
_READING_MS = 200  # for each character


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that a toast lets the worker do: 撤销 Ctrl+Z."""

    label: str
    act: Callable[[], None]


class Messages(Protocol):
    """How a page speaks; handed in, never global."""

    def saved(self, text: str = "") -> None:
        """Say quietly, in the status bar, that what was entered is on the disk."""

    def info(self, text: str, offer: Offer | None = None) -> None:
        """Say for a moment that something was done."""

    def problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong and how to mend it, until it is read."""

    def ask(self, question: str, yes: str) -> bool:
        """Ask before something that cannot be taken back."""


def text_of(problems: Sequence[Problem]) -> str:
    """Return the sentences of some problems, one a line."""
    return "\n".join(sentence(problem, language()) for problem in problems)


class Toast(QFrame):
    """A line at the foot of the window that goes by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._button = QPushButton()
        self._button.setObjectName("quiet")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self._offer: Offer | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What is said at the moment; empty when nothing is."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, text: str, offer: Offer | None = None, *, stays: bool = False) -> None:
        """Show a line; one that stays is there for as long as it takes to read it."""
        self._text.setText(text)
        self._offer = offer
        self._button.setVisible(offer is not None)
        if offer is not None:
            self._button.setText(offer.label)
            self._button.setStyleSheet(f"color: {theme().colours['primary_tint']}")
        self.place()
        self.show()
        self.raise_()
        # A screen reader speaks an alert at once, wherever the focus is.
        self.setAccessibleName(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._timer.start(_TOAST_MS + (_READING_MS * len(text) if stays else 0))

    def place(self) -> None:
        """Stand at the foot of the window, over the key hints: no button is ever covered."""
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(theme().px(560), parent.width() - 48)
        self._text.setMinimumWidth(width - theme().px(160))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, parent.height() - self.height() - 2)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.hide()

    def _act(self) -> None:
        offer, self._offer = self._offer, None
        self.hide()
        if offer is not None:
            offer.act()


class WindowMessages:
    """Messages shown in a window: a toast, the saved line of its status bar, a question."""

    def __init__(self, window: QWidget, show_saved: Callable[[str], None]) -> None:
        self._window = window
        self._toast = Toast(window)
        self._show_saved = show_saved

    def saved(self, text: str = "") -> None:
        self._show_saved(text)

    def info(self, text: str, offer: Offer | None = None) -> None:
        self._toast.say(text, offer)

    def problems(self, problems: Sequence[Problem]) -> None:
        self._toast.say(text_of(problems), stays=True)

    def ask(self, question: str, yes: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, tr("请确认"), question, parent=self._window)
        accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(tr("返回"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is accept
