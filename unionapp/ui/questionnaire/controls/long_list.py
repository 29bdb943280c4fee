"""The open list under a field: choices a page at a time, and a line that says what goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QListView, QWidget

from unionapp.forms.definition import Choice
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import column, wrapping

PAGE = 50
_SHOWN = 9
_Index = QModelIndex | QPersistentModelIndex
Pages = Callable[[int, int], Sequence[Choice]]
"""Gives the choices from an offset on, at most so many."""


def _none(_offset: int, _limit: int) -> Sequence[Choice]:
    return ()


class ChoiceModel(QAbstractListModel):
    """The choices found, read a page at a time as the list is scrolled."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: Pages = _none
        self.found: list[Choice] = []
        self.chosen: frozenset[str] = frozenset()
        self._more = False

    def show_pages(self, pages: Pages) -> None:
        """Show another search from its beginning."""
        self.beginResetModel()
        self._pages = pages
        self.found = list(pages(0, PAGE))
        self._more = len(self.found) == PAGE
        self.endResetModel()

    def show_chosen(self, names: frozenset[str]) -> None:
        """Tick these."""
        self.chosen = names
        if self.found:
            self.dataChanged.emit(self.index(0), self.index(len(self.found) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        one = self.found[index.row()]
        return f"{'✓ ' if one.value in self.chosen else ''}{one.label or one.value}"

    def canFetchMore(self, parent: _Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, _parent: _Index) -> None:
        at = len(self.found)
        page = list(self._pages(at, PAGE))
        self._more = len(page) == PAGE
        if page:
            self.beginInsertRows(QModelIndex(), at, at + len(page) - 1)
            self.found.extend(page)
            self.endInsertRows()


class LongList(QFrame):
    """The list itself: a child of the window, so that no scroll area cuts it.

    Signals:
        clicked: a row was clicked; carries the name of the choice.
    """

    clicked = Signal(str)

    def __init__(self, under: QWidget) -> None:
        super().__init__(under)
        self.setObjectName("overlay")
        self._under = under
        self.model = ChoiceModel()
        self.view = QListView()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setModel(self.model)
        self.view.setStyleSheet(f"QListView::item {{ height: {theme().px(32)}px; }}")
        self.view.clicked.connect(lambda index: self.clicked.emit(self._name(index.row())))
        self.says = wrapping("", 13, "ink3")
        self.says.setMargin(theme().px(8))
        self.setLayout(column(self.view, self.says, gap=0, margins=(1, 1, 1, 1)))
        self.hide()

    def show_found(self, pages: Pages, *, says: str, mark: str | None) -> None:
        """Show what was found; `says` where it is nothing; `mark` is the choice to stand on.

        With no `mark` the first is marked, with "" none.
        """
        self.model.show_pages(pages)
        names = [one.value for one in self.model.found]
        at = 0 if mark is None else names.index(mark) if mark in names else -1
        self._mark(at if names else -1)
        self._say(says if not names else "")

    def show_waiting(self, says: str) -> None:
        """Say that the list is being made ready."""
        self.model.show_pages(_none)
        self._say(says)

    def _say(self, text: str) -> None:
        self.says.setText(text)
        self.says.setVisible(bool(text))
        self.view.setVisible(not text)
        self._place()

    def marked(self) -> str | None:
        """Return the name of the choice that is marked, None when none is."""
        row = self.view.currentIndex().row()
        return self._name(row) if self.isVisible() and row >= 0 else None

    def move_mark(self, by: int) -> None:
        """Mark another row; beyond the last one read the next page is read."""
        row = self.view.currentIndex().row() + by
        if row >= self.model.rowCount() and self.model.canFetchMore(QModelIndex()):
            self.model.fetchMore(QModelIndex())
        count = self.model.rowCount()
        if count:
            self._mark(max(0, min(row, count - 1)) if abs(by) > 1 else row % count)

    def _mark(self, row: int) -> None:
        self.view.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())

    def _name(self, row: int) -> str:
        return self.model.found[row].value

    def _place(self) -> None:
        window = self._under.window()
        if self.parent() is not window:
            self.setParent(window)
            self._follow_scrolling()
        look = theme()
        rows = min(max(1, self.model.rowCount()), _SHOWN)
        height = look.px(33) * rows + 4 if not self.says.text() else look.px(44)
        at = self._under.mapTo(window, QPoint(0, self._under.height() + 2))
        if at.y() + height > window.height():
            at = self._under.mapTo(window, QPoint(0, -height - 2))
        width = max(self._under.width(), look.px(260))
        self.setGeometry(at.x(), max(0, at.y()), width, height)
        self.show()
        self.raise_()

    def _follow_scrolling(self) -> None:
        """Stay under the field when the page beneath is scrolled."""
        at = self._under.parentWidget()
        while at is not None:
            if isinstance(at, QAbstractScrollArea):
                at.verticalScrollBar().valueChanged.connect(self._scrolled)
            at = at.parentWidget()

    def _scrolled(self) -> None:
        if self.isVisible():
            self._place()
