"""Opens a building: type a street, a number or initials, move with the arrows, Enter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from unionapp.services import building_list
from unionapp.services.building_list import BuildingLine
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets import icons
from unionapp.ui.widgets.basics import button, column, label, row
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench
from unionapp.values import names

_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LINE = Qt.ItemDataRole.UserRole


class BuildingPicker(QFrame):
    """The buildings of the patch.

    Signals:
        chosen: a building to open; carries its id.
        new_asked: a building that is not there yet.
        closed: Esc.
    """

    chosen = Signal(str)
    new_asked = Signal()
    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bench = bench
        self.query = _QueryEdit(tr("街路、楼号或拼音首字母，例如：双兴 3"))
        self.query.textChanged.connect(self.read)
        self.query.moved.connect(self._move)
        self.query.next_asked.connect(self._choose)
        self.query.escaped.connect(self.closed)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("楼栋"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._choose)
        self._new = button(tr("生成楼栋"), key="Ctrl+N")
        self._new.clicked.connect(self.new_asked)
        self._count = label("", 13, "ink3")
        self._empty = self._make_empty()
        head = row(label(tr("选一栋楼"), 20, bold=True), self._count, None, self._new, gap=12)
        body = column(head, self.query, self.list, self._empty, gap=12, margins=(20, 14, 20, 16))
        self.setLayout(body)
        self.setFocusProxy(self.query)
        # The tables of pinyin take a third of a second to load, once; the first letter that is
        # typed must not wait for them.
        nothing = Handlers(done=lambda _keys: None)
        bench.tasks.run(lambda _progress: names.pinyin_keys(chr(0x8857)), nothing)

    def _make_empty(self) -> QWidget:
        made = QWidget()
        layout = QVBoxLayout(made)
        self._empty_title = label("", 18, bold=True)
        self._empty_new = button(tr("生成楼栋"), "primary", key="Ctrl+N")
        self._empty_new.clicked.connect(self.new_asked)
        layout.addStretch(2)
        hint = label(tr("单元 × 楼层 × 每层户数，几秒钟就能生成一栋楼。"), 14, "ink2")
        for one in (self._empty_title, hint, self._empty_new):
            layout.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
            layout.addSpacing(theme().px(8))
        layout.addStretch(3)
        return made

    def read(self) -> None:
        """Show the buildings that the query means."""
        query = self.query.text()
        found = building_list.listing(self._bench.desk, query)
        self.list.clear()
        for line in found:
            item = QListWidgetItem(line.address)
            item.setData(_LINE, line)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._new.setVisible(bool(found))
        self._count.setText(tr("{count} 栋", count=len(found)) if found else "")
        none = tr("没有找到「{query}」", query=query.strip())
        self._empty_title.setText(none if query.strip() else tr("还没有楼栋"))

    def line(self) -> BuildingLine | None:
        """Return the building that is marked."""
        item = self.list.currentItem()
        found: BuildingLine | None = item.data(_LINE) if item is not None else None
        return found

    def _move(self, by: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow(max(0, min(count - 1, self.list.currentRow() + by)))

    def _choose(self) -> None:
        line = self.line()
        if line is not None:
            self.chosen.emit(line.id)


class _QueryEdit(TextEdit):
    """The search field; up and down move in the list below it."""

    moved = Signal(int)
    escaped = Signal()

    def __init__(self, hint: str) -> None:
        super().__init__(tr("查找楼栋"))
        self.setPlaceholderText(hint)
        self.addAction(icons.icon("search", "ink3", 16), TextEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.escaped.emit()
        else:
            super().keyPressEvent(event)


class _Lines(QStyledItemDelegate):
    """Paints a building with its street above and how far it is walked."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, theme().px(52))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line: BuildingLine = index.data(_LINE)
        look = theme()
        # The stubs do not know the fields of an option.
        area: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(look.colour("primary_tint"))
            painter.setPen(QPen(look.colour("primary"), 2))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 8, 8)
        inner = area.adjusted(look.px(14), look.px(6), -look.px(14), -look.px(6))
        upper, lower = QRect(inner), QRect(inner)
        upper.setHeight(inner.height() // 2)
        lower.setTop(upper.bottom())
        painter.setFont(look.font(14, bold=True))
        painter.setPen(look.colour("ink"))
        painter.drawText(upper, _MIDDLE_LEFT, line.address)
        painter.setFont(look.font(12))
        painter.setPen(look.colour("ink3"))
        painter.drawText(lower, _MIDDLE_LEFT, line.above)
        self._progress(painter, inner, line)
        painter.restore()

    def _progress(self, painter: QPainter, inner: QRect, line: BuildingLine) -> None:
        look = theme()
        painter.setFont(look.font(13))
        painter.setPen(look.colour("ink2"))
        share = tr("{done} / {all} 户", done=line.settled, all=line.doors)
        painter.drawText(inner, _MIDDLE_RIGHT, share)
        width, height = look.px(120), look.px(8)
        left = inner.right() - look.px(96) - width
        bar = QRectF(left, inner.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(bar, height / 2, height / 2)
        if line.doors and line.settled:
            bar.setWidth(max(height, width * line.settled / line.doors))
            painter.setBrush(look.colour("bar"))
            painter.drawRoundedRect(bar, height / 2, height / 2)
