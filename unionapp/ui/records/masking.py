"""Keeps a personal number masked until somebody asks for that one value."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from unionapp.models.records import Field
from unionapp.services import shown
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import tr

SHOWN_MS = 10_000
REVEAL_KEY = "F2"


class Masking(QObject):
    """Stands between a stored number and its field.

    A masked field cannot be typed into, so that no asterisk ever becomes data. `reveal` returns
    the value in full and writes down who asked; after ten seconds it is masked again, unless the
    worker is still in the field.
    """

    def __init__(self, edit: TextEdit, field: Field, reveal: Callable[[], str]) -> None:
        super().__init__(edit)
        self._edit, self._field, self._reveal = edit, field, reveal
        self._validator = edit.validator()
        self._masked = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._time_is_up)
        self.button = button(tr("显示"), "quiet", key=REVEAL_KEY, name=tr("显示") + field.zh)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._offer = self.button.text()
        self._dress()
        self.button.setFixedHeight(theme().px(18))
        self.button.clicked.connect(self.reveal)
        self.button.hide()
        key = QShortcut(QKeySequence(REVEAL_KEY), edit)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.reveal)
        edit.installEventFilter(self)

    def show(self, value: object) -> None:
        """Show a stored value masked."""
        self._masked = shown.text_of(self._field, value)
        if self._masked:
            self._hide()
        else:
            self._open("")

    def show_typed(self, text: str) -> None:
        """Show what was typed just now or never was a value, so that it can be mended."""
        self._open(text)

    def keep_shown(self, value: object) -> None:
        """Leave a value that was just typed readable for ten seconds."""
        self._masked = shown.text_of(self._field, value)
        self._timer.start()

    @property
    def is_masked(self) -> bool:
        """Whether the number is hidden now."""
        return self._edit.isReadOnly()

    def reveal(self) -> None:
        """Show the value in full for ten seconds."""
        if self.is_masked:
            self._open(self._reveal())
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._edit.selectAll()
            self._timer.start()

    def _time_is_up(self) -> None:
        if self._edit.hasFocus() and self._edit.isModified():
            self._timer.start()
        elif self._masked:
            self._hide()

    def _hide(self) -> None:
        self._timer.stop()
        self._edit.setReadOnly(True)
        # With its validator a field full of asterisks would never say that Enter was pressed.
        self._edit.setValidator(None)  # type: ignore[arg-type] # Qt takes None here
        self._edit.set_value(self._masked)
        self._dress()
        self.button.show()

    def _open(self, text: str) -> None:
        self._timer.stop()
        self._edit.setReadOnly(False)
        self._edit.setValidator(self._validator)
        self._edit.set_value(text)
        self._edit.setModified(False)
        self.button.hide()

    def _dress(self, *, refused: bool = False) -> None:
        """Offer to show the number, or say that it is shown before it is changed."""
        self.button.setText(tr("先按 F2 再修改") if refused else self._offer)
        # It stands in the line of the caption and must not make it taller.
        colour = f"color:{theme().colours['error']};" if refused else ""
        look = f"min-height:0;padding:0;font-size:{theme().px(12)}px;{colour}"
        self.button.setStyleSheet(look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.is_masked and isinstance(event, QKeyEvent) and _would_change(event):
            self._dress(refused=True)
        if event.type() is QEvent.Type.FocusOut and self._masked and not self.is_masked:
            self._timer.start()
        return super().eventFilter(watched, event)


def _would_change(event: QKeyEvent) -> bool:
    """Say whether a key press means to type over what stands in a field."""
    if event.type() is not QEvent.Type.KeyPress:
        return False
    erases = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
    pastes = event.matches(QKeySequence.StandardKey.Paste)
    is_character = event.text().isprintable() and bool(event.text())
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    return erases or pastes or (is_character and not held)
