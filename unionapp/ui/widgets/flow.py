"""Lays widgets out in lines, as words in a paragraph."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from unionapp.ui.theme import theme


class FlowLayout(QLayout):
    """Items from left to right, those of a line centred on it; the next line where one is full."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more room than its lines need: a list beside it has the rest."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        gaps = max(len(lines) - 1, 0) * self._gap
        return gaps + sum(_height(line) for line in lines)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        y = rect.y()
        for line in self._lines(rect.width()):
            x, high = rect.x(), _height(line)
            for item in line:
                hint = item.sizeHint()
                hint.setWidth(min(hint.width(), rect.width()))
                item.setGeometry(QRect(QPoint(x, y + (high - hint.height()) // 2), hint))
                x += hint.width() + self._gap
            y += high + self._gap

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._seen():
            size = size.expandedTo(item.minimumSize())
        return size

    def line_width(self) -> int:
        """Return how wide it is to lay everything on one line."""
        widths = [item.sizeHint().width() for item in self._seen()]
        return sum(widths) + max(len(widths) - 1, 0) * self._gap

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._seen():
            needed = item.sizeHint().width()
            if not lines or left + needed > width:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += needed + self._gap
        return lines


def _height(line: list[QLayoutItem]) -> int:
    return max(item.sizeHint().height() for item in line)


def flowing(*items: QWidget, gap: float = 8) -> QWidget:
    """Return items in lines, as words in a paragraph."""
    made = QWidget()
    _pour(made, items, gap)
    return made


class Group(QWidget):
    """Items that would like to stand on one line, and break it where they must."""

    def __init__(self, *items: QWidget, gap: float = 8) -> None:
        super().__init__()
        self.flow = _pour(self, items, gap)

    def sizeHint(self) -> QSize:
        return QSize(self.flow.line_width(), self.flow.minimumSize().height())


def _pour(holder: QWidget, items: tuple[QWidget, ...], gap: float) -> FlowLayout:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    flow = FlowLayout(holder, theme().px(gap))
    for item in items:
        flow.addWidget(item)
    return flow
