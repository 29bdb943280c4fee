"""Shows one page of a PDF, drawn from its very bytes, as large as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from unionapp.ui.theme import theme
from unionapp.ui.wording import tr

_MM_PER_INCH = 25.4
# Drawn a little finer than the screen shows it, so that small print stays readable.
_FINER = 1.25


class PageView(QWidget):
    """The page lies on the table, with a hairline round it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("预览"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme().px(96))  # the buttons beneath need their room
        self._pdf = b""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._image: QImage | None = None
        self._drawn_for: tuple[int, int, int] = (-1, 0, 0)
        self.page = 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def show_pdf(self, pdf: bytes) -> None:
        """Show the first page of a PDF; nothing for empty bytes."""
        from unionapp.printing import preview

        self._pdf, self.page = pdf, 0
        self._sizes = preview.page_sizes(pdf) if pdf else ()
        self._drawn_for = (-1, 0, 0)
        self.update()

    def turn(self, by: int) -> None:
        """Go to another page."""
        if 0 <= self.page + by < self.pages:
            self.page += by
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(420), theme().px(300))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("page"))
        if not self._sizes:
            return
        image = self._drawn()
        ratio = self.devicePixelRatioF() * _FINER
        wide, high = image.width() / ratio, image.height() / ratio
        place = QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)
        painter.setPen(theme().colour("border"))
        painter.drawRect(place)

    def _drawn(self) -> QImage:
        """Return the page drawn for the room that there is."""
        wanted = (self.page, self.width(), self.height())
        if self._image is None or self._drawn_for != wanted:
            self._image = self._draw()
            self._drawn_for = wanted
        return self._image

    def _draw(self) -> QImage:
        from unionapp.printing import preview

        width, height = self._sizes[self.page]
        margin = theme().px(24)
        across = max(1, self.width() - margin) / (width / _MM_PER_INCH)
        down = max(1, self.height() - margin) / (height / _MM_PER_INCH)
        dpi = min(across, down) * self.devicePixelRatioF() * _FINER
        drawn = preview.render_page(self._pdf, self.page, dpi=dpi)
        image = QImage(
            drawn.rgb, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB888
        )
        return image.convertToFormat(QImage.Format.Format_RGB32, Qt.ImageConversionFlag.AutoColor)
