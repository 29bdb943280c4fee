"""The rows of a repeat as a table: every cell that the keyboard comes to is a field at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QLineEdit,
    QTableView,
    QWidget,
)

from unionapp.forms.definition import Spec
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.finder import Finder
from unionapp.ui.questionnaire.controls.make import make_control
from unionapp.ui.questionnaire.lines import INDENT, Column, LineWidget, Place
from unionapp.ui.questionnaire.outline import Item
from unionapp.ui.questionnaire.rows_model import RowsModel
from unionapp.ui.questionnaire.sayings import problem_text
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import restyle, wrapping
from unionapp.ui.wording import tr

_ROW, _MOST_SHOWN = 42, 12
_NARROW, _COLUMN, _WIDE = 100, 150, 200


class RowsTable(LineWidget):
    """Enter and Tab go from cell to cell and on to the next row, ↑ and ↓ along a column; cells
    copied in Excel are pasted from the cell with the keyboard on, rows being added as needed."""

    def __init__(self, item: Item, place: Place) -> None:
        super().__init__(item, place)
        look = theme()
        self.model = RowsModel(place.filling, (item.node, item.spec))
        self.grid = _Grid()
        self.grid.setModel(self.model)
        self.grid.verticalHeader().setDefaultSectionSize(look.px(_ROW))
        self.grid.verticalHeader().setMinimumWidth(look.px(36))
        header = self.grid.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at, spec in enumerate(self.model.columns):
            header.resizeSection(at, look.px(_width(spec)))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.grid.setAccessibleName(self.model.spec.name)
        self.grid.pressed_at.connect(self._go_to)
        self._below = wrapping("", 12, "ink3")
        layout = Column(self)
        layout.moved.connect(self.grown)
        left = look.px(10 + INDENT * max(0, item.level - 1))
        layout.setContentsMargins(left, look.px(4), look.px(8), look.px(4))
        layout.setSpacing(look.px(4))
        layout.addWidget(self.grid)
        layout.addWidget(self._below)
        self.control: Control | None = None
        self._cell = (0, 0)
        self.grid.horizontalScrollBar().valueChanged.connect(lambda _value: self._put())
        self.grid.verticalScrollBar().valueChanged.connect(lambda _value: self._put())
        self._fit()
        self._hint()

    # --- what it shows

    def _fit(self) -> None:
        look = theme()
        shown = min(max(1, self.model.rowCount()), _MOST_SHOWN)
        head = self.grid.horizontalHeader().sizeHint().height()
        self.grid.setFixedHeight(head + shown * look.px(_ROW) + look.px(12))

    def refresh(self) -> None:
        rows = self.model.rowCount()
        self.model.read()
        if self.model.rowCount() != rows:
            self._fit()
            self.grown.emit()
        if self.control is not None and not self.control.node.alive:
            self._close()
        if self.control is not None:
            self.control.read()
            self._put()
        self._hint()

    def _hint(self) -> None:
        node = self.node_here
        problems = self.place.filling.problems_of(node) if node is not None else ()
        told = [one for one in problems if self.place.is_told(one.node, one.trouble)]
        if told:
            restyle(self._below, 12, "error" if told[0].stops else "warning")
            self._below.setText(problem_text(self.place.filling, told[0]))
        else:
            restyle(self._below, 12, "ink3")
            self._below.setText(
                tr("Enter 下一格，↑↓ 换行，Ctrl+V 粘贴 Excel 单元格，Ctrl+Enter 添加一行，F8 逐行")
            )

    @property
    def node_here(self) -> Node | None:
        return self.model.node(*self._cell) if self.control is not None else None

    def commit(self) -> None:
        if self.control is not None:
            self.control.commit()

    # --- the cell with the keyboard

    def aim(self, node: Node) -> None:
        place = self.model.place(node)
        if place is not None:
            self._open(*place)

    def take_focus(self) -> None:
        row, column = self._cell
        if not self.model.is_asked(row, column):
            row, column = self._next((row, -1), 1) or (0, 0)
        self._open(row, column)

    def _open(self, row: int, column: int) -> None:
        """Put a field into a cell and the keyboard into it."""
        node = self.model.node(row, column)
        if node is None or not self.model.is_asked(row, column):
            return
        if self.control is not None and self.control.node is node:
            self.control.focus_first()
            return
        self._close()
        self._cell = (row, column)
        filling, tools = self.place.filling, self.place.tools
        choice = node.spec.control is not None and node.spec.control.is_choice
        made = Finder(filling, node, tools) if choice else make_control(filling, node, tools)
        self.control = made
        made.setParent(self.grid.viewport())
        made.setAutoFillBackground(True)
        made.answered.connect(lambda text: self.place.acts.answer(node, text))
        made.ended.connect(lambda: self._on(1))
        self.grid.scrollTo(self.model.index(row, column))
        self._put()
        made.show()
        made.focus_first()
        for one in (made, *made.findChildren(QWidget)):
            one.installEventFilter(self)
        self._hint()

    def _close(self) -> None:
        if self.control is not None:
            gone, self.control = self.control, None
            gone.commit()
            gone.hide()
            gone.deleteLater()

    def _put(self) -> None:
        """Lay the field over its cell."""
        if self.control is None:
            return
        area: QRect = self.grid.visualRect(self.model.index(*self._cell))
        wide = max(area.width(), self.control.minimumSizeHint().width())
        self.control.setGeometry(area.left(), area.top(), wide, area.height())
        self.control.raise_()

    def _go_to(self, row: int, column: int) -> None:
        self.commit()
        self._open(row, column)

    def _next(self, cell: tuple[int, int], by: int) -> tuple[int, int] | None:
        """The next cell that is asked, through the rows."""
        count = len(self.model.columns)
        place = cell[0] * count + cell[1] + by
        while 0 <= place < self.model.rowCount() * count:
            row, column = divmod(place, count)
            if self.model.is_asked(row, column):
                return row, column
            place += by
        return None

    def _on(self, by: int) -> None:
        self.commit()
        following = self._next(self._cell, by)
        if following is not None:
            self._open(*following)
        elif by > 0:
            self.place.acts.go_on(self.item)
        else:
            super().focusNextPrevChild(False)

    def _along(self, by: int) -> None:
        """Go up or down the column; off its ends into the lines around the table."""
        self.commit()
        row, column = self._cell
        while 0 <= row + by < self.model.rowCount():
            row += by
            if self.model.is_asked(row, column):
                self._open(row, column)
                return
        if by > 0:
            self.place.acts.go_on(self.item)
        else:
            super().focusNextPrevChild(False)

    def focusNextPrevChild(self, next: bool) -> bool:
        self._on(1 if next else -1)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        edit = QApplication.focusWidget()
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if "\t" in text or "\n" in text.strip("\n"):
                self.paste(text)
                return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        whole = isinstance(edit, QLineEdit) and (
            not edit.text() or edit.selectedText() == edit.text()
        )
        list_open = isinstance(self.control, Finder) and self.control.list.isVisible()
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if whole and event.key() in moves:
            self._on(moves[Qt.Key(event.key())])
            return True
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not list_open:
            self._along(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return False

    # --- paste

    def paste(self, text: str) -> None:
        """Fill cells from the one with the keyboard on: lines are rows, tabs part columns."""
        lines = [line.split("\t") for line in text.replace("\r", "").strip("\n").split("\n")]
        top, left = self._cell
        self._close()
        filling, acts = self.place.filling, self.place.acts
        for down, cells in enumerate(lines):
            if top + down >= self.model.rowCount():
                if self.item.spec.fixed_rows:
                    break
                filling.add_row(self.item.spec, self.item.node)
                self.model.read()
            for across, cell in enumerate(cells):
                node = self.model.node(top + down, left + across)
                if node is not None and self.model.is_asked(top + down, left + across):
                    acts.answer(node, self._chosen(node, cell.strip()))
        acts.rows_changed()
        QTimer.singleShot(0, self, lambda: self._open(top, left))

    def _chosen(self, node: Node, text: str) -> str:
        """Return the name of the choice whose label was copied; other text as it is."""
        control = node.spec.control
        if control is None or not control.is_choice or not text:
            return text
        offered = {
            one.label or one.value: one.value for one in self.place.filling.form.choices(node)
        }
        parts = [text] if control.kind == "select1" else text.replace("、", " ").split()
        return " ".join(offered.get(part, part) for part in parts)


def _width(spec: Spec) -> int:
    """The width of a column in pixels at 100 %."""
    constraint = spec.bind.constraint
    if constraint is not None and "identity-number(" in constraint.source:
        return _WIDE
    return {"int": _NARROW, "decimal": _NARROW}.get(spec.bind.kind, _COLUMN)


class _Grid(QTableView):
    """A table that is painted; the field over the cell with the keyboard is no part of it."""

    pressed_at = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        ground, edge = theme().colours["card"], theme().colours["border"]
        self.setStyleSheet(
            f"QTableCornerButton::section {{ background: {ground}; border: 0;"
            f" border-bottom: 1px solid {edge}; }}"
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.pressed_at.emit(index.row(), index.column())
