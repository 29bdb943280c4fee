"""All open problems of a form in one list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from unionapp.forms.filling import Filling, OpenProblem
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.marks import mark
from unionapp.ui.questionnaire.sayings import label_of, problem_text
from unionapp.ui.questionnaire.strip import Reason
from unionapp.ui.questionnaire.tally import counted
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, label, row
from unionapp.ui.wording import tr


class ProblemList(QWidget):
    """Every problem on a line; Enter jumps there, Alt+Enter accepts a warning with a reason.

    Signals:
        chosen: Enter or a click on a problem; carries its node.
        closed: Esc.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, filling: Filling, accept: Callable[[Node, str], None]) -> None:
        super().__init__()
        self._filling, self._accept = filling, accept
        self._problems: tuple[OpenProblem, ...] = ()
        self.title = label("", 16, bold=True)
        self.list = _List()
        self.list.setAccessibleName(tr("未解决的问题"))
        self.list.setIconSize(QSize(theme().px(14), theme().px(14)))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.jumped.connect(self._jump)
        self.list.itemClicked.connect(lambda _item: self._jump())
        self.list.left.connect(self.closed)
        self._strip: Reason | None = None
        hint = label(tr("Enter 跳到该处 · Alt+Enter 接受提醒并说明理由"), 12, "ink3")
        back = button(tr("回到问卷"), key="Esc")
        back.clicked.connect(self.closed)
        self._body = column(
            row(self.title, None, back), self.list, hint, gap=10, margins=(24, 16, 24, 12)
        )
        self.setLayout(self._body)
        self.setFocusProxy(self.list)

    def read(self) -> None:
        """Show what is open now; the line that was marked stays marked."""
        at = max(0, self.list.currentRow())
        self._problems = self._filling.problems()
        stops, warns = counted(self._problems)
        self.title.setText(
            tr("{stops} 处必须更正，{warns} 处提醒", stops=stops, warns=warns)
            if self._problems
            else tr("没有未解决的问题")
        )
        self.list.clear()
        form = self._filling.form
        for one in self._problems:
            where = label_of(form, one.node)
            text = f"{_rows_above(one.node)}{where}　{problem_text(self._filling, one)}"
            item = QListWidgetItem(mark("error" if one.stops else "warning", 14), text)
            item.setSizeHint(QSize(0, theme().px(40)))
            item.setToolTip(text)
            self.list.addItem(item)
        if self._problems:
            self.list.setCurrentRow(min(at, len(self._problems) - 1))

    def _jump(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._problems):
            self.chosen.emit(self._problems[at].node)

    def ask_reason(self) -> None:
        """Ask why the marked warning is passed over."""
        at = self.list.currentRow()
        if not 0 <= at < len(self._problems) or self._problems[at].stops:
            return
        self._end()
        node = self._problems[at].node
        self._strip = Reason(lambda reason: self._accepted(node, reason))
        self._strip.closed.connect(self._end)
        self._body.insertWidget(2, self._strip)
        self._strip.setFocus(Qt.FocusReason.TabFocusReason)

    def _accepted(self, node: Node, reason: str) -> None:
        self._accept(node, reason)
        self.read()

    def _end(self) -> None:
        if self._strip is not None:
            self._strip.hide()
            self._body.removeWidget(self._strip)
            self._strip.deleteLater()
            self._strip = None
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)


class _List(QListWidget):
    jumped = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.jumped.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _rows_above(node: Node) -> str:
    """Return the number of the row that a question stands in, for telling it from the others."""
    at: Node | None = node.parent
    while at is not None:
        if at.spec.is_repeat:
            return tr("第 {number} 行 · ", number=at.index + 1)
        at = at.parent
    return ""
