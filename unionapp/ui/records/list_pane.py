"""A list with its title, its filters and its search field: the left half of a page of records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.basics import button, column, label
from unionapp.ui.widgets.elided import ElidedLabel
from unionapp.ui.widgets.flow import Group
from unionapp.ui.widgets.folding import Folding
from unionapp.ui.widgets.list_view import Column, Fetch, IdTable, ListView
from unionapp.ui.widgets.segments import Segments
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

# Typing goes on while the list follows: one reading after the last key, not one a key.
_SETTLE_MS = 120
_SEARCH = 116  # pixels at 100 % that the search field needs beside the filters
Ids = Callable[[str, str], Sequence[str]]


class ListPane(QFrame):
    """Lists records by id; `ids(filter, text)` says which, `fetch` what is seen of them.

    The columns named in `spare` give way where the list is narrow. Ctrl+F searches, Esc clears
    the search, F5 goes to the next filter, Ctrl+N asks for a new one. `new` is what the button of
    Ctrl+N says, None leaves it off; `more` are buttons before it.

    Signals:
        moved: another record was selected; carries its id, "" when a search finds nothing.
        opened: Enter on a record; carries its id.
        new_asked: Ctrl+N.
    """

    moved = Signal(str)
    opened = Signal(str)
    new_asked = Signal()

    def __init__(
        self,
        bench: Workbench,
        title: str,
        columns: Sequence[Column],
        filters: Sequence[tuple[str, str]],
        ids: Ids,
        fetch: Fetch,
        spare: Sequence[str] = (),
        *,
        new: str | None = "",
        more: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bench, self._ids = bench, ids
        self._asked = self._answered = 0
        self._is_new, self._list_wanted, self._open_wanted = True, False, False
        self._wanted: str | None = None
        self._empty: tuple[str, str] = ("", "")
        self._help: tuple[str, Callable[[], None]] | None = None
        self.filter = filters[0][0]
        self._title = ElidedLabel(title, 20, bold=True)
        self.count = label("", 13, "ink3")
        self.new = button(new or tr("新增"), key="Ctrl+N")
        self.new.clicked.connect(self.new_asked)
        self.search = self._make_search()
        self.table = IdTable(columns, fetch, self)
        self.view = self._make_view(title, spare)
        self.segments = Segments([(key, text, "F5") for key, text in filters], self._choose)
        self.segments.choose(self.filter)
        self._lay_out((*more, self.new) if new is not None else more)
        self.setFocusProxy(self.view)
        bind(self, "Ctrl+F", self._focus_search)
        bind(self, "Ctrl+N", self.new_asked.emit)
        bind(self, "F5", self._next_filter)

    def _make_search(self) -> TextEdit:
        made = TextEdit(tr("在列表中查找"))
        made.setPlaceholderText(tr("查找  Ctrl+F"))
        made.next_asked.connect(self._search_entered)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._read_anew)
        made.textChanged.connect(lambda _text: self._timer.start())
        return made

    def _make_view(self, title: str, spare: Sequence[str]) -> ListView:
        made = ListView(self.table, spare=spare)
        made.setAccessibleName(title)
        made.set_search(self.search)
        made.moved.connect(self.moved)
        made.opened.connect(self.opened)
        made.entered_none.connect(self._entered_early)
        return made

    def _lay_out(self, buttons: Sequence[QWidget]) -> None:
        head = Folding(Group(self._title, self.count, gap=12), Group(*buttons, gap=12))
        filters = Folding(self.segments, self.search, grows=True, least=_SEARCH)
        whole = column(head, filters, self.view, gap=12, margins=(20, 14, 12, 12))
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def set_title(self, title: str) -> None:
        """Say what is listed."""
        self._title.setText(title)
        self.view.setAccessibleName(title)

    def set_empty(self, at_all: str, such: str, action: str, act: Callable[[], None]) -> None:
        """Say what to do first where nothing is kept yet, and what where the filter hides all."""
        self._empty, self._help = (at_all, such), (action, act)
        self._say_empty()

    def _say_empty(self) -> None:
        if self._help is not None:
            is_all = self.filter == self.segments.keys()[0]
            self.view.set_empty(self._empty[0 if is_all else 1], *self._help)

    def read(self) -> None:
        """Read the ids anew, off the screen's thread; an answer to an older question is dropped."""
        self._asked += 1
        asked, chosen, text = self._asked, self.filter, self.search.text()
        self._bench.tasks.run(
            lambda _progress: self._ids(chosen, text),
            Handlers(lambda found: self._show(asked, found), failed=self._bench.messages.problems),
        )

    def show_id(self, id_: str) -> None:
        """Select a record, looking past filter and search where they hide it."""
        self._wanted = id_
        if self.view.select(id_):
            self._wanted = None
            return
        self.search.clear()
        self.show_all()

    def show_all(self) -> None:
        """Go back to the first filter, and read anew."""
        self._choose(self.segments.keys()[0])

    def focus_list(self) -> None:
        """Put the focus on the list."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search_entered(self) -> None:
        """Go to the list when it shows what was asked for: keys act on what stands in it."""
        if self._timer.isActive():
            self._timer.stop()
            self._read_anew()
        self._list_wanted = self._answered != self._asked
        if not self._list_wanted:
            self.focus_list()

    def _entered_early(self) -> None:
        """Remember an Enter that came before the list: it is carried out when the list is there."""
        self._open_wanted = self._answered != self._asked

    def _show(self, asked: int, found: Sequence[str]) -> None:
        if asked != self._asked:
            return
        self._answered = asked
        self.view.set_sought(self.search.text())
        self.table.set_ids(tuple(found))
        self.count.setText(tr("{count} 条", count=f"{len(found):,}"))
        if self._wanted is not None and self.view.select(self._wanted):
            self._wanted = None
        elif self._is_new and self.view.selected() is None and found:
            # Only for a new question: a record that a step has taken off the list stays in hand,
            # and no key acts on whoever happens to stand first.
            self.view.select(found[0])
        if self._is_new and not found:
            self.moved.emit("")  # nobody stays beside the list whom a key would act on
        self._is_new = False
        if self._list_wanted:
            self._list_wanted = False
            self.focus_list()
        if self._open_wanted:
            self._open_wanted = False
            selected = self.view.selected()
            if selected is not None and self.view.hasFocus():
                self.opened.emit(selected)

    def _choose(self, chosen: str) -> None:
        self.filter = chosen
        self._say_empty()
        self.segments.choose(chosen)
        self._read_anew()

    def _next_filter(self) -> None:
        keys = self.segments.keys()
        self._choose(keys[(keys.index(self.filter) + 1) % len(keys)])

    def _read_anew(self) -> None:
        self._is_new = True
        self.read()

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaves = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down)
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.focus_list()
        elif leaves and self.search.hasFocus():
            self.focus_list()
        else:
            super().keyPressEvent(event)
