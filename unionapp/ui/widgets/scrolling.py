"""What is too tall for its place scrolls; what takes the keyboard is brought into sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import column

_AROUND = 32  # pixels at 100 %: the caption above a field and the message beneath it


class _Sheet(QWidget):
    """Is as high as its content needs at its width.

    Qt's own least height is that at the least width, where every choice takes a line of its own.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setObjectName("body")
        self.setLayout(column(content, gap=0))

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least


class Scrolling(QScrollArea):
    """Shows a widget at its own height where there is room, else a part of it.

    It asks for no more height than its content; with `grows` it takes what is left over too.
    """

    def __init__(self, body: QWidget, name: str, *, grows: bool = False) -> None:
        super().__init__()
        self._content = body
        body.setObjectName("body")
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(_Sheet(body))
        high = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        body.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def sizeHint(self) -> QSize:
        hint = self._content.sizeHint()
        if self._content.hasHeightForWidth():
            room = self.viewport().width() if self.isVisible() else hint.width()
            hint.setHeight(self._content.heightForWidth(room))
        return hint

    def minimumSizeHint(self) -> QSize:
        """Return the width of the content and the height of two fields."""
        low = min(self.sizeHint().height(), theme().px(4 * _AROUND))
        return QSize(self._content.minimumSizeHint().width(), low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to what has the keyboard now; of what is taller than its place, to the top."""
        body = self._content
        if now is None or not body.isAncestorOf(now):
            return
        around = theme().px(_AROUND)
        self.ensureWidgetVisible(now, 0, around)
        top = max(0, now.mapTo(body, QPoint(0, 0)).y() - around)
        if self.verticalScrollBar().value() > top:
            self.verticalScrollBar().setValue(top)
