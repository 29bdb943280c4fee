"""Line icons on a 24 grid, drawn through SVG in any colour and size."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from unionapp.ui.theme import theme

PATHS = {
    "home": "M4 11 12 4l8 7M6 10v10h12V10",
    "grid": "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 4-6 8-6s8 2 8 6",
    "office": "M4 21V5l8-2v18M12 9h8v12M7 8h2M7 12h2M7 16h2M15 13h2M15 17h2M2 21h20",
    "form": "M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7",
    "heart": "M12 20S4 15 4 9.5A4.2 4.2 0 0 1 12 7a4.2 4.2 0 0 1 8 2.5C20 15 12 20 12 20z",
    "case": "M4 8h16v12H4zM9 8V5h6v3M4 13h16M12 12v2",
    "book": "M5 4h6a2 2 0 0 1 2 2v14a2 2 0 0 0-2-2H5zM21 4h-6a2 2 0 0 0-2 2v14a2 2 0 0 1 2-2h6z",
    "list": "M9 6h12M9 12h12M9 18h12M3 6l1 1 2-2M3 12l1 1 2-2M3 18l1 1 2-2",
    "printer": "M7 8V3h10v5M5 8h14a2 2 0 0 1 2 2v7h-4M7 17H3v-7a2 2 0 0 1 2-2M7 14h10v7H7z",
    "exchange": "M20 11a8 8 0 0 0-14-4L3 10M3 4v6h6M4 13a8 8 0 0 0 14 4l3-3M21 20v-6h-6",
    "chart": "M4 4v16h16M8 16v-4M12 16V8M16 16v-6",
    "import": "M12 3v11M7 10l5 5 5-5M4 20h16",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
    "chevron": "M9 6l6 6-6 6",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "settings": (
        "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v3M12 18v3M3 12h3M18 12h3"
        "M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2"
    ),
    "plus": "M12 5v14M5 12h14",
    "check": "M5 12.5 10 17.5 19 7",
    "warning": "M12 4 21 20H3zM12 10v5M12 17.5v.5",
    "history": "M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 1.5",
    "key": "M14 10a4 4 0 1 0-3.5 4L12 15.5V18h2.5v-2.5H17L20 12.5V10z",
}


def pixmap(name: str, colour: str, size: int, *, stroke: float = 1.8) -> QPixmap:
    """Return an icon in a colour (hexadecimal) and a size in pixels, sharp on dense screens."""
    return glyph(PATHS[name], colour, size, box=24, stroke=stroke)


def glyph(path: str, colour: str, size: int, *, box: int, stroke: float) -> QPixmap:
    """Return a line drawing given as an SVG path in a square box."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box} {box}"><path d="{path}" '
        f'fill="none" stroke="{colour}" stroke-width="{stroke}" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )
    ratio = 2
    made = QPixmap(size * ratio, size * ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg.encode())).render(
        painter, QRectF(0, 0, made.width(), made.height())
    )
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: str = "ink2", size: float = 20) -> QIcon:
    """Return an icon in a colour token of the theme."""
    look = theme()
    return QIcon(pixmap(name, look.colours.get(colour, colour), look.px(size)))
