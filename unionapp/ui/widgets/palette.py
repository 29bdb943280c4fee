"""The command palette: one field for people, doors, employers and commands, over the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import column, label
from unionapp.ui.widgets.elided import ElidedLabel
from unionapp.ui.widgets.icons import icon, pixmap
from unionapp.ui.wording import tr
from unionapp.values.names import pinyin_keys

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ITEM = int(Qt.ItemDataRole.UserRole)
_MOST_ROWS = 9
_ROW, _AROUND = 46, 196  # pixels at 100 %: a row; the field, the keys and the window around them
_TITLE = 30
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ICONS = {
    "person": "person",
    "household": "home",
    "employer": "office",
    "union": "office",
    "place": "grid",
    "membership": "person",
    "hardship_file": "heart",
    "case": "heart",
    "receipt": "printer",
    "issued_document": "printer",
}


@dataclass(frozen=True, slots=True)
class PaletteHit:
    """A record that was found; what it shows of a person is masked by whoever searched."""

    kind: str
    id: str
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do: its name, the key that does it without the palette, and what it runs."""

    name: str
    key: str
    run: Callable[[], None]


Search = Callable[[str], Sequence[PaletteHit]]
Item = PaletteHit | Command


def matching(commands: Sequence[Command], text: str) -> tuple[Command, ...]:
    """Return the commands that a text means: by part of the name, pinyin or initials."""
    wanted = "".join(text.split()).casefold()
    return tuple(one for one in commands if _means(one.name, wanted))


def _means(name: str, wanted: str) -> bool:
    return wanted in name.casefold() or any(key.startswith(wanted) for key in _keys(name))


@cache
def _keys(name: str) -> frozenset[str]:
    return pinyin_keys(name)


class Palette(QWidget):
    """Lies over its window while it is open; Esc or a click beside it closes it.

    `title` says what is being chosen, and `sought` what may be typed to find it; without them it
    finds everything and does everything.

    Signal `chosen(kind, id)`: a record was picked. A picked command is run. The focus goes back
    to where it was when the palette closes.
    """

    chosen = Signal(str, str)

    def __init__(
        self, window: QWidget, search: Search, *, title: str = "", sought: str = ""
    ) -> None:
        super().__init__(window)
        self._title, self._sought = title, sought
        self._search = search
        self._commands: tuple[Command, ...] = ()
        self._before: QWidget | None = None
        self._items = _Items(self)
        self._field, self._list, self._none = QLineEdit(), QListView(), QLabel()
        self._panel = QFrame(self)
        self._build()
        self._field.textChanged.connect(self._find)
        self._list.clicked.connect(lambda index: self._take(index))
        window.installEventFilter(self)
        self.hide()

    def set_commands(self, commands: Sequence[Command]) -> None:
        """Give everything that can be done; all of it is listed while nothing is typed."""
        self._commands = tuple(commands)

    def open(self, text: str = "") -> None:
        """Show the palette over its window, with a text to begin with."""
        window = self.parentWidget()
        if self.isHidden() and window is not None:
            self._before = window.window().focusWidget()
        self._field.setText(text)
        self._find(text)
        self.show()
        self.raise_()
        self._place()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Hide the palette and give the focus back."""
        self.hide()
        before, self._before = self._before, None
        if before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def items(self) -> tuple[Item, ...]:
        """Return what is listed at the moment."""
        return self._items.items

    # Finding and taking

    def _find(self, text: str) -> None:
        """List what a text means. `textChanged` tells committed text only, never half a word."""
        text = text.strip()
        hits = tuple(self._search(text)) if text else ()
        self._items.show((*hits, *matching(self._commands, text)))
        self._list.setCurrentIndex(self._items.index(0, 0))
        self._none.setText(
            tr("没有找到「{sought}」。可输入：{how}", sought=text, how=self._sought)
            if self._sought
            else tr("没有找到「{sought}」。可输入姓名、拼音首字母、电话或门牌号", sought=text)
        )
        self._none.setVisible(not self._items.items)
        self._list.setVisible(bool(self._items.items))
        self._place()

    def _take(self, index: Index) -> None:
        if not index.isValid():
            return
        item = self._items.items[index.row()]
        self.close_palette()
        if isinstance(item, Command):
            item.run()
        else:
            self.chosen.emit(item.kind, item.id)

    def _step(self, rows: int) -> None:
        """Select another row; past the end it begins again."""
        count = self._items.rowCount()
        if count:
            row = (self._list.currentIndex().row() + rows) % count
            self._list.setCurrentIndex(self._items.index(row, 0))
            self._list.setAccessibleDescription(_said(self._items.items[row]))

    # Look and events

    def _build(self) -> None:
        self._panel.setObjectName("card")
        self._field.setPlaceholderText(
            self._sought or tr("姓名 / 拼音首字母 / 电话 / 门牌号 / 命令")
        )
        self._field.setAccessibleName(self._title or tr("查找与命令"))
        find = icon("search", "ink3", 16)
        self._field.addAction(find, QLineEdit.ActionPosition.LeadingPosition)
        self._field.installEventFilter(self)
        self._list.setModel(self._items)
        self._list.setItemDelegate(_Line(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(tr("结果"))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setWordWrap(True)
        self._none.setFixedHeight(theme().px(72))
        keys = tr("↑↓ 选择　Enter 选定　Esc 返回") if self._title else ""
        hints = label(keys or tr("↑↓ 选择　Enter 打开　Esc 关闭"), 12, "ink3")
        whole = column(self._field, self._list, self._none, hints, margins=(10, 10, 10, 8))
        if self._title:
            whole.insertWidget(0, ElidedLabel(self._title, 15, bold=True))
        self._panel.setLayout(whole)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        look = theme()
        around = look.px(_AROUND + (_TITLE if self._title else 0))
        room = (self.height() - around) // look.px(_ROW)
        rows = min(_MOST_ROWS, room, max(1, self._items.rowCount()))
        self._list.setFixedHeight(rows * look.px(_ROW))
        width = min(look.px(620), self.width() - look.px(48))
        self._panel.setFixedWidth(width)
        self._panel.adjustSize()
        high = min(self._panel.sizeHint().height(), self.height() - look.px(96))
        self._panel.setGeometry((self.width() - width) // 2, look.px(64), width, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._key(event)
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Act on a key of the field; say whether it was one of the palette's."""
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_Tab: 1,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(10, 16, 26, 110))
        painter.end()


