"""Every screen in every way of showing it: whole, named, and without a complaint of Qt's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from unionapp.models.records import SCHEMA
from unionapp.ui import screens, theme
from unionapp.ui.scenes import SCENES
from unionapp.ui.stage import Stage, Variant, play
from unionapp.ui.wording import english, install_language
from unionapp.values import codes

# Each size, language and theme at least once; English, which is longer, where there is least room.
# The one with the least room is in the main run, the others take their minutes with the faults.
VARIANTS = (
    pytest.param(Variant("small-english", size=(1093, 614), language="en"), id="small-english"),
    pytest.param(
        Variant("large-dark", theme="dark", scale=125),
        id="large-dark",
        marks=pytest.mark.faults,
    ),
    pytest.param(Variant("light"), id="light", marks=pytest.mark.faults),
    pytest.param(
        Variant("dark-english", theme="dark", language="en"),
        id="dark-english",
        marks=pytest.mark.faults,
    ),
)
# Lines that end in … where the panel is narrow; their whole text is the tool tip.
ELIDED = {"ElidedLabel"}
# A pixel is lost where Qt rounds half widths of letters, two of height in a button like a link.
ROUNDING = 2


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("screens") / "sample"
    screens.make_sample(folder)
    return folder


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, sample: Path, tmp_path: Path, qapp: QApplication
) -> Iterator[Stage]:
    variant: Variant = request.param
    theme.apply(qapp, dark=variant.theme == "dark", scale=variant.scale / 100)
    install_language(qapp, variant.language)
    made = Stage(sample, tmp_path, variant, screens.parts())
    yield made
    made.leave()
    theme.apply(qapp)
    install_language(qapp, "zh")


@pytest.mark.parametrize("stage", VARIANTS, indirect=True)
def test_every_screen_is_whole_named_and_without_a_complaint(stage: Stage) -> None:
    found: list[str] = []
    for name, scene in SCENES.items():
        window, said = play(stage, scene)
        wrong = [*said, *clipped(window), *outside(window), *nameless(window)]
        if stage.variant.language == "en":
            wrong += untranslated(window)
        found += [f"{name}: {line}" for line in wrong]
    assert found == [], "\n".join(found)


# ---- what is looked for --------------------------------------------------------------------------


def seen(window: QWidget) -> Iterator[QWidget]:
    """Yield every widget of a window that is on the screen."""
    children: Iterable[QWidget] = window.findChildren(QWidget)
    for widget in children:
        if widget.isVisibleTo(window) and not widget.visibleRegion().isEmpty():
            yield widget


def clipped(window: QWidget) -> Iterator[str]:
    """Yield every text that needs more room than it has."""
    for widget in seen(window):
        if type(widget).__name__ in ELIDED:
            continue
        if isinstance(widget, QLabel) and widget.text():
            if widget.wordWrap():
                short = widget.heightForWidth(widget.width()) - widget.height()
            else:
                short = widget.sizeHint().width() - widget.width()
        elif isinstance(widget, QPushButton):
            room = widget.sizeHint() - widget.size()
            short = max(room.width(), room.height())
        else:
            continue
        if short > ROUNDING:
            yield f"cut by {short}: {described(widget)}"


def outside(window: QWidget) -> Iterator[str]:
    """Yield every text and button that lies beside the window, or beside what scrolls it."""
    for widget in seen(window):
        if not isinstance(widget, (QLabel, QAbstractButton)):
            continue
        holder = scrolled_by(widget, window)
        frame = holder.viewport() if holder else window
        left = widget.mapTo(frame, QPoint(0, 0))
        right, bottom = left.x() + widget.width(), left.y() + widget.height()
        low = bottom > frame.height() and holder is None
        if left.x() < 0 or right > frame.width() or low:
            yield f"outside: {described(widget)}"


def scrolled_by(widget: QWidget, window: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QScrollArea):
            return above
        above = above.parentWidget()
    return None


def nameless(window: QWidget) -> Iterator[str]:
    """Yield everything that takes the focus and that a screen reader could not name."""
    for widget in seen(window):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isEnabled():
            continue
        if widget.focusProxy() is not None or is_inside(widget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            yield f"nameless: {described(widget)}"


def is_inside(widget: QWidget) -> bool:
    """Return whether a widget is a part of Qt's own list or table, which has the name."""
    above = widget.parentWidget()
    return isinstance(above, QAbstractScrollArea) and not isinstance(above, QScrollArea)


def untranslated(window: QWidget) -> Iterator[str]:
    """Yield every text of the English window that has an English of its own and does not show it.

    What workers write (names, notes, addresses) stays as it is and is in no table.
    """
    for widget in seen(window):
        is_shown = isinstance(widget, (QLabel, QAbstractButton))
        if is_shown and text_of(widget).strip() in _chinese():
            yield f"not in English: {described(widget)}"


@cache
def _chinese() -> frozenset[str]:
    fields = [field for kind in SCHEMA.declarations for field in kind.fields]
    lists = [item.zh for name in codes.names() for item in codes.load(name)]
    return frozenset([*english(), *(field.zh for field in fields), *lists])


def text_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)) else ""


def described(widget: QWidget) -> str:
    above = widget.parentWidget()
    owner = type(above).__name__ if above else ""
    size = f"{widget.width()}x{widget.height()}"
    return f"{type(widget).__name__} in {owner} {text_of(widget)!r} {size}"


# ---- the checks themselves -----------------------------------------------------------------------


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(200, 100)
    yield made
    made.deleteLater()


def test_a_text_without_room_is_found(window: QWidget) -> None:
    label = QLabel("劳动里街道总工会的一句很长的话", window)
    label.resize(40, 20)
    window.show()
    assert len(list(clipped(window))) == 1
    label.resize(label.sizeHint())
    label.move(0, 0)
    window.resize(label.width() + 10, 100)
    assert list(clipped(window)) == []


def test_a_button_beside_the_window_is_found(window: QWidget) -> None:
    button = QPushButton("好", window)
    button.move(180, 10)
    window.show()
    assert len(list(outside(window))) == 1
    button.move(0, 0)
    assert list(outside(window)) == []


def test_a_control_without_a_name_is_found(window: QWidget) -> None:
    control = QWidget(window)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.show()
    assert len(list(nameless(window))) == 1
    control.setAccessibleName("姓名")
    assert list(nameless(window)) == []
