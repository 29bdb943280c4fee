"""A column that scrolls: what a page tells of the record in hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from unionapp.ui.theme import theme


class Reading(QScrollArea):
    """Write into `column`; with `by_keys` the arrows scroll it, else no key stops here."""

    def __init__(self, name: str, *, gap: int = 12, by_keys: bool = False) -> None:
        super().__init__()
        look = theme()
        body = QWidget()
        body.setObjectName("body")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, look.px(8), 0)  # beside the bar
        self.column.setSpacing(look.px(gap))
        self.setWidgetResizable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if by_keys:
            self.setObjectName("reading")  # the look frames it while it has the keyboard
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(body)
