"""A field for figures and codes: only their keys act, whatever is pasted stays to be mended."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent

from unionapp.ui.widgets.text_edit import TextEdit

WHOLE = "0-9０-９,，+\\- "
DECIMAL = "0-9０-９.．。,，+\\- "
DAY = "0-9０-９./．。\\-年月日号今昨前明后天 　"
CLOCK = "0-9０-９:：点时分半上中下早晚午 "
MOMENT = DAY + CLOCK
PLACE = "0-9０-９.．,，\\- "
NUMBERS = "0-9０-９Xx()（）+\\-,，.．/*# 转"


class KeyedEdit(TextEdit):
    """A field that an input method stays off, so that every key arrives.

    No validator stands in the way: with one, Enter in a field that holds something else (pasted,
    or stored long ago) would do nothing and the worker would be stuck there.
    """

    def __init__(self, characters: str) -> None:
        super().__init__()
        self._allowed = re.compile(f"[{characters}]*")

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:  # noqa: ANN401 - a variant
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        if argument is None:
            return super().inputMethodQuery(query)
        return super().inputMethodQuery(query, argument)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take from an input method that writes all the same only what fits."""
        if self._allowed.fullmatch(event.commitString()):
            super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed and typed.isprintable() and not self._allowed.fullmatch(typed):
            event.accept()
            return
        super().keyPressEvent(event)
