"""Long lists: a table over a sequence of ids whose rows are fetched when they are seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, row, wrapping
from unionapp.ui.wording import language, tr

PAGE = 100
_PAGES_KEPT = 64
_LEAST_ROOM = 130  # pixels at 100 % of the column that takes what is left
Index = QModelIndex | QPersistentModelIndex
Row = Mapping[str, str]
Fetch = Callable[[Sequence[str]], Mapping[str, Row]]
_NOWHERE = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACTING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: the key of its text in a row, its heading and its measure.

    `width` is in pixels at 100 %; 0 takes the room that is left. `align` is left, right or center.
    Where the end of a text says most, as in an address, `tail` cuts it in the middle.
    """

    key: str
    zh: str
    en: str
    width: int = 0
    align: str = "left"
    tail: bool = False

    def heading(self) -> str:
        """Return the heading in the language of the window."""
        return self.zh if language() == "zh" else self.en


class IdTable(QAbstractTableModel):
    """Rows by id, fetched a page at a time; `fetch(ids)` returns what is shown, by id.

    Only the pages seen last are kept, so that a list of a million ids costs the ids alone. An id
    that `fetch` does not return shows an empty row.
    """

    def __init__(
        self, columns: Sequence[Column], fetch: Fetch, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._ids: Sequence[str] = ()
        self._pages: OrderedDict[int, Mapping[str, Row]] = OrderedDict()

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show these records in this order; everything fetched before is forgotten."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Fetch again what is seen, the ids staying as they are: after a change of data."""
        self._pages.clear()
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def id_at(self, row: int) -> str:
        """Return the id in a row."""
        return self._ids[row]

    def row_of(self, id_: str) -> int | None:
        """Return the row of an id, or None."""
        try:
            return self._ids.index(id_)
        except ValueError:
            return None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401
        # Called some eight times for each cell that is painted; most roles mean nothing here.
        if role in (_DISPLAY, _TOOL_TIP):
            return self._row(index.row()).get(self.columns[index.column()].key, "")
        if role == _ALIGNMENT:
            return _SIDES[self.columns[index.column()].align] | _MIDDLE
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return self.columns[section].heading()
        if role == _ALIGNMENT:
            return _SIDES[self.columns[section].align] | _MIDDLE
        return None

    def _row(self, row: int) -> Row:
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(self._ids[number * PAGE : (number + 1) * PAGE])
            self._pages[number] = page
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(self._ids[row], {})


class ListView(QTableView):
    """Shows an `IdTable`: one row selected, Enter opens it, typing goes to the search field.

    The columns named in `spare` are left out, the first of them first, where the column that takes
    the room that is left would have too little of it.

    Signals: `opened(id)` on Enter or a double click, `moved(id)` when another row is selected,
    `entered_none` on Enter where nothing is selected.
    """

    opened = Signal(str)
    entered_none = Signal()
    moved = Signal(str)

    def __init__(
        self, table: IdTable, parent: QWidget | None = None, *, spare: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self._table = table
        places = {one.key: place for place, one in enumerate(table.columns)}
        self._spare = [places[key] for key in spare]
        self._search: QLineEdit | None = None
        self._empty: _Empty | None = None
        self._sought = ""
        self._kept: str | None = None
        self._dress()
        table.modelAboutToBeReset.connect(self._keep)
        self.setModel(table)
        table.modelReset.connect(self._restore)
        self._measure()
        self.doubleClicked.connect(lambda index: self.opened.emit(table.id_at(index.row())))

    def set_search(self, field: QLineEdit) -> None:
        """Give the field that takes what is typed while the list has the focus."""
        self._search = field
        self._take_input_method()

    def set_empty(
        self, sentence: str, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Say what stands in place of an empty list: a sentence, and a button that helps on."""
        if self._empty is not None:
            self._empty.setParent(None)
            self._empty.deleteLater()
        self._empty = _Empty(self, sentence, action, act)
        self._show_empty()

    def set_sought(self, text: str) -> None:
        """Take what is looked for: an empty list then says that, and not how it is filled."""
        self._sought = text.strip()

    def select(self, id_: str) -> bool:
        """Select a record and bring it into sight; False when the list does not have it."""
        row = self._table.row_of(id_)
        if row is not None:
            self.setCurrentIndex(self._table.index(row, 0))
            self.executeDelayedItemsLayout()  # else a list just filled scrolls within the old one
            self.scrollTo(self.currentIndex())
        return row is not None

    def selected(self) -> str | None:
        """Return the id of the selected row, if any."""
        row = self.currentIndex().row()
        return self._table.id_at(row) if 0 <= row < self._table.rowCount() else None

    # Look

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme().px(36))
        rows.setMinimumSectionSize(theme().px(36))
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)

    def _measure(self) -> None:
        heads = self.horizontalHeader()
        for place, one in enumerate(self._table.columns):
            if one.width:
                heads.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                # English heads are longer than the Chinese ones that widths are chosen for.
                heads.resizeSection(place, max(theme().px(one.width), heads.sectionSizeHint(place)))
            else:
                heads.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            if one.tail:
                self.setItemDelegateForColumn(place, _Tail(self))

    def _fit_columns(self) -> None:
        heads, columns = self.horizontalHeader(), self._table.columns
        for place in self._spare:
            self.setColumnHidden(place, False)
        fixed = [place for place, one in enumerate(columns) if one.width]
        room = self.viewport().width() - sum(heads.sectionSize(place) for place in fixed)
        for place in self._spare:
            if room < theme().px(_LEAST_ROOM):
                room += heads.sectionSize(place)
                self.setColumnHidden(place, True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns()
        super().resizeEvent(event)
        self._show_empty()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            at = self.visualRect(self._table.index(self.currentIndex().row(), 0))
            painter = QPainter(self.viewport())
            bar = QRect(0, at.top(), theme().px(3), at.height())
            painter.fillRect(bar, theme().colour("primary"))
            painter.end()

    def _show_empty(self) -> None:
        if self._empty is None:
            return
        self._empty.setGeometry(self.viewport().geometry())
        self._empty.say_sought(self._sought)
        self._empty.setVisible(self._table.rowCount() == 0)

    # A new sequence of ids

    def _keep(self) -> None:
        self._kept = self.selected()

    def _restore(self) -> None:
        """Stay on the record that was selected, though the list is another one."""
        if self._kept is not None and not self.select(self._kept):
            self._kept = None
        self._show_empty()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen, text = self.selected(), event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if chosen is not None:
                self.opened.emit(chosen)
            else:
                self.entered_none.emit()
        elif self._search is not None and self._is_typing(event):
            self._type(text)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._table.rowCount():
            last = self._table.rowCount() - 1 if event.key() == Qt.Key.Key_End else 0
            self.setCurrentIndex(self._table.index(last, 0))
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _is_typing(self, event: QKeyEvent) -> bool:
        text = event.text()
        return bool(text) and text.isprintable() and not event.modifiers() & _ACTING

    def _type(self, text: str) -> None:
        """Hand text over to the search field and go on there."""
        if self._search is not None:
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._search.deselect()
            self._search.end(False)
            self._search.insert(text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what an input method committed; Chinese may be typed at a list, too."""
        if event.commitString() and self._search is not None:
            self._type(event.commitString())
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._take_input_method()
        if self.selected() is None and self._table.rowCount():
            self.setCurrentIndex(self._table.index(0, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._take_input_method()
        if current.isValid() and current.row() != previous.row():
            id_ = self._table.id_at(current.row())
            if id_ != self._kept:  # the same record in a new sequence has not moved
                self.moved.emit(id_)
            self._kept = None

    def _take_input_method(self) -> None:
        # The item view switches input methods off at every step because no cell is edited.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, self._search is not None)


class _Tail(QStyledItemDelegate):
    """Cuts a text that is too long in its middle."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined] # the stubs do not know it


class _Empty(QWidget):
    """Stands over a list that has no rows."""

    def __init__(
        self, view: QTableView, sentence: str, action: str, act: Callable[[], None] | None
    ) -> None:
        super().__init__(view)
        self._sentence = sentence
        self._said = wrapping(sentence, 14, "ink2")
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._helps: list[QPushButton] = []
        if action and act is not None:
            self._helps.append(button(action, "primary"))
            self._helps[0].clicked.connect(act)
        helps = row(None, *self._helps, None)
        self.setLayout(column(None, self._said, helps, None, gap=12, margins=(24, 24, 24, 24)))

    def say_sought(self, text: str) -> None:
        """Say that nothing was found for a text; for "" say what stands here."""
        nothing = tr("没有找到「{text}」。按 Esc 清除查找。", text=text) if text else self._sentence
        self._said.setText(nothing)
        for one in self._helps:
            one.setVisible(not text)
