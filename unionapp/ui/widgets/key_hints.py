"""The keys in the status bar: as many as there is room for, the last one always."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import key_cap, label, row


class KeyHints(QWidget):
    """Keys with what they do, left to right.

    Where they do not all fit, those before the last are left out, the later ones first: the last
    is the key that shows them all.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._hints: list[QWidget] = []

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show keys with what they do, in the order of their use."""
        for old in self._hints:
            old.hide()
            old.deleteLater()
        self._hints = []
        for keys, action in hints:
            holder = QWidget(self)
            holder.setLayout(row(key_cap(keys), label(action, 12, "ink2"), gap=6))
            holder.setAccessibleName(f"{keys} {action}")
            self._hints.append(holder)
        self.updateGeometry()
        self._fit()

    def shown(self) -> tuple[str, ...]:
        """Return the keys that have found room, with what they do."""
        return tuple(one.accessibleName() for one in self._hints if not one.isHidden())

    def _fit(self) -> None:
        gap = theme().px(14)
        widths = [one.sizeHint().width() + gap for one in self._hints]
        room = self.width() - gap - sum(widths[-1:])
        fitting = 0
        while fitting < len(widths) - 1 and sum(widths[: fitting + 1]) <= room:
            fitting += 1
        left = gap
        for index, one in enumerate(self._hints):
            fits = index < fitting or index == len(self._hints) - 1
            one.setVisible(fits)
            if fits:
                size = one.sizeHint()
                one.setGeometry(
                    left, (self.height() - size.height()) // 2, size.width(), size.height()
                )
                left += widths[index]

    def sizeHint(self) -> QSize:
        return QSize(0, max((one.sizeHint().height() for one in self._hints), default=0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
