"""A field for figures and codes: only their keys act, whatever is pasted stays to be mended."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent

from unionapp.ui.widgets.text_edit import TextEdit

# Chinese words (2026年11月, 晚上9点, 转8) come by pasting: the input method is off here.
_WORDS = r"\u4e00-\u9fff"
WHOLE = r"0-9０-９,，+\- "
DECIMAL = r"0-9０-９.．。,，+\- "
DAY = rf"0-9０-９./．。\-{_WORDS} 　"
CLOCK = rf"0-9０-９:：{_WORDS} "
MOMENT = DAY + CLOCK
PLACE = r"0-9０-９.．,，\- "
NUMBERS = rf"0-9０-９Xx()（）+\-,，.．/*#{_WORDS} "


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
