"""The rows of a repeat as a table model: a row each, a column for each plain question."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from unionapp.forms.definition import Spec
from unionapp.forms.filling import Filling, Trouble
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.marks import mark
from unionapp.ui.questionnaire.outline import Rows
from unionapp.ui.questionnaire.sayings import answer_of, label_of
from unionapp.ui.questionnaire.tally import is_question
from unionapp.ui.theme import theme

MOST_COLUMNS = 24
_PLAIN = ("input", "select1", "select")
_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


def columns_of(repeat: Spec) -> tuple[Spec, ...]:
    """The questions of a row, in order; none when a table cannot show them all.

    It cannot when there are rows within the rows, files, scales, or too many questions.
    """
    found: list[Spec] = []
    for spec in repeat.walk():
        if spec is not repeat and spec.is_repeat:
            return ()
        if not is_question(spec):
            continue
        if spec.control is None or spec.control.kind not in _PLAIN:
            return ()
        found.append(spec)
    return tuple(found) if len(found) <= MOST_COLUMNS else ()


class RowsModel(QAbstractTableModel):
    """Shows answers as they are read; a cell that is not asked is empty."""

    def __init__(self, filling: Filling, rows: Rows) -> None:
        super().__init__()
        self._filling = filling
        self.parent_node, self.spec = rows
        self.columns = columns_of(self.spec)
        self._names = {spec: _names_below(spec, self.spec) for spec in self.columns}
        self._rows: list[Node] = []
        self.read()

    def read(self) -> None:
        """Take up what rows there are now, and show all again."""
        now = [row for row in self.parent_node.kids[self.spec.name] if row.relevant]
        if now != self._rows:
            self.beginResetModel()
            self._rows = now
            self.endResetModel()
        elif now and self.columns:
            last = self.index(len(now) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def node(self, row: int, column: int) -> Node | None:
        """The question of a cell."""
        if not (0 <= row < len(self._rows) and 0 <= column < len(self.columns)):
            return None
        node = self._rows[row]
        for name in self._names[self.columns[column]]:
            node = node.kids[name][0]
        return node

    def place(self, node: Node) -> tuple[int, int] | None:
        """The cell of a question, or the first cell of a row."""
        at: Node | None = node
        while at is not None and at not in self._rows:
            at = at.parent
        if at is None:
            return None
        column = self.columns.index(node.spec) if node.spec in self.columns else 0
        return self._rows.index(at), column

    def is_asked(self, row: int, column: int) -> bool:
        """Whether a cell can be answered now."""
        node = self.node(row, column)
        return node is not None and node.relevant and not self._filling.form.is_readonly(node)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        node = self.node(index.row(), index.column())
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if not node.relevant:
                return "—"
            return answer_of(self._filling.form, node) or self._filling.typed(node)
        state = self._state(node)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme().colour("ink" if node.relevant else "ink3")
        if role == Qt.ItemDataRole.DecorationRole and state:
            return mark(state)
        return None

    def _state(self, node: Node) -> str:
        """Whether an answer is wrong or worth another look; a blank says so by itself."""
        problems = self._filling.problems_of(node)
        if not problems or problems[0].trouble is Trouble.REQUIRED:
            return ""
        return "error" if problems[0].stops else "warning"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        node = self.node(0, section)
        spec = self.columns[section]
        return label_of(self._filling.form, node, spec) if node is not None else spec.name


def _names_below(spec: Spec, top: Spec) -> tuple[str, ...]:
    names: list[str] = []
    for one in spec.lineage():
        if one is top:
            break
        names.append(one.name)
    return tuple(reversed(names))
