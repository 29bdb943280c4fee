"""A question with many choices: typing finds them by any part, by name or by pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent

from unionapp.forms import choice_search, choices
from unionapp.forms.definition import Choice
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.asked import asked, words
from unionapp.ui.questionnaire.controls.choice import chosen_of, lost_line, show_lost
from unionapp.ui.questionnaire.controls.control import Control, is_popup
from unionapp.ui.questionnaire.controls.long_list import LongList
from unionapp.ui.questionnaire.controls.readying import Readying
from unionapp.ui.questionnaire.controls.ticks import Ticks
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import column
from unionapp.ui.widgets.text_edit import TextEdit, show_state
from unionapp.ui.wording import tr
from unionapp.values import names

_WIDTH = 480
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Finder(Control):
    """A closed field that opens its list when it is typed into, clicked, or on ↓.

    Enter takes what is marked; in a question with several choices it ticks it, and a second Enter
    goes on. Text that names no choice is put back when the field is left.
    """

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self.several = asked(node).kind == "select"
        self._quick = "quick" in words(node) and not self.several
        self._wanted: str | None = None
        self._enter_waits = False
        self._composing = False
        self._labels: dict[str, str] = {}
        self._readying = Readying(self, filling, node)
        self._readying.ended.connect(self._is_ready)
        self.edit = TextEdit()
        self.edit.setMaximumWidth(theme().px(_WIDTH))
        self.edit.textEdited.connect(self._typed)
        self.edit.next_asked.connect(self.ended)
        self.edit.installEventFilter(self)
        self.list = LongList(self.edit)
        self.destroyed.connect(self.list.deleteLater)
        self.list.clicked.connect(self._take)
        self._ticks = Ticks()
        self._ticks.crossed.connect(self._take)
        self.lost = lost_line()
        self.setLayout(column(self._ticks, self.edit, self.lost, gap=4))
        self.setFocusProxy(self.edit)
        # The tables of pinyin take a third of a second: they are read before somebody searches.
        tools.tasks.run(lambda _progress: names.readings(chr(0x4E00)), Handlers(done=_nothing))
        self.read()

    # --- what it shows

    def read(self) -> None:
        self.edit.setAccessibleName(self.label)
        self.edit.setReadOnly(self.readonly)
        self.edit.setPlaceholderText("" if self.readonly else tr("输入文字或拼音首字母"))
        opened = self.list.isVisible()
        mark = self.list.marked() if self._readying.is_done else self._wanted
        self._readying.forget()
        self._labels.clear()
        typing = self.edit.hasFocus() and self.edit.isModified()
        if typing or self._composing or self.list.isVisible():
            self._mark_chosen()
        else:
            self._show_chosen()
        if opened:  # the choices may be others now; an Enter that comes meanwhile waits for them
            self._search(mark=mark)
        show_lost(self.lost, self.filling, self.node)

    def show_state(self, state: str) -> None:
        show_state(self.edit, state)

    def commit(self) -> None:
        """Take what is marked when something was typed; text that names no choice goes back."""
        if self.edit.isModified() and self.list.isVisible():
            self._readying.finish()
        marked = self.list.marked() if self.edit.isModified() else None
        self.list.hide()
        if self.edit.isModified() and not self.edit.text().strip() and not self.several:
            self._take("")
        elif marked is not None and marked not in self._chosen():
            self._take(marked)
        self._show_chosen()

    def _chosen(self) -> tuple[str, ...]:
        return chosen_of(self.filling, self.node)

    def _text_of(self, name: str) -> str:
        if name not in self._labels:
            found = choices.labelled(self.filling.form, self.node, name)
            self._labels[name] = (found.label or name) if found else f"?{name}"
        return self._labels[name]

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.edit.set_value("" if self.several or not chosen else self._text_of(chosen[0]))
        self.edit.setCursorPosition(0)
        self._mark_chosen()

    def _mark_chosen(self) -> None:
        chosen = self._chosen()
        self.list.model.show_chosen(frozenset(chosen))
        shown = [(name, self._text_of(name)) for name in chosen if self.several]
        self._ticks.show_ticks(shown, locked=self.readonly)

    # --- finding

    @property
    def is_ready(self) -> bool:
        """Whether the list can be searched at once; a long one is made ready in slices."""
        return self._readying.is_done

    def _typed(self, text: str) -> None:
        """Show what fits; where all was erased, nothing is marked: Enter takes the choice back."""
        self._search(mark=None if text.strip() else "")

    def _open(self) -> None:
        self._search(mark=next(iter(self._chosen()), None))

    def _search(self, *, mark: str | None) -> None:
        if self.readonly:
            return
        self._readying.start()
        if not self._readying.is_done:
            self._wanted = mark
            self.list.show_waiting(tr("名单较长，正在准备……"))
            return
        typed = self.edit.text() if self.edit.isModified() else ""

        def page(offset: int, limit: int) -> Sequence[Choice]:
            form = self.filling.form
            return choice_search.find(form, self.node, typed, offset=offset, limit=limit)

        says = tr("没有「{typed}」这一项，请换个字", typed=typed.strip())
        none = tr("现在没有可选的项")
        self.list.show_found(page, says=says if typed.strip() else none, mark=mark)
        self.list.model.show_chosen(frozenset(self._chosen()))

    def _is_ready(self) -> None:
        """Search now for what was typed meanwhile, and press Enter if it was pressed."""
        pressed, self._enter_waits = self._enter_waits, False
        if self.list.isVisible():
            self._search(mark=self._wanted)
            if pressed:
                self._enter()

    # --- choosing

    def _take(self, name: str) -> None:
        """Choose, or take back what is chosen; "" is no choice."""
        chosen = self._chosen()
        if not self.several:
            answer = name
            self.list.hide()
        elif name in chosen:
            answer = " ".join(one for one in chosen if one != name)
        else:
            answer = " ".join((*chosen, name))
        self.edit.setModified(False)
        self.edit.set_value("")
        if answer != " ".join(chosen):
            self.answered.emit(answer)
        self._show_chosen()
        if self._quick and name:
            self.ended.emit()

    def _enter(self) -> bool:
        """Take what is marked; returns whether the key is used up."""
        if not self._readying.is_done:
            self._enter_waits = True
            return True
        marked = self.list.marked()
        typed = self.edit.isModified() and bool(self.edit.text().strip())
        if marked is None and typed:
            return True  # the list says that there is no such choice; nothing is thrown away
        if self.several and marked is not None:
            self._take(marked)
            self.list.hide()
            return True
        if marked is not None and marked not in self._chosen():
            self._take(marked)
            if self._quick:
                return True
        elif marked is None and self.edit.isModified():
            self._take("")
        self.list.hide()
        self._show_chosen()
        self.ended.emit()
        return True

    def _key(self, event: QKeyEvent) -> bool:
        """Act on a key of the list; returns whether it was one."""
        key, opened = Qt.Key(event.key()), self.list.isVisible()
        if key in _MOVES and not self.readonly:
            if opened:
                self.list.move_mark(_MOVES[key])
            elif abs(_MOVES[key]) == 1:
                self._open()
            return opened or abs(_MOVES[key]) == 1
        if opened and key == Qt.Key.Key_Escape:
            self.list.hide()
            self._show_chosen()
            return True
        if opened and key in _ENTER:
            return self._enter()
        erases = key == Qt.Key.Key_Backspace and not self.edit.text() and self.several
        if erases and self._chosen() and not self.readonly:
            self._take(self._chosen()[-1])
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Esc and the page keys act in the open list before they act in the window.
            mine = event.key() in (*_MOVES, *_ENTER, Qt.Key.Key_Escape)
            if mine and self.list.isVisible():
                event.accept()
                return True
        elif kind is QEvent.Type.MouseButtonPress:
            self._open()
        elif kind is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif kind is QEvent.Type.FocusIn:
            self._readying.start()
        elif kind is QEvent.Type.FocusOut and not is_popup(event):
            self._composing = False
            self.commit()
        return super().eventFilter(watched, event)


def _nothing(_result: object) -> None:
    """The tables are kept where they were read."""
