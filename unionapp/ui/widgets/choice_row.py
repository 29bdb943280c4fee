"""One choice of few, all of them open: digits choose, arrows move, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from unionapp.ui.theme import theme

MOST_OPEN = 9
_AROUND = 24  # pixels: padding and border of an option, as in style.qss


class FlowLayout(QLayout):
    """Lays its items out in lines, as words in a paragraph."""

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

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay_out(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            line = max(line, hint.height())
        return y + line - rect.y()


def flowing(*items: QWidget, gap: float = 8) -> QWidget:
    """Return items in lines, as words in a paragraph."""
    made = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    flow = FlowLayout(made, theme().px(gap))
    for item in items:
        flow.addWidget(item)
    return made


def option_button(digit: str, text: str, name: str = "") -> QPushButton:
    """Return an option with the digit that chooses it; `name` is what is being chosen.

    A chosen option is bold. It has room for that from the start, so that its text is never cut
    and its neighbours stay where they are.
    """
    shown = f" {digit}   {text} " if digit else f" {text} "
    made = QPushButton(shown.replace("&", "&&"))
    made.setObjectName("option")
    made.setCheckable(True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAccessibleName(f"{name} {text}".strip())
    bold = QFontMetrics(theme().font(bold=True))
    made.setMinimumWidth(bold.horizontalAdvance(shown) + _AROUND)
    return made


class ChoiceRow(QWidget):
    """Options as buttons, each with its digit.

    Signals:
        picked: a choice was made or taken back by hand; carries the code, "" for none.
        next_asked: Enter.
    """

    picked = Signal(str)
    next_asked = Signal()

    def __init__(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        layout = FlowLayout(self, theme().px(8))
        self._codes = [code for code, _ in options]
        self._buttons: list[QPushButton] = []
        for number, (code, text) in enumerate(options, start=1):
            made = option_button(str(number) if number <= MOST_OPEN else "", text, name)
            made.clicked.connect(lambda _checked, code=code: self._pick(code))
            layout.addWidget(made)
            self._buttons.append(made)
        self._value = ""

    def value(self) -> str:
        """Return the chosen code, "" for none."""
        return self._value

    def set_value(self, code: str | None) -> None:
        """Show a stored choice."""
        self._value = code or ""
        for own, made in zip(self._codes, self._buttons, strict=True):
            made.setChecked(own == self._value)
        self._mark()

    def _mark(self) -> None:
        """Draw the focus on the chosen option, or on the first: the buttons never have it."""
        chosen = self._codes.index(self._value) if self._value in self._codes else 0
        for index, made in enumerate(self._buttons):
            at = self.hasFocus() and index == chosen
            if bool(made.property("at")) != at:
                made.setProperty("at", at)
                made.style().unpolish(made)
                made.style().polish(made)

    def _pick(self, code: str) -> None:
        chosen = "" if code == self._value else code
        self.set_value(chosen)
        self.picked.emit(chosen)

    def _step(self, by: int) -> None:
        at = self._codes.index(self._value) if self._value in self._codes else (-1 if by > 0 else 0)
        self._pick_at((at + by) % len(self._codes))

    def _pick_at(self, index: int) -> None:
        if 0 <= index < len(self._codes) and self._codes[index] != self._value:
            self._pick(self._codes[index])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not event.modifiers() & _CONTROL:
            self._pick_at(key - Qt.Key.Key_1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._step(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._step(-1)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if self._value:
                self._pick(self._value)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()


_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
