"""A page with its paper: the preview takes the page's place and gives it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from unionapp.ui.paper.output import Printing
from unionapp.ui.paper.panel import PaperPanel
from unionapp.ui.shell import KeyHint
from unionapp.ui.widgets.basics import card, column
from unionapp.ui.workbench import Workbench


class PaperPlace(QStackedWidget):
    """Holds a page, and in its place the paper that was asked for.

    Signals:
        turned: the paper came or went; other keys do something now.
    """

    turned = Signal()

    def __init__(self, bench: Workbench, inside: QWidget, printing: Printing | None = None) -> None:
        super().__init__()
        self._bench, self._inside, self._printing = bench, inside, printing
        self._before: QWidget | None = None
        self._documents: PaperPanel | None = None
        self._held: dict[PaperPanel, QWidget] = {}
        self.paper: PaperPanel | None = None
        self.addWidget(inside)
        self.setFocusProxy(inside)

    def show_paper(self, document: str, ids: Sequence[str], before: QWidget) -> None:
        """Show a document as it would be printed now; Esc gives the focus back to `before`."""
        if self._documents is None:
            self._documents = PaperPanel(self._bench, self._printing)
        self.bring(self._documents, before)
        self._documents.show_paper(document, ids)

    def bring(self, panel: PaperPanel, before: QWidget) -> None:
        """Show a panel in the page's place."""
        if panel not in self._held:
            panel.closed.connect(self._closed)
            held = card()
            held.setLayout(column(panel, margins=(20, 16, 16, 14)))
            holder = QWidget()
            holder.setLayout(column(held, margins=(16, 16, 16, 16)))
            self._held[panel] = holder
            self.addWidget(holder)
        self._before, self.paper = before, panel
        self.setCurrentWidget(self._held[panel])
        self.turned.emit()

    def shows_paper(self) -> bool:
        """Say whether a paper stands in the page's place."""
        return self.currentWidget() is not self._inside

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the paper."""
        return self.paper.key_hints() if self.paper is not None else ()

    def _closed(self) -> None:
        self.setCurrentWidget(self._inside)
        (self._before or self._inside).setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit()