class _Items(QAbstractListModel):
    """What the palette lists."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: tuple[Item, ...] = ()

    def show(self, items: tuple[Item, ...]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = _ITEM) -> Any:  # noqa: ANN401
        item = self.items[index.row()]
        if role == _ITEM:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _said(item)
        return None


def _said(item: Item) -> str:
    first, second = _texts(item)
    return f"{first} {second}".strip()


def _texts(item: Item) -> tuple[str, str]:
    if isinstance(item, Command):
        return item.name, item.key
    return item.title, item.subtitle


class _Line(QStyledItemDelegate):
    """Draws a record with its kind, or a command with its key."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme().px(46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, item = theme(), index.data(_ITEM)
        # The stubs of PySide6 leave out the fields that the option has from QStyleOption.
        state, box = option.state, QRect(option.rect)  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        box.adjust(look.px(2), look.px(1), -look.px(2), -look.px(1))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("primary_tint" if chosen else "page"))
            painter.drawRoundedRect(box, 8, 8)
        ink = look.colours["primary" if chosen else "ink2"]
        name = "chevron" if isinstance(item, Command) else _ICONS.get(item.kind, "search")
        side = look.px(20)
        top = box.top() + (box.height() - side) // 2
        painter.drawPixmap(box.left() + look.px(10), top, pixmap(name, ink, side))
        box.adjust(look.px(42), 0, -look.px(10), 0)
        if isinstance(item, Command):
            self._command(painter, box, item)
        else:
            self._hit(painter, box, item)
        painter.restore()

    def _hit(self, painter: QPainter, box: QRect, item: PaletteHit) -> None:
        look = theme()
        half = box.height() // 2
        upper = QRect(box.left(), box.top() + look.px(2), box.width(), half)
        lower = QRect(box.left(), box.top() + half - look.px(1), box.width(), half)
        self._text(painter, upper, item.title, 14, "ink", bold=True)
        self._text(painter, lower, item.subtitle, 12, "ink2")

    def _command(self, painter: QPainter, box: QRect, item: Command) -> None:
        look = theme()
        self._text(painter, box, item.name, 14, "ink")
        if not item.key:
            return
        painter.setFont(look.font(12))
        width = painter.fontMetrics().horizontalAdvance(item.key) + look.px(12)
        high = look.px(22)
        cap = QRect(box.right() - width, box.center().y() - high // 2, width, high)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(look.colour("page"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(look.colour("ink2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, item.key)

    def _text(
        self, painter: QPainter, box: QRect, text: str, size: int, ink: str, *, bold: bool = False
    ) -> None:
        painter.setFont(theme().font(size, bold=bold))
        painter.setPen(theme().colour(ink))
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _LEFT, fitting)
