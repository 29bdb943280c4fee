"""The smallest pieces that every screen is put together from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from unionapp.ui.theme import theme

Item = QWidget | QLayout | None


def label(text: str = "", size: float = 14, colour: str = "ink", *, bold: bool = False) -> QLabel:
    """Return a text in a size and a colour token of the theme."""
    made = QLabel(text)
    restyle(made, size, colour, bold=bold)
    return made


def restyle(made: QLabel, size: float, colour: str, *, bold: bool = False) -> None:
    """Give a text another size or colour."""
    look = theme()
    weight = 600 if bold else 400
    ink = look.colours.get(colour, colour)
    made.setStyleSheet(f"color:{ink};font-size:{look.px(size)}px;font-weight:{weight}")


def wrapping(text: str = "", size: float = 14, colour: str = "ink") -> QLabel:
    """Return a text that breaks into lines where it is too long for its place."""
    made = label(text, size, colour)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def button(
    text: str,
    look: str = "",
    *,
    key: str = "",
    name: str = "",
    act: Callable[[], object] | None = None,
) -> QPushButton:
    """Return a button; `look` is primary, quiet, danger or nothing, `key` is shown on it.

    A click runs `act`; the key is bound where it counts.
    """
    made = QPushButton(f"{text}  {key}" if key else text)
    if look:
        made.setObjectName(look)
    made.setAccessibleName(name or text)
    made.setAutoDefault(False)
    if act is not None:
        made.clicked.connect(act)
    return made


def chip(text: str, ink: str, fill: str) -> QLabel:
    """Return a small rounded word; colours are tokens or hexadecimal."""
    look = theme()
    made = QLabel(text)
    ink, fill = look.colours.get(ink, ink), look.colours.get(fill, fill)
    made.setStyleSheet(
        f"background:{fill};color:{ink};border-radius:{look.px(11)}px;"
        f"padding:0 {look.px(9)}px;font-size:{look.px(12)}px"
    )
    made.setFixedHeight(look.px(22))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def key_cap(text: str) -> QLabel:
    """Return the picture of a key."""
    made = QLabel(text)
    made.setObjectName("key")
    made.setStyleSheet(f"font-size:{theme().px(11)}px")
    return made


def avatar(character: str, ink: str, fill: str, size: float = 34, radius: float = 0) -> QLabel:
    """Return a round (or, with a radius, square) field with one character."""
    look = theme()
    side = look.px(size)
    made = QLabel(character)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedSize(QSize(side, side))
    ink, fill = look.colours.get(ink, ink), look.colours.get(fill, fill)
    made.setStyleSheet(
        f"background:{fill};color:{ink};border-radius:{look.px(radius) or side // 2}px;"
        f"font-size:{look.px(size * 0.44)}px;font-weight:600"
    )
    return made


def rule() -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setObjectName("rule")
    return made


def card() -> QFrame:
    """Return a white card with a hairline round it."""
    made = QFrame()
    made.setObjectName("card")
    return made


def row(
    *items: Item, gap: float = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Return a row of widgets and layouts; `None` takes the free room."""
    made = QHBoxLayout()
    _fill(made, items, gap, margins)
    return made


def column(
    *items: Item, gap: float = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Return a column of widgets and layouts; `None` takes the free room."""
    made = QVBoxLayout()
    _fill(made, items, gap, margins)
    return made


def _fill(
    made: QHBoxLayout | QVBoxLayout,
    items: tuple[Item, ...],
    gap: float,
    margins: tuple[int, int, int, int],
) -> None:
    look = theme()
    made.setSpacing(look.px(gap))
    made.setContentsMargins(*(look.px(one) for one in margins))
    for item in items:
        if item is None:
            made.addStretch(1)
        elif isinstance(item, QLayout):
            made.addLayout(item)
        else:
            made.addWidget(item)


def beside(control: QWidget, *more: QWidget) -> QWidget:
    """Return a control with what belongs to it at its right: a field and its browse button."""
    made = QWidget()
    made.setLayout(row(control, *more, gap=8))
    made.setFocusProxy(control)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, for good."""
    while layout.count():
        item = layout.takeAt(0)
        inner: QLayout | None = item.layout()
        if inner is not None:
            clear(inner)
            inner.deleteLater()
            continue
        widget: QWidget | None = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
