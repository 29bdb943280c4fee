"""The window of a form with a form in it, driven by keys alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.forms.desk import Sheet, read
from tests.ui.questionnaire.controls_bench import Files, Spoken
from unionapp.forms.filling import Filling
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.questionnaire.lines import LineWidget
from unionapp.ui.questionnaire.panel import FillPanel
from unionapp.ui.questionnaire.question import Question
from unionapp.ui.tasks import Tasks
from unionapp.ui.typist import Typist

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


class PanelBench:
    """A form that was just opened in its window."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        sheets: Mapping[str, Sheet],
        *,
        last: Mapping[str, str] | None = None,
        size: tuple[int, int] = (1000, 640),
    ) -> None:
        loaded = read(folder, sheets)
        around = Surrounding(NOW, ZONE, lambda: "id", {}, lambda: 0.25)
        form = Form(loaded.definition, around, graph=loaded.graph)
        self.filling = Filling(form, last=last)
        self.messages, self.tasks, self.typist = Spoken(), Tasks(), Typist()
        tools = Tools(self.tasks, self.messages, Files(), "zh")
        self.panel = FillPanel(self.filling, tools, title="走访登记")
        self.finished: list[bool] = []
        self.closed: list[bool] = []
        self.panel.finish_wanted.connect(lambda: self.finished.append(True))
        self.panel.closed.connect(lambda: self.closed.append(True))
        self.window = QWidget()
        QVBoxLayout(self.window).addWidget(self.panel)
        self.window.resize(*size)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.panel.setFocus()
        qtbot.waitUntil(lambda: self.panel.walker.sheet.current is not None)

    def press(self, *keys: str) -> None:
        self.typist.press(*keys)

    def type(self, text: str) -> None:
        self.typist.type(text)

    def line(self, text: str) -> None:
        self.typist.line(text)

    @property
    def at(self) -> str:
        """The path of the question with the keyboard, else the kind of the line that has it."""
        focused: QWidget | None = QApplication.focusWidget()
        while focused is not None and not isinstance(focused, LineWidget):
            if focused is self.panel.foot.finish:
                return "finish"
            if focused is self.panel.list:
                return "list"
            focused = focused.parentWidget()
        if focused is None:
            return "nowhere"
        node = focused.node_here
        return node.path.removeprefix("/data/") if node is not None else focused.item.kind.value

    def node(self, path: str) -> Node:
        found = self.filling.form.node(f"/data/{path}")
        assert found is not None, path
        return found

    def value(self, path: str) -> str:
        return self.node(path).value

    def question(self, path: str) -> Question | None:
        """The line of a question while it has one."""
        node = self.node(path)
        for widget in self.panel.sheet.widgets():
            if widget.item.node is node and isinstance(widget, Question):
                return widget
        return None

    def shown(self) -> list[str]:
        """The lines of the form as they are now, by name, from the top."""
        return [f"{one.kind.value}:{one.spec.name}" for one in self.panel.walker.items]

    def said(self) -> str:
        """The last message."""
        return self.messages.said[-1] if self.messages.said else ""

    def close(self) -> None:
        self.tasks.shutdown()
        self.window.close()
