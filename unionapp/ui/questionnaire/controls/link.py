"""A web address as a link, and the button that prints."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QPushButton

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.basics import row
from unionapp.ui.wording import tr

_OPENED = ("http", "https", "mailto", "tel")


class ActionButton(QPushButton):
    """A button of the form: Space presses it, Enter goes on as everywhere."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        self._control = control
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._control.ended.emit()
        else:
            super().keyPressEvent(event)


class Link(Control):
    """Shows an answer as a link; only addresses of the web, of mail and telephones are opened."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self.button = ActionButton(self)
        self.button.setObjectName("quiet")
        self.button.clicked.connect(self._open)
        self.setLayout(row(self.button, None))
        self.setFocusProxy(self.button)
        self.read()

    def read(self) -> None:
        text = self.filling.typed(self.node)
        self.button.setText(text.replace("&", "&&") or tr("没有网址"))
        self.button.setEnabled(bool(text))
        self.button.setAccessibleName(f"{self.label} {text}".strip())

    def _open(self) -> None:
        url = QUrl.fromUserInput(self.filling.typed(self.node))
        if url.scheme() in _OPENED:
            QDesktopServices.openUrl(url)


class PrintButton(Control):
    """Asks for the form to be printed."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self.button = ActionButton(self)
        self.button.setText(tr("打印本表"))
        self.button.clicked.connect(self.print_wanted)
        self.setLayout(row(self.button, None))
        self.setFocusProxy(self.button)
        self.read()

    def read(self) -> None:
        self.button.setAccessibleName(f"{self.label} {tr('打印本表')}")
