"""Two groups beside each other where there is room for both, else one beneath the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import row

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Folding(QWidget):
    """A heading and its buttons, a filter and its search field: nothing of either is ever cut.

    `grows` says that the second group takes the free room, which otherwise lies between the two;
    it then needs at least `least` pixels (at 100 %) to stand beside the first.
    """

    def __init__(
        self, first: QWidget, second: QWidget, *, grows: bool = False, least: float = 0
    ) -> None:
        super().__init__()
        self._first, self._second, self._least = first, second, theme().px(least)
        self._gap = theme().px(12)
        self._box = row(first, second, gap=12) if grows else row(first, None, second, gap=12)
        if grows:
            self._box.setStretch(1, 1)
        self.setLayout(self._box)
        self._grows = grows
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _fold(self) -> None:
        needed = self._first.sizeHint().width() + self._gap
        needed += self._least or self._second.sizeHint().width()
        across = needed <= self.width()
        self._box.setDirection(_ACROSS if across else _DOWN)
        middle, nowhere = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag(0)
        beneath = nowhere if self._grows else Qt.AlignmentFlag.AlignLeft
        self._box.setAlignment(self._first, middle if across else nowhere)
        self._box.setAlignment(self._second, middle if across else beneath)

    def is_folded(self) -> bool:
        """Say whether the second group stands beneath the first."""
        return self._box.direction() == _DOWN

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Look again how much room there is when a text or a button has come or gone."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fold()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Return the room that the folded state needs: less would cut."""
        low = self._box.minimumSize()
        widest = max(one.minimumSizeHint().width() for one in (self._first, self._second))
        return QSize(widest, low.height())
