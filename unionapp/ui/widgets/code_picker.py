"""One or several choices of a long list: type to filter, by any part or by pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr
from unionapp.values import names

_SHOWN = 9


class CodePicker(TextEdit):
    """A field that holds one item of a code list.

    Up and down move, Enter takes what is marked, Esc closes the list. Text that is no item is put
    back when the field is left: a code field never holds free text.

    Signals:
        picked: a choice was made by hand; carries the code, "" for none.
    """

    picked = Signal(str)

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], *, none_yet: str = ""
    ) -> None:
        """Offer (code, label) pairs; `none_yet` says what to do first where there are none."""
        super().__init__(name)
        self._none_yet = none_yet or tr("现在没有可选的项")
        self._options = list(options)
        self._value = ""
        self._unknown = ""
        self._list = _Choices(self)
        self._list.hide()
        # The open list is a child of the window, so that no scroll area cuts it.
        self.destroyed.connect(self._list.deleteLater)
        self._list.itemClicked.connect(lambda item: self._take(item.data(Qt.ItemDataRole.UserRole)))
        self.textEdited.connect(self._filter)
        self.setPlaceholderText(tr("输入文字或拼音首字母"))

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer another list; a choice that is not in it is taken back."""
        self._options = list(options)
        self.set_value(self._value if self._value in dict(options) else "")

    def value(self) -> str:
        """Return the chosen code, "" for none."""
        return self._value

    def set_value(self, text: str) -> None:
        """Show a stored code; one that no list knows is shown as it is."""
        self._value = text
        labels = dict(self._options)
        shown = labels.get(text, f"?{text}" if text else "")
        self._handed = shown
        self.setText(shown)
        self.setCursorPosition(0)

    def commit(self) -> None:
        """Take what is typed when it is an item; otherwise put the old one back."""
        typed = self.text().strip()
        if typed == self._handed:
            return
        if not typed:
            self._take("")
            return
        marked = self._marked()
        exact = [code for code, text in self._options if text == typed]
        if marked is not None:
            self._take(marked)
        elif exact:
            self._take(exact[0])
        else:
            self.set_value(self._value)

    def _marked(self) -> str | None:
        """Return the code that is marked in the open list."""
        if not self._list.isVisible() or self._list.currentRow() < 0:
            return None
        code = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        return None if code is None else str(code)

    def _take(self, code: str) -> None:
        changed = code != self._value
        self.set_value(code)
        self._list.hide()
        if changed:
            self.picked.emit(code)

    def _matching(self, typed: str) -> list[tuple[str, str]]:
        plain = typed.strip().lower()
        if not plain:
            return self._options
        ascii_only = plain.isascii() and plain.isalpha()
        return [
            (code, text)
            for code, text in self._options
            if plain in text.lower()
            or plain == code
            or (ascii_only and any(key.startswith(plain) for key in names.pinyin_keys(text)))
        ]

    def _filter(self, typed: str) -> None:
        # Nothing is marked in the whole list: Enter on an emptied field takes the choice back.
        self._show(self._matching(typed), marked=0 if typed.strip() else -1)

    def _open(self) -> None:
        codes = [code for code, _ in self._options]
        self._show(self._options, codes.index(self._value) if self._value in codes else 0)

    def _show(self, options: Sequence[tuple[str, str]], marked: int) -> None:
        self._list.clear()
        for code, text in options:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, code)
            self._list.addItem(item)
        if not options:
            self._list.addItem(self._nothing())
        self._list.setCurrentRow(marked if options else -1)
        self._place(max(1, len(options)))

    def _nothing(self) -> QListWidgetItem:
        """Return the line that says why nothing can be chosen; it cannot be chosen itself."""
        typed = self.text().strip()
        unknown = tr("没有「{typed}」这一项，请换个字", typed=typed)
        item = QListWidgetItem(unknown if self._options else self._none_yet)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _place(self, count: int) -> None:
        window = self.window()
        self._list.setParent(window)
        height = theme().px(34) * min(count, _SHOWN) + 4
        below = self.mapTo(window, QPoint(0, self.height() + 2))
        if below.y() + height > window.height():
            below = self.mapTo(window, QPoint(0, -height - 2))
        self._list.setGeometry(below.x(), below.y(), max(self.width(), theme().px(220)), height)
        self._list.show()
        self._list.raise_()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the shortcuts of the page while it closes the list."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if self._list.isVisible():
                event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        opened = self._list.isVisible()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not opened:
                self._open()
            else:
                step = 1 if key == Qt.Key.Key_Down else -1
                count = self._list.count()
                self._list.setCurrentRow((self._list.currentRow() + step) % count)
            return
        if opened and key == Qt.Key.Key_Escape:
            self._list.hide()
            self.set_value(self._value)
            return
        if opened and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            marked = self._marked()
            if marked is None and self.text().strip() and not self._matching(self.text()):
                return  # the list says that there is no such item; nothing is thrown away
            if marked is None:
                self.commit()
            else:
                self._take(marked)
            self._list.hide()
            self.next_asked.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._list.hide()


class _Choices(QListWidget):
    """The open list under the field; it never takes the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        look = theme()
        self.setStyleSheet(
            f"QListWidget {{ border: 1px solid {look.colours['border']}; border-radius: 8px; }}"
            f"QListWidget::item {{ height: {look.px(32)}px; }}"
        )
