"""The look: colours that everybody can tell apart, and text that everybody can read."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from unionapp.ui.theme import Theme
from unionapp.values import codes

Triple = tuple[float, float, float]
THEMES = [Theme(), Theme(dark=True)]
IDS = ["light", "dark"]
LEAST_DISTANCE = 10  # CIE 1976; two and a half is just noticeable side by side

# Full dichromacy in linear sRGB: Machado, Oliveira and Fernandes, "A Physiologically-based Model
# for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0.
VISION: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# sRGB to XYZ and its white point D65: IEC 61966-2-1.
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: str) -> Triple:
    """Return the linear light of a colour, each part 0 to 1."""
    parts = QColor(colour).getRgbF()[:3]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def through(rows: tuple[Triple, Triple, Triple], light: Triple) -> Triple:
    """Return a matrix times a vector."""
    first, second, third = (sum(map(math.prod, zip(row, light, strict=True))) for row in rows)
    return first, second, third


def lab(light: Triple) -> Triple:
    """Return CIE L*a*b* of linear light."""
    shares = (part / white for part, white in zip(through(TO_XYZ, light), WHITE, strict=True))
    x, y, z = (
        share ** (1 / 3) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29
        for share in shares
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, vision: str) -> Triple:
    """Return how somebody sees a colour, in L*a*b*."""
    red, green, blue = (min(1.0, max(0.0, one)) for one in through(VISION[vision], linear(colour)))
    return lab((red, green, blue))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted(
        (through(TO_XYZ, linear(colour))[1] for colour in (one, other)), reverse=True
    )
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measures_know_black_and_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21, abs=0.01)
    assert math.dist(lab(linear("#000000")), lab(linear("#FFFFFF"))) == pytest.approx(100, abs=0.1)


def test_red_and_green_fall_together_for_a_deutan() -> None:
    red, green = "#B3564A", "#80743F"
    apart = [math.dist(seen(red, one), seen(green, one)) for one in ("normal", "deutan")]
    assert apart[1] < apart[0] / 2


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("look", THEMES, ids=IDS)
def test_every_two_statuses_are_told_apart(look: Theme, vision: str) -> None:
    pairs = {
        (one, other): math.dist(
            seen(look.statuses[one].fill, vision), seen(look.statuses[other].fill, vision)
        )
        for one, other in combinations(look.statuses, 2)
    }
    close = {pair: round(found, 1) for pair, found in pairs.items() if found < LEAST_DISTANCE}
    assert close == {}


@pytest.mark.parametrize("look", THEMES, ids=IDS)
def test_the_ink_of_every_status_is_read_on_its_fill(look: Theme) -> None:
    found = {key: round(contrast(one.ink, one.fill), 2) for key, one in look.statuses.items()}
    assert {key: value for key, value in found.items() if value < 4.5} == {}


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "card", 7),
        ("ink", "page", 7),
        ("ink", "primary_tint", 7),
        ("ink2", "card", 7),
        ("ink2", "page", 7),
        ("ink3", "card", 4.5),
        ("ink3", "page", 4.5),
        ("card", "ink", 7),  # toasts and tool tips
        ("primary", "card", 4.5),
        ("primary", "primary_tint", 4.5),
        ("on_primary", "primary", 4.5),
        ("on_primary", "primary_hover", 4.5),
        ("ok", "card", 4.5),
        ("ok", "ok_tint", 4.5),
        ("warning", "card", 4.5),
        ("warning", "warning_tint", 4.5),
        ("error", "card", 4.5),
        ("error", "error_tint", 4.5),
        ("brand", "card", 3),  # a mark, never text
        ("bar", "line", 2.5),  # how far a bar has come; the figures stand beside it
    ],
)
@pytest.mark.parametrize("look", THEMES, ids=IDS)
def test_text_is_read_on_its_ground(look: Theme, ink: str, ground: str, least: float) -> None:
    assert contrast(look.colours[ink], look.colours[ground]) >= least


@pytest.mark.parametrize("look", THEMES, ids=IDS)
def test_every_outcome_has_a_look_with_a_glyph_of_its_own(look: Theme) -> None:
    outcomes = [item.code for item in codes.load("visit_outcome")]
    glyphs = [look.statuses[code].glyph for code in outcomes]
    assert all(glyphs)
    assert len(set(glyphs)) == len(outcomes)


def test_light_and_dark_have_the_same_tokens() -> None:
    light, dark = THEMES
    assert light.colours.keys() == dark.colours.keys()
    assert light.statuses.keys() == dark.statuses.keys()
