"""A form with its controls and no window of its own: what the sheet of questions does, in short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.forms.desk import Sheet, read
from unionapp.errors import Problem
from unionapp.files import write_atomically
from unionapp.forms.filling import Filling
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.nodes import Node
from unionapp.ui.messages import Offer
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.make import make_control
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.tasks import Tasks

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Files:
    """Keeps files in memory under their own names, numbered."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def store(self, name: str, content: bytes) -> str:
        stem, _, suffix = name.rpartition(".")
        made = f"{stem}-{len(self.kept) + 1}.{suffix}"
        self.kept[made] = content
        return made

    def load(self, name: str) -> bytes | None:
        return self.kept.get(name)


@dataclass
class Spoken:
    """Keeps what was said."""

    said: list[str] = field(default_factory=list)
    problems_said: list[Problem] = field(default_factory=list)

    def saved(self, text: str = "") -> None:
        self.said.append(text)

    def info(self, text: str, _offer: Offer | None = None) -> None:
        self.said.append(text)

    def problems(self, problems: Sequence[Problem]) -> None:
        self.problems_said.extend(problems)

    def ask(self, _question: str, _yes: str) -> bool:
        return True


class Bench:
    """A form that was just opened; its controls are shown one below the other."""

    def __init__(
        self,
        folder: Path,
        sheets: Mapping[str, Sheet],
        *,
        answers: Mapping[str, str] | None = None,
        media: Mapping[str, bytes] | None = None,
    ) -> None:
        loaded = read(folder, sheets)
        around = Surrounding(NOW, ZONE, lambda: "id", {}, lambda: 0.25)
        form = Form(loaded.definition, around, graph=loaded.graph, answers=answers)
        self.filling = Filling(form)
        self.files, self.messages, self.tasks = Files(), Spoken(), Tasks()
        self.tools = Tools(
            self.tasks, self.messages, self.files, "zh", (media or {}).get, write_atomically
        )
        self.controls: dict[Node, Control] = {}
        self.ended: list[str] = []
        self.answers: list[str] = []
        self.window = QWidget()
        self.column = QVBoxLayout(self.window)
        self.window.resize(700, 500)

    def node(self, name: str) -> Node:
        found = self.filling.form.node(f"/data/{name}")
        assert found is not None, name
        return found

    def control(self, name: str) -> Control:
        """The control of a question, made and shown once."""
        node = self.node(name)
        if node not in self.controls:
            made = make_control(self.filling, node, self.tools)
            made.answered.connect(lambda text: self._answer(node, text))
            made.ended.connect(lambda: self.ended.append(name))
            self.column.addWidget(made)
            self.controls[node] = made
        return self.controls[node]

    def _answer(self, node: Node, text: str) -> None:
        self.answers.append(text)
        self.refresh(self.filling.answer(node, text).changed)

    def refresh(self, changed: frozenset[Node]) -> None:
        for node in changed & self.controls.keys():
            self.controls[node].read()

    def say(self, name: str, text: str) -> None:
        """Change an answer from elsewhere: a calculation, undo, another question."""
        self.refresh(self.filling.answer(self.node(name), text).changed)

    def open(self, qtbot: QtBot, name: str) -> Control:
        """Show the window with the keyboard in that question."""
        made = self.control(name)
        behind = QLineEdit()
        behind.setAccessibleName("behind")
        self.column.addWidget(behind)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        made.focus_first()
        qtbot.waitUntil(lambda: self.window.focusWidget() is not None)
        return made

    def value(self, name: str) -> str:
        return self.node(name).value

    def close(self) -> None:
        self.tasks.shutdown()
        self.window.close()
