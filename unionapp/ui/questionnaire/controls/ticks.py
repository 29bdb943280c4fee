"""Choices made, side by side, each with the cross that takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, clear
from unionapp.ui.widgets.flow import FlowLayout
from unionapp.ui.wording import tr


class Ticks(QWidget):
    """As many lines of them as there are; hidden when there are none.

    Signals:
        crossed: one is to be taken back; carries its name.
    """

    crossed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, theme().px(6))
        self._shown: tuple[object, ...] = ()

    def show_ticks(self, chosen: Sequence[tuple[str, str]], *, locked: bool) -> None:
        """Show these (name, label) pairs."""
        shown = (*chosen, locked)
        if shown != self._shown:
            self._shown = shown
            clear(self._flow)
            for name, text in chosen:
                self._flow.addWidget(self._tick(name, text, locked=locked))
        self.setVisible(bool(chosen))
        self._fit()

    def _tick(self, name: str, text: str, *, locked: bool) -> QPushButton:
        made = button(f"{text}  ✕".replace("&", "&&"), name=tr("去掉 {choice}", choice=text))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setEnabled(not locked)
        made.clicked.connect(lambda: self.crossed.emit(name))
        return made

    def _fit(self) -> None:
        # No layout in a scroll area asks for the height in a width.
        self.setMinimumHeight(self._flow.heightForWidth(max(self.width(), theme().px(200))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
