"""The frame of the window: navigation, top bar, pages, status bar; no state of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLineEdit,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from unionapp.ui.theme import theme
from unionapp.ui.widgets import basics, icons
from unionapp.ui.widgets.basics import avatar, chip, label, row
from unionapp.ui.widgets.crumbs import Crumbs
from unionapp.ui.widgets.key_hints import KeyHints
from unionapp.ui.wording import tr

WIDE = 1240
SMALLEST = QSize(1024, 576)
_NAV_WIDE, _NAV_RAIL = 192, 64


def page_key(number: int) -> str:
    """Return the key of a page by its place, from 1: the keys of the top row in their order."""
    return f"Alt+{'1234567890-='[number - 1]}"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the navigation; it is made when it is first shown."""

    key: str
    title: str
    icon: str
    make: Callable[[], QWidget]


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key and what it does here; shown in the status bar and on F1."""

    keys: str
    action: str


class NavButton(QToolButton):
    """One page in the navigation, with the count of what waits there."""

    def __init__(self, entry: PageEntry, number: int) -> None:
        super().__init__()
        self.entry = entry
        self.setObjectName("nav")
        self.setCheckable(True)
        self.setText(f"  {entry.title}".replace("&", "&&"))
        self.setToolTip(f"{entry.title}  {page_key(number)}")
        self.setAccessibleName(entry.title)
        self.setIconSize(QSize(theme().px(20), theme().px(20)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._badge = chip("", "ink2", "line")
        self._badge.hide()
        self.setLayout(row(None, self._badge, margins=(0, 0, 8, 0)))
        self._wide = True
        self.show_checked(checked=False)

    def show_checked(self, *, checked: bool) -> None:
        """Mark the page that is shown."""
        self.setChecked(checked)
        self.setIcon(icons.icon(self.entry.icon, "primary" if checked else "ink2"))

    def show_count(self, count: int) -> None:
        """Show how many things wait there."""
        self._badge.setText(str(count) if count < 1000 else "999+")
        self._badge.setProperty("count", count)
        self._badge.setVisible(count > 0 and self._wide)

    def set_wide(self, *, wide: bool) -> None:
        """Show icon and words, or the icon alone."""
        self._wide = wide
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly
        )
        self._badge.setVisible(wide and bool(self._badge.property("count")))


class Shell(QMainWindow):
    """The window of an open office.

    Signals:
        page_shown: a page came to the front; carries its key.
        search_asked: the search field or Ctrl+K.
        lock_asked: Ctrl+L.
        help_asked: F1 or Ctrl+/.
        resized: the window changed its size.
    """

    page_shown = Signal(str)
    search_asked = Signal()
    lock_asked = Signal()
    help_asked = Signal()
    resized = Signal()

    def __init__(self, entries: Sequence[PageEntry], worker: str) -> None:
        super().__init__()
        self.setWindowTitle(tr("入户走访"))
        self.setMinimumSize(SMALLEST)
        self.resize(1366, 768)
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._nav = self._make_nav(entries)
        page = QWidget()
        page.setObjectName("page")
        right = basics.column(self._make_top(worker), self._stack, gap=0)
        page.setLayout(row(self._nav, right, gap=0))
        self.setCentralWidget(page)
        self._make_status()
        self._bind("Ctrl+K", self.search_asked.emit)
        self._bind("Ctrl+L", self.lock_asked.emit)
        self._bind("F1", self.help_asked.emit)
        self._bind("Ctrl+/", self.help_asked.emit)
        for number, entry in enumerate(entries, start=1):
            self._bind(page_key(number), partial(self.show_page, entry.key))

    def _bind(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(act)

    def _make_nav(self, entries: Sequence[PageEntry]) -> QFrame:
        nav = QFrame()
        nav.setObjectName("nav")
        layout = QVBoxLayout(nav)
        layout.setContentsMargins(10, 13, 10, 14)
        layout.setSpacing(theme().px(4))
        self._title = label(tr("入户走访"), 16, bold=True)
        brand = avatar(tr("工"), "#FFFFFF", "brand", 30, 8)
        layout.addLayout(row(brand, self._title, None, gap=10, margins=(6, 0, 0, 12)))
        group = QButtonGroup(nav)
        self.buttons: dict[str, NavButton] = {}
        for number, entry in enumerate(entries, start=1):
            made = NavButton(entry, number)
            made.clicked.connect(lambda _checked, key=entry.key: self.show_page(key))
            group.addButton(made)
            layout.addWidget(made)
            self.buttons[entry.key] = made
        layout.addStretch(1)
        self._state_rule = basics.rule()
        self._encrypted = label(tr("离线 · 本机数据已加密"), 12, "ok")
        self._waiting = label("", 12, "ink3")
        for widget in (self._state_rule, self._encrypted, self._waiting):
            layout.addWidget(widget)
        return nav

    def _make_top(self, worker: str) -> QFrame:
        top = QFrame()
        top.setObjectName("top")
        top.setFixedHeight(theme().px(56))
        self._crumbs = Crumbs()
        self.search = _SearchBox(tr("姓名 / 拼音首字母 / 电话 / 门牌   Ctrl+K"))
        self.search.asked.connect(self.search_asked.emit)
        first = worker[:1]
        top.setLayout(
            row(
                self._crumbs,
                self.search,
                avatar(first, "primary", "primary_tint", 32),
                label(worker, 14),
                margins=(20, 0, 20, 0),
            )
        )
        return top

    def _make_status(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self._hints = KeyHints()
        bar.addWidget(self._hints, 1)
        self._saved = label("", 12, "ok")
        bar.addPermanentWidget(self._saved)
        bar.setContentsMargins(0, 0, 12, 0)

    def show_page(self, key: str) -> QWidget:
        """Bring a page to the front, making it when it is new; returns it."""
        if key not in self._pages:
            made = self._entries[key].make()
            self._pages[key] = made
            self._stack.addWidget(made)
        page = self._pages[key]
        self._stack.setCurrentWidget(page)
        for other, made_button in self.buttons.items():
            made_button.show_checked(checked=other == key)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(key)
        return page

    def entries(self) -> tuple[PageEntry, ...]:
        """Return the pages in the order of their Alt keys."""
        return tuple(self._entries.values())

    def page(self, key: str) -> QWidget | None:
        """Return a page that was made already."""
        return self._pages.get(key)

    def current_key(self) -> str:
        """Return the key of the page in front."""
        current = self._stack.currentWidget()
        return next((key for key, page in self._pages.items() if page is current), "")

    def made_pages(self) -> tuple[QWidget, ...]:
        """Return the pages that were made so far."""
        return tuple(self._pages.values())

    def show_crumbs(self, words: Sequence[str]) -> None:
        """Show where the page is: 街道 › 社区 › 楼栋."""
        self._crumbs.show_words(words)

    def show_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show the keys that do something now, and after them those that always do."""
        always = (KeyHint("Ctrl+K", tr("查找")), KeyHint("F1", tr("按键")))
        self._hints.show_hints([(hint.keys, hint.action) for hint in (*hints, *always)])

    def show_saved(self, text: str) -> None:
        """Say in the status bar when something was last saved."""
        self._saved.setText(text)

    def show_waiting(self, text: str) -> None:
        """Say at the foot of the navigation how many changes wait for the next bundle."""
        self._waiting.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE * theme().scale
        self._nav.setFixedWidth(theme().px(_NAV_WIDE if wide else _NAV_RAIL))
        for widget in (self._title, self._state_rule, self._encrypted, self._waiting):
            widget.setVisible(wide)
        for made in self.buttons.values():
            made.set_wide(wide=wide)
        self.resized.emit()


class _SearchBox(QLineEdit):
    """Looks like the search field, opens the palette: searching happens in one place."""

    asked = Signal()

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(theme().px(320))
        self.addAction(icons.icon("search", "ink3", 16), QLineEdit.ActionPosition.LeadingPosition)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.asked.emit()
