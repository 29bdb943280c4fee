"""The look: colour tokens, type sizes, palette and one small style sheet.

Sizes are in pixels at 100 %; `px` scales them. Every pair of visit colours is told apart under
protanopia, deuteranopia and tritanopia, and each status has a glyph of its own beside its colour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from unionapp.paths import resources

FAMILIES = (
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "GH Sans",
)
SHIPPED_FONTS = ("GHSans-Regular.ttf", "GHSans-Bold.ttf")

_LIGHT = {
    "page": "#F3F5F8",
    "card": "#FFFFFF",
    "line": "#E3E8EF",
    "border": "#C6CFDB",
    "ink": "#16202E",
    "ink2": "#465264",
    "ink3": "#5C6979",
    "primary": "#1F5FD0",
    "primary_hover": "#174CAB",
    "primary_tint": "#E9F0FD",
    "on_primary": "#FFFFFF",
    "brand": "#C4281C",
    "ok": "#0B7A5C",
    "ok_tint": "#E1F4EC",
    "warning": "#8A5200",
    "warning_tint": "#FFF1D6",
    "error": "#B3261E",
    "error_tint": "#FFF5F3",
    "bar": "#12936F",
    "hatch": "#B9C3D0",
}
_DARK = {
    "page": "#12171F",
    "card": "#1A212B",
    "line": "#2A3441",
    "border": "#445163",
    "ink": "#E8EDF4",
    "ink2": "#B4BFCD",
    "ink3": "#95A2B3",
    "primary": "#6EA0FF",
    "primary_hover": "#8CB4FF",
    "primary_tint": "#1E304F",
    "on_primary": "#0B1526",
    "brand": "#E5574A",
    "ok": "#55C9A4",
    "ok_tint": "#173A31",
    "warning": "#F2B75C",
    "warning_tint": "#3B2E17",
    "error": "#F2857A",
    "error_tint": "#3A1E1C",
    "bar": "#2FA98A",
    "hatch": "#3D4857",
}


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How a visit status is shown: fill, ink, the path of its glyph in a 12 × 12 box."""

    fill: str
    ink: str
    glyph: str
    hatched: bool = False


NOT_VISITED = "not_visited"
_GLYPHS = {
    "met": "M2 6.5 5 9.5 10 3",
    NOT_VISITED: "",
    "nobody_home": "M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
    "come_back": "M10 6a4 4 0 1 1-1.4-3M9 .8v2.6H6.4",
    "refused": "M3 3l6 6M9 3l-6 6",
    "vacant": "M3 6h6",
    "moved": "M2 6h7M6 3l3 3-3 3",
    "locked_entrance": "M3 6h6v4H3zM4.2 6V4.2a1.8 1.8 0 0 1 3.6 0V6",
}
_LIGHT_STATUS = {
    "met": ("#7CCBAC", "#063B2B"),
    NOT_VISITED: ("#FFFFFF", "#465264"),
    "nobody_home": ("#FFE08F", "#5E3B00"),
    "come_back": ("#A8C8FF", "#0F3A86"),
    "refused": ("#E58A6F", "#4F0F00"),
    "vacant": ("#D5DBE5", "#4F5C6E"),
    "moved": ("#BE98D2", "#3A1C55"),
    "locked_entrance": ("#8E9BAE", "#0E1622"),
}
_DARK_STATUS = {
    "met": ("#1F6B54", "#D6F5EA"),
    NOT_VISITED: ("#1A212B", "#B4BFCD"),
    "nobody_home": ("#846410", "#FFF0CC"),
    "come_back": ("#2B55A0", "#DCE8FF"),
    "refused": ("#8F3524", "#FFE3DB"),
    "vacant": ("#323D4B", "#A9B5C4"),
    "moved": ("#5B3F78", "#EBDDF7"),
    "locked_entrance": ("#5E6B7D", "#F2F5F9"),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """The look in force: colours by token, the looks of a visit status, and the scale."""

    dark: bool = False
    scale: float = 1.0
    colours: Mapping[str, str] = field(init=False)
    statuses: Mapping[str, StatusLook] = field(init=False)

    def __post_init__(self) -> None:
        colours = _DARK if self.dark else _LIGHT
        statuses = _DARK_STATUS if self.dark else _LIGHT_STATUS
        looks = {
            key: StatusLook(fill, ink, _GLYPHS[key], hatched=key == "vacant")
            for key, (fill, ink) in statuses.items()
        }
        object.__setattr__(self, "colours", MappingProxyType(dict(colours)))
        object.__setattr__(self, "statuses", MappingProxyType(looks))

    def px(self, size: float) -> int:
        """Return a length in pixels at the chosen type size."""
        return round(size * self.scale)

    def colour(self, token: str) -> QColor:
        """Return the colour of a token."""
        return QColor(self.colours[token])

    def font(self, size: float = 14, *, bold: bool = False) -> QFont:
        """Return the window's font in a pixel size at 100 %."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font


_PROPERTY = "unionapp_theme"


def theme() -> Theme:
    """Return the look in force; it belongs to the application object."""
    app = QApplication.instance()
    found = app.property(_PROPERTY) if app is not None else None
    return found if isinstance(found, Theme) else Theme()


def apply(app: QApplication, *, dark: bool = False, scale: float = 1.0) -> Theme:
    """Give the application its look; at start and on a change of theme, never in between."""
    chosen = Theme(dark, scale)
    app.setProperty(_PROPERTY, chosen)
    app.setStyle("Fusion")
    _load_shipped_fonts()
    app.setFont(chosen.font())
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_style_sheet(chosen))
    return chosen


@cache
def _load_shipped_fonts() -> None:
    """Make the shipped Sans known: the only Chinese font of some PCs, and everywhere the last
    in the list, for the rare characters of names that the others lack. It costs about 1 ms.
    """
    for name in SHIPPED_FONTS:
        QFontDatabase.addApplicationFont(str(resources() / "fonts" / name))


_ROLES = {
    "Window": "page",
    "Base": "card",
    "AlternateBase": "page",
    "Text": "ink",
    "WindowText": "ink",
    "Button": "card",
    "ButtonText": "ink",
    "Highlight": "primary",
    "HighlightedText": "on_primary",
    "PlaceholderText": "ink3",
    "ToolTipBase": "ink",
    "ToolTipText": "card",
    "Light": "line",
    "Mid": "border",
    "Dark": "border",
    "Link": "primary",
}


def _palette(chosen: Theme) -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(getattr(QPalette.ColorRole, role), chosen.colour(token))
    for role in ("Text", "WindowText", "ButtonText"):
        palette.setColor(
            QPalette.ColorGroup.Disabled,
            getattr(QPalette.ColorRole, role),
            chosen.colour("ink3"),
        )
    return palette


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LENGTH = re.compile(r"\$(inner)?(\d+)")
_COLOUR = re.compile(r"(?<!@)@(\w+)")
_TICK = "@@tick"


def _style_sheet(chosen: Theme) -> str:
    """Return the style sheet with its tokens filled; an unknown one is a `KeyError`."""
    folder = resources() / "icons"
    text = _COMMENT.sub("", (folder / "style.qss").read_text("utf-8"))
    text = _COLOUR.sub(lambda found: chosen.colours[found[1]], text)
    text = _LENGTH.sub(lambda found: str(chosen.px(int(found[2])) - 2 * bool(found[1])), text)
    tick = folder / ("tick_dark.svg" if chosen.dark else "tick_light.svg")
    return text.replace(_TICK, tick.as_posix())
