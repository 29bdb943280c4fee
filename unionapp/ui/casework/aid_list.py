"""The list of programmes and cases of one household: drawn, walked by arrows, opened by digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from unionapp.ui.casework.aid_rows import AidRow, Heading, Line
from unionapp.ui.theme import theme
from unionapp.ui.widgets.icons import pixmap
from unionapp.ui.wording import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ITEM = int(Qt.ItemDataRole.UserRole)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROW, _HEADING = 54, 38
# Each answer is told apart by its mark as well as by its colour: icon, ink, ground.
LOOKS = {
    "qualifies": ("check", "ok", "ok_tint"),
    "misses": ("warning", "warning", "warning_tint"),
    "has": ("heart", "primary", "primary_tint"),
    "unknown": ("form", "ink3", "page"),
    "fails": ("lock", "ink3", "page"),
}


class AidList(QListView):
    """Lines under headings; Enter or a digit acts on one.

    Signals:
        moved: another line was selected; carries the `AidRow` or None.
        opened: a line is to be acted on; carries the `AidRow`.
    """

    moved = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lines = _Lines(self)
        self.setModel(self._lines)
        self.setItemDelegate(_Drawn(self))
        self.setAccessibleName(tr("帮扶项目"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self._open(self._lines.row(index)))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; the one that was selected stays so, else the first is."""
        before = self.selected()
        self._lines.show(lines)
        rows = [n for n, one in enumerate(lines) if isinstance(one, AidRow)]
        kept = [n for n in rows if before is not None and _key(lines[n]) == before.key]
        for at in (kept or rows)[:1]:
            self.setCurrentIndex(self._lines.index(at, 0))
        if rows and not kept:
            self.scrollToTop()
        if not rows:
            self.moved.emit(None)

    def selected(self) -> AidRow | None:
        """Return the line that is selected."""
        return self._lines.row(self.currentIndex())

    def select(self, key: str) -> bool:
        """Select a line by its key."""
        for at, one in enumerate(self._lines.lines):
            if isinstance(one, AidRow) and one.key == key:
                self.setCurrentIndex(self._lines.index(at, 0))
                return True
        return False

    def lines(self) -> tuple[Line, ...]:
        """Return what is listed."""
        return self._lines.lines

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.scrollTo(current)
        self.moved.emit(self._lines.row(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acting = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.selected())
        elif event.text() and event.text() in "123456789" and not acting:
            for at, one in enumerate(self._lines.lines):
                if isinstance(one, AidRow) and one.digit == event.text():
                    self.setCurrentIndex(self._lines.index(at, 0))
                    self._open(one)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open(self, row: AidRow | None) -> None:
        if row is not None:
            self.opened.emit(row)


def _key(line: Line) -> str:
    return line.key if isinstance(line, AidRow) else ""


class _Lines(QAbstractListModel):
    """What is listed; a heading cannot be selected, so that the arrows pass it over."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def row(self, index: Index) -> AidRow | None:
        found = self.lines[index.row()] if index.isValid() else None
        return found if isinstance(found, AidRow) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.row(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = _ITEM) -> Any:  # noqa: ANN401
        line = self.lines[index.row()]
        if role == _ITEM:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _said(line)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, AidRow):
            return line.about
        return None


def _said(line: Line) -> str:
    if isinstance(line, Heading):
        return f"{line.title} {line.count}"
    return " ".join(one for one in (line.title, line.people, line.right, line.about) if one)


class _Drawn(QStyledItemDelegate):
    """Draws a heading, or a line: digit, mark, programme and people, amount, reasons."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(_ITEM), Heading)
        return QSize(0, theme().px(_HEADING if heading else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(_ITEM)
        # The stubs of PySide6 leave out the fields that the option has from QStyleOption.
        state, box = option.state, QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Heading):
            self._heading(painter, box, line)
        else:
            self._row(painter, box, line, chosen=bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _heading(self, painter: QPainter, box: QRect, line: Heading) -> None:
        look = theme()
        icon, ink, _ = LOOKS[line.answer]
        side = look.px(18)
        box.adjust(look.px(6), look.px(8), -look.px(12), 0)
        top = box.center().y() - side // 2
        painter.drawPixmap(box.left(), top, pixmap(icon, look.colours[ink], side))
        box.setLeft(box.left() + side + look.px(8))
        width = _text(painter, box, line.title, 13, ink, bold=True)
        box.setLeft(box.left() + width + look.px(8))
        _text(painter, box, str(line.count), 13, "ink3")
        _text(painter, box, line.right, 13, "ink2", where=_RIGHT)

    def _row(self, painter: QPainter, box: QRect, line: AidRow, *, chosen: bool) -> None:
        look = theme()
        inner = box.adjusted(look.px(2), look.px(1), -look.px(6), -look.px(1))
        if chosen:
            painter.setPen(
                QPen(look.colour("primary"), 2) if self._has_focus() else Qt.PenStyle.NoPen
            )
            painter.setBrush(look.colour("primary_tint"))
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), 8, 8)
        _digit(painter, inner, line.digit)
        text = inner.adjusted(look.px(40), look.px(5), -look.px(10), -look.px(5))
        half = text.height() // 2
        upper = QRect(text.left(), text.top(), text.width(), half)
        lower = QRect(text.left(), text.top() + half, text.width(), half)
        ink = LOOKS[line.answer][1] if line.answer in ("qualifies", "has") else "ink"
        width = _text(painter, upper, line.right, 14, ink, bold=True, where=_RIGHT)
        upper.setRight(upper.right() - width - look.px(8) * bool(width))
        width = _text(painter, upper, line.title, 14, "ink", bold=True)
        upper.setLeft(upper.left() + width + look.px(8))
        _text(painter, upper, line.people, 13, "ink2")
        _text(painter, lower, line.about, 12, "ink2" if chosen else "ink3")

    def _has_focus(self) -> bool:
        view = self.parent()
        return isinstance(view, AidList) and view.hasFocus()


def _digit(painter: QPainter, box: QRect, digit: str) -> None:
    """Draw the cap of the key that acts on the line."""
    if not digit:
        return
    look = theme()
    side = look.px(20)
    cap = QRect(box.left() + look.px(10), box.top() + look.px(8), side, side)
    painter.setPen(QPen(look.colour("border"), 1))
    painter.setBrush(look.colour("card"))
    painter.drawRoundedRect(cap, 4, 4)
    painter.setFont(look.font(11))
    painter.setPen(look.colour("ink2"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, digit)


def _text(
    painter: QPainter,
    box: QRect,
    text: str,
    size: int,
    ink: str,
    *,
    bold: bool = False,
    where: Qt.AlignmentFlag = _LEFT,
) -> int:
    """Draw a text that ends in … where it is too long; returns its width."""
    if not text or box.width() <= 0:
        return 0
    painter.setFont(theme().font(size, bold=bold))
    painter.setPen(theme().colour(ink))
    fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, where, fitting)
    return painter.fontMetrics().horizontalAdvance(fitting)
