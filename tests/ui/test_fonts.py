"""Fonts of the window: every character that a screen can show has a glyph."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.test_wording import translated, window_sources
from unionapp.paths import resources
from unionapp.ui.theme import FAMILIES, theme

RARE = "䶮㛃𬱖𠅤𬭳𰻞𫖯·"


def texts() -> Iterator[str]:
    """Yield every text that stands in the window's sources and in the data that it shows."""
    for source in window_sources():
        yield from (node.value for node in translated(source) if isinstance(node.value, str))
    for folder in ("codes", "wording", "i18n", "programmes"):
        for file in sorted((resources() / folder).glob("*.toml")):
            yield from strings(tomllib.loads(file.read_text("utf-8")))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def shown() -> set[str]:
    return {char for text in texts() for char in text if not char.isspace()}


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Bold])
def test_the_shipped_font_has_every_character_of_the_screens(
    qapp: QApplication, weight: QFont.Weight
) -> None:
    font = QFont(FAMILIES[-1])
    font.setWeight(weight)
    assert QFontInfo(font).family() == FAMILIES[-1]
    metrics = QFontMetrics(font)
    assert len(shown()) > 1000
    assert [char for char in sorted(shown()) if not metrics.inFontUcs4(ord(char))] == []


def test_the_shipped_font_is_there_on_every_machine_for_rare_names(qapp: QApplication) -> None:
    assert FAMILIES[-1] in QFontDatabase.families()
    metrics = QFontMetrics(QFont(FAMILIES[-1]))
    assert [char for char in RARE if not metrics.inFontUcs4(ord(char))] == []


def test_sizes_are_in_pixels_and_follow_the_scale(qapp: QApplication) -> None:
    assert theme().font(14).pixelSize() == theme().px(14)


def test_a_label_uses_the_font_of_the_theme(qapp: QApplication) -> None:
    assert QLabel("王").font().families()[-1] == FAMILIES[-1]
