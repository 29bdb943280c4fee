"""Checks a programme file of the office's own: all faults in one list; then it is taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from unionapp.errors import Problem, UserError
from unionapp.programmes import load
from unionapp.services import programme_settings
from unionapp.ui.file_places import typed_path
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import beside, button, column, restyle, row, wrapping
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.list_view import Column, IdTable, ListView
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench
from unionapp.wording import sentence

_COLUMNS = (
    Column("line", "行", "Line", 48, "right"),
    Column("key", "键", "Key", 170),
    Column("text", "问题和改法", "What is wrong, how to mend it"),
)


class CheckPanel(QWidget):
    """A file, Enter checks it, F9 takes it in once nothing is wrong; Esc closes.

    Signals:
        closed: Esc.
        taken_in: a file was taken in; carries code and edition as "code edition".
    """

    closed = Signal()
    taken_in = Signal(str)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._lines: dict[str, Mapping[str, str]] = {}
        self._checked: Path | None = None
        self.path = TextEdit(tr("项目文件"))
        self.path.setPlaceholderText(tr("本单位的 .toml 文件"))
        self.path.next_asked.connect(self.check)
        browse = button(tr("浏览"), key="F3")
        browse.clicked.connect(self.browse)
        self.table = IdTable(_COLUMNS, lambda ids: {id_: self._lines[id_] for id_ in ids}, self)
        self.view = ListView(self.table)
        self.view.setAccessibleName(tr("问题清单"))
        self.view.set_empty(tr("选一个文件，按 Enter 检查。"))
        self.view.moved.connect(self._show_whole)
        self.whole = wrapping("", 13, "ink2")
        self.said = wrapping("", 14, "ink2")
        self.take = button(tr("装入"), "primary", key="F9")
        self.take.clicked.connect(self.take_in)
        self.take.setEnabled(False)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.closed)
        parts = column(
            FormField(tr("项目文件"), beside(self.path, browse)),
            self.said,
            self.view,
            self.whole,
            row(self.take, None, back),
            gap=10,
        )
        parts.setStretch(2, 1)
        self.setLayout(parts)
        self.setFocusProxy(self.path)
        for keys, act in (("F3", self.browse), ("F9", self.take_in)):
            bind(self, keys, act)

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the panel."""
        return (
            KeyHint("Enter", tr("检查")),
            KeyHint("F3", tr("浏览")),
            KeyHint("F9", tr("装入")),
            KeyHint("Esc", tr("返回")),
        )

    def browse(self) -> None:
        """Choose a file."""
        name, _ = QFileDialog.getOpenFileName(self, tr("项目文件"), self.path.text(), "*.toml")
        if name:
            self.path.set_value(name)
            self.check()

    def check(self) -> None:
        """Read the file off the screen's thread and list everything that is wrong with it."""
        typed = self.path.text().strip()
        if not typed:
            return
        file = typed_path(typed)
        self._bench.tasks.run(
            lambda _progress: load.check_file(file),
            Handlers(lambda found: self._show(file, found), failed=self._refused),
        )

    def _show(self, file: Path, problems: Sequence[Problem]) -> None:
        self._lines = {str(at): _line(one) for at, one in enumerate(problems)}
        self.table.set_ids(tuple(self._lines))
        self._checked = None if problems else file
        self.take.setEnabled(not problems)
        if problems:
            self.view.select("0")
            self._show_whole("0")
            self._say(tr("有 {count} 处问题，改好后再检查。", count=len(problems)), "error")
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.whole.setText("")
            self.view.set_empty(tr("没有发现问题。"))
            self._say(tr("没有发现问题，按 F9 装入。"), "ok")

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._lines = {str(at): _line(one) for at, one in enumerate(problems)}
        self.table.set_ids(tuple(self._lines))
        self._checked = None
        self.take.setEnabled(False)
        self._say(tr("没有装入。"), "error")

    def take_in(self) -> None:
        """Copy the file that was checked into the office's own folder."""
        if self._checked is None:
            return
        try:
            done = programme_settings.take_in(self._bench.desk, self._checked)
        except UserError as error:
            self._refused(error.problems)
            return
        programme = done.programme
        self._checked = None
        self.take.setEnabled(False)
        said = tr("已装入：{name}", name=programme.label.text(language()))
        self._bench.messages.info(said)
        self._bench.changed(done.changes)
        self.taken_in.emit(f"{programme.code} {programme.edition}")

    def _show_whole(self, id_: str) -> None:
        line = self._lines.get(id_)
        self.whole.setText(line["text"] if line else "")

    def _say(self, text: str, colour: str) -> None:
        self.said.setText(text)
        restyle(self.said, 14, colour)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _line(problem: Problem) -> Mapping[str, str]:
    return {
        "line": str(problem.row) if problem.row else "",
        "key": problem.where,
        "text": sentence(problem, language()),
    }
