"""Every value of a form that is tried out, as a table that computes only the rows that are seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.theme import theme
from unionapp.ui.wording import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
PATH, VALUE, KIND, STATE = range(4)
_DISPLAY, _TOOL_TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_INK, _FONT = int(Qt.ItemDataRole.ForegroundRole), int(Qt.ItemDataRole.FontRole)
# The words of the XLSForm type column, which the author knows, for those of XForms.
_KINDS: Mapping[str, str] = {
    "select1": "select_one",
    "select": "select_multiple",
    "trigger": "acknowledge",
    "int": "integer",
    "string": "text",
    "binary": "file",
}
_MARK = "● "


class ValuesModel(QAbstractTableModel):
    """Groups, rows, questions, hidden and calculated values in the order of the form."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filling: Filling | None = None
        self._nodes: list[Node] = []
        self._row_of: dict[Node, int] = {}
        self._seen: dict[Node, tuple[str, bool]] = {}
        self._marked: frozenset[Node] = frozenset()
        self._states: dict[Node, tuple[str, str]] = {}
        self._wanted, self._only_changed = "", False

    def show(self, filling: Filling | None) -> None:
        """Show the values of a filling; nothing is marked as changed."""
        self._filling = filling
        self._marked = frozenset()
        self._seen = {} if filling is None else {node: _seen(node) for node in self._all()}
        self._lay_out()

    def filter(self, text: str, *, only_changed: bool) -> None:
        """Show the paths and values that hold a text; or only what the last action changed."""
        self._wanted, self._only_changed = text.strip().casefold(), only_changed
        self._lay_out()

    def follow(self, touched: Iterable[Node]) -> None:
        """Mark what differs now among what an action touched, rows that are new included."""
        if self._filling is None:
            return
        changed, shape = [], False
        for node in touched:
            shape = shape or (node not in self._seen) or not node.alive
            if node.alive and self._seen.get(node) != _seen(node):
                self._seen[node] = _seen(node)
                changed.append(node)
        gone = [node for node in self._seen if not node.alive]
        for node in gone:
            del self._seen[node]
        self._marked = frozenset(changed)
        self._states.clear()
        if shape or gone or self._wanted or self._only_changed:
            self._lay_out()
        elif self._nodes:
            last = self.index(len(self._nodes) - 1, STATE)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def marked(self) -> frozenset[Node]:
        """What the last action changed."""
        return self._marked

    def row_of(self, node: Node) -> int | None:
        """Return the row that shows a node."""
        return self._row_of.get(node)

    def node_at(self, row: int) -> Node:
        """Return the node of a row."""
        return self._nodes[row]

    def state(self, node: Node) -> tuple[str, str]:
        """Return how a node stands, and the colour token for it; computed when it is seen."""
        if node not in self._states:
            self._states[node] = self._state(node)
        return self._states[node]

    # ---- the table -------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._nodes)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != _DISPLAY:
            return None
        return (tr("路径"), tr("现值"), tr("类型"), tr("状态"))[section]

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401
        node, at = self._nodes[index.row()], index.column()
        if role == _DISPLAY:
            return self._text(node, at)
        if role == _TOOL_TIP:
            return node.path if at == PATH else self._text(node, at)
        if role == _INK:
            return theme().colour(self._ink(node, at))
        if role == _FONT and (node in self._marked or (at == PATH and node.kids)):
            font = QFont(theme().font(13))
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def _text(self, node: Node, at: int) -> str:
        if at == PATH:
            number = f"[{node.index + 1}]" if node.spec.is_repeat else ""
            mark = _MARK if node in self._marked else ""
            return f"{'    ' * (node.spec.depth - 1)}{mark}{node.name}{number}"
        if at == VALUE:
            return "" if node.kids or not node.relevant else node.value.replace("\n", " / ")
        return kind_of(node) if at == KIND else self.state(node)[0]

    def _ink(self, node: Node, at: int) -> str:
        if at == STATE:
            return self.state(node)[1]
        if not node.relevant:
            return "ink3"
        if node in self._marked:
            return "primary"
        return "ink2" if at == KIND else "ink"

    def _state(self, node: Node) -> tuple[str, str]:
        filling = self._filling
        if filling is None:
            return "", "ink3"
        if not node.relevant:
            return tr("– 不相关"), "ink3"
        if node.kids:
            return "", "ink3"
        if filling.is_mistyped(node):
            return tr("× 填写有误"), "error"
        error = filling.form.error(node) if node.spec.control is not None else None
        if error == "required":
            return tr("! 必填未填"), "error"
        if error is not None:
            return tr("× 不合约束"), "error"
        if filling.problems_of(node):
            return tr("! 有提醒"), "warning"
        return (tr("✓ 通过"), "ok") if node.value and node.spec.control else ("", "ink3")

    # ---- which rows ------------------------------------------------------------------------

    def _all(self) -> list[Node]:
        if self._filling is None:
            return []
        root = self._filling.form.root
        return [node for node in root.walk() if node is not root and not node.name.startswith("@")]

    def _lay_out(self) -> None:
        self.beginResetModel()
        self._states.clear()
        self._nodes = [node for node in self._all() if self._is_wanted(node)]
        self._row_of = {node: at for at, node in enumerate(self._nodes)}
        self.endResetModel()

    def _is_wanted(self, node: Node) -> bool:
        if self._only_changed and node not in self._marked:
            return False
        if not self._wanted:
            return True
        return self._wanted in node.path.casefold() or self._wanted in node.value.casefold()


def kind_of(node: Node) -> str:
    """Return the type of a node in the words of the survey sheet."""
    spec = node.spec
    if spec.is_repeat:
        return "repeat"
    if node.kids:
        return "group"
    if spec.bind.calculate is not None:
        return "calculate"
    if spec.bind.preload:
        return spec.bind.preload_params or "meta"
    if spec.control is None:
        return "hidden"
    kind = spec.control.kind if spec.control.kind != "input" else spec.bind.kind
    if spec.control.kind == "upload":
        kind = "file"
    return _KINDS.get(kind, kind)


def _seen(node: Node) -> tuple[str, bool]:
    return ("" if node.kids else node.value), node.relevant
