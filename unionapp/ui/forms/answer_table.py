"""Questions and answers of a response, a line each, headings between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from unionapp.services.protocols import AnswerLine
from unionapp.ui.theme import theme
from unionapp.ui.wording import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY, _TOOL_TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)


class _Lines(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[AnswerLine] = ()

    def show(self, lines: Sequence[AnswerLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return (tr("问题"), tr("答案"))[section] if role == _DISPLAY else None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401
        line = self.lines[index.row()]
        if role in (_DISPLAY, _TOOL_TIP):
            return _text(line, index.column())
        if role == int(Qt.ItemDataRole.FontRole):
            answered = index.column() == 1 or line.answer is None
            return theme().font(14, bold=answered)
        if role == int(Qt.ItemDataRole.ForegroundRole):
            quiet = line.answer == "" or (index.column() == 0 and line.answer is not None)
            return theme().colour("ink2" if quiet else "ink")
        return None


class AnswerTable(QTableView):
    """Only read; Esc and Del belong to whoever shows it."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = _Lines()
        self.setModel(self._lines)
        self.setAccessibleName(tr("答案"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme().px(34))
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def show_lines(self, lines: Sequence[AnswerLine]) -> None:
        """Show these lines."""
        self._lines.show(lines)
        self.clearSpans()
        for at, line in enumerate(lines):
            if line.answer is None:
                self.setSpan(at, 0, 1, 2)

    def texts(self) -> list[tuple[str, str]]:
        """Return questions and answers as they are shown."""
        return [(_text(line, 0).strip(), _text(line, 1)) for line in self._lines.lines]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _text(line: AnswerLine, at: int) -> str:
    if at == 0:
        return "    " * line.level + line.label
    said = line.answer if line.answer else ("" if line.answer is None else "—")
    return f"{said}（{tr('说明：{reason}', reason=line.reason)}）" if line.reason else said
