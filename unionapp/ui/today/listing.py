"""The list of today's doors: one painted row a door, under a heading for each reason."""

from __future__ import annotations

from collections.abc import Sequence

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
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from unionapp.services.today import Reason, TodayLine
from unionapp.ui.theme import theme
from unionapp.ui.today import words
from unionapp.ui.widgets import icons
from unionapp.ui.wording import tr

Index = QModelIndex | QPersistentModelIndex
_ROW, _HEADING = 54, 34


class TodayModel(QAbstractListModel):
    """Headings and lines in the order of the day."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[TodayLine | tuple[Reason, int]] = []

    def set_lines(self, lines: Sequence[TodayLine]) -> None:
        """Show these lines, which come ordered by reason."""
        self.beginResetModel()
        self._rows = []
        for line in lines:
            if line.reason not in {one.reason for one in self._rows if isinstance(one, TodayLine)}:
                count = sum(one.reason == line.reason for one in lines)
                self._rows.append((line.reason, count))
            self._rows.append(line)
        self.endResetModel()

    def line(self, index: Index) -> TodayLine | None:
        """Return the line of a row; None for a heading."""
        found = self._rows[index.row()] if index.isValid() else None
        return found if isinstance(found, TodayLine) else None

    def heading(self, index: Index) -> tuple[Reason, int] | None:
        """Return the reason and count of a heading."""
        found = self._rows[index.row()]
        return None if isinstance(found, TodayLine) else found

    def row_of(self, door_id: str) -> int:
        """Return the row of a door, or of the first line; -1 when there is none."""
        lines = [n for n, one in enumerate(self._rows) if isinstance(one, TodayLine)]
        for row in lines:
            one = self._rows[row]
            if isinstance(one, TodayLine) and one.door_id == door_id:
                return row
        return lines[0] if lines else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line = self.line(index)
        if line is not None:
            return f"{line.address} · {words.why(line)}"
        reason, count = self.heading(index) or ("next", 0)
        return f"{words.heading(reason)} {count}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.line(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Rows(QStyledItemDelegate):
    """Paints a heading, or a mark with the address over the reason."""

    def __init__(self, view: QListView, lines: TodayModel) -> None:
        super().__init__(view)
        self._lines = lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme().px(_HEADING if self._lines.line(index) is None else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # The stubs do not know the fields of an option.
        area: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        line = self._lines.line(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line is None:
            self._heading(painter, area, *(self._lines.heading(index) or ("next", 0)))
        else:
            selected = bool(state & QStyle.StateFlag.State_Selected)
            focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
            self._line(painter, area, line, selected=selected, focused=focused)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, reason: Reason, count: int) -> None:
        look = theme()
        inner = area.adjusted(look.px(8), look.px(6), 0, 0)
        painter.setFont(look.font(13, bold=True))
        painter.setPen(look.colour("ink2"))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        title = words.heading(reason)
        painter.drawText(inner, left, title)
        inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance(title) + look.px(8))
        painter.setFont(look.font(13))
        painter.setPen(look.colour("ink3"))
        painter.drawText(inner, left, str(count))

    def _line(
        self, painter: QPainter, area: QRect, line: TodayLine, *, selected: bool, focused: bool
    ) -> None:
        look = theme()
        inner = area.adjusted(2, 2, -2, -2)
        if selected:
            painter.setBrush(look.colour("primary_tint"))
            pen = QPen(look.colour("primary"), 2) if focused else Qt.PenStyle.NoPen
            painter.setPen(pen)
            painter.drawRoundedRect(inner, 8, 8)
        ink, fill = words.COLOURS[line.reason]
        side = look.px(34)
        mark = QRect(area.left() + look.px(10), area.center().y() - side // 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(fill))
        painter.drawEllipse(mark)
        size = look.px(18)
        drawn = icons.pixmap(words.ICONS[line.reason], look.colours[ink], size)
        offset = (side - size) // 2
        painter.drawPixmap(mark.left() + offset, mark.top() + offset, drawn)
        text = area.adjusted(look.px(56), look.px(7), -look.px(12), -look.px(7))
        upper, lower = QRect(text), QRect(text)
        upper.setHeight(text.height() // 2)
        lower.setTop(upper.bottom())
        self._text(painter, upper, line.address, 14, "ink", bold=True)
        colour = ink if line.reason in ("overdue", "due") else "ink2"
        self._text(painter, lower, words.why(line), 13, colour)

    def _text(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        size: int,
        colour: str,
        *,
        bold: bool = False,
    ) -> None:
        look = theme()
        painter.setFont(look.font(size, bold=bold))
        painter.setPen(look.colour(colour))
        cut = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, cut, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class TodayView(QListView):
    """The list; `chosen` hands out a door id on Enter or double click, `at` the current line."""

    chosen = Signal(str)
    at = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = TodayModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Rows(self, self.lines))
        self.setAccessibleName(tr("今日走访"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._choose)

    def show_lines(self, lines: Sequence[TodayLine]) -> None:
        """Show today's lines with the focus on the door that had it."""
        before = self.lines.line(self.currentIndex())
        self.lines.set_lines(lines)
        row = self.lines.row_of(before.door_id if before else "")
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row))
            if row <= 1:
                self.scrollToTop()
        self.at.emit(self.lines.line(self.currentIndex()))

    def current_line(self) -> TodayLine | None:
        """Return the line that has the focus."""
        return self.lines.line(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.at.emit(self.lines.line(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: Index) -> None:
        line = self.lines.line(index)
        if line is not None:
            self.chosen.emit(line.door_id)

    def changeEvent(self, event: QEvent) -> None:
        """Rows are as high as the type is large."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.doItemsLayout()
