"""Scenes of the design screen: the documents, an object on its page, a mistake; calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from unionapp.ui.stage import Scene, Stage


def _designs(stage: Stage) -> Any:  # noqa: ANN401 - the design screen
    stage.leave()
    page = stage.page("settings")
    stage.typist.press("F9")
    stage.idle()
    return page.design


def designs(stage: Stage) -> QWidget:
    """List the documents."""
    _designs(stage)
    return stage.window()


def design_card(stage: Stage) -> QWidget:
    """Move the field of the name on the member card by a millimetre."""
    screen = _designs(stage)
    screen.open("member_card")
    things = screen.drawing.things(0)
    at = next(at for at, one in enumerate(things) if one.get("field") == "person.name")
    screen.objects.setCurrentRow(at)
    stage.typist.press("Enter", "Right")
    stage.idle()
    return stage.window()


def design_worst(stage: Stage) -> QWidget:
    """Show the receipt with the longest values that must still fit."""
    screen = _designs(stage)
    screen.open("aid_receipt")
    stage.typist.press("W")
    stage.idle()
    return stage.window()


def design_mistake(stage: Stage) -> QWidget:
    """Name a field that nobody knows."""
    design_card(stage)
    screen: Any = stage.page("settings").design
    thing = dict(screen.drawing.thing(screen.placing.spot))
    screen.drawing.replace(screen.placing.spot, {**thing, "field": "person.shoe_size", "siez": 9})
    screen.redraw()
    stage.idle()
    return stage.window()


def calibration(stage: Stage) -> QWidget:
    """Ask where the crosses of the test sheet came out."""
    stage.leave()
    stage.page("settings")
    stage.typist.press("F8")
    stage.idle()
    return stage.window()


DESIGN_SCENES: tuple[Scene, ...] = (designs, design_card, design_worst, design_mistake, calibration)
