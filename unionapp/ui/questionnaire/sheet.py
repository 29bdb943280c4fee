"""The sheet of lines: as long as the form, with widgets only for what is near the view."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from unionapp.forms.definition import Spec
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.bar import Bar
from unionapp.ui.questionnaire.lines import INDENT, LineWidget
from unionapp.ui.questionnaire.outline import Item, Kind, Line
from unionapp.ui.theme import theme

Key = tuple[Kind, Node, Spec]
_SLICE = 0.008  # seconds of work before the window is looked after again
_AHEAD_MS = 40  # what is out of view is made ready when no key has come for so long
_AT_ONCE = 0.016  # seconds spent on what is in the view before the rest has to wait a turn
_WIDEST = 900
_RESTS_AT = 0.3  # of the view, where the line with the keyboard comes to when it is scrolled


class Sheet(QAbstractScrollArea):
    """Shows lines one below the other; heights are guessed until a line is made, then measured.

    The line with the keyboard always lives and stays where it is on the screen while lines come
    and go around it.

    Signals:
        moved: the keyboard came to another line; carries its item.
        lost: the line with the keyboard has gone.
        tabbed: Tab was pressed at the end of a line; carries whether forward.
    """

    moved = Signal(object)
    lost = Signal()
    tabbed = Signal(bool)

    def __init__(
        self,
        make: Callable[[Item], LineWidget],
        guess: Callable[[Item], int],
        soon: Callable[[], Sequence[Item]] = tuple,
    ) -> None:
        """`soon` returns what the next answers may bring."""
        super().__init__()
        self._make, self._guess, self._soon = make, guess, soon
        self._lines: Sequence[Line] = ()
        self._index: dict[Key, int] = {}
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._measured: dict[Key, int] = {}
        self._widgets: dict[Key, LineWidget] = {}
        self._ready: dict[Key, LineWidget] = {}
        self._current: Key | None = None
        self._bare = False
        self._placed: tuple[int, int] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # An opaque ground is scrolled by moving pixels; over any other all is painted anew.
        self.viewport().setAutoFillBackground(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setSingleStep(theme().px(24))
        self._bar = Bar(self.viewport())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._work)
        self._grown: set[Key] = set()
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr] # a window has its application

    # --- what is shown

    def show_lines(self, lines: Sequence[Line], *, hold: Key | None = None) -> None:
        """Show other lines; `hold`, else the current, else the first in view stays in its place."""
        anchor = hold or self._anchor()
        before = self._screen_top(anchor)
        self._lines = lines
        self._index = {one.item.key: at for at, line in enumerate(lines) for one in line}
        self._park()
        for key in [key for key in self._widgets if key not in self._index]:
            self._drop(key)
        for key, widget in self._widgets.items():
            for one in lines[self._index[key]]:
                if one.item.key == key and one.item != widget.item:
                    widget.item = one.item
                    widget.refresh()
        if self._current is not None and self._current not in self._index:
            self._current = None
        self._measure()
        if before is not None and anchor in self._index:
            self._scroll_to(self._tops[self._index[anchor]] - before)
        self._fill()

    def _park(self) -> None:
        """Take the keyboard from a line that goes, or Qt would hand it to any other."""
        focused = self._focused_key()
        if focused is not None and focused not in self._index:
            self.viewport().setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._tell_lost)

    def _tell_lost(self) -> None:
        if self.viewport().hasFocus():
            self.lost.emit()

    def index_of(self, key: Key) -> int | None:
        """The line of an item."""
        return self._index.get(key)

    @property
    def current(self) -> Item | None:
        """The item with the keyboard, or that had it last."""
        widget = self._widgets.get(self._current) if self._current is not None else None
        return widget.item if widget is not None else None

    def widget(self, key: Key) -> LineWidget | None:
        """The widget of an item while it has one."""
        return self._widgets.get(key)

    def widgets(self) -> tuple[LineWidget, ...]:
        """All widgets that live now."""
        return tuple(self._widgets.values())

    def refresh(self, nodes: frozenset[Node] | None = None) -> None:
        """Show again what changed; all of it without `nodes`."""
        for widget in list(self._widgets.values()):
            if nodes is None or widget.item.node in nodes:
                widget.refresh()

    def take_focus(self, key: Key) -> bool:
        """Bring a line into the view and give it the keyboard."""
        at = self._index.get(key)
        if at is None:
            return False
        self._realise(at)
        self._set_current(key)
        self.show_line(at)
        self._widgets[key].take_focus()
        return True

    def show_line(self, at: int) -> None:
        """Scroll so that a line is seen whole, with some of what follows."""
        view, more = self.viewport().height(), theme().px(72)
        top, bottom = self._tops[at], self._tops[at] + self._heights[at]
        offset = self.verticalScrollBar().value()
        if bottom + more > offset + view:
            # By a good part of a page: the eye rests while the next few questions are answered.
            offset = max(bottom + more - view, top - int(view * _RESTS_AT))
        if top - theme().px(56) < offset:
            offset = top - theme().px(56)
        self._scroll_to(offset)
        self._fill()

    def show_top(self, at: int) -> None:
        """Scroll so that a line is the first that is seen."""
        self._scroll_to(self._tops[at])
        self._fill()

    # --- heights

    def _column(self) -> int:
        return min(theme().px(_WIDEST), self.viewport().width() - theme().px(40))

    def _measure(self) -> None:
        """Take up the height of every line: measured, or guessed."""
        self._heights = [self._height_of(line) for line in self._lines]
        self._stack()

    def _height_of(self, line: Line) -> int:
        if len(line) == 1:
            return self._height_of_item(line[0].item)
        return max(self._height_of_item(one.item) for one in line)

    def _height_of_item(self, item: Item) -> int:
        key = item.key
        height = self._measured.get(key)
        if height is None:
            height = self._measured[key] = self._guess(item)
        return height

    def _stack(self) -> None:
        """Put the lines one below the other."""
        self._tops = list(accumulate(self._heights, initial=theme().px(6)))
        self._placed = None
        view = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(view)
        bar.setRange(0, max(0, self._tops[-1] + theme().px(24) - view))

    def _scroll_to(self, offset: int) -> None:
        self.verticalScrollBar().setValue(offset)

    def _anchor(self) -> Key | None:
        """What stays in its place: the line with the keyboard if it is seen, else the first."""
        if self._current is not None:
            top = self._screen_top(self._current)
            if top is not None and -theme().px(40) <= top < self.viewport().height():
                return self._current
        first, _ = self._in_view(0)
        return self._lines[first][0].item.key if first < len(self._lines) else None

    def _screen_top(self, key: Key | None) -> int | None:
        at = self._index.get(key) if key is not None else None
        return None if at is None else self._tops[at] - self.verticalScrollBar().value()

    def _in_view(self, margin: int) -> tuple[int, int]:
        """The first line in view, and the one after the last; with a margin in pixels."""
        top = self.verticalScrollBar().value()
        first = bisect_right(self._tops, top - margin) - 1
        last = bisect_right(self._tops, top + self.viewport().height() + margin)
        return max(0, first), max(0, min(last, len(self._lines)))

    # --- widgets

    def _realise(self, at: int) -> bool:
        """Make the widgets of a line; returns whether there was anything to make."""
        made = False
        for one in self._lines[at]:
            key = one.item.key
            if key in self._widgets:
                continue
            widget = self._ready.pop(key, None)
            if widget is None:
                widget = self._made(one.item)
            else:
                widget.item = one.item
                widget.refresh()
            widget.grown.connect(lambda key=key: self._has_grown(key))
            self._widgets[key] = widget
            self._placed = None
            made = True
        if made:
            self._remeasure([one.item.key for one in self._lines[at]])
        return made

    def _made(self, item: Item) -> LineWidget:
        widget = self._make(item)
        widget.setParent(self.viewport())
        self._bar.raise_()
        return widget

    def _remeasure(self, keys: Sequence[Key]) -> None:
        """Measure lines and move what is below, what is read meanwhile staying in its place."""
        changed = set()
        for key in keys:
            widget, at = self._widgets.get(key), self._index.get(key)
            if widget is None or at is None:
                continue
            height = widget.height_for(self._width_of(key, at))
            if self._measured.get(key) != height:
                self._measured[key] = height
                changed.add(at)
        if changed:
            anchor = self._anchor()
            before = self._screen_top(anchor)
            for at in changed:
                self._heights[at] = self._height_of(self._lines[at])
            self._stack()
            if before is not None and anchor is not None:
                self._scroll_to(self._tops[self._index[anchor]] - before)
        self._place()

    def _width_of(self, key: Key, at: int) -> int:
        for one in self._lines[at]:
            if one.item.key == key:
                return int((one.right - one.left) * self._column())
        return self._column()

    def _place(self) -> None:
        """Bring every widget to its place, if lines, view or widgets are others than before."""
        offset, column = self.verticalScrollBar().value(), self._column()
        if self._placed == (offset, column):
            return
        self._placed = (offset, column)
        left = theme().px(14)
        for key, widget in self._widgets.items():
            at = self._index[key]
            for one in self._lines[at]:
                if one.item.key == key:
                    x = left + int(one.left * column)
                    width = int((one.right - one.left) * column)
                    place = QRect(x, self._tops[at] - offset, width, self._heights[at])
                    if widget.geometry() != place:
                        widget.setGeometry(place)
                    if widget.isHidden():
                        widget.show()
        self._show_bar()

    def _show_bar(self) -> None:
        widget = self._widgets.get(self._current) if self._current is not None else None
        if widget is None or widget.item.kind is not Kind.QUESTION:
            self._bar.hide()
        else:
            indent = theme().px(INDENT * max(0, widget.item.level - 1))
            self._bar.stand_at(widget.geometry(), indent)

    def _fill(self) -> None:
        """Make what is in view, as far as the time for one turn goes; the rest follows."""
        end = time.perf_counter() + _AT_ONCE
        while time.perf_counter() < end:
            first, last = self._in_view(0)
            if not any(self._realise(at) for at in range(first, last)):
                break
        self._place()
        self._show_bare()
        self._timer.start(0 if self._bare else _AHEAD_MS)

    def _missing(self) -> list[int]:
        """The lines in view that have no widget yet."""
        first, last = self._in_view(0)
        return [at for at in range(first, last) if self._lines[at][0].item.key not in self._widgets]

    def _show_bare(self) -> None:
        """Paint the ground anew only where it shows: all that lies on it would be painted too."""
        bare = bool(self._missing())
        if bare or self._bare:
            self.viewport().update()
        self._bare = bare

    def _work(self) -> None:
        """Make lines near the view, let go those far from it, a slice at a time."""
        end = time.perf_counter() + _SLICE
        if not (self._made_ready(0, end) and self._made_ready(self.viewport().height(), end)):
            self._show_bare()
            self._timer.start(0)
            return
        first, last = self._in_view(2 * self.viewport().height())
        for key, widget in list(self._widgets.items()):
            if first <= self._index[key] < last or key == self._current or widget.busy:
                continue
            self._drop(key)
            if time.perf_counter() > end:
                self._timer.start(0)
                return
        if not self._got_ready(end):
            self._timer.start(0)

    def _got_ready(self, end: float) -> bool:
        """Make, while nobody types, what an answer may bring: it is there with the key press.

        False when the time was over before the end.
        """
        wanted = {item.key: item for item in self._soon()}
        for key in [key for key in self._ready if key not in wanted]:
            self._ready.pop(key).deleteLater()
        for key, item in wanted.items():
            if key not in self._ready and key not in self._widgets:
                self._ready[key] = self._made(item)
                self._ready[key].height_for(self._column())  # its words are laid out once
                if time.perf_counter() > end:
                    return False
        return True

    def _made_ready(self, margin: int, end: float) -> bool:
        """Make the lines in view, with a margin; False when the time was over before the end."""
        at, last = self._in_view(margin)
        while at < last:
            if self._realise(at) and time.perf_counter() > end:
                return False
            at += 1
            last = self._in_view(margin)[1]
        return True

    def _drop(self, key: Key) -> None:
        widget = self._widgets.pop(key)
        self._grown.discard(key)
        widget.blockSignals(True)
        widget.hide()
        widget.deleteLater()

    def _has_grown(self, key: Key) -> None:
        if not self._grown:
            QTimer.singleShot(0, self, self._settle)
        self._grown.add(key)

    def _settle(self) -> None:
        grown, self._grown = self._grown, set()
        self._remeasure([key for key in grown if key in self._widgets])

    # --- the keyboard

    def _focused_key(self) -> Key | None:
        at: QWidget | None = QApplication.focusWidget()
        while at is not None and at is not self:
            if isinstance(at, LineWidget):
                return at.item.key
            at = at.parentWidget()
        return None

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        key = self._focused_key()
        if key is not None and key in self._widgets and key != self._current:
            self._set_current(key)

    def _set_current(self, key: Key) -> None:
        if key == self._current:
            return
        self._current = key
        self._show_bar()
        self.moved.emit(self._widgets[key].item)

    def focusNextPrevChild(self, next: bool) -> bool:
        self.tabbed.emit(next)
        return True

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrows to the window of the form: they go from question to question."""
        event.ignore()

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        self.viewport().scroll(0, dy)
        self._place()
        self._show_bare()
        self._timer.start(0 if self._bare else _AHEAD_MS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measured.clear()
            self._remeasure(list(self._widgets))
            self._measure()
        self._stack()
        self._fill()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a bar in the place of lines that are not made yet."""
        missing = self._missing() if self._bare else []
        if not missing:
            return
        look, painter = theme(), QPainter(self.viewport())
        offset = self.verticalScrollBar().value()
        for at in missing:
            top = self._tops[at] - offset + look.px(12)
            painter.fillRect(look.px(24), top, look.px(220), look.px(12), look.colour("line"))
        painter.end()
